"""What prose tells about names: the domain that a role brings, and the outer function of a composition."""

from __future__ import annotations

import re

from symact.catalogue import Activation
from symact.decide import outer_of
from symact.documents.model import Maths
from symact.meaning.elaborate import Elaborator, Unclear
from symact.meaning.names import written_name
from symact.meaning.phrases import REWRITTEN, domains_of
from symact.meaning.prose import FORMULA, Prose
from symact.meaning.scope import Binding, Scope
from symact.meaning.subjects import mentions
from symact.notation.syntax import Node
from symact.terms.core import Term, at, substitute, sym

__all__ = ["learn_from_words"]

_DESCRIPTION = re.compile(  # "和 V 是 ...", "is the ...", "(the ...": what comes after a name and describes it
    rf"\s*(?:(?:和|与|及|、|,|and|or)\s*{FORMULA}+\s*)*(?:是|为|表示|代表|服从|均|都|is|are|be|denotes?|stands for|represents|the|a|[(（:：])"
    rf"(?P<what>.*)",
    re.DOTALL,
)
_CLAUSE = re.compile(r"[，。；！？,;!?\n]|\.(?=\s|$)")


def learn_from_words(scope: Scope, node: Node, prose: Prose, maths: Maths) -> Scope:
    """The scope with what the words beside an inline formula say: the domain of a name, a composition ``g(f(x))``."""
    if maths.origin not in ("inline", "code-span"):
        return scope
    after = _CLAUSE.split(prose.after(maths), 1)[0]
    before = _CLAUSE.split(prose.before(maths))[-1]
    scope = _domains(scope, node, before, after)
    return _composition(scope, node, before + " " + after)


def _domains(scope: Scope, node: Node, before: str, after: str) -> Scope:
    """``\\beta 是分布的尺度参数``, ``temperature \\tau``: the role's domain for the name."""
    written = written_name(node)
    if written is None:
        return scope
    name: Term = sym(written.word)
    if written.indices:
        name = at(written.word, *map(Elaborator(scope).index, written.indices))
    near_before = before.rsplit(FORMULA, 1)[-1][-24:]
    described = _DESCRIPTION.match(after)
    near_after = described.group("what") if described else ""
    found = domains_of(near_after) or domains_of(near_before[-12:])
    conditions: list[Term] = []
    for domain in found[:1]:
        if domain == "positive":
            conditions.append(name.gt(0))
        elif domain == "unit":
            conditions += [name.gt(0), name.lt(1)]
    return scope.assuming(conditions)


def _composition(scope: Scope, node: Node, words: str) -> Scope:
    """``sigmoid 可以重写为 g(f(x)) 的形式`` with a known f determines g."""
    if not REWRITTEN.search(words):
        return scope
    named = {m.entry.name: m.entry for m in mentions(words)}
    if len(named) != 1:
        return scope
    entry = next(iter(named.values()))
    if not isinstance(entry, Activation) or entry.kind != "elementwise" or entry.parameters:
        return scope
    outer = outer_function(scope, node, entry)
    return scope if outer is None else scope.bound(outer)


def outer_function(scope: Scope, node: Node, entry: Activation) -> Binding | None:
    """g from ``g(f(x))`` where f is bound, g is not, and the whole is a known function."""
    if node.kind != "juxt" or len(node.args) != 2 or node.args[1].kind != "group":
        return None
    written = written_name(node.args[0])
    inner = node.args[1].args[0]
    if written is None or scope.find(written.word) is not None:
        return None
    head = inner.args[0] if inner.kind == "juxt" else inner
    named = written_name(head)
    binding = scope.find(named.word) if named is not None else None
    if binding is None or not binding.is_function or len(binding.formal) != 1:
        return None
    variable = binding.formal[0]
    try:
        Elaborator(scope).term(inner)
    except Unclear:
        return None
    whole = substitute(entry.expression, {entry.variable: variable})
    slot = sym("u")
    body = outer_of(whole, binding.body, variable, slot)
    return None if body is None else Binding(written.word, (slot,), body)

"""Arithmetic, products, and applications: what stands side by side is a product or a function with its argument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symact.catalogue import Activation
from symact.meaning.derivatives import apply_operator, is_operator
from symact.meaning.elaborator import Elaborator, Unclear, is_minus_one
from symact.meaning.names import (
    OPAQUE,
    Written,
    argument_of,
    bracketed,
    function_word,
    is_indicator,
    is_place,
    is_word,
    log_base,
    written_name,
)
from symact.meaning.operators import indicator
from symact.meaning.scope import Binding
from symact.meaning.tensors import SIZE, Tensor, Value, contract, diagonal, hadamard, lift, norm, plus, trace
from symact.notation.syntax import Node
from symact.obligations import PARAMETERS
from symact.terms.core import ONE, Term, abs_, exp, fn, log, mul, neg, num, power, sqrt

__all__ = [
    "absolute", "addition", "applied", "called", "fraction", "group", "juxtaposed", "negation", "normed", "product", "root",
    "subscripted", "superscript",
]  # fmt: skip

TRANSPOSES = ("top", "T", "intercal")
SCALED = ("cdot", "times", "ast", "", "bullet", ".")
ENTRYWISE = ("odot", "circ")


def addition(e: Elaborator, node: Node) -> Value:
    out, *rest = e.values(node.args)
    for value in rest:
        out = plus(out, value)
    return out


def negation(e: Elaborator, node: Node) -> Value:
    return lift(lambda t: neg(t), e.value(node.args[0]))


def product(e: Elaborator, node: Node) -> Value:
    """A product with a written sign; between vectors the sign says which product is meant."""
    if node.value == "div":
        out, *rest = e.values(node.args)
        for value in rest:
            out = lift(lambda a, b: a / b, out, value)
        return out
    if is_operator(node.args[0]):
        return apply_operator(e, node.args[0], node.args[1:], node)
    if _composed(e, node):
        raise Unclear("incomplete", "a composition without its argument", node)
    out, *rest = e.values(node.args)
    for value in rest:
        both = isinstance(out, Tensor) and isinstance(value, Tensor)
        if node.value in ENTRYWISE or (node.value == "ast" and both):
            out = hadamard(out, value)
        elif node.value in ("cdot", "bullet", "") and isinstance(out, Tensor) and isinstance(value, Tensor):
            columns = out.rank == value.rank == 1 and not out.row and not value.row
            out = contract(out.transposed if columns else out, value)
        elif node.value in SCALED and not both:
            out = hadamard(out, value)
        elif node.value == "otimes" and isinstance(out, Tensor) and isinstance(value, Tensor) and out.rank == value.rank == 1:
            out = contract(Tensor(out.axes, out.body), Tensor(value.axes, value.body, True))
        else:
            raise Unclear("incomplete", f"the product \\{node.value} here", node)
    return out


def fraction(e: Elaborator, node: Node) -> Value:
    above, below = e.values(node.args)
    if isinstance(below, Tensor) and (not isinstance(above, Tensor) or above.rank != below.rank):
        raise Unclear("incomplete", "a division by a vector", node)
    return lift(lambda a, b: a / b, above, below)


def root(e: Elaborator, node: Node) -> Value:
    inside = e.value(node.args[0])
    if len(node.args) == 1 or node.args[1].kind == "none":
        return lift(lambda t: sqrt(t), inside)
    degree = e.term(node.args[1])
    if not degree.is_num or degree.value.denominator != 1 or degree.value < 2:
        raise Unclear("incomplete", "a root of variable degree", node)
    return lift(lambda t: power(t, 1 / degree.value), inside)


def group(e: Elaborator, node: Node) -> Value:
    if node.value in ("(", "[", "{") and node.args[0].kind not in ("seq", "rel", "and", "or"):
        return e.value(node.args[0])
    if node.value == "⌊":
        return lift(lambda t: fn("floor", t), e.value(node.args[0]))
    if node.value == "⌈":
        return lift(lambda t: neg(fn("floor", neg(t))), e.value(node.args[0]))
    if node.value == "[" and node.args[0].kind in ("rel", "and", "or"):
        return indicator(e, node.args[0])  # Iverson's bracket
    if node.value == "⟨" and node.args[0].kind == "seq" and len(node.args[0].args) == 2:
        a, b = e.values(node.args[0].args)
        if isinstance(a, Tensor) and isinstance(b, Tensor) and a.rank == b.rank == 1:
            return contract(Tensor(a.axes, a.body, True), Tensor(b.axes, b.body))
    raise Unclear("incomplete", "a list or set of several things", node)


def is_transpose(exponent: Node) -> bool:
    """``^T``, ``^\\top``, ``^{\\mathsf T}``."""
    name = exponent.args[0] if exponent.kind == "styled" and exponent.value in ("sf", "bold") else exponent
    return name.kind == "name" and name.value in TRANSPOSES


def subscripted(e: Elaborator, node: Node) -> Value:
    """A name with its index; the positive part ``(x)_+``; an indicator ``1_{x > 0}``."""
    base, index = node.args
    if base.kind == "group" and base.value in "([" and index.kind == "name" and index.value == "+":
        return lift(lambda t: fn("max", t, 0), e.value(base))
    if is_indicator(base, index):
        return indicator(e, index)
    return e.name(node)


def absolute(e: Elaborator, node: Node) -> Value:
    value = e.value(node.args[0])
    if isinstance(value, Tensor):
        raise Unclear("ambiguous", "bars around a vector: its norm or its entries", node)
    return abs_(value)


def normed(e: Elaborator, node: Node) -> Value:
    kind = node.args[1].value if len(node.args) > 1 and node.args[1].kind in ("name", "num") else ""
    if kind not in ("", "1", "2", "F", "infty", "max"):
        raise Unclear("incomplete", "a norm of this kind", node)
    inside = node.args[0]
    bare = {w.word: 1 for n in inside.walk() if (w := written_name(n)) is not None and n.kind == "name" and not w.indices}
    indexed = {n.value for s in inside.walk() if s.kind == "sub" for n in s.walk() if n.kind == "name"}
    ranks = {w: max(r, e.scope.ranks.get(w, 0)) for w, r in bare.items() if w not in indexed and w not in PARAMETERS}
    return norm(replace(e, scope=e.scope.with_ranks(ranks)).value(inside), kind)  # what has a norm is a vector


def superscript(e: Elaborator, node: Node) -> Value:
    """A power, a transpose, a label, or a power of a function."""
    base, exponent = node.args
    if exponent.kind == "juxt" and exponent.args[0].kind == "group" and is_transpose(exponent.args[-1]):  # W^{[l]T}
        labels = exponent.args[0] if len(exponent.args) == 2 else Node("juxt", exponent.span, exponent.args[:-1])
        return superscript(e, Node("sup", node.span, (Node("sup", node.span, (base, labels)), exponent.args[-1])))
    groups = bracketed(exponent)
    if groups and base.kind == "name" and base.value == "e" and e.scope.find("e") is None and groups[0].value == "(":
        if is_place(exponent, e.indices):
            raise Unclear("ambiguous", "a superscript in brackets: a power or a label", node)
        groups = ()
    if groups and written_name(base, e.indices) is not None:
        label = written_name(node, e.indices)
        if label is None:
            raise Unclear("ambiguous", "a superscript in brackets: a power or a label", node)
        return e.named(label, node)
    if is_word(exponent) and not (base.kind == "name" and base.value == "e") and (label := written_name(node, e.indices)):
        return e.named(label, node)
    if base.kind == "name" and base.value == "e" and (e.scope.find("e") is None or exponent.kind != "num"):
        return lift(lambda t: exp(t), e.value(exponent))
    if exponent.kind == "name" and exponent.value in ("+", "-"):  # the positive or negative part
        sign = 1 if exponent.value == "+" else -1
        return lift(lambda t: fn("max", mul(sign, t), 0), e.value(base))
    if exponent.kind == "name" and exponent.value in ("circ", "ast", "star", "dagger"):
        raise Unclear("incomplete", "a superscript of this kind", node)
    if base.kind in ("name", "sub") and exponent.kind == "num":  # \\sigma^2 as a name of its own
        whole = written_name(base, e.indices)
        bound = e.scope.find(f"{whole.word}^{exponent.value}") if whole is not None and not whole.indices else None
        if bound is not None:
            return e.bound_value(bound, Written(bound.name), node)
    if is_transpose(exponent):
        value = e.value(base)
        if isinstance(value, Tensor):
            return value.transposed
        if exponent.value == "T" and e.scope.find("T") is not None:
            return power(value, e.term(exponent))
        raise Unclear("incomplete", "a transpose of something whose shape is not known", node)
    if base.kind == "name" and e.means_its_value(base.value):
        if is_minus_one(exponent):
            raise Unclear("ambiguous", "the power -1 of a function: inverse or reciprocal", node)
        n = e.term(exponent)
        return lift(lambda t: power(t, n), e.value_of_function(base))
    value = e.value(base)
    if isinstance(value, Tensor):
        if exponent.kind == "num" and exponent.value == "2" and value.rank == 1:
            raise Unclear("ambiguous", "the square of a vector: of its norm or of its entries", node)
        raise Unclear("incomplete", "a power of a vector or matrix", node)
    return power(value, e.term(exponent))


# ---- functions


def called(e: Elaborator, node: Node) -> Value:
    """An operator name with its arguments: exp, log, max, tanh, ..."""
    word = node.value
    base = log_base(node)
    arguments = list(node.args[:-1]) if base is not None else list(node.args)
    if len(arguments) == 1 and arguments[0].kind == "group" and arguments[0].args[0].kind == "seq":
        arguments = list(arguments[0].args[0].args)
    if len(arguments) == 1 and arguments[0].kind == "seq":
        arguments = list(arguments[0].args)
    if word == "log" and base is None and e.scope.other_logs:
        raise Unclear("ambiguous", "a logarithm whose base the document may mean otherwise", node)
    if len(arguments) == 1 and (cut := _overrun(arguments[0])) is not None:  # \\cos x e^{y} is (cos x) e^y
        taken, left = cut
        return contract(called(e, Node("call", node.span, (taken,), word)), e.value(left))
    values = e.values(arguments)
    if word in ("max", "min"):
        if len(values) == 1 and isinstance(values[0], Tensor) and values[0].rank == 1:
            vector = values[0]
            return Term(f"{word}over", (vector.axes[0], ONE, SIZE, vector.body))
        if len(values) < 2:
            raise Unclear("incomplete", f"the {word} of a vector", node)
        return lift(lambda *a: fn(word, *a), *values)
    if len(values) != 1:
        raise Unclear("incomplete", f"{word} with {len(values)} arguments", node)
    (value,) = values
    if base is not None or word in ("log2", "log10", "lg"):
        b = num({"log2": 2, "log10": 10, "lg": 10}[word]) if base is None else e.term(base)
        return lift(lambda t: log(t) / log(b), value)
    simple = {"log1p": lambda t: log(1 + t), "expm1": lambda t: exp(t) - 1, "sqrt": sqrt, "exp": exp}
    if word in simple:
        return lift(simple[word], value)
    return e.call(Node("name", node.span, (), word), [value])


def _overrun(argument: Node) -> tuple[Node, Node] | None:
    """What a function without a bracket takes, and what only follows it: a power of e, a root, a fraction, another function."""
    if argument.kind != "juxt" or argument.value != "bare":
        return None
    for k, factor in enumerate(argument.args[1:], 1):
        exponential = factor.kind == "sup" and factor.args[0].kind == "name" and factor.args[0].value == "e"
        if exponential or factor.kind in ("call", "sqrt", "frac", "bigop"):
            parts = (argument.args[:k], argument.args[k:])
            nodes = [p[0] if len(p) == 1 else Node("juxt", p[0].span.joined(p[-1].span), p, "bare") for p in parts]
            return nodes[0], nodes[1]
    return None


def applied(e: Elaborator, node: Node) -> Value:
    return e.call(node.args[0], e.values(node.args[1:]))


def juxtaposed(e: Elaborator, node: Node) -> Value:
    if _hangs_on_slash(node):
        raise Unclear("ambiguous", "a/b c: whether c stands below the line", node)
    out: Value | None = None
    rest = _with_differences(e, node.args)
    while rest:
        head = rest.pop(0)
        if is_operator(head):
            factor = apply_operator(e, head, tuple(rest), node)
            rest = []
        elif rest and argument_of(rest[0]) is not None and (rule := _rule_of(e, head, rest[0])) is not None:
            factor = rule(e, head, rest.pop(0))
        else:
            factor = e.value(head)
        out = factor if out is None else contract(out, factor)
    assert out is not None
    return out


def _with_differences(e: Elaborator, factors: tuple[Node, ...]) -> list[Node]:
    """The factors with ``\\Delta x`` as one name, which it is; no product could be cut by its Delta."""
    out: list[Node] = []
    for factor in factors:
        before = out[-1] if out else None
        if before is not None and before.kind == "name" and before.value == "Delta" and e.scope.find("Delta") is None:
            joined = _marked(before, factor)
            if joined is not None:
                out[-1] = joined
                continue
        out.append(factor)
    return out


def _marked(delta: Node, node: Node) -> Node | None:
    if node.kind in ("sup", "prime"):
        inner = _marked(delta, node.args[0])
        return None if inner is None else Node(node.kind, delta.span.joined(node.span), (inner, *node.args[1:]), node.value)
    if node.kind == "group" or written_name(node) is None:
        return None
    return Node("styled", delta.span.joined(node.span), (node,), "Delta")


def _rule_of(e: Elaborator, head: Node, bracket: Node) -> Callable[[Elaborator, Node, Node], Value] | None:
    """How a head takes the bracket after it as its argument; None where both are factors."""
    if head.kind == "name" and head.value in _MATRIX_FUNCTIONS and e.scope.find(head.value) is None:
        return _matrix_function
    if is_indicator(head, bracket):
        return lambda e, _, bracket: indicator(e, bracket)
    if _composed(e, head):
        return _composition
    if e.is_function(head, bracket) and not _is_product(head, bracket):
        return _application
    return None


def _hangs_on_slash(node: Node) -> bool:
    """``1/2\\sigma^2``: a factor right behind a slash; ``1/2 x`` with two numbers and ``1/(2b) c`` are read as they stand."""
    first, second = node.args[0], node.args[1]
    if first.kind != "frac" or first.value != "slash" or node.value == "bare":
        return False
    below = first.args[1]
    if below.kind == "group" or second.kind in ("group", "frac", "bigop"):
        return False
    return not (below.kind == "num" and first.args[0].kind == "num" and second.span.start > first.span.end)


def _is_product(head: Node, bracket: Node) -> bool:
    """``\\sigma(1-\\sigma)``: a name inside its own bracket, without an argument, makes the bracket a factor."""
    word = function_word(head)
    inside = argument_of(bracket)
    if inside is None or word is None:
        return False
    nodes = list(inside.walk())
    for node in nodes:
        if node.kind == "juxt":
            for a, b in zip(node.args, node.args[1:], strict=False):
                if function_word(a) == word and argument_of(b) is not None:
                    return False
    return any(n.kind == "name" and n.value == word for n in nodes)


def _application(e: Elaborator, head: Node, bracket: Node) -> Value:
    """A function with its bracket, and what stands at the bracket: ``f(x)^2``, ``softmax(z)_i``, ``f(x)^\\top``."""
    if bracket.kind == "sup":
        inner = _application(e, head, bracket.args[0])
        if is_transpose(bracket.args[1]) and isinstance(inner, Tensor):
            return inner.transposed
        n = e.term(bracket.args[1])
        return lift(lambda t: power(t, n), inner)
    if bracket.kind == "sub":
        return _component(e, head, bracket)
    inside = argument_of(bracket)
    assert inside is not None
    return e.call(head, e.values(inside.args if inside.kind == "seq" else (inside,)))


def _component(e: Elaborator, head: Node, bracket: Node) -> Value:
    """``softmax(z)_i``: one component of a vector function."""
    word = function_word(head)
    meaning = e.function_of(word) if word else None
    entry = meaning.entry if isinstance(meaning, Binding) else meaning
    inside = argument_of(bracket.args[0])
    assert inside is not None
    place = e.index(bracket.args[1])
    if isinstance(entry, Activation) and entry.kind == "vector" and entry.is_indexed:
        return e.vector_call(entry, [e.value(inside)], bracket, place)
    value = e.call(head, [e.value(inside)])
    if isinstance(value, Tensor) and value.rank == 1:
        return value.at(place)
    raise Unclear("incomplete", "an index at this function", bracket)


def _composed(e: Elaborator, node: Node) -> tuple[Node, ...]:
    """The functions in ``(f \\circ g)`` or ``f \\circ g``; none where it is another product."""
    inside = node.args[0] if node.kind == "group" and node.value == "(" else node
    if inside.kind != "mul" or inside.value != "circ":
        return ()
    words = [function_word(a) if a.kind != "styled" else None for a in inside.args]
    named = all(w is not None and (w in OPAQUE or e.function_of(w) is not None) for w in words)
    return inside.args if named else ()


def _composition(e: Elaborator, head: Node, bracket: Node) -> Value:
    """``(f \\circ g)(x)`` is ``f(g(x))``."""
    inside = argument_of(bracket)
    assert inside is not None
    if bracket.kind != "group":
        raise Unclear("incomplete", "a power or an index at a composition", bracket)
    value = e.value(inside)
    for function in reversed(_composed(e, head)):
        value = e.call(function, [value])
    return value


_MATRIX_FUNCTIONS = frozenset({"diag", "tr", "Tr", "sum", "mean"})


def _matrix_function(e: Elaborator, head: Node, bracket: Node) -> Value:
    inside = argument_of(bracket)
    assert inside is not None
    value = e.value(inside)
    if isinstance(value, Tensor):
        if head.value == "diag" and value.rank == 1:
            return diagonal(value)
        if head.value in ("tr", "Tr") and value.rank == 2:
            return trace(value)
        if head.value in ("sum", "mean"):
            total, axes = value.body, value.axes
            for k in axes:
                total = Term("sum", (k, ONE, SIZE, total))
            return total if head.value == "sum" else mul(total, power(SIZE, -len(axes)))
    raise Unclear("incomplete", f"{head.value} of something whose shape is not known", bracket)

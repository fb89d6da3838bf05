"""Sums, products and extrema over an index, integrals, pieces and conditions, values at a point."""

from __future__ import annotations

from dataclasses import replace

from symact.meaning.elaborator import Elaborator, Unclear
from symact.meaning.names import INDEX_LETTERS, written_name
from symact.meaning.tensors import SIZE, Tensor, Value
from symact.notation.syntax import Node
from symact.terms.core import ONE, TRUE, Term, all_of, any_of, cases, delta, index, mul, not_, rel, substitute, sum_, sym

__all__ = ["big_operator", "condition", "evaluated", "pieces"]

RELATIONS = {"=": "eq", "!=": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge"}
_WORDS = {"lim": "a limit", "E": "an expectation", "argmax": "an argmax", "argmin": "an argmin"}


def big_operator(e: Elaborator, node: Node) -> Value:
    lower, upper, body, *_ = node.args
    if node.value == "int":
        return _integral(e, node)
    if node.value not in ("sum", "prod", "max", "min"):
        raise Unclear("incomplete", f"{_WORDS.get(node.value, node.value)} is not decided yet", node)
    if lower.kind == "none" and upper.kind == "none":
        return _over_entries(e, node, body)
    several = _several(lower)
    if several is not None:  # one sum inside the other
        outer, rest = several
        inside = Node("bigop", node.span, (rest, upper, body), node.value)
        return big_operator(e, Node("bigop", node.span, (outer, upper, inside), node.value))
    name, low, apart = _bound_index(lower, node)
    if node.value in ("max", "min") and name not in INDEX_LETTERS:
        raise Unclear("incomplete", "an extremum over a variable", node)
    inner = replace(e, indices=e.indices | {name}, free_indices=set())
    value = inner.value(body)
    e.free_indices |= inner.free_indices - {name}
    first = ONE if low is None else e.term(low)
    last = _size(e, upper)
    ix = index(name)
    if apart and node.value != "sum":
        raise Unclear("incomplete", "a condition at this operator", node)

    def over(t: Term) -> Term:
        for other in apart:
            t = mul(t, 1 - delta(ix, e.index(other)))
        if node.value == "sum":
            return sum_(ix, first, last, t)
        return Term({"prod": "prod", "max": "maxover", "min": "minover"}[node.value], (ix, first, last, t))

    return Tensor(value.axes, over(value.body), value.row) if isinstance(value, Tensor) else over(value)


def _over_entries(e: Elaborator, node: Node, body: Node) -> Value:
    """``\\sum x`` without an index, of a vector: over all its entries."""
    value = e.value(body)
    if node.value == "sum" and isinstance(value, Tensor):
        total = value.body
        for k in value.axes:
            total = sum_(k, ONE, SIZE, total)
        return total
    raise Unclear("ambiguous", "a sum that does not say over what", node)


def _integral(e: Elaborator, node: Node) -> Term:
    """An integral between limits; its variable is bound."""
    lower, upper, body, by = node.args
    written = written_name(by)
    if lower.kind == "none" or upper.kind == "none" or written is None or written.indices:
        raise Unclear("incomplete", "an integral without limits", node)
    inner = replace(e, folded=e.folded | {written.word}, variable=None)
    value = inner.term(body)
    e.unbound.discard(written.word)
    return Term("integral", (sym(written.word), e.term(lower), e.term(upper), value))


def _several(lower: Node) -> tuple[Node, Node] | None:
    """``i, j`` below one sum: the first index, and the others."""
    if lower.kind == "seq" and len(lower.args) >= 2 and all(a.kind == "name" for a in lower.args):
        rest = lower.args[1] if len(lower.args) == 2 else Node("seq", lower.span, lower.args[1:])
        return lower.args[0], rest
    return None


def _bound_index(lower: Node, node: Node) -> tuple[str, Node | None, list[Node]]:
    """The index that a big operator binds, its first value, and the indices that it leaves out."""
    apart: list[Node] = []
    parts = list(lower.args) if lower.kind in ("seq", "and", "stmts") else [lower]
    name, low = None, None
    for part in parts:
        if part.kind == "name":
            name = part.value
        elif part.kind == "rel" and part.value == "=" and part.args[0].kind == "name":
            name, low = part.args[0].value, part.args[1]
        elif part.kind == "rel" and part.value == "!=" and part.args[0].kind == "name":
            name = name or part.args[0].value
            apart.append(part.args[1])
        else:
            raise Unclear("incomplete", "a sum with this condition", node)
    if name is None:
        raise Unclear("ambiguous", "a sum that does not say over what", node)
    return name, low, apart


def _size(e: Elaborator, upper: Node) -> Term:
    """The last index; where none is written, the size of the vectors."""
    if upper.kind == "none":
        return SIZE
    if upper.kind == "name" and e.scope.find(upper.value) is None:
        return sym(upper.value)
    return e.term(upper)


def pieces(e: Elaborator, node: Node) -> Term:
    branches: list[Term] = []
    for case in node.args:
        value, when = case.args[0], case.args[1]
        if when.kind == "none":
            if case is not node.args[-1]:
                raise Unclear("ambiguous", "a case without a condition before the last", case)
            branches.append(e.term(value))
        else:
            branches += [condition(e, when), e.term(value)]
    return cases(*branches)


def condition(e: Elaborator, node: Node) -> Term:
    """A condition: comparisons, joined by and / or. Raises Unclear."""
    if node.kind == "group":
        return condition(e, node.args[0])
    if node.kind in ("and", "seq", "stmts"):
        return all_of(*(condition(e, a) for a in node.args))
    if node.kind == "or":
        return any_of(*(condition(e, a) for a in node.args))
    if node.kind == "not":
        return not_(condition(e, node.args[0]))
    if node.kind == "none":
        return TRUE
    if node.kind != "rel":
        raise Unclear("incomplete", "a condition of this form", node)
    out: list[Term] = []
    for op, (a, b) in zip(node.value.split(" "), zip(node.args, node.args[1:], strict=False), strict=True):
        if op not in RELATIONS:
            raise Unclear("incomplete", "a condition of this form", node)
        if op in ("=", "!=") and all(n.kind == "name" and n.value in INDEX_LETTERS and n.value not in e.sizes for n in (a, b)):
            out.append(rel(RELATIONS[op], index(a.value), index(b.value)))
        else:
            out.append(rel(RELATIONS[op], e.term(a), e.term(b)))
    return all_of(*out)


def evaluated(e: Elaborator, node: Node) -> Term:
    """``\\left. f \\right|_{x=0}``."""
    operand, where = node.args
    if where.kind == "rel" and where.value == "=":
        written = written_name(where.args[0])
        if written is not None and not written.indices:
            inner = replace(e, folded=e.folded | {written.word}, variable=sym(written.word))
            return substitute(inner.term(operand), {sym(written.word): e.term(where.args[1])})
    raise Unclear("incomplete", "an evaluation at this", node)

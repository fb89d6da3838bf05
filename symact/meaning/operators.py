"""Sums, products and extrema over an index, integrals, pieces and conditions, values at a point."""

from __future__ import annotations

from dataclasses import replace

from symact.meaning.elaborator import Elaborator, Unclear
from symact.meaning.names import INDEX_LETTERS, written_name
from symact.meaning.tensors import SIZE, Tensor, Value, lift
from symact.notation.syntax import Node
from symact.obligations import REALS
from symact.source import Span
from symact.terms.core import ONE, TRUE, ZERO, Term, all_of, any_of, cases, delta, index, mul, not_, rel, substitute, sum_, sym

__all__ = ["big_operator", "condition", "ends_of", "evaluated", "indicator", "is_reals", "pieces"]

RELATIONS = {"=": "eq", "!=": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge"}
_WORDS = {"E": "an expectation", "argmax": "an argmax", "argmin": "an argmin"}


def big_operator(e: Elaborator, node: Node) -> Value:
    lower, upper, body, *_ = node.args
    if node.value == "int":
        return _integral(e, node)
    if node.value == "lim":
        return _limit(e, node)
    if node.value not in ("sum", "prod", "max", "min"):
        raise Unclear("incomplete", f"{_WORDS.get(node.value, node.value)} is not decided yet", node)
    if lower.kind == "none" and upper.kind == "none":
        return _over_entries(e, node, body)
    several = _several(lower)
    if several is not None:  # one sum inside the other
        outer, rest = several
        inside = Node("bigop", node.span, (rest, upper, body), node.value)
        return big_operator(e, Node("bigop", node.span, (outer, upper, inside), node.value))
    if node.value in ("max", "min") and upper.kind == "none" and (by := _variable_below(lower)) is not None:
        return _extremum(e, node, *by)
    name, low, high, apart = _bound_index(lower, node)
    if node.value in ("max", "min") and name not in INDEX_LETTERS:
        raise Unclear("incomplete", "an extremum over a variable", node)
    inner = replace(e, indices=e.indices | {name}, free_indices=set())
    value = inner.value(body)
    e.free_indices |= inner.free_indices - {name}
    first = ONE if low is None else e.term(low)
    last = _size(e, upper if high is None else high)
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
    if by.kind == "none":
        body, by = _differential_above(body)
    written = written_name(by)
    if lower.kind == "none" or upper.kind == "none" or written is None or written.indices:
        raise Unclear("incomplete", "an integral without limits", node)
    inner = replace(e, folded=e.folded | {written.word}, variable=None)
    value = inner.term(body)
    e.unbound.discard(written.word)
    return Term("integral", (sym(written.word), e.term(lower), e.term(upper), value))


def _differential_above(body: Node) -> tuple[Node, Node]:
    """An integrand whose differential stands in a numerator, ``\\frac{dt}{1+t^2}``, as integrand and variable."""
    none = Node("none", Span(body.span.end, body.span.end))
    if body.kind in ("juxt", "mul", "neg"):
        inner, by = _differential_above(body.args[-1])
        return Node(body.kind, body.span, (*body.args[:-1], inner), body.value), by
    if body.kind != "frac":
        return body, none
    above, below = body.args
    *factors, last = above.args if above.kind == "juxt" else (above,)
    if last.kind == "diff" and last.value == "d":
        by = last.args[0]
    elif last.kind == "name" and len(last.value) == 2 and last.value[0] == "d":
        by = Node("name", last.span, (), last.value[1])
    else:
        return body, none
    rest = Node("num", last.span, (), "1") if not factors else Node("juxt", above.span, tuple(factors))
    return Node("frac", body.span, (factors[0] if len(factors) == 1 else rest, below), body.value), by


def _limit(e: Elaborator, node: Node) -> Term:
    """``\\lim_{x \\to a}``: the variable is bound."""
    lower, upper, body, *_ = node.args
    written = written_name(lower.args[0]) if lower.kind == "rel" and lower.value == "to" and len(lower.args) == 2 else None
    if written is None or written.indices or upper.kind != "none":
        raise Unclear("incomplete", "a limit that does not say of what variable", node)
    point, side = e.approached(lower.args[1])
    return Term("limit", (sym(written.word), point, side, _over(e, written.word, body)))


def _over(e: Elaborator, name: str, body: Node) -> Term:
    """The body of an operator that binds a variable."""
    inner = replace(e, folded=e.folded | {name}, variable=sym(name))
    value = inner.term(body)
    e.unbound.discard(name)
    return value


def _variable_below(lower: Node) -> tuple[str, Node | None] | None:
    """The variable, no index, below an extremum, and the interval that it lies in: ``x``, ``x \\in [0, 1]``."""
    node, domain = (
        (lower.args[0], lower.args[1])
        if lower.kind == "rel" and lower.value == "in" and len(lower.args) == 2
        else (lower, None)
    )
    if node.kind != "name" or node.value in INDEX_LETTERS:
        return None
    return node.value, None if domain is not None and is_reals(domain) else domain


def _extremum(e: Elaborator, node: Node, name: str, domain: Node | None) -> Term:
    """``\\max_x f(x)``, over the line or a closed interval."""
    low, high = REALS.lower, REALS.upper
    if domain is not None:
        if domain.kind != "interval" or domain.value != "[]":
            raise Unclear("incomplete", "an extremum over this set", node)
        low, high = map(e.term, ends_of(domain))
    return Term(f"{node.value}over", (sym(name), low, high, _over(e, name, node.args[2])))


def _several(lower: Node) -> tuple[Node, Node] | None:
    """``i, j`` below one sum: the first index, and the others."""
    if lower.kind == "seq" and len(lower.args) >= 2 and all(a.kind == "name" for a in lower.args):
        rest = lower.args[1] if len(lower.args) == 2 else Node("seq", lower.span, lower.args[1:])
        return lower.args[0], rest
    return None


def _bound_index(lower: Node, node: Node) -> tuple[str, Node | None, Node | None, list[Node]]:
    """The index that a big operator binds, its first value, its last one if it stands there too, and the indices left out."""
    apart: list[Node] = []
    parts = list(lower.args) if lower.kind in ("seq", "and", "stmts") else [lower]
    name, low, high = None, None, None
    for part in parts:
        if part.kind == "name":
            name = part.value
        elif part.kind == "rel" and part.value == "=" and part.args[0].kind == "name":
            name, low = part.args[0].value, part.args[1]
        elif part.kind == "rel" and part.value == "!=" and part.args[0].kind == "name":
            name = name or part.args[0].value
            apart.append(part.args[1])
        elif part.kind == "rel" and part.value == "<= <=" and part.args[1].kind == "name" and node.args[1].kind == "none":
            low, name, high = part.args[0], part.args[1].value, part.args[2]
        else:
            raise Unclear("incomplete", "a sum with this condition", node)
    if name is None:
        raise Unclear("ambiguous", "a sum that does not say over what", node)
    return name, low, high, apart


def _size(e: Elaborator, upper: Node) -> Term:
    """The last index; where none is written, the size of the vectors."""
    if upper.kind == "none":
        return SIZE
    if upper.kind == "name" and upper.value not in ("infty", *e.indices) and e.scope.find(upper.value) is None:
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
    if node.value == "in":
        return _membership(e, *node.args)
    out: list[Term] = []
    for op, (a, b) in zip(node.value.split(" "), zip(node.args, node.args[1:], strict=False), strict=True):
        if op not in RELATIONS:
            raise Unclear("incomplete", "a condition of this form", node)
        if op == "=" and a.kind == "name" and a.value in INDEX_LETTERS and b.kind == "seq":
            continue  # i = 1, ..., n
        if op in ("=", "!=") and all(n.kind == "name" and n.value in INDEX_LETTERS and n.value not in e.sizes for n in (a, b)):
            out.append(rel(RELATIONS[op], index(a.value), index(b.value)))
        else:
            out.append(rel(RELATIONS[op], e.term(a), e.term(b)))
    return all_of(*out)


def indicator(e: Elaborator, node: Node) -> Value:
    """1 where a condition holds and 0 elsewhere; of vectors entry by entry. Raises Unclear."""
    while node.kind == "group":
        node = node.args[0]
    if node.kind not in ("rel", "and", "or", "not", "seq"):
        raise Unclear("incomplete", "an indicator of this form", node)
    ops = node.value.split(" ")
    if node.kind == "rel" and set(ops) <= RELATIONS.keys() and not all(a.kind == "name" for a in node.args):
        values = e.values(node.args)
        if any(isinstance(v, Tensor) for v in values):

            def entry(*m: Term) -> Term:
                return cases(all_of(*(rel(RELATIONS[op], a, b) for op, a, b in zip(ops, m, m[1:], strict=False))), ONE, ZERO)

            return lift(entry, *values)
    return cases(condition(e, node), ONE, ZERO)


def _membership(e: Elaborator, left: Node, right: Node) -> Term:
    """``x \\in [0, 1)`` as two comparisons; ``x \\in \\mathbb{R}^n`` says nothing that is not meant anyhow."""
    if right.kind == "interval":
        value, (low, high) = e.term(left), ends_of(right)
        below = rel("le" if right.value[0] == "[" else "lt", e.term(low), value) if not _is_infinite(low) else TRUE
        above = rel("le" if right.value[1] == "]" else "lt", value, e.term(high)) if not _is_infinite(high) else TRUE
        return all_of(below, above)
    if left.kind == "name" and left.value in INDEX_LETTERS and right.kind == "group" and right.value == "{":
        return TRUE  # an index in its set
    base, mark = (right.args[0], right.args[1]) if right.kind in ("sup", "sub") else (right, None)
    if not is_reals(base):
        raise Unclear("incomplete", "a condition of this form", right)
    sign = mark.value if mark is not None and mark.kind in ("name", "rel") else ""
    if sign in ("+", "-", ">", "<", ">=", "<="):
        op = {"+": "gt", "-": "lt"}.get(sign) or RELATIONS[sign]
        return rel(op, e.term(left), ZERO)
    return TRUE


def _is_infinite(node: Node) -> bool:
    return (node.kind == "name" and node.value == "infty") or (node.kind in ("neg", "pos") and _is_infinite(node.args[0]))


def is_reals(node: Node) -> bool:
    """The blackboard R of the real line."""
    return node.kind == "styled" and node.args[0].kind == "name" and node.args[0].value == "R"


def ends_of(interval: Node) -> tuple[Node, Node]:
    """The two ends of a written interval. Raises Unclear where there are not two."""
    inner = interval.args[0].args if len(interval.args) == 1 and interval.args[0].kind == "seq" else interval.args
    if len(inner) != 2:
        raise Unclear("incomplete", "an interval without two ends", interval)
    return inner[0], inner[1]


def evaluated(e: Elaborator, node: Node) -> Term:
    """``\\left. f \\right|_{x=0}``."""
    operand, where, *upper = node.args
    if not upper and where.kind == "rel" and where.value == "=":
        written = written_name(where.args[0])
        if written is not None and not written.indices:
            inner = replace(e, folded=e.folded | {written.word}, variable=sym(written.word))
            return substitute(inner.term(operand), {sym(written.word): e.term(where.args[1])})
    raise Unclear("incomplete", "an evaluation at this", node)

"""Conditions on parameters, as short as they go."""

from __future__ import annotations

from itertools import pairwise

from symact.decide.facts.constants import Unknown
from symact.decide.facts.reals import MINUS_OO, OO, Interval, Real, compare, joined
from symact.decide.facts.signs import Signs
from symact.decide.facts.solve import tidy
from symact.decide.kinks import solve_for
from symact.decide.regions import is_empty
from symact.terms.calculus import diff
from symact.terms.core import FALSE, TRUE, Term, all_of, any_of, free, rel

__all__ = ["simplest_condition"]

Set = tuple[Interval, ...]


def simplest_condition(c: Term) -> Term:
    """A condition on one name, made of linear comparisons with constants, as the set that it is; any other without empty parts."""
    if c in (TRUE, FALSE):
        return c
    names = free(c)
    if len(names) != 1:
        return any_of(*(part for part in c.args if not is_empty((part,)))) if c.head == "or" else c
    name = next(iter(names))
    try:
        parts = _set(c, name)
    except Unknown:
        return c
    return _condition(parts, name)


def _set(c: Term, name: Term) -> Set:
    if c in (TRUE, FALSE):
        return (Interval(Real(MINUS_OO), Real(OO), False, False),) if c == TRUE else ()
    if c.head == "or":
        return _union([p for a in c.args for p in _set(a, name)])
    if c.head == "and":
        out = _set(c.args[0], name)
        for a in c.args[1:]:
            out = _union([q for p in out for r in _set(a, name) if (q := _meet(p, r)) is not None])
        return out
    if c.head not in ("lt", "le", "eq", "ne"):
        raise Unknown("a condition of another kind")
    difference = c.args[1] - c.args[0]
    place, slope = solve_for(difference, name), diff(difference, name)
    if place is None or free(place) or free(slope):
        raise Unknown("a condition that is not linear")
    x, closed = Real(tidy(place)), c.head == "le"
    left, right = Interval(Real(MINUS_OO), x, False, closed), Interval(x, Real(OO), closed, False)
    if c.head == "eq":
        return (Interval(x, x, True, True),)
    if c.head == "ne":
        return (left, right)
    return (right,) if Signs().sign(slope) > 0 else (left,)


def _union(parts: list[Interval]) -> Set:
    out = joined(parts)
    if out is None:
        raise Unknown("places that cannot be told apart")
    return out


def _meet(p: Interval, q: Interval) -> Interval | None:
    low = max(((p.lower, p.lower_closed), (q.lower, q.lower_closed)), key=lambda e: (_Key(e[0]), not e[1]))
    high = min(((p.upper, p.upper_closed), (q.upper, q.upper_closed)), key=lambda e: (_Key(e[0]), e[1]))
    order = compare(low[0], high[0])
    if order is None:
        raise Unknown("places that cannot be told apart")
    if order > 0 or (order == 0 and not (low[1] and high[1])):
        return None
    return Interval(low[0], high[0], low[1], high[1])


class _Key:
    """Orders real numbers; raises Unknown for two that cannot be told apart."""

    def __init__(self, value: Real) -> None:
        self.value = value

    def __lt__(self, other: _Key) -> bool:
        order = compare(self.value, other.value)
        if order is None:
            raise Unknown("places that cannot be told apart")
        return order < 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and compare(self.value, other.value) == 0

    __hash__ = None  # type: ignore[assignment]


def _condition(parts: Set, name: Term) -> Term:
    if not parts:
        return FALSE
    gaps = [p.upper for p, q in pairwise(parts) if compare(p.upper, q.lower) == 0 and not p.upper_closed and not q.lower_closed]
    if gaps and len(gaps) == len(parts) - 1:  # an interval without some points
        hull = Interval(parts[0].lower, parts[-1].upper, parts[0].lower_closed, parts[-1].upper_closed)
        return all_of(_inside(hull, name), *(rel("ne", name, g.term) for g in gaps))
    return any_of(*(_inside(p, name) for p in parts))


def _inside(p: Interval, name: Term) -> Term:
    if p.is_point:
        return rel("eq", name, p.lower.term)
    return all_of(
        TRUE if p.lower.infinite else rel("ge" if p.lower_closed else "gt", name, p.lower.term),
        TRUE if p.upper.infinite else rel("le" if p.upper_closed else "lt", name, p.upper.term),
    )

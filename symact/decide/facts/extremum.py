"""Minimum and maximum: the least upper bound, whether it is attained, and where."""

from __future__ import annotations

from dataclasses import dataclass

from symact.decide.facts.constants import Unknown
from symact.decide.facts.pieces import LINE, Layout
from symact.decide.facts.profile import on_one_period, stretches
from symact.decide.facts.range_of import range_of_layout
from symact.decide.facts.reals import Interval, Real, compare, joined
from symact.terms.core import Term

__all__ = ["Extremum", "extremum_of_layout", "greatest", "least"]


@dataclass(frozen=True, eq=False)
class Extremum:
    """The supremum or infimum; ``places`` are where it is attained: points, or intervals on which the function is constant."""

    value: Real
    attained: bool
    places: tuple[Interval, ...] | None  # None: not all of them are known

    def __repr__(self) -> str:
        where = f" at {', '.join(p.text() for p in self.places)}" if self.places else ""
        return f"{self.value!r}{where}" if self.attained else f"{self.value!r} (not attained)"


def greatest(t: Term, variable: Term, domain: Interval = LINE) -> Extremum:
    """The supremum of a function on a domain, and where it is attained (of a periodic function, in one period)."""
    return _extremum(t, variable, domain, 1)


def least(t: Term, variable: Term, domain: Interval = LINE) -> Extremum:
    return _extremum(t, variable, domain, -1)


def _extremum(t: Term, variable: Term, domain: Interval, side: int) -> Extremum:
    return extremum_of_layout(on_one_period(t, variable, domain), side)


def extremum_of_layout(found: Layout, side: int) -> Extremum:
    parts = range_of_layout(found)
    if not parts:
        raise Unknown("the function is defined nowhere on the domain")
    end = parts[-1] if side > 0 else parts[0]
    value, attained = (end.upper, end.upper_closed) if side > 0 else (end.lower, end.lower_closed)
    if not attained:
        return Extremum(value, False, ())
    places = [Interval(b.place, b.place, True, True) for b in found.breaks if b.value is not None and _same(b.value, value)]
    try:
        course = stretches(found)
    except Unknown:
        return Extremum(value, True, None)
    for s in course:
        if s.direction == 0 and _same(s.start, value):
            places.append(Interval(s.low, s.high, False, False))
        elif s.ends_inside and _same(s.end, value):
            places.append(Interval(s.high, s.high, True, True))
    return Extremum(value, True, joined(places))


def _same(a: Real, b: Real) -> bool:
    """Whether a value is the extreme one: those that cannot be told apart from it stand in its kin."""
    if any(a.root is k.root and a.term == k.term for k in (b, *b.kin)):
        return True
    return compare(a, b) == 0

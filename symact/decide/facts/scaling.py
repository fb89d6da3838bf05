"""Families that differ by scale and shift only: f(x; p) = p^m g(p^k x), or g(x - p), or g(x) + p, with g the member p = 1 or 0."""

from __future__ import annotations

from fractions import Fraction

from symact.decide.equality import decide_equation
from symact.decide.facts.constants import Unknown
from symact.decide.facts.pieces import LINE, layout
from symact.decide.facts.range_of import range_of_layout
from symact.decide.facts.reals import Interval, Real
from symact.decide.facts.signs import Signs
from symact.decide.points import points
from symact.obligations import Equation
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.core import ONE, ZERO, Term, free, mul, power, substitute

__all__ = ["scaled_range"]

EXPONENTS = [Fraction(n, 2) for n in (0, 2, -2, 1, -1, 4, -4)]


def scaled_range(t: Term, variable: Term, assumptions: tuple[Term, ...]) -> tuple[Interval, ...] | None:
    """The range on the whole line, reduced to that of a function without parameters; None where it does not reduce."""
    names = sorted(free(t) - {variable}, key=repr)
    if not names:
        try:
            return range_of_layout(layout(t, variable, LINE))
        except Unknown:
            return None
    for name in names:
        for member, back in _reductions(t, variable, name, assumptions):
            inner = scaled_range(member, variable, tuple(a for a in assumptions if name not in free(a)))
            if inner is not None:
                return tuple(back(part) for part in inner)
    return None


class _Shift:
    def __init__(self, by: Term) -> None:
        self.by = by

    def __call__(self, part: Interval) -> Interval:
        return Interval(self.end(part.lower), self.end(part.upper), part.lower_closed, part.upper_closed)

    def end(self, x: Real) -> Real:
        return x if x.infinite else Real(x.term + self.by, x.root)


class _Scale(_Shift):
    def end(self, x: Real) -> Real:
        return x if x.infinite or x.term == ZERO else Real(mul(self.by, x.term), x.root)


def _reductions(t: Term, x: Term, name: Term, assumptions: tuple[Term, ...]) -> list[tuple[Term, _Shift]]:
    """Members of the family without the name, each with how values come back; proved by the normal form."""

    def proved(left: Term, right: Term) -> bool:
        if not _plausible(left, right, assumptions):
            return False
        return decide_equation(Equation(left, right, assumptions, frozenset((x, name)))).status == "proved"

    at_zero = substitute(t, {name: ZERO})
    if _has_values(at_zero, x):
        if any(proved(t, substitute(at_zero, {x: x + sign * name})) for sign in (-1, 1)):
            return [(at_zero, _Shift(ZERO))]
        if proved(t, at_zero + name):
            return [(at_zero, _Shift(name))]
    try:
        if Signs(assumptions).sign(name) <= 0:
            return []
    except Unknown:
        return []
    at_one = substitute(t, {name: ONE})
    for k in EXPONENTS:
        moved = substitute(at_one, {x: mul(power(name, k), x)}) if k else at_one
        for m in EXPONENTS:
            if proved(t, mul(power(name, m), moved) if m else moved):
                return [(at_one, _Scale(power(name, m) if m else ONE))]
    return []


def _plausible(left: Term, right: Term, assumptions: tuple[Term, ...]) -> bool:
    """Whether no difference is seen at two points: spares the proof attempts that would fail."""
    for place in points((left, right), assumptions, 2):
        try:
            if not enclose(left, place).overlaps(enclose(right, place)):
                return False
        except (Undefined, Unbound):
            return False
    return True


def _has_values(t: Term, x: Term) -> bool:
    try:
        return bool(layout(t, x, LINE).pieces)
    except Unknown:
        return bool(free(t) - {x})

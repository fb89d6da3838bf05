"""The course of a function: the stretches on which it rises, falls or stays, with its values or limits at their ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd

from symact.decide.equality import decide_equation
from symact.decide.facts.chart import chart
from symact.decide.facts.constants import closed_ball, constant_form
from symact.decide.facts.cutting import defining
from symact.decide.facts.exact import WAVES
from symact.decide.facts.pieces import LINE, Layout, Piece, layout
from symact.decide.facts.reals import Interval, Real, exactly
from symact.decide.facts.roots import derivative
from symact.decide.facts.solve import tidy
from symact.decide.kinks import simplified
from symact.obligations import Equation
from symact.terms.core import PI, ZERO, Term, add, free, mul, num, parts, substitute

DIVISORS = (2, 3, 5)  # of a common period of the waves, after which the term may come again already

__all__ = ["Stretch", "on_one_period", "on_two_periods", "period", "stretches", "value_at"]


@dataclass(frozen=True, eq=False)
class Stretch:
    """On (low, high) the function is strictly monotone (direction 1 or -1) or constant (0).

    ``start`` and ``end`` are its values or limits at the ends; ``starts_inside`` says that ``low`` is a turning point inside a
    piece, where the value is attained.
    """

    piece: Piece
    low: Real
    high: Real
    direction: int
    start: Real
    end: Real
    starts_inside: bool
    ends_inside: bool


def value_at(t: Term, variable: Term, place: Real) -> Real:
    """The value of a smooth term at a place of its domain."""
    value = place.of(t, variable)
    if value.exact is None:
        return value
    return Real(tidy(value.term) if not free(value.term) else simplified(value.term) or value.term)


def stretches(found: Layout) -> tuple[Stretch, ...]:
    """All stretches from left to right. Raises Unknown."""
    out: list[Stretch] = []
    for piece in found.pieces:
        out += piece_stretches(piece, found.variable)
    return tuple(out)


def piece_stretches(piece: Piece, variable: Term) -> list[Stretch]:
    first, last = piece.limits(piece.term, variable)
    slope = derivative(piece.term, variable)
    if slope.is_num:
        direction = (slope.value > 0) - (slope.value < 0)
        return [Stretch(piece, piece.low, piece.high, direction, first, last, False, False)]
    course = chart(slope, variable, piece.low, piece.high)
    turns = [(z.place, s) for z, s in zip(course.zeros, course.signs, strict=False) if z.flips]
    out: list[Stretch] = []
    low, start = piece.low, first
    for place, direction in turns:
        value = value_at(piece.term, variable, place)
        out.append(Stretch(piece, low, place, direction, start, value, bool(out), True))
        low, start = place, value
    out.append(Stretch(piece, low, piece.high, course.signs[-1], start, last, bool(out), False))
    return out


@lru_cache(maxsize=1024)
def period(t: Term, variable: Term) -> Term | None:
    """The least period that is found of a term in which the variable occurs only within sines and the like of linear arguments.

    It is a common period of these, or the smallest part of it after which the term, and every part that may have no value, comes
    again.
    """
    rates: list[Term] = []
    whole: set[bool] = set()

    def collect(s: Term) -> bool:
        if variable not in free(s):
            return True
        if s.head in WAVES:
            slope = constant_form(derivative(s.args[0], variable)) if not free(derivative(s.args[0], variable)) else None
            if slope is None or slope == ZERO:
                return False
            rates.append(slope)
            whole.add(s.head not in ("tan", "cot"))
            return True
        return s != variable and all(collect(c) for c in s.children)

    if not collect(t) or not rates:
        return None
    unit = Fraction(0)
    for r in rates:
        q = constant_form(r / rates[0])
        if q is None or not q.is_num:
            return None
        unit = _gcd(unit, abs(q.value))
    sign = 1 if closed_ball(rates[0]) > 0 else -1
    rate, length = mul(num(unit * sign), rates[0]), mul(2 if True in whole else 1, PI)
    slow = substitute(t, {variable: variable / rate})
    if variable in free(simplified(t) or t):
        for k in DIVISORS:
            while _comes_again(slow, variable, length / k):
                length = length / k
    return tidy(length / rate)


def _comes_again(t: Term, variable: Term, length: Term) -> bool:
    """Whether a term is the same after a length, with the places at which it has no value."""
    moved = {variable: add(variable, length)}

    def same(a: Term, b: Term) -> bool:
        return decide_equation(Equation(substitute(a, moved), b)).status == "proved"

    edges = {edge for s in parts(t) if variable in free(s) and (edge := defining(s)) is not None}
    return same(t, t) and all(any(same(e, other) for other in edges) for e in edges)


def _gcd(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def on_one_period(t: Term, variable: Term, domain: Interval = LINE) -> Layout:
    """The pieces of a function, on one period of it if it is periodic and the domain is the line. Raises Unknown."""
    length = _period_on_line(t, variable, domain)
    if length is None:
        return layout(t, variable, domain)
    half = tidy(length / 2)
    return layout(t, variable, Interval(exactly(-half), exactly(half), True, True))


def on_two_periods(t: Term, variable: Term, domain: Interval = LINE) -> Layout:
    """As ``on_one_period``, but every point lies inside: at the seam of one period a corner or a hole would not be seen."""
    length = _period_on_line(t, variable, domain)
    if length is None:
        return layout(t, variable, domain)
    return layout(t, variable, Interval(exactly(tidy(-length)), exactly(length), False, False))


def _period_on_line(t: Term, variable: Term, domain: Interval) -> Term | None:
    if not (domain.lower.infinite and domain.upper.infinite) or not any(s.head in WAVES for s in parts(t)):
        return None
    return period(t, variable)

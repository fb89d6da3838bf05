"""Rigorous integrals over the line: Taylor series with remainder on finite parts, monotone bounds on infinite ends.

On a small interval the function is a polynomial up to a remainder that its derivative of order n bounds (computed as a power
series over a ball). Beyond L an integrand |f| <= c m(t) with t^2 m(t) falling has an integral of at most c L m(L).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from symact.budget import tick
from symact.decide.facts.constants import Unknown, as_arb
from symact.decide.facts.expansion import germ, towards
from symact.decide.facts.germ import Ray
from symact.decide.facts.pieces import layout
from symact.decide.facts.reals import Interval, Real, compare, rational_of
from symact.decide.facts.roots import value_on
from symact.decide.facts.scale import Mono, Reach, T, TooNear, log_slope, times
from symact.decide.facts.taylor import coefficient, taylor
from symact.terms.ball import precision
from symact.terms.core import Term

__all__ = ["integral_ball"]

BITS = 96
DEGREE = 12
MAX_PARTS = 1500
STARTS = (4, 8, 16, 32, 100, 1000)
GOAL = Fraction(1, 2**38)


def integral_ball(t: Term, variable: Term, lower: Term, upper: Term) -> Any | None:
    """A ball around the integral, None where none is found; everything but the variable must be known."""
    try:
        order = compare(Real(lower), Real(upper))
        if not order:
            return None if order is None else arb(0)
        with precision(BITS):
            return _integral(t, variable, lower, upper) if order < 0 else -_integral(t, variable, upper, lower)
    except Unknown:
        return None


def _integral(t: Term, variable: Term, low: Term, high: Term) -> Any:
    domain = Interval(Real(low), Real(high), False, False)
    found = layout(t, variable, domain)
    if not found.is_connected:
        raise Unknown("the integrand is not defined everywhere")
    total = arb(0)
    for p in found.pieces:
        total += _piece(p.term, variable, p.low, p.high)
    return total


def _piece(t: Term, variable: Term, low: Real, high: Real) -> Any:
    total = arb(0)
    ends: list[Any] = []
    for end, side in ((low, -1), (high, 1)):
        if end.infinite:
            other = high if side < 0 else low
            start, rest = _tail(t, variable, end, Fraction(0) if other.infinite else _beyond(other, side))
            total += rest
            ends.append(as_arb(start))
        else:
            ends.append(end.ball(BITS))
    a, b = ends
    return total + _finite(t, variable, a, b)


def _beyond(end: Real, side: int) -> Fraction:
    return side * rational_of(end.ball(BITS).upper() if side > 0 else end.ball(BITS).lower())


def _tail(t: Term, variable: Term, end: Real, beyond: Fraction) -> tuple[Fraction, Any]:
    """(start, ball): where the infinite part begins and what it contributes."""
    moved = towards(t, variable, end.term, "")
    best: tuple[Fraction, Any] | None = None
    for start in STARTS:
        if start <= beyond:
            continue
        try:
            ray = Ray(Reach(Fraction(start)))
            f = germ(ray, moved)
            if not f.terms and f.rest is None:
                return Fraction(start) * end.infinite, arb(0)
            m, c = ray.weight(f)
            assert ray.reach is not None
            if not ray.reach.is_negative(_slope_of_square(m)):
                continue
            bound = (c * ray.reach.at_start(m) * start).upper()
        except TooNear:
            continue
        best = Fraction(start) * end.infinite, arb(0, bound)
        if bound < as_arb(GOAL):
            break
    if best is None:
        raise Unknown("the integrand does not fall fast enough")
    return best


def _slope_of_square(m: Mono) -> Any:
    """The logarithmic derivative of t^2 m."""
    return log_slope(times(m, times(T, T)))


def _finite(t: Term, variable: Term, a: Any, b: Any) -> Any:
    """The integral from a to b by adaptive Taylor quadrature."""
    total = arb(0)
    low, high = rational_of(a), rational_of(b)
    total += _sliver(t, variable, a, low) + _sliver(t, variable, b, high)
    if not low < high:
        raise Unknown("an empty interval of integration")
    stack = [(low, high)]
    count = 0
    while stack:
        p, q = stack.pop()
        tick()
        count += 1
        if count > MAX_PARTS:
            raise Unknown("too many steps of quadrature")
        value = _taylor(t, variable, p, q)
        good = value is not None and value.is_finite() and value.rad() < as_arb(GOAL * (1 + (q - p)))
        if good:
            total += value
        elif q - p < Fraction(1, 2**14):
            total += _bounded(t, variable, p, q)
        else:
            m = (p + q) / 2
            stack += [(m, q), (p, m)]
    return total


def _bounded(t: Term, variable: Term, p: Fraction, q: Fraction) -> Any:
    """A narrow part by the bounds of the integrand alone."""
    value = value_on(t, variable, as_arb(p).union(as_arb(q)))
    if not value.is_finite():
        raise Unknown("the integrand is not bounded")
    return value * as_arb(q - p)


def _sliver(t: Term, variable: Term, end: Any, rational: Fraction) -> Any:
    """What the difference between an end and the rational beside it may contribute."""
    width = (end - as_arb(rational)).abs_upper()
    if width == 0:
        return arb(0)
    value = value_on(t, variable, end.union(as_arb(rational)))
    if not value.is_finite():
        raise Unknown("the integrand is not bounded at an end")
    return arb(0, (value.abs_upper() * width).upper())


def _taylor(t: Term, variable: Term, p: Fraction, q: Fraction) -> Any | None:
    """int_p^q by the Taylor polynomial at the middle and Lagrange's remainder; None where the series is not finite."""
    half = as_arb((q - p) / 2)
    found = taylor(t, variable, as_arb((p + q) / 2), as_arb(p).union(as_arb(q)), DEGREE)
    if found is None:
        return None
    at_middle, over_all = found
    total = arb(0)
    for k in range(0, DEGREE, 2):
        total += 2 * coefficient(at_middle, k) * half ** (k + 1) / (k + 1)
    # |x - m|^n integrates to 2 h^(n+1)/(n+1)
    return total + 2 * coefficient(over_all, DEGREE) * half ** (DEGREE + 1) / (DEGREE + 1)

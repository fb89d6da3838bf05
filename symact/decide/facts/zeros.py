"""Zeros and fixed points: all of them, as points or as intervals on which the function is 0."""

from __future__ import annotations

from itertools import pairwise

from symact.decide.facts.chart import chart
from symact.decide.facts.constants import Unknown
from symact.decide.facts.pieces import LINE, Layout
from symact.decide.facts.profile import on_one_period
from symact.decide.facts.reals import Interval, Real, compare, exactly, joined
from symact.decide.facts.roots import derivative
from symact.terms.core import Term

__all__ = ["fixed_points", "inflections", "zeros", "zeros_of_layout"]


def zeros(t: Term, variable: Term, domain: Interval = LINE) -> tuple[Interval, ...]:
    """The set on which a function vanishes (of a periodic one, in one period). Raises Unknown."""
    return zeros_of_layout(on_one_period(t, variable, domain))


def zeros_of_layout(found: Layout) -> tuple[Interval, ...]:
    parts: list[Interval] = []
    for p in found.pieces:
        course = chart(p.term, found.variable, p.low, p.high)
        if course.is_zero:
            parts.append(Interval(p.low, p.high, False, False))
        parts += [point(z.place) for z in course.zeros]
    for b in found.breaks:
        if b.value is not None:
            order = compare(b.value, exactly(0))
            if order is None:
                raise Unknown("whether a value at a break is 0 is not known")
            if order == 0:
                parts.append(point(b.place))
    out = joined(parts)
    if out is None:
        raise Unknown("two zeros that cannot be told apart")
    return out


def point(x: Real) -> Interval:
    return Interval(x, x, True, True)


def fixed_points(t: Term, variable: Term, domain: Interval = LINE) -> tuple[Interval, ...]:
    """The solutions of f(x) = x."""
    return zeros(t - variable, variable, domain)


def inflections(found: Layout) -> tuple[Interval, ...]:
    """The points at which a continuous function changes between convex and concave. Raises Unknown."""
    signs: list[tuple[Real, int]] = []
    for p in found.pieces:
        course = chart(derivative(p.term, found.variable, 2), found.variable, p.low, p.high)
        ends = [p.low, *(z.place for z in course.zeros)]
        signs += list(zip(ends, course.signs, strict=True))
    return tuple(point(b[0]) for a, b in pairwise(signs) if a[1] * b[1] < 0)

"""Ranges of functions that oscillate: what lies far out is bounded, and the rest is looked at on a finite interval.

Beyond L the function is a sum of monomials with a bounded remainder; if those bounds lie inside the range on the finite part, or
the function tends to infinity there, the range is known although its turning points are not all found.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb

from symact.decide.facts.constants import Unknown, remembered
from symact.decide.facts.expansion import germ, towards
from symact.decide.facts.germ import Germ, Ray
from symact.decide.facts.pieces import Piece
from symact.decide.facts.profile import piece_stretches
from symact.decide.facts.reals import MINUS_OO, OO, Interval, Real, exactly, extreme
from symact.decide.facts.scale import FLAT, Reach, TooNear, over
from symact.decide.facts.waves import tail_bounds
from symact.terms.core import Term

__all__ = ["range_with_tails"]

STARTS = (8, 20, 60)


def range_with_tails(piece: Piece, variable: Term) -> Interval:
    """The values of an analytic function on an unbounded interval. Raises Unknown."""
    if piece.low.exact is None or piece.high.exact is None:
        return _range(piece, variable)
    return _remembered(piece.term, variable, piece.low.term, piece.high.term)


@remembered(256)
def _remembered(t: Term, variable: Term, low: Term, high: Term) -> Interval:
    return _range(Piece(Real(low), Real(high), t), variable)


def _range(piece: Piece, variable: Term) -> Interval:
    gap: Unknown | None = None
    for start in STARTS:
        try:
            return _attempt(piece, variable, Fraction(start))
        except Unknown as missing:
            gap = missing
        except TooNear:
            gap = gap or Unknown("no bound far out was found")
    assert gap is not None
    raise gap


def _attempt(piece: Piece, variable: Term, start: Fraction) -> Interval:
    ends, tails = [], []
    for end in (piece.low, piece.high):
        if not end.infinite:
            ends.append(end)
            continue
        ends.append(exactly(start * end.infinite))
        tails.append(_tail(piece.term, variable, end.term, Reach(start)))
    values: list[tuple[Real, bool]] = []
    inner = Piece(ends[0], ends[1], piece.term)
    for s in piece_stretches(inner, variable):
        at_start = s.starts_inside or (s.low is ends[0] and piece.low.infinite != 0)
        at_end = s.ends_inside or (s.high is ends[1] and piece.high.infinite != 0)
        values += [(s.start, at_start), (s.end, at_end)]
    low, high = extreme(values, -1), extreme(values, 1)
    if low is None or high is None:
        raise Unknown("two values that cannot be told apart")
    for lower, upper in tails:
        low = _outweighed(low, lower, -1)
        high = _outweighed(high, upper, 1)
    return Interval(low[0], high[0], low[1], high[1])


def _tail(t: Term, variable: Term, end: Term, start: Reach) -> tuple[Any, Any]:
    """Bounds of the values beyond the start, by its waves where it is one. Raises Unknown, TooNear."""
    try:
        return tail_bounds(t, variable, end, start)
    except Unknown:
        ray = Ray(start)
        return _bounds(ray, germ(ray, towards(t, variable, end, "")))


def _outweighed(best: tuple[Real, bool], bound: Any, side: int) -> tuple[Real, bool]:
    """The extreme value, a tail that is bounded (or tends to infinity: None) being taken in."""
    if best[0].infinite:
        return best
    if bound is None:
        return Real(OO if side > 0 else MINUS_OO), False
    value = best[0].ball(64)
    if (value > bound) if side > 0 else (value < bound):
        return best
    raise Unknown("the function may be more extreme far out")


def _bounds(ray: Ray, f: Germ) -> tuple[Any, Any]:
    """(lower, upper) bounds on the ray; None for an end that is infinite."""
    assert ray.reach is not None
    spread = arb(0)
    center = arb(0)
    growing = []
    for c, m in f.terms:
        order = ray.compare(m, FLAT)
        if order > 0:
            growing.append((c, m))
        elif order == 0:
            center += c.ball
        else:
            spread += abs(c.ball) * ray.sup(m)
    if f.rest is not None:
        if ray.compare(f.rest, FLAT) > 0:
            raise Unknown("an oscillation that grows")
        spread += f.bound * ray.sup(f.rest)
    low, high = (center - spread).lower(), (center + spread).upper()
    if not growing:
        return low, high
    if len(growing) > 1:
        raise Unknown("several growing terms")
    c, m = growing[0]
    ray.sup(over(FLAT, m))  # 1/m falls, that is, m grows throughout
    least = abs(c.ball) * ray.reach.at_start(m)
    return ((low + least).lower(), None) if c.sign() > 0 else (None, (high - least).upper())

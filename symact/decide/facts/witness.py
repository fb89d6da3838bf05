"""Points that contradict a claim about values: simple rationals at which an enclosure lies outside the stated set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from symact.decide.facts.constants import Unknown
from symact.decide.facts.evidence import Witness, first_true, samples, simplicity
from symact.decide.facts.pieces import Layout
from symact.decide.facts.reals import Interval, Real, rational_of, simplest
from symact.decide.facts.shape import cells_of
from symact.terms.core import Term, num, rel, substitute

__all__ = ["outside_point"]

NEAR = 40


def outside_point(found: Layout, stated: Sequence[Interval], truth: str) -> Witness | None:
    """A point at which the value certainly lies in none of the stated intervals; None where none was found."""
    for x in candidates(found):
        value = substitute(found.term, {found.variable: num(x)})
        conditions = _outside(value, stated)
        if conditions is not None:
            return Witness(conditions, {found.variable.name: x}, truth)
    return None


def _outside(value: Term, stated: Sequence[Interval]) -> tuple[Term, ...] | None:
    """For every interval, a comparison that shows the value to lie outside it."""
    out: list[Term] = []
    for part in stated:
        below = None if part.lower.infinite else rel("lt" if part.lower_closed else "le", value, part.lower.term)
        above = None if part.upper.infinite else rel("lt" if part.upper_closed else "le", part.upper.term, value)
        found = first_true([(c,) for c in (below, above) if c is not None])
        if found is None:
            return None
        out += found
    return tuple(out)


def candidates(found: Layout) -> Iterator[Fraction]:
    """Points of the domain: breaks, points inside, points near turning points, points toward the ends."""
    places: list[tuple[Real, Real]] = []
    for b in found.breaks:
        if b.value is not None and b.place.rational is not None:
            yield b.place.rational
    try:
        for _, cells in cells_of(found, 1):
            places += [(c.low, c.high) for c in cells]
    except Unknown:
        places = [(p.low, p.high) for p in found.pieces]
    for low, high in places:
        yield from sorted(samples(low, high, 9), key=simplicity)
    for low, high in places:
        for end, side in ((low, 1), (high, -1)):
            yield from _towards(end, side, low, high)


def _towards(end: Real, side: int, low: Real, high: Real) -> Iterator[Fraction]:
    if end.infinite:
        other = high if side > 0 else low
        base = 0 if other.infinite else round(rational_of(other.ball(64)))
        for k in range(14):
            yield Fraction(base + end.infinite * 2**k)
        return
    if end.rational is not None:
        for k in range(2, NEAR, 4):
            yield end.rational + side * Fraction(1, 2**k)
        return
    for bits in (12, 24, 48, 96):
        x = end.ball(bits + 20)
        yield simplest(rational_of(x.lower()) - Fraction(1, 2**bits), rational_of(x.upper()) + Fraction(1, 2**bits))

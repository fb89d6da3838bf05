r"""A function as ``A + B sin(w x) + D cos(w x)``: what waves of one frequency with varying heights do far out.

At the phases where the sine, or the cosine, is 1 or -1 the function is ``A + B``, ``A - B``, ``A + D`` or ``A - D``, and every
phase comes again and again. Between its phases the function stays within ``A`` plus or minus the amplitude.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flint import arb

from symact.decide.facts.constants import Unknown, closed_ball
from symact.decide.facts.expansion import germ, infinite, towards
from symact.decide.facts.germ import Ray
from symact.decide.facts.limit_of import limit
from symact.decide.facts.roots import derivative
from symact.decide.facts.scale import FLAT, Reach
from symact.decide.kinks import simplified
from symact.terms.core import ONE, ZERO, Term, add, fn, free, mul, parts, sub, substitute, sym, transform

__all__ = ["Wave", "tail_bounds", "wave"]

S, C = sym("sine"), sym("cosine")


@dataclass(frozen=True)
class Wave:
    """``level + sine sin(rate x) + cosine cos(rate x)``."""

    level: Term
    sine: Term
    cosine: Term
    rate: Term

    def phases(self) -> Iterator[Term]:
        """What the function is at its four phases."""
        for height in (self.sine, self.cosine):
            if height != ZERO:
                yield add(self.level, height)
                yield sub(self.level, height)

    def settled(self, variable: Term, end: Term) -> Wave:
        """The wave with the limits of its heights at an end of the line. Raises Unknown."""
        level, sine, cosine = (limit(t, variable, end) for t in (self.level, self.sine, self.cosine))
        return Wave(level, sine, cosine, self.rate)

    def less(self, other: Wave) -> Wave:
        """The difference of two waves of the same frequency."""
        level, sine, cosine = (
            _plain(sub(a, b)) for a, b in ((self.level, other.level), (self.sine, other.sine), (self.cosine, other.cosine))
        )
        return Wave(level, sine, cosine, self.rate)

    def term(self, variable: Term) -> Term:
        inner = mul(self.rate, variable)
        parts = ((self.level, ONE), (self.sine, fn("sin", inner)), (self.cosine, fn("cos", inner)))
        return add(*(mul(height, part) for height, part in parts if height != ZERO))


def wave(t: Term, variable: Term) -> Wave | None:
    """The term as a wave of one frequency; None where it is none."""
    inner = {s.args[0] for s in parts(t) if s.head in ("sin", "cos") and variable in free(s)}
    rates = {derivative(z, variable) for z in inner}
    if len(rates) != 1 or any(map(free, rates)) or inner != {mul(*rates, variable)}:
        return None
    (rate,) = rates
    letters = {"sin": S, "cos": C}
    held = transform(t, lambda s: letters[s.head] if s.head in letters and s.args[0] in inner else None)
    level, *tops = (_plain(substitute(held, {S: s, C: c})) for s, c in ((ZERO, ZERO), (ONE, ZERO), (ZERO, ONE)))
    sine, cosine = (_plain(sub(top, level)) for top in tops)
    if simplified(sub(held, add(level, mul(S, sine), mul(C, cosine)))) != ZERO:
        return None
    return Wave(level, sine, cosine, rate)


def _plain(t: Term) -> Term:
    return simplified(t) or t


def tail_bounds(t: Term, variable: Term, end: Term, start: Reach) -> tuple[Any, Any]:
    """Bounds (lower, upper) of the values beyond a start towards an end; None where there is no bound. Raises Unknown, TooNear."""
    found = wave(t, variable)
    if found is None:
        raise Unknown("it is no wave of one frequency")
    limits = [limit(p, variable, end) for p in found.phases()]
    signs = {infinite(v) for v in limits}
    if {1, -1} <= signs:
        return None, None
    if signs != {0}:
        raise Unknown("a wave that grows to one side")
    far = found.settled(variable, end)
    rest = found.less(far)
    error = sum((_size(h, variable, end, start) for h in (rest.level, rest.sine, rest.cosine)), arb(0))
    level, sine, cosine = map(closed_ball, (far.level, far.sine, far.cosine))
    height = (sine * sine + cosine * cosine).sqrt() + error
    return (level - height).lower(), (level + height).upper()


def _size(t: Term, variable: Term, end: Term, start: Reach) -> Any:
    """A bound of the modulus beyond the start of a term that tends to 0."""
    if t == ZERO:
        return arb(0)
    ray = Ray(start)
    order, size = ray.weight(germ(ray, towards(t, variable, end, "")))
    if ray.compare(order, FLAT) > 0:
        raise Unknown("a height that grows")
    return size * ray.sup(order)

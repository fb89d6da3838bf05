"""Numbers as people write them: ``1 + sqrt(2) sqrt(3/2 + sqrt(2)) - 2 sqrt(3/2 + sqrt(2))`` is 0, ``2 atan(1)`` is pi/2."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from symact.decide import decide_equation
from symact.derive import simplest, weight
from symact.obligations import Equation
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import ONE, PI, E, Term, free, mul, sqrt, walk

__all__ = ["nicest"]

BITS = 240
NEAR = 2.0**-120  # two numbers that are this near are held against each other
LARGEST = 120  # denominator of a multiple that is looked for
UNITS = (ONE, PI, sqrt(2), sqrt(3), sqrt(5), E)


@lru_cache(maxsize=2048)
def nicest(t: Term) -> Term:
    """The lightest writing of a closed term that was found; every other is proved to be equal."""
    if free(t) or not any(a.head not in ("num", "const", "mul") for a in walk(t)):
        return t
    for other in sorted(_candidates(t), key=weight):
        if weight(other) >= weight(t):
            break
        if decide_equation(Equation(t, other)).status == "proved":
            return other
    return t


def _candidates(t: Term) -> Iterator[Term]:
    """Small multiples of usual numbers that are near, and what a derivative would be simplified to."""
    yield simplest(t)
    try:
        with precision(BITS):
            value = enclose(t, {})
            for unit in UNITS:
                ratio = value / enclose(unit, {})
                if not ratio.is_finite():
                    return
                middle = ratio.mid().fmpq()
                near = Fraction(int(middle.p), int(middle.q)).limit_denominator(LARGEST)
                if abs(ratio - near.numerator / enclose(ONE, {}) / near.denominator) < NEAR:
                    yield mul(near, unit)
    except (Undefined, Unbound):
        return

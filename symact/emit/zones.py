"""Zeros of a function, and polynomials that hold its leading digits around them, from rigorous enclosures."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb, arb_poly, fmpq

from symact.emit.forms import Zone
from symact.terms.ball import Undefined, enclose, precision
from symact.terms.core import Term, sym

__all__ = ["MANY", "zeros", "zone"]

X = sym("x")
BITS = 900
REACH = 40  # beyond, the derivatives of sigmoidal functions are 0 in all digits of interest
STEP = Fraction(1, 8)
MANY = 6  # a function with more zeros than this waves
LONGEST = 26
TOLERANCE = arb(2) ** -58
Ball = Any


@lru_cache(maxsize=4096)
def zeros(t: Term) -> tuple[Fraction, ...] | None:
    """The places within 40 of 0 where a term in x changes its sign, to 800 bits; 0 if it vanishes there; None where it waves."""
    found: list[Fraction | None] = []
    with precision(200):
        if vanishes(t):
            found.append(Fraction(0))
        at = Fraction(-REACH) + Fraction(1, 16)
        before = value(t, at)
        while at < REACH:
            at += STEP
            now = value(t, at)
            if before is not None and now is not None and ((before > 0 and now < 0) or (before < 0 and now > 0)):
                low, high = at - STEP, at
                if not (low <= 0 <= high):
                    found.append(refined(t, low, high, bool(before > 0)))
                    if len(found) > MANY:
                        return None
            before = now
    return tuple(sorted(r for r in found if r is not None))


def vanishes(t: Term) -> bool:
    """Whether the term tends to 0 at 0."""
    small = value(t, Fraction(1, 2**300)), value(t, Fraction(-1, 2**300))
    return all(v is not None and abs(v) < arb(2) ** -200 for v in small) and any(v != 0 for v in small)


def value(t: Term, at: Fraction) -> Ball | None:
    try:
        with precision(700):
            ball = enclose(t, {X: at})
    except Undefined:
        return None
    return ball if ball.is_finite() else None


def refined(t: Term, low: Fraction, high: Fraction, falling: bool) -> Fraction | None:
    """The zero between two points of different sign, by bisection; None at a pole.

    A place where it jumps is found too, and given up later.
    """
    with precision(BITS + 100):
        for _ in range(BITS):
            middle = (low + high) / 2
            try:
                ball = enclose(t, {X: middle})
            except Undefined:
                return None
            if (ball > 0) == falling:
                low = middle
            else:
                high = middle
    return low


def zone(t: Term, root: Fraction, left: float, right: float) -> Zone | None:
    """The polynomial around a zero on an interval that contains it; None where none is short and close enough."""
    with precision(BITS):
        multiplicity = multiple(t, root)
        if multiplicity is None:
            return None
        high = float(root)
        low = float(root - Fraction(high))

        def rest(d: Ball) -> Ball:
            exact = Fraction(int(d.mid().fmpq().p), int(d.mid().fmpq().q))
            return enclose(t, {X: root + exact}) / arb(fmpq(exact.numerator, exact.denominator)) ** multiplicity

        near, far = arb(left) - ball_of(root), arb(right) - ball_of(root)
        try:
            even = root == 0 and left == -right and all(abs(rest(far * k / 7) / rest(-far * k / 7) - 1) < 1e-60 for k in (2, 5))
            poly = fitted(rest, near, far, even)
        except (Undefined, ZeroDivisionError, ValueError):
            return None
    if poly is None:
        return None
    return Zone(high, low, left, right, multiplicity, even, tuple(float(c.mid()) for c in reversed(poly.coeffs())))


def ball_of(r: Fraction) -> Ball:
    return arb(fmpq(r.numerator, r.denominator))


def multiple(t: Term, root: Fraction) -> int | None:
    """The order of a zero, told from its growth close by, 0 where there is none; None where it jumps or is of no whole order."""
    d = Fraction(1, 2**120)
    a, b = (value(t, root + k * d) for k in (1, 2))
    c = value(t, root - d)
    if a is None or b is None or c is None or a == 0 or c == 0 or a.contains(0) or c.contains(0):
        return None
    for m in range(7):
        if abs(b / a / 2**m - 1) < arb(2) ** -60 and abs(c / a * (-1) ** m - 1) < arb(2) ** -60:
            return m
    return None


def fitted(f: Any, near: Ball, far: Ball, even: bool) -> Any:
    """The shortest interpolant at Chebyshev points whose error is below the last bit of a double."""
    for count in range(4, LONGEST + 1, 2):
        centre, half = (near + far) / 2, (far - near) / 2
        nodes = [centre + half * (arb(2 * k + 1) / (2 * count) * arb.pi()).cos() for k in range(count)]
        if even:
            nodes = [far * (1 + (arb(2 * k + 1) / (2 * count) * arb.pi()).cos()) / 2 for k in range(count)]
        nodes = [arb(d.mid()) for d in nodes]
        places = [d * d for d in nodes] if even else nodes
        poly = arb_poly.interpolate(places, [f(d) for d in nodes])
        tests = [near + (far - near) * k / 23 + arb(2) ** -40 for k in range(24)]
        tests = [abs(d) for d in tests] if even else tests
        if all(close(poly(d * d if even else d), f(d)) for d in (arb(d.mid()) for d in tests)):
            return poly
    return None


def close(a: Ball, b: Ball) -> bool:
    return bool(abs(a - b) < TOLERANCE * abs(b))


def covered(zones: Iterable[Zone], at: float) -> bool:
    return any(z.left < at < z.right for z in zones)

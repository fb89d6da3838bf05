"""Zeros of a derivative and the Taylor series there, from rigorous enclosures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import flint
from flint import arb, arb_series, fmpq

from symact.terms.ball import Undefined, enclose, holds, precision
from symact.terms.core import Term, free, sym
from symact.terms.functions import FUNCTIONS

__all__ = ["Expansion", "expansions"]

X = sym("x")
BITS = 320
REACH = 40  # beyond, the derivatives of sigmoidal functions are 0 in all digits of interest
STEP = Fraction(1, 8)
RADIUS = 0.75
LENGTH = 72
Series = Any


@dataclass(frozen=True)
class Expansion:
    """A zero in two doubles, and the coefficients of f(r + d)/d, the highest first, good for |d| below the radius."""

    high: float
    low: float
    radius: float
    coefficients: tuple[float, ...]


@lru_cache(maxsize=256)
def expansions(profile: Term, symmetric: bool = False) -> tuple[Expansion, ...]:
    """The expansions at the simple zeros of a term in x, apart from x = 0 where differences are exact anyway."""
    with precision(BITS):
        return tuple(_expansion(profile, r) for r in _zeros(profile, symmetric))


def _zeros(t: Term, symmetric: bool) -> Iterator[Any]:
    at = Fraction(1, 16) if symmetric else Fraction(-REACH) + Fraction(1, 16)
    before = enclose(t, {X: at})
    while at < REACH:
        at += STEP
        now = enclose(t, {X: at})
        if (before > 0 and now < 0) or (before < 0 and now > 0):
            low, high = at - STEP, at
            if not (low <= 0 <= high):
                yield _refined(t, low, high, bool(before > 0))
        before = now


def _refined(t: Term, low: Fraction, high: Fraction, falling: bool) -> Any:
    """The zero between two points of different sign, by bisection."""
    for _ in range(180):
        middle = (low + high) / 2
        value = enclose(t, {X: middle})
        if (value > 0) == falling:
            low = middle
        else:
            high = middle
    return arb(fmpq(low.numerator, low.denominator))


def _expansion(t: Term, root: Any) -> Expansion:
    high = float(root.mid())
    low = float((root - arb(high)).mid())
    with _capped(LENGTH):
        series = _series(t, {X: arb_series([root, 1])}, {})
    coefficients = [series[k] for k in range(1, LENGTH)]
    size = [float(abs(c.mid())) * RADIUS**k for k, c in enumerate(coefficients)]
    enough = next((k for k in range(4, len(size)) if max(size[k:]) < 2.0**-58 * size[0]), None)
    if enough is None:
        raise ArithmeticError(f"the series at {high} does not converge fast enough")
    return Expansion(high, low, RADIUS, tuple(float(c.mid()) for c in reversed(coefficients[: enough + 1])))


@contextmanager
def _capped(length: int) -> Iterator[None]:
    before = flint.ctx.cap
    flint.ctx.cap = length
    try:
        yield
    finally:
        flint.ctx.cap = before


def _series(t: Term, at: Mapping[Term, Series], memo: dict[Term, Series]) -> Series:
    """The power series of a term around a point; choices are made as at the point itself."""
    known = memo.get(t)
    if known is None:
        known = memo[t] = arb_series([enclose(t, {})]) if not free(t) else _grown(t, at, memo)
    return known


def _grown(t: Term, at: Mapping[Term, Series], memo: dict[Term, Series]) -> Series:
    def centre() -> dict[Term, Any]:
        return {k: s[0] for k, s in at.items()}

    if t.head == "sym":
        return at[t]
    if t.head == "cases":
        for k in range(0, len(t.args) - 1, 2):
            if holds(t.args[k], centre()):
                return _series(t.args[k + 1], at, memo)
        if len(t.args) % 2:
            return _series(t.args[-1], at, memo)
        raise Undefined("no case applies")
    args = [_series(a, at, memo) for a in t.args]
    match t.head:
        case "add":
            return sum(args[1:], args[0])
        case "mul":
            out = args[0]
            for a in args[1:]:
                out = out * a
            return out
        case "pow":
            exponent = t.args[1]
            if exponent.is_num and exponent.value.denominator == 1:
                n = int(exponent.value)
                return args[0] ** n if n >= 0 else 1 / args[0] ** -n
            return (args[0].log() * args[1]).exp()
        case "abs":
            return args[0] if args[0][0] > 0 else -args[0]
        case "sign":
            return arb_series([arb(1 if args[0][0] > 0 else -1)])
        case "exp" | "log" | "sin" | "cos" | "tan" | "erf" | "erfc" | "atan":
            return getattr(args[0], t.head)()
        case "tanh":
            e = (2 * args[0]).exp()
            return (e - 1) / (e + 1)
    definition = FUNCTIONS[t.head].definition if t.head in FUNCTIONS else None
    if definition is None:
        raise ArithmeticError(f"no series of {t.head}")
    return _series(definition(*t.args), at, memo)

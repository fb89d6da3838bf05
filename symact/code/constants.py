"""Decimals that people write for constants: 0.7978845608 is sqrt(2/pi), to the digits that are written."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

from flint import arb, fmpq

from symact.catalogue import ACTIVATIONS
from symact.terms.ball import enclose, precision
from symact.terms.core import ONE, PI, TWO, E, Term, log, num, sqrt

__all__ = ["FEW", "constant_of"]

DIGITS, FEW = 4, 3  # significant ones; with fewer a decimal is what it says
LONG = 10**6  # a default of the catalogue that is itself a decimal of many digits


def constant_of(text: str, least: int = DIGITS) -> Term | None:
    """The constant of which a decimal literal is the beginning; None where it may be meant as it stands."""
    digits = text.replace("_", "").lower()
    if "." not in digits or "e" in digits or "j" in digits:
        return None
    whole, fraction = digits.split(".")
    if len((whole + fraction).lstrip("0")) < least:
        return None
    value, unit = Fraction(digits), Fraction(1, 10 ** len(fraction))
    if len(fraction) > 60:
        return None
    with precision(256):
        written, last = arb(fmpq(value.numerator, value.denominator)), arb(fmpq(unit.numerator, unit.denominator))
        for term, ball in _known():
            if abs(ball - written) < last:
                return None if term.is_num and term.value == value else term
    return None


@cache
def _known() -> tuple[tuple[Term, Any], ...]:
    with precision(256):
        return tuple((t, enclose(t, {})) for t in _constants())


def _constants() -> Iterator[Term]:
    yield from (PI, E, sqrt(2), 1 / sqrt(2), sqrt(TWO / PI), sqrt(PI / 2), sqrt(PI), 1 / sqrt(PI), sqrt(2 * PI), 1 / sqrt(2 * PI))
    yield from (2 / sqrt(PI), log(TWO), log(num(10)), 1 / log(TWO), ONE / PI, 2 / PI, 2 * PI, PI / 2, sqrt(3), 1 / sqrt(3), PI**2)
    yield from (ONE / 3, TWO / 3, ONE / 6, num(5) / 6)
    for entry in ACTIVATIONS.values():
        yield from (num(p.default) for p in entry.parameters if p.default is not None and p.default.denominator > LONG)

"""What supports a fact, as data that can be checked again: with 400 bits, at points, by differences rather than derivatives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb

from symact.decide.evidence import CHECK_BITS, show_ball
from symact.decide.facts.constants import as_arb
from symact.decide.facts.reals import Interval, Real, rational_of, set_latex, simplest
from symact.decide.points import free_names, points
from symact.terms.ball import Unbound, Undefined, enclose, holds, precision
from symact.terms.core import Term, num, substitute
from symact.terms.serial import to_json

__all__ = [
    "Cases", "Cell", "RangeFact", "ShapeFact", "SmoothFact", "Witness", "first_true",
    "instances", "samples", "simplicity", "with_assumptions",
]  # fmt: skip

SIMPLE = 1000  # denominators above this are not simple
FAR = [Fraction(1, 4), Fraction(1), Fraction(4), Fraction(12), Fraction(40)]


@dataclass(frozen=True)
class Witness:
    """Conditions without free names that hold, and with which the claim is not compatible: ``f(1) < f(1/2)``."""

    conditions: tuple[Term, ...]
    point: dict[str, Fraction]
    truth: str = ""
    method: str = "witness"

    def check(self) -> bool:
        with precision(CHECK_BITS):
            return all(holds(c, {}) is True for c in self.conditions)

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "method": self.method,
            "point": {k: str(v) for k, v in self.point.items()},
            "conditions": [to_json(c) for c in self.conditions],
        }
        first = self.conditions[0]
        if first.head in ("lt", "le", "eq", "ne"):
            with precision(CHECK_BITS):
                out["left"], out["right"] = (show_ball(enclose(a, {})) for a in first.args)
            out["relation"] = {"lt": "<", "le": "<=", "eq": "=", "ne": "!="}[first.head]
        if self.truth:
            out["truth"] = self.truth
        return out


@dataclass(frozen=True, eq=False)
class Cell:
    """An open interval with a sign: of the function, of its slope or of its second derivative."""

    low: Real
    high: Real
    sign: int

    def to_json(self) -> dict[str, Any]:
        return {"low": self.low.to_json(), "high": self.high.to_json(), "sign": self.sign}


def with_assumptions(fact: Any, assumptions: tuple[Term, ...]) -> Any:
    """The fact with what was assumed of its parameters."""
    return replace(fact, assumptions=assumptions) if isinstance(fact, (RangeFact, ShapeFact, SmoothFact)) else fact


def instances(fact: Any) -> Iterator[Any]:
    """The fact itself; one with parameters at two choices of their values within its assumptions."""
    names = [n for n in free_names(fact.term) if n != fact.variable]
    if not names:
        yield fact
        return
    for place in points(names, fact.assumptions, 2):
        here = {k: num(v) for k, v in place.items() if k != fact.variable}
        yield _put(fact, here)


def _put(x: Any, here: dict[Term, Term]) -> Any:
    """Values put into every term of a fact."""
    if isinstance(x, Term):
        return substitute(x, here)
    if isinstance(x, tuple):
        return tuple(_put(a, here) for a in x)
    if isinstance(x, (Real, Interval, Cell, RangeFact, ShapeFact, SmoothFact)):
        return replace(x, **{f.name: _put(getattr(x, f.name), here) for f in fields(x)})
    return x


def _subject(fact: Any) -> dict[str, Any]:
    return {
        "terms": {"term": to_json(fact.term), "variable": to_json(fact.variable)},
        "assumptions": [to_json(a) for a in fact.assumptions],
    }


def simplicity(q: Fraction) -> int:
    """Small for numbers that are easily put in by hand; 0 and 1 come late, where much happens to agree."""
    return q.denominator + abs(q.numerator) + 10 * (q in (0, 1))


def samples(low: Real, high: Real, count: int = 5) -> list[Fraction]:
    """Simple rational points of an open interval, in order."""
    a = None if low.infinite else rational_of(low.ball(128).upper())
    b = None if high.infinite else rational_of(high.ball(128).lower())
    if a is None and b is None:
        return [-x for x in reversed(FAR)] + [Fraction(0)] + FAR
    if a is None:
        assert b is not None
        b = b if b.denominator < SIMPLE else simplest(b - Fraction(1, 8), b)
        return [b - x for x in reversed(FAR)]
    if b is None:
        a = a if a.denominator < SIMPLE else simplest(a, a + Fraction(1, 8))
        return [a + x for x in FAR]
    if not a < b:
        return []
    step = (b - a) / (count + 1)
    return [simplest(a + k * step - step / 4, a + k * step + step / 4) for k in range(1, count + 1)]


def _at(t: Term, variable: Term, x: Fraction) -> Any:
    try:
        return enclose(t, {variable: as_arb(x)})
    except Undefined:
        return arb.nan()


@dataclass(frozen=True, eq=False)
class RangeFact:
    """The exact range: the union of the values on monotone stretches and of the values at breaks."""

    term: Term
    variable: Term
    found: tuple[Interval, ...]
    course: tuple[Cell, ...]
    assumptions: tuple[Term, ...] = ()
    method: str = "monotone-stretches"

    @property
    def truth(self) -> str:
        return set_latex(self.found)

    def check(self) -> bool:
        """Values at points of every stretch lie in the range, and go up and down as stated."""
        return all(fact._holds_at_points() for fact in instances(self))

    def _holds_at_points(self) -> bool:
        with precision(CHECK_BITS):
            for cell in self.course:
                values = [v for v in (_at(self.term, self.variable, x) for x in samples(cell.low, cell.high)) if v.is_finite()]
                if any(not self._possible(v) for v in values):
                    return False
                if cell.sign and any((a > b) if cell.sign > 0 else (a < b) for a, b in pairwise(values)):
                    return False
        return True

    def _possible(self, value: Any) -> bool:
        for part in self.found:
            low, high = part.lower.ball(CHECK_BITS), part.upper.ball(CHECK_BITS)
            if not value < low and not value > high:
                return True
        return False

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "truth": self.truth,
            "found": [p.to_json() for p in self.found],
            "cells": [c.to_json() for c in self.course],
            **_subject(self),
        }


@dataclass(frozen=True, eq=False)
class ShapeFact:
    """The sign of the derivative of an order (0: of the function) on every cell; the cells cover the domain but for points."""

    term: Term
    variable: Term
    order: int
    cells: tuple[Cell, ...]
    places: tuple[Interval, ...] | None = None
    truth: str = ""
    assumptions: tuple[Term, ...] = ()
    method: str = "sign-chart"

    def check(self) -> bool:
        """The signs of the function's own values, differences and second differences, with no derivative taken."""
        return all(fact._holds_at_points() for fact in instances(self))

    def _holds_at_points(self) -> bool:
        with precision(CHECK_BITS):
            return all(self._agrees(cell) for cell in self.cells)

    def _agrees(self, cell: Cell) -> bool:
        xs = samples(cell.low, cell.high, 7)
        if self.order == 0:
            values = [_at(self.term, self.variable, x) for x in xs]
        elif self.order == 1:
            values = [self._f(b) - self._f(a) for a, b in pairwise(xs)]
        else:
            values = [self._f(a) - 2 * self._f((a + b) / 2) + self._f(b) for a, b in pairwise(xs)]
        return not any((v < 0) if cell.sign > 0 else (v > 0) if cell.sign < 0 else (v > 0 or v < 0) for v in values)

    def _f(self, x: Fraction) -> Any:
        return _at(self.term, self.variable, x)

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "method": self.method,
            "order": self.order,
            "cells": [c.to_json() for c in self.cells],
            **_subject(self),
        }
        if self.places is not None:
            out["places"] = [p.to_json() for p in self.places]
        if self.truth:
            out["truth"] = self.truth
        return out


@dataclass(frozen=True, eq=False)
class SmoothFact:
    """At each place, the limits from both sides of the derivative of an order, the lower ones agreeing."""

    term: Term
    variable: Term
    places: tuple[tuple[Real, int, Real | None, Real | None], ...]
    truth: str = ""
    assumptions: tuple[Term, ...] = ()
    method: str = "one-sided-limits"

    def check(self) -> bool:
        """One-sided difference quotients of that order come near the limits."""
        return all(fact._holds_at_points() for fact in instances(self))

    def _holds_at_points(self) -> bool:
        step = Fraction(1, 2**60)
        with precision(CHECK_BITS):
            for place, order, *limits in self.places:
                if place.rational is None:
                    continue
                for side, limit in zip((-1, 1), limits, strict=True):
                    if limit is None or limit.infinite:
                        continue
                    value = _quotient(self.term, self.variable, place.rational, side * step, order)
                    if value.is_finite() and abs(value - limit.ball(CHECK_BITS)) > arb(2) ** -20:
                        return False
        return True

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "truth": self.truth,
            "kinks": [
                {"place": p.to_json(), "order": k, "left": a.to_json() if a else None, "right": b.to_json() if b else None}
                for p, k, a, b in self.places
            ],
            **_subject(self),
        }


def _quotient(t: Term, variable: Term, x: Fraction, h: Fraction, order: int) -> Any:
    """The difference quotient of an order from points on one side of x, x itself left out."""
    from math import comb

    total = arb(0)
    for k in range(order + 1):
        total += (-1) ** (order - k) * comb(order, k) * _at(t, variable, x + h * (k + Fraction(1, 2)))
    return total / as_arb(h) ** order


@dataclass(frozen=True)
class Cases:
    """A complete case analysis by the signs of terms in the parameters: what is assumed, and whether the claim holds then."""

    cells: tuple[tuple[tuple[Term, ...], str], ...]
    parts: tuple[Any, ...] = ()
    truth: str = ""
    method: str = "cases"

    def check(self) -> bool:
        """The evidence of every case again."""
        return all(e.check() for e in self.parts)

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {
            "method": self.method,
            "cells": [{"conditions": [repr(c) for c in conditions], "outcome": outcome} for conditions, outcome in self.cells],
        }
        if self.truth:
            out["truth"] = self.truth
        out["parts"] = [e.to_json() for e in self.parts]
        return out


def first_true(candidates: Sequence[tuple[Term, ...]]) -> tuple[Term, ...] | None:
    """The first list of conditions that all certainly hold."""
    for conditions in candidates:
        with precision(256):
            try:
                if all(holds(c, {}) is True for c in conditions):
                    return conditions
            except (Unbound, Undefined):
                continue
    return None

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
from symact.decide.facts.expansion import infinite
from symact.decide.facts.reals import Interval, Real, rational_of, set_latex, simplest
from symact.decide.points import Point, free_names, points
from symact.terms.ball import Unbound, Undefined, enclose, holds, precision
from symact.terms.core import Term, num, substitute
from symact.terms.latex import to_latex
from symact.terms.serial import to_json

__all__ = [
    "Cell", "Cases", "IntegralFact", "LimitFact", "PlaceFact", "RangeFact", "ShapeFact", "SmoothFact", "ValueFact", "Witness",
    "instances", "samples", "with_assumptions",
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
        return {"low": self.low.text(), "high": self.high.text(), "sign": self.sign}


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
            "terms": {"term": to_json(self.term), "variable": to_json(self.variable)},
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
            "terms": {"term": to_json(self.term), "variable": to_json(self.variable)},
        }
        if self.places is not None:
            out["places"] = [p.to_json() for p in self.places]
        if self.truth:
            out["truth"] = self.truth
        return out


@dataclass(frozen=True, eq=False)
class LimitFact:
    """The leading term of the expansion at the point."""

    term: Term
    variable: Term
    point: Term
    side: str
    value: Term
    assumptions: tuple[Term, ...] = ()
    method: str = "expansion"

    @property
    def truth(self) -> str:
        return to_latex(self.value)

    def check(self) -> bool:
        """Values ever nearer to the point come ever nearer to the limit (with parameters: at some of their values)."""
        others = [n for n in free_names(self.term, self.value, self.point) if n != self.variable]
        choices: list[Point] = list(points([*others], self.assumptions, 2)) if others else [Point({})]
        return all(self._approaches(side, choice) for choice in choices for side in (self.side or "+-"))

    def _approaches(self, side: str, choice: Point) -> bool:
        here = {k: num(v) for k, v in choice.items() if k != self.variable}
        t, value = substitute(self.term, here), substitute(self.value, here)
        direction = infinite(self.point)
        seen = []
        with precision(CHECK_BITS):
            for time in (4, 64, 1024):
                if direction:
                    x = arb(direction * time)
                else:
                    x = enclose(substitute(self.point, here), {}) + (1 if side == "+" else -1) / arb(time) ** 3
                try:
                    v = enclose(t, {self.variable: x})
                except (Undefined, Unbound):
                    return False
                if not infinite(value):
                    v = abs(v - enclose(value, {}))
                seen.append(v)
        if not all(v.is_finite() for v in seen[:2]):
            return True  # too large for a number: nothing is seen
        up = infinite(value)
        if up:
            return not any((b < a) if up > 0 else (b > a) for a, b in pairwise(seen))
        return not (seen[-1] > seen[0] and seen[-1] > arb("0.001"))

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "truth": self.truth,
            "side": self.side,
            "terms": {
                "term": to_json(self.term), "variable": to_json(self.variable), "point": to_json(self.point),
                "value": to_json(self.value),
            },
            "assumptions": [to_json(a) for a in self.assumptions],
        }  # fmt: skip


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
                {"place": p.text(), "order": k, "left": a.text() if a else None, "right": b.text() if b else None}
                for p, k, a, b in self.places
            ],
            "terms": {"term": to_json(self.term), "variable": to_json(self.variable)},
        }


def _quotient(t: Term, variable: Term, x: Fraction, h: Fraction, order: int) -> Any:
    """The difference quotient of an order from points on one side of x, x itself left out."""
    from math import comb

    total = arb(0)
    for k in range(order + 1):
        total += (-1) ** (order - k) * comb(order, k) * _at(t, variable, x + h * (k + Fraction(1, 2)))
    return total / as_arb(h) ** order


@dataclass(frozen=True, eq=False)
class PlaceFact:
    """The zeros of a function and its signs between them."""

    shape: ShapeFact
    method: str = "sign-chart"

    @property
    def truth(self) -> str:
        return self.shape.truth

    def check(self) -> bool:
        return self.shape.check()

    def to_json(self) -> dict[str, Any]:
        return self.shape.to_json()


@dataclass(frozen=True)
class ValueFact:
    """An enclosure of a closed term."""

    term: Term
    decimal: str
    digits: str
    cut_off: bool = False
    method: str = "enclosure"

    @property
    def truth(self) -> str:
        return self.digits

    def check(self) -> bool:
        """The digits again, with 400 bits."""
        with precision(CHECK_BITS):
            try:
                value = enclose(self.term, {})
            except (Undefined, Unbound):
                return False
            shown = self.digits.replace(r"\ldots", "")
            places = len(shown.partition(".")[2].partition("e")[0])
            return bool(abs(value - as_arb(Fraction(shown))) <= 2 * arb(10) ** (_exponent(shown) - places))

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method, "truth": self.truth, "left": self.digits, "right": self.decimal, "cut_off": self.cut_off,
            "terms": {"term": to_json(self.term)},
        }  # fmt: skip


def _exponent(text: str) -> int:
    return int(text.partition("e")[2] or 0)


@dataclass(frozen=True, eq=False)
class IntegralFact:
    """An antiderivative, verified by the normal form of its derivative, with its limits; or an enclosure by quadrature."""

    term: Term
    variable: Term
    lower: Term
    upper: Term
    value: Term | None
    antiderivative: Term | None = None
    enclosure: str = ""
    assumptions: tuple[Term, ...] = ()
    method: str = "antiderivative"

    @property
    def truth(self) -> str:
        return to_latex(self.value) if self.value is not None else self.enclosure

    def check(self) -> bool:
        """Rigorous quadrature with values put in for the parameters agrees with the value."""
        from symact.decide.facts.quadrature import integral_ball

        if self.value is None:
            return True
        others = [n for n in free_names(self.term, self.value, self.lower, self.upper) if n != self.variable and n.head == "sym"]
        place = next(iter(points(others, self.assumptions, 1)), None) if others else Point({})
        if place is None:
            return False
        here = {k: num(v) for k, v in place.items() if k != self.variable}
        t, a, b, value = (substitute(s, here) for s in (self.term, self.lower, self.upper, self.value))
        ball = integral_ball(t, self.variable, a, b)
        if ball is None or infinite(value):
            return True  # quadrature does not reach: the antiderivative alone speaks
        with precision(CHECK_BITS):
            return bool(ball.overlaps(enclose(value, {})))

    def to_json(self) -> dict[str, Any]:
        terms = {"term": self.term, "variable": self.variable, "lower": self.lower, "upper": self.upper}
        if self.value is not None:
            terms["value"] = self.value
        if self.antiderivative is not None:
            terms["antiderivative"] = self.antiderivative
        return {
            "method": self.method,
            "truth": self.truth,
            "terms": {k: to_json(t) for k, t in terms.items()},
            "assumptions": [to_json(a) for a in self.assumptions],
        }


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

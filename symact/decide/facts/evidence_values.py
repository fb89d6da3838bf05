"""What supports a limit, a printed value or an integral, as data that can be checked again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flint import arb

from symact.decide.evidence import CHECK_BITS
from symact.decide.facts.expansion import infinite
from symact.decide.points import Point, free_names, points
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term, num, substitute
from symact.terms.latex import to_latex
from symact.terms.serial import to_json

INTEGRAL_POINTS = 6

__all__ = ["IntegralFact", "LimitFact", "ValueFact"]


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


@dataclass(frozen=True)
class ValueFact:
    """An enclosure of a closed term."""

    term: Term
    decimal: str
    digits: str
    cut_off: bool = False
    method: str = "digits"

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
            return bool(abs(value - arb(shown)) <= 2 * arb(10) ** (_exponent(shown) - places))

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
        """Rigorous quadrature agrees with the value, wherever it reaches: with parameters, at several of their values."""
        if self.value is None:
            return True
        others = [
            n for n in free_names(self.term, self.value, self.lower, self.upper) if n != self.variable and n.head == "sym"
        ]
        places = list(points(others, self.assumptions, INTEGRAL_POINTS)) if others else [Point({})]
        return bool(places) and all(self._agrees(self.value, place) for place in places)

    def _agrees(self, value: Term, place: Point) -> bool:
        from symact.decide.facts.quadrature import integral_ball

        here = {k: num(v) for k, v in place.items() if k != self.variable}
        t, a, b, value = (substitute(s, here) for s in (self.term, self.lower, self.upper, value))
        if infinite(value):
            return True  # quadrature does not reach: the antiderivative alone speaks
        with precision(CHECK_BITS):
            try:
                stated = enclose(value, {})
            except Undefined:
                return True
        ball = integral_ball(t, self.variable, a, b)
        return ball is None or bool(ball.overlaps(stated))

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

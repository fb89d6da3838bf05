"""Evidence: what supports a verdict, as data that can be checked again by another way than the one that found it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symact.decide.points import Point, points
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term
from symact.terms.serial import to_json

__all__ = ["Cell", "Counterexample", "NormalForm", "show_ball"]

CHECK_BITS = 400
CHECK_POINTS = 6


def show_ball(ball: Any, digits: int = 6) -> str:
    """An enclosure for a reader: the number if it is exact, else the interval."""
    if ball.is_exact() and ball.is_finite():
        whole = ball.unique_fmpz()
        if whole is not None and abs(whole) < 10**12:
            return str(int(whole))
    low, high = ball.lower(), ball.upper()
    return f"[{low.str(digits, radius=False)}, {high.str(digits, radius=False)}]"


@dataclass(frozen=True)
class Counterexample:
    """A point at which the enclosures of both sides are disjoint."""

    left: Term
    right: Term
    point: Mapping[Term, Fraction]
    left_value: str
    right_value: str
    method: str = "enclosure"

    def check(self) -> bool:
        """Both sides again, with five times the precision."""
        with precision(CHECK_BITS):
            try:
                place = Point(dict(self.point))
                a, b = enclose(self.left, place), enclose(self.right, place)
            except (Undefined, Unbound):
                return False
            return bool(a.is_finite() and b.is_finite() and not a.overlaps(b))

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "point": {repr(k): str(v) for k, v in sorted(self.point.items(), key=lambda kv: repr(kv[0]))},
            "left": self.left_value,
            "right": self.right_value,
            "terms": {"left": to_json(self.left), "right": to_json(self.right)},
            "names": [[to_json(k), str(v)] for k, v in sorted(self.point.items(), key=lambda kv: repr(kv[0]))],
        }


@dataclass(frozen=True)
class Cell:
    """A case of a proof: the signs and coincidences assumed in it, and how it ended (zero or void)."""

    conditions: tuple[Term, ...]
    outcome: str


@dataclass(frozen=True)
class NormalForm:
    """The exact normal form of the difference is 0 in every case; the cases cover everything."""

    left: Term
    right: Term
    cells: tuple[Cell, ...] = ()
    assumptions: tuple[Term, ...] = ()
    method: str = "normal-form"

    def check(self) -> bool:
        """No refutation with 400 bits at points of all cases: another way, though not a proof by itself."""
        seen = 0
        with precision(CHECK_BITS):
            for place in points((self.left, self.right), self.assumptions, CHECK_POINTS):
                try:
                    a, b = enclose(self.left, place), enclose(self.right, place)
                except Undefined:
                    continue
                except Unbound:
                    return True  # an unknown function has no values: the normal form alone speaks
                if not (a.is_finite() and b.is_finite()):
                    continue
                if not a.overlaps(b):
                    return False
                seen += 1
        return seen > 0

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "cells": [{"conditions": [repr(c) for c in cell.conditions], "outcome": cell.outcome} for cell in self.cells],
            "terms": {"left": to_json(self.left), "right": to_json(self.right)},
            "assumptions": [to_json(a) for a in self.assumptions],
        }

"""Exact values: what a term without irrational functions is at a rational point.

Where two sides of a comparison are equal, no enclosure of a number such as 1/3 tells; the numbers themselves do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import floor
from typing import Any

from symact.terms.core import Term, num, substitute

__all__ = ["rational_value"]

MAX_EXPONENT = 64
MAX_SUMMANDS = 64


def rational_value(t: Term, point: Mapping[Term, Any]) -> Fraction | None:
    """The value of a term at a point of rationals; None where it is irrational, not defined, or not found this way."""
    match t.head:
        case "num":
            return t.value
        case "sym" | "ix":
            return _given(t, point)
        case "at":
            places = [rational_value(i, point) for i in t.args[1:]]
            whole = [num(p) for p in places if p is not None and p.denominator == 1]
            return _given(Term("at", (t.args[0], *whole)), point) if len(whole) == len(places) else None
        case "add" | "mul" | "max" | "min":
            values = [rational_value(a, point) for a in t.args]
            known = [v for v in values if v is not None]
            return None if len(known) < len(values) else _folded(t.head, known)
        case "abs" | "sign" | "floor":
            inner = rational_value(t.args[0], point)
            return None if inner is None else _STEPS[t.head](inner)
        case "sum":
            return _summed(t, point)
        case "pow" if t.args[1].is_num and t.args[1].value.denominator == 1 and abs(t.args[1].value) <= MAX_EXPONENT:
            base, exponent = rational_value(t.args[0], point), int(t.args[1].value)
            return None if base is None or (base == 0 and exponent < 0) else base**exponent
        case "cases":
            return _by_case(t, point)
    return None


_STEPS: dict[str, Callable[[Fraction], Fraction]] = {
    "abs": abs, "sign": lambda v: Fraction((v > 0) - (v < 0)), "floor": lambda v: Fraction(floor(v)),
}  # fmt: skip


def _summed(t: Term, point: Mapping[Term, Any]) -> Fraction | None:
    ix, lower, upper, body = t.args
    first, last = rational_value(lower, point), rational_value(upper, point)
    if first is None or last is None or first.denominator != 1 or last.denominator != 1 or last - first >= MAX_SUMMANDS:
        return None
    total = Fraction(0)
    for k in range(int(first), int(last) + 1):
        value = rational_value(substitute(body, {ix: num(k)}), point)
        if value is None:
            return None
        total += value
    return total


def _given(name: Term, point: Mapping[Term, Any]) -> Fraction | None:
    try:
        value = point[name]
    except KeyError:
        return None
    return value if isinstance(value, Fraction) else None


def _folded(head: str, values: list[Fraction]) -> Fraction:
    if head in ("max", "min"):
        return max(values) if head == "max" else min(values)
    out = values[0]
    for v in values[1:]:
        out = out + v if head == "add" else out * v
    return out


def _by_case(t: Term, point: Mapping[Term, Any]) -> Fraction | None:
    for k in range(0, len(t.args) - 1, 2):
        truth = _truth(t.args[k], point)
        if truth is None:
            return None
        if truth:
            return rational_value(t.args[k + 1], point)
    return rational_value(t.args[-1], point) if len(t.args) % 2 else None


def _truth(c: Term, point: Mapping[Term, Any]) -> bool | None:
    if c.head in ("true", "false"):
        return c.head == "true"
    if c.head not in ("lt", "le", "eq", "ne"):
        return None
    a, b = (rational_value(s, point) for s in c.args)
    if a is None or b is None:
        return None
    return {"lt": a < b, "le": a <= b, "eq": a == b, "ne": a != b}[c.head]

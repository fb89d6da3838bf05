"""Taylor polynomials with remainder: a smooth term near a point as a power series, and its bounds on an interval."""

from __future__ import annotations

from typing import Any

from flint import arb, arb_series, ctx

from symact.decide.facts.constants import Unknown, closed_ball
from symact.terms.core import Term, free
from symact.terms.functions import FUNCTIONS

__all__ = ["bounds", "coefficient", "series", "taylor"]

BITS = 96


def taylor(t: Term, variable: Term, middle: Any, x: Any, degree: int) -> tuple[Any, Any] | None:
    """The series at the middle of a ball x and the one over x, whose last coefficient bounds the remainder (Lagrange).

    None where a part has no series there.
    """
    before = ctx.cap
    ctx.cap = degree + 1
    try:
        at_middle = series(t, variable, middle, {})
        over_all = series(t, variable, x, {})
    except (ValueError, ZeroDivisionError):  # a division by a series around 0
        return None
    finally:
        ctx.cap = before
    return None if at_middle is None or over_all is None else (at_middle, over_all)


def bounds(t: Term, variable: Term, x: Any, degree: int = 4) -> tuple[Any, Any]:
    """Enclosures of a smooth term and of its derivative on a ball; not finite where nothing is known."""
    found = taylor(t, variable, x.mid(), x, degree)
    if found is None:
        return arb.nan(), arb.nan()
    middle, over_all = found
    h = arb(0, x.rad())
    value, rise = arb(0), arb(0)
    for k in range(degree, -1, -1):  # Horner's scheme, the remainder first
        c = coefficient(over_all if k == degree else middle, k)
        value = value * h + c
        if k:
            rise = rise * h + k * c
    return value, rise


def coefficient(s: Any, k: int) -> Any:
    return s[k] if k < s.length() else arb(0)


def series(t: Term, variable: Term, at: Any, memo: dict[Term, Any]) -> Any:
    """The power series of a smooth term at a ball, in the displacement; None where a part has none."""
    known = memo.get(t)
    if known is None:
        known = memo[t] = _rule(t, variable, at, memo)
    return known


_DIRECT = frozenset(("exp", "log", "sin", "cos", "tan", "atan", "asin", "acos", "erf", "erfc", "lambertw", "gamma"))


def _rule(t: Term, variable: Term, at: Any, memo: dict[Term, Any]) -> Any:
    if t == variable:
        return arb_series([at, 1])
    if not t.children or variable not in free(t):
        try:
            return arb_series([closed_ball(t, BITS)])
        except Unknown:
            return None
    parts = [series(a, variable, at, memo) for a in t.args] if t.head != "pow" else []
    if any(s is None for s in parts):
        return None
    match t.head:
        case "add":
            out = parts[0]
            for s in parts[1:]:
                out = out + s
            return out
        case "mul":
            out = parts[0]
            for s in parts[1:]:
                out = out * s
            return out
        case "pow":
            return _power(t, variable, at, memo)
        case "tanh":
            e = (2 * parts[0]).exp()
            return 1 - 2 / (e + 1)
        case "sinh" | "cosh":
            e, f = parts[0].exp(), (-parts[0]).exp()
            return (e - f) / 2 if t.head == "sinh" else (e + f) / 2
        case "sech" | "csch" | "coth":
            e, f = parts[0].exp(), (-parts[0]).exp()
            below = e + f if t.head == "sech" else e - f
            return (e + f) / below if t.head == "coth" else 2 / below
        case head if head in _DIRECT:
            return getattr(parts[0], head)()
    function = FUNCTIONS.get(t.head)
    if function is not None and function.definition is not None:
        return series(function.definition(*t.args), variable, at, memo)
    return None


def _power(t: Term, variable: Term, at: Any, memo: dict[Term, Any]) -> Any:
    base, exponent = t.args
    s = series(base, variable, at, memo)
    if s is None:
        return None
    if exponent.is_num and exponent.value.denominator == 1:
        n = int(exponent.value)
        out = arb_series([1])
        for _ in range(abs(n)):
            out = out * s
        return out if n >= 0 else 1 / out
    if exponent.is_num and exponent.value.denominator == 2:
        root = s.sqrt()
        n = int(exponent.value * 2)
        out = arb_series([1])
        for _ in range(abs(n)):
            out = out * root
        return out if n >= 0 else 1 / out
    e = series(exponent, variable, at, memo)
    return None if e is None else (e * s.log()).exp()

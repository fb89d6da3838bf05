"""The words of the language of kernels, for single numbers; nothing here raises: 1/0 is infinite, exp(1000) too."""

from __future__ import annotations

import math
from typing import Any

Real = Any  # a double, or an array of doubles in targets that have them
Pair = tuple[Any, Any]
Truth = Any

INF, NAN = math.inf, math.nan


def where(condition: Truth, yes: Real, no: Real) -> Real:
    return yes if condition else no


def near(value: Real, x: Real, zone: tuple[Any, ...], coefficients: tuple[float, ...]) -> Real:
    """d**n P(d), or d**n P(d**2) for an even one, where left < x < right, d = x - (high + low); else the value."""
    left, right, high, low, n, even = zone
    if not left < x < right:
        return value
    d = (x - high) - low
    return d**n * horner(d * d if even else d, coefficients)


def horner(t: Real, coefficients: tuple[float, ...]) -> Real:
    """The polynomial with these coefficients, the highest first."""
    out = 0.0
    for c in coefficients:
        out = out * t + c
    return out


def divide(a: Real, b: Real) -> Real:
    if b != 0.0:
        return a / b
    return NAN if a == 0.0 or a != a else math.copysign(INF, a) * math.copysign(1.0, b)


def maximum(a: Real, b: Real) -> Real:
    return a if a >= b or a != a else b


def minimum(a: Real, b: Real) -> Real:
    return a if a <= b or a != a else b


def sign(a: Real) -> Real:
    return a if a == 0.0 or a != a else math.copysign(1.0, a)


def copysign(a: Real, b: Real) -> Real:
    return math.copysign(a, b)


def absolute(a: Real) -> Real:
    return math.fabs(a)


def single(a: Real) -> Real:
    """The leading 24 bits, as float32 has them."""
    c = 536870913.0 * a
    return c - (c - a)


def sqrt(a: Real) -> Real:
    return math.sqrt(a) if a >= 0.0 else NAN


def floor(a: Real) -> Real:
    return float(math.floor(a)) if math.isfinite(a) else a


def rint(a: Real) -> Real:
    return float(round(a)) if math.isfinite(a) else a


def scale2(a: Real, k: Real) -> Real:
    """a * 2**k for a whole k."""
    if not math.isfinite(k):
        return a * (0.0 if k < 0.0 else k)
    k = max(-2200, min(2200, int(k)))
    return math.ldexp(a, k // 2) * math.ldexp(1.0, k - k // 2) if abs(a) < 1e300 else a * math.ldexp(1.0, k // 2)


def exp(a: Real) -> Real:
    return math.exp(a) if a < 709.782712893384 else a if a != a else INF


def expm1(a: Real) -> Real:
    return math.expm1(a) if a < 709.782712893384 else a if a != a else INF


def log(a: Real) -> Real:
    return math.log(a) if a > 0.0 else -INF if a == 0.0 else NAN


def log1p(a: Real) -> Real:
    return math.log1p(a) if a > -1.0 else -INF if a == -1.0 else NAN


def sin(a: Real) -> Real:
    return math.sin(a) if math.isfinite(a) else NAN


def cos(a: Real) -> Real:
    return math.cos(a) if math.isfinite(a) else NAN


def tan(a: Real) -> Real:
    return math.tan(a) if math.isfinite(a) else NAN


def sinh(a: Real) -> Real:
    return math.sinh(a) if abs(a) < 710.0 else a * INF


def cosh(a: Real) -> Real:
    return math.cosh(a) if abs(a) < 710.0 else a * a * INF


def tanh(a: Real) -> Real:
    return math.tanh(a)


def arcsin(a: Real) -> Real:
    return math.asin(a) if -1.0 <= a <= 1.0 else NAN


def arccos(a: Real) -> Real:
    return math.acos(a) if -1.0 <= a <= 1.0 else NAN


def arctan(a: Real) -> Real:
    return math.atan(a)


def arcsinh(a: Real) -> Real:
    return math.asinh(a)


def arccosh(a: Real) -> Real:
    return math.acosh(a) if a >= 1.0 else NAN


def arctanh(a: Real) -> Real:
    return math.atanh(a) if -1.0 < a < 1.0 else a * INF if abs(a) == 1.0 else NAN


def hypot(a: Real, b: Real) -> Real:
    return math.hypot(a, b)


def power(a: Real, b: Real) -> Real:
    try:
        return math.pow(a, b)
    except OverflowError:
        return INF
    except ValueError:
        return NAN if a < 0.0 else INF


def is_finite(a: Real) -> Truth:
    return math.isfinite(a)

"""The elementary functions of numerical libraries: what each one is, and what float64 makes of it.

``exact`` builds the term. ``rounded`` maps floats to a float as IEEE 754 does: an overflow is an infinity, what has no value
is a NaN. Where it is None, the library is taken to be right to the last bit, and an enclosure gives the value.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symact.terms.core import ONE, PI, ZERO, Term, cases, exp, fn, log, max_, min_, power, rel, sqrt

__all__ = ["ELEMENTWISE", "Elementwise", "divided", "raised"]

INF, NAN = math.inf, math.nan


@dataclass(frozen=True)
class Elementwise:
    exact: Callable[..., Term]
    rounded: Callable[..., float] | None = None


def _ieee(f: Callable[[float], float], overflow: Callable[[float], float] = lambda x: INF) -> Callable[[float], float]:
    """A function of the standard library without its exceptions."""

    def rounded(x: float) -> float:
        try:
            return f(x)
        except OverflowError:
            return overflow(x)
        except ValueError:
            return NAN

    return rounded


def _log(f: Callable[[float], float], pole: float = 0.0) -> Callable[[float], float]:
    return lambda x: -INF if x == pole else INF if x == INF else _ieee(f)(x)


def divided(a: float, b: float) -> float:
    if b:
        return a / b
    return NAN if a == 0 or math.isnan(a) or math.isnan(b) else math.copysign(INF, a) * math.copysign(1, b)


def raised(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except OverflowError:
        return -INF if a < 0 and b == math.floor(b) and b % 2 == 1 else INF
    except ValueError:
        return INF if a == 0 and b < 0 else NAN


def _largest(a: float, b: float) -> float:
    return NAN if math.isnan(a) or math.isnan(b) else max(a, b)


def _least(a: float, b: float) -> float:
    return NAN if math.isnan(a) or math.isnan(b) else min(a, b)


def _sign(x: float) -> float:
    return x if math.isnan(x) else float((x > 0) - (x < 0))


def _logaddexp(a: float, b: float) -> float:
    high, low = max(a, b), min(a, b)
    return high if math.isinf(high) else high + math.log1p(_ieee(math.exp)(low - high))


def _step(x: Term, at_zero: Term) -> Term:
    return cases(x.lt(0), ZERO, x.gt(0), ONE, at_zero)


def _xlogy(x: float, y: float) -> float:
    return 0.0 if x == 0 and not math.isnan(y) else x * _log(math.log)(y)


def _xlog1py(x: float, y: float) -> float:
    return 0.0 if x == 0 and not math.isnan(y) else x * _log(math.log1p, -1.0)(y)


def _ceil(x: Term) -> Term:
    return -fn("floor", -x)


def _plain(name: str, f: Callable[[float], float] | None = None) -> Elementwise:
    return Elementwise(lambda a: fn(name, a), None if f is None else _ieee(f))


def _odd_overflow(x: float) -> float:
    return math.copysign(INF, x)


ELEMENTWISE: dict[str, Elementwise] = {
    "exp": Elementwise(exp, _ieee(math.exp)),
    "exp2": Elementwise(lambda a: power(2, a), lambda x: raised(2.0, x)),
    "expm1": Elementwise(lambda a: exp(a) - 1, _ieee(math.expm1)),
    "log": Elementwise(log, _log(math.log)),
    "log2": Elementwise(lambda a: log(a) / log(2), _log(math.log2)),
    "log10": Elementwise(lambda a: log(a) / log(10), _log(math.log10)),
    "log1p": Elementwise(lambda a: log(1 + a), _log(math.log1p, -1.0)),
    "logaddexp": Elementwise(lambda a, b: log(exp(a) + exp(b)), _logaddexp),
    "sqrt": Elementwise(sqrt, _ieee(math.sqrt)),
    "rsqrt": Elementwise(lambda a: power(a, Fraction(-1, 2)), lambda x: divided(1.0, _ieee(math.sqrt)(x))),
    "cbrt": Elementwise(lambda a: fn("sign", a) * power(fn("abs", a), Fraction(1, 3)), _ieee(math.cbrt)),
    "square": Elementwise(lambda a: a**2, lambda x: x * x),
    "reciprocal": Elementwise(lambda a: 1 / a, lambda x: divided(1.0, x)),
    "sin": _plain("sin", math.sin),
    "cos": _plain("cos", math.cos),
    "tan": _plain("tan", math.tan),
    "asin": _plain("asin", math.asin),
    "acos": _plain("acos", math.acos),
    "atan": _plain("atan", math.atan),
    "sinh": Elementwise(lambda a: fn("sinh", a), _ieee(math.sinh, _odd_overflow)),
    "cosh": _plain("cosh", math.cosh),
    "tanh": _plain("tanh", math.tanh),
    "asinh": _plain("asinh", math.asinh),
    "acosh": _plain("acosh", math.acosh),
    "atanh": Elementwise(lambda a: fn("atanh", a), lambda x: math.copysign(INF, x) if abs(x) == 1 else _ieee(math.atanh)(x)),
    "erf": _plain("erf", math.erf),
    "erfc": _plain("erfc", math.erfc),
    "erfcx": _plain("erfcx"),
    "ndtr": Elementwise(lambda a: (1 + fn("erf", a / sqrt(2))) / 2),
    "log_ndtr": Elementwise(lambda a: log((1 + fn("erf", a / sqrt(2))) / 2)),
    "normal_pdf": Elementwise(lambda a: exp(-(a**2) / 2) / sqrt(2 * PI)),
    "gamma": _plain("gamma"),
    "loggamma": _plain("loggamma"),
    "digamma": _plain("digamma"),
    "logit": Elementwise(lambda a: log(a / (1 - a)), lambda x: _log(math.log)(divided(x, 1 - x))),
    "exprel": Elementwise(lambda a: cases(rel("ne", a, ZERO), (exp(a) - 1) / a, ONE)),
    "xlogy": Elementwise(lambda a, b: cases(rel("eq", a, ZERO), ZERO, a * log(b)), _xlogy),
    "xlog1py": Elementwise(lambda a, b: cases(rel("eq", a, ZERO), ZERO, a * log(1 + b)), _xlog1py),
    "sinc": Elementwise(lambda a: fn("sinc", PI * a)),
    "abs": Elementwise(lambda a: fn("abs", a), abs),
    "sign": Elementwise(lambda a: fn("sign", a), _sign),
    "heaviside": Elementwise(_step, lambda x, h: h if x == 0 else NAN if math.isnan(x) else float(x > 0)),
    "floor": Elementwise(lambda a: fn("floor", a), _ieee(lambda x: float(math.floor(x)), lambda x: x)),
    "ceil": Elementwise(_ceil, _ieee(lambda x: float(math.ceil(x)), lambda x: x)),
    "maximum": Elementwise(max_, _largest),
    "minimum": Elementwise(min_, _least),
    "hypot": Elementwise(lambda a, b: sqrt(a**2 + b**2), math.hypot),
}

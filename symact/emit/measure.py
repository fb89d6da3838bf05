"""How far computed values are from the truth, in units in the last place (ulp), against enclosures by python-flint."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from flint import arb

from symact.terms.ball import Undefined, enclose, precision
from symact.terms.core import Term, num, substitute, sym

__all__ = ["FORMATS", "Measured", "grid", "measure", "truths", "ulps", "unit"]


class Format(NamedTuple):
    """The largest number of a binary format, the least normal one, the bits of a number, the exponent of the last subnormal bit."""

    largest: float
    least: float
    digits: int
    tiny: int


FORMATS = {
    "float64": Format(1.7976931348623157e308, 2.2250738585072014e-308, 53, -1074),
    "float32": Format(3.4028234663852886e38, 1.1754943508222875e-38, 24, -149),
}
NOTHING = arb("1e-340")


@dataclass(frozen=True)
class Measured:
    """The errors on a number of points; ``lost`` counts nan and infinity where the truth is finite and 0 where it is normal."""

    worst: float
    at: float
    mean: float
    nan: int
    infinite: int
    zero: int
    points: int

    @property
    def lost(self) -> int:
        return self.nan + self.infinite + self.zero


def grid(extra: Iterable[float] = (), dense: float = 45.0, n: int = 700, seed: int = 20240607) -> Any:
    """Log-spaced points of the whole range, dense ones, a cluster around each extra point, and special values."""
    rng = np.random.default_rng(seed)
    logs = 10.0 ** rng.uniform(-320, 308, n)
    middle = 10.0 ** rng.uniform(-18, 4, n // 2)
    near = rng.uniform(-dense, dense, n)
    unit = rng.uniform(-4, 4, n)
    tails = rng.uniform(dense, 800, n // 2)
    around = [e + s * 10.0**-k * (abs(e) or 1.0) for e in extra for k in range(17) for s in (-1.0, -0.3, 0.3, 1.0)]
    around += [float(np.nextafter(e, s)) for e in extra for s in (-np.inf, np.inf)]
    special = [5e-324, 2.2e-308, 1e-16, 1e-8, 0.5, 1.0, 6.0, 708.0, 709.5, 745.0, 746.0, 37.5, 38.5, 1e4, 1.7e308]
    return np.concatenate([logs, -logs, middle, -middle, near, unit, tails, -tails, around, special, np.negative(special), [0.0]])


def truths(forms: Sequence[Term], points: Iterable[float], parameters: Mapping[str, Fraction] = {}) -> list[Fraction | None]:
    """The value at each point to more than 100 bits; None where there is none, or no form tells it.

    The forms are equal terms; each is asked where those before it are not precise (far out, where exponentials overflow).
    """
    values = {sym(k): num(v) for k, v in parameters.items()}
    terms = [substitute(t, values) for t in forms]
    return [_truth(terms, x) for x in points]


def _truth(terms: Sequence[Term], x: float) -> Fraction | None:
    for bits in (160, 400, 1500):
        for t in terms:
            with precision(bits):
                try:
                    ball = enclose(t, {sym("x"): Fraction(x)})
                except Undefined:
                    return None
                if ball.is_finite() and (ball.rel_accuracy_bits() > 110 or abs(ball) < NOTHING):
                    middle = ball.mid()
                    if abs(middle) < NOTHING:
                        return Fraction(0)
                    q = (arb("1e320") * (1 if middle > 0 else -1) if abs(middle) > arb("1e320") else middle).mid().fmpq()
                    return Fraction(int(q.p), int(q.q))
    return None


def measure(got: Any, points: Any, exact: Sequence[Fraction | None], dtype: str = "float64") -> Measured:
    """The errors of values against the truth; where the truth is beyond the format, infinity is right."""
    worst, at, total, n = 0.0, 0.0, 0.0, 0
    nans, infinite, zeros = 0, 0, 0
    for x, y, e in zip(points.tolist(), np.asarray(got).tolist(), exact, strict=True):
        if e is None:
            continue
        n += 1
        if math.isnan(y):
            nans += 1
        elif math.isinf(y) and abs(e) < _beyond(dtype):
            infinite += 1
        elif y == 0 and abs(e) >= FORMATS[dtype].least:
            zeros += 1
        else:
            error = ulps(y, e, dtype)
            total += error if math.isfinite(error) else 0.0
            if error > worst:
                worst, at = error, x
    return Measured(worst, at, total / max(n, 1), nans, infinite, zeros, n)


def ulps(y: float, e: Fraction, dtype: str = "float64") -> float:
    """The error of a value in units in the last place of the truth; infinite where one is finite and the other is not."""
    f = FORMATS[dtype]
    if abs(e) >= _beyond(dtype):
        if math.isinf(y) and (y > 0) == (e > 0):
            return 0.0
        return 0.0 if abs(abs(y) / f.largest - 1) < 1e-12 else math.inf
    if not math.isfinite(y):
        return math.inf
    if y == e:
        return 0.0
    return float(min(abs(Fraction(y) - e) / unit(e, dtype), Fraction(10**300)))


def unit(e: Fraction, dtype: str = "float64") -> Fraction:
    """The unit in the last place of the number nearest to a value."""
    f = FORMATS[dtype]
    return Fraction(2) ** (max(_exponent(e) - f.digits + 1, f.tiny) if e else f.tiny)


@cache
def _beyond(dtype: str) -> Fraction:
    """What is rounded to infinity: half a unit above the largest number."""
    f = FORMATS[dtype]
    return Fraction(f.largest) * (1 + Fraction(1, 2 ** (f.digits + 1)))


def _exponent(e: Fraction) -> int:
    """The k with 2**k <= |e| < 2**(k + 1)."""
    k = abs(e.numerator).bit_length() - e.denominator.bit_length()
    return k if abs(e) >= Fraction(2) ** k else k - 1

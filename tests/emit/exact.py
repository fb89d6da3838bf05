"""Truth for emitted code: enclosures of the definition's derivatives, and errors in units in the last place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from symact.catalogue import Activation
from symact.emit.forms import FORMS
from symact.terms.ball import Undefined, enclose, precision
from symact.terms.core import Term, num, substitute, sym

X = sym("x")
NOTHING, HUGE = arb("1e-340"), arb("1.7976931348623157e308")


@dataclass(frozen=True)
class Measured:
    worst: float
    at: float
    mean: float
    bad: int  # nan or infinity where the truth is finite, 0 where it is a normal number
    points: int


def truth_term(a: Activation, order: int) -> Term:
    """The proved stable form where there is one (it can be evaluated far out), else the derivative by the rules."""
    return FORMS[a.name][order].term if a.name in FORMS else a.slope(order) if order else a.expression


def grid(extra: Iterable[float] = (), dense: float = 45.0, n: int = 700) -> np.ndarray:
    """Log-spaced points of the whole range, dense ones, and a cluster around each extra point."""
    rng = np.random.default_rng(20240607)
    logs = 10.0 ** rng.uniform(-320, 308, n)
    near = rng.uniform(-dense, dense, n)
    tails = rng.uniform(dense, 800, n // 2)
    around = [e + s * 10.0**-k for e in extra for k in range(17) for s in (-1.0, 1.0)]
    around += [float(np.nextafter(e, s)) for e in extra for s in (-np.inf, np.inf)]
    special = [5e-324, 2.2e-308, 1e-16, 1e-8, 0.5, 1.0, 708.0, 709.5, 745.0, 746.0, 37.5, 38.5, 1e4, 1.7e308]
    return np.concatenate([logs, -logs, near, tails, -tails, around, special, np.negative(special)])


def measure(got: np.ndarray, points: np.ndarray, t: Term, parameters: Mapping[str, Fraction] = {}) -> Measured:
    """The worst error in ulp of float64 against the enclosure."""
    t = substitute(t, {sym(k): num(v) for k, v in parameters.items()})
    worst, at, total, bad, n = 0.0, 0.0, 0.0, 0, 0
    for x, y in zip(points.tolist(), got.tolist(), strict=True):
        exact = _truth(t, x)
        if exact is None:
            continue
        n += 1
        nearest = float(exact)
        if not math.isfinite(y) or (y == 0 and abs(nearest) > 2.3e-308):
            bad += 1
            continue
        error = float(abs(Fraction(y) - exact) / Fraction(math.ulp(nearest)))
        total += error
        if error > worst:
            worst, at = error, x
    return Measured(worst, at, total / max(n, 1), bad, n)


def _truth(t: Term, x: float) -> Fraction | None:
    """The value to some 40 digits; None at a kink."""
    for bits in (160, 400, 1500):
        with precision(bits):
            try:
                ball = enclose(t, {X: Fraction(x)})
            except Undefined:
                return None
            if ball.is_finite() and (ball.rel_accuracy_bits() > 70 or abs(ball) < NOTHING):
                middle = ball.mid()
                if abs(middle) < NOTHING:
                    return Fraction(0)
                if abs(middle) > HUGE:
                    return None
                q = middle.fmpq()
                return Fraction(int(q.p), int(q.q))
    return None

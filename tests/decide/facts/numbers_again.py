"""Independent numbers: functions written again in mpmath, searched densely; nothing here uses the engine under test."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import mpmath
from mpmath import mpf

sys.path.insert(0, str(Path(__file__).parents[2] / "catalogue"))
from reference import REFERENCE

from symact.catalogue import ACTIVATIONS

NEAR = [mpf(k) / 16 for k in range(-320, 321)]
FAR = [s * mpf(v) for s in (1, -1) for v in (23, 30, 50, 120, 1000)]
POINTS = sorted([*NEAR, *FAR, mpf("1e-6"), mpf("-1e-6")])


def function(name: str) -> Callable[[mpf], mpf]:
    """A catalogue function at its default parameters, as the second writing has it."""
    defaults = {p.name: mpf(p.default.numerator) / p.default.denominator for p in ACTIVATIONS[name].parameters}
    return lambda x: mpf(REFERENCE[name](mpf(x), **defaults))


def slope(f: Callable[[mpf], mpf], order: int) -> Callable[[mpf], mpf]:
    """Its derivative by central differences."""
    return f if order == 0 else lambda x: mpmath.diff(f, x, order, h=mpf(10) ** -12)


def extremes(f: Callable[[mpf], mpf], skip: tuple[float, ...] = ()) -> tuple[mpf, mpf]:
    """The least and the greatest value found by a dense search that is refined around the best points."""
    with mpmath.workdps(40):
        xs = [x for x in POINTS if not any(abs(x - k) < mpf("1e-9") for k in skip)]
        values = [(f(x), x) for x in xs]
        return _refined(f, min(values), -1), _refined(f, max(values), 1)


def _refined(f: Callable[[mpf], mpf], best: tuple[mpf, mpf], side: int) -> mpf:
    value, x = best
    step = mpf(1) / 16
    for _ in range(60):
        for other in (x - step, x + step):
            v = f(other)
            if (v - value) * side > 0:
                value, x = v, other
                break
        else:
            step /= 2
    return value

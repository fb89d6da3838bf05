"""How far implementations of the catalogue's functions are from the truth: ours in every target, and those of others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from symact.catalogue import Activation
from symact.emit import lambdify
from symact.emit.compiled import Missing, compiled
from symact.emit.measure import Measured, grid, measure, truths
from symact.emit.rivals import RIVALS, rival
from symact.emit.search import WAVES, Subject, candidates, kink_places, places, waves
from symact.emit.subjects import parameters, subject
from symact.emit.targets import TARGETS

__all__ = ["IMPLEMENTATIONS", "Row", "check", "rows", "table"]

IMPLEMENTATIONS = (*TARGETS, *RIVALS)
DTYPES = {"float64": np.float64, "float32": np.float32}


@dataclass(frozen=True)
class Row:
    """The errors of one implementation of a derivative; ``special`` names arguments at which it does not give the limit."""

    name: str
    order: int
    implementation: str
    dtype: str
    measured: Measured | None
    special: tuple[str, ...] = ()


def check(implementations: Iterable[str]) -> None:
    """Raises Missing where an implementation cannot run here."""
    for name in implementations:
        if name in TARGETS:
            TARGETS[name].check()
        elif find_spec(RIVALS[name][0]) is None:
            raise Missing(f"{name} is not installed; `pip install {RIVALS[name][0]}` brings it")
        if name in TARGETS and TARGETS[name].suffix == "c":
            compiled("int symact_answers(void) { return 0; }")


def rows(
    a: Activation, implementations: Iterable[str], dtype: str = "float64", n: int = 700, orders: Iterable[int] = (0, 1, 2)
) -> Iterator[Row]:
    """A row for each implementation and order; ``measured`` is None where an implementation does not run."""
    for order in orders:
        s, points, exact = _ground(a, order, dtype, n)
        for name in implementations:
            function = _implementation(name, a, order, s)
            if function is None:
                continue
            try:
                got = np.asarray(function(points))
                special = tuple(_special(function, s, dtype))
            except Exception:  # code of others: what it raises is that it does not run
                if name in TARGETS:
                    raise
                yield Row(a.name, order, name, dtype, None)
                continue
            yield Row(a.name, order, name, dtype, measure(got, points, exact, dtype), special)


@lru_cache(maxsize=16)
def _ground(a: Activation, order: int, dtype: str, n: int) -> tuple[Subject, Any, list[Fraction | None]]:
    """The function, the points and the values there: log-spaced over the whole range, dense near 0, around zeros and kinks."""
    s = subject(a, order, True)
    x = grid([*map(float, places(s)), *kink_places(s)], n=n)
    if waves(s):
        x = x[np.abs(x) <= WAVES]
    if dtype == "float32":
        x = np.unique(x[np.abs(x) < 3.4e38].astype(np.float32))
    forms = [s.slope, *(f.term for f in candidates(s))]
    return s, x, truths(forms, x.astype(np.float64), s.samples[0])


def _implementation(name: str, a: Activation, order: int, s: Subject) -> Callable[[Any], Any] | None:
    values = s.samples[0]
    if name in RIVALS:
        defaults = {p.symbol.name: p.default for p in parameters(a) if p.default is not None}
        return rival(name, a, order, {**defaults, **values})
    f = lambdify(a, order, name)
    given = {i.name: float(values[i.symbol.name]) for i in s.parameters}
    if name == "python":
        return lambda x: np.array([f(v, **given) for v in np.asarray(x).tolist()])
    if name == "torch":
        import torch

        return lambda x: f(torch.tensor(x), **given).numpy()
    if name == "jax":
        import jax

        jax.config.update("jax_enable_x64", True)
        g = jax.jit(lambda x: f(x, **given))
        return lambda x: np.asarray(g(x))
    return lambda x: f(x, **given)


def _special(function: Callable[[Any], Any], s: Subject, dtype: str) -> Iterator[str]:
    """The special arguments at which the value is not the limit."""
    kind = DTYPES[dtype]
    with np.errstate(all="ignore"):
        nan, zero, minus_zero, left, right = np.asarray(function(np.array([np.nan, 0.0, -0.0, -np.inf, np.inf], dtype=kind))).tolist()
    if not math.isnan(nan):
        yield "nan"
    if not (zero == minus_zero or (math.isnan(zero) and math.isnan(minus_zero))):
        yield "-0"
    if waves(s):
        return
    forms = [s.slope, *(f.term for f in candidates(s))]
    for name, value, sign in (("-inf", left, -1), ("inf", right, 1)):
        near, far = truths(forms, [sign * 1e100, sign * 1e300], s.samples[0])
        if near is None or far is None:
            continue
        infinite = math.inf if far > 0 else -math.inf
        grows = abs(far) > 10**308 or abs(far) > Fraction(3, 2) * abs(near) > 0
        limit = infinite if grows else 0.0 if abs(far) < Fraction(1, 10**30) else float(far)
        if not (value == limit or abs(value - limit) <= 4 * float(np.spacing(np.asarray(abs(limit), dtype=kind)))):
            yield name


def table(results: Iterable[Row]) -> Iterator[str]:
    """The rows as lines of text."""
    head = f"{'function':<18} {'':<3} {'implementation':<15} {'dtype':<8} {'max ulp':>10} {'mean':>8} {'worst input':>24}"
    yield f"{head} {'nan':>5} {'inf':>5} {'zero':>5} {'points':>7}"
    fast = False
    for r in results:
        fast = fast or r.implementation.endswith("-fast")
        head = f"{r.name:<18} {'f' + chr(39) * r.order:<3} {r.implementation:<15} {r.dtype:<8}"
        if r.measured is None:
            yield f"{head} does not run"
            continue
        m = r.measured
        wrong = f"  wrong at {', '.join(r.special)}" if r.special else ""
        yield f"{head} {_short(m.worst):>10} {_short(m.mean):>8} {m.at!r:>24} {m.nan:>5} {m.infinite:>5} {m.zero:>5} {m.points:>7}{wrong}"
    if fast:
        yield "The ulp is that of the value here; what fast code states may be in units of what a change of x by its ulp changes."


def _short(x: float) -> str:
    return f"{x:.3f}" if x < 1e5 else f"{x:.1e}"

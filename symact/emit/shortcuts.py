"""The search for cheaper writings of a function that has a form already: on an interval, where nothing overflows or cancels.

Most arguments lie where exponentials are ordinary numbers. There one exponential without a choice of its sign is precise
enough, and takes a fraction of the time. What lies outside, and nan, is left to the form.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from symact.derive.pieces import is_piecewise
from symact.emit.forms import SHORT, Form, Quick
from symact.emit.lower import NotEmitted
from symact.emit.measure import FORMATS, grid, truths, ulps, unit
from symact.emit.program import Core, core, time_of, written
from symact.emit.rewrites import finished
from symact.emit.search import REACHES, WAVES, Found, Subject, candidates, kink_places, places, waves, with_zones
from symact.terms.ball import holds
from symact.terms.calculus import diff
from symact.terms.core import Term, mul, num, transform, walk

__all__ = ["Runs", "with_shortcuts"]

WIDE, NARROW = 12, 9  # a shortcut holds to here at least, a rough one to the second: float32 ends sooner
PRECISE = 3.8  # ulp, of float64, or what the form itself has
ROUGH = (9.0, 16.0, 64.0)  # the first that a writing keeps, in float64 and in float32
KEPT = 5  # writings to choose from for f with f'
TRIED = 24
REACH = (
    9, 10, 12, 15, 20, 26, 30, 36, 40, 50, 60, 80, 87, 100, 120, 150, 170, 200, 230, 300, 350, 400, 500, 600, 700, 2.0**100, math.inf,
)  # fmt: skip


@dataclass(frozen=True)
class Runs:
    """How code is run: a core whole, its shortcut (the rough one where this is True), in C's float32, and in pairs."""

    whole: Callable[[Core], Callable[..., Any]]
    shortcut: Callable[[Core, bool], Callable[..., Any]]
    single: Callable[[Core], Callable[[Any], Any] | None]
    pairs: Callable[[Core], Callable[[Any], Any] | None]


def with_shortcuts(name: str, s: Subject, found: Found, runs: Runs) -> Found:
    """The form with the cheapest writings that will do around 0, precise ones and rough ones; for functions without parameters."""
    if s.parameters:
        return found
    writings = {w.term: w for w in proposals(name, s, found.form)}

    def judged(fast: bool) -> Judged:
        timed = {w.term: time(s, found.form, w, fast) for w in writings.values()}
        quickest = sorted((w for w in writings.values() if timed[w.term] < math.inf), key=lambda w: timed[w.term])[:TRIED]
        return Judged(s, found.form, quickest, runs, fast, found.error.worst)

    quick, rough = judged(False), judged(True)
    return replace(found, form=replace(found.form, quick=quick.best(), rough=tuple(map(rough.in_single, rough.best()))))


def time(s: Subject, form: Form, writing: Form, fast: bool) -> float:
    """The time of a writing, infinite where it has no code."""
    try:
        return time_of(written("_f", [writing.term], [form], s.variable, fast))
    except NotEmitted:
        return math.inf


def proposals(name: str, s: Subject, form: Form) -> Iterator[Form]:
    """The form, the other candidates of the search, and each of them as it reads on one side of 0."""
    own = [Form("short", finished(t)) for t in SHORT.get(name, ((), (), ()))[s.order]]
    yield form
    for f in (form, *own, *candidates(s)):
        yield Form(f.name, f.term)
        if not is_piecewise(s.f, s.variable):
            yield from (Form(f.name, t) for side in (1, -1) if (t := one_sided(f.term, s.variable, side)) != f.term)


def one_sided(t: Term, x: Term, side: int) -> Term:
    """The term with the choices that it makes for x > 0, or for x < 0; for a function without a kink it is the same function."""
    if any(a.head == "erfcx" for a in walk(t)):
        return t  # grows beyond all bounds on the other side

    def chosen(a: Term) -> Term | None:
        if a.head == "abs" and a.args[0] == x:
            return mul(side, x)
        if a == Term("sign", (x,)):
            return num(side)
        if a.head == "cases":
            conditions = a.args[:-1:2] if len(a.args) % 2 else a.args[::2]
            for k, c in enumerate(conditions):
                told = holds(c, {x: Fraction(side)})
                if told is None:
                    return None
                if told:
                    return one_sided(a.args[2 * k + 1], x, side)
            return one_sided(a.args[-1], x, side) if len(a.args) % 2 else None
        if a.head in ("max", "min") and set(a.args) == {num(0), x}:
            return x if (side > 0) == (a.head == "max") else num(0)
        return None

    return finished(transform(t, chosen))


class Judged:
    """Writings measured on points around 0, in float64 to full precision, or roughly in float64 and in float32.

    For rough ones, pairs of doubles tell the truth at many more points.
    """

    def __init__(self, s: Subject, form: Form, writings: Sequence[Form], runs: Runs, fast: bool, worst: float) -> None:
        self.subject, self.form, self.writings, self.runs, self.fast, self.worst = s, form, writings, runs, fast, worst
        self.roots = places(s)
        points = grid([*(float(r) for r in self.roots), *kink_places(s)], n=300 if fast else 1200, seed=3)
        chance = np.random.default_rng(4)
        edges = [float(r) + side * reach for r in self.roots for reach in REACHES for side in (-1.0, 1.0)]
        beside = [e + 0.03 * side * chance.random(40) for e in ([] if fast else edges) for side in (-1.0, 1.0)]
        points = np.concatenate([points, np.linspace(-30, 30, 601), chance.uniform(-WIDE, WIDE, 600 if fast else 8000), *beside])
        self.reach = [r for r in REACH if r <= WAVES or not waves(s)]
        self.points = {"float64": points}
        if fast:
            with np.errstate(over="ignore"):
                single = points.astype(np.float32)
            self.points["float32"] = single[np.isfinite(single)]

    @cached_property
    def exact(self) -> dict[str, list[Fraction | None]]:
        return {kind: truths([self.subject.slope, self.form.term], x.astype(np.float64)) for kind, x in self.points.items()}

    def best(self) -> tuple[Quick, ...]:
        """The cheapest that are precise enough around 0."""
        for limit in ROUGH if self.fast else (max(PRECISE, self.worst),):
            out: list[Quick] = []
            for w in self.writings:
                tries = [w] if w.zones or self.fast or not self.roots else [w, *list(with_zones(self.subject, w, self.roots))[1::2]]
                measured = (q for t in tries if (q := self.measured(t, limit)) is not None)
                out += [q for q in [next(measured, None)] if q is not None]
                if len(out) == KEPT:
                    break
            if out:
                return tuple(out)
        return ()

    def measured(self, w: Form, limit: float) -> Quick | None:
        """The writing on the widest interval on which its error is within the limit."""
        way = Quick(w.term, w.zones, -1.0, 1.0, 0.0)
        bare = Form(w.name, w.term, w.zones, kinks=self.form.kinks, **{"rough" if self.fast else "quick": (way,)})  # type: ignore[arg-type]
        try:
            function = self.runs.shortcut(core("_core", [bare], self.subject.variable, ()), self.fast)
        except NotEmitted:
            return None
        found = [self.errors(function, kind) for kind in self.points]

        def worst(left: float, right: float) -> list[float]:
            return [float(e[(x > left) & (x < right)].max(initial=0.0)) for x, e in found]

        left = max((r for r in self.reach if max(worst(-r, 1e-300)) <= limit), default=0.0)
        right = max((r for r in self.reach if max(worst(-1e-300, r)) <= limit), default=0.0)
        for end in (-math.inf, math.inf):
            if not math.isnan(function(np.array([math.nan]))[0]) or function(np.array([end]))[0] != self.end(end):
                left, right = (min(left, 2.0**100), right) if end < 0 else (left, min(right, 2.0**100))
        if min(left, right) < (NARROW if self.fast else WIDE):
            return None
        return Quick(w.term, w.zones, -float(left), float(right), *(round(e, 3) for e in worst(-left, right)))

    def in_single(self, q: Quick) -> Quick:
        """The writing with its error in compiled code that computes in float32, where there is such code and it is good enough."""
        if q.zones:
            return q
        known = replace(q, single=0.0)
        function = self.runs.single(core("_core", [replace(self.form, quick=(), rough=(known,))], self.subject.variable, ()))
        if function is None:
            return q
        x, errors = self.errors(function, "float32")
        error = errors[(x > q.left) & (x < q.right)].max(initial=0.0)
        return replace(q, single=round(float(error), 3)) if error <= ROUGH[-1] else q

    @cached_property
    def play(self) -> dict[str, Any]:
        """By how many ulp a change of x by one ulp changes the value, 1 at least: what rounds its exponent cannot do better."""
        s = self.subject
        out = {}
        for kind, x in self.points.items():
            slopes = truths([diff(s.slope, s.variable)], x.astype(np.float64))
            out[kind] = np.array([_play(v, f, m, kind) for v, f, m in zip(x.tolist(), self.exact[kind], slopes, strict=True)])
        return out

    def end(self, at: float) -> float:
        """What the form itself gives for an infinite argument."""
        bare = replace(self.form, quick=(), rough=())
        return float(self.runs.whole(core("_core", [bare], self.subject.variable, ()))(at))

    def errors(self, function: Callable[..., Any], dtype: str) -> tuple[Any, Any]:
        """Points and the errors there."""
        x = self.points[dtype]
        with np.errstate(all="ignore"):
            got = function(x)
        own = np.array([_ulps(y, e, dtype) for y, e in zip(got.tolist(), self.exact[dtype], strict=True)])
        if not self.fast:
            return x, own
        more, high, low, unit = self.dense[dtype]
        with np.errstate(all="ignore"):
            beside = np.abs(function(more).astype(np.float64) - high - low) / unit
        return np.concatenate([x, more]), np.concatenate([own / self.play[dtype], np.nan_to_num(beside, nan=math.inf)])

    @cached_property
    def dense(self) -> dict[str, tuple[Any, Any, Any, Any]]:
        """Many points with the truth as a pair, and the unit of errors; none where pairs cannot tell it."""
        run = self.runs.pairs(core("_core", [replace(self.form, quick=(), rough=())], self.subject.variable, ()))
        out = {}
        for dtype in self.points:
            kind = np.dtype(dtype)
            x = many(self.reach, [float(r) for r in self.roots]).astype(kind)
            x = x[np.isfinite(x)] if run else x[:0]
            with np.errstate(all="ignore"):
                (high, low), (above, below) = (run(v.astype(np.float64)) if run else (v, v) for v in (x, np.nextafter(x, kind.type(np.inf))))
                unit = np.maximum(np.spacing(np.abs(high).astype(kind)).astype(np.float64), np.abs((above - high) + (below - low)))
                size, most = np.abs(high), FORMATS[dtype].largest
                told = (size > max(FORMATS[dtype].least, 1e-280)) & (size < min(most, 1e280)) & np.isfinite(unit)
            out[dtype] = (x[told], high[told], low[told], unit[told])
        return out


def many(reach: Sequence[float], roots: Sequence[float]) -> Any:
    """Points where shortcuts may fail: close together, beside the ends of intervals, where powers overflow, around zeros."""
    chance = np.random.default_rng(7)
    ends = [np.linspace(a, b, 100) for a, b in pairwise(r for r in reach if r <= 1000)]
    steep = [2.0 ** (bits / n) * np.linspace(0.9, 1.1, 41) for bits in (128, 1024) for n in (2, 3, 4)]
    zeros = [r + side * 10.0 ** chance.uniform(-9, 0, 300) for r in roots[:20] for side in (-1.0, 1.0)]
    around = [chance.uniform(0, WIDE, 20000), chance.uniform(0, 100, 10000), 10.0 ** chance.uniform(-30, 300, 6000)]
    one_side = np.concatenate([*around, *ends, *steep])
    with np.errstate(over="ignore"):
        return np.concatenate([one_side, -one_side, *zeros])


def _play(x: float, value: Fraction | None, slope: Fraction | None, dtype: str) -> float:
    if value is None or slope is None:
        return 1.0
    return max(1.0, float(min(abs(slope) * unit(Fraction(x), dtype) / unit(value, dtype), Fraction(2) ** 60)))


def _ulps(y: float, e: Fraction | None, dtype: str) -> float:
    return 0.0 if e is None else ulps(y, e, dtype)

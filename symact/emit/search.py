"""The search for the form of a function that computes best: candidates are measured, the cheapest of the precise ones is taken.

This is Herbie's way (Panchekha, Sanchez-Stern, Wilcox, Tatlock 2015): rewritings are proposed, sampled errors decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from symact.derive.pieces import Piece, derivative_pieces, is_piecewise
from symact.derive.tidy import factored, tidy
from symact.emit.forms import Form
from symact.emit.lower import NotEmitted
from symact.emit.measure import Measured, grid, measure, truths
from symact.emit.program import Core, Input, core
from symact.emit.rewrites import stable
from symact.emit.zones import zeros, zone
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.calculus import diff
from symact.terms.core import Term, cases, free, num, substitute, sym, walk
from symact.terms.functions import FUNCTIONS

__all__ = ["GOOD", "Found", "Subject", "search"]

GOOD = 3.2  # ulp: what the search is content with
RATIOS = ("0.125", "0.25", "0.5", "0.75")
REACHES = (1.0, 0.75, 0.5, 0.35, 0.2, 0.1)
Samples = tuple[Mapping[str, Fraction], ...]


@dataclass(frozen=True)
class Subject:
    """A function of one variable and the order of the derivative that is asked for.

    ``samples`` are values of the parameters to measure at, ``forms`` the writings that are known beside those found by rules.
    """

    f: Term
    variable: Term
    order: int
    parameters: tuple[Input, ...] = ()
    samples: Samples = ({},)
    kinks: tuple[tuple[Term, Term], ...] = ()
    forms: tuple[Form, ...] = ()

    @property
    def slope(self) -> Term:
        """The derivative as the rules give it."""
        return diff(self.f, self.variable, self.order) if self.order else self.f


@dataclass(frozen=True)
class Found:
    """The form that was chosen, with its error on the sampled points."""

    form: Form
    error: Measured


def search(s: Subject, run: Callable[[Core], Callable[..., Any]], n: int = 500) -> Found:
    """The cheapest form within 3 ulp, else the most precise one. Raises NotEmitted, NotDifferentiable."""
    proposals = [replace(f, kinks=s.kinks) for f in candidates(s)]
    roots = places(s)
    points = grid([*(float(r) for r in roots), *kink_places(s)], n=n)
    exact = [truths([s.slope, *(f.term for f in proposals)], points, sample) for sample in s.samples]

    def judged(form: Form) -> Found | None:
        try:
            function = run(core("_core", [form], s.variable, s.parameters))
        except NotEmitted:
            return None
        worst: Measured | None = None
        for sample, truth in zip(s.samples, exact, strict=True):
            values = [float(sample[p.symbol.name]) for p in s.parameters]
            m = measure(function(points, *values), points, truth)
            if worst is None or (m.lost, m.worst) > (worst.lost, worst.worst):
                worst = m
        assert worst is not None
        return Found(form, worst)

    plain = sorted(filter(None, map(judged, proposals)), key=rank)
    if not plain:
        raise NotEmitted("there is no code for a part of the expression")
    if is_good(plain[0]):
        return min(filter(is_good, plain), key=lambda found: cost(found.form.term))
    best = plain[0]
    for start in plain[:3]:
        for mended in mendings(s, start.form, roots):
            found = judged(mended)
            if found is None:
                continue
            if is_good(found):
                return found
            best = min(best, found, key=rank)
    return best


def rank(found: Found) -> tuple[int, float]:
    return found.error.lost, found.error.worst


def is_good(found: Found) -> bool:
    return found.error.lost == 0 and found.error.worst <= GOOD


def cost(t: Term) -> int:
    """About how long a term takes, in additions."""
    seen = set(walk(t))
    return sum(12 if a.head in FUNCTIONS and a.head not in ("abs", "sign", "max", "min") else 3 if a.head == "cases" else 1 for a in seen)


def places(s: Subject) -> tuple[Fraction, ...]:
    """The zeros of the function, where it has no parameter and does not wave."""
    if s.parameters:
        return ()
    return zeros(substitute(s.slope, {s.variable: sym("x")})) or ()


def kink_places(s: Subject) -> Iterator[float]:
    yield 0.0
    for sample in s.samples:
        values = {sym(k): num(v) for k, v in sample.items()}
        for edge in edges(s.f):
            try:
                yield float(enclose(substitute(edge, values), {}).mid())
            except (Undefined, Unbound):
                continue
        for at, _ in s.kinks:
            yield float(enclose(substitute(at, values), {}).mid())


def edges(t: Term) -> Iterator[Term]:
    """What a condition or an extremum compares with."""
    for a in walk(t):
        if a.head in ("lt", "le", "eq", "ne", "max", "min"):
            yield from (b for b in a.args if b.head != "true")


def mendings(s: Subject, form: Form, roots: Sequence[Fraction]) -> Iterator[Form]:
    """The form with polynomials around its zeros, with sums in doubt computed in pairs, and with both."""
    zoned = list(with_zones(s, form, roots))
    yield from zoned
    yield replace(form, careful=True)
    for z in zoned:
        yield replace(z, careful=True)
    for ratio in RATIOS:
        for start in (form, *zoned):
            yield replace(start, ratio=ratio)
            yield replace(start, ratio=ratio, careful=True)


def with_zones(s: Subject, form: Form, roots: Sequence[Fraction]) -> Iterator[Form]:
    if not roots:
        return
    t = substitute(s.slope, {s.variable: sym("x")})
    cuts = sorted({k for k in kink_places(s) if k or is_piecewise(s.f, s.variable)})
    made = []
    for r in roots:
        for reach in REACHES:
            at = float(r)
            inner = [(at - reach, at + reach)]
            inner += [(max(low, k), high) if k < at else (low, min(high, k)) for k in cuts for low, high in inner if k != at and low < k < high]
            left, right = inner[-1]
            found = zone(t, r, left, right)
            if found is not None:
                made.append(found)
                break
    if made:
        yield replace(form, zones=tuple(made))


# ---- candidates


def candidates(s: Subject) -> list[Form]:
    """Other writings of the derivative, none twice."""
    out: dict[Term, Form] = {}
    for f in s.forms:
        out.setdefault(f.term, f)
    parameters = {p.symbol: s.samples[0][p.symbol.name] for p in s.parameters}
    for name, t in written(s, parameters):
        out.setdefault(t, Form(name, t))
    return list(out.values())


def written(s: Subject, parameters: Mapping[Term, Fraction]) -> Iterator[tuple[str, Term]]:
    x = s.variable
    if s.order == 0:
        yield "as defined", s.f
        yield "rewritten", stable(s.f)
    pieced = is_piecewise(s.f, x)
    if pieced:
        found = derivative_pieces(s.f, x, parameters, s.order, short=False)
        if found is not None:
            parts, smooth = found
            yield "in pieces", chosen(parts, smooth, x)
            yield "in pieces, rewritten", stable(chosen(parts, smooth, x))
            short = [Piece(p.low, p.high, factored(p.term) or p.term) for p in parts]
            yield "in pieces, factored", stable(chosen(short, smooth, x))
    elif s.order:
        t = s.f
        for _ in range(s.order):
            t = tidy(diff(t, x))
        yield "by the rules", t
        yield "by the rules, rewritten", stable(t)
        short = factored(t)
        if short is not None:
            yield "factored", stable(short)
        r = stable(s.f)
        if is_piecewise(r, x) and r != s.f:
            found = derivative_pieces(r, x, parameters, s.order, short=False)
            if found is not None:
                yield "rewritten, then derived", chosen(*found, x)


def chosen(parts: Sequence[Piece], smooth: Sequence[Term], x: Term) -> Term:
    """The pieces as choices from left to right; a kink belongs to the piece on its left."""
    args: list[Term] = []
    for p in parts[:-1]:
        assert p.high is not None
        args += [x.lt(p.high) if p.high in smooth else x.le(p.high), p.term]
    return cases(*args, parts[-1].term) if args else parts[-1].term

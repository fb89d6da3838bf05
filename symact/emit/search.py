"""The search for the form of a function that computes best: candidates are measured, the cheapest of the precise ones is taken.

This is Herbie's way (Panchekha, Sanchez-Stern, Wilcox, Tatlock 2015): rewritings are proposed, sampled errors decide.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice, product
from typing import Any

import numpy as np
from flint import arb

from symact.decide import same_value, simplified
from symact.derive.pieces import Piece, derivative_pieces, is_piecewise, pieces
from symact.derive.tidy import factored, tidy
from symact.emit.forms import Far, Form, Tail, Zone
from symact.emit.lower import NotEmitted
from symact.emit.measure import Measured, grid, measure, truths
from symact.emit.program import ALWAYS, Core, Input, core, time_of
from symact.emit.rewrites import finished, stable
from symact.emit.shapes import coefficient
from symact.emit.zones import zeros, zone
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import ZERO, Term, add, cases, exp, free, mul, num, power, substitute, sym, transform, walk

__all__ = ["GOOD", "Found", "Subject", "search"]

GOOD = 3.2  # ulp: what the search is content with
SURE = 3.7  # on more points
FAST = 4.0  # what does not take pairs everywhere, a thousand times slower
BESIDE = 1e-12
RATIOS = ("0.125", "0.25", "0.5", "0.75")
WAVES = 100.0  # functions with infinitely many zeros are measured within this
REACHES = (0.1, 0.25, 0.4, 0.55, 0.75, 1.0)
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
    """The cheapest form within 3.2 ulp, else the most precise one. Raises NotEmitted, NotDifferentiable.

    What is found on ``n`` points of each kind is measured again on five times as many others.
    """
    printed = [f for f in candidates(s) if has_code(s, f)]
    if not printed:
        raise NotEmitted("there is no code for a part of the expression")
    known = next((f.tail for f in s.forms if f.tail), None) or tail(s)
    beyond = far(s, [f.term for f in printed])
    proposals = [replace(f, kinks=s.kinks, tail=known, far=beyond) for f in printed]
    roots = places(s)
    spots = roots or sampled_places(s)
    first, second = (Judge(s, proposals, spots, run, count, seed) for count, seed in ((n, 1), (5 * n, 2)))
    plain = sorted(map(first.found, proposals), key=rank)
    best: Found | None = None

    def time(found: Found) -> float:
        return time_of(core("_core", [found.form], s.variable, s.parameters).fast)

    good = sorted(filter(is_good, plain), key=time)
    patched = (z for p in sorted(plain[:5], key=time) for z in with_zones(s, p.form, roots))
    by_hand = {f.name for f in s.forms} if s.parameters else set()  # for all values of the parameters, of which samples tell little
    likely = [*(p for p in plain if p.form.name in by_hand), *(p for p in plain[:3] if p.form.name not in by_hand)]
    mended = (m for p in likely for m in mendings(s, p.form, roots))
    for form in chain([found.form for found in good], patched, mended):
        if form.ratio == ALWAYS and best is not None and best.error.lost == 0 and best.error.worst <= FAST:
            continue
        found = first.found(form)
        if best is not None and rank(found) >= rank(best):
            continue
        again = second.found(form)
        if rank(again) > rank(found):
            found = again
        if best is None or rank(found) < rank(best):
            best = found
        if found.error.lost == 0 and found.error.worst <= SURE:
            return found
    return best or plain[0]


def has_code(s: Subject, form: Form) -> bool:
    try:
        core("_core", [form], s.variable, s.parameters)
    except NotEmitted:
        return False
    return True


class Judge:
    """Measures forms on points: those of the subject's places, and others by chance."""

    def __init__(
        self, s: Subject, forms: Sequence[Form], roots: Sequence[Fraction], run: Callable[[Core], Callable[..., Any]], n: int, seed: int
    ) -> None:
        self.subject, self.run = s, run
        points = grid([*(float(r) for r in roots), *kink_places(s)], n=n, seed=seed)
        for root in map(float, roots if s.parameters else ()):  # beside a zero that moves with parameters pairs run out of bits
            points = points[(abs(points - root) >= BESIDE * abs(root)) | (root == 0.0)]
        inside = (abs(points) <= WAVES) | (not waves(s))
        self.points, self.beyond = points[inside], points[~inside & (abs(points) < 1e6)]
        self.terms = [s.slope, *(f.term for f in forms)]

    @cached_property
    def exact(self) -> list[list[Fraction | None]]:
        return [truths(self.terms, self.points, sample) for sample in self.subject.samples]

    @cached_property
    def exact_beyond(self) -> list[Any]:
        """The truth at points where errors next to the many zeros of a wave are left out; nan where nothing tells it."""
        return [
            np.array([math.nan if e is None else float(e) for e in truths(self.terms, self.beyond, sample)]) for sample in self.subject.samples
        ]

    def found(self, form: Form) -> Found:
        """The form with its error."""
        s = self.subject
        function = self.run(core("_core", [form], s.variable, s.parameters))
        worst: Measured | None = None
        for sample, truth, outside in zip(s.samples, self.exact, self.exact_beyond, strict=True):
            values = [float(sample[p.symbol.name]) for p in s.parameters]
            m = measure(function(self.points, *values), self.points, truth)
            with np.errstate(all="ignore"):
                size = np.abs(outside)
                off = ~(np.abs(function(self.beyond, *values) - outside) <= 1e-6 * size + np.minimum(1e-9, 1e-3 * size))
            m = replace(m, nan=m.nan + int((off & (size > 1e-290)).sum()))
            if worst is None or (m.lost, m.worst) > (worst.lost, worst.worst):
                worst = m
        assert worst is not None
        return Found(form, worst)


def rank(found: Found) -> tuple[int, float]:
    return found.error.lost, found.error.worst


def is_good(found: Found) -> bool:
    return found.error.lost == 0 and found.error.worst <= GOOD


def places(s: Subject) -> tuple[Fraction, ...]:
    """The zeros of the function where it has no parameter; only 0 where it has infinitely many."""
    if s.parameters:
        return ()
    found = zeros(s.slope)
    return (Fraction(0),) if found is None else found


def sampled_places(s: Subject) -> tuple[Fraction, ...]:
    """Zeros with the samples of the parameters put in: where other values have other zeros, forms are tried, not mended."""
    found = [zeros(substitute(s.slope, {sym(k): num(v) for k, v in sample.items()})) for sample in s.samples if sample]
    return tuple(sorted({root for roots in found for root in roots or ()}))


def waves(s: Subject) -> bool:
    return any(a.head in ("sin", "cos", "tan", "sinc") and s.variable in free(a) for a in walk(s.f))


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
    """The form with its rounding errors kept, with sums in doubt computed in pairs, and with both: the fastest first."""
    zoned = list(with_zones(s, form, roots))
    yield replace(form, careful=True)
    yield from (replace(z, careful=True) for z in zoned)
    for ratio in RATIOS:
        for start in (form, *zoned[2::3]):
            yield replace(start, ratio=ratio)
            yield replace(start, ratio=ratio, careful=True)
    yield replace(form, ratio=ALWAYS)


def with_zones(s: Subject, form: Form, roots: Sequence[Fraction]) -> Iterator[Form]:
    """The form with zones around its zeros that reach further and further, as far as polynomials of moderate degree do."""
    t = s.slope
    cuts = sorted({k for k in kink_places(s) if k or is_piecewise(s.f, s.variable)})
    last: dict[Fraction, Zone] = {}
    for reach in REACHES if roots else ():
        made = {r: found for r in roots if (found := zone(t, r, *bounds(float(r), reach, cuts))) is not None}
        if not made:
            return
        last |= made
        yield replace(form, zones=tuple(last.values()))


def bounds(at: float, reach: float, cuts: Sequence[float]) -> tuple[float, float]:
    """The interval around a place that no cut divides."""
    left = max([at - reach, *(k for k in cuts if k < at)])
    right = min([at + reach, *(k for k in cuts if k > at)])
    return left, right


def other_values(s: Subject) -> Sequence[Mapping[str, Fraction]]:
    """The samples, and others with 0 and the other sign for parameters of unknown sign: growth may hang on it."""
    first = s.samples[0]
    others = islice(product(*(_values_of(p, first[p.symbol.name]) for p in s.parameters)), 81)
    return [*s.samples, *({p.symbol.name: v for p, v in zip(s.parameters, values, strict=True)} for values in others)]


def _values_of(p: Input, value: Fraction) -> tuple[Fraction, ...]:
    size = abs(value) or Fraction(1)
    return (size, 3 * size) if p.sign == 1 else (size, -size, Fraction(0))


def far(s: Subject, writings: Sequence[Term] = ()) -> tuple[Far, Far]:
    """How the function goes on beyond 2^100, told from rigorous values there; as computed, where samples do not agree.

    ``writings`` are other terms for it, for where its own cancels too much to tell.
    """
    sides = []
    for sign in (-1, 1):
        with precision(1200):
            found = {going_on([value_at(s, writings, sample, sign * 2**k) for k in (100, 101, 140, 200)]) for sample in other_values(s)}
        grown = found - {GONE} or found
        powers, limits = {side.power for side in grown}, {side.limit for side in grown}
        power = powers.pop() if len(powers) == 1 else None
        agreed = len(limits) == 1 and (power is not None or GONE not in found)
        sides.append(Far(power, limits.pop() if agreed else math.nan))
    return sides[0], sides[1]


GONE = Far(0, 0.0)  # 0 to the last bit, which any power of x leaves as it is


def value_at(s: Subject, writings: Sequence[Term], sample: Mapping[str, Fraction], at: int) -> Any:
    values = {**{sym(k): num(v) for k, v in sample.items()}, s.variable: num(at)}
    ball = None
    for t in (s.slope, *writings):
        try:
            ball = enclose(substitute(t, values), {})
        except (Undefined, Unbound):
            return None
        if ball.is_finite() and (ball.rel_accuracy_bits() > 100 or abs(ball) < arb("1e-330")):
            break
    return ball


def going_on(values: Sequence[Any]) -> Far:
    """Told from the values at 2^100, 2^101, 2^140 and 2^200."""
    a, b, c, d = values
    if any(v is None or not v.is_finite() for v in values):
        return Far(None)
    size = [abs(v) for v in values]
    if all(v < arb("1e-290") for v in size):
        return GONE
    if all(v > arb("1e330") for v in size):
        return Far(0)
    if any(v < arb("1e-330") for v in size):
        return Far(None)
    for n in range(-9, 4):
        if all(abs(v / a / arb(2) ** (n * k) - 1) < arb(2) ** -80 for v, k in ((b, 1), (c, 40), (d, 100))):
            return Far(n, math.copysign(math.inf, float(d)) if n > 0 else 0.0 if n < 0 else math.nan)
    grows = size[0] < size[1] < size[2] < size[3] and (a > 0) == (b > 0) == (c > 0) == (d > 0) and size[3] > 1.5 * size[0]
    if grows:
        return Far(None, math.copysign(math.inf, float(d)))
    shrinks = size[0] > size[1] > size[2] > size[3] and size[3] < 1e-5 * size[0]
    return Far(None, 0.0) if shrinks else Far(None)


def tail(s: Subject) -> Tail | None:
    """The leading term at minus infinity of a function of exp(x): c(x) exp(x), where it is one and c is not constant."""
    if s.parameters:
        return None
    r = stable(s.f)
    parts = pieces(r, s.variable, {})
    if not parts:
        return None
    left = tidy(parts[0].term)
    small = sym("#small")
    t = transform(left, lambda a: _power_of_small(a, s.variable, small))
    if small not in free(t) or any(a.head == "exp" and s.variable in free(a) for a in walk(t)):
        return None
    if tidy(substitute(t, {small: ZERO})) != ZERO and not same_value(substitute(t, {small: ZERO}), ZERO):
        return None
    try:
        c = simplified(substitute(diff(t, small), {small: ZERO}))
    except NotDifferentiable:
        return None
    if c is None or s.variable not in free(c):
        return None
    for _ in range(s.order):
        c = tidy(add(c, diff(c, s.variable)))
    return Tail(-300.0, mul(c, exp(s.variable)))


def _power_of_small(a: Term, x: Term, small: Term, sign: int = 1) -> Term | None:
    """exp(m x) as a power of what stands for exp(x), or with the sign -1 for exp(-x)."""
    if a.head != "exp":
        return None
    c, rest = coefficient(a.args[0])
    return power(small, sign * c) if rest == x and c.denominator == 1 and sign * c > 0 else None


# ---- candidates


def candidates(s: Subject) -> list[Form]:
    """Other writings of the derivative, none twice."""
    out: dict[Term, Form] = {}
    for f in s.forms:
        out.setdefault(finished(f.term), replace(f, term=finished(f.term)))
    parameters = {p.symbol: s.samples[0][p.symbol.name] for p in s.parameters}
    for name, t in written(s, parameters):
        out.setdefault(finished(t), Form(name, finished(t)))
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
            shorter = [Piece(p.low, p.high, factored(p.term) or p.term) for p in parts]
            yield "in pieces, factored", stable(chosen(shorter, smooth, x))
            yield "in pieces, collected", chosen([Piece(p.low, p.high, collected(p.term, x)) for p in parts], smooth, x)
    elif s.order:
        t = s.f
        for _ in range(s.order):
            t = tidy(diff(t, x))
        yield "by the rules", t
        yield "by the rules, rewritten", stable(t)
        short = factored(t)
        if short is not None:
            yield "factored", stable(short)
        yield from decaying(t, x)
        r = stable(s.f)
        if r != s.f and not is_piecewise(r, x):
            for _ in range(s.order):
                r = tidy(diff(r, x))
            yield "rewritten, then derived", r
        elif r != s.f:
            found = derivative_pieces(r, x, parameters, s.order, short=False)
            if found is not None:
                yield "rewritten, then derived", chosen(*found, x)


def decaying(t: Term, x: Term) -> Iterator[tuple[str, Term]]:
    """One fraction in exp(-x), which a leading term replaces where it overflows on the left."""
    small = sym("#small")
    whole = transform(t, lambda a: _power_of_small(a, x, small, -1))
    short = factored(whole) if small in free(whole) else None
    if short is not None and not any(a.head == "exp" and x in free(a) for a in walk(short)):
        yield "factored in exp(-x)", substitute(short, {small: exp(-x)})


def collected(t: Term, x: Term) -> Term:
    """A line as ``b + m x``, so that parts of b which cancel do so before anything small is added; any other term as it is."""
    m = tidy(diff(t, x))
    return t if x in free(m) else add(tidy(substitute(t, {x: ZERO})), mul(m, x))


def chosen(parts: Sequence[Piece], smooth: Sequence[Term], x: Term) -> Term:
    """The pieces as choices from left to right; a kink belongs to the piece on its left."""
    args: list[Term] = []
    for p in parts[:-1]:
        assert p.high is not None
        args += [x.lt(p.high) if p.high in smooth else x.le(p.high), p.term]
    return cases(*args, parts[-1].term) if args else parts[-1].term

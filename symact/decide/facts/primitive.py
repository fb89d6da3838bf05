"""Antiderivatives: of one formula, verified by the normal form of the derivative, and continuous ones of a function in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symact.budget import left
from symact.catalogue import DENSITIES
from symact.decide.equality import decide_equation
from symact.decide.facts.constants import Unknown
from symact.decide.facts.expansion import infinite
from symact.decide.facts.limit_of import limit
from symact.decide.facts.pieces import Layout, Piece, layout
from symact.decide.facts.reals import Interval, Real, compare
from symact.decide.facts.shape import is_continuous_at
from symact.decide.facts.solve import tidy
from symact.decide.kinks import simplified
from symact.decide.worker import ask
from symact.obligations import Equation
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import Term, add, cases, exp, fn, free, log, mul, num, parts, power, substitute, sym

__all__ = ["Primitive", "neat", "primitives"]

ASK_SECONDS = 3.0


@dataclass(frozen=True, eq=False)
class Primitive:
    """A continuous function on an interval whose derivative is the integrand but for single points, in pieces."""

    pieces: tuple[Piece, ...]
    variable: Term

    @property
    def low(self) -> Real:
        return self.pieces[0].low

    @property
    def high(self) -> Real:
        return self.pieces[-1].high

    @property
    def term(self) -> Term:
        """The function as one term."""
        args: list[Term] = []
        for p in self.pieces:
            args += [self.variable.lt(p.high.term), p.term]
        return cases(*args[:-2], args[-1]) if len(args) > 2 else args[-1]

    def at(self, place: Term) -> tuple[Term, tuple[Term, ...]] | None:
        """The value at a place inside, or the limit at an end, with what must hold of the place; None where it lies outside."""
        x = Real(place)
        if free(place):
            above = () if self.low.infinite else (place.gt(self.low.term),)
            below = () if self.high.infinite else (place.lt(self.high.term),)
            return substitute(self.term, {self.variable: place}), (*above, *below)
        for p in self.pieces:
            low, high = compare(p.low, x), compare(x, p.high)
            if low is None or high is None:
                raise Unknown("places that cannot be told apart")
            if low <= 0 and high <= 0:
                side = "" if x.infinite else "-" if high == 0 else "+"
                return limit(p.term, self.variable, place, side), ()
        return None


def primitives(found: Layout, assumptions: tuple[Term, ...] = ()) -> tuple[Primitive, ...] | None:
    """A primitive for each interval over which a function can be integrated, from left to right; None where none is found.

    An interval ends where the function has no values, or where the integral grows beyond all bounds. Raises Unknown.
    """
    x = found.variable
    out: list[list[Piece]] = []
    for p in found.pieces:
        f = next((f for f in _antiderivatives(p.term, x, assumptions) if _is_continuous(f, x, p.low, p.high)), None)
        if f is None:
            return None
        if p.low.exact is None or p.high.exact is None:
            raise Unknown("an end that is not known exactly")
        before = out[-1][-1] if out else None
        if before is not None and (before.high is p.low or compare(before.high, p.low) == 0):
            ends = limit(before.term, x, p.low.exact, "-"), limit(f, x, p.low.exact, "+")
            if not any(map(infinite, ends)):
                out[-1].append(Piece(p.low, p.high, f + neat(ends[0] - ends[1])))
                continue
        out.append([Piece(p.low, p.high, f)])
    return tuple(Primitive(tuple(pieces), x) for pieces in out)


def neat(t: Term) -> Term:
    """A term, perhaps plus or minus infinity, as simply as it goes."""
    return t if infinite(t) else simplified(t) or t if free(t) else tidy(t)


def _is_continuous(t: Term, variable: Term, low: Real, high: Real) -> bool:
    """Whether an antiderivative has neither holes nor jumps inside: -atan(1/x) has one at 0, where its derivative shows none."""
    found = layout(t, variable, Interval(low, high, False, False))
    return found.whole and all(is_continuous_at(found, b.place) for b in found.breaks)


def _antiderivatives(t: Term, variable: Term, assumptions: tuple[Term, ...]) -> Iterator[Term]:
    """Functions whose derivative is the term, where both are defined."""
    yield from _own_antiderivatives(t, variable, assumptions)
    found = ask("antiderivative", t, variable, timeout=left(ASK_SECONDS))
    if isinstance(found, Term) and not any(s.head in ("integral", "limit") for s in parts(found)):
        yield from _scaled(found, t, variable, assumptions)


def _own_antiderivatives(t: Term, variable: Term, assumptions: tuple[Term, ...] = ()) -> Iterator[Term]:
    seen: set[Term] = set()
    for candidate in _candidates(t, variable):
        if candidate not in seen:
            seen.add(candidate)
            yield from _scaled(candidate, t, variable, assumptions)


def _scaled(candidate: Term, t: Term, variable: Term, assumptions: tuple[Term, ...]) -> Iterator[Term]:
    """The candidate times the constant that makes its derivative the integrand, if there is one."""
    try:
        slope = diff(candidate, variable)
    except NotDifferentiable:
        return
    ratio = simplified(t / slope)
    if ratio is None or variable in free(ratio):
        return
    scaled = mul(ratio, candidate)
    verdict = decide_equation(Equation(diff(scaled, variable), t, assumptions, frozenset((variable,))))
    if verdict.status == "proved":
        yield scaled


def _candidates(t: Term, x: Term) -> Iterator[Term]:
    """Functions that might, but for a constant factor, be an antiderivative."""
    if x not in free(t):
        yield x
        return
    if t.head == "add":
        summands = [next(_own_antiderivatives(a, x), None) for a in t.args]
        if None not in summands:
            yield add(*(s for s in summands if s is not None))
    if t.head == "mul":
        inside = [f for f in t.args if x in free(f)]
        if len(inside) < len(t.args):
            t = mul(*inside)
    yield t  # K exp(k x)
    yield log(x)
    yield log(-x)
    for n in range(2, 8):
        yield power(x, n)
    for s in _subterms(t, x):
        yield s
        yield exp(s)
        yield log(s)
        yield fn("atan", s)
        yield fn("erf", s)
        yield power(s, -1)
        yield power(s, 2)
        yield power(s, num("1/2"))
        yield power(s, num("3/2"))
        yield mul(s, log(s)) - s
    if t.head in ("mul", "exp"):
        yield from _by_parts(t, x)
    for d in DENSITIES:
        yield from _distributions(d.distribution, t, x)


def _subterms(t: Term, x: Term) -> Iterator[Term]:
    seen: set[Term] = set()
    for s in parts(t):
        if x in free(s) and s not in seen and s != x:
            seen.add(s)
            yield s
            if s.head == "pow" and s.args[1].is_num and s.args[1].value < 0:
                yield s.args[0]


def _by_parts(t: Term, x: Term) -> Iterator[Term]:
    """P(x) e^(a x): e^(a x) (P/a - P'/a^2 + ...); x e^(-q(x)^2)-like products are met by their factors."""
    factors = t.args if t.head == "mul" else (t,)
    exps = [f for f in factors if f.head == "exp"]
    rest = mul(*(f for f in factors if f.head != "exp"))
    if len(exps) != 1:
        return
    rate = diff(exps[0].args[0], x)
    if x in free(rate):
        return
    out, p, sign = None, rest, 1
    for k in range(1, 8):
        part = mul(sign, p, power(rate, -k), exps[0])
        out = part if out is None else out + part
        p = diff(p, x)
        sign = -sign
        if x not in free(p) and p.is_num and p.value == 0:
            break
    if out is not None:
        yield out


def _distributions(distribution: Term, t: Term, x: Term) -> Iterator[Term]:
    """The distribution function of a known density, with the names of the integrand put in for its parameters."""
    if sym("x") != x:
        distribution = substitute(distribution, {sym("x"): x})
    if distribution.head == "cases":
        return
    yield distribution

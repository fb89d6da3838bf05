"""Closed forms for zeros: candidates only; whoever uses one proves by the normal form that it is a zero."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import gcd, isqrt
from typing import Any

from flint import arb

from symact.decide.facts.constants import Unknown, constant_form, without_abs
from symact.decide.facts.exact import WAVES, number
from symact.decide.facts.reals import rational_of, simple_between
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.terms.calculus import diff
from symact.terms.core import PI, ZERO, Term, exp, fn, free, log, mul, num, parts, power, size, sqrt, substitute

__all__ = ["closed_forms", "recognised", "tidy"]

HALF = num(Fraction(1, 2))
MAX_DEPTH = 3
MAX_DENOMINATOR = 1000


def tidy(t: Term) -> Term:
    """A constant in its simplest writing."""
    if t.is_num:
        return t
    form = constant_form(t)
    if form is not None and any(s.head in WAVES for s in parts(t)) and size(form) > size(t):
        form = t  # sin(20) is a polynomial in tan(1/2)
    if form is not None:
        form = without_abs(form)
    try:
        return number(form if form is not None else t).term
    except Unknown:
        return form if form is not None else t


@lru_cache(maxsize=2048)
def closed_forms(t: Term, variable: Term, depth: int = 0) -> tuple[Term, ...]:
    """Constants at which the term may vanish."""
    if depth > MAX_DEPTH:
        return ()
    normaliser = Normaliser()
    try:
        p = normaliser.quotient(t).num
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
        return ()
    live = [k for k, n in enumerate(p.degrees()) if n and variable in free(normaliser.used[k].term)]
    groups: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
    for e, c in p.to_dict().items():
        inside = tuple(e[k] for k in live)
        outside = tuple(0 if k in live else n for k, n in enumerate(e))
        groups.setdefault(inside, {})[outside] = c
    coefficients = {e: normaliser.poly_term(normaliser.ctx.from_dict(terms)) for e, terms in groups.items()}
    terms = [normaliser.used[k].term for k in live]
    out: list[Term] = []
    if len(live) == 1:
        for value in _polynomial_roots({e[0]: c for e, c in coefficients.items()}):
            out += _inverted(terms[0], value, variable, depth)
    elif len(live) == 2 and variable in terms:
        at = terms.index(variable)
        table = {(e[at], e[1 - at]): c for e, c in coefficients.items()}
        out += _by_lambert(table, terms[1 - at], variable)
    return tuple(out)


def _polynomial_roots(p: dict[int, Term]) -> Iterator[Term]:
    """The roots of c0 + c1 y^k + c2 y^2k."""
    step = 0
    for n in p:
        step = gcd(step, n)
    c = {n // step: v for n, v in p.items()}
    if max(c) > 2:
        return
    c0, c1, c2 = c.get(0, ZERO), c.get(1, ZERO), c.get(2, ZERO)
    if c2 == ZERO:
        values = [-c0 / c1]
    else:
        try:
            root = _root(tidy(c1 * c1 - 4 * c2 * c0), 2)
        except Unknown:
            return
        values = [(-c1 + s * root) / (2 * c2) for s in (1, -1)]
    for v in values:
        v = tidy(v)
        if step == 1:
            yield v
        else:
            yield from (tidy(s * _root(v, step)) for s in ((1, -1) if step % 2 == 0 else (1,)))


def _root(v: Term, n: int) -> Term:
    """The n-th root; the square root of ``a + b sqrt(c)`` as a sum of two plain ones where ``a^2 - b^2 c`` is a square."""
    plain = power(v, Fraction(1, n))
    parted = _surd(v) if n == 2 else None
    if parted is None:
        return plain
    a, b, c = parted
    inner = a * a - b * b * c
    d = _rational_root(inner)
    if d is None or a <= 0:
        return plain
    first, second = sqrt(num((a + d) / 2)), sqrt(num((a - d) / 2))
    return first + second if b > 0 else first - second


def _surd(v: Term) -> tuple[Fraction, Fraction, Fraction] | None:
    """(a, b, c) with v = a + b sqrt(c), all rational; None where it is not of that form."""
    if v.head != "add" or len(v.args) != 2:
        return None
    plain, rest = sorted(v.args, key=lambda t: not t.is_num)
    factors = rest.args if rest.head == "mul" else (rest,)
    scale = [f.value for f in factors if f.is_num]
    roots = [f for f in factors if not f.is_num]
    if not plain.is_num or len(roots) != 1 or roots[0].head != "pow" or not roots[0].args[0].is_num or roots[0].args[1] != HALF:
        return None
    return plain.value, scale[0] if scale else Fraction(1), roots[0].args[0].value


def _rational_root(q: Fraction) -> Fraction | None:
    """The square root of a rational number where it is rational."""
    if q < 0:
        return None
    top, below = isqrt(q.numerator), isqrt(q.denominator)
    return Fraction(top, below) if top * top == q.numerator and below * below == q.denominator else None


def _inverted(generator: Term, value: Term, variable: Term, depth: int) -> list[Term]:
    """The places at which a generator has a value."""
    if generator == variable:
        return [value]
    if len(generator.args) != 1 and generator.head != "pow":
        return []
    inner: Term | None = None
    match generator.head:
        case "exp":
            inner = generator.args[0] - log(value)
        case "log":
            inner = generator.args[0] - exp(value)
        case "atan":
            inner = generator.args[0] - fn("tan", value)
        case "tan":
            inner = generator.args[0] - fn("atan", value)
        case "pow" if generator.args[1].is_num and generator.args[1].value.numerator == 1:
            inner = generator.args[0] - power(value, generator.args[1].value.denominator)
        case "erf" if value == ZERO:
            inner = generator.args[0]
    return [] if inner is None else list(closed_forms(inner, variable, depth + 1))


def _by_lambert(table: dict[tuple[int, int], Term], generator: Term, x: Term) -> list[Term]:
    """a + b x + (c + d x) exp(k x + m) = 0 where b = 0 or d = 0, by u e^u = z (principal branch)."""
    if any(i > 1 or j > 1 for i, j in table) or generator.head != "exp":
        return []
    a, b, c, d = (table.get(key, ZERO) for key in ((0, 0), (1, 0), (0, 1), (1, 1)))
    slope = _linear(generator.args[0], x)
    if slope is None:
        return []
    k, m = slope
    if b == ZERO and d != ZERO:  # (c + d x) e^(kx + m) = -a
        u = _lambert(-a * k / d * exp(k * c / d - m))
        return [] if u is None else [tidy(u / k - c / d)]
    if d == ZERO and b != ZERO:  # a + b x = -c e^(kx + m)
        u = _lambert(c * k / b * exp(m - k * a / b))
        return [] if u is None else [tidy(-u / k - a / b)]
    return []


def _linear(t: Term, x: Term) -> tuple[Term, Term] | None:
    slope = constant_form(diff(t, x)) if not free(diff(t, x)) else None
    return None if slope is None else (slope, substitute(t, {x: ZERO}))


def _lambert(z: Term) -> Term | None:
    """W(z), with z written as simply as it goes."""
    value = tidy(z)
    return None if value == ZERO else fn("lambertw", value)


def recognised(ball: Any) -> Iterator[Term]:
    """Simple constants inside a narrow ball: rationals, rational multiples of pi."""
    for unit, factor in ((num(1), arb(1)), (PI, arb.pi())):
        scaled = ball / factor
        low, high = rational_of(scaled.lower()), rational_of(scaled.upper())
        if low == high:
            yield mul(low, unit)
        elif low < high and high - low < Fraction(1, 10**9):
            q = simple_between(low, high, MAX_DENOMINATOR)
            if q is not None:
                yield mul(q, unit)

"""The signs of an analytic function on an open interval: where it is positive, negative and zero.

The function is written as a product of irreducible polynomials in independent generators (the normal form). A factor whose sign
is plain costs nothing; the zeros of the others are found one by one and put in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from symact.decide.facts.constants import Unknown, closed_ball
from symact.decide.facts.reals import Real, compare
from symact.decide.facts.roots import Zero, analytic_zeros
from symact.decide.facts.signs import in_force, strict_sign
from symact.decide.kinks import solve_for
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.terms.calculus import diff
from symact.terms.core import Term, free, size

__all__ = ["Chart", "chart", "constant_sign"]


@dataclass(frozen=True, eq=False)
class Chart:
    """``signs[k]`` is the sign left of ``zeros[k]``, the last one that at the right end; (0,) where it is 0 throughout."""

    zeros: tuple[Zero, ...]
    signs: tuple[int, ...]

    @property
    def is_zero(self) -> bool:
        return self.signs == (0,)

    @property
    def never(self) -> frozenset[int]:
        """The signs that do not occur."""
        return frozenset((1, -1)) - frozenset(self.signs)


Factor = tuple[Term, int, int]
STEPS = (200, 1500, 8000)  # of bisection: how much is tried before the other way is
EXPANDED = 3  # a normal form this many times larger than the term is not worth its exactness
_CHARTS: dict[tuple[Term, Term, Term, Term], Chart | Unknown] = {}
MAX_CHARTS = 4096


def chart(t: Term, variable: Term, low: Real, high: Real) -> Chart:
    """The chart of a term that is analytic on (low, high). Raises Unknown."""
    if has_parameters(t, variable, low, high):
        return _with_parameters(t, variable, low, high)
    if low.exact is None or high.exact is None:
        return _chart(t, variable, low, high)
    key = (t, variable, low.term, high.term)
    known = _CHARTS.get(key)
    if known is None:
        try:
            known = _chart(t, variable, low, high)
        except Unknown as gap:
            known = gap
        if len(_CHARTS) >= MAX_CHARTS:
            _CHARTS.clear()
        _CHARTS[key] = known
    if isinstance(known, Unknown):
        raise known
    return known


def has_parameters(t: Term, variable: Term, *ends: Real) -> bool:
    """Whether names other than the variable occur."""
    return bool(free(t) - {variable}) or any(e.exact is not None and free(e.term) for e in ends)


def _with_parameters(t: Term, variable: Term, low: Real, high: Real) -> Chart:
    """What the signs in force say of the normal form: one sign throughout, or those of a linear function."""
    signs = in_force()
    here = [
        c
        for c in (
            None if low.infinite else variable.gt(_exact(low)),
            None if high.infinite else variable.lt(_exact(high)),
        )
        if c is not None
    ]
    try:
        return Chart((), (signs.assuming(*here).sign(t),))
    except Unknown as gap:
        if gap.term is not None and variable not in free(gap.term):
            raise  # it depends on parameters alone
    slope = diff(t, variable)
    place = solve_for(t, variable) if variable not in free(slope) else None
    if place is None:
        raise Unknown(f"the sign of {t!r} is not known")
    rising = signs.sign(slope)
    root = Real(place)
    left, right = compare(low, root), compare(root, high)
    if left is None or right is None:
        raise Unknown("places that cannot be told apart")
    if left >= 0:
        return Chart((), (rising,))
    if right >= 0:
        return Chart((), (-rising,))
    return Chart((Zero(root, True),), (-rising, rising))


def _exact(end: Real) -> Term:
    if end.exact is None:
        raise Unknown("an end that is not known exactly")
    return end.exact


def constant_sign(t: Term, variable: Term, low: Real, high: Real) -> int:
    """The sign of a term that keeps it on (low, high); raises Unknown where it does not, or that is not known."""
    found = chart(t, variable, low, high)
    if len(set(found.signs)) != 1:
        raise Unknown("the sign changes", t)
    return found.signs[0]


def _chart(t: Term, variable: Term, low: Real, high: Real) -> Chart:
    """By factors, and as it was written: the one may cancel what the other spoils, and be small where the other is large."""
    factors = _factors(t, variable, low, high)
    if factors is None:
        return Chart((), (0,))
    whole: tuple[Factor, ...] = ((t, 1, 0),)
    if factors == whole:
        return _product(factors, variable, low, high, STEPS[-1])
    large = sum(size(f) for f, _, known in factors if not known) > EXPANDED * size(t)
    ways = (whole, factors) if large else (factors, whole)
    gap: Unknown | None = None
    for steps in STEPS:
        for way in ways:
            try:
                return _product(way, variable, low, high, steps)
            except Unknown as missing:
                gap = gap or missing
    assert gap is not None
    raise gap


def _product(factors: tuple[Factor, ...], variable: Term, low: Real, high: Real, steps: int) -> Chart:
    sign = 1
    zeros: list[Zero] = []
    for factor, multiplicity, known in factors:
        if known:
            sign *= known if multiplicity % 2 else 1
            continue
        found, first = analytic_zeros(factor, variable, low, high, steps)
        if multiplicity < 0 and found:
            raise Unknown("a pole inside the interval", factor)
        if multiplicity % 2:
            sign *= first
        else:
            found = [Zero(z.place, False) for z in found]
        zeros = _merged(zeros, found)
    signs = [sign]
    for z in zeros:
        signs.append(-signs[-1] if z.flips else signs[-1])
    return Chart(tuple(zeros), tuple(signs))


def _merged(a: list[Zero], b: list[Zero]) -> list[Zero]:
    """Two sorted lists of zeros as one; a zero of both is one zero."""
    out: list[Zero] = []
    a, b = list(a), list(b)
    while a and b:
        order = compare(a[0].place, b[0].place)
        if order is None:
            raise Unknown("two zeros that cannot be told apart")
        if order == 0:
            first, second = a.pop(0), b.pop(0)
            place = first.place if first.place.exact is not None else second.place
            out.append(Zero(place, first.flips != second.flips))
        else:
            out.append(a.pop(0) if order < 0 else b.pop(0))
    return out + a + b


def _factors(t: Term, variable: Term, low: Real, high: Real) -> tuple[Factor, ...] | None:
    """(factor, multiplicity, sign if it is plain else 0), a constant factor included; None where the term is 0 throughout."""
    normaliser = Normaliser()
    given: dict[Any, int] = {}
    for _ in range(8):
        try:
            normaliser.signs = dict(given)
            q = normaliser.quotient(t)
            if q.num.is_zero():
                return None
            if any(g.kind == "tan" for g in normaliser.used):
                break  # rational in tan(x/2), which has poles of its own
            content, factors = normaliser.factors(q)
            out: list[Factor] = [] if content > 0 else [(t, 1, -1)]
            for p, m in factors:
                term = normaliser.poly_term(p)
                s = strict_sign(normaliser, p, given)
                if not s and not free(term):
                    value = closed_ball(term)
                    s = 1 if value > 0 else -1 if value < 0 else 0
                    if not s:
                        raise Unknown("the sign of a constant is not known", term)
                out.append((term, m, s))
            return tuple(out)
        except NeedSign as need:
            found = chart(need.term, variable, low, high)
            if found.zeros:  # a sign that is assumed counts as strict
                break
            given[need.key] = found.signs[0]
        except (Incomplete, Vacuous, NeedCoincidence):
            break
    if variable not in free(t):
        value = closed_ball(t)
        s = 1 if value > 0 else -1 if value < 0 else 0
        if not s:
            raise Unknown("the sign of a constant is not known", t)
        return ((t, 1, s),)
    return ((t, 1, 0),)


@lru_cache(maxsize=4096)
def plain_sign(t: Term) -> tuple[int, bool]:
    """(s, strict) where the sign of a term is plain from how it is built: s = 1 for t >= 0 (t > 0 if strict); (0, False) else."""
    match t.head:
        case "num":
            return (1, t.value > 0) if t.value >= 0 else (-1, True)
        case "const" if t.name == "pi":
            return 1, True
        case "exp" | "cosh" | "sech" | "erfc" | "Phi" | "phi":
            return 1, True
        case "abs":
            return 1, False
        case "pow" if t.args[1].is_num:
            s, strict = plain_sign(t.args[0])
            w = t.args[1].value
            if s > 0 and strict:
                return 1, True
            if w.denominator % 2 == 0 or (w.denominator == 1 and w % 2 == 0):
                return 1, w < 0 or strict
            return (s, strict) if w.denominator == 1 else (0, False)
        case "mul":
            sign, all_strict = 1, True
            for a in t.args:
                s, strict = plain_sign(a)
                sign, all_strict = sign * s, all_strict and strict
            return sign, all_strict and sign != 0
        case "add":
            parts = [plain_sign(a) for a in t.args]
            signs = {s for s, _ in parts}
            if len(signs) == 1 and 0 not in signs:
                return signs.pop(), any(strict for _, strict in parts)
    return 0, False

"""Limits and asymptotes: from the leading term of the expansion, or by continuity."""

from __future__ import annotations

from dataclasses import dataclass

from symact.decide.facts.constants import Unknown, closed_ball, remembered
from symact.decide.facts.exact import Number
from symact.decide.facts.expansion import expansion, germ, infinite, towards
from symact.decide.facts.germ import Absent, Blurred, Germ, Ray
from symact.decide.facts.reals import MINUS_OO, OO, Real
from symact.decide.facts.scale import FLAT, T, dominance
from symact.decide.facts.signs import Signs, in_force
from symact.decide.facts.solve import tidy
from symact.decide.kinks import simplified
from symact.terms.core import ZERO, Term, free, parts, substitute

__all__ = ["Asymptote", "NoLimit", "asymptote", "continuous_value", "limit", "limit_at"]

ORDERS = (4, 8, 16)


class NoLimit(Unknown):
    """The limits from both sides are known and differ."""

    def __init__(self, why: str, left: Term, right: Term) -> None:
        super().__init__(why)
        self.left, self.right = left, right


def limit(t: Term, variable: Term, point: Term, side: str = "", signs: Signs | None = None) -> Term:
    """The limit as the variable tends to the point (side "+": from above, "-": from below, "": both), perhaps plus or minus
    infinity. Raises Unknown, also where there is none.
    """
    signs = in_force() if signs is None else signs
    if infinite(point):
        return _limit(t, variable, point, "", signs)
    if not free(t) - {variable} and not free(point):
        known = continuous_value(t, variable, point)
        if known is not None:
            return known
    if side:
        return _limit(t, variable, point, side, signs)
    sides: list[Term] = []
    absent: Absent | None = None
    for s in "-+":
        try:
            sides.append(_limit(t, variable, point, s, signs))
        except Absent as outside:
            absent = outside
    if absent is not None and len(sides) == 1:  # at an end of the domain
        return sides[0]
    if absent is not None:
        raise absent
    left, right = sides
    if left != right and not _same(left, right, signs):
        raise NoLimit(f"the limits from the left, {left!r}, and from the right, {right!r}, differ", left, right)
    return right


def _same(a: Term, b: Term, signs: Signs) -> bool:
    if infinite(a) or infinite(b):
        return infinite(a) == infinite(b)
    return signs.sign(a - b) == 0


@remembered(2048)
def _limit(t: Term, variable: Term, point: Term, side: str, signs: Signs) -> Term:
    moved = towards(t, variable, point, side)
    gap: Unknown | None = None
    for order in ORDERS:
        ray = Ray(None, order, signs)
        try:
            f = germ(ray, moved)
            if not f.terms and f.rest is not None and ray.compare(f.rest, FLAT) < 0:
                return ZERO
            return _leading_value(ray, f)
        except Unknown as missing:
            gap = missing
            if missing.term is not None:
                break
    assert gap is not None
    raise gap


def _leading_value(ray: Ray, f: Germ) -> Term:
    """The limit of a germ: a coefficient of 1 counts whatever its sign is, one of what grows must be known not to be 0."""
    while f.terms:
        c, m = f.terms[0]
        growth = dominance(m, ray.signs)
        if growth < 0:
            return ZERO
        if growth == 0:
            return tidy(c.term) if c.is_closed else c.term
        s = c.sign(ray.signs)
        if s:
            return OO if s > 0 else MINUS_OO
        f = Germ(f.terms[1:], f.rest, f.bound)
    if f.rest is None:
        return ZERO
    raise Blurred("the leading term is not known")


def continuous_value(t: Term, variable: Term, point: Term) -> Term | None:
    """The value at a finite point near which the term is made of smooth functions; None where it is not plainly so."""
    from symact.decide.facts.roots import value_on

    if any(part in _JUMPING for part in _heads(t)):
        return None
    here = closed_ball(point)
    around = here.union(here + 2**-40).union(here - 2**-40)
    if not value_on(t, variable, around).is_finite():
        return None
    return tidy(substitute(t, {variable: point}))


_JUMPING = frozenset(("cases", "sign", "step", "floor", "round", "eq", "ne"))


def _heads(t: Term) -> set[str]:
    return {s.head for s in parts(t)}


def limit_at(t: Term, variable: Term, end: Real, side: int) -> Real:
    """The limit of a smooth term at the end of an interval, from inside (side 1: the interval lies above the end)."""
    if end.infinite:
        return Real(limit(t, variable, end.term))
    if end.exact is None:
        value = end.of(t, variable)
        value.ball(64)
        return value
    closed = substitute(t, {variable: end.exact})
    if free(closed):
        return Real(_with_parameters(t, closed, variable, end.exact, side))
    try:
        if closed_ball(closed).is_finite():
            return Real(tidy(closed))
    except Unknown:
        pass
    return Real(limit(t, variable, end.exact, "+" if side > 0 else "-"))


def _with_parameters(t: Term, closed: Term, variable: Term, place: Term, side: int) -> Term:
    """By continuity where no part of the term can be singular at the place, else from the expansion."""
    for s in parts(t):
        if s.head in _SINGULAR and variable in free(s) and not _regular(s, variable, place):
            return limit(t, variable, place, "+" if side > 0 else "-")
    return simplified(closed) or closed


_SINGULAR = frozenset(("pow", "log", "asin", "acos", "atanh", "acosh", "tan", "gamma", "loggamma", "digamma", "lambertw"))


def _regular(s: Term, variable: Term, place: Term) -> bool:
    if s.head == "pow" and s.args[1].is_num and s.args[1].value.denominator == 1 and s.args[1].value >= 0:
        return True
    if s.head not in ("pow", "log"):
        return False
    if s.head == "pow" and variable in free(s.args[1]):
        return False
    try:
        sign = in_force().sign(substitute(s.args[0], {variable: place}))
    except Unknown:
        return False
    return sign > 0 or (sign < 0 and s.head == "pow" and s.args[1].is_num and s.args[1].value.denominator == 1)


@dataclass(frozen=True)
class Asymptote:
    """f(x) - (slope x + intercept) tends to 0."""

    slope: Term
    intercept: Term


def asymptote(t: Term, variable: Term, point: Term) -> Asymptote | None:
    """The line that the graph approaches at plus or minus infinity; None where there is none. Raises Unknown."""
    side, signs = infinite(point), in_force()
    try:
        f: Germ = expansion(towards(t, variable, point, ""), signs, terms=3)
    except Blurred:
        return _by_limits(t, variable, point, signs)
    slope, intercept = Number.of(0), Number.of(0)
    for c, m in f.terms:
        if m == T:
            slope = c.scaled(side)
        elif m == FLAT:
            intercept = c
        elif dominance(m, signs) > 0:
            return None
    if f.rest is not None and dominance(f.rest, signs) >= 0:
        raise Unknown("the expansion does not go far enough")
    return Asymptote(tidy(slope.term), tidy(intercept.term))


def _by_limits(t: Term, variable: Term, point: Term, signs: Signs) -> Asymptote | None:
    """The line by the limits of f(x)/x and of f(x) - m x; None where one is infinite. Raises Unknown."""
    slope = _limit(t / variable, variable, point, "", signs)
    if infinite(slope):
        return None
    intercept = _limit(t - slope * variable, variable, point, "", signs)
    return None if infinite(intercept) else Asymptote(slope, intercept)

"""All zeros of an analytic function on an open interval, each with a proof that there is one and that there are no others.

Near the ends a ray (scale, germ) or Taylor's formula fixes the sign. Between, bisection: an enclosure without 0, or a monotone
piece with known signs at its ends. A multiple zero is recognised at an exact point, its order read off the derivatives there.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb

from symact.budget import tick
from symact.decide.facts.constants import Unknown, as_arb, closed_ball
from symact.decide.facts.exact import is_zero
from symact.decide.facts.expansion import sign_beyond
from symact.decide.facts.reals import Real, Root, between, rational_of, simplest
from symact.decide.facts.solve import closed_forms, recognised
from symact.decide.facts.taylor import bounds
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import Term, num, substitute

__all__ = ["Zero", "analytic_zeros", "derivative", "value_on"]

WORK_BITS = 96
POINT_BITS = (64, 256, 1024)
MAX_ORDER = 9
MAX_ZEROS = 200  # of one function between two points; more of them are those of a wave that turns faster and faster


@dataclass(frozen=True, eq=False)
class Zero:
    """A zero and whether the sign changes there."""

    place: Real
    flips: bool


class _ExactZero(Exception):
    def __init__(self, place: Term) -> None:
        super().__init__()
        self.place = place


@lru_cache(maxsize=4096)
def derivative(t: Term, variable: Term, order: int = 1) -> Term:
    """The derivative; raises Unknown where there is no rule."""
    try:
        return t if order == 0 else diff(derivative(t, variable, order - 1), variable)
    except NotDifferentiable as gap:
        raise Unknown(str(gap)) from None


def value_on(t: Term, variable: Term, x: Any) -> Any:
    """An enclosure of the values on a ball; not finite where nothing is known."""
    try:
        return enclose(t, {variable: x})
    except (Undefined, Unbound):
        return arb.nan()


def hull(a: Fraction, b: Fraction) -> Any:
    return as_arb(a).union(as_arb(b))


def point_sign(t: Term, variable: Term, x: Fraction) -> int | None:
    """The sign at a rational point, 0 only where that is proved; None where it is not known."""
    for bits in POINT_BITS:
        with precision(bits):
            value = value_on(t, variable, as_arb(x))
        if value > 0 or value < 0:
            return 1 if value > 0 else -1
        if not value.is_finite():
            break
    return 0 if is_zero(substitute(t, {variable: num(x)})) else None


def analytic_zeros(p: Term, variable: Term, low: Real, high: Real, steps: int = 6000) -> tuple[list[Zero], int]:
    """The zeros of p in the open interval (low, high), in order, and its sign left of the first. Raises Unknown."""
    with precision(WORK_BITS):
        return _Search(p, variable, steps).run(low, high)


@dataclass
class _Search:
    p: Term
    variable: Term
    steps: int

    def run(self, low: Real, high: Real) -> tuple[list[Zero], int]:
        a, first = self.near(low, 1)
        b, last = self.near(high, -1)
        if a >= b:
            if first != last:
                raise Unknown("signs near the two ends contradict each other")
            return [], first
        zeros = self.between(a, first, b, last)
        return zeros, first

    # ---- near an end

    def near(self, end: Real, side: int) -> tuple[Fraction, int]:
        """(start, sign): the function has the sign everywhere between the end and start, which lies inside (side 1: above)."""
        if end.infinite:
            start, s = sign_beyond(self.p, self.variable, end.term, "")
            return start * end.infinite, self._nonzero(s)
        here = end.ball(WORK_BITS)
        if self.value(here) > 0 or self.value(here) < 0:
            return self._margin(here, side, self.p)
        if end.exact is None:
            return self._margin(here, side, self.p)  # raises Unknown unless a narrower ball helps
        try:
            return self._by_taylor(end.exact, here, side)
        except Unknown:
            start, s = sign_beyond(self.p, self.variable, end.exact, "+" if side > 0 else "-")
            step = 1 / start
            if end.rational is not None:
                return end.rational + side * step, self._nonzero(s)
            far = Real(end.exact + num(side * step))
            return between(*((end, far) if side > 0 else (far, end))), self._nonzero(s)

    def _nonzero(self, s: int) -> int:
        if s == 0:
            raise Unknown("the function vanishes near an end")
        return s

    def _margin(self, here: Any, side: int, t: Term) -> tuple[Fraction, int]:
        """A start so that t has no zero between the ball and it."""
        step = Fraction(1, 4)
        for _ in range(40):
            edge = rational_of(here.upper() if side > 0 else here.lower()) + side * step
            start = _rounded(edge, step)
            value = self.value(here.union(as_arb(start)), t)
            if value > 0 or value < 0:
                return start, 1 if value > 0 else -1
            step /= 4
        raise Unknown("the sign near an end is not known")

    def _by_taylor(self, place: Term, here: Any, side: int) -> tuple[Fraction, int]:
        """The sign beside an exact zero of order m is that of the m-th derivative (times (-1)^m on the left)."""
        for m in range(MAX_ORDER):
            d = derivative(self.p, self.variable, m)
            value = self.value(here, d)
            if value > 0 or value < 0:
                start, s = self._margin(here, side, d)
                return start, s * (side**m)
            if not value.is_finite() or is_zero(substitute(d, {self.variable: place})) is not True:
                raise Unknown("not analytic at the end")
        raise Unknown("a zero of too high an order")

    def value(self, x: Any, t: Term | None = None) -> Any:
        return value_on(self.p if t is None else t, self.variable, x)

    # ---- between rational points at which the sign is known

    def between(self, a: Fraction, sa: int, b: Fraction, sb: int) -> list[Zero]:
        """The zeros in [a, b], with as many bits as the values at the ends need."""
        for bits in POINT_BITS:
            with precision(bits):
                ends = [self.value(as_arb(x)) for x in (a, b)]
            if not any(v.contains(0) for v in ends):
                break
        with precision(max(WORK_BITS, bits)):
            return self._between(a, sa, b, sb)

    def _between(self, a: Fraction, sa: int, b: Fraction, sb: int) -> list[Zero]:
        if a < 0 < b and self.value(arb(0)).contains(0) and is_zero(substitute(self.p, {self.variable: num(0)})):
            return self._around(num(0), a, sa, b, sb)
        try:
            return self._bisect(a, sa, b, sb)
        except _ExactZero as found:
            return self._around(found.place, a, sa, b, sb)

    def _around(self, place: Term, a: Fraction, sa: int, b: Fraction, sb: int) -> list[Zero]:
        """A zero that is known exactly divides the interval."""
        here = closed_ball(place, WORK_BITS)
        left, before = self._by_taylor(place, here, -1)
        right, after = self._by_taylor(place, here, 1)
        out: list[Zero] = []
        if left > a:
            out += self.between(a, sa, left, before)
        out.append(Zero(Real(place), before != after))
        if right < b:
            out += self.between(right, after, b, sb)
        return out

    def _bisect(self, a: Fraction, sa: int, b: Fraction, sb: int) -> list[Zero]:
        stack = [(a, sa, b, sb)]
        out: list[Zero] = []
        while stack:
            a, sa, b, sb = stack.pop()
            tick()
            self.steps -= 1
            if self.steps < 0:
                raise Unknown("too many steps in the search for zeros")
            x = hull(a, b)
            value = self.value(x)
            if value > 0 or value < 0:
                continue
            value, rise = bounds(self.p, self.variable, x)
            if value > 0 or value < 0:
                continue
            if rise > 0 or rise < 0:
                if sa != sb:
                    slope = derivative(self.p, self.variable)
                    if len(out) == MAX_ZEROS:
                        raise Unknown(f"more than {MAX_ZEROS} zeros")
                    out.append(Zero(self._placed(Root(self.p, slope, self.variable, a, b, sb > 0)), True))
                continue
            if not value.is_finite() and (b - a) / max(abs(a), abs(b), Fraction(1)) < Fraction(1, 2**20):
                raise Unknown("no bound at a point inside")
            self._look_for_exact_zero(a, b)
            m, sm = self._split_point(a, b)
            stack += [(m, sm, b, sb), (a, sa, m, sm)]
        return out

    def _split_point(self, a: Fraction, b: Fraction) -> tuple[Fraction, int]:
        for share in (Fraction(1, 2), Fraction(3, 8), Fraction(5, 8)):
            width = b - a
            m = _rounded(a + width * share, width / 16)
            s = point_sign(self.p, self.variable, m)
            if s:
                return m, s
            if s == 0:
                raise _ExactZero(num(m))
        raise Unknown("the sign at a point is not known")

    def _look_for_exact_zero(self, a: Fraction, b: Fraction) -> None:
        """A narrow interval that does not resolve may hold a multiple zero at a simple constant."""
        width = (b - a) / max(abs(a), abs(b), Fraction(1))
        if width > Fraction(1, 2**14):
            return
        if width < Fraction(1, 2**70):
            raise Unknown("zeros that cannot be told apart")
        margin = (b - a) / 2
        places = [num(simplest(a - margin, b + margin))]
        if width < Fraction(1, 2**32):
            places += recognised(hull(a - margin, b + margin))
            places += [c for c in closed_forms(self.p, self.variable) if _inside(c, a - margin, b + margin)]
            places += [
                c for c in closed_forms(derivative(self.p, self.variable), self.variable) if _inside(c, a - margin, b + margin)
            ]
        for place in places:
            if is_zero(substitute(self.p, {self.variable: place})):
                raise _ExactZero(place)

    def _placed(self, root: Root) -> Real:
        """The root, exactly where a closed form is found and proved."""
        for place in [*closed_forms(self.p, self.variable), *recognised(root.ball(64))]:
            if _inside(place, root.low, root.high) and is_zero(substitute(self.p, {self.variable: place})):
                return Real(place)
        return Real(self.variable, root)


def _inside(place: Term, a: Fraction, b: Fraction) -> bool:
    """Whether a constant certainly lies in [a, b]."""
    try:
        ball = closed_ball(place)
    except Unknown:
        return False
    return bool(ball >= as_arb(a) and ball <= as_arb(b))


def _rounded(x: Fraction, step: Fraction) -> Fraction:
    """A rational near x with a small denominator, at most step/4 away."""
    k = 1
    while Fraction(1, k) > step / 2:
        k *= 2
    return Fraction(round(x * k), k)

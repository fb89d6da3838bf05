"""Functions near infinity: a sum of exact constants times monomials, and a remainder that is bounded on the whole ray.

A germ says: for all t >= L, |f(t) - (c1 m1(t) + ... + cn mn(t))| <= bound * rest(t). The same computation therefore gives the
limit of f (from the leading term) and the sign of f on the whole ray [L, oo) (if the leading term outweighs all others there).
Without a ray (``reach is None``) the statements hold for large t only: limits, also with parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import arb

from symact.budget import tick
from symact.decide.facts.constants import Unknown
from symact.decide.facts.exact import Number, exponential, logarithm
from symact.decide.facts.scale import FLAT, LOG, Mono, Reach, Sum, TooNear, collected, dominance, over, times, vanishes
from symact.decide.facts.signs import NO_SIGNS, Signs
from symact.terms.core import Term

__all__ = ["Absent", "Blurred", "Germ", "Ray"]

UNITY = Number.of(1)


class Absent(Unknown):
    """The term has no value near the point."""


class Blurred(Unknown):
    """All terms cancelled and only the remainder is left: more terms are needed."""


@dataclass(frozen=True)
class Germ:
    """``terms`` in falling order; ``rest`` is the order of the remainder, None where the sum is exact."""

    terms: tuple[tuple[Number, Mono], ...]
    rest: Mono | None = None
    bound: Any = None


ZERO_GERM = Germ(())
ONE_GERM = Germ(((UNITY, FLAT),))


@dataclass
class Ray:
    """Arithmetic of germs with ``order`` terms on the ray that ``reach`` describes."""

    reach: Reach | None
    order: int = 6
    signs: Signs = NO_SIGNS
    memo: dict[Term, Germ] = field(default_factory=dict)

    # ---- bounds

    def sup(self, m: Mono) -> Any:
        return arb(1) if self.reach is None else self.reach.sup(m)

    def weight(self, f: Germ) -> tuple[Mono, Any]:
        """(m, B) with |f| <= B m on the ray, m being the order of f."""
        if f.terms:
            top = f.terms[0][1]
        elif f.rest is not None:
            return f.rest, f.bound
        else:
            return FLAT, arb(0)
        if self.reach is None:
            return top, None
        total = arb(0)
        for c, m in f.terms:
            total += abs(c.ball) * self.sup(over(m, top))
        if f.rest is not None:
            total += f.bound * self.sup(over(f.rest, top))
        return top, total.upper()

    def compare(self, a: Mono, b: Mono) -> int:
        return 0 if a == b else dominance(over(a, b, self.signs), self.signs)

    def made(self, parts: Sum, rests: Sequence[tuple[Mono, Any]] = ()) -> Germ:
        """A germ from any sum of terms and any remainders: sorted, joined, and cut after ``order`` terms."""
        tick()
        terms = collected(parts, self.signs)
        rests = list(rests)
        top: Mono | None = None
        for m, _ in rests:
            if top is None or self.compare(m, top) > 0:
                top = m
        kept: Sum = []
        for c, m in terms:
            if len(kept) < self.order and (top is None or self.compare(m, top) > 0):
                kept.append((c, m))
                continue
            if top is None or self.compare(m, top) > 0:
                top = m
            rests.append((m, None if self.reach is None else abs(c.ball)))
        if top is None:
            return Germ(tuple(kept))
        if self.reach is None:
            return Germ(tuple(kept), top)
        total = arb(0)
        for m, b in rests:
            total += b * self.sup(over(m, top))
        if not total.is_finite():
            raise TooNear
        return Germ(tuple(kept), top, total.upper())

    # ---- arithmetic

    def constant(self, c: Number) -> Germ:
        return ZERO_GERM if vanishes(c) else Germ(((c, FLAT),))

    def lead(self, f: Germ) -> tuple[Germ, int]:
        """The germ without leading terms whose coefficients are 0, and the sign of the coefficient that leads then."""
        while f.terms:
            s = f.terms[0][0].sign(self.signs)
            if s:
                return f, s
            f = Germ(f.terms[1:], f.rest, f.bound)
        if f.rest is None:
            return f, 0
        raise Blurred("the leading term is not known")

    def add(self, f: Germ, g: Germ) -> Germ:
        return self.made([*f.terms, *g.terms], [(h.rest, h.bound) for h in (f, g) if h.rest is not None])

    def neg(self, f: Germ) -> Germ:
        return Germ(tuple((-c, m) for c, m in f.terms), f.rest, f.bound)

    def sub(self, f: Germ, g: Germ) -> Germ:
        return self.add(f, self.neg(g))

    def mul(self, f: Germ, g: Germ) -> Germ:
        if f == ONE_GERM or g == ONE_GERM:
            return g if f == ONE_GERM else f
        parts = [(c * d, times(m, n, self.signs)) for c, m in f.terms for d, n in g.terms]
        rests = []
        if f.rest is not None and (g.terms or g.rest is not None):
            top, size = self.weight(Germ(g.terms)) if g.terms else (None, None)
            if top is not None:
                rests.append((times(f.rest, top, self.signs), None if self.reach is None else f.bound * size))
        if g.rest is not None and (f.terms or f.rest is not None):
            top, size = self.weight(f)
            rests.append((times(g.rest, top, self.signs), None if self.reach is None else g.bound * size))
        return self.made(parts, rests)

    def times_mono(self, f: Germ, c: Number, m: Mono) -> Germ:
        """c m f exactly."""
        terms = tuple((d * c, times(n, m, self.signs)) for d, n in f.terms)
        rest = None if f.rest is None else times(f.rest, m, self.signs)
        return Germ(terms, rest, f.bound if rest is None or self.reach is None else f.bound * abs(c.ball))

    def split(self, f: Germ) -> tuple[Number, Mono, Germ]:
        """f = c m (1 + eps) with the leading term c m."""
        f, s = self.lead(f)
        if not s:
            raise Unknown("a division by 0")
        c, m = f.terms[0]
        inverse = c.power(Fraction(-1))
        small = self.times_mono(Germ(f.terms[1:], f.rest, f.bound), inverse, over(FLAT, m, self.signs))
        return c, m, small

    def size(self, eps: Germ) -> Any:
        """An upper bound of |eps| on the ray, where it tends to 0."""
        m, bound = self.weight(eps)
        return None if self.reach is None else bound * self.sup(m)

    def series(self, eps: Germ, coefficients: Sequence[Number], remainder: Callable[[Any], Any]) -> Germ:
        """sum of coefficients eps^k; ``remainder(s)`` bounds what is left, over eps^K, where |eps| <= s."""
        if not eps.terms and eps.rest is None:
            return self.constant(coefficients[0])
        out = self.constant(coefficients[-1])
        for c in reversed(coefficients[:-1]):
            out = self.add(self.mul(out, eps), self.constant(c))
        count = Number.of(len(coefficients))
        top, bound = self.weight(eps)
        if self.compare(top, FLAT) >= 0:
            raise Blurred("a series in something that does not tend to 0")
        if self.reach is None:
            return self.made(list(out.terms), [*_rest(out), (top.raised(count), None)])
        s = self.size(eps)
        if not s < 0.9:
            raise TooNear
        left = bound ** len(coefficients) * remainder(s)
        return self.made(list(out.terms), [*_rest(out), (top.raised(count), abs(left))])

    def inverse(self, f: Germ) -> Germ:
        c, m, eps = self.split(f)
        n = self.order + 1
        out = self.series(eps, [Number.of((-1) ** k) for k in range(n)], lambda s: 1 / (1 - s))
        return self.times_mono(out, c.power(Fraction(-1)), over(FLAT, m, self.signs))

    def whole_power(self, f: Germ, n: int) -> Germ:
        if n < 0:
            f, n = self.inverse(f), -n
        if len(f.terms) == 1 and f.rest is None:
            c, m = f.terms[0]
            return Germ(((c.power(Fraction(n)), m.raised(Number.of(n))),))
        out = ONE_GERM
        while n:
            if n & 1:
                out = self.mul(out, f)
            f, n = self.mul(f, f) if n > 1 else f, n >> 1
        return out

    def real_power(self, f: Germ, w: Number) -> Germ:
        """f^w for a constant w and positive f: c^w m^w (1 + eps)^w."""
        if not f.terms and f.rest is None and w.sign(self.signs) > 0:
            return ZERO_GERM
        if self.sign(f) <= 0:
            raise Absent("a power of what is not positive near the point")
        c, m, eps = self.split(f)
        q = w.rational
        front = c.power(q) if q is not None else exponential(w * logarithm(c))
        n = self.order + 1
        coefficients = [UNITY]
        for k in range(n):
            coefficients.append((coefficients[-1] * (w - Number.of(k))).scaled(Fraction(1, k + 1)))
        last = coefficients.pop()

        def remainder(s: Any) -> Any:
            e = w.ball - n
            return abs(last.ball) * ((1 - s) ** e).max((1 + s) ** e)

        return self.times_mono(self.series(eps, coefficients, remainder), front, m.raised(w))

    def exp(self, f: Germ) -> Germ:
        large: Sum = []
        constant = Number.of(0)
        small: Sum = []
        for c, m in f.terms:
            order = self.compare(m, FLAT)
            if order > 0:
                large.append((c, m))
            elif order == 0:
                constant = c
            else:
                small.append((c, m))
        if f.rest is not None and self.compare(f.rest, FLAT) >= 0:
            raise Blurred("an exponent that is not known up to something small")
        power, expo = Number.of(0), []
        for c, m in large:
            if m == LOG:
                power = c
            elif self.compare(m, LOG) < 0:
                raise Unknown("a growth slower than any power")
            else:
                expo.append((c, m))
        n = self.order + 1
        factorials = [Fraction(1)]
        for k in range(1, n + 1):
            factorials.append(factorials[-1] / k)
        last = factorials.pop()
        out = self.series(
            Germ(tuple(small), f.rest, f.bound),
            [Number.of(q) for q in factorials],
            lambda s: s.exp() * arb(last.numerator) / arb(last.denominator),
        )
        return self.times_mono(out, exponential(constant), Mono(power, Fraction(0), tuple(expo)))

    def log(self, f: Germ) -> Germ:
        if self.sign(f) <= 0:
            raise Absent("the logarithm of what is not positive near the point")
        c, m, eps = self.split(f)
        if m.logs:
            raise Unknown("a logarithm of a logarithm")
        parts: Sum = list(m.expo)
        if not m.power.is_zero:
            parts.append((m.power, LOG))
        parts.append((logarithm(c), FLAT))
        n = self.order + 1
        coefficients = [Number.of(0), *(Number.of(Fraction((-1) ** (k + 1), k)) for k in range(1, n))]
        tail = self.series(eps, coefficients, lambda s: 1 / (n * (1 - s) ** n))
        return self.add(self.made(parts), tail)

    # ---- signs

    def sign(self, f: Germ) -> int:
        """The sign of f on the whole ray (for large t without one); 0 where f is 0. Raises Blurred, TooNear."""
        f, s = self.lead(f)
        if s and self.reach is not None:
            c, top = f.terms[0]
            others = Germ(f.terms[1:], f.rest, f.bound)
            if others.terms or others.rest is not None:
                m, bound = self.weight(others)
                if not bound * self.sup(over(m, top)) < abs(c.ball):
                    raise TooNear
        return s


def _rest(f: Germ) -> list[tuple[Mono, Any]]:
    return [] if f.rest is None else [(f.rest, f.bound)]

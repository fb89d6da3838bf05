"""Quotients of polynomials over generators: their arithmetic, their keys, and the terms that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import count
from math import gcd, lcm
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from symact.decide.tower import Generator, Incomplete, Key, Poly, Quotient, Restart, Vacuous
from symact.terms.core import Term, add, mul, power

__all__ = ["CONSTANTS", "Field", "MAX_POLY_TERMS", "MAX_POWER", "MAX_RESTARTS", "MAX_ROOT", "fraction", "rational"]

MAX_GENERATORS = 128
MAX_POLY_TERMS = 2000
MAX_DEGREE = 600
MAX_POWER = 96
MAX_HEIGHT = 100_000  # bits of a coefficient
MAX_RESTARTS = 24
MAX_ROOT = 64  # the denominators of exponents


# Keys of generators and polynomials are built from these numbers, which mean the same in every normaliser and are never reused.
_numbers = count()
_NUMBERED: dict[Key, int] = {}
_MAX_NUMBERED = 200_000
_ONE_KEY: Key = (((), (1, 1)),)
CONSTANTS: dict[Key, int] = {}  # the signs of polynomials in constants


@dataclass
class Field:
    """The field that the generators met so far span, under assumed ``signs`` (key of an irreducible polynomial -> 1 or -1, filled
    up as domains tell more)."""

    signs: dict[Key, int] = field(default_factory=dict)
    positive: frozenset[Term] = frozenset()  # names, and vectors all of whose entries are meant
    apart: frozenset[frozenset[Term]] = frozenset()  # pairs of indices known to be different
    strict: frozenset[Key | Term] = frozenset()  # of ``positive`` and the keys of ``signs``: what is never 0
    denominators: dict[Key, int] = field(default_factory=dict)
    units: dict[Key, list[Fraction]] = field(default_factory=dict)
    wholes: dict[Key, Fraction] = field(default_factory=dict)  # of exponents of negative numbers: what makes them whole
    size: int = 8
    edges: dict[Key, Term] = field(default_factory=dict)  # where they are 0, a jump was left out

    def of(self, t: Term) -> Quotient:
        """The quotient that a term stands for."""
        raise NotImplementedError

    def _begin(self) -> None:

        self.ctx, self.gens, self.zero, self.one = _ring(self.size)
        self.used: list[Generator] = []
        self.place: dict[Key, int] = {}
        self.memo: dict[Term, Quotient] = {}
        self.related: list[int] = []
        self.ranges: dict[str, tuple[Key, Key]] = {}  # bound index -> the ends of its range
        self.blind = 0  # within a term that need not have a value: it tells nothing about domains
        self.left_out: dict[Key, Term] = {}
        self.zeros_met: list[Poly] = []  # by the condition at hand

    @staticmethod
    def forget() -> None:
        """Frees the numbers of keys once there are many; keys from before are then unlike all later ones."""
        if len(_NUMBERED) > _MAX_NUMBERED:
            _NUMBERED.clear()
            CONSTANTS.clear()

    # ---- generators

    def generator(self, key: Key, make: Callable[[], Generator]) -> Quotient:
        at = self.place.get(key)
        if at is None:
            if len(self.used) >= self.size:
                if self.size >= MAX_GENERATORS:
                    raise Incomplete("too many independent functions")
                self.size *= 2
                raise Restart
            generator = make()
            generator.number = self.number(key)
            at = self.place[key] = len(self.used)
            self.used.append(generator)
            if generator.relation is not None:
                self.related.append(at)
        return Quotient(self.gens[at], self.one)

    def _refined(self, key: Key, needed: int) -> int:
        """The denominator of a family of generators; asks for a new start if it was too small for ``needed``."""
        have = self.denominators.get(key, 1)
        if have % needed:
            new = lcm(have, needed)
            if new > MAX_ROOT:
                raise Incomplete("exponents with too large denominators")
            self.denominators[key] = new
            if key in self.place:
                raise Restart
            have = new
        return have

    def _fineness(self, key: Key, q: Fraction) -> tuple[Key, int | Fraction]:
        """The key of a family of exponentials and d such that q d is whole for all their exponents q.

        d is the common denominator, or for decimals one over the greatest common divisor. Exponents that are too far apart for
        either, such as 1 and 0.044715, make families of their own.
        """
        units = self.units.setdefault(key, [])
        commons = [_gcd(unit, abs(q)) for unit in units]
        near = (k for k, c in enumerate(commons) if c.denominator <= MAX_ROOT or max(units[k], abs(q)) <= MAX_ROOT * c)
        k = next(near, len(units))
        own = (*key, k) if k else key
        if k == len(units):
            units.append(abs(q))
        elif commons[k] != units[k]:
            units[k] = commons[k]
            if own in self.place:
                raise Restart
        common = units[k]
        return own, common.denominator if max(common.denominator, common.numerator) <= MAX_ROOT else 1 / common

    def number(self, key: Key) -> int:
        known = _NUMBERED.get(key)
        return _NUMBERED.setdefault(key, next(_numbers)) if known is None else known

    # ---- arithmetic of quotients

    def const(self, value: Fraction | int) -> Quotient:
        if isinstance(value, int):
            return Quotient(self.one if value == 1 else self.ctx.constant(value), self.one)
        return Quotient(self.ctx.constant(fmpq(value.numerator, value.denominator)), self.one)

    def make(self, n: Poly, d: Poly) -> Quotient:
        n = self.reduce(n)
        if n.is_zero():
            return Quotient(self.zero, self.one)
        if d is self.one:
            if len(n) > MAX_POLY_TERMS or n.total_degree() > MAX_DEGREE:
                raise Incomplete("the normal form grows too large")
            return Quotient(n, d)
        if not d.is_constant():
            g = n.gcd(d)
            if not g.is_constant():
                n, d = n / g, d / g
            if self.related:
                n, d = self._rationalised(n, d)
        return self._monic(n, d)

    def _monic(self, n: Poly, d: Poly) -> Quotient:
        """The quotient of two polynomials without a common factor. Raises Incomplete where they are too large."""
        lead = d.leading_coefficient()
        if lead != 1:
            n, d = n / lead, d / lead
        if len(n) > MAX_POLY_TERMS or len(d) > MAX_POLY_TERMS or max(n.total_degree(), d.total_degree()) > MAX_DEGREE:
            raise Incomplete("the normal form grows too large")
        return Quotient(n, d)

    def _rationalised(self, n: Poly, d: Poly) -> tuple[Poly, Poly]:
        """Root generators that divide the whole denominator go into the numerator: 1/sqrt(2) becomes sqrt(2)/2."""
        for at in self.related:
            relation = self.used[at].relation
            assert relation is not None
            low = min(e[at] for e in d.monoms())
            if low:
                factor = self.gens[at] ** int(relation[0] - low % relation[0])
                n, d = self.reduce(n * factor), self.reduce(d * factor)
                g = n.gcd(d)
                if not g.is_constant():
                    n, d = n / g, d / g
        return n, d

    def reduce(self, p: Poly) -> Poly:
        """The polynomial with powers of algebraic generators (roots, deltas) lowered by their relations."""
        for at in reversed(self.related):
            relation = self.used[at].relation
            assert relation is not None
            n, value = relation
            if p.degrees()[at] < n:
                continue
            groups: dict[int, dict[tuple[int, ...], Any]] = {}
            for e, c in p.to_dict().items():
                q, r = divmod(e[at], n)
                groups.setdefault(q, {})[(*e[:at], r, *e[at + 1 :])] = c
            p = self.zero
            for q, terms in groups.items():
                p += self.ctx.from_dict(terms) * value**q
            p = self.reduce(p)
        return p

    def add(self, a: Quotient, b: Quotient) -> Quotient:
        if a.den is b.den or a.den == b.den:
            return self.make(a.num + b.num, a.den)
        return self.make(a.num * b.den + b.num * a.den, self.reduce(a.den * b.den))

    def sub(self, a: Quotient, b: Quotient) -> Quotient:
        return self.add(a, Quotient(-b.num, b.den))

    def mul(self, a: Quotient, b: Quotient) -> Quotient:
        if len(a.num) * len(b.num) > 40 * MAX_POLY_TERMS or len(a.den) * len(b.den) > 40 * MAX_POLY_TERMS:
            raise Incomplete("the normal form grows too large")
        if a.den is self.one and b.den is self.one:
            return self.make(a.num * b.num, self.one)
        return self.make(a.num * b.num, self.reduce(a.den * b.den))

    @contextmanager
    def unmet(self) -> Iterator[None]:
        """Within, terms are met that need not have a value."""
        self.blind += 1
        try:
            yield
        finally:
            self.blind -= 1

    def _void(self, why: str) -> Vacuous | Incomplete:
        """To be raised for a part without a value: the whole has none, unless the part need not be met."""
        return Incomplete(why) if self.blind else Vacuous(why)

    def _inverse(self, a: Quotient) -> Quotient:
        if self.reduce(a.num).is_zero():
            raise self._void("a division by zero")
        return self.make(a.den, a.num) if self.related else self._monic(a.den, a.num)

    def whole_power(self, a: Quotient, n: int) -> Quotient:
        if n < 0:
            a, n = self._inverse(a), -n
        if n == 1:
            return a
        if n > 1 and (n > MAX_POWER or max(len(a.num), len(a.den)) ** min(n, 8) > 10**7) and max(len(a.num), len(a.den)) > 1:
            raise Incomplete("a power too large to multiply out")
        if n > 8 and n * max(_height(a.num), _height(a.den)) > MAX_HEIGHT:
            raise Incomplete("a power too large to multiply out")
        return self.make(a.num**n, self.reduce(a.den**n)) if self.related or not n else self._monic(a.num**n, a.den**n)

    # ---- keys and terms of polynomials

    def poly_key(self, p: Poly) -> Key:
        return tuple(sorted((self._monomial_key(e), (int(c.p), int(c.q))) for e, c in p.to_dict().items()))

    def _monomial_key(self, e: Iterable[int]) -> Key:
        return tuple(sorted((self.used[k].number, n) for k, n in enumerate(e) if n))

    def key(self, a: Quotient) -> Key:
        return (self.poly_key(a.num), _ONE_KEY if a.den is self.one else self.poly_key(a.den))

    def poly_term(self, p: Poly) -> Term:
        """A polynomial as a term again."""
        parts = []
        for e, c in p.to_dict().items():
            factors = [power(self.used[k].term, int(n)) for k, n in enumerate(e) if n]
            parts.append(mul(Fraction(int(c.p), int(c.q)), *factors))
        return add(*parts)

    def term(self, a: Quotient) -> Term:
        return self.poly_term(a.num) / self.poly_term(a.den)

    def factored_term(self, a: Quotient) -> Term:
        """The quotient with numerator and denominator as products of irreducible polynomials."""
        content, factors = self.factors(a)
        above: list[Term] = []
        for p, m in factors:
            lead = p.to_dict().get((0,) * self.size, p.leading_coefficient())
            if lead < 0 and m % 2:  # 1 - s rather than s - 1
                p, content = -p, -content
            above.append(power(self.poly_term(p), m))
        return mul(content, *above)

    def bound_of(self, *polys: Poly) -> frozenset[str]:
        out: frozenset[str] = frozenset()
        for p in polys:
            for k, n in enumerate(p.degrees()):
                if n > 0:
                    out |= self.used[k].bound
        return out

    # ---- factors

    def factors(self, a: Quotient) -> tuple[Fraction, list[tuple[Poly, int]]]:
        """a = c * prod p^m with irreducible p; c a rational."""
        content = Fraction(1)
        out: list[tuple[Poly, int]] = []
        for p, side in ((a.num, 1), (a.den, -1)):
            c, factors = p.factor()
            content *= Fraction(int(c.p), int(c.q)) ** side
            out += [(q, int(m) * side) for q, m in factors if not q.is_constant()]
        return content, out


def rational(p: Poly) -> Fraction:
    if p.is_zero():
        return Fraction(0)
    return fraction(p.leading_coefficient())


def fraction(c: Any) -> Fraction:
    return Fraction(int(c.p), int(c.q))


@cache
def _ring(size: int) -> tuple[Any, tuple[Poly, ...], Poly, Poly]:
    """The polynomials in so many generators: their context, the generators, 0 and 1."""
    ctx = fmpq_mpoly_ctx.get(("g", size), Ordering.degrevlex)
    return ctx, ctx.gens(), ctx.constant(0), ctx.constant(1)


def _height(p: Poly) -> int:
    """The bits of the largest coefficient."""
    return max((max(int(c.p).bit_length(), int(c.q).bit_length()) for c in p.coeffs()), default=0)


def _gcd(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)

"""Exact normal form: a term as a quotient of polynomials over a tower of generators.

Every term of the class becomes N/D with N, D polynomials over the rationals (python-flint) in generators:

    a symbol, an index, an entry        itself; pi too
    exp(b/d)                            b a monomial (over a fixed denominator) of an exponent; d clears the fractions seen
    log|p|, |p|^(1/d)                   p irreducible; exp and log of products split into these
    tan(b/(2d))                         sin, cos, tan are rational in it
    erf(u), atan(u), f(u), ...          u in normal form, odd and even functions with a fixed sign
    sum_j m(j)                          m a monomial in what depends on j; what does not is drawn out, so that a
                                        result holds for every size of the index set

Two terms are equal wherever both are defined and real if the difference of their normal forms is 0: each rewriting holds
wherever the rewritten term is defined. It does not hold beyond, and completeness needs the generators to be independent
(Risch's structure theorem, and Schanuel's conjecture for constants); so 0 proves, and anything else proves nothing.

What the form cannot know it asks for: :class:`NeedSign` (is p > 0?), :class:`NeedCoincidence` (is i = j?). The caller splits
into cases. :class:`Vacuous` says that in this case a term has no value at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from math import gcd, lcm, prod
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpz

from symact.decide.sums import compares_indices, extremum_over_index, log_of_product, over_index, resolve_indices, same_index
from symact.decide.tower import (
    Generator,
    Incomplete,
    Key,
    NeedCoincidence,
    NeedSign,
    Poly,
    Quotient,
    Restart,
    Vacuous,
    Varies,
)  # fmt: skip
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import ONE, PI, ZERO, Term, abs_, add, exp, fn, free, log, mul, not_, num, power
from symact.terms.functions import FUNCTIONS
from symact.terms.integrals import closed_form

__all__ = ["Incomplete", "NeedCoincidence", "NeedSign", "Normaliser", "Quotient", "Vacuous", "resolve_indices"]

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
_CONSTANTS: dict[Key, int] = {}  # the signs of polynomials in constants
CONSTANT_BITS = 256


@dataclass
class Normaliser:
    """Normal forms under assumed ``signs`` (key of an irreducible polynomial -> 1 or -1, filled up as domains tell more)."""

    signs: dict[Key, int] = field(default_factory=dict)
    positive: frozenset[Term] = frozenset()  # names, and vectors all of whose entries are meant
    apart: frozenset[frozenset[Term]] = frozenset()  # pairs of indices known to be different
    strict: frozenset[Key | Term] = frozenset()  # of ``positive`` and the keys of ``signs``: what is never 0
    denominators: dict[Key, int] = field(default_factory=dict)
    units: dict[Key, list[Fraction]] = field(default_factory=dict)
    size: int = 8
    edges: dict[Key, Term] = field(default_factory=dict)  # where they are 0, a jump was left out

    def difference(self, left: Term, right: Term, equations: Iterable[Term] = ()) -> Quotient:
        """The normal form of left - right, modulo equations that are assumed.

        Raises Incomplete, Vacuous, NeedSign, NeedCoincidence.
        """
        return self._run(lambda: self._modulo(self.sub(self.of(left), self.of(right)), equations))

    def _modulo(self, a: Quotient, equations: Iterable[Term]) -> Quotient:
        """The quotient with a generator replaced wherever an equation gives its value."""
        for e in equations:
            d = self.sub(self.of(e.args[0]), self.of(e.args[1])).num
            for k, n in reversed(list(enumerate(d.degrees()))):
                slope = d.derivative(k)
                if n == 1 and slope.is_constant():
                    values = list(self.gens)
                    values[k] = self.gens[k] - d / slope.leading_coefficient()
                    below = a.den.compose(*values, ctx=self.ctx)
                    if not below.is_zero():
                        a = self.make(a.num.compose(*values, ctx=self.ctx), below)
                    break
        return a

    def quotient(self, t: Term) -> Quotient:
        return self._run(lambda: self.of(t))

    def _run(self, job: Callable[[], Quotient]) -> Quotient:
        assumed = dict(self.signs)
        for _ in range(MAX_RESTARTS):
            self._begin()
            self.signs = dict(assumed)
            try:
                q = job()
                self.edges.update(self.left_out)
                return Quotient(self.reduce(q.num), q.den)
            except Vacuous:
                self.edges.update(self.left_out)
                raise
            except Restart:
                continue
            except RecursionError:
                raise Incomplete("the term is nested too deeply") from None
        raise Incomplete("the exponents have too many denominators")

    @staticmethod
    def forget() -> None:
        """Frees the numbers of keys once there are many; keys from before are then unlike all later ones."""
        if len(_NUMBERED) > _MAX_NUMBERED:
            _NUMBERED.clear()
            _CONSTANTS.clear()

    def _begin(self) -> None:

        self.ctx = fmpq_mpoly_ctx.get(("g", self.size), Ordering.degrevlex)
        self.gens = self.ctx.gens()
        self.used: list[Generator] = []
        self.place: dict[Key, int] = {}
        self.memo: dict[Term, Quotient] = {}
        self.related: list[int] = []
        self.one: Poly = self.ctx.constant(1)
        self.zero: Poly = self.ctx.constant(0)
        self.ranges: dict[str, tuple[Key, Key]] = {}  # bound index -> the ends of its range
        self.blind = 0  # within a term that need not have a value: it tells nothing about domains
        self.left_out: dict[Key, Term] = {}
        self.zeros_met: list[Poly] = []  # by the condition at hand

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
        return own, common.denominator if common.denominator <= MAX_ROOT else 1 / common

    def number(self, key: Key) -> int:
        known = _NUMBERED.get(key)
        return _NUMBERED.setdefault(key, next(_numbers)) if known is None else known

    # ---- arithmetic of quotients

    def const(self, value: Fraction | int) -> Quotient:
        v = Fraction(value)
        return Quotient(self.ctx.constant(fmpq(v.numerator, v.denominator)), self.one)

    def make(self, n: Poly, d: Poly) -> Quotient:
        n = self.reduce(n)
        if n.is_zero():
            return Quotient(self.zero, self.one)
        if not d.is_constant():
            g = n.gcd(d)
            if not g.is_constant():
                n, d = n / g, d / g
            if self.related:
                n, d = self._rationalised(n, d)
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
        if a.den == b.den:
            return self.make(a.num + b.num, a.den)
        return self.make(a.num * b.den + b.num * a.den, self.reduce(a.den * b.den))

    def sub(self, a: Quotient, b: Quotient) -> Quotient:
        return self.add(a, Quotient(-b.num, b.den))

    def mul(self, a: Quotient, b: Quotient) -> Quotient:
        if len(a.num) * len(b.num) > 40 * MAX_POLY_TERMS or len(a.den) * len(b.den) > 40 * MAX_POLY_TERMS:
            raise Incomplete("the normal form grows too large")
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
        return self.make(a.den, a.num)

    def whole_power(self, a: Quotient, n: int) -> Quotient:
        if n < 0:
            a, n = self._inverse(a), -n
        if n > 1 and (n > MAX_POWER or max(len(a.num), len(a.den)) ** min(n, 8) > 10**7) and max(len(a.num), len(a.den)) > 1:
            raise Incomplete("a power too large to multiply out")
        if n > 8 and n * max(_height(a.num), _height(a.den)) > MAX_HEIGHT:
            raise Incomplete("a power too large to multiply out")
        return self.make(a.num**n, self.reduce(a.den**n))

    # ---- keys and terms of polynomials

    def poly_key(self, p: Poly) -> Key:
        return tuple(sorted((self._monomial_key(e), (int(c.p), int(c.q))) for e, c in p.to_dict().items()))

    def _monomial_key(self, e: Iterable[int]) -> Key:
        return tuple(sorted((self.used[k].number, n) for k, n in enumerate(e) if n))

    def key(self, a: Quotient) -> Key:
        return (self.poly_key(a.num), self.poly_key(a.den))

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

    # ---- signs

    def sign_of(self, p: Poly) -> int:
        """1 or -1 where the polynomial is known to be positive or negative (or zero at single points), else 0."""
        if len(p) == 0:
            return 0
        key, flip = self._oriented(p)
        known = self.signs.get(key)
        if known:
            return known * flip
        overall = 0
        for e, c in p.to_dict().items():
            s = 1 if c > 0 else -1
            for k, n in enumerate(e):
                if n % 2:
                    s *= self._generator_sign(k)
            if s == 0 or (overall and s != overall):
                return self._definite_quadratic(p) or self._constant_sign(p, key) * flip
            overall = s
        return overall

    def _constant_sign(self, p: Poly, key: Key) -> int:
        """The sign of a polynomial in constants alone, such as 3 - e, its leading coefficient being made 1."""
        known = _CONSTANTS.get(key)
        if known is None:
            live = [self.used[k] for k, n in enumerate(p.degrees()) if n > 0]
            if any(g.key[0] in ("sym", "at", "ix") for g in live) or any(free(g.term) for g in live):

                return 0
            try:
                with precision(CONSTANT_BITS):
                    value = enclose(self.poly_term(p / p.leading_coefficient()), {})
            except (Undefined, Unbound):
                return 0
            known = _CONSTANTS[key] = 1 if value > 0 else -1 if value < 0 else 0
        return known

    def _generator_sign(self, k: int) -> int:
        g = self.used[k]
        if g.sign:
            return g.sign
        if g.kind == "log":  # log|p| for p > 0 has the sign of p - 1
            p = g.payload
            if self.sign_of(p) > 0 and not (p - 1).is_zero():
                key, flip = self._oriented(p - 1)
                known = self.signs.get(key)
                return known * flip if known else 0
            return 0
        key, flip = self._oriented(self.gens[k])
        return self.signs.get(key, 0) * flip

    def _definite_quadratic(self, p: Poly) -> int:
        degrees = p.degrees()
        live = [k for k, n in enumerate(degrees) if n]
        if len(live) != 1 or degrees[live[0]] != 2:
            return 0
        k = live[0]
        c = {e[k]: q for e, q in p.to_dict().items()}
        a, b, c0 = c.get(2, fmpq(0)), c.get(1, fmpq(0)), c.get(0, fmpq(0))
        return 0 if b * b - 4 * a * c0 >= 0 else 1 if a > 0 else -1

    def _oriented(self, p: Poly) -> tuple[Key, int]:
        """The key of p up to a constant factor, and the sign of that factor."""
        lead = p.leading_coefficient()
        return self.poly_key(p / lead), 1 if lead > 0 else -1

    def sign_key(self, p: Poly) -> tuple[Key, int]:
        """The key under which ``signs`` holds the sign of an irreducible p, and the orientation of p."""
        if len(p) and p.factor()[1] and len(p.factor()[1]) == 1:
            p = p.factor()[1][0][0] * (1 if p.factor()[0] > 0 else -1)
        return self._oriented(p)

    def linear_in_sum(self, p: Poly) -> tuple[Term, Term] | None:
        """A sum over an index and the value that makes p = 0, where p is linear in one sum of data and nothing else."""
        live = [k for k, n in enumerate(p.degrees()) if n > 0]
        if len(live) != 1 or p.degrees()[live[0]] != 1 or self.used[live[0]].kind != "sum":
            return None
        slope = p.derivative(live[0])
        value = -_rational(p - slope * self.gens[live[0]]) / _rational(slope)
        return self.used[live[0]].term, num(value)

    def zeros(self, p: Poly) -> tuple[list[tuple[Term, Term]], bool]:
        """The symbols and rational values at which factors of p vanish, and whether p vanishes nowhere else."""
        out: list[tuple[Term, Term]] = []
        complete = True
        if len(p) > MAX_POLY_TERMS // 10:
            return [], False
        for q, _ in p.factor()[1]:

            live = [k for k, n in enumerate(q.degrees()) if n > 0]
            if self.sign_of(q) and self.strictly(q):
                continue
            if len(live) == 1 and q.degrees()[live[0]] == 1 and self.used[live[0]].key[0] == "sym":
                slope = q.derivative(live[0])
                value = -_rational(q - slope * self.gens[live[0]]) / _rational(slope)
                out.append((self.used[live[0]].term, num(value)))
            elif len(q) == 2 and sum(q.coeffs()) == 0 and all(self.used[k].kind == "exp" for k in live):  # exp(a) - exp(b)
                exponent = self.const(0)
                for e, c in q.to_dict().items():
                    for k in live:
                        g = self.used[k]
                        exponent = self.add(exponent, self.mul(g.payload, self.const(Fraction(int(c) * int(e[k])) / g.denominator)))
                inner, whole = self.zeros(exponent.num)
                out += inner
                complete = complete and whole
            else:
                complete = False
        return out, complete


    def strictly(self, p: Poly) -> bool:
        """Whether a polynomial of known sign is known never to be 0."""
        key, _ = self._oriented(p)
        if key in self.strict:
            return True
        if key in self.signs:
            return False
        if _CONSTANTS.get(key):
            return True
        strict = [all(self.used[k].strict for k, n in enumerate(e) if n) for e in p.monoms()]
        return any(strict) or self._definite_quadratic(p) != 0

    def _zeros_of(self, a: Quotient) -> list[Poly]:
        """The factors that may be 0."""
        return [p for p, _ in self.factors(a)[1] if not self.sign_of(p) or not self.strictly(p)]

    def _leave_out(self, zeros: Iterable[Poly]) -> None:
        """Notes that jumps at the zeros of polynomials are left out of the cells."""
        for p in zeros:
            if self.bound_of(p):
                raise Incomplete("a jump that may be met for some index of a sum")
            key, _ = self._oriented(p)
            if key not in self.left_out:
                self.left_out[key] = self.poly_term(p)

    def _demand_sign(self, p: Poly) -> int:
        s = self.sign_of(p)
        if s:
            return s
        if self.bound_of(p):
            raise Varies(Quotient(p, self.one))
        key, _ = self._oriented(p)
        lead = p.leading_coefficient()
        raise NeedSign(key, self.poly_term(p / lead))

    def _learn_sign(self, p: Poly, s: int) -> None:
        """Domain knowledge: a logarithm or root of p says that p (times s) is not negative."""
        known = self.sign_of(p)
        if known == -s:
            raise self._void(f"{self.poly_term(p)!r} has the wrong sign here")
        if not known and not self.blind:
            key, flip = self._oriented(p)
            self.signs[key] = s * flip

    # ---- terms to quotients

    def of(self, t: Term) -> Quotient:
        known = self.memo.get(t)
        if known is None:
            rule = _RULES.get(t.head)
            if rule is not None:
                known = rule(self, t)
            elif t.head in FUNCTIONS:
                known = self._function(t)
            else:
                raise Incomplete(f"{t.head} is not in the class")
            self.memo[t] = known
        return known

    def _symbol(self, t: Term) -> Quotient:
        if t.head == "const" and t != PI:
            raise Incomplete(f"{t.name} is no real number")

        def make() -> Generator:
            known = [t] if t in self.positive else [t.args[0]] if t.head == "at" and t.args[0] in self.positive else []
            strict = t == PI or any(k in self.strict for k in known)
            bound = frozenset(v.name for v in free(t) if v.head == "ix" and v.name.startswith("#"))
            sign = 1 if known or t == PI or t.head == "ix" else 0
            return Generator((t.head, t), "sym", lambda: t, sign=sign, strict=strict, bound=bound)

        return self.generator((t.head, t), make)

    def _num(self, t: Term) -> Quotient:
        return self.const(t.value)

    def _sum_rule(self, t: Term) -> Quotient:
        out = self.of(t.args[0])
        for a in t.args[1:]:
            out = self.add(out, self.of(a))
        return out

    def _product_rule(self, t: Term) -> Quotient:
        out = self.of(t.args[0])
        if out.num.is_zero():
            return self._nothing(t.args[1:])
        for a in t.args[1:]:
            out = self.mul(out, self.of(a))
        return out

    def _nothing(self, factors: Iterable[Term]) -> Quotient:
        """0 times the factors: 0 wherever they have a value, whatever it is."""
        try:
            for a in factors:
                self.of(a)
        except Incomplete:
            pass
        return self.const(0)

    def _power_rule(self, t: Term) -> Quotient:

        base, exponent = self.of(t.args[0]), self.of(t.args[1])
        if exponent.num.is_constant() and exponent.den.is_one():
            value = _rational(exponent.num)
            if value.denominator == 1:
                return self.whole_power(base, int(value))
            return self._rational_power(base, value)
        if self.reduce(base.num).is_zero():
            raise Incomplete("a power of 0 with a variable exponent")
        if all(v.head == "ix" for v in free(t.args[1])):
            return self.indexed_power(base, exponent)
        return self.exp_of(self.mul(exponent, self.log_of(base)))

    def indexed_power(self, base: Quotient, exponent: Quotient) -> Quotient:
        """base^exponent for a whole exponent, where the base may be negative: |base|^exponent times a power of -1."""
        content, factors = self.factors(base)
        sign = 1 if content > 0 else -1
        logarithm = self.log_rational(abs(content))
        for p, m in factors:
            if m % 2 and self._demand_sign(p) < 0:
                sign = -sign
            logarithm = self.add(logarithm, self.mul(self.const(m), self._log_abs(p)))
        out = self.exp_of(self.mul(exponent, logarithm))
        return out if sign > 0 else self.mul(out, self._sign_power(exponent))

    def _sign_power(self, exponent: Quotient) -> Quotient:
        """(-1)^exponent for a whole exponent."""
        out = self.const(1)
        for q, b in self._split(exponent):
            if q.denominator != 1 or not b.den.is_one():
                raise Incomplete("a power of -1 with an exponent that may not be whole")
            if q % 2 == 0:
                continue
            if b.num.is_one():
                out = self.sub(self.const(0), out)
                continue
            key = ("parity", self.key(b))
            generator = self.generator(
                key,
                lambda key=key, b=b: Generator(  # type: ignore[misc]  # a loop variable kept as a default
                    key, "parity", lambda: power(-1, self.term(b)), relation=(2, self.one), bound=self.bound_of(b.num)
                ),
            )
            out = self.mul(out, generator)
        return out

    # exp, log and roots of products

    def factors(self, a: Quotient) -> tuple[Fraction, list[tuple[Poly, int]]]:
        """a = c * prod p^m with irreducible p; c a rational."""
        content = Fraction(1)
        out: list[tuple[Poly, int]] = []
        for p, side in ((a.num, 1), (a.den, -1)):
            c, factors = p.factor()
            content *= Fraction(int(c.p), int(c.q)) ** side
            out += [(q, int(m) * side) for q, m in factors if not q.is_constant()]
        return content, out

    def single(self, p: Poly) -> Generator | None:
        """The generator, if the polynomial is one."""
        if len(p) != 1 or p.total_degree() != 1 or p.leading_coefficient() != 1:
            return None
        return self.used[next(k for k, n in enumerate(p.degrees()) if n)]

    def _domain_of_product(self, content: Fraction, factors: list[tuple[Poly, int]]) -> None:
        """A product that must not be negative tells the sign of its last unknown factor."""
        sign = 1 if content > 0 else -1
        unknown = []
        for p, m in factors:
            if m % 2:
                s = self.sign_of(p)
                if s:
                    sign *= s
                else:
                    unknown.append(p)
        if not unknown and sign < 0:
            raise self._void("a logarithm or root of a negative number")
        if len(unknown) == 1:
            self._learn_sign(unknown[0], sign)

    def log_of(self, a: Quotient) -> Quotient:
        """log a, wherever a > 0, as the sum of the logarithms of its factors' absolute values."""
        if self.reduce(a.num).is_zero():
            raise self._void("the logarithm of zero")
        content, factors = self.factors(a)
        self._domain_of_product(content, factors)
        return self._log_of_factors(content, factors)

    def _log_of_factors(self, content: Fraction, factors: list[tuple[Poly, int]]) -> Quotient:
        """The logarithm of the product's absolute value."""
        out = self.log_rational(abs(content))
        for p, m in factors:
            out = self.add(out, self.mul(self.const(m), self._log_abs(p)))
        return out

    def _conjugate(self, p: Poly) -> Poly | None:
        """a + b r for a - b r, where r is a square root and the leading coefficients of a and b have opposite signs."""
        for at in self.related:
            g = self.used[at]
            if g.kind in ("root", "rootnum") and g.denominator == 2 and p.degrees()[at] == 1:
                b = p.derivative(at)
                a = p - b * self.gens[at]
                if a.is_zero() or (a.leading_coefficient() > 0) == (b.leading_coefficient() > 0):
                    continue
                return a - b * self.gens[at] if a.leading_coefficient() > 0 else b * self.gens[at] - a
        return None

    def _norm(self, p: Poly, conjugate: Poly) -> tuple[Fraction, list[tuple[Poly, int]]]:
        return self.factors(self.make(p * conjugate, self.one))

    def log_rational(self, c: Fraction) -> Quotient:
        out = self.const(0)
        for value, side in ((c.numerator, 1), (c.denominator, -1)):
            for prime, m in _prime_factors(value):
                key = ("log", prime)
                g = self.generator(
                    key,
                    lambda key=key, prime=prime: Generator(  # type: ignore[misc]  # a loop variable kept as a default
                        key, "log", lambda: log(num(prime)), self.ctx.constant(prime), sign=1, strict=True
                    ),
                )
                out = self.add(out, self.mul(self.const(m * side), g))
        return out

    def _log_abs(self, p: Poly) -> Quotient:
        g = self.single(p)
        if g is not None and g.kind == "exp":
            return self.mul(g.payload, self.const(Fraction(1, g.denominator)))
        if g is not None and g.kind == "root":
            return self.mul(self._log_abs(g.payload), self.const(Fraction(1, g.denominator)))
        if g is not None and g.kind == "rootnum":
            return self.mul(self.log_rational(Fraction(g.payload)), self.const(Fraction(1, g.denominator)))
        if g is not None and g.kind == "abs":
            return self._log_abs(g.payload)
        if g is not None and g.kind == "parity":
            return self.const(0)
        if g is not None and g.kind == "prod":
            r, body = g.payload
            return log_of_product(self, r, log(abs_(body)))
        conjugate = self._conjugate(p) if self.related else None
        if conjugate is not None:  # log|a - b r| = log|a^2 - b^2 r^2| - log|a + b r|
            return self.sub(self._log_of_factors(*self._norm(p, conjugate)), self._log_abs(conjugate))
        lead = p.leading_coefficient()
        primitive = p / lead
        q = Fraction(int(lead.p), int(lead.q))
        key = ("log", self.poly_key(primitive))

        def build() -> Term:
            term = self.poly_term(primitive)
            return log(term if self.sign_of(primitive) > 0 else abs_(term))

        main = self.generator(key, lambda: Generator(key, "log", build, primitive, bound=self.bound_of(primitive)))
        return main if abs(q) == 1 else self.add(main, self.log_rational(abs(q)))

    def _rational_power(self, a: Quotient, w: Fraction) -> Quotient:
        """a^w for a fraction w, wherever a is positive (zero where w > 0)."""
        if self.reduce(a.num).is_zero():
            if w > 0:
                return self.const(0)
            raise self._void("a division by zero")
        content, factors = self.factors(a)
        self._domain_of_product(content, factors)
        out = self._power_of_rational(abs(content), w)
        for p, m in factors:
            out = self.mul(out, self._abs_power(p, m * w))
        return out

    def _power_of_rational(self, c: Fraction, w: Fraction) -> Quotient:
        out = self.const(1)
        for value, side in ((c.numerator, 1), (c.denominator, -1)):
            for prime, m in _prime_factors(value):
                whole, rest = divmod(w * m * side, 1)
                if abs(whole) > 512:
                    raise Incomplete("a power too large to multiply out")
                out = self.mul(out, self.const(Fraction(prime) ** int(whole)))
                if rest:
                    d = self._refined(("root", prime), rest.denominator)
                    out = self.mul(out, self.whole_power(self._root_of_prime(prime, d), int(rest * d)))
        return out

    def _root_of_prime(self, prime: int, d: int) -> Quotient:
        key = ("root", prime)
        relation = (d, self.ctx.constant(prime))
        return self.generator(
            key,
            lambda: Generator(
                key, "rootnum", lambda: power(num(prime), Fraction(1, d)), prime, denominator=d, sign=1, strict=True,
                relation=relation,
            ),
        )

    def _abs_power(self, p: Poly, w: Fraction) -> Quotient:
        """|p|^w for an irreducible p."""
        g = self.single(p)
        if g is not None and g.kind == "exp":
            return self.exp_of(self.mul(g.payload, self.const(w / g.denominator)))
        if g is not None and g.kind == "root" and w.denominator != 1:
            return self._abs_power(g.payload, w / g.denominator)
        if g is not None and g.kind == "rootnum" and w.denominator != 1:
            return self._power_of_rational(Fraction(g.payload), w / g.denominator)
        if g is not None and g.kind == "abs":
            return self._abs_power(g.payload, w)
        if w.denominator == 1:
            return self.whole_power(Quotient(p, self.one) if w % 2 == 0 else self._absolute(p), int(w))
        conjugate = self._conjugate(p) if self.related else None
        if conjugate is not None:
            content, factors = self._norm(p, conjugate)
            out = self.mul(self._power_of_rational(abs(content), w), self._abs_power(conjugate, -w))
            for f, m in factors:
                out = self.mul(out, self._abs_power(f, m * w))
            return out
        lead = p.leading_coefficient()
        primitive = p / lead
        if w.denominator > MAX_ROOT:
            return self.mul(self._power_of_rational(abs(_fraction(lead)), w), self._fine_power(primitive, w))
        key = ("root", self.poly_key(primitive))
        d = self._refined(key, w.denominator)
        value = self._absolute(primitive).num
        root = self.generator(
            key,
            lambda: Generator(
                key, "root", lambda: power(self.poly_term(value), Fraction(1, d)), value,
                denominator=d, sign=1, relation=(d, value), bound=self.bound_of(primitive),
            ),
        )
        whole, rest = divmod(w, 1)
        out = self.mul(self.whole_power(Quotient(value, self.one), int(whole)), self.whole_power(root, int(rest * d)))
        scale = abs(Fraction(int(lead.p), int(lead.q)))
        return out if scale == 1 else self.mul(out, self._power_of_rational(scale, w))

    def _fine_power(self, p: Poly, w: Fraction) -> Quotient:
        """|p|^w for an exponent such as 0.044715: no power of it within reach is a polynomial."""
        key, d = self._fineness(("power", self.poly_key(p)), w)
        value = self._absolute(p).num
        root = self.generator(
            key, lambda: Generator(key, "power", lambda: power(self.poly_term(value), 1 / Fraction(d)), sign=1, bound=self.bound_of(p))
        )
        return self.whole_power(root, int(w * d))

    def _absolute(self, p: Poly) -> Quotient:
        """|p|: p or -p, or a generator for it where the sign may vary within a sum."""
        s = self.sign_of(p)
        if not s and not self.bound_of(p):
            s = self._demand_sign(p)
        if s:
            return Quotient(p * s, self.one)
        lead = p.leading_coefficient()
        primitive = p / lead
        single = self.single(primitive)
        if single is not None and single.kind == "parity":
            return self.const(abs(_fraction(lead)))
        key = ("abs", self.poly_key(primitive))
        g = self.generator(
            key,
            lambda: Generator(
                key, "abs", lambda: abs_(self.poly_term(primitive)), primitive, sign=1,
                relation=(2, primitive**2), bound=self.bound_of(primitive),
            ),
        )  # fmt: skip
        return self.mul(self.const(abs(_fraction(lead))), g)

    def _split(self, a: Quotient) -> list[tuple[Fraction, Quotient]]:
        """a = sum of q * b with rational q and monomials b over the denominator of a."""
        n, d = a
        parts: list[tuple[Fraction, Quotient]] = []
        if not d.is_constant():
            whole, rest = divmod(n, d)
            parts += [(_fraction(c), self._monomial(e)) for e, c in whole.to_dict().items()]
            for e, c in rest.to_dict().items():
                m = self.make(self._monomial(e).num, d)
                lead = m.num.leading_coefficient()
                parts.append((_fraction(c) * _fraction(lead), Quotient(m.num / lead, m.den)))
            return parts
        return [(_fraction(c), self._monomial(e)) for e, c in n.to_dict().items()]

    def _monomial(self, e: tuple[int, ...]) -> Quotient:
        return Quotient(self.ctx.from_dict({tuple(e): 1}), self.one)

    def exp_of(self, a: Quotient) -> Quotient:
        """exp a, as the product of the exponentials of the monomials of a."""
        out = self.const(1)
        for q, b in self._split(a):
            g = self.single(b.num) if b.den.is_one() else None
            if g is not None and g.kind == "log":
                p = g.payload
                part = self._power_of_rational(_rational(p), q) if p.is_constant() else self._abs_power(p, q)
            elif g is not None and g.key[:2] == ("fn", "lambertw") and q.denominator == 1 and not g.payload.num.is_zero():
                part = self.whole_power(self.mul(g.payload, self._inverse(b)), int(q))
            else:
                key, d = self._fineness(("exp", self.key(b)), q)
                root = self.generator(
                    key,
                    lambda key=key, b=b, d=d: Generator(  # type: ignore[misc]  # a loop variable kept as a default
                        key, "exp", lambda: exp(self.term(b) / d), b, denominator=d, sign=1, strict=True,
                        bound=self.bound_of(b.num, b.den),
                    ),
                )
                part = self.whole_power(root, int(q * d))
            out = self.mul(out, part)
        return out

    # functions

    def _function(self, t: Term) -> Quotient:
        name = t.head
        if name == "exp":
            undone = _undone(t.args[0])
            if undone is not None:
                return self.of(undone)
        if name in _ELEMENTARY:
            return _ELEMENTARY[name](self, self.of(t.args[0]))
        definition = FUNCTIONS[name].definition
        if definition is not None:
            return self.of(definition(*t.args))
        if len(t.args) != 1:
            raise Incomplete(f"{name} is not in the class")
        return self._opaque(name, self.of(t.args[0]))

    def _opaque(self, name: str, a: Quotient) -> Quotient:
        """f(a) as a generator; the sign of the argument is fixed where f is odd or even."""
        parity = FUNCTIONS[name].parity
        sign = 1
        if name in _ARCS and all(self.used[k].kind == "rootnum" for p in a for k, n in enumerate(p.degrees()) if n > 0):
            for sine, angle in _ARCS[name]:
                if self.sub(a, self.of(sine)).num.is_zero():
                    return self.mul(self.const(angle), self._symbol(PI))
        if parity and self.reduce(a.num).is_zero():
            if parity == "odd":
                return self.const(0)
        elif parity and a.num.leading_coefficient() < 0:
            a = Quotient(-a.num, a.den)
            sign = -1 if parity == "odd" else 1
        key = ("fn", name, self.key(a))
        value = self.generator(
            key, lambda: Generator(key, "fn", lambda: fn(name, self.term(a)), a, bound=self.bound_of(a.num, a.den))
        )
        return value if sign == 1 else self.sub(self.const(0), value)

    def _exp(self, a: Quotient) -> Quotient:
        return self.exp_of(a)

    def _abs(self, a: Quotient) -> Quotient:
        if self.reduce(a.num).is_zero():
            return self.const(0)
        content, factors = self.factors(a)
        out = self.const(abs(content))
        for p, m in factors:
            out = self.mul(out, self.whole_power(self._absolute(p) if m % 2 else Quotient(p, self.one), m))
        return out

    def _sign(self, a: Quotient) -> Quotient:
        s = self.const(self.sign_quotient(a))
        if not s.num.is_zero():
            self._leave_out(self._zeros_of(a))
        return s

    def sign_quotient(self, a: Quotient) -> int:
        """The sign of a (0 where it is identically zero); asks where it is not known."""
        if self.reduce(a.num).is_zero():
            return 0
        content, factors = self.factors(a)
        s = 1 if content > 0 else -1
        for p, m in factors:
            if m % 2:
                s *= self._demand_sign(p)
        return s

    def _extremum(self, t: Term) -> Quotient:
        best = self.of(t.args[0])
        up = 1 if t.head == "max" else -1
        for a in t.args[1:]:
            b = self.of(a)
            gap = self.sub(b, best)
            try:
                if self.sign_quotient(gap) * up > 0:
                    best = b
            except Varies:  # max(a, b) = (a + b + |a - b|)/2
                both = self.add(self.add(best, b), self.mul(self.const(up), self._abs(gap)))
                best = self.mul(both, self.const(Fraction(1, 2)))
        return best

    def _tangent_half(self, a: Quotient) -> tuple[Quotient, Quotient]:
        """(cos a, sin a) as rational functions of tan(b/(2d)) for the monomials b of a."""
        cos, sin = self.const(1), self.const(0)
        for q, b in self._split(a):
            c, s = self._circle(q, b)
            cos, sin = (
                self.sub(self.mul(cos, c), self.mul(sin, s)),
                self.add(self.mul(sin, c), self.mul(cos, s)),
            )
        return cos, sin

    def _circle(self, q: Fraction, b: Quotient) -> tuple[Quotient, Quotient]:
        g = self.single(b.num) if b.den.is_one() else None
        if g is not None and g.key == ("const", PI):
            table = _SPECIAL_ANGLES.get(q % 2)
            if table is None:
                raise Incomplete("a trigonometric constant outside the table")
            return self.of(table[0]), self.of(table[1])
        if g is not None and g.kind == "fn" and g.key[1] in ("asin", "atan") and abs(q) == 1:
            u = g.payload
            square = self.mul(u, u)
            if g.key[1] == "asin":
                c, s = self._rational_power(self.sub(self.const(1), square), Fraction(1, 2)), u
            else:
                c = self._rational_power(self.add(self.const(1), square), Fraction(-1, 2))
                s = self.mul(u, c)
            return c, s if q > 0 else self.sub(self.const(0), s)
        key, d = self._fineness(("tan", self.key(b)), q)

        t = self.generator(

            key,
            lambda: Generator(
                key, "tan", lambda: fn("tan", self.term(b) / (2 * d)), b, denominator=d, bound=self.bound_of(b.num, b.den)
            ),
        )
        square = self.mul(t, t)
        below = self._inverse(self.add(self.const(1), square))
        c1 = self.mul(self.sub(self.const(1), square), below)
        s1 = self.mul(self.mul(self.const(2), t), below)
        n = int(q * d)
        if abs(n) > MAX_POWER:
            raise Incomplete("a multiple angle too large to expand")
        c, s = self.const(1), self.const(0)
        for _ in range(abs(n)):
            c, s = self.sub(self.mul(c, c1), self.mul(s, s1)), self.add(self.mul(s, c1), self.mul(c, s1))
        return c, s if n > 0 else self.sub(self.const(0), s)

    # ---- pieces

    def _cases(self, t: Term) -> Quotient:
        condition, inside, rest = _first_case(t)
        before = len(self.zeros_met)
        try:
            holds = self.condition(condition)
        except Varies as varies:
            if condition.head not in ("lt", "le") or rest is None:
                raise
            return self._joined(varies.q, inside, rest)
        met = self.zeros_met[before:]
        del self.zeros_met[before:]
        chosen = inside if holds else rest
        if chosen is None:
            raise self._void("no case applies")
        try:
            value = self.of(chosen)
        except Vacuous:
            self._leave_out(met)
            raise
        if met and rest is not None:
            self._leave_out(met if condition.head in ("and", "or", "not") else self._apart(met, inside, rest))
        return value

    def _apart(self, zeros: list[Poly], inside: Term, rest: Term) -> list[Poly]:
        """Those of the polynomials at whose zeros the two pieces are not known to meet."""
        try:
            with self.unmet():
                gap = self.sub(self.of(inside), self.of(rest)).num
        except (Incomplete, NeedSign, NeedCoincidence):
            return zeros
        return [] if gap.is_zero() else [p for p in zeros if not (gap % p).is_zero()]

    def _joined(self, q: Quotient, inside: Term, outside: Term) -> Quotient:
        """``inside`` where q > 0, else ``outside``, for pieces that meet at q = 0: no jump is left out."""
        with self.unmet():
            then, rest = self.of(inside), self.of(outside)
        gap = self.sub(then, rest)
        content, factors = self.factors(q)
        odd = [p for p, m in factors if m % 2 and not self.sign_of(p)]
        others = [p for p, _ in factors if p not in odd]
        meet = gap.num.is_zero() or (len(odd) == 1 and (gap.num % odd[0]).is_zero())
        if len(odd) != 1 or not meet or not all(self.sign_of(p) and self.strictly(p) for p in others):
            raise Incomplete("a jump that may be met for some index of a sum")
        side = prod(self.sign_of(p) for p, m in factors if m % 2 and p not in odd) * (1 if content > 0 else -1)
        sign = self.mul(self._absolute(odd[0]), self._inverse(Quotient(odd[0], self.one)))
        half = self.mul(self.add(self.const(1), self.mul(self.const(side), sign)), self.const(Fraction(1, 2)))
        return self.add(rest, self.mul(gap, half))

    def condition(self, c: Term) -> bool:
        """Whether a condition holds in the present cell (which leaves out the places where two sides are equal)."""
        match c.head:
            case "true" | "false":
                return c.head == "true"
            case "not":
                return not self.condition(c.args[0])
            case "and":
                return all(self.condition(a) for a in c.args)
            case "or":
                return any(self.condition(a) for a in c.args)
            case "eq" | "ne" if compares_indices(c):
                same = same_index(self, *c.args)
                return same if c.head == "eq" else not same
            case "lt" | "le" | "eq" | "ne":
                if compares_indices(c) and same_index(self, *c.args):
                    return c.head == "le"
                try:
                    d = self.sub(self.of(c.args[1]), self.of(c.args[0]))
                except Varies as inner:
                    raise Incomplete(str(inner)) from None
                if self.reduce(d.num).is_zero():
                    return c.head in ("le", "eq")
                if c.head in ("eq", "ne"):
                    self.zeros_met += self._zeros_of(d)
                    return c.head == "ne"
                try:
                    s = self.sign_quotient(d)
                except Varies:
                    raise Varies(d) from None
                if not compares_indices(c):
                    self.zeros_met += self._zeros_of(d)
                return s > 0
        raise Incomplete(f"the condition {c!r}")

    # ---- sums, products, deltas, integrals, unknown functions

    def _delta(self, t: Term) -> Quotient:
        return self.const(int(same_index(self, *t.args)))

    def _integral(self, t: Term) -> Quotient:
        known = closed_form(t)
        if known is None:
            raise Incomplete("an integral without a closed form")
        return self.of(known)

    def _app(self, t: Term) -> Quotient:
        """An unknown function: a generator, the same for arguments with the same normal form."""
        name, orders, *args = t.args
        values = [self.of(a) for a in args]
        key = ("app", name, orders, *map(self.key, values))
        bound = self.bound_of(*(p for v in values for p in v))
        return self.generator(key, lambda: Generator(key, "app", lambda: Term("app", (name, orders, *map(self.term, values))), bound=bound))


def _first_case(t: Term) -> tuple[Term, Term, Term | None]:
    """The first condition, its value, and the other cases, of which the last is "otherwise" if it is the first's opposite."""
    condition, inside, *others = t.args
    if not others or condition.head == "true":
        return condition, inside, None
    if len(others) == 1:
        return condition, inside, others[0]
    if len(others) >= 2 and others[0] == not_(condition):
        return condition, inside, others[1]
    return condition, inside, Term("cases", tuple(others))


def _undone(exponent: Term) -> Term | None:
    """exp(n log u) = u^n wherever the logarithm is defined."""
    if exponent.head == "log":
        return exponent.args[0]  # type: ignore[no-any-return]
    if exponent.head == "mul" and len(exponent.args) == 2:
        n, inner = exponent.args
        if n.is_num and n.value.denominator == 1 and inner.head == "log":
            return power(inner.args[0], n)
    return None


def _height(p: Poly) -> int:
    """The bits of the largest coefficient."""
    return max((max(int(c.p).bit_length(), int(c.q).bit_length()) for c in p.coeffs()), default=0)


def _gcd(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def _rational(p: Poly) -> Fraction:
    if p.is_zero():
        return Fraction(0)
    return _fraction(p.leading_coefficient())


def _fraction(c: Any) -> Fraction:
    return Fraction(int(c.p), int(c.q))


def _prime_factors(n: int) -> list[tuple[int, int]]:
    if n.bit_length() > 128:
        raise Incomplete("a number too large to factor")
    return [(int(p), int(m)) for p, m in fmpz(n).factor()] if n > 1 else []




def _hyperbolic(rule: Callable[[Normaliser, Quotient, Quotient], tuple[Quotient, Quotient]]) -> Callable[..., Quotient]:
    """A function that is rational in e = exp(a): numerator and denominator from e and 1/e."""

    def apply(self: Normaliser, a: Quotient) -> Quotient:
        e = self.exp_of(a)
        above, below = rule(self, e, self._inverse(e))
        return self.mul(above, self._inverse(below))

    return apply


def _trigonometric(name: str) -> Callable[..., Quotient]:
    def apply(self: Normaliser, a: Quotient) -> Quotient:
        cos, sin = self._tangent_half(a)
        one = self.const(1)
        above, below = {
            "sin": (sin, one), "cos": (cos, one), "tan": (sin, cos), "cot": (cos, sin), "sec": (one, cos), "csc": (one, sin),
        }[name]  # fmt: skip
        return self.mul(above, self._inverse(below))

    return apply


_ELEMENTARY: Mapping[str, Callable[..., Quotient]] = {
    "exp": Normaliser._exp,
    "log": Normaliser.log_of,
    "abs": Normaliser._abs,
    "sign": Normaliser._sign,
    "sinh": _hyperbolic(lambda self, e, f: (self.sub(e, f), self.const(2))),
    "cosh": _hyperbolic(lambda self, e, f: (self.add(e, f), self.const(2))),
    "tanh": _hyperbolic(lambda self, e, f: (self.sub(e, f), self.add(e, f))),
    "coth": _hyperbolic(lambda self, e, f: (self.add(e, f), self.sub(e, f))),
    "sech": _hyperbolic(lambda self, e, f: (self.const(2), self.add(e, f))),
    "csch": _hyperbolic(lambda self, e, f: (self.const(2), self.sub(e, f))),
    **{name: _trigonometric(name) for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
}

_RULES: dict[str, Callable[[Normaliser, Term], Quotient]] = {
    "num": Normaliser._num, "sym": Normaliser._symbol, "ix": Normaliser._symbol, "at": Normaliser._symbol,
    "const": Normaliser._symbol, "add": Normaliser._sum_rule, "mul": Normaliser._product_rule,
    "pow": Normaliser._power_rule, "max": Normaliser._extremum, "min": Normaliser._extremum, "cases": Normaliser._cases,
    "delta": Normaliser._delta, "sum": over_index, "prod": over_index,
    "maxover": extremum_over_index, "minover": extremum_over_index, "app": Normaliser._app,
    "integral": Normaliser._integral,
}  # fmt: skip

_R2, _R3 = power(2, Fraction(1, 2)), power(3, Fraction(1, 2))
_SINES = [(ZERO, 0), (num("1/2"), 2), (_R2 / 2, 3), (_R3 / 2, 4), (ONE, 6)]  # of multiples of pi/12
_TANGENTS = [(ZERO, 0), (_R3 / 3, 2), (ONE, 3), (_R3, 4)]
_ARCS = {
    name: [(v * s, Fraction(s * k, 12)) for v, k in table for s in (1, -1)] for name, table in (("asin", _SINES), ("atan", _TANGENTS))
}

_QUADRANT = {
    Fraction(0): (ONE, ZERO),
    Fraction(1, 6): (_R3 / 2, num("1/2")),
    Fraction(1, 4): (_R2 / 2, _R2 / 2),
    Fraction(1, 3): (num("1/2"), _R3 / 2),
}
_SPECIAL_ANGLES: dict[Fraction, tuple[Term, Term]] = {
    q + k * Fraction(1, 2): [(c, s), (-s, c), (-c, -s), (s, -c)][k] for q, (c, s) in _QUADRANT.items() for k in range(4)
}


"""Factors, logarithms, roots, powers and exponentials."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from flint import fmpz

from symact.decide.normal.field import MAX_ROOT, fraction, rational
from symact.decide.normal.signs import Signed
from symact.decide.sums import log_of_product
from symact.decide.tower import Generator, Incomplete, Poly, Quotient, Restart
from symact.terms.core import Term, abs_, exp, log, num, power

__all__ = ["Powers"]


class Powers(Signed):
    """Products split into irreducible factors, exponents into monomials over a fixed denominator."""

    def variable_power(self, base: Quotient, exponent: Quotient) -> Quotient:
        """base^exponent: |base|^exponent, times a power of -1 where the base is negative and so the exponent whole.

        A base that depends on a bound index, and whose sign is not known, is taken to be positive.
        """
        content, factors = self.factors(base)
        sign = 1 if content > 0 else -1
        for p, m in factors:
            if m % 2:
                if not self.sign_of(p) and self.bound_of(p):
                    return self.exp_of(self.mul(exponent, self.log_of(base)))
                sign *= self._demand_sign(p)
        out = self.exp_of(self.mul(exponent, self._log_of_factors(content, factors)))
        return out if sign > 0 else self.mul(out, self._sign_power(exponent))

    def _sign_power(self, exponent: Quotient) -> Quotient:
        """(-1)^exponent for an exponent that is whole; its parts need not be, unless they are exponents themselves."""
        parts = self._split(exponent)
        whole = [(q, b) for q, b in parts if b.num.is_one() and b.den.is_one()]
        rest = [(q, b) for q, b in parts if (q, b) not in whole]
        constant = sum((q for q, _ in whole), Fraction(0))
        if not rest:
            if constant.denominator != 1:
                raise self._void("a power of a negative number that is not whole")
            return self.const(-1 if constant % 2 else 1)
        if constant.denominator == 1 and len(rest) == 1:
            self._met_whole(rest[0][1], abs(rest[0][0]))
        units = [self._whole_unit(b) for _, b in rest]
        out = self.const(-1 if constant.denominator == 1 and constant % 2 else 1)
        if constant.denominator == 1 and all(u and not (q / u).denominator > 1 for (q, _), u in zip(rest, units, strict=True)):
            for (q, b), u in zip(rest, units, strict=True):
                if q / u % 2:
                    out = self.mul(out, self._parity(self.mul(self.const(u), b)))
            return out
        odd = self.const(constant if constant.denominator > 1 else 0)
        for q, b in rest:
            odd = self.add(odd, self.mul(self.const(q), b))
        return self.mul(out, self._parity(odd))

    def _whole_unit(self, b: Quotient) -> Fraction:
        """u such that u b is known to be whole: 1 for indices, else from the exponents that were met; 0 where nothing is known."""
        if b.den.is_one() and all(self.used[k].key[0] == "ix" for k, n in enumerate(b.num.degrees()) if n):
            return Fraction(1)
        return self.wholes.get(self.key(b), Fraction(0))

    def _met_whole(self, b: Quotient, q: Fraction) -> None:
        """Notes that q b is whole; asks for a new start where that says more than was known."""
        known = self._whole_unit(b)
        common = Fraction(gcd(known.numerator * q.denominator, q.numerator * known.denominator), known.denominator * q.denominator)
        if common != known:
            self.wholes[self.key(b)] = common
            raise Restart

    def _parity(self, exponent: Quotient) -> Quotient:
        """The generator (-1)^exponent, which is 1 or -1."""
        key = ("parity", self.key(exponent))
        bound = self.bound_of(exponent.num, exponent.den)
        return self.generator(
            key, lambda: Generator(key, "parity", lambda: power(-1, self.term(exponent)), relation=(2, self.one), bound=bound)
        )

    # exp, log and roots of products

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
                key,
                "rootnum",
                lambda: power(num(prime), Fraction(1, d)),
                prime,
                denominator=d,
                sign=1,
                strict=True,
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
            return self.mul(self._power_of_rational(abs(fraction(lead)), w), self._fine_power(primitive, w))
        key = ("root", self.poly_key(primitive))
        d = self._refined(key, w.denominator)
        value = self._absolute(primitive).num
        root = self.generator(
            key,
            lambda: Generator(
                key,
                "root",
                lambda: power(self.poly_term(value), Fraction(1, d)),
                value,
                denominator=d,
                sign=1,
                relation=(d, value),
                bound=self.bound_of(primitive),
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
            key,
            lambda: Generator(
                key, "power", lambda: power(self.poly_term(value), 1 / Fraction(d)), sign=1, bound=self.bound_of(p)
            ),
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
            return self.const(abs(fraction(lead)))
        key = ("abs", self.poly_key(primitive))
        g = self.generator(
            key,
            lambda: Generator(
                key, "abs", lambda: abs_(self.poly_term(primitive)), primitive, sign=1,
                relation=(2, primitive**2), bound=self.bound_of(primitive),
            ),
        )  # fmt: skip
        return self.mul(self.const(abs(fraction(lead))), g)

    def _split(self, a: Quotient) -> list[tuple[Fraction, Quotient]]:
        """a = sum of q * b with rational q and monomials b over the denominator of a."""
        n, d = a
        parts: list[tuple[Fraction, Quotient]] = []
        if not d.is_constant():
            whole, rest = divmod(n, d)
            parts += [(fraction(c), self._monomial(e)) for e, c in whole.to_dict().items()]
            for e, c in rest.to_dict().items():
                m = self.make(self._monomial(e).num, d)
                lead = m.num.leading_coefficient()
                parts.append((fraction(c) * fraction(lead), Quotient(m.num / lead, m.den)))
            return parts
        return [(fraction(c), self._monomial(e)) for e, c in n.to_dict().items()]

    def _monomial(self, e: tuple[int, ...]) -> Quotient:
        return Quotient(self.ctx.from_dict({tuple(e): 1}), self.one)

    def exp_of(self, a: Quotient) -> Quotient:
        """exp a, as the product of the exponentials of the monomials of a."""
        out = self.const(1)
        for q, b in self._split(a):
            g = self.single(b.num) if b.den.is_one() else None
            if g is not None and g.kind == "log":
                p = g.payload
                part = self._power_of_rational(rational(p), q) if p.is_constant() else self._abs_power(p, q)
            elif g is not None and g.key[:2] == ("fn", "lambertw") and q.denominator == 1 and not g.payload.num.is_zero():
                part = self.whole_power(self.mul(g.payload, self._inverse(b)), int(q))
            else:
                key, d = self._fineness(("exp", self.key(b)), q)
                root = self.generator(
                    key,
                    lambda key=key, b=b, d=d: Generator(  # type: ignore[misc]  # a loop variable kept as a default
                        key,
                        "exp",
                        lambda: exp(self.term(b) / d),
                        b,
                        denominator=d,
                        sign=1,
                        strict=True,
                        bound=self.bound_of(b.num, b.den),
                    ),
                )
                part = self.whole_power(root, int(q * d))
            out = self.mul(out, part)
        return out

    # functions


def _prime_factors(n: int) -> list[tuple[int, int]]:
    if n.bit_length() > 128:
        raise Incomplete("a number too large to factor")
    return [(int(p), int(m)) for p, m in fmpz(n).factor()] if n > 1 else []

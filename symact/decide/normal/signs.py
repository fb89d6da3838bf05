"""What is known of the signs of polynomials, and what must be asked."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from flint import fmpq

from symact.decide.normal.field import CONSTANTS, MAX_POLY_TERMS, Field, rational
from symact.decide.tower import Incomplete, Key, NeedSign, Poly, Quotient, Varies
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term, free, num

__all__ = ["Signed"]

CONSTANT_BITS = 256
_RISING = frozenset(("atan", "asin", "erf"))  # odd functions that increase
_BOUNDED = frozenset(("erf",))  # between -1 and 1, never there


class Signed(Field):
    """A field whose polynomials may have known signs."""

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
                return self._definite_quadratic(p) or self._constant_sign(p, key) * flip or self._bounded_sign(p) or self._kin_sign(p)
            overall = s
        return overall

    def _bounded_sign(self, p: Poly) -> int:
        """The sign of 1 + erf(x) and the like: a number outweighs what lies between -1 and 1."""
        rest, constant = Fraction(0), Fraction(0)
        for e, c in p.to_dict().items():
            if not any(e):
                constant = Fraction(int(c.p), int(c.q))
            elif all(not n or self._is_bounded(k) for k, n in enumerate(e)):
                rest += abs(Fraction(int(c.p), int(c.q)))
            else:
                return 0
        return 0 if abs(constant) < rest or not constant else 1 if constant > 0 else -1

    def _is_bounded(self, k: int) -> bool:
        return self.used[k].kind == "fn" and self.used[k].key[1] in _BOUNDED

    def _kin_sign(self, p: Poly) -> int:
        kin = self._kin(p)
        return 0 if kin is None else self._quotient_sign(kin)

    def _quotient_sign(self, q: Quotient) -> int:
        """The sign of a quotient as far as it is known, 0 where it is not."""
        content, factors = self.factors(q)
        out = 1 if content > 0 else -1
        for p, m in factors:
            if m % 2:
                out *= self.sign_of(p)
        return out

    def _kin(self, p: Poly) -> Quotient | None:
        """A simpler quotient of the same sign: x of atan(x), a - b of e^a - e^b, x - 1 of log x."""
        if self.bound_of(p):
            return None
        live = [k for k, n in enumerate(p.degrees()) if n]
        lead = p.leading_coefficient()
        if len(p) == 1 and len(live) == 1 and p.total_degree() == 1:
            g = self.used[live[0]]
            if g.kind == "fn" and g.key[1] in _RISING:
                return self.mul(self.const(1 if lead > 0 else -1), g.payload)
            if g.kind == "log" and self.sign_of(g.payload) > 0:
                return self.mul(self.const(1 if lead > 0 else -1), Quotient(g.payload - 1, self.one))
        if len(p) == 2 and sum(p.coeffs()) == 0 and all(self.used[k].kind == "exp" for k in live):
            gap = self.const(0)
            for e, c in p.to_dict().items():
                for k in live:
                    g = self.used[k]
                    weight = Fraction(int(e[k])) / g.denominator * (1 if c > 0 else -1)
                    gap = self.add(gap, self.mul(g.payload, self.const(weight)))
            return gap
        return None

    def _constant_sign(self, p: Poly, key: Key) -> int:
        """The sign of a polynomial in constants alone, such as 3 - e, its leading coefficient being made 1."""
        known = CONSTANTS.get(key)
        if known is None:
            live = [self.used[k] for k, n in enumerate(p.degrees()) if n > 0]
            if any(g.key[0] in ("sym", "at", "ix") for g in live) or any(free(g.term) for g in live):
                return 0
            try:
                with precision(CONSTANT_BITS):
                    value = enclose(self.poly_term(p / p.leading_coefficient()), {})
            except (Undefined, Unbound):
                return 0
            known = CONSTANTS[key] = 1 if value > 0 else -1 if value < 0 else 0
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
        value = -rational(p - slope * self.gens[live[0]]) / rational(slope)
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
                value = -rational(q - slope * self.gens[live[0]]) / rational(slope)
                out.append((self.used[live[0]].term, num(value)))
            elif len(q) == 2 and sum(q.coeffs()) == 0 and all(self.used[k].kind == "exp" for k in live):  # exp(a) - exp(b)
                exponent = self.const(0)
                for e, c in q.to_dict().items():
                    for k in live:
                        g = self.used[k]
                        exponent = self.add(
                            exponent, self.mul(g.payload, self.const(Fraction(int(c) * int(e[k])) / g.denominator))
                        )
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
        if CONSTANTS.get(key):
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
        kin = self._kin(p)
        if kin is not None and not kin.num.is_zero():
            content, factors = self.factors(kin)
            s = 1 if content > 0 else -1
            for q, m in factors:
                if m % 2:
                    s *= self._demand_sign(q)
            return s
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

"""Absolute values, signs, extrema and cases: what depends on the side of an edge."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from symact.decide.normal.powers import Powers
from symact.decide.sums import compares_indices, same_index
from symact.decide.tower import Incomplete, NeedCoincidence, NeedSign, Poly, Quotient, Vacuous, Varies
from symact.terms.core import Term, not_

__all__ = ["Pieces"]


class Pieces(Powers):
    """Terms in pieces, under signs that tell the piece."""

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

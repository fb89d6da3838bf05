"""Whether two algebraic numbers are equal: an expression of roots that is not 0 cannot be too near to 0.

For an expression E in whole numbers, the four operations and roots, let u and l bound the conjugates of a numerator and a
denominator of E, and D be the product of the degrees of its roots. Then E = 0 or |E| >= 1 / (l u^(D^2 - 1)) (Burnikel, Funke,
Mehlhorn, Schirra, Schmitt: A separation bound for real algebraic expressions, 2001). The sine and cosine of a rational multiple
p/q of pi are half of algebraic integers between -2 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import log2
from typing import Any

from flint import arb, fmpz

from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import PI, ZERO, Term, mul
from symact.terms.rational import rational_value
from symact.terms.serial import to_json

__all__ = ["Separation", "equal_numbers"]

MAX_BITS = 30_000
ROUNDING = 1e-6  # of the logarithms below


@dataclass(frozen=True)
class Separation:
    """Two algebraic numbers nearer to one another than unequal ones of their kind can be."""

    left: Term
    right: Term
    method: str = "root-separation"

    def check(self) -> bool:
        """The bound and the enclosures again."""
        return equal_numbers(self.left, self.right) is True

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, "terms": {"left": to_json(self.left), "right": to_json(self.right)}}


def equal_numbers(left: Term, right: Term) -> bool | None:
    """Whether two expressions of roots are equal; None where they are others, or the bound is out of reach."""
    gap = left - right
    bound = _Bound.of(gap)
    if bound is None:
        return None
    bits = (bound.degree**2 - 1) * bound.above + bound.below
    if bits > MAX_BITS:
        return None
    with precision(int(bits) + 64):
        try:
            value = enclose(gap, {})
        except (Undefined, Unbound):
            return None
    if not value.is_finite():
        return None
    if not value.contains(0):
        return False
    with precision(int(bits) + 64):
        return True if abs(value) * arb(2) ** (int(bits) + 1) < 1 else None


@dataclass(frozen=True)
class _Bound:
    """log2 of u and l, and D."""

    above: float
    below: float
    degree: int

    @staticmethod
    def of(t: Term) -> _Bound | None:
        match t.head:
            case "num":
                return _Bound(_log(t.value.numerator), _log(t.value.denominator), 1)
            case "add" | "mul":
                parts = [_Bound.of(a) for a in t.args]
                out: _Bound | None = None
                for p in parts:
                    if p is None:
                        return None
                    out = p if out is None else out.plus(p) if t.head == "add" else out.times(p)
                return out
            case "pow" if t.args[1].is_num:
                base = _Bound.of(t.args[0])
                return None if base is None else base.to_the(t.args[1].value)
            case "sin" | "cos":
                q = _part_of_pi(t.args[0])
                return None if q is None else _Bound(1.0, 1.0, _degree(q if t.head == "cos" else Fraction(1, 2) - q))
        return None

    def plus(self, other: _Bound) -> _Bound:
        high, low = sorted((self.above + other.below, self.below + other.above), reverse=True)
        return _Bound(high + log2(1 + 2 ** (low - high)) + ROUNDING, self.below + other.below, self.degree * other.degree)

    def times(self, other: _Bound) -> _Bound:
        return _Bound(self.above + other.above, self.below + other.below, self.degree * other.degree)

    def to_the(self, w: Fraction) -> _Bound | None:
        if abs(w.numerator) > 64 or w.denominator > 64:
            return None
        n, k = abs(w.numerator), w.denominator
        u, v = self.above * n, self.below * n
        if w < 0:
            u, v = v, u
        if k > 1:
            u, v = ((u + (k - 1) * v) / k, v) if u >= v else (u, ((k - 1) * u + v) / k)
        return _Bound(u + ROUNDING, v + ROUNDING, self.degree * k)


def _degree(q: Fraction) -> int:
    """The degree of 2 cos(q pi): half of the number of what is coprime to n, where q pi is 2 pi k/n."""
    n = (q / 2).denominator
    return max(1, int(fmpz(n).euler_phi()) // 2)


def _log(n: int) -> float:
    return log2(abs(n)) + ROUNDING if n else 0.0


def _part_of_pi(t: Term) -> Fraction | None:
    """q of q pi."""
    factors = t.args if t.head == "mul" else (t,)
    if sum(f == PI for f in factors) != 1:
        return Fraction(0) if t == ZERO else None
    return rational_value(mul(*(f for f in factors if f != PI)), {})

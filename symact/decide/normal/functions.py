"""Elementary functions as rational functions of exponentials and tangents, and all others as generators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor

from symact.decide.normal.field import MAX_POWER, rational
from symact.decide.normal.pieces import Pieces
from symact.decide.tower import Generator, Incomplete, Quotient
from symact.terms.core import ONE, PI, ZERO, Term, fn, num, power
from symact.terms.functions import FUNCTIONS

__all__ = ["Functions"]

MAX_SHIFT = 24  # whole numbers by which the argument of Gamma is moved


class Functions(Pieces):
    """Applications of the functions in the table of terms."""

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
        return self._gamma(self.of(t.args[0])) if name == "gamma" else self._opaque(name, self.of(t.args[0]))

    def _gamma(self, a: Quotient) -> Quotient:
        """Gamma(u + n) as u (u + 1) ... (u + n - 1) Gamma(u), with the constant summand of u in (0, 1]."""
        constant = a.num.to_dict().get((0,) * self.size) if a.den.is_one() else None
        n = 0 if constant is None else ceil(Fraction(int(constant.p), int(constant.q))) - 1
        if a.den.is_one() and constant is None:
            n = -1
        if abs(n) > MAX_SHIFT:
            return self._opaque("gamma", a)
        u = self.sub(a, self.const(n))
        out = self.const(1)
        for k in range(abs(n)):
            out = self.mul(out, self.add(u, self.const(k if n > 0 else k + n)))
        if n < 0:
            out = self._inverse(out)
        if u.num.is_constant() and rational(u.num) in (1, Fraction(1, 2)):
            return out if rational(u.num) == 1 else self.mul(out, self.of(power(PI, Fraction(1, 2))))
        return self.mul(out, self._opaque("gamma", u))

    def _floor(self, a: Quotient) -> Quotient:
        """The floor of a number is a number."""
        if a.num.is_constant() and a.den.is_constant():
            return self.const(floor(rational(a.num) / rational(a.den)))
        return self._opaque("floor", a)

    def _atan(self, a: Quotient) -> Quotient:
        """atan(c/u) as sign(c u) pi/2 - atan(u/c) for a constant c: the argument never vanishes, its sign decides the branch."""
        if not a.num.is_constant() or a.den.is_constant() or a.num.is_zero():
            return self._opaque("atan", a)
        turn = self.mul(self._sign(a), self.of(PI / 2))
        return self.sub(turn, self._opaque("atan", self._inverse(a)))

    def _opaque(self, name: str, a: Quotient) -> Quotient:
        """f(a) as a generator; the sign of the argument is fixed where f is odd or even."""
        parity = FUNCTIONS[name].parity
        sign = 1
        if name in _ARCS and all(self.used[k].kind == "rootnum" for p in a for k, n in enumerate(p.degrees()) if n > 0):
            for sine, angle in _ARCS[name]:
                if self.sub(a, self.of(sine)).num.is_zero():
                    return self.mul(self.const(angle), self.of(PI))
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
        if g is not None and g.kind == "fn" and g.key[1] in ("asin", "atan") and q.denominator == 1 and abs(q) <= MAX_POWER:
            u = g.payload
            square = self.mul(u, u)
            if g.key[1] == "asin":
                c, s = self._rational_power(self.sub(self.const(1), square), Fraction(1, 2)), u
            else:
                c = self._rational_power(self.add(self.const(1), square), Fraction(-1, 2))
                s = self.mul(u, c)
            return self._turned(c, s, int(q))
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
        return self._turned(c1, s1, n)

    def _turned(self, c1: Quotient, s1: Quotient, n: int) -> tuple[Quotient, Quotient]:
        """(cos n a, sin n a) from cos a and sin a."""
        c, s = self.const(1), self.const(0)
        for _ in range(abs(n)):
            c, s = self.sub(self.mul(c, c1), self.mul(s, s1)), self.add(self.mul(s, c1), self.mul(c, s1))
        return c, s if n > 0 else self.sub(self.const(0), s)


def _undone(exponent: Term) -> Term | None:
    """exp(n log u) = u^n wherever the logarithm is defined."""
    if exponent.head == "log":
        return exponent.args[0]  # type: ignore[no-any-return]
    if exponent.head == "mul" and len(exponent.args) == 2:
        n, inner = exponent.args
        if n.is_num and n.value.denominator == 1 and inner.head == "log":
            return power(inner.args[0], n)
    return None


def _hyperbolic(rule: Callable[[Functions, Quotient, Quotient], tuple[Quotient, Quotient]]) -> Callable[..., Quotient]:
    """A function that is rational in e = exp(a): numerator and denominator from e and 1/e."""

    def apply(self: Functions, a: Quotient) -> Quotient:
        e = self.exp_of(a)
        above, below = rule(self, e, self._inverse(e))
        return self.mul(above, self._inverse(below))

    return apply


def _trigonometric(name: str) -> Callable[..., Quotient]:
    def apply(self: Functions, a: Quotient) -> Quotient:
        cos, sin = self._tangent_half(a)
        one = self.const(1)
        above, below = {
            "sin": (sin, one), "cos": (cos, one), "tan": (sin, cos), "cot": (cos, sin), "sec": (one, cos), "csc": (one, sin),
        }[name]  # fmt: skip
        return self.mul(above, self._inverse(below))

    return apply


_ELEMENTARY: Mapping[str, Callable[..., Quotient]] = {
    "exp": Functions._exp,
    "log": Functions.log_of,
    "abs": Functions._abs,
    "sign": Functions._sign,
    "floor": Functions._floor,
    "atan": Functions._atan,
    "sinh": _hyperbolic(lambda self, e, f: (self.sub(e, f), self.const(2))),
    "cosh": _hyperbolic(lambda self, e, f: (self.add(e, f), self.const(2))),
    "tanh": _hyperbolic(lambda self, e, f: (self.sub(e, f), self.add(e, f))),
    "coth": _hyperbolic(lambda self, e, f: (self.add(e, f), self.sub(e, f))),
    "sech": _hyperbolic(lambda self, e, f: (self.const(2), self.add(e, f))),
    "csch": _hyperbolic(lambda self, e, f: (self.const(2), self.sub(e, f))),
    **{name: _trigonometric(name) for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
}
_R2, _R3 = power(2, Fraction(1, 2)), power(3, Fraction(1, 2))
_SINES = [(ZERO, 0), (num("1/2"), 2), (_R2 / 2, 3), (_R3 / 2, 4), (ONE, 6)]  # of multiples of pi/12
_TANGENTS = [(ZERO, 0), (2 - _R3, 1), (_R3 / 3, 2), (ONE, 3), (_R3, 4), (2 + _R3, 5)]
_OF_EIGHTHS = [(_R2 - 1, 1), (_R2 + 1, 3)]  # of multiples of pi/8
_ARCS = {
    name: [(v * s, Fraction(s * k, n)) for n, table in tables for v, k in table for s in (1, -1)]
    for name, tables in (("asin", [(12, _SINES)]), ("atan", [(12, _TANGENTS), (8, _OF_EIGHTHS)]))
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

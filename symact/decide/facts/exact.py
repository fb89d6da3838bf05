"""Constants exactly: sums of rational multiples of products of powers of numbers such as sqrt(2), pi, e, log 3, alpha.

A sum that cancels is seen to be 0 without any approximation; that a constant is not 0 is shown by an enclosure; where neither
tells, the normal form is asked. Parameters are allowed: their signs come from assumptions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

from flint import arb, fmpq, fmpz

from symact.decide.facts.constants import BITS, Unknown, closed_ball, constant_form
from symact.terms.ball import precision
from symact.terms.core import PI, ZERO, E, Term, add, exp, fn, free, log, mul, num, parts, power

__all__ = ["Number", "is_zero", "number"]

Generator = int | Term  # a prime, or a constant that is not rational
Monomial = frozenset[tuple[Generator, Fraction]]
HALF = Fraction(1, 2)
WAVES = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
UNIT: Monomial = frozenset()
MAX_BITS = 2**16  # of a rational power
MAX_EXPONENT = 2**12  # of any other


@lru_cache(maxsize=4096)
def is_zero(t: Term) -> bool | None:
    """Whether a term without free names is 0; None where that is not known."""
    if t.is_num:
        return t.value == 0
    try:
        value = closed_ball(t)
    except Unknown:
        return None
    if value > 0 or value < 0:
        return False
    try:
        if number(t).is_zero:
            return True
    except Unknown:
        pass
    return True if constant_form(t) == ZERO else None


class Oracle(Protocol):
    """Knows signs of terms in parameters."""

    def sign(self, t: Term) -> int: ...


class Number:
    """An exact constant; ``+ - *`` and rational powers stay exact, ``term`` writes it out.

    ``q`` is the value where it is plainly rational; otherwise it is None and ``parts`` says how often each monomial occurs.
    """

    __slots__ = ("_ball", "_hash", "_parts", "q")

    def __init__(self, q: Any, parts: Mapping[Monomial, Any] | None = None) -> None:
        self.q = q
        self._parts = parts
        self._ball: Any = None
        self._hash = hash(q) if q is not None else hash(frozenset((m, hash(c)) for m, c in self.parts.items()))

    @staticmethod
    def of(value: int | Fraction) -> Number:
        return Number(fmpq(value.numerator, value.denominator))

    @staticmethod
    def made(parts: dict[Monomial, Any]) -> Number:
        """The sum of the parts, those that cancelled left out."""
        parts = {m: c for m, c in parts.items() if c}
        if not parts:
            return Number(fmpq(0))
        if len(parts) == 1 and UNIT in parts:
            return Number(parts[UNIT])
        return Number(None, parts)

    @property
    def parts(self) -> Mapping[Monomial, Any]:
        if self._parts is None:
            self._parts = {UNIT: self.q} if self.q else {}
        return self._parts

    @property
    def rational(self) -> Fraction | None:
        """The value, where it is plainly rational."""
        return None if self.q is None else Fraction(int(self.q.p), int(self.q.q))

    @property
    def is_zero(self) -> bool:
        return self.q is not None and not self.q

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Number):
            return NotImplemented
        if self.q is not None or other.q is not None:
            return self.q is not None and other.q is not None and bool(self.q == other.q)
        return self.parts == other.parts

    def __repr__(self) -> str:
        return repr(self.term)

    def __add__(self, other: Number) -> Number:
        if self.q is not None and other.q is not None:
            return Number(self.q + other.q)
        out = dict(self.parts)
        for m, q in other.parts.items():
            out[m] = out[m] + q if m in out else q
        return Number.made(out)

    def __neg__(self) -> Number:
        return Number(-self.q) if self.q is not None else Number(None, {m: -q for m, q in self.parts.items()})

    def __sub__(self, other: Number) -> Number:
        return self + -other

    def __mul__(self, other: Number) -> Number:
        if self.q is not None and other.q is not None:
            return Number(self.q * other.q)
        if self.is_zero or other.is_zero:
            return Number(fmpq(0))
        if self.q is not None or other.q is not None:
            q, number = (self.q, other) if self.q is not None else (other.q, self)
            return Number(None, {m: q * c for m, c in number.parts.items()})
        out: dict[Monomial, Any] = {}
        for m1, q1 in self.parts.items():
            for m2, q2 in other.parts.items():
                m, q = _product(m1, m2)
                q = q * q1 * q2
                out[m] = out[m] + q if m in out else q
        return Number.made(out)

    def scaled(self, q: int | Fraction) -> Number:
        return self * Number.of(q)

    def power(self, w: Fraction) -> Number:
        """The real power; raises Unknown for a power of a negative number or of 0, or too large to be written out."""
        if abs(w) > MAX_EXPONENT if self.q is None else abs(w) * _bits(self.q) > MAX_BITS:
            raise Unknown("a power too large to multiply out")
        if self.q is not None and w.denominator == 1 and (w >= 0 or self.q):
            return Number(self.q ** int(w))
        if w.denominator == 1 and w >= 0:
            out = ONE_NUMBER
            for _ in range(int(w)):
                out = out * self
            return out
        if self.is_zero:
            raise Unknown("a power of 0")
        if len(self.parts) == 1:
            ((m, q),) = self.parts.items()
            if w.denominator == 1:
                lowered, scale = _product(frozenset((g, e * w) for g, e in m), UNIT)
                return Number.made({lowered: scale * q ** int(w)})
            if q > 0 and all(_is_positive(g) for g, _ in m):
                raised, scale = _product(frozenset((g, e * w) for g, e in m), UNIT)
                return Number.made({raised: scale}) * _root(Fraction(int(q.p), int(q.q)), w)
        if w.denominator == 1 and all(isinstance(g, int) and e == HALF for m in self.parts for g, e in m):
            return _surd_inverse(self).power(-w)
        base = self.term
        if self.is_closed and not self.ball > 0 and not (w.denominator == 1 and self.ball < 0):
            raise Unknown("a power of a number that may be 0 or negative", base)
        return Number.made({frozenset(((base, w),)): fmpq(1)})

    @property
    def term(self) -> Term:
        if self.q is not None:
            return num(Fraction(int(self.q.p), int(self.q.q)))
        return add(*(_part_term(m, q) for m, q in sorted(self.parts.items(), key=lambda part: repr(part[0]))))

    @property
    def is_closed(self) -> bool:
        return self.q is not None or all(isinstance(g, int) or not free(g) for m in self.parts for g, _ in m)

    @property
    def ball(self) -> Any:
        """An enclosure with 192 bits; raises Unknown where a parameter is left."""
        if self._ball is None:
            with precision(BITS):
                total = arb(0) if self.q is None else arb(self.q)
                for m, c in self.parts.items() if self.q is None else ():
                    total += arb(c) * _monomial_ball(m)
                self._ball = total
        return self._ball

    def sign(self, signs: Oracle | None = None) -> int:
        """-1, 0 or 1; raises Unknown."""
        if self.q is not None:
            return 1 if self.q > 0 else -1 if self.q else 0
        if self.is_closed:
            if self.ball > 0 or self.ball < 0:
                return 1 if self.ball > 0 else -1
            if is_zero(self.term):
                return 0
            raise Unknown(f"the sign of {self.term!r} is not known", self.term)
        if signs is None:
            raise Unknown(f"the sign of {self.term!r} is not known", self.term)
        return signs.sign(self.term)


@lru_cache(maxsize=8192)
def _monomial_ball(m: Monomial) -> Any:
    with precision(BITS):
        out = arb(1)
        for g, e in m:
            base = arb(g) if isinstance(g, int) else closed_ball(g)
            out *= base ** int(e) if e.denominator == 1 else base ** arb(fmpq(e.numerator, e.denominator))
        return out


def _product(a: Monomial, b: Monomial) -> tuple[Monomial, Any]:
    """The product of two monomials, roots of primes being lowered to exponents in [0, 1)."""
    exponents: dict[Generator, Fraction] = dict(a)
    for g, e in b:
        exponents[g] = exponents.get(g, Fraction(0)) + e
    scale = fmpq(1)
    for g, e in list(exponents.items()):
        if isinstance(g, int) and not 0 <= e < 1:
            whole, rest = divmod(e, 1)
            scale *= fmpq(g) ** int(whole)
            exponents[g] = rest
    return frozenset((g, e) for g, e in exponents.items() if e), scale


def _bits(q: Any) -> int:
    """How many bits longer a power of a rational is than the one before it."""
    return max(int(q.p).bit_length(), int(q.q).bit_length()) - 1


def _surd_inverse(a: Number) -> Number:
    """1/a for a sum of square roots, by its conjugates."""
    above = ONE_NUMBER
    while a.q is None:
        p = next(g for m in a.parts for g, _ in m)
        conjugate = Number.made({m: -c if (p, HALF) in m else c for m, c in a.parts.items()})
        above, a = above * conjugate, a * conjugate
    if not a.q:
        raise Unknown("a division by 0")
    return above * Number(1 / a.q)


def _is_positive(g: Generator) -> bool:
    return isinstance(g, int) or g == PI or g.head == "exp" or (g.head == "log" and g.args[0].is_num and g.args[0].value > 1)


def _root(q: Fraction, w: Fraction) -> Number:
    """q^w for a positive rational; raises Unknown where it is too large."""
    if abs(w) * _bits(fmpq(q.numerator, q.denominator)) > MAX_BITS:
        raise Unknown("a power too large to multiply out")
    if w.denominator == 1:
        return Number.of(q ** int(w))
    monomial: dict[Generator, Fraction] = {}
    scale = Fraction(1)
    for value, side in ((q.numerator, 1), (q.denominator, -1)):
        if value.bit_length() > 128:
            raise Unknown("a number too large to factor")
        for p, m in fmpz(value).factor() if value > 1 else []:
            whole, rest = divmod(w * int(m) * side, 1)
            scale *= Fraction(int(p)) ** int(whole)
            if rest:
                monomial[int(p)] = rest
    return Number.made({frozenset(monomial.items()): fmpq(scale.numerator, scale.denominator)})


def _part_term(m: Monomial, q: Any) -> Term:
    """q sqrt(6) pi rather than q sqrt(2) sqrt(3) pi."""
    roots: dict[Fraction, int] = {}
    others: list[Term] = []
    for g, e in sorted(m, key=lambda pair: repr(pair[0])):
        if isinstance(g, int):
            roots[e] = roots.get(e, 1) * g
        else:
            others.append(exp(num(e)) if g == E else power(g, num(e)))
    return mul(Fraction(int(q.p), int(q.q)), *(power(num(p), num(e)) for e, p in sorted(roots.items())), *others)


ONE_NUMBER = Number.of(1)


@lru_cache(maxsize=8192)
def number(t: Term) -> Number:
    """A term without variables as a Number; what is not known of it stays as it is. Raises Unknown."""
    match t.head:
        case "num":
            return Number.of(t.value)
        case "add":
            return _fold(t.args, lambda a, b: a + b)
        case "mul":
            return _fold(t.args, lambda a, b: a * b)
        case "pow" if t.args[1].is_num:
            return number(t.args[0]).power(t.args[1].value)
        case "exp":
            return exponential(number(t.args[0]))
        case "log" if t.args[0].is_num and t.args[0].value > 0:
            return _log_rational(t.args[0].value)
        case "const" if t.name != "pi":
            raise Unknown(f"{t.name} is no real number", t)
    if t.head in _VALUES:
        special = _VALUES[t.head].get(t.args[0])
        if special is not None:
            return number(special)
    if t.head in ("asin", "acos", "atan") and not free(t):
        known = _angle(t.head, number(t.args[0]))
        if known is not None:
            return known
    if t.head not in ("sym", "const", "at", "app") and not free(t):
        form = constant_form(t)
        if form is not None and any(s.head in WAVES for s in parts(form)):
            form = None  # sin(1) is rational in tan(1/2), that in tan(1/4), and so on
        if form is not None and form != t and form.head in ("num", "add", "mul", "pow", "exp"):
            return number(form)
        if (len(t.args) == 1 and form is None) or (form is not None and form.head == t.head):
            t = Term(t.head, tuple(number(a).term for a in (form or t).args))
    return Number.made({frozenset(((t, Fraction(1)),)): fmpq(1)})


def _angle(name: str, value: Number) -> Number | None:
    """The special values of the inverse trigonometric functions, as multiples of pi."""
    q = _ANGLES[name].get(value)
    return None if q is None else number(PI).scaled(q)


def _fold(args: Iterable[Term], join: Callable[[Number, Number], Number]) -> Number:
    out: Number | None = None
    for a in args:
        out = number(a) if out is None else join(out, number(a))
    assert out is not None
    return out


def exponential(a: Number) -> Number:
    """exp of a constant: powers of e, of primes (exp of their logarithms) and of exp of everything else."""
    out = ONE_NUMBER
    for m, q in a.parts.items():
        if m == UNIT:
            out = out * Number.made({frozenset(((E, Fraction(int(q.p), int(q.q))),)): fmpq(1)})
            continue
        single = next(iter(m)) if len(m) == 1 else None
        g = single[0] if single is not None and single[1] == 1 else None
        if isinstance(g, Term) and g.head == "log" and g.args[0].is_num:
            out = out * _root(g.args[0].value, Fraction(int(q.p), int(q.q)))
        else:
            out = out * Number.made({frozenset(((exp(_part_term(m, fmpq(1))), Fraction(int(q.p), int(q.q))),)): fmpq(1)})
    return out


def _log_rational(v: Fraction) -> Number:
    out: dict[Monomial, Any] = {}
    for value, side in ((v.numerator, 1), (v.denominator, -1)):
        if value.bit_length() > 128:
            raise Unknown("a number too large to factor")
        for p, m in fmpz(value).factor() if value > 1 else []:
            out[frozenset(((log(num(int(p))), Fraction(1)),))] = fmpq(int(m) * side)
    return Number.made(out)


def logarithm(a: Number) -> Number:
    """log of a positive constant."""
    q = a.rational
    if q is not None:
        if q <= 0:
            raise Unknown("the logarithm of a number that is not positive")
        return _log_rational(q)
    if len(a.parts) == 1:
        ((m, q),) = a.parts.items()
        if q > 0 and all(_is_positive(g) for g, _ in m):
            out = _log_rational(Fraction(int(q.p), int(q.q)))
            for g, e in m:
                part = (
                    _log_rational(Fraction(g))
                    if isinstance(g, int)
                    else number(g.args[0])
                    if g.head == "exp"
                    else number(log(g))
                )
                out = out + part.scaled(e)
            return out
    return Number.made({frozenset(((fn("log", a.term), Fraction(1)),)): fmpq(1)})


_R2, _R3 = _root(Fraction(2), Fraction(1, 2)), _root(Fraction(3), Fraction(1, 2))
_SINES = [(Number.of(0), Fraction(0)), (Number.of(Fraction(1, 2)), Fraction(1, 6)), (_R2.scaled(Fraction(1, 2)), Fraction(1, 4)),
          (_R3.scaled(Fraction(1, 2)), Fraction(1, 3)), (Number.of(1), Fraction(1, 2))]  # fmt: skip
_TANGENTS = [(Number.of(0), Fraction(0)), (_R3.scaled(Fraction(1, 3)), Fraction(1, 6)), (Number.of(1), Fraction(1, 4)),
             (_R3, Fraction(1, 3)), (Number.of(2) - _R3, Fraction(1, 12)), (_R2 - Number.of(1), Fraction(1, 8)),
             (_R2 + Number.of(1), Fraction(3, 8))]  # fmt: skip
_VALUES: dict[str, dict[Term, Term]] = {
    "gamma": {num(1): num(1), num(2): num(1), num("1/2"): power(PI, num("1/2"))},
    "loggamma": {num(1): num(0), num(2): num(0)},
    "lambertw": {num(0): num(0), exp(num(1)): num(1)},
    "erf": {num(0): num(0)},
}
_ANGLES = {
    "asin": {s * v: w * q for v, q in _SINES for s, w in ((Number.of(1), 1), (Number.of(-1), -1))},
    "acos": {s * v: Fraction(1, 2) - w * q for v, q in _SINES for s, w in ((Number.of(1), 1), (Number.of(-1), -1))},
    "atan": {s * v: w * q for v, q in _TANGENTS for s, w in ((Number.of(1), 1), (Number.of(-1), -1))},
}

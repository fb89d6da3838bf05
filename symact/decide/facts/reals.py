"""Real numbers that are known exactly or as the only zero of a function between two rationals, and sets made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import arb, fmpq
from flint.utils.flint_exceptions import DomainError

from symact.decide.facts.constants import Unknown, as_arb, closed_ball
from symact.decide.facts.exact import is_zero
from symact.decide.facts.expansion import infinite
from symact.decide.facts.signs import in_force
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term, const, free, mul, num, sub, substitute
from symact.terms.latex import to_latex
from symact.terms.serial import to_json

__all__ = [
    "MINUS_OO",
    "OO",
    "Interval",
    "Real",
    "Root",
    "between",
    "compare",
    "exactly",
    "extreme",
    "joined",
    "negative",
    "set_latex",
]

OO = const("oo")
MINUS_OO = mul(-1, OO)
READABLE = 60  # characters beyond which the digits of a constant say more than its formula
WRITTEN_OUT = 15  # the largest exponent of ten of a number that is shown without one
COMPARED_BITS = (64, 160, 400)


@dataclass(frozen=True, eq=False)
class Root:
    """The only zero of ``equation`` in [low, high], at which its derivative ``slope`` is not 0; ``rising`` tells the signs."""

    equation: Term
    slope: Term
    variable: Term
    low: Fraction
    high: Fraction
    rising: bool
    found: dict[int, Any] = field(default_factory=dict, repr=False)

    def ball(self, bits: int) -> Any:
        """An enclosure of about that many bits."""
        if bits not in self.found:
            best = max((b for b in self.found if b < bits), default=None)
            start = self.found[best] if best is not None else _hull(self.low, self.high)
            with precision(bits + 16):
                self.found[bits] = self._narrowed(start, bits)
        return self.found[bits]

    def _narrowed(self, x: Any, bits: int) -> Any:
        """Newton's method on balls, halving where it does not help: every step keeps the zero inside."""
        for _ in range(4 * bits):
            if x.rad() <= abs(x.mid()).max(arb(1)) * arb(2) ** -bits:
                break
            m = x.mid()
            value = _evaluated(self.equation, self.variable, m)
            slope = _evaluated(self.slope, self.variable, x)
            new = None
            if slope.is_finite() and not slope.contains(0) and value.is_finite():
                step = m - value / slope
                new = step.intersection(x) if step.overlaps(x) else None
            if new is None or not new.rad() < x.rad() * arb("0.9"):
                if not (value > 0 or value < 0):
                    break
                rest = (x.lower(), m) if (value > 0) == self.rising else (m, x.upper())
                new = rest[0].union(rest[1])
                if not new.rad() < x.rad():
                    break
            x = new
        return x

    def to_json(self) -> dict[str, Any]:
        return {
            "equation": to_json(self.equation),
            "variable": to_json(self.variable),
            "low": str(self.low),
            "high": str(self.high),
        }


def _evaluated(t: Term, variable: Term, x: Any) -> Any:
    try:
        return enclose(t, {variable: x})
    except (Undefined, Unbound):
        return arb.nan()


def _hull(low: Fraction, high: Fraction) -> Any:
    return as_arb(low).union(as_arb(high))


@dataclass(frozen=True, eq=False)
class Real:
    """The value of ``term``, which is closed (perhaps plus or minus infinity), or has the variable of ``root`` in it."""

    term: Term
    root: Root | None = None
    kin: tuple[Real, ...] = ()  # others that it cannot be told apart from: the number is one of all these

    @property
    def infinite(self) -> int:
        return infinite(self.term)

    @property
    def exact(self) -> Term | None:
        return self.term if self.root is None and not self.kin else None

    @property
    def rational(self) -> Fraction | None:
        return self.term.value if self.exact is not None and self.term.is_num else None

    def ball(self, bits: int = 64) -> Any:
        """An enclosure; infinite for an infinite end. Raises Unknown where the value is not known."""
        if self.infinite:
            return arb.pos_inf() if self.infinite > 0 else arb.neg_inf()
        if self.kin:
            out = Real(self.term, self.root).ball(bits)
            for other in self.kin:
                out = out.union(other.ball(bits))
            return out
        if self.root is None:
            return closed_ball(self.term, bits)
        x = self.root.ball(bits)
        with precision(bits):
            value = _evaluated(self.term, self.root.variable, x)
        if not value.is_finite():
            raise Unknown(f"the value of {self.term!r} is not known", self.term)
        return value

    def of(self, t: Term, variable: Term) -> Real:
        """The value of a term where the variable is this number."""
        if self.root is None:
            return Real(substitute(t, {variable: self.term}))
        return Real(substitute(t, {variable: self.term}), self.root)

    def latex(self) -> str:
        r"""``-W(e^{-1})``, or the first digits and dots: ``-0.169971\ldots``."""
        if self.exact is not None and len(repr(self.term)) <= READABLE:
            return "-\\infty" if self.infinite < 0 else to_latex(self.term)
        return digits_of(self) + r"\ldots"

    def text(self) -> str:
        if self.exact is not None and len(repr(self.term)) <= READABLE:
            return {1: "oo", -1: "-oo"}.get(self.infinite) or repr(self.term)
        return digits_of(self) + "..."

    def __repr__(self) -> str:
        return self.text()

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"term": to_json(self.term), "text": self.text()}
        if self.root is not None:
            out["root"] = self.root.to_json()
        if self.kin:
            out["kin"] = [k.to_json() for k in self.kin]
        return out


def digits_of(x: Real, places: int = 6) -> str:
    """The first significant digits, cut off and all of them right."""
    for bits in COMPARED_BITS:
        ball = x.ball(bits)
        magnitude = ball.abs_upper()
        if magnitude == 0 or ball.contains(0):
            continue
        exponent = int((magnitude.log() / arb(10).log()).floor().upper().mid().unique_fmpz() or 0)
        if abs(exponent) > WRITTEN_OUT:
            cut = (abs(ball) * arb(10) ** (places - 1 - exponent)).floor().unique_fmpz()
            if cut is not None:
                text = str(int(cut))
                return f"{'-' if ball < 0 else ''}{text[0]}.{text[1:]}e{exponent - places + len(text)}"
            continue
        places = max(places, exponent + 1)
        scale = fmpq(10) ** (places - 1 - exponent)
        cut = (abs(ball) * arb(scale)).floor().unique_fmpz()
        if cut is not None:
            value = Fraction(int(cut)) / Fraction(int(scale.p), int(scale.q))
            shift = max(places - 1 - exponent, 0)
            text = f"{int(value * 10**shift):0{shift + 1}d}"
            text = f"{text[:-shift]}.{text[-shift:]}" if shift else text
            return ("-" if ball < 0 else "") + text
    return str(x.ball(COMPARED_BITS[-1]).mid().str(places, radius=False)).replace("e+", "e")


def exactly(value: int | Fraction | Term) -> Real:
    return Real(value if isinstance(value, Term) else num(value))


def compare(a: Real, b: Real) -> int | None:
    """-1, 0 or 1 as a is below, equal to or above b; None where neither enclosures nor the normal form tell."""
    if a.infinite or b.infinite:
        return (a.infinite > b.infinite) - (a.infinite < b.infinite)
    p, q = a.rational, b.rational
    if p is not None and q is not None:
        return (p > q) - (p < q)
    if a.root is b.root and a.term == b.term and not a.kin and not b.kin:
        return 0
    if a.exact is not None and b.exact is not None and (free(a.term) or free(b.term)):
        return in_force().sign(a.term - b.term)
    if a.root is not None and a.root is b.root and not a.kin and not b.kin and vanishes_at(a.term - b.term, a.root):
        return 0
    for bits in COMPARED_BITS:
        try:
            x, y = a.ball(bits), b.ball(bits)
        except Unknown:
            return None
        if x < y or x > y:
            return -1 if x < y else 1
        if bits == COMPARED_BITS[0] and a.exact is not None and b.exact is not None and is_zero(sub(a.term, b.term)):
            return 0
    return None


def vanishes_at(t: Term, root: Root) -> bool:
    """Whether the normal form of a term is a multiple of the equation whose zero the root is."""
    normaliser = Normaliser()
    try:
        normaliser.quotient(t + root.equation)  # the generators of both
        p, q = normaliser.of(t), normaliser.of(root.equation)
        return bool(p.num.is_zero() or (not q.num.is_constant() and (p.num.gcd(q.num) / q.num).is_constant()))
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence, DomainError):
        return False


def extreme(values: Sequence[tuple[Real, bool]], side: int) -> tuple[Real, bool] | None:
    """The largest (side 1) or smallest (side -1) of values that are attained or only approached, and whether it is attained.

    None where two of them cannot be told apart and it matters.
    """
    best: tuple[Real, bool] | None = None
    for value, attained in values:
        if best is None:
            best = (value, attained)
            continue
        order = compare(value, best[0])
        if order is None:
            if attained != best[1]:
                return None
            return _blended(values, side)
        if order == side:
            best = (value, attained)
        elif order == 0:
            best = (value if value.exact is not None else best[0], attained or best[1])
    return best


def _blended(values: Sequence[tuple[Real, bool]], side: int) -> tuple[Real, bool] | None:
    """As ``extreme``, where enclosures of 400 bits overlap: all contenders must be attained, or none; the first stands for all."""
    bits = COMPARED_BITS[-1]
    try:
        balls = [(v, attained, v.ball(bits)) for v, attained in values]
    except Unknown:
        return None
    top = balls[0]
    for other in balls[1:]:
        if (other[2] > top[2]) if side > 0 else (other[2] < top[2]):
            top = other
    contenders = [b for b in balls if b[2].overlaps(top[2])]
    if len({attained for _, attained, _ in contenders}) != 1:
        return None
    if any((b[2] - top[2]).abs_upper() > arb(2) ** -(bits // 2) for b in contenders):
        return None
    first = contenders[0][0]
    return Real(first.term, first.root, tuple(v for v, _, _ in contenders[1:])), contenders[0][1]


def between(low: Real, high: Real) -> Fraction:
    """A simple rational strictly between two different numbers. Raises Unknown."""
    for bits in COMPARED_BITS:
        a = None if low.infinite else _outer(low.ball(bits), 1)
        b = None if high.infinite else _outer(high.ball(bits), -1)
        if a is None or b is None or a < b:
            return simplest(a, b)
    raise Unknown("two numbers that cannot be told apart")


def _outer(ball: Any, side: int) -> Fraction:
    """A rational at the upper (1) or lower (-1) end of a ball."""
    return rational_of(ball.upper() if side > 0 else ball.lower())


def rational_of(x: Any) -> Fraction:
    """The exact value of the midpoint of a ball."""
    q = x.mid().fmpq()
    return Fraction(int(q.p), int(q.q))


def simplest(a: Fraction | None, b: Fraction | None) -> Fraction:
    """The rational with the smallest denominator strictly between a and b (None: no bound), preferring small numbers."""
    if a is None and b is None:
        return Fraction(0)
    if a is None:
        assert b is not None
        return -simplest(-b, None)
    if b is None:
        return Fraction(0) if a < 0 else Fraction(a.__floor__() + 1)
    if a < 0 < b:
        return Fraction(0)
    if b <= 0:
        return -simplest(-b, -a)
    found = _first_between(a, b)
    assert found is not None
    return found


def simple_between(a: Fraction, b: Fraction, denominator: int) -> Fraction | None:
    """The simplest rational strictly between a and b, if its denominator is not greater than this."""
    if a < 0 < b:
        return Fraction(0)
    if b <= 0:
        found = _first_between(-b, -a, denominator)
        return None if found is None else -found
    return _first_between(a, b, denominator)


def _first_between(a: Fraction, b: Fraction, denominator: int | None = None) -> Fraction | None:
    """The simplest rational strictly between 0 <= a < b, by the continued fraction that both begin with."""
    low, high = (a.numerator, a.denominator), (b.numerator, b.denominator)  # the latter may become 1/0
    h, k, h_before, k_before = 1, 0, 0, 1
    while True:
        whole = low[0] // low[1]
        ends = not high[1] or (whole + 1) * high[1] < high[0]
        q = whole + 1 if ends else whole
        h, k, h_before, k_before = q * h + h_before, q * k + k_before, h, k
        if denominator is not None and k > denominator:
            return None
        if ends:
            return Fraction(h, k)
        low, high = (high[1], high[0] - whole * high[1]), (low[1], low[0] - whole * low[1])


@dataclass(frozen=True, eq=False)
class Interval:
    """An interval of the line; a single point where both ends are the same and closed. Infinite ends are open."""

    lower: Real
    upper: Real
    lower_closed: bool
    upper_closed: bool

    @property
    def is_point(self) -> bool:
        """Whether both ends are plainly the same number."""
        if not (self.lower_closed and self.upper_closed):
            return False
        if self.lower is self.upper:
            return True
        try:
            return compare(self.lower, self.upper) == 0
        except Unknown:
            return False

    def latex(self) -> str:
        if self.is_point:
            return rf"\{{{self.lower.latex()}\}}"
        left, right = "(["[self.lower_closed], ")]"[self.upper_closed]
        return f"{left}{self.lower.latex()}, {self.upper.latex()}{right}"

    def text(self) -> str:
        if self.is_point:
            return f"{{{self.lower.text()}}}"
        return f"{'(['[self.lower_closed]}{self.lower.text()}, {self.upper.text()}{')]'[self.upper_closed]}"

    def __repr__(self) -> str:
        return self.text()

    def contains(self, x: Real) -> bool | None:
        low, high = compare(self.lower, x), compare(x, self.upper)
        if low is None or high is None:
            return None
        return (low < 0 or (low == 0 and self.lower_closed)) and (high < 0 or (high == 0 and self.upper_closed))

    def to_json(self) -> dict[str, Any]:
        return {
            "lower": self.lower.to_json(),
            "upper": self.upper.to_json(),
            "lower_closed": self.lower_closed,
            "upper_closed": self.upper_closed,
        }


def negative(x: Real) -> Real:
    return Real(mul(-1, x.term), x.root, tuple(map(negative, x.kin)))


def joined(parts: Iterable[Interval]) -> tuple[Interval, ...] | None:
    """The union as intervals apart from one another, from left to right; None where ends cannot be compared."""
    out: list[Interval] = []
    for part in parts:
        rest: list[Interval] = []
        for other in out:
            apart = _apart(other, part)
            if apart is None:
                return None
            if apart:
                rest.append(other)
            else:
                merged = _hull_of(other, part)
                if merged is None:
                    return None
                part = merged
        out = [*rest, part]
    for k in range(len(out)):  # few: sorted by exchange
        for j in range(k + 1, len(out)):
            order = compare(out[j].lower, out[k].lower)
            if order is None:
                return None
            if order < 0 or (order == 0 and out[j].is_point):
                out[k], out[j] = out[j], out[k]
    return tuple(out)


def _apart(a: Interval, b: Interval) -> bool | None:
    """Whether no interval is the union of the two."""
    for x, y in ((a, b), (b, a)):
        order = compare(x.upper, y.lower)
        if order is None:
            return None
        if order < 0 or (order == 0 and not (x.upper_closed or y.lower_closed)):
            return True
    return False


def _hull_of(a: Interval, b: Interval) -> Interval | None:
    low = extreme([(a.lower, a.lower_closed), (b.lower, b.lower_closed)], -1)
    high = extreme([(a.upper, a.upper_closed), (b.upper, b.upper_closed)], 1)
    return None if low is None or high is None else Interval(low[0], high[0], low[1], high[1])


def set_latex(parts: Sequence[Interval]) -> str:
    if not parts:
        return r"\emptyset"
    if len(parts) == 1 and parts[0].lower.infinite and parts[0].upper.infinite:
        return r"\mathbb{R}"
    return r" \cup ".join(p.latex() for p in parts)

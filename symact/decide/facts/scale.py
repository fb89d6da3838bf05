"""The scale of growth at infinity: t^a (log t)^b exp(c1 m1 + c2 m2 + ...), where each m is such a monomial that tends to infinity.

Any two monomials can be compared. :class:`Reach` bounds monomials that tend to 0 on a whole ray [L, oo): it proves that the
logarithmic derivative is negative there, which again is a matter of comparing monomials.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from flint import arb

from symact.decide.facts.constants import Unknown, as_arb
from symact.decide.facts.exact import Number
from symact.decide.facts.signs import NO_SIGNS, Signs
from symact.terms.ball import precision

__all__ = ["FLAT", "LOG", "T", "Mono", "Reach", "TooNear", "collected", "dominance", "over", "times", "vanishes"]

NOTHING, UNITY = Number.of(0), Number.of(1)
NO_LOGS = Fraction(0)
Sum = list[tuple[Number, "Mono"]]


class TooNear(Exception):
    """The ray begins too early for the bound to hold: begin farther out."""


REMEMBERED = 65536
_KNOWN: dict[tuple[Number, Fraction, tuple[tuple[Number, Mono], ...]], Mono] = {}


class Mono:
    """t^power (log t)^logs exp(sum of c m), the m in falling order."""

    __slots__ = ("_hash", "expo", "logs", "power")
    power: Number
    logs: Fraction
    expo: tuple[tuple[Number, Mono], ...]
    _hash: int

    def __new__(cls, power: Number = NOTHING, logs: Fraction = NO_LOGS, expo: tuple[tuple[Number, Mono], ...] = ()) -> Mono:
        """The same object for the same monomial, as long as it is remembered: comparing them is most of the work."""
        key = (power, logs, expo)
        known = _KNOWN.get(key)
        if known is not None:
            return known
        made = super().__new__(cls)
        made.power, made.logs, made.expo = key
        made._hash = hash(key)
        if len(_KNOWN) > REMEMBERED:
            _KNOWN.clear()
        _KNOWN[key] = made
        return made

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, Mono)
            and self._hash == other._hash
            and self.power == other.power
            and self.logs == other.logs
            and self.expo == other.expo
        )

    def __repr__(self) -> str:
        inside = " + ".join(f"{c!r}*({m!r})" for c, m in self.expo)
        return f"t^({self.power!r}) log^{self.logs} exp({inside})"

    def raised(self, w: Number) -> Mono:
        q = w.rational
        if self.logs and q is None:
            raise Unknown("a power of log t with an exponent that is not rational")
        return Mono(self.power * w, self.logs * (q or 0), tuple((c * w, m) for c, m in self.expo))

    @property
    def is_flat(self) -> bool:
        return not self.expo and not self.logs and self.power.is_zero


FLAT = Mono()
T = Mono(UNITY)
LOG = Mono(NOTHING, Fraction(1))


@lru_cache(maxsize=65536)
def times(a: Mono, b: Mono, signs: Signs = NO_SIGNS) -> Mono:
    return Mono(a.power + b.power, a.logs + b.logs if b.logs else a.logs, _joined(a.expo, b.expo, signs))


@lru_cache(maxsize=65536)
def over(a: Mono, b: Mono, signs: Signs = NO_SIGNS) -> Mono:
    expo = _joined(a.expo, tuple((-c, m) for c, m in b.expo), signs)
    return Mono(a.power - b.power, a.logs - b.logs if b.logs else a.logs, expo)


def _joined(
    a: tuple[tuple[Number, Mono], ...], b: tuple[tuple[Number, Mono], ...], signs: Signs
) -> tuple[tuple[Number, Mono], ...]:
    """Two sums of exponents merged, in falling order."""
    if not a or not b:
        return a or b
    out: Sum = []
    i = k = 0
    while i < len(a) and k < len(b):
        order = 0 if a[i][1] == b[k][1] else dominance(over(a[i][1], b[k][1], signs), signs)
        if order > 0:
            out.append(a[i])
            i += 1
        elif order < 0:
            out.append(b[k])
            k += 1
        else:
            c = a[i][0] + b[k][0]
            if not vanishes(c):
                out.append((c, a[i][1]))
            i, k = i + 1, k + 1
    return (*out, *a[i:], *b[k:])


@lru_cache(maxsize=65536)
def dominance(m: Mono, signs: Signs = NO_SIGNS) -> int:
    """1 where the monomial tends to infinity, -1 where it tends to 0, 0 where it is 1. Raises Unknown."""
    for c, _ in m.expo:
        s = c.sign(signs)
        if s:
            return s
    s = m.power.sign(signs)
    return s or (m.logs > 0) - (m.logs < 0)


def collected(parts: Sum, signs: Signs = NO_SIGNS) -> Sum:
    """A sum of monomials in falling order, equal ones joined; coefficients that are 0 are dropped."""
    joint: dict[Mono, Number] = {}
    for c, m in parts:
        joint[m] = joint[m] + c if m in joint else c
    out: Sum = []
    for m, c in joint.items():
        if c.is_zero:
            continue
        low, high = 0, len(out)
        while low < high:  # where it belongs, by halving
            middle = (low + high) // 2
            order = dominance(over(m, out[middle][1], signs), signs)
            if order == 0:
                out[middle] = (out[middle][0] + c, out[middle][1])
                break
            low, high = (low, middle) if order > 0 else (middle + 1, high)
        else:
            out.insert(low, (c, m))
    return [(c, m) for c, m in out if not vanishes(c)]


def vanishes(c: Number) -> bool:
    """Whether a coefficient is 0; one with parameters stays unless it cancels."""
    return c.is_zero or (c.q is None and len(c.parts) > 1 and c.is_closed and c.sign() == 0)


@dataclass
class Reach:
    """Bounds on the ray [start, oo), in balls with 64 bits."""

    start: Fraction
    known: dict[Mono, Any] = field(default_factory=dict)

    @cached_property
    def log_start(self) -> Any:
        return as_arb(self.start).log()

    def sup(self, m: Mono) -> Any:
        """An upper bound of a monomial that does not tend to infinity; raises TooNear, Unknown."""
        if m.is_flat:
            return arb(1)
        out = self.known.get(m)
        if out is None:
            if dominance(m) > 0:
                raise Unknown("a monomial without a bound")
            if not self.is_negative(log_slope(m)):
                raise TooNear
            out = self.known[m] = self.at_start(m).upper()
        return out

    def at_start(self, m: Mono) -> Any:
        with precision(64):
            return self.log_at_start(m).exp()

    def log_at_start(self, m: Mono) -> Any:
        out = arb(0)
        if not m.power.is_zero:
            out += m.power.ball * self.log_start
        if m.logs:
            out += as_arb(m.logs) * self.log_start.log()
        for c, inner in m.expo:
            out += c.ball * self.at_start(inner)
        return out

    def is_negative(self, parts: Sum) -> bool:
        """Whether a sum of monomials is at most 0 on the whole ray: what is positive is outweighed by the leading one."""
        if not parts:
            return True
        (lead, top), rest = parts[0], parts[1:]
        if lead.sign() > 0:
            return False
        weight = arb(0)
        for c, m in rest:
            if c.sign() > 0:
                weight += c.ball * self.sup(over(m, top))
        return bool(weight <= abs(lead.ball))


def log_slope(m: Mono) -> Sum:
    """The derivative of log m, as a sum of monomials."""
    out: Sum = []
    if not m.power.is_zero:
        out.append((m.power, Mono(Number.of(-1))))
    if m.logs:
        out.append((Number.of(m.logs), Mono(Number.of(-1), Fraction(-1))))
    for c, inner in m.expo:
        out += [(c * q, times(inner, s)) for q, s in log_slope(inner)]
    return collected(out)

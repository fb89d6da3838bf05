"""A function of one variable as analytic pieces: where it is defined, where the formula changes, and its values there.

Absolute values, maxima, cases and the like are resolved on open intervals on which nothing switches. Logarithms, roots and
denominators divide the line as well: an interval on which a part has no real value is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from symact.decide.facts.chart import has_parameters
from symact.decide.facts.constants import Unknown, closed_ball, remembered
from symact.decide.facts.cutting import JUMPS, Cutting, is_undefined
from symact.decide.facts.limit_of import limit_at
from symact.decide.facts.reals import MINUS_OO, OO, Interval, Real, compare
from symact.decide.facts.roots import derivative
from symact.decide.facts.signs import in_force
from symact.decide.facts.solve import tidy
from symact.decide.kinks import simplified
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import ONE, ZERO, Term, free, mul, parts, rebuild, substitute, transform

__all__ = ["LINE", "Break", "Layout", "Piece", "derived", "layout", "mapped"]

POLES = frozenset(("pole", "log", "tan", "sec", "cot", "csc", "coth", "csch", "gamma", "loggamma", "digamma", "atanh"))
LINE = Interval(Real(MINUS_OO), Real(OO), False, False)


@dataclass(frozen=True, eq=False)
class Piece:
    """On the open interval (low, high) the function is ``term``, which is analytic there."""

    low: Real
    high: Real
    term: Term

    def limits(self, t: Term, variable: Term) -> tuple[Real, Real]:
        """The limits of a term at both ends, from inside. Raises Unknown."""
        return self.limit(t, variable, 0), self.limit(t, variable, 1)

    def limit(self, t: Term, variable: Term, k: int) -> Real:
        """The limit at the low end (k = 0) or the high one. Raises Unknown."""
        return limit_at(t, variable, (self.low, self.high)[k], (1, -1)[k])


@dataclass(frozen=True, eq=False)
class Break:
    """A point between pieces or at a closed end, with the value there (None where the function is not defined).

    ``left`` and ``right`` are the pieces that meet there.
    """

    place: Real
    value: Real | None
    left: Piece | None
    right: Piece | None


@dataclass(frozen=True, eq=False)
class Layout:
    """Pieces and breaks from left to right; ``whole`` says that the function is defined on the whole domain."""

    term: Term
    variable: Term
    domain: Interval
    pieces: tuple[Piece, ...]
    breaks: tuple[Break, ...]

    @property
    def whole(self) -> bool:
        """Whether the function is defined everywhere on the domain."""
        inner = [b for b in self.breaks if b.left is not None or b.right is not None]
        return bool(self.pieces) and all(b.value is not None for b in inner) and self.is_connected

    @property
    def is_connected(self) -> bool:
        """Whether the pieces follow one another without an interval left out between them."""
        ends = [(p.high, q.low) for p, q in pairwise(self.pieces)]
        return bool(self.pieces) and all(a is b or compare(a, b) == 0 for a, b in ends)


def derived(found: Layout, order: int = 1) -> Layout:
    """The derivative of a function on its pieces; at a break it has a value where it exists there.

    It exists where the function is continuous and the derivative has the same finite limit from both sides (mean value
    theorem), order by order. At a closed end of the domain the limit from inside is taken.
    """
    for _ in range(order):
        found = _derived(found)
    return found


def _derived(found: Layout) -> Layout:
    x = found.variable
    new = {p: Piece(p.low, p.high, derivative(p.term, x)) for p in found.pieces}
    breaks: list[Break] = []
    for b in found.breaks:
        value: Real | None = None
        if b.value is not None:
            sides = [(p, k) for p, k in ((b.left, 1), (b.right, 0)) if p is not None]
            smooth = all(compare(p.limit(p.term, x, k), b.value) == 0 for p, k in sides)
            slopes = [new[p].limit(new[p].term, x, k) for p, k in sides] if smooth else []
            if slopes and not slopes[0].infinite and compare(slopes[0], slopes[-1]) == 0:
                value = slopes[0]
        left, right = (new[p] if p is not None else None for p in (b.left, b.right))
        breaks.append(Break(b.place, value, left, right))
    return Layout(derivative(found.term, x), x, found.domain, tuple(new.values()), tuple(breaks))


def layout(t: Term, variable: Term, domain: Interval = LINE) -> Layout:
    """The pieces of a function on a domain. Raises Unknown."""
    if domain.lower.exact is None or domain.upper.exact is None or has_parameters(t, variable, domain.lower, domain.upper):
        return _layout(t, variable, domain)
    return _remembered(t, variable, domain.lower.exact, domain.upper.exact, domain.lower_closed, domain.upper_closed)


@remembered(512)
def _remembered(t: Term, variable: Term, low: Term, high: Term, low_closed: bool, high_closed: bool) -> Layout:
    return _layout(t, variable, Interval(Real(low), Real(high), low_closed, high_closed))


def _layout(t: Term, variable: Term, domain: Interval) -> Layout:
    work = Cutting(variable)
    pieces = [Piece(*cell) for cell in work.cut(t, domain.lower, domain.upper)]
    places: list[Real] = []
    if domain.lower_closed:
        places.append(domain.lower)
    places += work.places
    if domain.upper_closed:
        places.append(domain.upper)
    breaks = []
    for place in _sorted(places):
        left = next((p for p in pieces if p.high is place), None)
        right = next((p for p in pieces if p.low is place), None)
        cause = work.causes.get(place, "")
        breaks.append(Break(place, _value(t, variable, place, left, right, cause), left, right))
    return Layout(t, variable, domain, tuple(pieces), tuple(breaks))


def _sorted(places: list[Real]) -> list[Real]:
    out: list[Real] = []
    for p in places:
        k = len(out)
        while k and _below(p, out[k - 1]):
            k -= 1
        out.insert(k, p)
    return out


def _below(a: Real, b: Real) -> bool:
    order = compare(a, b)
    if order is None:
        raise Unknown("two places that cannot be told apart")
    return order < 0


def _value(t: Term, variable: Term, place: Real, left: Piece | None, right: Piece | None, cause: str) -> Real | None:
    """The value at a place, None where there is certainly none. Raises Unknown."""
    if place.exact is None:
        if cause in JUMPS:
            raise Unknown("a jump at a place that is not known exactly")
        side = left or right
        if side is None or cause in POLES:
            return None
        there = place.of(side.term, variable)
        there.ball()
        return there
    closed = substitute(t, {variable: place.exact})
    if free(closed):
        return Real(_value_with_parameters(closed))
    with precision(192):
        try:
            ball = enclose(closed, {})
        except Undefined:
            return None
        except Unbound as gap:
            raise Unknown(str(gap)) from None
    side = left or right
    grows = side is not None and side.term == t and not ball.is_finite() and _grows(side, variable, place)
    if grows or (not ball.is_finite() and (cause in POLES or is_undefined(closed))):
        return None
    value = tidy(closed)
    if not ball.is_finite() and not closed_ball(value).is_finite():
        raise Unknown(f"the value at {place!r} is not known")
    return Real(value)


def _grows(piece: Piece, variable: Term, place: Real) -> bool:
    """Whether a formula has, as far as that is known, an infinite limit at an end of its piece, so that it has no value there."""
    try:
        return bool(piece.limit(piece.term, variable, 0 if place is piece.low else 1).infinite)
    except Unknown:
        return False


def _value_with_parameters(t: Term) -> Term:
    """A term in parameters alone, its switches decided by the signs in force. Raises Unknown."""

    def settle(s: Term) -> Term | None:
        match s.head:
            case "abs":
                sign = in_force().sign(s.args[0])
                return s.args[0] if sign > 0 else mul(-1, s.args[0]) if sign < 0 else ZERO
            case "sign":
                return mul(in_force().sign(s.args[0]), ONE)
            case "step":
                return ONE if in_force().sign(s.args[0]) >= 0 else ZERO
            case "max" | "min":
                best: Term = s.args[0]
                for a in s.args[1:]:
                    if in_force().sign(a - best) * (1 if s.head == "max" else -1) > 0:
                        best = a
                return best
        return None

    if t.head == "cases":
        for k in range(0, len(t.args) - 1, 2):
            if _decided(t.args[k]):
                return _value_with_parameters(t.args[k + 1])
        if len(t.args) % 2:
            return _value_with_parameters(t.args[-1])
        raise Unknown("no case applies")
    if any(s.head == "cases" for s in parts(t)):
        args = tuple(_value_with_parameters(a) if isinstance(a, Term) else a for a in t.args)
        t = rebuild(t, args)
    out = transform(t, settle)
    return simplified(out) or out


def _decided(c: Term) -> bool:
    match c.head:
        case "true" | "false":
            return c.head == "true"
        case "and":
            return all(map(_decided, c.args))
        case "or":
            return any(map(_decided, c.args))
        case "lt" | "le" | "eq" | "ne":
            s = in_force().sign(c.args[1] - c.args[0])
            return {"lt": s > 0, "le": s >= 0, "eq": s == 0, "ne": s != 0}[c.head]
    raise Unknown(f"the condition {c!r}")


def mapped(found: Layout, rule: Callable[[Term], Term]) -> Layout:
    """The function with an operation on its values applied, on the same pieces."""
    pieces = {p: Piece(p.low, p.high, rule(p.term)) for p in found.pieces}
    breaks = []
    for b in found.breaks:
        value = b.value
        if value is not None:
            value = Real(rule(value.term), value.root, tuple(Real(rule(k.term), k.root) for k in value.kin))
        left, right = (None if p is None else pieces[p] for p in (b.left, b.right))
        breaks.append(Break(b.place, value, left, right))
    return Layout(rule(found.term), found.variable, found.domain, tuple(pieces.values()), tuple(breaks))

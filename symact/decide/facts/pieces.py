"""A function of one variable as analytic pieces: where it is defined, where the formula changes, and its values there.

Absolute values, maxima, cases and the like are resolved on open intervals on which nothing switches. Logarithms, roots and
denominators divide the line as well: an interval on which a part has no real value is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from symact.decide.facts.chart import chart, has_parameters, plain_sign
from symact.decide.facts.exact import Unknown, closed_ball, in_force
from symact.decide.facts.limit_of import limit_at
from symact.decide.facts.reals import MINUS_OO, OO, Interval, Real, compare
from symact.decide.facts.roots import derivative
from symact.decide.facts.solve import tidy
from symact.decide.kinks import simplified
from symact.terms.core import BINDERS, ONE, ZERO, E, Term, cases, fn, free, mul, rebuild, substitute, transform, walk
from symact.terms.functions import FUNCTIONS
from symact.terms.integrals import closed_form

__all__ = ["LINE", "Break", "Layout", "Piece", "derived", "layout", "mapped"]

MAX_PIECES = 64
LINE = Interval(Real(MINUS_OO), Real(OO), False, False)


@dataclass(frozen=True, eq=False)
class Piece:
    """On the open interval (low, high) the function is ``term``, which is analytic there."""

    low: Real
    high: Real
    term: Term

    def limits(self, t: Term, variable: Term) -> tuple[Real, Real]:
        """The limits of a term at both ends, from inside. Raises Unknown."""
        return limit_at(t, variable, self.low, 1), limit_at(t, variable, self.high, -1)


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
        ends = [(p.high, q.low) for p, q in zip(self.pieces, self.pieces[1:], strict=False)]
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
            smooth = all(compare(p.limits(p.term, x)[k], b.value) == 0 for p, k in sides)
            slopes = [new[p].limits(new[p].term, x)[k] for p, k in sides] if smooth else []
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


@lru_cache(maxsize=512)
def _remembered(t: Term, variable: Term, low: Term, high: Term, low_closed: bool, high_closed: bool) -> Layout:
    return _layout(t, variable, Interval(Real(low), Real(high), low_closed, high_closed))


def _layout(t: Term, variable: Term, domain: Interval) -> Layout:
    work = _Cutting(variable)
    pieces = work.cut(t, domain.lower, domain.upper)
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
        breaks.append(Break(place, _value(t, variable, place, left, right), left, right))
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


def _value(t: Term, variable: Term, place: Real, left: Piece | None, right: Piece | None) -> Real | None:
    """The value at a place, None where there is certainly none. Raises Unknown."""
    if place.exact is None:
        if any(s.head in _JUMPS for s in walk(t)):
            raise Unknown("a jump at a place that is not known exactly")
        side = left or right
        return None if side is None else place.of(side.term, variable)
    closed = substitute(t, {variable: place.exact})
    if free(closed):
        return Real(_value_with_parameters(closed))
    from symact.terms.ball import Unbound, Undefined, enclose, precision

    with precision(192):
        try:
            ball = enclose(closed, {})
        except Undefined:
            return None
        except Unbound as gap:
            raise Unknown(str(gap)) from None
    value = tidy(closed)
    if not ball.is_finite() and not closed_ball(value).is_finite():
        raise Unknown(f"the value at {place!r} is not known")
    return Real(value)


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
                best = s.args[0]
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
    if any(s.head == "cases" for s in walk(t)):
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


_JUMPS = frozenset(("cases", "sign", "step", "floor", "round"))
_SWITCHES = frozenset(("abs", "sign", "step", "max", "min", "cases"))


class _Cutting:
    """Cuts intervals until every cell has a term without switches, all of whose parts are defined."""

    def __init__(self, variable: Term) -> None:
        self.variable = variable
        self.places: list[Real] = []

    def cut(self, t: Term, low: Real, high: Real) -> list[Piece]:
        done: list[Piece] = []
        stack: list[tuple[Term, Real, Real, frozenset[Term]]] = [(_prepared(t), low, high, frozenset())]
        while stack:
            t, low, high, safe = stack.pop()
            if len(done) + len(stack) > MAX_PIECES:
                raise Unknown("too many pieces")
            if any(s.head == "cases" and s.args[0].head == "false" for s in walk(t)):
                continue  # no case applies
            node = self.next_switch(t, safe)
            if node is None:
                done.append(Piece(low, high, transform(t, _settled)))
                continue
            edge, everywhere = _edge(node)
            cells = self.cells(edge, low, high, everywhere)
            for a, b, s in reversed(cells):
                new = self.resolved(t, node, edge, s)
                if new is not None:
                    if new != t:
                        new = transform(new, lambda s: _without_void_cases(s) if s.head == "cases" else None)
                    stack.append((new, a, b, safe | {node} if new == t else safe))
        return done

    def next_switch(self, t: Term, safe: frozenset[Term]) -> Term | None:
        """The first part that must be looked at: what is inside before what is around it, but the conditions of cases before
        their values, which need not be defined where they are not taken.
        """
        if self.variable not in free(t) or t in safe:
            return None
        if t.head == "cases":
            return self.next_switch(t.args[0], safe) or t
        for child in t.children:
            found = self.next_switch(child, safe)
            if found is not None:
                return found
        return t if _may_switch(t) else None

    def cells(self, edge: Term, low: Real, high: Real, everywhere: bool) -> list[tuple[Real, Real, int]]:
        """Subintervals with the sign of the edge; ``everywhere``: cut also at zeros where the sign stays."""
        found = chart(edge, self.variable, low, high)
        out: list[tuple[Real, Real, int]] = []
        start = low
        for z, s in zip(found.zeros, found.signs, strict=False):
            if z.flips or everywhere:
                out.append((start, z.place, s))
                start = z.place
                if not any(start is p for p in self.places):
                    self.places.append(start)
        out.append((start, high, found.signs[-1]))
        return out

    def resolved(self, t: Term, node: Term, edge: Term, s: int) -> Term | None:
        """The term in a cell where the edge has the sign s; None where it has no value there."""
        match node.head:
            case "abs":
                return _replaced(t, node, node.args[0] if s > 0 else mul(-1, node.args[0]) if s < 0 else ZERO)
            case "sign":
                return _replaced(t, node, mul(s, ONE))
            case "step":
                return _replaced(t, node, ONE if s >= 0 else ZERO)
            case "max" | "min":
                first, second, *rest = node.args
                winner = first if (s >= 0) == (node.head == "max") else second
                return _replaced(t, node, fn(node.head, winner, *rest) if rest else winner)
            case "cases":
                return self._case(t, node, edge, s)
        if s < 0 and node.head in ("tan", "sec", "cot", "csc", "coth", "csch"):
            return t
        if s > 0 or (node.head == "pow" and node.args[1].is_num and node.args[1].value.denominator == 1 and s):
            return t
        if node.head in ("gamma", "loggamma", "digamma"):
            raise Unknown(f"{node.head} of a negative number")
        return None

    def _case(self, t: Term, node: Term, edge: Term, s: int) -> Term | None:
        """The cases with the comparison that belongs to the edge decided."""

        def decide(c: Term) -> Term | None:
            if c.head not in ("lt", "le", "eq", "ne") or c.args[1] - c.args[0] != edge:
                return None
            truth = {"lt": s > 0, "le": s >= 0, "eq": s == 0, "ne": s != 0}[c.head]
            return Term("true" if truth else "false", ())

        condition = transform(node.args[0], decide)
        if condition.head == "true":
            return _replaced(t, node, node.args[1])
        if condition.head == "false":
            rest = node.args[2:]
            if not rest:
                return None  # no case applies: whatever contains it has no value
            return _replaced(t, node, rest[0] if len(rest) == 1 else cases(*rest))
        return _replaced(t, node, cases(condition, *node.args[1:]))


def _settled(t: Term) -> Term | None:
    """A switch between constants as the constant that it gives."""
    return tidy(t) if t.head in _SWITCHES and not free(t) else None


def _replaced(t: Term, node: Term, new: Term) -> Term:
    if t == node:
        return new
    args = tuple(_replaced(a, node, new) if isinstance(a, Term) else a for a in t.args)
    return t if all(a is b for a, b in zip(args, t.args, strict=True)) else rebuild(t, args)


def _prepared(t: Term) -> Term:
    """The term with integrals and functions that hide a case written out; raises Unknown for what has no values here."""

    def rule(s: Term) -> Term | None:
        if s.head == "sinc":
            definition = FUNCTIONS["sinc"].definition
            assert definition is not None
            return definition(*s.args)
        if s.head == "integral":
            return closed_form(s)
        return _without_void_cases(s) if s.head == "cases" else None

    out = transform(t, rule)
    bad = next((s for s in walk(out) if s.head in BINDERS or s.head in ("app", "at", "delta", "floor", "round")), None)
    if bad is not None:
        raise Unknown(f"{bad.head} is not examined here")
    return out


def _without_void_cases(t: Term) -> Term:
    """Cases without those that never hold, ending at the first that always does."""
    kept: list[Term] = []
    for c, value in zip(t.args[::2], t.args[1::2], strict=False):
        if c.head == "true":
            return cases(*kept, value) if kept else value
        if c.head != "false":
            kept += [c, value]
    if len(t.args) % 2:
        return cases(*kept, t.args[-1]) if kept else t.args[-1]
    return cases(*kept) if kept else cases(Term("false", ()), ZERO)


def _may_switch(t: Term) -> bool:
    """Whether the head switches, or needs its argument in a domain of which it is not plain that it is."""
    if t.head in _SWITCHES:
        return True
    if t.head == "pow":
        base, exponent = t.args
        if exponent.is_num and exponent.value.denominator == 1:
            return bool(exponent.value < 0) and plain_sign(base) not in ((1, True), (-1, True))
        return plain_sign(base) != (1, True)
    if t.head in ("log", "gamma", "loggamma", "digamma"):
        return plain_sign(t.args[0]) != (1, True)
    return t.head in _EDGES


_EDGES = {
    "asin": lambda u: 1 - u**2,
    "acos": lambda u: 1 - u**2,
    "atanh": lambda u: 1 - u**2,
    "acosh": lambda u: u - 1,
    "lambertw": lambda u: u + power_e(-1),
    "tan": lambda u: fn("cos", u),
    "sec": lambda u: fn("cos", u),
    "cot": lambda u: fn("sin", u),
    "csc": lambda u: fn("sin", u),
    "coth": lambda u: u,
    "csch": lambda u: u,
}


def power_e(n: int) -> Term:
    return E**n


def _edge(node: Term) -> tuple[Term, bool]:
    """The function whose sign decides, and whether its zeros matter even where the sign stays the same."""
    match node.head:
        case "abs":
            return node.args[0], False
        case "sign" | "step":
            return node.args[0], True
        case "max" | "min":
            return node.args[0] - node.args[1], False
        case "cases":
            c = next((s for s in walk(node.args[0]) if s.head in ("lt", "le", "eq", "ne") and free(s)), None)
            if c is None:
                raise Unknown(f"the condition {node.args[0]!r}")
            return c.args[1] - c.args[0], True
        case "pow" | "log" | "gamma" | "loggamma" | "digamma":
            return node.args[0], True
    return _EDGES[node.head](node.args[0]), True


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

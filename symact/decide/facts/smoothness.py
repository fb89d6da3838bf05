"""Continuity and differentiability: what happens at the breaks, the pieces themselves being analytic."""

from __future__ import annotations

from dataclasses import dataclass

from symact.decide.facts.chart import chart
from symact.decide.facts.constants import Unknown
from symact.decide.facts.pieces import LINE, Break, Layout, Piece, layout
from symact.decide.facts.profile import on_two_periods
from symact.decide.facts.reals import Interval, Real, compare
from symact.decide.facts.roots import WORK_BITS, derivative, value_on
from symact.terms.ball import precision
from symact.terms.core import Term, parts

__all__ = ["Corner", "Smoothness", "corners", "smoothness"]

MAX_ORDER = 8


@dataclass(frozen=True, eq=False)
class Corner:
    """A break at which the derivative of ``order`` (0: the function) has no value or jumps; the lower ones are continuous.

    ``left`` and ``right`` are its limits from both sides, None at an end of the domain. ``hole`` says that the function has no
    value at all there.
    """

    place: Real
    order: int
    left: Real | None
    right: Real | None
    hole: bool = False

    def describe(self) -> str:
        name = ("the function", "the derivative", "the second derivative", "the third derivative")
        what = name[self.order] if self.order < len(name) else f"the derivative of order {self.order}"
        if self.hole:
            return f"the function has no value at {self.place!r}"
        return f"at {self.place!r} {what} goes from {self.left!r} to {self.right!r}"


@dataclass(frozen=True, eq=False)
class Smoothness:
    """C^times; None where the function has derivatives of all orders. ``corners`` are the breaks that keep it from more."""

    times: int | None
    corners: tuple[Corner, ...]

    def at_least(self, times: int) -> bool:
        return self.times is None or self.times >= times


def smoothness(t: Term, variable: Term, domain: Interval = LINE) -> Smoothness:
    """How often a function is continuously differentiable inside its domain (-1: it is not continuous). Raises Unknown."""
    found = corners(on_two_periods(t, variable, domain))
    return Smoothness(min((c.order for c in found), default=None) if not found else min(c.order for c in found) - 1, found)


def corners(found: Layout) -> tuple[Corner, ...]:
    """All points inside the domain at which some derivative jumps or does not exist, with the first such derivative."""
    out: list[Corner] = []
    for b in found.breaks:
        if b.left is None and b.right is None:
            continue
        corner = _corner(found, b)
        if corner is not None:
            out.append(corner)
    return tuple(out)


def _corner(found: Layout, b: Break) -> Corner | None:
    x = found.variable
    if b.value is None:
        return None if b.left is None or b.right is None else Corner(b.place, 0, None, None, hole=True)
    sides = [(p, k) for p, k in ((b.left, 1), (b.right, 0)) if p is not None]
    piece, k = sides[0]
    if len(sides) == 2:
        smooth = _analytic_across(piece, sides[1][0], x, b.place)
    else:
        smooth = is_analytic_at(piece.term, x, b.place) or _is_meromorphic_at(piece.term, x, b.place)
    if smooth and compare(piece.limit(piece.term, x, k), b.value) == 0:
        return None
    for order in range(MAX_ORDER + 1):
        limits = [p.limit(derivative(p.term, x, order), x, k) for p, k in sides]
        left = limits[0] if b.left is not None else None
        right = limits[-1] if b.right is not None else None
        wrong = any(v.infinite for v in limits) or _differ(limits[0], limits[-1])
        if order == 0:
            wrong = wrong or any(_differ(v, b.value) for v in limits)
        if wrong:
            return Corner(b.place, order, left, right)
    raise Unknown(f"all derivatives up to order {MAX_ORDER} agree at {b.place!r}")


def _differ(a: Real, b: Real) -> bool:
    order = compare(a, b)
    if order is None:
        raise Unknown("two limits that cannot be told apart")
    return order != 0


def _analytic_across(left: Piece, right: Piece, variable: Term, place: Real) -> bool:
    """Whether both pieces are one analytic function around the place, or one quotient of such, analytic if its limit is finite."""
    if left.term == right.term:
        return is_analytic_at(left.term, variable, place) or _is_meromorphic_at(left.term, variable, place)
    if not (is_analytic_at(left.term, variable, place) and is_analytic_at(right.term, variable, place)):
        return False
    try:
        return chart(left.term - right.term, variable, left.low, left.high).is_zero
    except Unknown:
        return False


def _is_meromorphic_at(t: Term, variable: Term, place: Real) -> bool:
    """Whether a term is made of analytic functions by sums, products and quotients: where it stays finite, it is analytic."""
    match t.head:
        case "add" | "mul":
            return all(_is_meromorphic_at(a, variable, place) for a in t.args)
        case "pow" if t.args[1].is_num and t.args[1].value.denominator == 1:
            return _is_meromorphic_at(t.args[0], variable, place)
    return is_analytic_at(t, variable, place)


def is_analytic_at(t: Term, variable: Term, place: Real) -> bool:
    """Whether a smooth term is made of functions that are analytic at the values that their arguments take at the place."""
    with precision(WORK_BITS):
        here = place.ball(WORK_BITS)
        if not value_on(t, variable, here).is_finite():
            return False
        for s in parts(t):
            match s.head:
                case "pow" if not (s.args[1].is_num and s.args[1].value.denominator == 1 and s.args[1].value >= 0):
                    base = value_on(s.args[0], variable, here)
                    whole = s.args[1].is_num and s.args[1].value.denominator == 1
                    if not (base > 0 or (whole and base < 0)):
                        return False
                case "log" | "gamma" | "loggamma" | "digamma":
                    if not value_on(s.args[0], variable, here) > 0:
                        return False
                case "asin" | "acos" | "atanh":
                    if not abs(value_on(s.args[0], variable, here)) < 1:
                        return False
                case "acosh":
                    if not value_on(s.args[0], variable, here) > 1:
                        return False
                case "abs" | "sign" | "step" | "max" | "min" | "cases" | "floor" | "round" | "lambertw":
                    return False
    return True


def kinks(t: Term, variable: Term, domain: Interval = LINE) -> tuple[Corner, ...]:
    """The points at which a continuous function has no derivative."""
    return tuple(c for c in corners(layout(t, variable, domain)) if c.order == 1)

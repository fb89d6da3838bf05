"""Two functions with the same derivative on an interval that meet at one of its ends are equal there.

For what the normal form cannot bring together: atan x + atan(1/x) = pi/2 for x > 0.
"""

from __future__ import annotations

from symact.decide.cells import cells_of
from symact.decide.facts import Piece, Real, Unknown, layout
from symact.decide.facts.reals import compare
from symact.decide.facts.subject import prepared
from symact.obligations import REALS, Equation
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import ZERO, Term, free, num, substitute

__all__ = ["meet_everywhere"]

POINTS = (0, 1, -1)


def meet_everywhere(e: Equation) -> bool:
    """Whether the difference of the sides is 0 wherever it is defined: constant on every piece of its domain, and 0 at an end."""
    names = free(e.left) | free(e.right)
    if len(names) != 1:
        return False
    (x,) = names
    if x.head != "sym":
        return False
    try:
        subject = prepared(e.left - e.right, x, REALS, e.assumptions)
        found = layout(subject.term, x, subject.domain)
        values = [b.value for b in found.breaks if b.value is not None]
        return (
            not subject.assumptions
            and bool(found.pieces)
            and all(_is_constant(p.term, x) for p in found.pieces)
            and all(_meets(p, x) for p in found.pieces)
            and all(_is_zero(v.term) for v in values)
        )
    except (Unknown, NotDifferentiable):
        return False


def _meets(piece: Piece, x: Term) -> bool:
    """Whether a difference that is constant on a piece is 0 at a simple point of it, or tends to 0 at one of its ends."""
    for point in POINTS:
        inside = Real(num(point))
        if compare(piece.low, inside) < 0 < compare(piece.high, inside) and _is_zero(substitute(piece.term, {x: num(point)})):
            return True
    return any(_is_zero(v.term) for v in piece.limits(piece.term, x))


def _is_constant(t: Term, x: Term) -> bool:
    return _is_zero(diff(t, x))


def _is_zero(t: Term) -> bool:
    """Whether a term is 0 in every case of its signs."""
    if t == ZERO:
        return True
    outcomes, edges = cells_of(Equation(t, ZERO))
    return not edges and bool(outcomes) and all(o.state == "zero" for o in outcomes)

"""The best Lipschitz constant: the supremum of the absolute slope of a continuous function on an interval."""

from __future__ import annotations

from dataclasses import dataclass

from symact.decide.facts.constants import Unknown
from symact.decide.facts.pieces import LINE, Layout, Piece
from symact.decide.facts.profile import on_one_period
from symact.decide.facts.range_of import piece_range
from symact.decide.facts.reals import OO, Interval, Real, compare, exactly, extreme, negative
from symact.decide.facts.roots import derivative
from symact.decide.facts.shape import is_continuous_at
from symact.terms.core import Term

__all__ = ["LipschitzConstant", "lipschitz"]


@dataclass(frozen=True, eq=False)
class LipschitzConstant:
    """The least L with |f(x) - f(y)| <= L |x - y|, infinite where there is none; ``slopes`` are the values of the derivative."""

    value: Real
    slopes: tuple[Interval, ...]


def lipschitz(t: Term, variable: Term, domain: Interval = LINE) -> LipschitzConstant:
    """The best Lipschitz constant on a domain, an interval. Raises Unknown."""
    return lipschitz_of_layout(on_one_period(t, variable, domain))


def lipschitz_of_layout(found: Layout) -> LipschitzConstant:
    if not found.whole:
        raise Unknown("the function is not defined on an interval")
    if not all(is_continuous_at(found, b.place) for b in found.breaks):
        return LipschitzConstant(Real(OO), ())
    slopes = tuple(_slopes(p, found.variable) for p in found.pieces)
    sizes: list[tuple[Real, bool]] = []
    for part in slopes:
        sizes += [(_size(part.lower), True), (_size(part.upper), True)]
    best = extreme(sizes, 1)
    if best is None:
        raise Unknown("two slopes that cannot be told apart")
    return LipschitzConstant(best[0], slopes)


def _slopes(piece: Piece, variable: Term) -> Interval:
    return piece_range(Piece(piece.low, piece.high, derivative(piece.term, variable)), variable)


def _size(x: Real) -> Real:
    order = compare(x, exactly(0))
    if order is None:
        raise Unknown("the sign of a slope is not known")
    return negative(x) if order < 0 else x

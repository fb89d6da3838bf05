"""The exact range of a function: a union of intervals, each end open or closed, exact or enclosed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from symact.decide.facts.chart import has_parameters
from symact.decide.facts.constants import Unknown
from symact.decide.facts.exact import WAVES
from symact.decide.facts.pieces import LINE, Layout, Piece
from symact.decide.facts.profile import Stretch, on_one_period, period, piece_stretches
from symact.decide.facts.reals import Interval, Real, exactly, extreme, joined
from symact.decide.facts.solve import tidy
from symact.terms.core import Term, parts

__all__ = ["piece_range", "range_of", "range_of_layout"]


def range_of(t: Term, variable: Term, domain: Interval = LINE) -> tuple[Interval, ...]:
    """All values that the function takes on the domain. Raises Unknown."""
    if domain is LINE and not has_parameters(t, variable):
        return _on_line(t, variable)
    return range_of_layout(on_one_period(t, variable, domain))


@lru_cache(maxsize=1024)
def _on_line(t: Term, variable: Term) -> tuple[Interval, ...]:
    return range_of_layout(on_one_period(t, variable, LINE))


def range_of_layout(found: Layout) -> tuple[Interval, ...]:
    parts = [piece_range(p, found.variable) for p in found.pieces]
    parts += [Interval(b.value, b.value, True, True) for b in found.breaks if b.value is not None]
    out = joined(parts)
    if out is None:
        raise Unknown("two values that cannot be told apart")
    return out


def piece_range(piece: Piece, variable: Term) -> Interval:
    """The values on an open interval on which the function is analytic: an interval, by continuity."""
    try:
        ends = piece.limits(piece.term, variable)
    except Unknown:
        ends = (exactly(0), exactly(0))  # an end without a limit
    if {e.infinite for e in ends} == {1, -1}:
        low, high = sorted(ends, key=lambda e: e.infinite)
        return Interval(low, high, False, False)
    try:
        return spanned(piece_stretches(piece, variable))
    except Unknown as gap:
        if not (piece.low.infinite or piece.high.infinite) or not any(s.head in WAVES for s in parts(piece.term)):
            raise
        length = period(piece.term, variable) if piece.low.infinite and piece.high.infinite else None
        if length is not None:
            return _on_a_period(piece, variable, tidy(length / 2))
        from symact.decide.facts.tails import range_with_tails

        try:
            return range_with_tails(piece, variable)
        except Unknown:
            raise gap from None


def _on_a_period(piece: Piece, variable: Term, half: Term) -> Interval:
    """The values of a periodic function on the line; those at the ends of the period are attained."""
    course = piece_stretches(Piece(exactly(-half), exactly(half), piece.term), variable)
    inside = [replace(s, starts_inside=True, ends_inside=True) for s in course]
    return spanned(inside)


def spanned(course: list[Stretch]) -> Interval:
    """The values on consecutive stretches of one piece."""
    values: list[tuple[Real, bool]] = []
    for s in course:
        if s.direction == 0:
            values.append((s.start, True))
            continue
        values += [(s.start, s.starts_inside), (s.end, s.ends_inside)]
    low, high = extreme(values, -1), extreme(values, 1)
    if low is None or high is None:
        raise Unknown("two values that cannot be told apart")
    return Interval(low[0], high[0], low[1], high[1])

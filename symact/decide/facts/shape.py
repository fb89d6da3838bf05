"""Monotonicity, convexity and sign: what the sign of a derivative on every piece says, and what happens at the breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from symact.decide.facts.chart import Chart, chart
from symact.decide.facts.constants import Unknown
from symact.decide.facts.evidence import Cell, Witness, first_true, samples, simplicity
from symact.decide.facts.pieces import LINE, Layout, Piece
from symact.decide.facts.profile import on_one_period, period
from symact.decide.facts.reals import Interval, Real, compare, exactly
from symact.decide.facts.roots import derivative
from symact.decide.facts.solve import tidy
from symact.terms.core import Term, add, mul, num, rel, substitute

__all__ = ["Answer", "cells_of", "convex_on", "has_sign", "is_convex", "is_monotone", "monotone_on", "sign_intervals"]


@dataclass(frozen=True, eq=False)
class Answer:
    """Whether a property holds, the cells that show it, and what contradicts it; ``why`` is one phrase."""

    holds: bool
    cells: tuple[Cell, ...] = ()
    witness: Witness | None = None
    why: str = ""


def cells_of(found: Layout, order: int) -> list[tuple[Piece, list[Cell]]]:
    """The sign of the derivative of an order on the parts of every piece. Raises Unknown."""
    return [(p, _piece_cells(p, found.variable, order)) for p in found.pieces]


def _piece_cells(piece: Piece, variable: Term, order: int) -> list[Cell]:
    slope = derivative(piece.term, variable, order)
    try:
        return _cells(piece, chart(slope, variable, piece.low, piece.high))
    except Unknown:
        length = period(slope, variable) if piece.low.infinite and piece.high.infinite else None
        if length is None:
            raise
        part = Piece(exactly(tidy(-length / 2)), exactly(tidy(length / 2)), piece.term)  # the signs repeat
        return _cells(part, chart(slope, variable, part.low, part.high))


def _cells(piece: Piece, course: Chart) -> list[Cell]:
    ends = [piece.low, *(z.place for z in course.zeros), piece.high]
    return [Cell(a, b, s) for (a, b), s in zip(pairwise(ends), course.signs, strict=True)]


# ---- the sign of the function itself


def sign_intervals(t: Term, variable: Term, domain: Interval = LINE) -> list[Cell]:
    """Where a function is positive, negative and zero, but for single points."""
    return [c for _, cells in cells_of(on_one_period(t, variable, domain), 0) for c in cells]


def has_sign(found: Layout, sign: int, strict: bool) -> Answer:
    """Whether sign * f >= 0 (> 0 if strict) wherever the function is defined on the domain. Raises Unknown."""
    cells = [c for _, part in cells_of(found, 0) for c in part]
    zero = num(0)
    for cell in cells:
        if cell.sign == -sign or (strict and cell.sign == 0):
            witness = _witness_of_sign(found, cell, -sign if cell.sign else 0)
            return Answer(False, tuple(cells), witness)
    for b in found.breaks:
        if b.value is None:
            continue
        order = compare(b.value, Real(zero))
        if order is None:
            raise Unknown("the sign of a value at a break is not known")
        if order == -sign or (strict and order == 0):
            return Answer(False, tuple(cells), _witness_at(found, b.place, order), f"at {b.place!r}")
    if strict:
        for before, after in pairwise(cells):
            if before.high is after.low and not any(before.high is k.place for k in found.breaks):
                return Answer(False, tuple(cells), _witness_at(found, before.high, 0), f"it is 0 at {before.high!r}")
    return Answer(True, tuple(cells))


def _witness_of_sign(found: Layout, cell: Cell, sign: int) -> Witness | None:
    op = {1: "gt", -1: "lt", 0: "eq"}[sign]
    return _witness(
        found, [((x,), (rel(op, _at(found, x), num(0)),)) for x in sorted(samples(cell.low, cell.high, 9), key=simplicity)]
    )


def _witness_at(found: Layout, place: Real, sign: int) -> Witness | None:
    if place.rational is None:
        return None
    op = {1: "gt", -1: "lt", 0: "eq"}[sign]
    return _witness(found, [((place.rational,), (rel(op, _at(found, place.rational), num(0)),))])


def _at(found: Layout, x: Fraction) -> Term:
    return substitute(found.term, {found.variable: num(x)})


def _witness(found: Layout, candidates: Iterable[tuple[tuple[Fraction, ...], tuple[Term, ...]]]) -> Witness | None:
    """The first candidate (points, conditions on the values there) that certainly holds."""
    for xs, conditions in candidates:
        if first_true([conditions]):
            names = [found.variable.name] if len(xs) == 1 else [f"{found.variable.name}_{k}" for k in range(1, len(xs) + 1)]
            return Witness(conditions, dict(zip(names, xs, strict=True)))
    return None


# ---- monotonicity


def monotone_on(t: Term, variable: Term, domain: Interval = LINE) -> list[Cell]:
    """The maximal intervals on which a function rises (1), falls (-1) or is constant (0), breaks of continuity apart."""
    found = on_one_period(t, variable, domain)
    out: list[Cell] = []
    for piece, cells in cells_of(found, 1):
        for cell in cells:
            last = out[-1] if out else None
            if last is not None and last.sign == cell.sign and last.high is cell.low and _continuous_at(found, cell.low, piece):
                out[-1] = Cell(last.low, cell.high, cell.sign)
            else:
                out.append(cell)
    return out


def _continuous_at(found: Layout, place: Real, piece: Piece) -> bool:
    b = next((b for b in found.breaks if b.place is place), None)
    return b is None or is_continuous_at(found, b.place)


def is_continuous_at(found: Layout, place: Real) -> bool:
    """Whether the limits from inside the domain at a break are the value there. Raises Unknown."""
    b = next(b for b in found.breaks if b.place is place)
    if b.value is None:
        return False
    for piece, k in ((b.left, 1), (b.right, 0)):
        if piece is not None:
            order = compare(piece.limit(piece.term, found.variable, k), b.value)
            if order is None:
                raise Unknown("a limit and a value that cannot be told apart")
            if order:
                return False
    return True


def is_monotone(found: Layout, sign: int, strict: bool) -> Answer:
    """Whether a function is increasing (sign 1) or decreasing (-1) on its domain. Raises Unknown."""
    parts = cells_of(found, 1)
    cells = tuple(c for _, part in parts for c in part)
    for cell in cells:
        if cell.sign == -sign or (strict and cell.sign == 0):
            return Answer(
                False, cells, _witness_of_slope(found, cell, sign), _where(cell, "falls" if cell.sign < 0 else "rises")
            )
    for (x, a), (y, b) in _passages(found):
        order = compare(a, b)
        if order is None:
            raise Unknown("two values that cannot be told apart")
        if order == sign:
            apart = x is not y and compare(x, y) != 0
            why = f"from {x!r} to {y!r}" if apart else f"it jumps at {x!r}"
            return Answer(False, cells, _witness_across(found, x, y, sign), why)
    return Answer(True, cells)


def _passages(found: Layout) -> Iterator[tuple[tuple[Real, Real], tuple[Real, Real]]]:
    """(place, value) before and after every step from a piece to a break or to the next piece, from left to right."""
    before: tuple[Real, Real] | None = None
    if any(b.left is None and b.right is None and b.value is not None for b in found.breaks):
        raise Unknown("isolated points of the domain")
    for piece in found.pieces:
        low, high = piece.limits(piece.term, found.variable)
        entry = next((b for b in found.breaks if b.right is piece and b.value is not None), None)
        for here in ([] if entry is None else [(entry.place, entry.value)]) + [(piece.low, low)]:
            assert here[1] is not None
            if before is not None:
                yield before, (here[0], here[1])
            before = here[0], here[1]
        before = piece.high, high
        end = next((b for b in found.breaks if b.left is piece and b.right is None and b.value is not None), None)
        if end is not None and end.value is not None:
            yield before, (end.place, end.value)
            before = end.place, end.value


def _where(cell: Cell, verb: str) -> str:
    if cell.sign == 0:
        return f"it is constant on ({cell.low!r}, {cell.high!r})"
    return f"it {verb} on ({cell.low!r}, {cell.high!r})"


def _witness_of_slope(found: Layout, cell: Cell, sign: int) -> Witness | None:
    op = "eq" if cell.sign == 0 else "gt" if sign > 0 else "lt"
    pairs = pairwise(samples(cell.low, cell.high, 9))
    return _witness(found, [((a, b), (rel(op, _at(found, a), _at(found, b)),)) for a, b in pairs])


def _near(place: Real) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Points left and right of a rational place, ever nearer, with the place between."""
    x = place.rational
    if x is not None:
        for k in range(0, 40, 3):
            yield x - Fraction(1, 2**k), x, x + Fraction(1, 2**k)


def _witness_across(found: Layout, left: Real, right: Real, sign: int) -> Witness | None:
    op = "gt" if sign > 0 else "lt"
    pairs = (p for (a, x, _), (_, y, b) in zip(_near(left), _near(right), strict=False) for p in ((a, b), (a, y), (x, b)))
    return _witness(found, [(p, (rel(op, _at(found, p[0]), _at(found, p[1])),)) for p in pairs])


# ---- convexity


def convex_on(t: Term, variable: Term, domain: Interval = LINE) -> list[Cell]:
    """The intervals on which a function is convex (1), concave (-1) or straight (0), cut at all breaks."""
    return [c for _, cells in cells_of(on_one_period(t, variable, domain), 2) for c in cells]


def is_convex(found: Layout, sign: int, strict: bool) -> Answer:
    """Whether a function is convex (sign 1) or concave (-1) on its domain, an interval. Raises Unknown."""
    if not found.is_connected:
        raise Unknown("the domain is no interval")
    cells = tuple(c for _, part in cells_of(found, 2) for c in part)
    for cell in cells:
        if cell.sign == -sign or (strict and cell.sign == 0):
            triples = [(a, (a + b) / 2, b) for a, b in pairwise(samples(cell.low, cell.high, 9))]
            words = {1: "convex", -1: "concave", 0: "straight"}[cell.sign]
            why = f"it is {words} on ({cell.low!r}, {cell.high!r})"
            return Answer(False, cells, _witness_of_bend(found, triples, -cell.sign), why)
    for b in found.breaks:
        if b.value is None:
            raise Unknown("the domain is no interval")
        if b.left is None or b.right is None:
            side = (b.left or b.right).limit((b.left or b.right).term, found.variable, 1 if b.left else 0)  # type: ignore[union-attr]
            order = compare(b.value, side)
            if order is None:
                raise Unknown("two values that cannot be told apart")
            if order == -sign:
                return Answer(False, cells, None, f"it jumps at {b.place!r}")
            continue
        if not is_continuous_at(found, b.place):
            return Answer(False, cells, _witness_of_bend(found, list(_near(b.place)), sign), f"it jumps at {b.place!r}")
        slopes = [derivative(p.term, found.variable) for p in (b.left, b.right)]
        left, right = b.left.limit(slopes[0], found.variable, 1), b.right.limit(slopes[1], found.variable, 0)
        order = compare(left, right)
        if order is None:
            raise Unknown("two slopes that cannot be told apart")
        if order == sign:
            why = f"the slope goes from {left!r} to {right!r} at {b.place!r}"
            return Answer(False, cells, _witness_of_bend(found, list(_near(b.place)), sign), why)
    return Answer(True, cells)


def _witness_of_bend(found: Layout, triples: list[tuple[Fraction, Fraction, Fraction]], sign: int) -> Witness | None:
    """The middle value above the mean of the outer ones (sign 1), below (-1), or equal to it (0)."""
    op = {1: "gt", -1: "lt", 0: "eq"}[sign]

    def condition(a: Fraction, m: Fraction, b: Fraction) -> Term:
        return rel(op, _at(found, m), mul(Fraction(1, 2), add(_at(found, a), _at(found, b))))

    return _witness(found, [(triple, (condition(*triple),)) for triple in triples])

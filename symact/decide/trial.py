"""An equation tried at exact points: where its sides certainly differ, and where they seem to agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from symact.budget import tick
from symact.decide.evidence import Counterexample, show_apart
from symact.decide.points import Point, points
from symact.obligations import Equation
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term, free

__all__ = ["Trial", "try_at", "try_points"]

BITS = (64, 256)
SEARCH_BITS = (64, 256, 1024)
CLOSED_BITS = (*SEARCH_BITS, 4096, 16384)  # of two numbers there is but one point


@dataclass
class Trial:
    witness: Counterexample | None = None
    agreed: int = 0
    left_only: Point | None = None
    right_only: Point | None = None
    unbound: Unbound | None = None


def try_points(e: Equation, count: int, extra: Sequence[Term] = (), stop: bool = True, search: bool = False) -> Trial:
    """The sides at simple points inside the assumptions; the first point at which they differ is the witness.

    ``stop``: one point tells enough; else two on which they agree, or one of each sort. ``search``: only a witness does, be the
    difference ever so small.
    """
    return try_at(e, points((e.left, e.right, *extra), (*e.assumptions, *extra), count), stop, search)


def try_at(e: Equation, places: Iterable[Point], stop: bool, search: bool) -> Trial:
    out = Trial()
    steps = CLOSED_BITS if search and not free(e.left) | free(e.right) else SEARCH_BITS if search else BITS
    for place in places:
        tick()
        for bits in steps:
            with precision(bits):
                try:
                    memo: dict[Term, Any] = {}
                    sides = [_side(t, place, memo) for t in (e.left, e.right)]
                except Unbound as missing:
                    out.unbound = missing
                    return out
                a, b = sides
                if a is None or b is None:
                    if a is not None and a.is_finite() and out.left_only is None:
                        out.left_only = place
                    if b is not None and b.is_finite() and out.right_only is None:
                        out.right_only = place
                    break
                if not (a.is_finite() and b.is_finite()):
                    continue
                if not a.overlaps(b):
                    if out.witness is None:
                        out.witness = Counterexample(e.left, e.right, dict(place), *show_apart(a, b), e.assumptions)
                    break
                if bits == steps[-1] or (not search and a.rad() < 1e-12 and b.rad() < 1e-12):
                    out.agreed += 1
                    break
        enough = 1 if stop else 2
        if (
            (out.witness is not None)
            if search
            else (out.agreed >= enough or (out.witness is not None and (stop or out.agreed)))
        ):
            break
    return out


def _side(t: Term, place: Point, memo: dict[Term, Any]) -> Any:
    try:
        return enclose(t, place, memo)
    except Undefined:
        return None

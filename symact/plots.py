"""Both sides of a refuted equation as functions of one variable, to be drawn beside the point at which they differ."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symact.decide.evidence import Conditioned, Counterexample
from symact.decide.points import Point, meets
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term
from symact.verdict import Plot, Verdict

__all__ = ["plot_of"]

STEPS = 64
BITS = 64
REACH = Fraction(4)  # a plot shows -4 to 4, or farther where the counterexample lies farther out


def plot_of(verdict: Verdict, variable: Term | None = None) -> Plot | None:
    """The plot of a counterexample in its only name, or else in the claim's variable; None where neither is a real name."""
    seen = verdict.evidence.fails if isinstance(verdict.evidence, Conditioned) else verdict.evidence
    if not isinstance(seen, Counterexample):
        return None
    by = next(iter(seen.point)) if len(seen.point) == 1 else variable
    if by is None or by.head != "sym" or by not in seen.point:
        return None
    at = seen.point[by]
    reach = max(REACH, abs(at) * 3 / 2)
    places = [reach * Fraction(2 * k - STEPS, STEPS) for k in range(STEPS + 1)]
    with precision(BITS):
        left, right = (tuple(_values(side, seen, by, places)) for side in (seen.left, seen.right))
    if not any(a is not None and b is not None for a, b in zip(left, right, strict=True)):
        return None
    fixed = tuple((repr(k), str(v)) for k, v in sorted(seen.point.items(), key=lambda kv: repr(kv[0])) if k != by)
    return Plot(repr(by), float(at), tuple(map(float, places)), left, right, fixed)


def _values(side: Term, seen: Counterexample, by: Term, places: Iterable[Fraction]) -> Iterable[float | None]:
    """The values of one side, to five digits; None outside of the assumptions and where it has none."""
    for place in places:
        point = Point({**seen.point, by: place})
        try:
            if not all(meets(point, a) for a in seen.assumptions):
                yield None
                continue
            ball = enclose(side, point)
        except (Undefined, Unbound):
            yield None
            continue
        yield float(f"{float(ball.mid()):.5g}") if ball.is_finite() and ball.rad() < 1e-3 * (1 + abs(ball.mid())) else None

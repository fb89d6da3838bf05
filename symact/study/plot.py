"""A function with its first two derivatives as curves."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symact.catalogue import Activation
from symact.derive import samples
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import Term, num, substitute, sym

__all__ = ["Curves", "curves", "draw", "svg"]

POINTS = 300
WIDEST = 5  # of the window to each side, where no kink asks for more
HIGHEST = 4  # beyond which curves are cut off
STYLES = (("C0", "-", 1.8), ("C1", "-", 1.2), ("C2", "--", 1.0))


@dataclass(frozen=True)
class Curves:
    """Values of f, f' and f'' on a window; None where there is no value, and at places where a curve is broken."""

    x: tuple[float, ...]
    orders: tuple[tuple[float | None, ...], ...]
    symbol: str


@lru_cache(maxsize=256)
def curves(a: Activation) -> Curves:
    """The curves at the defaults, or typical values, of the parameters; of a gated unit where the second input is 1."""
    ones = {sym(v): Fraction(1) for v in a.variables[1:]}
    f = substitute(a.expression, {p: num(v) for p, v in (samples(a) | ones).items()})
    x = a.variable
    orders = [f]
    for _ in range(2):
        try:
            orders.append(diff(orders[-1], x))
        except NotDifferentiable:
            break
    breaks = sorted(_breaks(f, x))
    xs = _window(breaks, f, x)
    return Curves(tuple(xs), tuple(tuple(_values(t, x, xs, breaks, k)) for k, t in enumerate(orders)), a.symbol)


def _breaks(f: Term, x: Term) -> Iterator[tuple[float, int]]:
    """Where a derivative jumps, and the lowest that does."""
    from symact.decide.facts import Unknown, smoothness

    try:
        corners = smoothness(f, x).corners
    except (Unknown, NotDifferentiable):
        return
    for c in corners:
        yield float(c.place.ball(64).mid()), c.order


def _window(breaks: Sequence[tuple[float, int]], f: Term, x: Term) -> list[float]:
    """Points that are close enough for the eye; two periods of what is fast."""
    from symact.decide.facts import period

    wave = period(f, x)
    if wave is not None:
        reach = min(2 * float(enclose(wave, {}).mid()), 2.0 * WIDEST)
        low, high = -reach / 2, reach / 2
    else:
        places = [p for p, _ in breaks]
        low, high = min([-WIDEST, *(p - 2 for p in places)]), max([WIDEST, *(p + 2 for p in places)])
    step = (high - low) / POINTS
    return [round(low + k * step, 6) for k in range(POINTS + 1)]


def _values(t: Term, x: Term, xs: Sequence[float], breaks: Sequence[tuple[float, int]], order: int) -> Iterator[float | None]:
    gaps = {bisect_left(xs, p) for p, k in breaks if k <= order}
    for k, at in enumerate(xs):
        if k in gaps:
            yield None
            continue
        try:
            middle = float(enclose(t, {x: Fraction(at).limit_denominator(10**6)}).mid())
        except (Undefined, Unbound):
            yield None
        else:
            yield middle if abs(middle) < 1e6 else None


def draw(a: Activation, ax: Any) -> Any:
    """The curves on axes of matplotlib, which are given back."""
    c = curves(a)
    nan = float("nan")
    for order, (ys, (colour, line, width)) in enumerate(zip(c.orders, STYLES, strict=False)):
        label = f"${a.symbol}{chr(39) * order}$" if "operatorname" not in a.symbol else f"$f{chr(39) * order}$"
        ax.plot(c.x, [nan if y is None else y for y in ys], color=colour, linestyle=line, linewidth=width, label=label, gid=f"order{order}")
    low, high = _height(c)
    ax.set_ylim(low, high)
    ax.set_xlim(c.x[0], c.x[-1])
    ax.axhline(0, color="0.6", linewidth=0.6, zorder=0)
    ax.axvline(0, color="0.6", linewidth=0.6, zorder=0)
    ax.grid(color="0.92", linewidth=0.5)
    ax.legend(frameon=False, fontsize="small")
    return ax


def _height(c: Curves) -> tuple[float, float]:
    """All of f and f' up to a limit, and no more of f'' than that."""
    seen = [y for ys in c.orders[:2] for y in ys if y is not None] or [0.0]
    low, high = max(min(seen), -HIGHEST), min(max(seen), HIGHEST)
    margin = 0.08 * max(high - low, 0.5)
    return low - margin, high + margin


def svg(a: Activation) -> str:
    """The plot as a picture that is the same whenever it is drawn: text as paths, no date, names by a fixed salt."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    settings: Any = {"svg.hashsalt": "symact", "svg.fonttype": "path", "path.simplify_threshold": 0.5, "font.size": 9}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(4.8, 3.0), layout="tight")
        FigureCanvasSVG(figure)
        draw(a, figure.subplots())
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"

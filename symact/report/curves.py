"""Plots laid out: two curves in a box of width and height 1, as SVG, as TikZ, or as a table of a few values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symact.report.escape import Safe, html_plain
from symact.verdict import Plot

__all__ = ["Drawing", "bar", "drawn", "number", "svg", "table", "tikz"]

WIDTH, HEIGHT = 340, 150  # of the box, in pixels
LEFT, RIGHT, TOP, BOTTOM = 54, 14, 10, 24  # the margins around it
FAR = 4.0  # a curve is followed so many heights out of the box
SHOWN = 7  # columns of a table
Point = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """Both curves in pieces, the place where they differ with the heights there, and what the edges of the box stand for."""

    left: tuple[tuple[Point, ...], ...]
    right: tuple[tuple[Point, ...], ...]
    at: float
    at_left: float | None
    at_right: float | None
    zero: Point  # where the axes cross; outside of 0 to 1 they are not seen
    x: tuple[str, str, str]  # the left edge, the place, the right edge
    y: tuple[str, str]


def drawn(plot: Plot) -> Drawing:
    low, high = _heights(plot)
    first, last = plot.x[0], plot.x[-1]

    def across(x: float) -> float:
        return (x - first) / (last - first)

    def up(y: float) -> float:
        return min(max((y - low) / (high - low), -FAR), 1 + FAR)

    def pieces(values: Sequence[float | None]) -> Iterator[tuple[Point, ...]]:
        piece: list[Point] = []
        for x, y in zip(plot.x, values, strict=True):
            jump = piece and y is not None and abs(up(y) - piece[-1][1]) > FAR
            if y is None or jump:
                if len(piece) > 1:
                    yield tuple(piece)
                piece = []
            if y is not None:
                piece.append((across(x), up(y)))
        if len(piece) > 1:
            yield tuple(piece)

    a, b = _there(plot, plot.left), _there(plot, plot.right)
    return Drawing(
        tuple(pieces(plot.left)), tuple(pieces(plot.right)), across(plot.at), None if a is None else up(a),
        None if b is None else up(b), (across(0.0), (0 - low) / (high - low)), (number(first), number(plot.at), number(last)),
        (number(low), number(high)),
    )  # fmt: skip


def _there(plot: Plot, values: Sequence[float | None]) -> float | None:
    """The value at the place where the sides differ, on the chord between its neighbours."""
    for (x0, y0), (x1, y1) in zip(zip(plot.x, values, strict=True), list(zip(plot.x, values, strict=True))[1:], strict=False):
        if x0 <= plot.at <= x1 and y0 is not None and y1 is not None:
            return y0 + (y1 - y0) * (plot.at - x0) / (x1 - x0)
    return None


def _heights(plot: Plot) -> tuple[float, float]:
    """The values between which the box lies: around the gap at the counterexample, wide enough for the calmer of the curves."""
    a, b = _there(plot, plot.left), _there(plot, plot.right)
    known = [[v for v in values if v is not None] for values in (plot.left, plot.right)]
    spread = min((_spread(values) for values in known if values), default=0.0)
    here = [v for v in (a, b) if v is not None] or [values[len(values) // 2] for values in known if values]
    reach = max(1.2 * (max(here) - min(here)), 0.7 * spread) or max(1.0, abs(here[0]))
    every = [v for values in known for v in values]
    low, high = max(min(here) - reach, min(every)), min(max(here) + reach, max(every))
    pad = 0.06 * (high - low) or reach
    return low - pad, high + pad


def _spread(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) * 9 // 10] - ordered[len(ordered) // 10]


def number(value: float) -> str:
    return f"{value:.3g}".replace("e+0", "e").replace("e-0", "e-")


def svg(plot: Plot, label: str) -> Safe:
    """The plot as an inline image that takes its colours from the page; ``label`` says in words what it shows."""
    d = drawn(plot)

    def path(pieces: tuple[tuple[Point, ...], ...]) -> str:
        return "".join("M" + " ".join(f"{x * WIDTH:.1f},{(1 - y) * HEIGHT:.1f}" for x, y in piece) for piece in pieces)

    def dot(height: float | None, kind: str) -> str:
        if height is None or not 0 <= height <= 1:
            return ""
        return f'<circle class="{kind}" cx="{d.at * WIDTH:.1f}" cy="{(1 - height) * HEIGHT:.1f}" r="3.5"/>'

    def text(x: float, y: float, anchor: str, words: str) -> str:
        return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{html_plain(words)}</text>'

    zero = f'<path class="axis" d="M0,{(1 - d.zero[1]) * HEIGHT:.1f} H{WIDTH} M{d.zero[0] * WIDTH:.1f},0 V{HEIGHT}"/>'
    gap = f'<path class="gap" d="M{d.at * WIDTH:.1f},0 V{HEIGHT}"/>'
    below = TOP + HEIGHT + 16
    ends = [(0.0, d.x[0]), (1.0, d.x[2])]
    ticks = [text(LEFT + x * WIDTH, below, "middle", words) for x, words in ends if abs(x - d.at) > 0.1]
    ticks.append(text(LEFT + d.at * WIDTH, below, "middle", f"{plot.variable} = {d.x[1]}"))
    ticks += [text(LEFT - 5, TOP + HEIGHT, "end", d.y[0]), text(LEFT - 5, TOP + 10, "end", d.y[1])]
    return Safe(
        f'<svg class="plot" role="img" aria-label="{html_plain(label)}" viewBox="0 0 {LEFT + WIDTH + RIGHT} {TOP + HEIGHT + BOTTOM}">'
        f'<rect class="box" x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}"/>'
        f'<svg x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}">{zero}{gap}'
        f'<path class="left" d="{path(d.left)}"/><path class="right" d="{path(d.right)}"/>'
        f"{dot(d.at_left, 'left')}{dot(d.at_right, 'right')}</svg>{''.join(ticks)}</svg>"
    )


def tikz(plot: Plot) -> Safe:
    """The plot as a TikZ picture, six by three centimetres."""
    d = drawn(plot)

    def curves(pieces: tuple[tuple[Point, ...], ...], style: str) -> str:
        return "".join(f"\\draw[{style}] " + " -- ".join(f"({x:.3f},{y:.3f})" for x, y in piece) + ";\n" for piece in pieces)

    ticks = "".join(
        rf"\node[below] at ({x:.3f},0) {{\scriptsize ${words}$}};" "\n"
        for x, words in ((0.0, d.x[0]), (d.at, d.x[1]), (1.0, d.x[2]))
        if x == d.at or abs(x - d.at) > 0.1
    )
    return Safe(
        "\\begin{tikzpicture}[x=80mm,y=30mm]\n\\begin{scope}\n\\clip (0,0) rectangle (1,1);\n"
        f"\\draw[black!30] (0,{d.zero[1]:.3f}) -- (1,{d.zero[1]:.3f}) ({d.zero[0]:.3f},0) -- ({d.zero[0]:.3f},1);\n"
        f"\\draw[black!50,dotted] ({d.at:.3f},0) -- ({d.at:.3f},1);\n"
        f"{curves(d.left, 'leftside,thick')}{curves(d.right, 'rightside,thick,dashed')}"
        f"\\end{{scope}}\n\\draw[black!50] (0,0) rectangle (1,1);\n{ticks}"
        f"\\node[left] at (0,0.05) {{\\scriptsize ${d.y[0]}$}};\n\\node[left] at (0,0.95) {{\\scriptsize ${d.y[1]}$}};\n"
        "\\end{tikzpicture}"
    )


def bar(of_hundred: float) -> str:
    """A share as blocks, 20 of which are the whole."""
    return "█" * max(round(of_hundred / 5), of_hundred > 0)


def table(plot: Plot) -> tuple[tuple[str, str, str], ...]:
    """A few columns of the plot: the variable, the left side, the right side."""
    step = (len(plot.x) - 1) / (SHOWN - 1)
    chosen = [round(k * step) for k in range(SHOWN)]

    def shown(value: float | None) -> str:
        return "–" if value is None else f"{value:.4g}"

    return tuple((shown(plot.x[k]), shown(plot.left[k]), shown(plot.right[k])) for k in chosen)

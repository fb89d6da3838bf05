"""The source lines of a finding with marks under them: carets for the place itself, dashes for the places that help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, NamedTuple

from symact.report.visible import cells, visible
from symact.source import Place, Source

__all__ = ["Mark", "Row", "has_lines", "rows"]

HEAD, TAIL = 3, 1  # lines shown of a span of many lines
CONTEXT = 12  # columns kept before a span that is longer than the window


@dataclass(frozen=True)
class Mark:
    """A place to be underlined, with what is said there."""

    place: Place
    label: str
    sign: Literal["^", "-"]


class Row(NamedTuple):
    """A line to print. ``number`` is that of a source line, None under one, 0 where lines are left out."""

    number: int | None
    text: str
    sign: str = ""


class _Segment(NamedTuple):
    """A piece of a mark within one line, as columns of characters from 0; ``last`` carries the label."""

    line: int
    start: int
    end: int
    mark: Mark
    last: bool


def has_lines(source: Source, place: Place) -> bool:
    """Whether the place lies in this text: that of a notebook lies in one of its cells."""
    return place.cell == source.cell and 1 <= place.line <= place.end_line <= len(source.line_starts)


def rows(source: Source, marks: Sequence[Mark], width: int) -> Iterator[Row]:
    """The lines of all marks in the order of the source, each with its marks below; lines are cut to ``width`` columns."""
    segments = sorted((s for m in marks for s in _segments(source, m)), key=lambda s: (s.line, s.mark.sign == "^", s.start))
    before = 0
    for line, group in groupby(segments, key=lambda s: s.line):
        if before and line > before + 1:
            yield Row(0, "...")
        yield from _line(line, source.line(line), list(group), width)
        before = line


def _segments(source: Source, mark: Mark) -> list[_Segment]:
    """The mark line by line, without the white space around; of many lines the first and the last."""
    place = mark.place
    pieces = []
    for number in range(place.line, place.end_line + 1):
        text = source.line(number)
        start = place.column - 1 if number == place.line else 0
        end = place.end_column - 1 if number == place.end_line else len(text)
        part = text[start:end]
        if part.strip():
            pieces.append((number, start + len(part) - len(part.lstrip()), start + len(part.rstrip())))
    if not pieces:  # an insertion, or white space
        pieces = [(place.line, place.column - 1, place.column)]
    if len(pieces) > HEAD + TAIL + 1:
        pieces = [*pieces[:HEAD], *pieces[-TAIL:]]
    return [_Segment(n, a, b, mark, k == len(pieces) - 1) for k, (n, a, b) in enumerate(pieces)]


def _line(number: int, text: str, segments: list[_Segment], width: int) -> Iterator[Row]:
    shown = cells(text)
    edges = [0]
    for _, step in shown:
        edges.append(edges[-1] + step)

    def column(index: int) -> int:
        return edges[index] if index < len(edges) else edges[-1] + index - len(edges) + 1

    spans = [(column(s.start), max(column(s.end), column(s.start) + 1)) for s in segments]
    low, high = min(a for a, _ in spans), max(b for _, b in spans)
    together = edges[-1] <= width or high - low <= width - 2
    pairs = list(zip(segments, spans, strict=True))
    for group in [pairs] if together else [[pair] for pair in pairs]:
        inside = [span for _, span in group]
        left, right = _window(min(a for a, _ in inside), max(b for _, b in inside), edges[-1], width)
        yield Row(number, _cut(shown, edges, left, right))
        for segment, (a, b) in group:
            a, b = max(a, left + (left > 0)), min(b, right if right < edges[-1] else b)
            signs = " " * (a - left) + segment.mark.sign * max(1, b - a)
            label = visible(segment.mark.label) if segment.last else ""
            yield Row(None, f"{signs} {label}".rstrip(), segment.mark.sign)


def _window(low: int, high: int, total: int, width: int) -> tuple[int, int]:
    """The columns of a line to show so that ``low`` to ``high`` is in sight."""
    if total <= width:
        return 0, total
    room = width - (high - low)
    left = low - max(room // 2, CONTEXT)
    left = max(0, min(left, total - width))
    return left, min(total, left + width)


def _cut(shown: Iterable[tuple[str, int]], edges: Sequence[int], left: int, right: int) -> str:
    """The characters between two columns; an ellipsis takes the first and the last column where something is missing."""
    total = edges[-1]
    first, last = left + (left > 0), right - (right < total)
    out = "…" if left > 0 else ""
    at = left + len(out)
    for (char, step), start in zip(shown, edges[:-1], strict=True):
        if start >= first and start + step <= last:
            out += " " * (start - at) + char  # a wide character may hang over the edge of the window
            at = start + step
    return (out + " " * (last - at) + "…" if right < total else out).rstrip()

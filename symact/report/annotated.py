"""A document line by line, with marks at the exact places of its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from symact.report.visible import visible
from symact.source import Place, Source

__all__ = ["Line", "Mark", "Piece", "line_anchor", "lines_of"]

MANY = 4000  # lines: of a longer document only those around marks are shown
AROUND = 5


@dataclass(frozen=True)
class Mark:
    """A place to be underlined, how it looks, and where it leads."""

    place: Place
    tone: str
    target: str


@dataclass(frozen=True)
class Piece:
    text: str
    mark: Mark | None = None


@dataclass(frozen=True)
class Line:
    """A line of the document; ``number`` 0 stands for ``left_out`` lines, or for the head of a cell."""

    number: int
    anchor: str = ""
    pieces: tuple[Piece, ...] = ()
    left_out: int = 0
    cell: int | None = None


def line_anchor(key: str, place: Place) -> str:
    return f"{key}L{place.line}" if place.cell is None else f"{key}c{place.cell}L{place.line}"


def lines_of(sources: Sequence[Source], marks: Iterable[Mark], key: str) -> Iterator[Line]:
    """The lines of a document, or of the cells of one, with their marks; the innermost of nested marks counts."""
    told = list(marks)
    long = sum(len(s.line_starts) for s in sources) > MANY
    for source in sources:
        own = [m for m in told if m.place.cell == source.cell]
        if source.cell is not None:
            yield Line(0, cell=source.cell)
        by_line: dict[int, list[Mark]] = {}
        for m in own:
            for number in range(m.place.line, m.place.end_line + 1):
                by_line.setdefault(number, []).append(m)
        shown = {n for k in by_line for n in range(k - AROUND, k + AROUND + 1)}
        missing = 0
        count = len(source.line_starts) - source.text.endswith("\n")
        for number in range(1, count + 1):
            if long and number not in shown:
                missing += 1
                continue
            if missing:
                yield Line(0, left_out=missing)
                missing = 0
            anchor = line_anchor(key, Place(number, 1, number, 1, source.cell))
            yield Line(number, anchor, tuple(_pieces(source.line(number), number, by_line.get(number, ()))))
        if missing:
            yield Line(0, left_out=missing)


def _pieces(text: str, number: int, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The line cut at the ends of its marks."""
    spans = []
    for m in marks:
        start = m.place.column - 1 if m.place.line == number else len(text) - len(text.lstrip())
        end = m.place.end_column - 1 if m.place.end_line == number else len(text.rstrip())
        spans.append((max(0, start), min(max(end, start + 1), len(text)), m))
    spans.sort(key=lambda s: s[1] - s[0])
    cuts = sorted({0, len(text), *(min(p, len(text)) for start, end, _ in spans for p in (start, end))})
    for a, b in pairwise(cuts):
        inner = next((m for start, end, m in spans if start <= a and b <= end), None)
        yield Piece(visible(text[a:b]), inner)

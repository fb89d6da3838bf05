"""The untouched text of a document: offsets, lines and columns, excerpts, splicing.

Offsets count Unicode code points from 0; lines and columns count from 1; ends are exclusive.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Edit", "Excerpt", "Place", "Source", "Span", "apply_edits", "display_width"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval of offsets."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def joined(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Place:
    """A span as a reader counts it: lines and columns from 1, the end column exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None


@dataclass(frozen=True)
class Source:
    """A text with its name; in a notebook one cell, whose number (from 0) is ``cell``."""

    path: str
    text: str
    cell: int | None = None

    @cached_property
    def line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(i + 1 for i, c in enumerate(self.text) if c == "\n")
        return starts

    def line_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its newline."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] - 1 if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def span(self, place: Place) -> Span:
        """The offsets of a place of this text."""
        return Span(self.line_starts[place.line - 1] + place.column - 1, self.line_starts[place.end_line - 1] + place.end_column - 1)

    def place(self, span: Span) -> Place:
        return Place(*self.line_column(span.start), *self.line_column(span.end), cell=self.cell)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of text with the place of each of its characters in the source.

    A contiguous piece needs only ``start``. Where the text was decoded (a URL-encoded formula, an escape in a string
    literal), ``offsets`` holds one source offset for each character and one for the end.
    """

    source: Source
    text: str
    start: int
    offsets: tuple[int, ...] | None = None

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The source span of ``text[start:end]``."""
        end = len(self.text) if end is None else end
        if self.offsets is None:
            return Span(self.start + start, self.start + end)
        return Span(self.offsets[start], self.offsets[end] if end > start else self.offsets[start])

    def locate(self, offset: int) -> int:
        """The position in ``text`` of a source offset (of the next character that is part of it)."""
        if self.offsets is None:
            return min(max(offset - self.start, 0), len(self.text))
        return min(bisect_left(self.offsets, offset), len(self.text))

    def part(self, start: int, end: int) -> Excerpt:
        if self.offsets is None:
            return Excerpt(self.source, self.text[start:end], self.start + start)
        return Excerpt(self.source, self.text[start:end], self.offsets[start], self.offsets[start : end + 1])


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters of a span by another text."""

    span: Span
    replacement: str


def apply_edits(text: str, edits: list[Edit]) -> str:
    """The text with disjoint edits applied; every other character stays as it is.

    Raises ValueError where two edits overlap.
    """
    out, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        if edit.span.start < at:
            raise ValueError(f"edits overlap at offset {edit.span.start}")
        out += [text[at : edit.span.start], edit.replacement]
        at = edit.span.end
    out.append(text[at:])
    return "".join(out)


def display_width(text: str) -> int:
    """Columns that a terminal uses: East Asian wide and full-width characters take two, combining marks none."""
    wide = {"W": 2, "F": 2}
    return sum(0 if unicodedata.combining(c) else wide.get(unicodedata.east_asian_width(c), 1) for c in text)

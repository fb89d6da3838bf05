"""Pieces of lines of a view, made one text: the paragraph under an indentation, the cell between two bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from symact.documents.views import masked, picked
from symact.source import Excerpt

__all__ = ["Lines", "dedented", "indentation", "lines_of", "region", "stripped"]

Lines = list[tuple[int, int]]  # for each line its start and end in the view, without its line end


def lines_of(text: str) -> Lines:
    """The lines of a text without their ends and without blank space before these."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append((at, at + len(line.rstrip())))
        at += len(line) + 1
    return lines


def indentation(text: str, line: tuple[int, int]) -> int:
    """The blank characters at the start of a line; of a blank line, its length."""
    piece = text[line[0] : line[1]]
    return len(piece) - len(piece.lstrip())


def dedented(text: str, lines: Sequence[tuple[int, int]], by: int | None = None) -> Lines:
    """The lines without their common indentation (or without at most ``by`` blank characters)."""
    full = [line for line in lines if line[0] < line[1]]
    common = min((indentation(text, line) for line in full), default=0) if by is None else by
    return [(min(a + min(common, indentation(text, (a, b))), b), b) for a, b in lines]


def stripped(lines: Iterable[tuple[int, int]]) -> Lines:
    """The lines without empty ones at the start and at the end."""
    out = list(lines)
    full = [i for i, (a, b) in enumerate(out) if a < b]
    return out[full[0] : full[-1] + 1] if full else []


def region(view: Excerpt, lines: Sequence[tuple[int, int]], dedent: bool = False) -> Excerpt:
    """The text of the lines: contiguous in the view where nothing but blank space stands between them, else picked.

    With ``dedent`` what stands before a line is left out, as code needs it.
    """
    text = view.text
    if not lines:
        return masked(view, 0, 0, "")
    between = [(a, b) for (_, a), (b, _) in pairwise(lines)]
    if all(not text[a:b].strip() for a, b in between) and not (dedent and any(text[b - 1] != "\n" for a, b in between)):
        start, end = lines[0][0], lines[-1][1]
        return masked(view, start, end, text[start:end])
    characters: list[str] = []
    places: list[int] = []
    for a, b in lines:
        characters.append(text[a:b])
        places += range(a, b + 1)
    return picked(view, "\n".join(characters), places)

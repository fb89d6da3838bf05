"""Pieces of a view: an excerpt of the source that a reader walks through, and from which all positions are taken.

A reader sees a *view*: the text of a file, of a notebook cell or of a docstring. It works with offsets in ``view.text``;
the functions here turn those into excerpts and spans of the source, so that one reader serves files and decoded strings.
"""

from __future__ import annotations

from collections.abc import Sequence

from symact.source import Excerpt, Source, Span
from symact.verdict import Unread

__all__ = [
    "LONG_PARAGRAPH", "MANY_LINES", "MAX_LINES", "MAX_PARAGRAPH", "beyond_limit", "blanked", "masked", "picked", "unread_at",
    "view_of",
]  # fmt: skip

# More than anybody writes; with them a document takes a few hundred megabytes, whatever stands in it.
MAX_LINES, MAX_PARAGRAPH = 150_000, 1_000_000
MANY_LINES = f"a text of more than {MAX_LINES} lines"
LONG_PARAGRAPH = f"a paragraph of more than {MAX_PARAGRAPH} characters"
MAX_SHOWN = 200


def view_of(source: Source) -> Excerpt:
    """The whole text of a source."""
    return Excerpt(source, source.text, 0)


def masked(view: Excerpt, start: int, end: int, text: str) -> Excerpt:
    """``view.text[start:end]`` with other characters in it (spaces for markup), as many as before."""
    if view.offsets is None:
        return Excerpt(view.source, text, view.start + start)
    return Excerpt(view.source, text, view.offsets[start], view.offsets[start : end + 1])


def picked(view: Excerpt, text: str, places: Sequence[int]) -> Excerpt:
    """A text whose characters stand at ``places`` in the view; the last place is that of the end."""
    contiguous = places[-1] - places[0] == len(text) and view.text.startswith(text, places[0])
    if contiguous and all(place == places[0] + i for i, place in enumerate(places)):
        return masked(view, places[0], places[-1], text)
    if view.offsets is None:
        offsets = tuple(view.start + place for place in places)
    else:
        offsets = tuple(view.offsets[place] for place in places)
    return Excerpt(view.source, text, offsets[0], offsets)


def unread_at(view: Excerpt, start: int, end: int, reason: str) -> Unread:
    """What stands at ``start:end`` of the view, set aside with a reason."""
    span: Span = view.span(start, end)
    return Unread(view.source.place(span), view.source.slice(span), reason)


def beyond_limit(view: Excerpt, at: int, limit: str) -> Unread:
    """What stands from ``at`` on, set aside because the text goes beyond a limit; of it, the beginning is shown."""
    end = min(at + MAX_SHOWN, len(view.text))
    return unread_at(view, at, end, f"{limit}: what stands here and after it was not read")


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spaces in place of the characters of ascending disjoint spans; line ends and tabs stay."""
    out, at = [], 0
    for start, end in spans:
        out += [text[at:start], "".join(c if c.isspace() else " " for c in text[start:end])]
        at = end
    out.append(text[at:])
    return "".join(out)

"""From edits of a formula to an edit of the file: where its text stands in the source, and whether it can be written there."""

from __future__ import annotations

from collections.abc import Sequence

from symact.documents.model import Block, Maths
from symact.source import Edit, Excerpt, Span, apply_edits
from symact.verdict import Applicability, Fix

__all__ = ["fix_of", "row_left_out"]

_BETWEEN_ROWS = frozenset(r" \&=" + "\t\r\n")


def fix_of(edits: Sequence[Edit], maths: Maths, block: Block) -> Fix:
    """One edit of the source for the edits of a formula: from the first changed character to the last."""
    excerpt, source = maths.excerpt, maths.excerpt.source
    start, end = min(e.span.start for e in edits), max(e.span.end for e in edits)
    new = apply_edits(excerpt.text[:end], list(edits))[start:]
    old = excerpt.text[start:end]
    if new.endswith(old):  # something before it
        end, new = start, new.removesuffix(old)
    elif new.startswith(old):
        start, new = end, new.removeprefix(old)
    applicability: Applicability = "safe"
    if block.kind == "cell":  # where a bar would end the cell
        new = new.replace("|", r"\vert ")
    elif _written(excerpt, doubled=True):  # a string of Python
        new = new.replace("\\", 2 * "\\")
    elif not _written(excerpt, doubled=False):
        applicability = "display-only"
    span = excerpt.span(start, end)
    return Fix(source.place(span), span, new, applicability)


def row_left_out(before: Span, row: Span, maths: Maths) -> Fix | None:
    """The edit that takes a row out of an aligned chain, where nothing else stands between it and the row before."""
    source = maths.excerpt.source
    gap = source.slice(Span(before.end, row.start))
    if not set(gap) <= _BETWEEN_ROWS or maths.excerpt.offsets is not None:
        return None
    span = Span(before.end, row.end)
    return Fix(source.place(span), span, "", "safe")


def _written(excerpt: Excerpt, doubled: bool) -> bool:
    """Whether a formula stands in the source letter by letter (but for spaces), or so with its backslashes doubled."""
    if doubled and (excerpt.offsets is None or "\\" not in excerpt.text):
        return False
    shown = excerpt.text.replace("\\", 2 * "\\") if doubled else excerpt.text
    return excerpt.offsets is None or excerpt.source.slice(excerpt.span()).split() == shown.split()

"""What holds for every document that was read: positions are exact and lie in the source."""

from __future__ import annotations

from symact.documents import Document
from symact.source import Excerpt

DELIMITERS = {"$$": "$$", "$": "$", "\\\\(": "\\\\)", "\\\\[": "\\\\]", "\\(": "\\)", "\\[": "\\]", "\\begin": "}"}


def formulas(document: Document) -> list[tuple[str, str]]:
    return [(m.origin, m.excerpt.text) for b in document.blocks for m in b.maths]


def check_positions(document: Document) -> None:
    """Every position lies in its source; a text is that of its place, but for blanked marks and decoded characters."""
    for block in document.blocks:
        whole = block.excerpt.span()
        for maths in block.maths:
            text, outer, inner = maths.excerpt.source.text, maths.outer, maths.excerpt.span()
            assert 0 <= outer.start <= inner.start <= inner.end <= outer.end <= len(text)
            assert maths.origin in ("fence", "image") or whole.start <= outer.start <= outer.end <= whole.end
            outside = text[outer.start : outer.end]
            if maths.origin in ("inline", "display") and outer != inner and maths.excerpt.offsets is None:
                opening = next((d for d in DELIMITERS if outside.startswith(d)), None)
                assert opening is None or outside.endswith(DELIMITERS[opening])
        for excerpt in (block.excerpt, *(m.excerpt for m in block.maths)):
            check_excerpt(excerpt)
    for unread in document.unread:
        assert unread.reason
        assert unread.place.line >= 1


def check_excerpt(excerpt: Excerpt) -> None:
    source = excerpt.source
    span = excerpt.span()
    if excerpt.offsets is None:
        there = source.slice(span)
        assert len(there) == len(excerpt.text)
        assert all(a == b or a.isspace() for a, b in zip(excerpt.text, there, strict=True))
    else:
        assert len(excerpt.offsets) == len(excerpt.text) + 1
        assert list(excerpt.offsets) == sorted(excerpt.offsets)
        assert excerpt.offsets[-1] <= len(source.text)
    place = source.place(span)  # lines and columns from 1, in code points, as an editor counts them
    for line, column, offset in ((place.line, place.column, span.start), (place.end_line, place.end_column, span.end)):
        assert line == source.text.count("\n", 0, offset) + 1
        assert column == offset - source.text.rfind("\n", 0, offset)

"""What holds for every document that was read: positions are exact and lie in the source."""

from __future__ import annotations

from symact.documents import Document

DELIMITERS = {"$$": "$$", "$": "$", "\\\\(": "\\\\)", "\\\\[": "\\\\]", "\\(": "\\)", "\\[": "\\]", "\\begin": "}"}


def formulas(document: Document) -> list[tuple[str, str]]:
    return [(m.origin, m.excerpt.text) for b in document.blocks for m in b.maths]


def check_positions(document: Document) -> None:
    """Every position lies in the source; a text is that of its place, but for blanked marks."""
    text = document.source.text
    for block in document.blocks:
        for maths in block.maths:
            outer, inner = maths.outer, maths.excerpt.span()
            assert 0 <= outer.start <= inner.start <= inner.end <= outer.end <= len(text)
            whole = block.excerpt.span()
            assert maths.origin in ("fence", "image") or whole.start <= outer.start <= outer.end <= whole.end
            outside = text[outer.start : outer.end]
            if maths.origin in ("inline", "display") and outer != inner and maths.excerpt.offsets is None:
                opening = next((d for d in DELIMITERS if outside.startswith(d)), None)
                assert opening is None or outside.endswith(DELIMITERS[opening])
        for excerpt in (block.excerpt, *(m.excerpt for m in block.maths)):
            if excerpt.offsets is None:
                there = text[excerpt.start : excerpt.start + len(excerpt.text)]
                assert len(there) == len(excerpt.text)
                assert all(a == b or a.isspace() for a, b in zip(excerpt.text, there, strict=True))
            else:
                assert len(excerpt.offsets) == len(excerpt.text) + 1
                assert list(excerpt.offsets) == sorted(excerpt.offsets)
                assert excerpt.offsets[-1] <= len(text)
    for unread in document.unread:
        assert unread.reason
        assert unread.place.line >= 1

"""Names that a sentence introduces together with others, and that stand nowhere else in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symact.claims.model import Remark
from symact.documents.model import Document
from symact.meaning.prose import FORMULA, Prose
from symact.source import Source

__all__ = ["unused_names"]

_NAME = re.compile(r"\\?[A-Za-z]+|[α-ωΑ-Ω]")
_TOGETHER = re.compile(
    rf"(?:如果|设|令|若|假设|\blet|\bif|\bsuppose|\bassume)(?: that)?\s*(?P<first>{FORMULA}+)\s*(?:和|与|、|\band\b)\s*(?P<second>{FORMULA}+)"
    r"\s*(?:是|为|\bare\b|\bbe\b)[^。.\n]{0,30}?(?:独立|均匀|随机|\bindependent|\brandom\b|\buniform)",
    re.IGNORECASE,
)


def unused_names(document: Document) -> Iterator[tuple[Remark, Source]]:
    """Of two names that are introduced together ("let U and V be independent …"), the one that is never met again."""
    for block in document.blocks:
        if len(block.maths) < 2:
            continue
        prose = Prose(block)
        for m in _TOGETHER.finditer(prose.text):
            pair = [x for x, place in zip(block.maths, prose.places, strict=True) if place in (m.span("first"), m.span("second"))]
            if len(pair) != 2 or not all(_NAME.fullmatch(x.excerpt.text.strip()) for x in pair):
                continue
            source = block.excerpt.source
            met = [len(re.findall(_alone(x.excerpt.text.strip()), source.text)) for x in pair]
            for x, times, other in zip(pair, met, reversed(met), strict=True):
                if times == 1 and other > 1:
                    yield Remark("unused-name", f"{x.excerpt.text.strip()} is introduced here and never used", x.excerpt.span()), source


def _alone(name: str) -> str:
    return rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])"

"""Blocks of plain text that may be code or formulas: a fence without a language, an indented block, a literal block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symact.documents import plain
from symact.documents.model import Block, Maths
from symact.source import Excerpt, Span

__all__ = ["literal_block"]

MAX_FORMULAS = 50


def literal_block(excerpt: Excerpt, outer: Span, info: str = "", depth: int = 0) -> Block:
    """A paragraph (or an item) with a formula on each line, if all lines are formulas; otherwise a code block."""
    lines = list(_line_spans(excerpt.text))
    if not 0 < len(lines) <= MAX_FORMULAS or not all(plain.looks_like_formula(excerpt.text[a:b]) for a, b in lines):
        return Block("code", excerpt, info=info)
    parts = [excerpt.part(a, b) for a, b in lines]
    maths = tuple(Maths(p, outer if len(parts) == 1 else p.span(), "fence", plain.has_command(p.text)) for p in parts)
    return Block("item" if depth else "paragraph", excerpt, maths, depth)


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text without blank space around them, empty ones left out."""
    for match in re.finditer(r"[^\S\r\n]*(\S[^\r\n]*)", text):
        yield match.start(1), match.start(1) + len(match[1].rstrip())

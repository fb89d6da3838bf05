r"""Directives for symact that stand in code and in formulas, as comments there: ``# symact: …`` and ``% symact: …``.

Comments of the document itself (``<!-- symact: … -->``) are found by its reader; these are in what it leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from symact.documents.model import Block
from symact.source import Excerpt

__all__ = ["with_directives"]

IN_CODE = re.compile(r"(?:^|[ \t])#+[ \t]*(symact:[^\r\n]*)", re.MULTILINE)
IN_MATHS = re.compile(r"(?<!\\)%+[ \t]*(symact:[^\r\n]*)")


def with_directives(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, and after each one a comment for every directive in its code or in its formulas."""
    for block in blocks:
        yield block
        if block.kind == "code":
            yield from _comments(block.excerpt, IN_CODE)
        for maths in block.maths:
            if maths.tex:
                yield from _comments(maths.excerpt, IN_MATHS)


def _comments(excerpt: Excerpt, pattern: re.Pattern[str]) -> Iterator[Block]:
    if "symact:" in excerpt.text:
        for match in pattern.finditer(excerpt.text):
            yield Block("comment", excerpt.part(match.start(1), match.start(1) + len(match[1].rstrip())))

"""What a document is, whatever its format: blocks in reading order, with the mathematics located in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from symact.source import Excerpt, Source, Span
from symact.verdict import Unread

__all__ = ["Block", "BlockKind", "Document", "Maths", "Origin", "with_tables_from"]

BlockKind = Literal["heading", "paragraph", "item", "cell", "code", "image", "comment"]
Origin = Literal["inline", "display", "code-span", "fence", "image"]


@dataclass(frozen=True, slots=True)
class Maths:
    r"""A mathematical fragment: what stands between delimiters.

    ``excerpt`` is the content without the delimiters (for a bare environment the whole of it, ``\begin`` to ``\end``);
    ``outer`` is the span in the source with the delimiters. ``tex`` says whether the notation is LaTeX; formulas in code
    spans, fences and images of other kinds are plain text (``f(x) = max(0, x)``).
    """

    excerpt: Excerpt
    outer: Span
    origin: Origin
    tex: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table cell, code block, image or comment.

    ``excerpt`` is the whole block as it stands in the source (for a fence its content, without the fence lines). Markup
    that is not text (quote marks, list bullets, emphasis stars) may be masked by spaces, never removed: offsets hold.
    ``maths`` lie inside it, in order. ``level`` is that of a heading, or the nesting depth of an item; ``info`` is the
    language of a fence, the target of an image (whose alternative text is ``alt``); ``row`` and ``column`` place a table
    cell (row 0 is the head), ``table`` numbers the table in the document. A comment's excerpt is what stands between its
    marks. A fence that holds formulas and not code is a paragraph (or an item) with its formulas.
    """

    kind: BlockKind
    excerpt: Excerpt
    maths: tuple[Maths, ...] = ()
    level: int = 0
    info: str = ""
    table: int = -1
    row: int = -1
    column: int = -1
    alt: str = ""


@dataclass(frozen=True)
class Document:
    """A source with its blocks; ``unread`` lists what could not be located (an unclosed ``$$``, ``\\begin`` without end).

    A document is ``broken`` where nothing of it can be read, as it is not of its format; this says why.
    """

    source: Source
    blocks: tuple[Block, ...]
    unread: tuple[Unread, ...] = ()
    broken: str = ""


def with_tables_from(first: int, blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks of a part of a document with their tables numbered from ``first`` on, and the number after the last."""
    numbered = [replace(b, table=b.table + first) if b.table >= 0 else b for b in blocks]
    return numbered, max([first, *(b.table + 1 for b in numbered)])

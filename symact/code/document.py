"""The Python of a document: its pieces by the blocks in which they stand, and the program that they make together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from symact.code.cells import Cell, cell_of, parsed_cell, span_cell
from symact.code.places import code_spans, has_code, is_python
from symact.code.program import Program
from symact.documents.model import Block, Document
from symact.documents.views import view_of

__all__ = ["Coding", "Piece", "coding_of"]

MAX_CELLS = 5000


@dataclass(frozen=True)
class Piece:
    """The part of a cell that belongs to a block: the functions that begin between two offsets of its source."""

    cell: Cell
    start: int
    end: int


@dataclass(frozen=True)
class Coding:
    """``pieces`` by the identity of their blocks; ``complete`` says that every piece of Python was parsed."""

    program: Program
    pieces: dict[int, list[Piece]] = field(default_factory=dict)
    complete: bool = True

    def of(self, block: Block) -> list[Piece]:
        return self.pieces.get(id(block), [])


def coding_of(document: Document) -> Coding:
    """Every piece of Python of a document; of a module, the whole of it."""
    blocks = [b for b in document.blocks if has_code(b)][:MAX_CELLS]
    if document.source.path.endswith((".py", ".pyi")):
        return _module(document, [b for b in blocks if b.kind == "code"])
    pieces: dict[int, list[Piece]] = {}
    cells: list[Cell] = []
    complete = True
    for block in blocks:
        for cell in _cells(block, len(cells)):
            if cell is None:
                complete &= not is_python(block.info)
                continue
            cells.append(cell)
            span = block.excerpt.span()
            pieces.setdefault(id(block), []).append(Piece(cell, span.start, span.end))
    return Coding(Program(cells), pieces, complete)


def _cells(block: Block, first: int) -> Iterator[Cell | None]:
    if block.kind == "code":
        yield cell_of(block, first)
        return
    for k, excerpt in enumerate(code_spans(block)):
        yield span_cell(excerpt, first + k)


def _module(document: Document, blocks: list[Block]) -> Coding:
    """A module is one cell; each block has what stands between the end of the block before it and its own end."""
    whole = parsed_cell(view_of(document.source), True, mending=False) if blocks else None
    if whole is None:
        return Coding(Program([]), complete=not blocks)
    ends = [b.excerpt.span().end for b in blocks[:-1]]
    bounds = zip([0, *ends], [*ends, len(document.source.text)], strict=True)
    return Coding(Program([whole]), {id(b): [Piece(whole, *ab)] for b, ab in zip(blocks, bounds, strict=True)})

"""The Python of a document: its cells by the blocks in which they stand, and the program that they make together."""

from __future__ import annotations

from dataclasses import dataclass, field

from symact.code.cells import Cell, cell_of, is_python, parsed_cell
from symact.code.program import Program
from symact.documents.model import Block, Document
from symact.documents.views import view_of

__all__ = ["Coding", "coding_of"]

MAX_CELLS = 5000


@dataclass(frozen=True)
class Coding:
    """``cells`` by the identity of their blocks; ``complete`` says that every piece of Python was parsed."""

    program: Program
    cells: dict[int, Cell] = field(default_factory=dict)
    complete: bool = True

    def cell(self, block: Block) -> Cell | None:
        return self.cells.get(id(block))


def coding_of(document: Document) -> Coding:
    """Every piece of Python of a document; of a module, the whole of it."""
    blocks = [b for b in document.blocks if b.kind == "code"][:MAX_CELLS]
    if document.source.path.endswith(".py"):
        whole = parsed_cell(view_of(document.source), True) if blocks else None
        return Coding(Program([whole] if whole else []), {id(b): whole for b in blocks} if whole else {}, whole is not None)
    cells: dict[int, Cell] = {}
    complete = True
    for block in blocks:
        cell = cell_of(block, len(cells))
        if cell is not None:
            cells[id(block)] = cell
        elif is_python(block.info):
            complete = False
    return Coding(Program(list(cells.values())), cells, complete)

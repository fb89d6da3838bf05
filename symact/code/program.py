"""The code of a document as a whole: its functions and classes, and what its global names mean at each place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from symact.code.cells import Cell
from symact.code.expressions import evaluate
from symact.code.ops import TooLarge
from symact.code.session import Frame, Session
from symact.code.statements import imported
from symact.code.values import Class, Function, Library, NeedRank, Opaque, Unclear, Value

__all__ = ["Binding", "Program"]

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.expr | None


@dataclass(frozen=True)
class Binding:
    """A global name with what it is bound to (an expression, a definition; None where that is not followed)."""

    name: str
    node: Definition
    cell: Cell


@dataclass
class Program:
    cells: list[Cell]
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    evaluating: set[str] = field(default_factory=set)
    starred: bool = False

    def __post_init__(self) -> None:
        for cell in self.cells:
            for b in _bindings(cell.tree.body, cell):
                self.bindings.setdefault(b.name, []).append(b)
            self.starred |= any(isinstance(s, ast.ImportFrom) and s.names[0].name == "*" for s in cell.tree.body)

    def binding(self, name: str, cell: Cell) -> Binding | None:
        """What a name is bound to when the code of a cell runs: the last binding up to there, else the first one after."""
        known = self.bindings.get(name, [])
        before = [b for b in known if b.cell.number <= cell.number]
        return before[-1] if before else known[0] if known else None

    def find(self, name: str, cell: Cell, session: Session) -> Value | None:
        b = self.binding(name, cell)
        if b is None:
            return None
        match b.node:
            case None:
                return Opaque(f"what {name} is bound to is not followed")
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return Function(b.node, b.cell)
            case ast.ClassDef():
                return Class(b.node, b.cell)
            case ast.Import() | ast.ImportFrom():
                return imported(b.node).get(name, Library(name))
        if name in self.evaluating:
            return Opaque(f"{name} is made of itself")
        self.evaluating.add(name)
        try:
            return evaluate(session, b.node, Frame({}, b.cell))
        except (Unclear, NeedRank, TooLarge) as why:
            return Opaque(str(why) or f"what {name} is bound to is not followed")
        finally:
            self.evaluating.discard(name)


def _bindings(body: Iterable[ast.stmt], cell: Cell) -> Iterator[Binding]:
    for s in body:
        match s:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield Binding(s.name, s, cell)
            case ast.Import() | ast.ImportFrom():
                for a in s.names:
                    if a.name != "*":
                        yield Binding(a.asname or a.name.split(".")[0], s, cell)
            case ast.Assign():
                for target in s.targets:
                    if isinstance(target, ast.Name):
                        yield Binding(target.id, s.value, cell)
                    else:
                        yield from _stored(target, cell)
            case ast.AnnAssign() if isinstance(s.target, ast.Name):
                yield Binding(s.target.id, s.value, cell)
            case ast.If() | ast.Try() | ast.With() | ast.For() | ast.While() | ast.AugAssign():
                yield from _stored(s, cell)
                for n in ast.walk(s):
                    if isinstance(n, ast.Import | ast.ImportFrom):
                        yield from _bindings([n], cell)


def _stored(node: ast.AST, cell: Cell) -> Iterator[Binding]:
    for n in ast.walk(node):
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store):
            yield Binding(n.id, None, cell)
        elif isinstance(n, ast.FunctionDef | ast.ClassDef):
            yield Binding(n.name, n, cell)

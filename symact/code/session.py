"""The state of one reading of a function: the axes of its inputs, the names in force, and how much work is left."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from symact.budget import tick
from symact.code.cells import Cell
from symact.code.ops import Spot, leaf
from symact.code.values import Array, Axis, Function, NeedRank, Unclear, Value
from symact.terms.core import Term, at, index, sym

__all__ = ["SHAPING", "Frame", "Globals", "Session"]

MAX_STEPS = 6000
MAX_CALLS = 16
MAX_RANK = 3
# Names of numbers that shape a function, never of its inputs.
SHAPING = frozenset(
    "alpha beta gamma delta eps epsilon lam lambd lambda_ tau temperature temp theta slope negative_slope scale threshold mu "
    "sigma k T margin label_smoothing power exponent".split()
)


class Globals(Protocol):
    """What the document's code defines outside of functions."""

    starred: bool  # whether some library is imported with all its names

    def find(self, name: str, cell: Cell, session: Session) -> Value | None: ...


@dataclass
class Frame:
    """The names of one call; ``closure`` are those around its function."""

    names: dict[str, Value]
    cell: Cell
    closure: Mapping[str, Value] = field(default_factory=dict)
    assigned: frozenset[str] = frozenset()  # every name that the function binds somewhere
    top: bool = False


Applying = Callable[["Session", Function, Sequence[Value], Mapping[str, Value], "Spot | None"], Value]


@dataclass
class Session:
    globals: Globals
    applying: Applying
    ranks: dict[str, int] = field(default_factory=dict)  # of inputs that have axes
    arrays: set[str] = field(default_factory=set)  # names of inputs that may have (more) axes
    frames: list[Frame] = field(default_factory=list)
    undefined: dict[str, Spot] = field(default_factory=dict)
    samples: dict[str, str] = field(default_factory=dict)  # names of random inputs and their laws
    defaults: dict[str, Any] = field(default_factory=dict)  # what a parameter is where nobody gives it
    returns: list[tuple[Cell, ast.stmt | ast.expr]] = field(default_factory=list)
    running: list[ast.AST] = field(default_factory=list)
    asked_rank: bool = False
    from_end: bool = False  # whether an axis was counted from the last one: several vectors may be meant as well as one
    steps: int = MAX_STEPS
    names: int = 0

    def step(self) -> None:
        """Raises Unclear, OutOfTime."""
        self.steps -= 1
        if self.steps % 64 == 0:
            tick()
        if self.steps < 0:
            raise Unclear("a computation of more steps than are followed")

    # ---- inputs

    def input(self, name: str, spot: Spot | None = None) -> Array:
        """An input of the function, with as many axes as it is taken to have: the last is numbered by i, those before it by b, c."""
        rank = self.ranks.get(name, 0)
        self.arrays.add(name)
        if rank == 0:
            return Array(leaf(sym(name), spot))
        axes = AXES[-rank:]
        return Array(leaf(at(name, *(a.index for a in axes)), spot), axes)

    def with_axes(self, x: Array, rank: int) -> None:
        """Asks for that many axes. Raises NeedRank, Unclear."""
        if len(x.axes) >= rank:
            return
        names = x.op.leaves & self.arrays
        names = frozenset(n for n in names if n not in SHAPING) or names
        if not names or rank > MAX_RANK:
            raise Unclear("an axis of something that has none")
        raise NeedRank(names, rank)

    def new_index(self) -> Term:
        """An index of a loop or a second axis."""
        self.names += 1
        return index(f"#{self.names}")

    def fresh(self, x: Array, law: str) -> Array:
        """A random sample, an entry of its own for each entry of an array."""
        present = [a for a in x.axes if a is not None]
        name = "U" if law == "uniform" else "Z" if law == "normal" else "G"
        name = name if name not in self.samples else f"{name}{len(self.samples) + 1}"
        self.samples[name] = law
        self.arrays |= {name} if x.op.leaves & self.arrays or not x.axes else set()
        term = at(name, *(a.index for a in present)) if present else sym(name)
        op = leaf(term)
        return Array(op, x.axes)

    # ---- what arrays share

    def is_shared(self, x: Array, name: str) -> bool:
        """Whether another name stands for the same array, so that a change in place would show under both."""
        if x.base is not None or x.viewed:
            return True
        held = [(f, k) for f in self.frames for k, v in f.names.items() if v is x]
        return len(held) > 1 or any(k != name for _, k in held)


AXES = tuple(Axis(index(i), sym(n)) for i, n in (("c", "l"), ("b", "m"), ("i", "n")))


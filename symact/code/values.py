"""The values that a reader of programs computes with: arrays by their entries, and what else a program names.

An array is an operation with its axes: the index of each axis is free in the operation, None stands for an axis of length 1.
Names that stand for the same array share one object, so that a change in place is seen under all of them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from symact.code.exact import exact
from symact.code.ops import Op, Spot, op
from symact.terms.core import Term, index

__all__ = [
    "Array", "Axis", "Builtin", "Class", "Constant", "Function", "Instance", "Library", "NeedRank", "Opaque", "Shape", "Tuple",
    "Unclear", "Value", "aligned", "combined",
]  # fmt: skip


class Unclear(Exception):
    """Something that is not read: the reason, and where it stands."""

    def __init__(self, reason: str, spot: Spot | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.spot = spot


class NeedRank(Exception):
    """An axis of an input was asked for that it does not have so far: the inputs, and how many axes they need."""

    def __init__(self, names: frozenset[str], rank: int) -> None:
        super().__init__(f"{sorted(names)} with {rank} axes")
        self.names = names
        self.rank = rank


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: its index, and how many values that takes."""

    index: Term
    size: Term

    def other(self) -> Axis:
        """Another axis of the same length."""
        return Axis(index("k" if self.index.name != "k" else "l"), self.size)


@dataclass(eq=False)
class Array:
    """``mask``: only the entries where it holds are meant (``x[x > 0]``). ``base`` is the array of which this is a view."""

    op: Op
    axes: tuple[Axis | None, ...] = ()
    mask: Op | None = None
    base: Array | None = None
    viewed: bool = False

    def __post_init__(self) -> None:
        if self.base is not None:
            self.base.viewed = True


@dataclass(frozen=True)
class Constant:
    """None, True, False, a string, a number that directs the computation, ``...``, or a slice."""

    value: Any


@dataclass(frozen=True)
class Tuple:
    items: tuple[Value, ...]


@dataclass(frozen=True)
class Shape:
    """The shape of an array: its axes."""

    axes: tuple[Axis | None, ...]
    leaves: frozenset[str]


@dataclass(frozen=True)
class Library:
    """A module of a library, or what it offers, by its full dotted name."""

    path: str


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the document with the names around it; ``owner`` is the object whose method it is."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    cell: Any
    closure: Mapping[str, Value] = field(default_factory=dict)
    owner: Instance | None = None

    @property
    def name(self) -> str:
        return "lambda" if isinstance(self.node, ast.Lambda) else self.node.name


@dataclass(frozen=True, eq=False)
class Class:
    node: ast.ClassDef
    cell: Any


@dataclass(eq=False)
class Instance:
    """An object of a class of the document, or the context of an autograd function (without a class)."""

    kind: Class | None
    fields: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Builtin:
    """Something that is called, given by how it answers."""

    name: str
    call: Callable[..., Value]


@dataclass(frozen=True)
class Opaque:
    """A value of which nothing is known; why."""

    reason: str


Value = Array | Constant | Tuple | Shape | Library | Function | Class | Instance | Builtin | Opaque


def aligned(arrays: list[Array]) -> tuple[list[Op], tuple[Axis | None, ...], Op | None]:
    """The operations of arrays that are combined entry by entry, at common indices, with their axes and their mask.

    Axes meet from the right, as all libraries have it; where two of different size meet, they are taken to be equal, which
    square arrays satisfy. An axis that comes to lie in two places, as where a column meets a row, has another index in the second.
    Raises Unclear where masks differ, and where it would lie in three.
    """
    rank = max(len(a.axes) for a in arrays)
    axes: list[Axis | None] = []
    for k in range(-rank, 0):
        present = [a.axes[k] for a in arrays if len(a.axes) >= -k]
        one = next((x for x in present if x is not None), None)
        one = one.other() if one is not None and one in axes else one
        if one is not None and one in axes:
            raise Unclear("an axis in three places")
        axes.append(one)
    masks = {exact(a.mask): a.mask for a in arrays if a.mask is not None}
    if len(masks) > 1:
        raise Unclear("parts of arrays under two masks")
    return [_moved(a, axes) for a in arrays], tuple(axes), next(iter(masks.values()), None)


def _moved(a: Array, axes: list[Axis | None]) -> Op:
    """The operation of an array at the indices of the axes on which its own come to lie."""
    moves = [
        (own, other)
        for own, other in zip(reversed(a.axes), reversed(axes), strict=False)
        if own is not None and other is not None and own != other
    ]
    out = a.op
    if len(moves) == 1:
        return op("moved", out, data=moves[0], spot=out.spot)
    if moves:
        raise Unclear("axes that change places")
    return out


def combined(head: str, *arrays: Array, data: Any = None, spot: Spot | None = None) -> Array:
    """An operation entry by entry."""
    ops, axes, mask = aligned(list(arrays))
    return Array(op(head, *ops, data=data, spot=spot), axes, mask)

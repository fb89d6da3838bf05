"""What a piece of program computes, as a graph of operations: one graph, read as exact mathematics and as float64.

    head                     arguments         data                     meaning
    number                   -                 Fraction                 a literal, as written
    constant, rounded        -                 Fraction, Term           a literal that is a constant to four digits or more; to three
    leaf                     -                 Term                     an input, a parameter, an entry of an input, pi
    add sub mul div pow neg  operands          -                        arithmetic
    a name of ELEMENTWISE    arguments         -                        exp, log1p, maximum, ...
    entry                    x, parameters     an Activation, names     a function of the catalogue, as a library offers it
    where                    condition, a, b   -                        a where the condition holds, else b
    lt le eq ne, and or not  operands          -                        conditions
    sum prod max min         body              index, size              over all values of the index, which is bound
    moved                    body              (old, new) axes          the body at another index

Operations are shared, not copied: a name used twice is one node. Each knows where it stands in the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symact.source import Source, Span
from symact.terms.core import Term

__all__ = ["CONDITIONS", "MAX_DEPTH", "MAX_SIZE", "REDUCTIONS", "Op", "Spot", "TooLarge", "leaf", "number", "op", "walk"]

MAX_SIZE = 3000  # nodes, counted as if nothing were shared: the exact reading is a tree
MAX_DEPTH = 120
REDUCTIONS = frozenset({"sum", "prod", "max", "min"})
CONDITIONS = frozenset({"lt", "le", "eq", "ne", "and", "or", "not"})


class TooLarge(Exception):
    """A computation of more operations than anybody writes by hand."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in one of the sources of a document (a notebook has one for each cell)."""

    source: Source
    span: Span


@dataclass(frozen=True, eq=False, slots=True)
class Op:
    head: str
    args: tuple[Op, ...] = ()
    data: Any = None
    spot: Spot | None = None
    size: int = 1
    depth: int = 1
    leaves: frozenset[str] = frozenset()  # the names of what it is computed from

    @property
    def is_condition(self) -> bool:
        return self.head in CONDITIONS

    @property
    def constant(self) -> Fraction | None:
        """The value of a number, perhaps with a sign."""
        if self.head == "number":
            return Fraction(self.data)
        if self.head == "neg" and self.args[0].head == "number":
            return -Fraction(self.args[0].data)
        return None


def op(head: str, *args: Op, data: Any = None, spot: Spot | None = None) -> Op:
    """Raises TooLarge."""
    size = 1 + sum(a.size for a in args)
    depth = 1 + max((a.depth for a in args), default=0)
    if size > MAX_SIZE or depth > MAX_DEPTH:
        raise TooLarge
    return Op(head, args, data, spot, size, depth, frozenset().union(*(a.leaves for a in args)))


def number(value: Fraction | int, spot: Spot | None = None) -> Op:
    return Op("number", (), Fraction(value), spot)


def leaf(term: Term, spot: Spot | None = None) -> Op:
    return Op("leaf", (), term, spot, leaves=frozenset((term.name,)))


def walk(root: Op) -> list[Op]:
    """The operation and all below it, each once, the innermost first."""
    seen: set[int] = set()
    out: list[Op] = []
    stack: list[tuple[Op, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            out.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack += [(a, False) for a in reversed(node.args)]
    return out

"""What float64 makes of a computation: every operation rounded, infinities and NaN as IEEE 754 has them.

Nothing of the document runs; the graph of its operations is evaluated here, at one point at a time.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flint import arb

from symact.code.elementwise import ELEMENTWISE, divided, raised
from symact.code.ops import Op
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.core import Term, sym
from symact.terms.core import at as entry

__all__ = ["ARITHMETIC", "Machine", "Point", "Unknown"]

Point = Mapping[Term, float]  # symbols, sizes and entries to their values

HUGE = 1e300


class Unknown(Exception):
    """The value of a library's function at a point is not known here."""


ARITHMETIC: dict[str, Callable[..., float]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": divided, "pow": raised, "neg": operator.neg,
    "lt": operator.lt, "le": operator.le, "eq": operator.eq, "ne": operator.ne,
    "and": lambda *a: float(all(a)), "or": lambda *a: float(any(a)), "not": lambda a: float(not a),
}  # fmt: skip
FOLDS: dict[str, tuple[float, Callable[[float, float], float]]] = {
    "sum": (0.0, operator.add),
    "prod": (1.0, operator.mul),
    "max": (-math.inf, ELEMENTWISE["maximum"].rounded or max),
    "min": (math.inf, ELEMENTWISE["minimum"].rounded or min),
}


@dataclass
class Machine:
    """Evaluates operations at a point; ``seen`` remembers each value by operation and indices."""

    point: Point
    seen: dict[tuple[Any, ...], float] = field(default_factory=dict)
    history: list[tuple[tuple[Op, Mapping[Term, int]], float]] = field(default_factory=list)  # in the order of evaluation

    def value(self, node: Op, at: Mapping[Term, int] | None = None) -> float:
        """The float of an operation, with values for the indices that are free in it."""
        places = {} if at is None else at
        key = (id(node), *sorted((k.name, v) for k, v in places.items()))
        known = self.seen.get(key)
        if known is None:
            known = self.seen[key] = self._value(node, places)
            self.history.append(((node, places), known))
        return known

    def operands(self, node: Op, at: Mapping[Term, int]) -> list[float] | None:
        """The values of what an operation is made of; None where they are many, or stand at other indices."""
        if node.head in ("sum", "prod", "max", "min", "moved", "number", "constant", "rounded", "leaf"):
            return None
        return [self.value(a, at) for a in node.args]

    def _value(self, node: Op, at: Mapping[Term, int]) -> float:
        match node.head:
            case "number":
                return _float(node.data)
            case "constant" | "rounded":
                return _float(node.data[0])
            case "leaf":
                return self._leaf(node.data, at)
            case "where":
                return self._chosen(node, at)
            case "moved":
                old, new = node.data
                return self.value(node.args[0], {**at, old.index: at[new.index]})
            case "sum" | "prod" | "max" | "min":
                ix, size = node.data
                out, fold = FOLDS[node.head]
                for k in range(1, self.size(size) + 1):
                    out = fold(out, self.value(node.args[0], {**at, ix: k}))
                return out
            case "entry":
                known, names = node.data
                return _right(known.expression, {sym(n): self.value(a, at) for n, a in zip(names, node.args, strict=True)})
        args = [self.value(a, at) for a in node.args]
        if node.head in ARITHMETIC:
            return float(ARITHMETIC[node.head](*args))
        function = ELEMENTWISE[node.head]
        if function.rounded is not None:
            return function.rounded(*args)
        names = [sym(f"a{k}") for k in range(len(args))]
        return _right(function.exact(*names), dict(zip(names, args, strict=True)))

    def _chosen(self, node: Op, at: Mapping[Term, int]) -> float:
        """The first of the branches whose condition holds; a library's where computes all of them."""
        chosen = node.args[-1] if len(node.args) % 2 else None
        for condition, value in zip(node.args[::2], node.args[1::2], strict=False):
            if self.value(condition, at):
                chosen = value
                break
        if node.data is not None:
            for branch in (*node.args[1::2], node.args[-1]):
                self.value(branch, at)
        return math.nan if chosen is None else self.value(chosen, at)

    def size(self, size: Term) -> int:
        return int(size.value) if size.is_num else int(self.point[size])

    def _leaf(self, t: Term, at: Mapping[Term, int]) -> float:
        if t.head == "at":
            return self.point[entry(t.name, *(at[i] if i.head == "ix" else int(i.value) for i in t.args[1:]))]
        if t.head == "ix":
            return float(at[t])
        if t.head == "sym":
            return self.point[t]
        return float(enclose(t, {}).mid())


def _float(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _right(t: Term, point: Mapping[Term, float]) -> float:
    """The value of a function that a library computes well, rounded; at an infinity, what it tends to there. Raises Unknown."""
    if any(math.isnan(v) for v in point.values()):
        return math.nan
    try:
        ball = enclose(t, {k: arb(max(-HUGE, min(HUGE, v))) for k, v in point.items()})
    except (Undefined, Unbound, ValueError, OverflowError):
        return math.nan
    if not ball.is_finite():
        raise Unknown
    value = float(ball.mid())
    return math.copysign(math.inf, value) if abs(value) >= HUGE else value

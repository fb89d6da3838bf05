"""A written formula as pieces with numbers: what each piece is worth at a few points, and what it would have to be worth.

The worth of a piece is what its own text means there. Where the pieces inside explain it (a sum is the sum of its terms), what
the whole must be tells what each of them must be, the others given: that is where a repair looks. Numbers only point at an edit;
nothing is concluded from them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import NormalDist

from symact.notation.syntax import Node
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term

__all__ = ["Numbers", "Piece", "agree", "piece_of", "remade", "worth"]

Numbers = tuple[float | None, ...]  # one for each point; None where there is no value
Worth = Callable[[Node], Numbers | None]

LARGEST = 1e12  # beyond it two floats that agree tell nothing
BITS = 80
CLOSE = 1e-9


@dataclass(frozen=True)
class Piece:
    """A node with its worth, the pieces that its worth is made of, and where it stands.

    ``required`` is what it would have to be worth for the whole formula to be right; None where that is not known.
    """

    node: Node
    values: Numbers | None
    parts: tuple[Piece, ...] = ()
    closed: bool = False  # the parts do not explain the worth
    required: Numbers | None = None
    parent: Piece | None = field(default=None, compare=False, repr=False)

    def walk(self) -> Iterator[Piece]:
        yield self
        for p in self.parts:
            yield from p.walk()


def agree(a: Numbers | None, b: Numbers | None) -> bool:
    """Whether two rows of numbers agree wherever both are known, and that is at two points or more."""
    if a is None or b is None:
        return False
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    return len(pairs) >= 2 and all(abs(x - y) <= CLOSE * max(1e-3, abs(x), abs(y)) for x, y in pairs)


def worth(t: Term, places: Sequence[tuple[dict[Term, object], dict[Term, object]]]) -> Numbers | None:
    """The values of a term at the places (each with its memory), as floats; None where it has none anywhere."""
    out: list[float | None] = []
    with precision(BITS):
        for point, memo in places:
            try:
                ball = enclose(t, point, memo)
            except (Undefined, Unbound, KeyError):
                out.append(None)
                continue
            value = float(ball.mid()) if ball.is_finite() else math.nan
            out.append(value if abs(value) < LARGEST and float(ball.rad()) <= CLOSE / 10 * (1 + abs(value)) else None)
    return None if all(v is None for v in out) else tuple(out)


def piece_of(node: Node, worth_of: Worth, target: Numbers) -> list[Piece]:
    """The pieces of a written side whose worth should be ``target``.

    Below an even power two bases would do: in the first tree they keep their signs, in the second (if it differs) they are positive.
    """
    bare = _piece(node, worth_of)
    first, second = (_placed(bare, target, None, positive) for positive in (False, True))
    same = all(
        agree(a.required, b.required) or a.required is b.required for a, b in zip(first.walk(), second.walk(), strict=True)
    )
    return [first] if same else [first, second]


def _piece(node: Node, worth_of: Worth) -> Piece:
    values = worth_of(node)
    if values is None or node.kind not in _MAKE:
        return Piece(node, values, closed=bool(node.args))
    parts = tuple(_piece(a, worth_of) for a in node.args)
    if node.kind == "juxt":
        parts = _applied(parts, values, worth_of)
    if agree(_made(node, parts), values):
        return Piece(node, values, parts)
    return Piece(node, values, closed=True)


def _applied(parts: tuple[Piece, ...], values: Numbers, worth_of: Worth) -> tuple[Piece, ...]:
    """The factors of a row: a function and its argument are one of them."""
    if agree(_row(math.prod, [p.values for p in parts]), values):
        return parts
    out: list[Piece] = []
    k = 0
    while k < len(parts):
        if k + 1 < len(parts) and parts[k + 1].node.kind in ("group", "sup", "juxt"):
            head, argument = parts[k].node, parts[k + 1].node
            both = Node("juxt", head.span.joined(argument.span), (head, argument))
            own = worth_of(both)
            product = _row(math.prod, [parts[k].values, parts[k + 1].values])
            if own is not None and not agree(own, product):
                out.append(Piece(both, own, closed=True))
                k += 2
                continue
        out.append(parts[k])
        k += 1
    return tuple(out)


def _placed(piece: Piece, required: Numbers | None, parent: Piece | None, positive: bool) -> Piece:
    here = replace(piece, required=required, parent=parent)
    if not piece.parts:
        return here
    wanted = [_needed(here, k, positive) if required is not None else None for k in range(len(piece.parts))]
    parts = tuple(_placed(p, r, here, positive) for p, r in zip(piece.parts, wanted, strict=True))
    return replace(here, parts=parts)


# ---- what a node makes of its parts


def _row(make: Callable[[list[float]], float], rows: Sequence[Numbers | None]) -> Numbers | None:
    """A rule for numbers at each point where all of them are known."""
    known = [r for r in rows if r is not None]
    if not rows or len(known) < len(rows):
        return None
    return tuple(_safe(make, list(column)) for column in zip(*known, strict=True))


def _safe(make: Callable[[list[float]], float], column: list[float | None]) -> float | None:
    if any(v is None for v in column):
        return None
    try:
        value = make(column)  # type: ignore[arg-type]
    except (ArithmeticError, ValueError, TypeError):
        return None
    return value if isinstance(value, float | int) and abs(value) < LARGEST else None


def _power(b: float, e: float) -> float:
    if b < 0 and not float(e).is_integer():
        raise ValueError("a power that is not real")
    return float(b**e)


def _product(node: Node, values: list[float]) -> float:
    if node.value == "div":
        return values[0] / math.prod(values[1:])
    return math.prod(values)


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "exp": math.exp, "ln": math.log, "log": math.log, "sin": math.sin, "cos": math.cos, "tan": math.tan,
    "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "sech": lambda v: 1 / math.cosh(v),
    "arctan": math.atan, "erf": math.erf,
}  # fmt: skip
_NORMAL = NormalDist()
INVERSES: dict[str, Callable[[float], float]] = {
    "exp": math.log, "ln": math.exp, "log": math.exp, "sinh": math.asinh, "tanh": math.atanh, "arctan": math.tan,
    "erf": lambda r: _NORMAL.inv_cdf((r + 1) / 2) / math.sqrt(2),
}  # fmt: skip


def _call(node: Node, values: list[float]) -> float:
    if node.value in ("max", "min"):
        return max(values) if node.value == "max" else min(values)
    if len(values) != 1:
        raise ValueError(node.value)
    return FUNCTIONS[node.value](values[0]) if node.value in FUNCTIONS else math.nan


_MAKE: dict[str, Callable[[Node, list[float]], float]] = {
    "neg": lambda n, v: -v[0],
    "pos": lambda n, v: v[0],
    "group": lambda n, v: v[0],
    "add": lambda n, v: math.fsum(v),
    "mul": _product,
    "juxt": lambda n, v: math.prod(v),
    "frac": lambda n, v: v[0] / v[1],
    "sqrt": lambda n, v: v[0] ** (1 / v[1]) if len(v) > 1 else math.sqrt(v[0]),
    "sup": lambda n, v: _power(*v),
    "abs": lambda n, v: abs(v[0]),
    "call": _call,
}


def _made(node: Node, parts: Sequence[Piece]) -> Numbers | None:
    """What the parts make together; e stands for itself below an exponent."""
    return _row(lambda v: _MAKE[node.kind](node, v), [p.values for p in parts])


def remade(piece: Piece, changed: dict[int, Numbers]) -> Numbers | None:
    """The worth of a piece where some pieces (by identity) are worth something else."""
    if id(piece) in changed:
        return changed[id(piece)]
    if not piece.parts:
        return piece.values
    rows = [remade(p, changed) for p in piece.parts]
    if all(r is p.values for r, p in zip(rows, piece.parts, strict=True)):
        return piece.values
    return _row(lambda v: _MAKE[piece.node.kind](piece.node, v), rows)


# ---- what a part would have to be


def _needed(whole: Piece, k: int, positive: bool) -> Numbers | None:
    assert whole.required is not None
    rows = [whole.required, *(p.values for p in whole.parts)]
    return _row_some(lambda v: _solve(whole.node, k, v[0], v[1:], positive), rows)


def _row_some(make: Callable[[list[float]], float], rows: Sequence[Numbers | None]) -> Numbers | None:
    out = _row(make, rows)
    return None if out is None or all(v is None for v in out) else out


def _solve(node: Node, k: int, r: float, values: list[float], positive: bool) -> float:
    """The k-th part for which the node is worth r, the other parts as they are. Raises ValueError, ArithmeticError."""
    own, others = values[k], values[:k] + values[k + 1 :]
    match node.kind:
        case "neg":
            return -r
        case "pos" | "group":
            return r
        case "add":
            return r - math.fsum(others)
        case "mul" if node.value == "div":
            return r * math.prod(others) if k == 0 else values[0] / math.prod(others[1:]) / r
        case "mul" | "juxt":
            return r / math.prod(others)
        case "frac":
            return r * others[0] if k == 0 else others[0] / r
        case "sqrt" if len(values) == 1:
            return r * r if r >= 0 else math.nan
        case "sup" if k == 1:
            return math.log(r) / math.log(values[0])
        case "sup":
            return _root(r, values[1], 1.0 if positive else own)
        case "abs":
            return math.copysign(r, 1.0 if positive else own) if r >= 0 else math.nan
        case "call" if node.value in ("max", "min"):
            best = max(others) if node.value == "max" else min(others)
            if (r > best) if node.value == "max" else (r < best):
                return r
        case "call" if node.value in INVERSES:
            return INVERSES[node.value](r)
    raise ValueError(node.kind)


def _root(r: float, e: float, own: float) -> float:
    """b with b^e = r, of the sign that it had where there are two."""
    if e == 0:
        raise ValueError("no base does")
    if r > 0:
        root = r ** (1 / e)
        return math.copysign(root, own) if float(e).is_integer() and int(e) % 2 == 0 else root
    if r < 0 and float(e).is_integer() and int(e) % 2:
        return -float((-r) ** (1 / e))
    raise ValueError("no real base does")

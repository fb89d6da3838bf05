"""Vectors and matrices by their entries: a tensor is a body with one free index for each axis.

All axes range over one index set of symbolic size ``N``. For expressions whose shapes fit this loses nothing: sums over the
entries are the same sums, whatever the sizes. A vector counts as a column unless it is transposed; where the shapes only fit
the other way (``x W``), it is taken as a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

from symact.terms.calculus import diff
from symact.terms.core import (
    BINDERS,
    ONE,
    ZERO,
    Term,
    abs_,
    add,
    at,
    delta,
    free,
    index,
    mul,
    sqrt,
    substitute,
    sum_,
    sym,
    walk,
)
from symact.terms.core import fresh as fresh_word

__all__ = [
    "SIZE", "ShapeError", "Tensor", "Value", "aligned", "contract", "diagonal", "gradient", "hadamard", "identity", "lift", "map_entries",
    "averaged", "counted", "norm", "ones", "plus", "sized", "sizes_in", "trace", "variable",
]  # fmt: skip

SIZE = sym("N")
_FRESH = count(1)


class ShapeError(Exception):
    """Shapes that do not fit, in a phrase."""


@dataclass(frozen=True)
class Tensor:
    """A vector (one axis) or matrix (two): ``body`` at the free indices ``axes``; ``row`` marks a transposed vector."""

    axes: tuple[Term, ...]
    body: Term
    row: bool = False

    def at(self, *places: Term) -> Term:
        return substitute(self.body, dict(zip(self.axes, places, strict=True)))

    @property
    def rank(self) -> int:
        return len(self.axes)

    @property
    def transposed(self) -> Tensor:
        return Tensor(self.axes[::-1], self.body) if self.rank == 2 else Tensor(self.axes, self.body, not self.row)


Value = Term | Tensor


def fresh() -> Term:
    return index(f"@{next(_FRESH)}")


def variable(name: str, rank: int) -> Tensor:
    axes = tuple(fresh() for _ in range(rank))
    return Tensor(axes, at(name, *axes))


def identity() -> Tensor:
    i, j = fresh(), fresh()
    return Tensor((i, j), delta(i, j))


def lift(f: Callable[..., Term], *values: Value) -> Value:
    """A function of numbers entry by entry; numbers go with every entry, a vector with every row of a matrix."""
    shapes = [v for v in values if isinstance(v, Tensor)]
    if not shapes:
        return f(*values)
    rank = max(v.rank for v in shapes)
    axes = tuple(fresh() for _ in range(rank))
    row = all(v.row for v in shapes if v.rank == 1) and rank == 1
    return Tensor(axes, f(*(v.at(*axes[rank - v.rank :]) if isinstance(v, Tensor) else v for v in values)), row)


def plus(a: Value, b: Value) -> Value:
    ranks = sorted(v.rank if isinstance(v, Tensor) else 0 for v in (a, b))
    if ranks == [0, 2] and ZERO not in (a, b):
        raise ShapeError("the sum of a number and a matrix")
    return lift(lambda x, y: add(x, y), a, b)


def hadamard(a: Value, b: Value) -> Value:
    """The product entry by entry; of a number and a tensor, the scaled tensor."""
    if isinstance(a, Tensor) and isinstance(b, Tensor) and a.rank != b.rank:
        raise ShapeError("an entrywise product of a vector and a matrix")
    return lift(lambda x, y: mul(x, y), a, b)


def contract(a: Value, b: Value) -> Value:
    """The matrix product, with a vector as column or row as the shapes want; a number scales."""
    if not isinstance(a, Tensor) or not isinstance(b, Tensor):
        return hadamard(a, b)
    if a.rank == 1 and b.rank == 1:
        if a.row and not b.row:
            k = fresh()
            return sum_(k, ONE, SIZE, mul(a.at(k), b.at(k)))
        if not a.row and b.row:
            i, j = fresh(), fresh()
            return Tensor((i, j), mul(a.at(i), b.at(j)))
        raise ShapeError("a product of two columns")
    k = fresh()
    i, j = fresh(), fresh()
    left = (i, k) if a.rank == 2 else (k,)
    right = (k, j) if b.rank == 2 else (k,)
    body = sum_(k, ONE, SIZE, mul(a.at(*left), b.at(*right)))
    axes = ((i,) if a.rank == 2 else ()) + ((j,) if b.rank == 2 else ())
    return Tensor(axes, body, row=a.rank == 1)


def norm(a: Value, kind: str) -> Term:
    """The Euclidean (Frobenius) norm, the sum of absolute values ("1"), or the largest one ("infty")."""
    if not isinstance(a, Tensor):
        return abs_(a)
    axes = tuple(fresh() for _ in a.axes)
    body = a.at(*axes)
    if kind in ("infty", "max"):
        out = abs_(body)
        for k in axes:
            out = Term("maxover", (k, ONE, SIZE, out))
        return out
    out = abs_(body) if kind == "1" else body**2
    for k in axes:
        out = sum_(k, ONE, SIZE, out)
    return out if kind == "1" else sqrt(out)


def gradient(value: Value, by: Value) -> Value:
    """The derivative by a number, or by every entry of a tensor; of a vector by a vector J_ij = dy_i/dx_j.

    Raises NotDifferentiable, ShapeError.
    """
    if not isinstance(by, Tensor):
        if isinstance(value, Tensor):
            axes = tuple(fresh() for _ in value.axes)
            return Tensor(axes, diff(value.at(*axes), by), value.row)
        return diff(value, by)
    if isinstance(value, Tensor) and value.rank + by.rank > 2:
        raise ShapeError("a derivative with more than two axes")
    axes = tuple(fresh() for _ in by.axes)
    entry = by.at(*axes)
    if entry.head != "at":
        raise ShapeError("a derivative by an expression with entries")
    if isinstance(value, Tensor):
        i = fresh()
        return Tensor((i, *axes), diff(value.at(i), entry))
    return Tensor(axes, diff(value, entry))


def sizes_in(*terms: Term) -> set[Term]:
    """The names to which indices run."""
    return {s.args[2] for t in terms for s in walk(t) if s.head in BINDERS and s.args[0].head == "ix" and s.args[2].head == "sym"}


def sized(a: Term, b: Term, written: frozenset[str]) -> tuple[Term, Term, bool]:
    """Two terms with the size of vectors that nobody named taken as the one size that is named in them.

    ``written`` are the sizes that the formula itself names. The flag says that several could be meant.
    """
    if SIZE.name in written:
        return a, b, False
    ends = sizes_in(a, b)
    named = ends - {SIZE}
    if SIZE not in ends or not named:
        return a, b, False
    if len(named) > 1:
        return a, b, True
    put = {SIZE: next(iter(named))}
    return substitute(a, put), substitute(b, put), False


def counted(a: Term, b: Term, letters: Iterable[str]) -> tuple[Term, Term]:
    """Two terms with letters that are indices as one thing where they stand as numbers, too: whole numbers, or the end of a sum."""
    ends = {
        v for t in (a, b) for s in walk(t) if s.head in BINDERS and s.args[0].head == "ix" for end in s.args[1:3] for v in free(end)
    }
    put: dict[Term, Term] = {}
    for letter in letters:
        number, place = sym(letter), index(letter)
        put |= {place: number} if number in ends else {number: place}
    return substitute(a, put), substitute(b, put)


def averaged(a: Term, b: Term) -> tuple[Term, Term, tuple[Term, ...]]:
    r"""Two terms with ``\bar x`` as the mean of the entries of x, and the names of which that was not possible.

    That is what the bar means where a vector of the same name stands beside it and nothing else was said.
    """
    names = free(a) | free(b)
    put: dict[Term, Term] = {}
    missed: list[Term] = []
    for bar in sorted((v for v in names if v.head == "sym" and v.name.endswith("_bar")), key=repr):
        of = Term("vec", (bar.name.removesuffix("_bar"),))
        if of not in names:
            continue
        ranges = {
            s.args[1:3] for t in (a, b) for s in walk(t) if s.head == "sum" and Term("at", (of, s.args[0])) in walk(s.args[3])
        }
        if len(ranges) == 1:
            lower, upper = ranges.pop()
            ix = index(fresh_word("m", names))
            put[bar] = sum_(ix, lower, upper, Term("at", (of, ix))) / (upper - lower + 1)
        else:
            missed.append(bar)
    return substitute(a, put), substitute(b, put), tuple(missed)


def aligned(left: Value, right: Value) -> tuple[Term, Term]:
    """Both sides of an equation at the same entry, with readable index names.

    Raises ShapeError where one side has entries and the other has others.
    """
    ranks = [v.rank if isinstance(v, Tensor) else 0 for v in (left, right)]
    if ranks[0] != ranks[1] and not (ranks[0] and right == ZERO):
        raise ShapeError("the two sides have different shapes")
    taken = {n.name for v in (left, right) for n in free(v.body if isinstance(v, Tensor) else v)}
    places = tuple(index(n) for n in "ijklm" if n not in taken)[: max(ranks)]

    def entry(v: Value) -> Term:
        return v.at(*places) if isinstance(v, Tensor) else v

    return entry(left), entry(right)


def map_entries(t: Value, f: Callable[[Term], Term]) -> Value:
    return Tensor(t.axes, f(t.body), t.row) if isinstance(t, Tensor) else f(t)


def ones(rank: int = 1) -> Tensor:
    return Tensor(tuple(fresh() for _ in range(rank)), ONE)


def diagonal(v: Tensor) -> Tensor:
    i, j = fresh(), fresh()
    return Tensor((i, j), mul(delta(i, j), v.at(i)))


def trace(m: Tensor) -> Term:
    k = fresh()
    return sum_(k, ONE, SIZE, m.at(k, k))

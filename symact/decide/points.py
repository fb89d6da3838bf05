"""Exact rational points at which a claim is tried: simple numbers, off the special ones 0 and 1, inside the assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import Any

from symact.terms.ball import Unbound, holds
from symact.terms.core import BINDERS, ONE, Term, free, heads, num, parts, substitute

__all__ = ["Point", "bounds_of", "free_names", "is_simplex", "meets", "points", "relevant", "sizes", "within"]

F = Fraction
_RANGED = BINDERS | {"delta"}
WIDE_TRIALS = 4
# By turns near and far, positive and negative; the first is tried first and is the simplest witness.
_REAL = [F(1, 2), F(-1, 2), F(2), F(-3), F(3, 2), F(-5, 4), F(5), F(1, 3), F(-7), F(2, 3), F(-1, 5), F(9, 4), F(12), F(-15)]
_POSITIVE = [abs(r) for r in _REAL]
_UNIT = [F(1, 2), F(1, 3), F(3, 4), F(1, 5), F(2, 3), F(7, 8), F(2, 5), F(1, 10), F(9, 10), F(5, 7), F(1, 7), F(6, 11)]


class Point(dict[Term, Any]):
    """Values for names; entries of vectors get values of their own when they are first asked for."""

    def __init__(
        self,
        values: dict[Term, Any],
        shift: int = 0,
        pools: Mapping[str, Sequence[Fraction]] | None = None,
        simplices: dict[str, int] | None = None,
    ) -> None:
        super().__init__(values)
        self.shift = shift
        self.pools = pools or {}
        self.simplices = simplices or {}

    def __missing__(self, key: Term) -> Fraction:
        if key.head != "at":
            raise KeyError(key)
        pool = self.pools.get(key.name, _REAL)
        place = sum((3 + 4 * k) * int(i.value) for k, i in enumerate(key.args[1:]))
        value = pool[(place + self.shift + 5 * len(key.name) + ord(key.name[-1])) % len(pool)]
        if key.name in self.simplices and len(key.args) == 2:  # entries that sum to 1: 1/s, 2/s, ... in some order
            n = self.simplices[key.name]
            value = Fraction((int(key.args[1].value) + self.shift) % n + 1, n * (n + 1) // 2)
        self[key] = value
        return value

    def to_json(self) -> dict[str, str]:
        """name -> exact rational, as text, in the order of the names."""
        return {repr(k): str(v) for k, v in sorted(self.items(), key=lambda kv: repr(kv[0]))}

    def __repr__(self) -> str:
        return ", ".join(f"{k} = {v}" for k, v in self.to_json().items())


@dataclass(frozen=True)
class Bounds:
    lower: Fraction | None = None
    upper: Fraction | None = None

    def pool(self) -> list[Fraction]:
        lo, hi = self.lower, self.upper
        if lo is not None and hi is not None:
            return [lo + (hi - lo) * u for u in _UNIT] if lo < hi else [lo]
        if lo is not None:
            return [lo + abs(r) for r in _REAL]
        if hi is not None:
            return [hi - abs(r) for r in _REAL]
        return _REAL


def bounds_of(assumptions: Iterable[Term], names: Iterable[Term]) -> dict[Term, Bounds]:
    """The interval that comparisons with numbers leave to each name (an entry ``x_i`` counts for its vector)."""
    out: dict[Term, Bounds] = {n: Bounds() for n in names}
    for c in _conjuncts(assumptions):
        if c.head not in ("lt", "le", "eq"):
            continue
        left, right = c.args
        for a, b, above in ((left, right, True), (right, left, False)):
            name = a.args[0] if a.head == "at" else a
            if name in out and b.is_num:
                old, value = out[name], b.value
                low, high = old.lower, old.upper
                if above or c.head == "eq":
                    high = value if high is None else min(high, value)
                if not above or c.head == "eq":
                    low = value if low is None else max(low, value)
                out[name] = Bounds(low, high)
    return out


def _conjuncts(assumptions: Iterable[Term]) -> Iterator[Term]:
    for c in assumptions:
        yield from c.args if c.head == "and" else (c,)


def relevant(assumptions: Iterable[Term], terms: Iterable[Term]) -> tuple[Term, ...]:
    """The assumptions that speak of names in the terms, directly or through one another."""
    names = {v for t in terms for v in free(t) if v.head != "ix"}
    rest = list(dict.fromkeys(assumptions))
    kept: list[Term] = []
    while True:
        new = [a for a in rest if names & free(a)]
        if not new:
            return tuple(kept)
        kept += new
        rest = [a for a in rest if a not in new]
        names |= {v for a in new for v in free(a) if v.head != "ix"}


def free_names(*terms: Term) -> list[Term]:
    """Free symbols, indices and vectors, sorted by name."""
    return sorted(frozenset().union(*map(free, terms)), key=lambda t: (t.head, t.name))


def sizes(*terms: Term) -> frozenset[Term]:
    """The symbols that are ends of an index range: whole numbers."""
    out: set[Term] = set()
    for t in terms:
        for s in parts(t) if heads(t) & _RANGED else ():
            if s.head in BINDERS and s.args[0].head == "ix":
                out |= {v for end in s.args[1:3] for v in free(end) if v.head == "sym"}
            if s.head == "delta":
                out |= {v for v in s.args if v.head == "sym"}
    return frozenset(out)


def _fixed_sizes(terms: Iterable[Term]) -> list[Fraction]:
    """The ends of index ranges that are numbers."""
    sums = [s for t in terms for s in parts(t) if s.head in BINDERS and s.args[0].head == "ix"]
    return [s.args[2].value for s in sums if s.args[2].is_num]


def is_simplex(c: Term) -> bool:
    """sum_j y_j = 1 over the whole range of the index."""
    if c.head != "eq" or c.args[0].head != "sum" or c.args[1] != ONE:
        return False
    ix, lower, _, body = c.args[0].args
    return bool(lower == ONE and body.head == "at" and body.args[1:] == (ix,))


def meets(point: Point, c: Term) -> bool:
    """Whether a point is inside a condition; one on an index without a value must hold for the first few of its values."""
    loose = [v for v in free(c) if v.head == "ix" and v not in point]
    try:
        if not loose:
            return holds(c, point) is True
        trial = Point(dict(point), point.shift, point.pools, point.simplices)  # entries met here are not part of the point
        places = product(*([num(k) for k in range(1, 5)] for _ in loose))
        return all(holds(substitute(c, dict(zip(loose, place, strict=True))), trial) for place in places)
    except Unbound:
        return False


def points(terms: Sequence[Term], assumptions: Sequence[Term], count: int) -> Iterator[Point]:
    """At most ``count`` points inside the assumptions, the simplest first."""
    names = free_names(*terms, *assumptions)
    whole = sizes(*terms, *assumptions)
    fixed = _fixed_sizes(terms)
    pools = {n: b.pool() for n, b in bounds_of(assumptions, names).items()} if assumptions else dict.fromkeys(names, _REAL)
    vectors = [n for n in names if n.head == "vec"]
    reals = [n for n in names if n.head == "sym" and n not in whole]
    dimensions = sorted(whole, key=repr)
    indices = [n for n in free_names(*terms) if n.head == "ix"]
    values_of_index = 2 if len(indices) < 3 else 3
    simplices = {t.args[0].args[3].name: t.args[0].args[2] for t in assumptions if is_simplex(t)}
    local = [c for c in assumptions if not is_simplex(c)]
    inside: dict[Term, Sequence[Fraction]] = {}
    given = 0
    for trial in range(8 * count):
        values: dict[Term, Any] = {}
        # logarithms and roots may want all names positive, or between 0 and 1: later trials do
        anywhere = _REAL if trial < WIDE_TRIALS else (_REAL, _POSITIVE, _UNIT)[trial % 3]
        for k, name in enumerate(reals):
            pool: Sequence[Fraction] = pools[name]
            if pool is _REAL and trial >= WIDE_TRIALS and trial % 2:
                if name not in inside:
                    inside[name] = tuple(within(terms, name))
                pool = inside[name] or anywhere
            elif pool is _REAL:
                pool = anywhere
            values[name] = pool[(trial + 3 * k * (1 + trial // len(pool)) + k) % len(pool)]
        for k, name in enumerate(dimensions):
            given_size = pools[name][0] if len(pools[name]) == 1 else F(3 + (trial + k) % 2)
            values[name] = given_size
        for k, name in enumerate(indices):
            values[name] = F(1 + (trial // values_of_index**k) % values_of_index)
        largest = min((*(values[n] for n in dimensions), *fixed), default=None)
        if largest is not None and any(values[i] > largest for i in indices):
            continue  # an index runs to the size of what it counts
        sides = {v: int(values.get(n, n.value if n.is_num else 3)) for v, n in simplices.items()}
        entries = {v.name: anywhere if pools[v] is _REAL else pools[v] for v in vectors}
        point = Point(values, shift=trial, pools=entries, simplices=sides)
        if all(meets(point, c) for c in local):
            given += 1
            yield point
        if given >= count:
            return


BELOW_ONE, ABOVE_ZERO = (F(1, 2), F(-1, 3), F(3, 4), F(-2, 3)), (F(2), F(1, 2), F(3), F(5, 4))
PARTIAL = {"asin": BELOW_ONE, "acos": BELOW_ONE, "atanh": BELOW_ONE, "log": ABOVE_ZERO, "acosh": (F(2), F(3), F(5, 4), F(9))}


def within(terms: Sequence[Term], name: Term) -> Iterator[Fraction]:
    """Values away from 0 at which functions that are not defined everywhere are: of ``sqrt(1 - (x + 50)^2)``, ``log(x - 20)``."""
    for t in {s for term in terms for s in parts(term)}:
        root = t.head == "pow" and t.args[1].is_num and t.args[1].value.denominator % 2 == 0
        wanted = ABOVE_ZERO if root else PARTIAL.get(t.head, ())
        if not wanted or free(t.args[0]) != {name}:
            continue
        values = [substitute(t.args[0], {name: num(k)}) for k in range(4)]
        if not all(v.is_num for v in values):
            continue
        c, at_one, at_two, at_three = (v.value for v in values)
        a = (at_two - 2 * at_one + c) / 2
        b = at_one - c - a
        if at_three != 9 * a + 3 * b + c:
            continue
        if a == 0 and b != 0 and c != 0:
            yield from ((w - c) / b for w in wanted)
        elif a < 0 and b != 0 and (top := c - b**2 / (4 * a)) > 0:
            reach = F(isqrt(int(-top / a * 4**16)), 2**16)  # to its zeros
            yield from (share * reach - b / (2 * a) for share in (F(0), F(1, 2), F(-1, 3), F(3, 4)))

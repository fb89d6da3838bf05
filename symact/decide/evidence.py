"""Evidence: what supports a verdict, as data that can be checked again by another way than the one that found it.

A counterexample is a point: both sides are enclosed there again, with far more bits. A proof by the normal form is held against
values, which the normal form never looks at: that its cases leave nothing out is seen from their conditions alone, and in every
case the sides must agree to 200 bits at pseudo-random points, with an unknown function replaced by a concrete one. Like the test of
Schwartz and Zippel this is no proof, but nothing of the engine takes part in it: an equation that is false in an open set of
points would have to vanish to sixty digits at each of them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symact.decide.points import Point, is_simplex, meets, points, sizes
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.calculus import diff
from symact.terms.core import Term, add, at, exp, fn, free, mul, not_, num, substitute, sym, transform
from symact.terms.integrals import closed_form
from symact.terms.serial import to_json
from symact.verdict import Evidence, Verdict, conditional

__all__ = ["Cell", "Conditioned", "Counterexample", "NormalForm", "Slope", "show_apart", "show_ball", "under"]

CHECK_BITS = 640  # a root of a difference that is 0 halves them
WITNESS_BITS = (4096, 32768)  # the search for a counterexample goes up to 1024, and to 16384 for two numbers
AGREEING = 2.0**-200
CHECK_POINTS, TRIED_POINTS = 4, 40  # in each case; a side may have no value at many
MAX_CHECKED = 64  # cases that are looked into
_UNVALUED = ("limit", "integral")


def show_ball(ball: Any, digits: int = 6) -> str:
    """An enclosure for a reader: a number where one tells it, else the interval."""
    if ball.is_exact() and ball.is_finite():
        whole = ball.unique_fmpz()
        if whole is not None and abs(whole) < 10**12:
            return str(int(whole))
    low, high = (end.str(digits, radius=False) for end in (ball.lower(), ball.upper()))
    return low if low == high else f"[{low}, {high}]"


def show_apart(a: Any, b: Any) -> tuple[str, str]:
    """Two disjoint enclosures for a reader, with as many digits as tell them apart."""
    for digits in (6, 10, 16, 25):
        left, right = show_ball(a, digits), show_ball(b, digits)
        if "[" in left + right or _significant(left) != _significant(right):
            return left, right
    return left, f"{right} (they differ by {(a - b).str(3, radius=False)})"


def _significant(number: str) -> tuple[bool, str, int]:
    """The sign, the digits and the exponent of a printed number, which may be too large to be written out."""
    digits, _, exponent = number.lstrip("-").partition("e")
    whole, _, places = digits.partition(".")
    known = (whole + places).lstrip("0")
    return number.startswith("-"), known.rstrip("0"), int(exponent or 0) + len(known) - len(places)


@dataclass(frozen=True)
class Counterexample:
    """A point inside the assumptions at which the enclosures of both sides are disjoint.

    Where the sides are too near to one another for that, ``difference`` is a term to which their difference is equal under the
    assumptions (by the normal form), and whose enclosure is not 0.
    """

    left: Term
    right: Term
    point: Mapping[Term, Fraction]
    left_value: str
    right_value: str
    assumptions: tuple[Term, ...] = ()
    method: str = "enclosure"
    difference: Term | None = None

    def check(self) -> bool:
        """Both sides again with far more bits, and the assumptions at the point; a difference at other points, as a proof is."""
        place = Point(dict(self.point))
        with precision(WITNESS_BITS[not free(self.left) | free(self.right)]):
            try:
                if not all(meets(place, a) for a in self.assumptions):
                    return False
                a, b = enclose(self.left, place), enclose(self.right, place)
                gap = a - b if self.difference is None else enclose(self.difference, place)
            except (Undefined, Unbound):
                return False
            if not (a.is_finite() and b.is_finite() and gap.is_finite()) or gap.contains(0):
                return False
        if self.difference is None:
            return True
        cells = (Cell((), "zero"),)
        return (a - b).overlaps(gap) and NormalForm(self.left, self.right + self.difference, cells, self.assumptions).check()

    def to_json(self) -> dict[str, Any]:
        further = {} if self.difference is None else {"difference": to_json(self.difference)}
        return {
            "method": self.method,
            "point": {repr(k): str(v) for k, v in sorted(self.point.items(), key=lambda kv: repr(kv[0]))},
            "left": self.left_value,
            "right": self.right_value,
            "terms": {"left": to_json(self.left), "right": to_json(self.right), **further},
            "names": [[to_json(k), str(v)] for k, v in sorted(self.point.items(), key=lambda kv: repr(kv[0]))],
            "assumptions": [to_json(a) for a in self.assumptions],
        }


@dataclass(frozen=True)
class Slope:
    """The derivative of ``primitive`` at a place is ``value``, and what is stated there is another number.

    The derivative was found by the mean value theorem from its values beside the place; it is checked as the limit of the
    difference quotient.
    """

    primitive: Term
    by: Term
    place: Term
    value: Term
    stated: Term
    method: str = "difference-quotient"

    def check(self) -> bool:
        """The limit of the difference quotient again, and that the stated number is another."""
        from symact.decide.facts import Unknown, limit

        if free(self.place) or free(self.value) or free(self.stated) or free(self.primitive) - {self.by}:
            return False
        h = sym("h")
        moved, here = (substitute(self.primitive, {self.by: at}) for at in (self.place + h, self.place))
        with precision(CHECK_BITS):
            try:
                a, b = enclose(self.value, {}), enclose(self.stated, {})
                found = enclose(limit((moved - here) / h, h, num(0)), {})
            except (Undefined, Unbound, Unknown):
                return False
            return bool(a.is_finite() and b.is_finite() and not a.overlaps(b) and found.overlaps(a) and not found.overlaps(b))

    def to_json(self) -> dict[str, Any]:
        terms = {"primitive": self.primitive, "by": self.by, "place": self.place, "value": self.value, "stated": self.stated}
        return {
            "method": self.method,
            "point": {repr(self.by): repr(self.place)},
            "left": repr(self.value),
            "right": repr(self.stated),
            "terms": {k: to_json(t) for k, t in terms.items()},
        }


@dataclass(frozen=True)
class Cell:
    """A case of a proof: the signs and coincidences assumed in it, and how it ended (zero or void)."""

    conditions: tuple[Term, ...]
    outcome: str


@dataclass(frozen=True)
class NormalForm:
    """The exact normal form of the difference is 0 in every case; the cases cover everything."""

    left: Term
    right: Term
    cells: tuple[Cell, ...] = ()
    assumptions: tuple[Term, ...] = ()
    method: str = "normal-form"

    def check(self) -> bool:
        """Whether the cases leave nothing out and the sides agree at pseudo-random points of each (see the module)."""
        if not self.cells or not _cover([c.conditions for c in self.cells]):
            return False
        left, right = _valued(self.left, self.right)
        agreed = 0
        known = free(left) | free(right)
        for cell in self.cells[:MAX_CHECKED]:
            # a condition on a bound index is one on each summand: no single point is in that case
            own = [c for c in cell.conditions if all(v.head != "ix" or v in known for v in free(c))]
            answer = _agreeing(left, right, (*self.assumptions, *own))
            if answer is None or (answer and cell.outcome == "void" and len(own) == len(cell.conditions)):
                return False
            agreed += answer
        return agreed > 0

    def to_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "cells": [
                {"when": [repr(c) for c in cell.conditions], "conditions": [to_json(c) for c in cell.conditions], "outcome": cell.outcome}
                for cell in self.cells
            ],
            "terms": {"left": to_json(self.left), "right": to_json(self.right)},
            "assumptions": [to_json(a) for a in self.assumptions],
        }  # fmt: skip


@dataclass(frozen=True)
class Conditioned:
    """What holds under a condition, and a point outside of the condition at which it fails (None where none is known)."""

    condition: Term
    holds: Evidence
    fails: Counterexample | None = None
    method: str = "condition"

    @property
    def text(self) -> str:
        """The condition in SymPy's syntax."""
        from symact.decide.regions import readable  # which asks z3, and is rarely needed

        return readable(self.condition)

    def check(self) -> bool:
        """The proof again, and the point: it lies outside of the condition."""
        if not self.holds.check():
            return False
        return self.fails is None or (self.fails.check() and not meets(Point(dict(self.fails.point)), self.condition))

    def to_json(self) -> dict[str, Any]:
        shown = {} if self.fails is None else {k: v for k, v in self.fails.to_json().items() if k in ("point", "left", "right")}
        return {
            "method": self.method,
            **shown,
            "condition": to_json(self.condition),
            "holds": self.holds.to_json(),
            "fails": None if self.fails is None else self.fails.to_json(),
        }


def under(condition: Term, holds: Evidence, fails: Counterexample | None = None, detail: str = "") -> Verdict:
    """The verdict "conditional", with what holds under the condition as its evidence."""
    from symact.decide.regions import in_words

    evidence = Conditioned(condition, holds, fails)
    return conditional(evidence.text, evidence, detail, in_words(condition))


def _cover(cells: Sequence[tuple[Term, ...]]) -> bool:
    """Whether conjunctions of conditions leave nothing out but the places between strict signs.

    They are the leaves of a tree in which every condition is split from its opposite.
    """
    if not cells:
        return False
    if any(not conditions for conditions in cells):
        return True
    first = cells[0][0]
    side = [c[1:] for c in cells if c[0] == first]
    other = [c[1:] for c in cells if c[0] != first]
    return all(c[0] == _opposite(first) for c in cells if c[0] != first) and _cover(side) and _cover(other)


def _opposite(c: Term) -> Term:
    """The other case: the other strict sign, or the indices apart."""
    return Term("lt", c.args[::-1]) if c.head == "lt" else not_(c)


def _valued(*sides: Term) -> list[Term]:
    """The sides with concrete functions for unknown ones, and symbols for what has no value at a point (limits)."""
    bodies: dict[tuple[str, int], tuple[list[Term], Term]] = {}
    unvalued: dict[Term, Term] = {}

    def rule(t: Term) -> Term | None:
        if t.head in _UNVALUED:
            return unvalued.setdefault(t, sym(f"value {len(unvalued)}")) if closed_form(t) is None else None
        if t.head != "app":
            return None
        name, orders, *args = t.args
        if any(a.head == "vec" for a in args):  # a function of vectors: a number, or an entry of a gradient
            places = [a for a in args if a.head in ("ix", "num")]
            whole = repr([a for a in args if a not in places])
            return at(f"{name} of {whole}", *places) if places else sym(f"{name} of {whole}")
        if (name, len(args)) not in bodies:
            bodies[name, len(args)] = _function(name, len(args))
        slots, body = bodies[name, len(args)]
        for slot, order in zip(slots, orders, strict=True):
            body = diff(body, slot, order)
        return substitute(body, dict(zip(slots, args, strict=True)))

    return [transform(side, rule) for side in sides]


def _function(name: str, arity: int) -> tuple[list[Term], Term]:
    """An analytic function of its slots that satisfies no identity which an unknown function would not."""
    pick = random.Random(f"{name}/{arity}")
    slots = [sym(f"slot {k}") for k in range(arity)]
    body: Term = num(Fraction(pick.randint(1, 99), 7))
    for _ in range(2):
        inner = add(num(pick.randint(1, 5)), *(mul(Fraction(pick.randint(1, 40), pick.randint(41, 80)), s) for s in slots))
        body = body + fn("sin", inner) * inner + exp(mul(Fraction(pick.randint(-40, 40), 97), inner))
    return slots, body


def _agreeing(left: Term, right: Term, inside: tuple[Term, ...]) -> int | None:
    """At how many points of a case the sides agree; None where they differ at one."""
    agreed = 0
    pick = random.Random(repr((left, right)))
    with precision(CHECK_BITS):
        for place in points((left, right), inside, TRIED_POINTS):
            if agreed == CHECK_POINTS:
                break
            moved = _moved(place, sizes(left, right), pick)
            candidates = [moved, place] if all(meets(moved, c) for c in inside if not is_simplex(c)) else [place]
            for candidate in candidates:
                values = _values(left, right, candidate)
                if values is None:
                    continue
                a, b = values
                if not a.overlaps(b):
                    return None
                agreed += all(v.rad() < AGREEING * (1 + abs(v)) for v in values)
                break
    return agreed


def _values(left: Term, right: Term, place: Point) -> tuple[Any, Any] | None:
    memo: dict[Term, Any] = {}
    try:
        a, b = enclose(left, place, memo), enclose(right, place, memo)
    except (Undefined, Unbound):
        return None
    return (a, b) if a.is_finite() and b.is_finite() else None


def _moved(place: Point, whole: frozenset[Term], pick: random.Random) -> Point:
    """A pseudo-random point near another; dimensions and indices stay."""

    def near(value: Fraction) -> Fraction:
        return value * (1 + Fraction(pick.randint(-99, 99), 1009)) + Fraction(pick.randint(-99, 99), 10007)

    values = {k: v if k.head == "ix" or k in whole else near(v) for k, v in place.items() if k.head != "at"}
    return Point(values, place.shift, {n: [near(v) for v in pool] for n, pool in place.pools.items()}, place.simplices)

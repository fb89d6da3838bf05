"""What the normal form is made of: its generators, and the questions that it asks when it cannot go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from symact.terms.core import Term

__all__ = ["Generator", "Incomplete", "Key", "NeedCoincidence", "NeedSign", "Poly", "Quotient", "Restart", "Vacuous", "Varies"]

Poly = Any  # flint.fmpq_mpoly
Key = tuple[Any, ...]


class Incomplete(Exception):
    """The term is outside the class that the normal form knows."""


class Vacuous(Exception):
    """A part of the term has no real value under the signs that are assumed."""


class Varies(Incomplete):
    """The sign of a term in a sum, which its index may change; the quotient is positive where the condition holds."""

    def __init__(self, q: Quotient) -> None:
        super().__init__("a condition that may hold for some indices of a sum and not for others")
        self.q = q


class NeedSign(Exception):
    """The sign of an irreducible polynomial decides how to go on."""

    def __init__(self, key: Key, term: Term) -> None:
        super().__init__(repr(term))
        self.key, self.term = key, term


class NeedCoincidence(Exception):
    """Whether two free indices are the same decides how to go on."""

    def __init__(self, i: Term, j: Term) -> None:
        super().__init__(f"{i!r} = {j!r}")
        self.i, self.j = i, j


class Restart(Exception):
    """A generator turned out to be too coarse or there are too few: begin again with what was learned."""


class Quotient(NamedTuple):
    num: Poly
    den: Poly


@dataclass
class Generator:
    """``kind``: sym, exp, log, root, abs, tan, fn, sum, ...; ``payload`` is what its rules need.

    ``sign`` is 1 where it is never negative, ``strict`` where it is never 0 either; ``bound`` are the bound indices in it.
    """

    key: Key
    kind: str
    build: Callable[[], Term]
    payload: Any = None
    denominator: int | Fraction = 1
    sign: int = 0
    strict: bool = False
    relation: tuple[int, Poly] | None = None
    bound: frozenset[str] = frozenset()
    number: int = -1

    @cached_property
    def term(self) -> Term:
        return self.build()

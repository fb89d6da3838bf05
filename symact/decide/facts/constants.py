"""Terms without free names: enclosures, normal forms, and what is said where nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from flint import arb, fmpq

from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import Term, add, free, mul, transform

__all__ = ["BITS", "Unknown", "as_arb", "closed_ball", "constant_form", "remembered", "without_abs"]

BITS = 192


class Unknown(Exception):
    """Neither proof nor disproof: the sign of a constant, the value of a function at a constant."""

    def __init__(self, why: str, term: Term | None = None) -> None:
        super().__init__(why)
        self.term = term


P = ParamSpec("P")
R = TypeVar("R")


def remembered(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function of what can be hashed that is computed once, also where it raises Unknown."""

    def around(f: Callable[P, R]) -> Callable[P, R]:
        def tried(*args: P.args, **kwargs: P.kwargs) -> R | Unknown:
            try:
                return f(*args, **kwargs)
            except Unknown as gap:
                return gap

        known: Any = lru_cache(maxsize=size)(tried)

        @wraps(f)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            out: R | Unknown = known(*args, **kwargs)
            if isinstance(out, Unknown):
                raise out.with_traceback(None)
            return out

        return call

    return around


def closed_ball(t: Term, bits: int = BITS) -> Any:
    """A ball around a term without free names; raises Unknown where it has no value."""
    with precision(bits):
        try:
            return enclose(t, {})
        except (Undefined, Unbound) as gap:
            raise Unknown(str(gap), t) from None


@lru_cache(maxsize=4096)
def constant_form(t: Term) -> Term | None:
    """The normal form of a term without free names, signs being taken from enclosures; None where there is none."""
    normaliser = Normaliser()
    for _ in range(12):
        try:
            return normaliser.term(normaliser.quotient(t))
        except NeedSign as need:
            try:
                value = closed_ball(need.term)
            except Unknown:
                return None
            if not (value > 0 or value < 0):
                return None
            normaliser.signs[need.key] = 1 if value > 0 else -1
        except (Incomplete, Vacuous, NeedCoincidence):
            return None
    return None


def without_abs(t: Term) -> Term:
    """A constant without absolute values: each is resolved by the sign of what it encloses."""

    def resolve(s: Term) -> Term | None:
        if s.head != "abs" or free(s):
            return None
        value = closed_ball(s.args[0])
        return s.args[0] if value > 0 else add(*(mul(-1, a) for a in _terms(s.args[0]))) if value < 0 else None

    return transform(t, resolve)


def _terms(t: Term) -> tuple[Term, ...]:
    return t.args if t.head == "add" else (t,)


def as_arb(q: Fraction | int) -> Any:
    f = Fraction(q)
    return arb(fmpq(f.numerator, f.denominator))

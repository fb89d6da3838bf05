"""The function that facts are about, and how numbers and sets are stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from symact.decide.facts import LINE, Interval, Layout, Real, Smoothness, Unknown, derived, period, smoothness
from symact.decide.facts.exact import WAVES
from symact.decide.facts.profile import on_one_period
from symact.derive.chain import closing
from symact.derive.rules import shown, taken
from symact.obligations import Holds, Obligation, Tends
from symact.obligations import Interval as Stated
from symact.study.constants import nicest
from symact.terms.ball import Unbound, Undefined, enclose, holds
from symact.terms.calculus import diff
from symact.terms.core import ZERO, Term, free, heads, num, substitute, transform

__all__ = [
    "Found", "Subject", "beside", "inline", "inner", "interval_latex", "number_of", "real_latex", "set_latex", "settled",
    "stated_of",
]  # fmt: skip

DIGITS = 10  # of a value that has no closed form


@dataclass(frozen=True)
class Found:
    """What a finder answers: a statement in LaTeX, what makes it true, and the value that it speaks of in words (Markdown)."""

    statement: str
    obligations: tuple[Obligation, ...]
    value: str = ""


@dataclass(frozen=True, eq=False)
class Subject:
    """The function that facts are about: a term in one variable, with what is assumed of parameters that are left in it.

    ``head`` is how it is written before its argument.
    """

    term: Term
    x: Term
    given: tuple[Term, ...]
    head: str

    def at(self, place: str) -> str:
        return f"{self.head}({place})"

    def slope_at(self, place: str, order: int = 1) -> str:
        return f"{self.head}{order * chr(39)}({place})"

    @cached_property
    def layout(self) -> Layout:
        return on_one_period(self.term, self.x, LINE)

    @cached_property
    def slopes(self) -> Layout:
        return derived(self.layout)

    @cached_property
    def smoothness(self) -> Smoothness:
        return smoothness(self.term, self.x)

    @cached_property
    def period(self) -> Term | None:
        return period(self.term, self.x)

    @cached_property
    def slope(self) -> Term:
        """The derivative in its simplest writing."""
        slope = diff(self.term, self.x)
        last = closing(slope, self.given)
        return taken(last[-1].term if last else slope)

    @cached_property
    def slope_period(self) -> Term | None:
        """A period of the derivative; only waves have one."""
        return period(self.slope, self.x) if heads(self.term) & WAVES else None

    @property
    def has_value_at_zero(self) -> bool:
        """Whether the function is defined at 0, as far as a value there tells."""
        here = substitute(self.term, {self.x: ZERO})
        try:
            return bool(free(here)) or enclose(here, {}).is_finite() or any(b.place.rational == 0 and b.value for b in self.layout.breaks)
        except (Undefined, Unbound):
            return False

    def reaches(self, side: int) -> bool:
        """Whether it is defined towards an end of the line, as far as its pieces are known."""
        if self.has_parameters or self.period is not None:
            return True
        try:
            piece = self.layout.pieces[-1 if side > 0 else 0]
        except Unknown:
            return True
        return bool((piece.high if side > 0 else piece.low).infinite)

    @property
    def has_parameters(self) -> bool:
        return bool(free(self.term) - {self.x})

    def holds(self, property: Any, **more: Any) -> Holds:
        return Holds(property, self.term, self.x, assumptions=self.given, **more)

    def tends(self, t: Term, point: Term, value: Term) -> Tends:
        return Tends(t, self.x, point, value, "", self.given)


def settled(t: Term) -> Term:
    """Cases whose conditions speak of numbers only, by the one that holds."""
    return transform(t, _settled)


def _settled(t: Term) -> Term | None:
    if t.head != "cases" or any(free(c) for c in t.args[:-1:2]):
        return None
    args: tuple[Term, ...] = t.args
    pairs = zip(args[:-1:2], args[1::2], strict=False)
    return next((value for c, value in pairs if holds(c, {})), args[-1])


# ---- numbers and sets as they are stated


def inline(latex: str) -> str:
    """Mathematics within words."""
    return f"${latex}$"


def number_of(x: Real) -> tuple[Term, bool]:
    """A real number as a term, and whether it is a decimal that is right to its digits only."""
    if x.exact is not None:
        return nicest(x.term), False
    return num(decimal_of(x)), True


def decimal_of(x: Real) -> Fraction:
    """The number rounded to DIGITS significant digits."""
    middle = x.ball(160).mid().fmpq()
    value = Fraction(int(middle.p), int(middle.q))
    exponent = len(str(abs(int(value)))) if abs(value) >= 1 else -len(str(int(1 / abs(value)))) + 1 if value else 0
    return round(value, DIGITS - exponent)


def real_latex(x: Real) -> str:
    """The number in closed form, or its first digits and dots."""
    if x.exact is None:
        return _digits(x) + r"\ldots"
    return ("-" if x.infinite < 0 else "") + r"\infty" if x.infinite else shown(nicest(x.term))


def _digits(x: Real) -> str:
    from symact.decide.facts.reals import digits_of

    return digits_of(x, DIGITS)


def stated_of(parts: Iterable[Interval]) -> tuple[tuple[Stated, ...], bool]:
    """A set as an obligation states it, and whether its ends are decimals."""
    out, about = [], False
    for p in parts:
        (low, a), (high, b) = number_of(p.lower), number_of(p.upper)
        about = about or a or b
        out.append(Stated(low, high, p.lower_closed, p.upper_closed))
    return tuple(out), about


def set_latex(parts: tuple[Interval, ...]) -> str:
    points = [real_latex(p.lower) for p in parts if p.is_point]
    rest = [interval_latex(p) for p in parts if not p.is_point]
    if points:
        rest.append(rf"\{{{', '.join(points)}\}}")
    if not rest:
        return r"\emptyset"
    return r"\mathbb{R}" if rest == [r"(-\infty, \infty)"] else r" \cup ".join(rest)


def interval_latex(p: Interval) -> str:
    return f"{'[' if p.lower_closed else '('}{real_latex(p.lower)}, {real_latex(p.upper)}{']' if p.upper_closed else ')'}"


def beside(x: Real, side: int) -> Fraction:
    """A decimal with DIGITS places that is certainly above (side 1) or below the number."""
    ball = x.ball(160)
    end = (ball.upper() if side > 0 else ball.lower()).mid().fmpq()
    scaled = Fraction(int(end.p), int(end.q)) * 10**DIGITS
    return Fraction(ceil(scaled) if side > 0 else floor(scaled), 10**DIGITS)




def inner(x: Real, side: int) -> Term:
    """The number, or a decimal just above (side 1) or below it."""
    return nicest(x.term) if x.exact is not None else num(beside(x, side))

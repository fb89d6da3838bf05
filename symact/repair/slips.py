"""The known kinds of slip, named after the correction: which rule of the calculus was forgotten, or what the edit changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from symact.decide.points import points
from symact.obligations import Equation
from symact.repair.pieces import agree, worth
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import Term, add, mul, num, walk

__all__ = ["SLIPS", "slip_of"]

PLACES = 4
LARGE = 80  # nodes of a primitive beyond which no rule is looked for

# What the edit changed, where no rule explains it.
SLIPS = {
    "sign": "a sign is wrong",
    "exponent": "an exponent is wrong",
    "constant": "a constant is wrong",
    "function": "another function belongs here",
    "factor": "a factor is missing",
    "factor too many": "there is a factor too many",
    "term": "a term is missing",
    "term too many": "there is a term too many",
    "index": "an index is wrong",
    "condition": "a condition is turned around",
    "complement": "the complement belongs here",
}
INNER = "the derivative of the inner function is missing"
QUOTIENT = "of the quotient rule only the first term is there"
QUOTIENT_SIGN = "the terms of the quotient rule are added, not subtracted"
PRODUCT = "of the product rule only one term is there"
PRODUCTS = "the derivative of a product is not the product of the derivatives"
SQUARE = "the square of a sum is not the sum of the squares"
SUM = "a power of a sum is not the sum of the powers"
RECIPROCAL = "this is the derivative of what stands below the line, not of its reciprocal"


def slip_of(equation: Equation, slip: str) -> str:
    """A phrase that names the slip: a rule that turns the true side into the stated one, else what was edited."""
    found = points((equation.left, equation.right), equation.assumptions, PLACES)
    places: list[tuple[dict[Term, object], dict[Term, object]]] = [(p, {}) for p in found]

    stated = worth(equation.right, places)
    for wrong, phrase in _wrong_sides(equation):
        if agree(worth(wrong, places), stated):
            return phrase
    return SLIPS.get(slip, "")


def _wrong_sides(equation: Equation) -> Iterator[tuple[Term, str]]:
    """What would stand on the right if a rule had been forgotten."""
    primitive, by = equation.primitive, equation.by
    if primitive is not None and by is not None and sum(1 for _ in walk(primitive)) <= LARGE:
        with suppress(NotDifferentiable):
            yield from _wrong_derivatives(primitive, by, equation.left)
    for part in dict.fromkeys(walk(equation.left)):
        if part.head == "pow" and part.args[0].head == "add":
            powers = add(*(a ** part.args[1] for a in part.args[0].args))
            yield equation.left - part + powers, SQUARE if part.args[1] == num(2) else SUM


def _wrong_derivatives(f: Term, x: Term, truth: Term) -> Iterator[tuple[Term, str]]:
    above = mul(*(g for g in f.args if not _below(g))) if f.head == "mul" else num(1) if _below(f) else f
    below = mul(*(1 / g for g in (f.args if f.head == "mul" else (f,)) if _below(g)))
    if below != num(1) and above != num(1):
        yield diff(above, x) / below, QUOTIENT
        yield (diff(above, x) * below + above * diff(below, x)) / below**2, QUOTIENT_SIGN
    elif below != num(1):
        yield diff(below, x), RECIPROCAL
    elif f.head == "mul":
        factors = [g for g in f.args if not g.is_num]
        constant = mul(*(g for g in f.args if g.is_num))
        if len(factors) == 2:
            u, v = factors
            yield constant * diff(u, x) * v, PRODUCT
            yield constant * u * diff(v, x), PRODUCT
            yield constant * diff(u, x) * diff(v, x), PRODUCTS
    for g in dict.fromkeys(a for part in walk(f) if part.head not in ("add", "mul") for a in part.args if isinstance(a, Term)):
        inner = diff(g, x)
        if inner not in (num(0), num(1)):
            yield truth / inner, INNER


def _below(t: Term) -> bool:
    return t.head == "pow" and t.args[1].is_num and t.args[1].value < 0

"""Integrals that have a closed form here: of constants, exponentials of linear and of quadratic polynomials.

``closed_form`` answers only where the form holds for all values of the other names that are allowed: the coefficient of the
square must be a negative number, or minus a square times a positive number.
"""

from __future__ import annotations

from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import PI, ZERO, Term, add, exp, fn, free, mul, neg, num, power, sqrt, substitute
from symact.terms.functions import FUNCTIONS

__all__ = ["closed_form"]


def closed_form(t: Term) -> Term | None:
    """The value of an ``integral`` as a term without it, or None."""
    v, lower, upper, body = t.args
    if v not in free(body) and not _infinite(lower) and not _infinite(upper):
        return mul(body, add(upper, neg(lower)))
    parts = body.args if body.head == "add" else (body,)
    values = [_gaussian(v, lower, upper, p) for p in parts]
    return add(*(x for x in values if x is not None)) if all(x is not None for x in values) else None


def _infinite(t: Term) -> int:
    """1 for infinity, -1 for minus infinity, else 0."""
    if t.head == "const" and t.name == "oo":
        return 1
    return -1 if t.head == "mul" and t.args[0] == num(-1) and _infinite(t.args[-1]) == 1 else 0


def _gaussian(v: Term, lower: Term, upper: Term, body: Term) -> Term | None:
    """The integral of K exp(a v^2 + b v + c) with a < 0."""
    factors: list[Term] = []
    for f in body.args if body.head == "mul" else (body,):
        if f.head in FUNCTIONS and f.head != "exp" and FUNCTIONS[f.head].definition is not None and v in free(f):
            f = FUNCTIONS[f.head].definition(*f.args)  # type: ignore[misc]
        factors += f.args if f.head == "mul" else (f,)
    inside = [f for f in factors if v in free(f)]
    outside = mul(*(f for f in factors if v not in free(f)))
    if not inside or any(f.head != "exp" for f in inside):
        return None
    exponent = add(*(f.args[0] for f in inside))
    try:
        slopes = [diff(exponent, v, k) for k in (1, 2)]
    except NotDifferentiable:
        return None
    if v in free(slopes[1]):
        return None
    a = slopes[1] / 2
    at_zero = {v: ZERO}
    b, c = substitute(slopes[0], at_zero), substitute(exponent, at_zero)
    if a == ZERO:
        return _exponential(v, lower, upper, outside, b, c)
    root = _root_of_minus(a)
    if root is None:
        return None
    scale = mul(outside, exp(add(c, neg(mul(b, b) / (4 * a)))), sqrt(PI), power(2 * root, -1))
    shift = b / (2 * a)

    def end(x: Term) -> Term:
        side = _infinite(x)
        return num(side) if side else fn("erf", mul(root, add(x, shift)))

    return mul(scale, add(end(upper), neg(end(lower))))


def _exponential(v: Term, lower: Term, upper: Term, outside: Term, b: Term, c: Term) -> Term | None:
    """The integral of K exp(b v + c) with a number b that makes the infinite ends vanish."""
    if not b.is_num or b == ZERO:
        return None

    def end(x: Term) -> Term | None:
        side = _infinite(x)
        if side:
            return ZERO if side * b.value < 0 else None
        return exp(add(mul(b, x), c))

    high, low = end(upper), end(lower)
    return None if high is None or low is None else mul(outside, add(high, neg(low)), power(b, -1))


def _root_of_minus(a: Term) -> Term | None:
    """A positive square root of -a, where it is plain that -a is positive."""
    if a.is_num:
        return sqrt(num(-a.value)) if a.value < 0 else None
    if a.head == "mul" and a.args[0].is_num and a.args[0].value < 0:
        squares = [f for f in a.args[1:] if f.head == "pow" and f.args[1].is_num and f.args[1].value % 2 == 0]
        if len(squares) == len(a.args) - 1:
            halves = [fn("abs", power(f.args[0], f.args[1].value / 2)) for f in squares]
            return mul(sqrt(num(-a.args[0].value)), *halves)
    return None

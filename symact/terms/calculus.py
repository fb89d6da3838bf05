"""Derivatives of terms, by variables, by entries of vectors and by parameters.

A bound index is renamed apart before it could meet the index of the variable: differentiating ``sum_j exp(x_j)`` by ``x_j``
gives ``exp(x_j)``, not a sum.
"""

from __future__ import annotations

from fractions import Fraction

from symact.budget import tick
from symact.terms.core import (
    ONE,
    ZERO,
    Term,
    add,
    all_of,
    any_of,
    cases,
    delta,
    free,
    fresh,
    log,
    mul,
    not_,
    power,
    rel,
    sub,
    substitute,
)  # fmt: skip
from symact.terms.functions import FUNCTIONS

__all__ = ["NotDifferentiable", "diff", "interior"]


class NotDifferentiable(Exception):
    """The term has no derivative that a formula could state (a maximum over an index, an unknown limit)."""


def diff(t: Term, variable: Term, order: int = 1) -> Term:
    """The derivative of ``t`` by ``variable`` (a sym, or an entry ``x_j``), ``order`` times.

    Where a kink leaves no derivative, the result has no value (``cases`` without a match).
    Raises NotDifferentiable, and OutOfTime where a limit of time is set.
    """
    for _ in range(order):
        t = _diff(t, variable, {})
    return t


def _depends(t: Term, v: Term) -> bool:
    """Whether ``t`` may depend on the variable: on the symbol, or on an entry of the same vector."""
    base = v.args[0] if v.head == "at" else v
    return base in free(t)


def _diff(t: Term, v: Term, memo: dict[Term, Term]) -> Term:
    if t == v:
        return ONE
    if not _depends(t, v):
        return ZERO
    known = memo.get(t)
    if known is None:
        tick()
        known = memo[t] = _rule(t, v, memo)
    return known


def _rule(t: Term, v: Term, memo: dict[Term, Term]) -> Term:
    match t.head:
        case "at":
            if v.head != "at" or len(v.args) != len(t.args):
                raise NotDifferentiable(f"{t.name} has entries and is differentiated as a whole")
            return mul(*(delta(i, j) for i, j in zip(t.args[1:], v.args[1:], strict=True)))
        case "add":
            return add(*(_diff(a, v, memo) for a in t.args))
        case "mul":
            parts = []
            for k, a in enumerate(t.args):
                d = _diff(a, v, memo)
                if d != ZERO:
                    parts.append(mul(*t.args[:k], d, *t.args[k + 1 :]))
            return add(*parts)
        case "pow":
            return _power_rule(t, v, memo)
        case "max" | "min":
            return _extremum_rule(t, v, memo)
        case "cases":
            return _cases_rule(t, v, memo)
        case "app":
            name, orders, *args = t.args
            out = []
            for k, a in enumerate(args):
                slope = _diff(a, v, memo)
                if slope != ZERO:
                    raised = tuple(n + (m == k) for m, n in enumerate(orders))
                    out.append(mul(Term("app", (name, raised, *args)), slope))
            return add(*out)
        case "sum" | "prod" | "integral":
            return _binder_rule(t, v)
        case head if head in FUNCTIONS:
            function = FUNCTIONS[head]
            if function.derivative is None:
                if function.definition is None:
                    raise NotDifferentiable(f"the derivative of {head} is not known")
                return _diff(function.definition(*t.args), v, memo)
            partials = function.derivative(*t.args)
            return add(*(mul(p, _diff(a, v, memo)) for p, a in zip(partials, t.args, strict=True)))
    raise NotDifferentiable(f"{t.head} has no rule of differentiation")


def _power_rule(t: Term, v: Term, memo: dict[Term, Term]) -> Term:
    base, exponent = t.args
    if not _depends(exponent, v):
        lower = sub(exponent, 1) if not exponent.is_num else Fraction(exponent.value - 1)
        return mul(exponent, power(base, lower), _diff(base, v, memo))
    grow = mul(t, log(base), _diff(exponent, v, memo))
    if not _depends(base, v):
        return grow
    return add(grow, mul(exponent, power(base, sub(exponent, 1)), _diff(base, v, memo)))


def _extremum_rule(t: Term, v: Term, memo: dict[Term, Term]) -> Term:
    """Where one argument beats all others, its derivative; at a tie no value."""
    branches: list[Term] = []
    for k, a in enumerate(t.args):
        others = (b for m, b in enumerate(t.args) if m != k)
        wins = all_of(*(b.lt(a) if t.head == "max" else a.lt(b) for b in others))
        branches += [wins, _diff(a, v, memo)]
    return cases(*branches)


def _cases_rule(t: Term, v: Term, memo: dict[Term, Term]) -> Term:
    branches: list[Term] = []
    before: list[Term] = []
    args = list(t.args)
    pairs = [(args[k], args[k + 1]) for k in range(0, len(args) - 1, 2)]
    if len(args) % 2:
        pairs.append((Term("true", ()), args[-1]))
    for condition, value in pairs:
        inside = all_of(*(interior(not_(c), v) for c in before), interior(condition, v))
        branches += [inside, _diff(value, v, memo)]
        before.append(condition)
    return cases(*branches)


def interior(c: Term, v: Term) -> Term:
    """The inside of a condition as far as it depends on ``v``: ``<=`` becomes ``<``, an equation nothing."""
    match c.head:
        case "and":
            return all_of(*(interior(a, v) for a in c.args))
        case "or":
            return any_of(*(interior(a, v) for a in c.args))
        case "le" if _depends(c, v):
            return rel("lt", *c.args)
        case "eq" if _depends(c, v):
            return Term("false", ())
    return c


def _binder_rule(t: Term, v: Term) -> Term:
    bound, lower, upper, body = t.args
    taken = free(v)
    if bound in taken:
        new = Term(bound.head, (fresh(bound.name, taken | free(body)),))
        body, bound = substitute(body, {bound: new}), new
    inner = _diff(body, v, {})
    if t.head == "sum":
        return ZERO if inner == ZERO else Term("sum", (bound, lower, upper, inner))
    if t.head == "prod":
        return mul(t, Term("sum", (bound, lower, upper, mul(inner, power(body, -1)))))
    edge = ZERO
    for end, side in ((upper, 1), (lower, -1)):
        slope = ZERO if end.head in ("const",) else _diff(end, v, {})
        if slope != ZERO:
            edge = add(edge, mul(side, substitute(body, {bound: end}), slope))
    return edge if inner == ZERO else add(edge, Term("integral", (bound, lower, upper, inner)))

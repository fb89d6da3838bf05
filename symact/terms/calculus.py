"""Derivatives of terms, by variables, by entries of vectors and by parameters.

A bound index is renamed apart before it could meet the index of the variable: differentiating ``sum_j exp(x_j)`` by ``x_j``
gives ``exp(x_j)``, not a sum.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

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
    heads,
    log,
    mul,
    neg,
    not_,
    parts,
    power,
    rel,
    sub,
    substitute,
)  # fmt: skip
from symact.terms.functions import FUNCTIONS
from symact.terms.ties import PIECED, may_tie

__all__ = ["NotDifferentiable", "diff", "interior", "pending"]


class NotDifferentiable(Exception):
    """The term has no derivative that a formula could state (a maximum over an index, an unknown limit)."""


def diff(t: Term, variable: Term, order: int = 1) -> Term:
    """The derivative of ``t`` by ``variable`` (a sym, or an entry ``x_j``), ``order`` times.

    Where a kink leaves no derivative, the result has no value (``cases`` without a match). Pieces may also tie on a whole
    interval, as in max(0, max(0, x)): there the derivative is the one that they share; where the rules do not tell it (a root
    of what is 0 on an interval), it is a ``slope``, of which nothing is known.
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
        case "abs" if _is_pieced(t) and may_tie(t.args[0], ZERO):
            return _extremum_rule(Term("max", (t.args[0], neg(t.args[0]))), v, memo)
        case "sign" | "step" | "floor" if _is_pieced(t):
            jump = t.args[0] if t.head != "floor" else sub(t.args[0], t)
            return cases(rel("ne", jump, ZERO), ZERO, *([pending(t, v)] if may_tie(jump, ZERO) else []))
        case "cases":
            return _cases_rule(t, v, memo)
        case "app":
            name, orders, *args = t.args
            out = []
            for k, a in enumerate(args):
                if a.head == "vec":  # an unknown function of a vector: its gradient has an entry for each index
                    if v.head == "at" and v.args[0] == a:
                        zeros = (*orders, *(0 for _ in v.args[1:]))
                        out.append(Term("app", (f"∂{name}/∂{a.name}", zeros, *args, *v.args[1:])))
                    continue
                slope = _diff(a, v, memo)
                if slope != ZERO:
                    raised = tuple(n + (m == k) for m, n in enumerate(orders))
                    out.append(mul(Term("app", (name, raised, *args)), slope))
            return add(*out)
        case "slope":
            return pending(t, v)
        case "sum" | "prod" | "integral":
            return _binder_rule(t, v)
        case head if head in FUNCTIONS:
            function = FUNCTIONS[head]
            if function.derivative is None:
                if function.definition is None:
                    raise NotDifferentiable(f"the derivative of {head} is not known")
                return _diff(function.definition(*t.args), v, memo)
            partials = function.derivative(*t.args)
            slopes = [_diff(a, v, memo) for a in t.args]
            whole = add(*(mul(p, d) for p, d in zip(partials, slopes, strict=True)))
            return _where_moving(whole, t, slopes[0], v) if head in _STEEP_AT_ENDS else whole
    named = {"maxover": "a maximum over an index", "minover": "a minimum over an index"}.get(t.head, t.head)
    raise NotDifferentiable(f"{named} has no rule of differentiation")


def _power_rule(t: Term, v: Term, memo: dict[Term, Term]) -> Term:
    base, exponent = t.args
    if not _depends(exponent, v):
        lower = sub(exponent, 1) if not exponent.is_num else Fraction(exponent.value - 1)
        slope = _diff(base, v, memo)
        whole = mul(exponent, power(base, lower), slope)
        steep = exponent.is_num and 0 < exponent.value < 1
        return _where_moving(whole, t, slope, v) if steep else whole
    grow = mul(t, log(base), _diff(exponent, v, memo))
    if not _depends(base, v):
        return grow
    return add(grow, mul(exponent, power(base, sub(exponent, 1)), _diff(base, v, memo)))


_STEEP_AT_ENDS = frozenset("asin acos acosh".split())


def _is_pieced(t: Term) -> bool:
    """Whether an argument has kinks, so that it may keep a value on an interval and change at others."""
    return any(heads(a) & PIECED for a in t.args)


def pending(t: Term, v: Term) -> Term:
    """The derivative of a term that is still to be taken, or that the rules do not tell; at a place that is put in for the
    variable it has no value."""
    return Term("slope", (repr(v), t, v))


def _where_moving(whole: Term, t: Term, slope: Term, v: Term) -> Term:
    """A derivative by the chain rule through a function that is infinitely steep at an end of its domain.

    Where the argument stays at the end on an interval, the rule gives infinity times 0.
    """
    return cases(rel("ne", slope, ZERO), whole, pending(t, v)) if _is_pieced(t) and not slope.is_num else whole


def _extremum_rule(t: Term, v: Term, memo: dict[Term, Term]) -> Term:
    """Where one argument beats the others, its derivative; at a tie the derivative that they share, else no value."""
    ties = any(may_tie(a, b) for a, b in combinations(t.args, 2)) if _is_pieced(t) or len(set(t.args)) < len(t.args) else False
    if ties and len(t.args) > 2:
        a, *rest = t.args
        return _extremum_rule(Term(t.head, (a, Term(t.head, tuple(rest)))), v, memo)
    branches: list[Term] = []
    for k, a in enumerate(t.args):
        others = (b for m, b in enumerate(t.args) if m != k)
        wins = all_of(*(b.lt(a) if t.head == "max" else a.lt(b) for b in others))
        branches += [wins, _diff(a, v, memo)]
    if ties:
        branches += [rel("eq", branches[1], branches[3]), branches[1]]
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
    compared = [c for whole, _ in pairs for c in parts(whole) if c.head in ("lt", "le", "eq", "ne")]
    edges = [rel("eq", *c.args) for c in compared if _is_pieced(c) and may_tie(*c.args)]
    if edges:
        branches += [any_of(*edges), pending(t, v)]
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

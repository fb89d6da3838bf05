"""Rewrites for evaluation in floating point: each a named equation, proved by ``decide`` in the tests, and how to find it.

The tuples are applied from the outside in until nothing changes: :data:`STABLE` to what rules of differentiation give,
:data:`FINISH` to what is printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symact.derive.tidy import tidy
from symact.emit.shapes import coefficient, sign_of
from symact.terms.core import (
    HALF,
    ONE,
    PI,
    ZERO,
    Term,
    abs_,
    add,
    cases,
    exp,
    fn,
    free,
    log,
    max_,
    mul,
    num,
    power,
    rebuild,
    rel,
    sym,
    walk,
)

__all__ = ["FINISH", "STABLE", "Rewrite", "finished", "stable"]

W = sym("w")


@dataclass(frozen=True)
class Rewrite:
    """``left = right`` for all real w in the domain; ``apply`` gives the right side where a term has the form of the left."""

    name: str
    left: Term
    right: Term
    apply: Callable[[Term], Term | None]
    domain: tuple[Term, ...] = ()


def stable(t: Term) -> Term:
    """The term with the rewrites that keep exponentials small, the outermost first: a product is seen before its factors."""
    return applied(t, STABLE)


def finished(t: Term) -> Term:
    """The term with the rewrites that name functions which libraries compute without cancellation."""
    return applied(t, FINISH)


def applied(t: Term, rewrites: tuple[Rewrite, ...]) -> Term:
    for r in rewrites:
        new = r.apply(t)
        if new is not None and new != t:
            return applied(new, rewrites)
    return map_children(t, lambda a: applied(a, rewrites))


def map_children(t: Term, f: Callable[[Term], Term]) -> Term:
    args = tuple(f(a) if isinstance(a, Term) else a for a in t.args)
    if all(a is b for a, b in zip(args, t.args, strict=True)):
        return t
    out: Term = rebuild(t, args)
    return out


def _one_plus_exp(t: Term) -> Term | None:
    """w where the term is ``1 + exp(w)``."""
    if t.head == "add" and len(t.args) == 2:
        for one, other in (t.args, t.args[::-1]):
            if one == ONE and other.head == "exp":
                w: Term = other.args[0]
                return w
    return None


def _softplus(w: Term) -> Term:
    return max_(0, w) + log(1 + exp(-abs_(w)))


def _log_one_plus_exp(t: Term) -> Term | None:
    w = _one_plus_exp(t.args[0]) if t.head == "log" else None
    return None if w is None or (w.head == "mul" and w.args[-1].head == "abs") else _softplus(w)


def _logistic(w: Term, m: int, n: int, rest: Term = ONE, c: Term = ONE, d: Term = ONE) -> Term:
    """``rest * exp(w)^m / (c + d exp(w))^n`` for 0 <= m <= n by exp(-|w|)."""
    q = exp(-abs_(w))
    left, right = mul(rest, power(q, m), power(c + mul(d, q), -n)), mul(rest, power(q, n - m), power(mul(c, q) + d, -n))
    return left if left == right else cases(w.ge(0), right, left)


def _logistic_product(t: Term) -> Term | None:
    """A product with a power of c + d exp(w) below, and perhaps exp(w) above."""
    factors = list(t.args) if t.head == "mul" else [t]
    for k, f in enumerate(factors):
        if f.head != "pow" or not f.args[1].is_num or f.args[1].value >= 0 or f.args[1].value.denominator != 1:
            continue
        parts = _with_exp(f.args[0])
        if parts is None:
            continue
        c, d, w = parts
        n = -int(f.args[1].value)
        rest, m = factors[:k] + factors[k + 1 :], 0
        for i, g in enumerate(rest):
            times = _exponent_over(g, w)
            if times is not None:
                m, rest = times, rest[:i] + rest[i + 1 :]
                break
        if 0 <= m <= n:
            return _logistic(w, m, n, mul(*rest), c, d)
    return None


def _with_exp(t: Term) -> tuple[Term, Term, Term] | None:
    """c, d, w where the term is ``c + d exp(w)``, c has no exponential of a variable, and w has both signs."""
    if t.head != "add":
        return None
    moving = [(a, f) for a in t.args for f in (a.args if a.head == "mul" else (a,)) if f.head == "exp" and free(f)]
    if len(moving) != 1 or sum(b.head == "exp" for b in walk(t) if free(b)) != 1:
        return None
    a, e = moving[0]
    w = e.args[0]
    rest = [f for f in a.args if f != e] if a.head == "mul" else []
    return None if sign_of(w, {}) == -1 else (add(*(b for b in t.args if b != a)), mul(*rest), w)


def _exponent_over(g: Term, w: Term) -> int | None:
    """m where ``g`` is exp(m w)."""
    if g.head != "exp":
        return None
    for m in (1, 2, 3):
        if g.args[0] == mul(m, w):
            return m
    return None


def _one_minus_logistic(t: Term) -> Term | None:
    if t.head != "add" or len(t.args) != 2 or ONE not in t.args:
        return None
    other = next(a for a in t.args if a != ONE) if t.args[0] != t.args[1] else ONE
    if other.head == "mul" and other.args[0] == num(-1) and len(other.args) == 2:
        f = other.args[1]
        if f.head == "pow" and f.args[1] == num(-1):
            w = _one_plus_exp(f.args[0])
            return None if w is None else exp(w) / (1 + exp(w))
    return None


def _tanh_by_exponentials(t: Term) -> Term | None:
    if t.head != "mul" or len(t.args) != 2:
        return None
    top, below = (t.args[1], t.args[0]) if t.args[0].head == "pow" else t.args
    if below.head != "pow" or below.args[1] != num(-1) or below.args[0].head != "add" or top.head != "add":
        return None
    plus = next((a for a in top.args if a.head == "exp"), None)
    if plus is None:
        return None
    w = plus.args[0]
    both = {exp(w), exp(-w)}
    if set(below.args[0].args) == both and set(top.args) == {exp(w), mul(-1, exp(-w))}:
        return fn("tanh", w)
    return None


def _sinh_over_cosh(t: Term) -> Term | None:
    if t.head != "mul":
        return None
    for k, f in enumerate(t.args):
        if f.head == "pow" and f.args[0].head == "cosh" and f.args[1].is_num and f.args[1].value < 0:
            w = f.args[0].args[0]
            for i, g in enumerate(t.args):
                base, n = (g.args[0], g.args[1]) if g.head == "pow" else (g, ONE)
                if base == fn("sinh", w) and n == num(-f.args[1].value):
                    rest = [h for m, h in enumerate(t.args) if m not in (i, k)]
                    return mul(*rest, power(fn("tanh", w), n))
    return None


def _half_angle(t: Term) -> Term | None:
    """(1 - exp(w))/(1 + exp(w)) as a hyperbolic tangent."""
    if t.head != "mul":
        return None
    for k, f in enumerate(t.args):
        w = _one_plus_exp(f.args[0]) if f.head == "pow" and f.args[1] == num(-1) else None
        if w is None:
            continue
        for i, g in enumerate(t.args):
            if g.head == "add" and set(g.args) in ({ONE, mul(-1, exp(w))}, {num(-1), exp(w)}):
                half = fn("tanh", mul(num("1/2"), w))
                rest = [h for m, h in enumerate(t.args) if m not in (i, k)]
                return mul(*([num(-1)] if ONE in g.args else []), *rest, half)
    return None


def _power_of_sum(t: Term) -> Term | None:
    """``rest * (1 + exp(w))^a`` where a is no whole number, by exp(-|w|)."""
    factors = list(t.args) if t.head == "mul" else [t]
    for k, f in enumerate(factors):
        w = _one_plus_exp(f.args[0]) if f.head == "pow" else None
        if w is None or (f.args[1].is_num and f.args[1].value.denominator == 1) or (w.head == "mul" and w.args[-1].head == "abs"):
            continue
        a, q, rest = f.args[1], exp(-abs_(w)), factors[:k] + factors[k + 1 :]
        return cases(w.ge(0), mul(*rest, exp(mul(a, w)), power(1 + q, a)), mul(*rest, power(1 + q, a)))
    return None


def _expm1(t: Term) -> Term | None:
    """A sum with c exp(w) - c in it."""
    if t.head != "add":
        return None
    for k, a in enumerate(t.args):
        c, e = coefficient(a)
        if e.head == "exp" and free(e) and num(-c) in t.args:
            return add(*(b for m, b in enumerate(t.args) if m != k and b != num(-c)), mul(c, fn("expm1", *e.args)))
    return None


def _log_two_less_exp(t: Term) -> Term | None:
    if t.head == "log" and t.args[0].head == "add" and len(t.args[0].args) == 2 and num(2) in t.args[0].args:
        c, e = coefficient(add(t.args[0], num(-2)))
        if c == -1 and e.head == "exp":
            return fn("log1p", -fn("expm1", *e.args))
    return None


def _log1p(t: Term) -> Term | None:
    if t.head == "log" and t.args[0].head == "add" and ONE in t.args[0].args and free(t):
        return fn("log1p", add(*(b for b in t.args[0].args if b != ONE)))
    return None


def _sech2(t: Term) -> Term | None:
    if t.head == "add" and len(t.args) == 2 and ONE in t.args:
        other = add(t, num(-1))
        if other.head == "mul" and len(other.args) == 2 and other.args[0] == num(-1):
            f = other.args[1]
            if f.head == "pow" and f.args[0].head == "tanh" and f.args[1] == num(2):
                return _sech2_of(f.args[0].args[0])
    return None


def _sech2_of(w: Term) -> Term:
    q = exp(-2 * abs_(w))
    return 4 * q / (1 + q) ** 2


def _cosh_below(t: Term) -> Term | None:
    if t.head == "pow" and t.args[0].head == "cosh" and t.args[1] == num(-2):
        return 1 - fn("tanh", t.args[0].args[0]) ** 2
    return None


def _tanh_of_softplus(t: Term) -> Term | None:
    if t.head != "tanh" or t.args[0].head != "log":
        return None
    w = _one_plus_exp(t.args[0].args[0])
    return None if w is None else _mish_gate(w)


def _mish_gate(w: Term) -> Term:
    q = exp(-abs_(w))
    return cases(w.ge(0), (1 + 2 * q) / (1 + 2 * q + 2 * q**2), q * (q + 2) / (q * (q + 2) + 2))


def _one_plus_erf(t: Term) -> Term | None:
    if t.head != "add" or len(t.args) != 2 or ONE not in t.args:
        return None
    other = add(t, num(-1))
    if other.head == "erf":
        return fn("erfc", -other.args[0])
    if other.head == "mul" and other.args[0] == num(-1) and len(other.args) == 2 and other.args[1].head == "erf":
        return fn("erfc", other.args[1].args[0])
    return None


def _log_cosh(t: Term) -> Term | None:
    return _log_cosh_of(t.args[0].args[0]) if t.head == "log" and t.args[0].head == "cosh" else None


def _log_cosh_of(w: Term) -> Term:
    near = log(1 + 2 * fn("sinh", w / 2) ** 2)
    return cases(abs_(w).lt(1), near, abs_(w) + log(1 + exp(-2 * abs_(w))) - log(2))


def _half_turn(t: Term) -> Term | None:
    """1/2 + atan(w)/pi, which is small on the left."""
    if t.head != "add" or len(t.args) != 2 or HALF not in t.args:
        return None
    share = add(t, -HALF)
    angle = next((f for f in share.args if isinstance(f, Term) and f.head == "atan"), None)
    return _half_turn_of(angle.args[0]) if angle is not None and share == angle / PI else None


def _half_turn_of(w: Term) -> Term:
    return cases(w.lt(0), -fn("atan", 1 / w) / PI, (PI / 2 + fn("atan", w)) / PI)


def _log_one_plus_product(t: Term) -> Term | None:
    """The logarithm of 1 + w where w is a product that can overflow."""
    if t.head != "log" or t.args[0].head != "add" or len(t.args[0].args) != 2 or ONE not in t.args[0].args:
        return None
    w = add(t.args[0], num(-1))
    return _log_by_quarter(w) if w.head == "mul" and sum(bool(free(f)) for f in w.args) > 1 else None


def _log_by_quarter(w: Term) -> Term:
    quarter = num("1/4")
    return cases(w.gt(num(2**1000)), log(quarter + mul(quarter, w)) + log(num(4)), fn("log1p", w))


def _log_one_plus_power(t: Term) -> Term | None:
    """The logarithm of 1 + c w^n for an even n and c > 0, whose power can overflow."""
    if t.head != "log" or t.args[0].head != "add" or len(t.args[0].args) != 2 or ONE not in t.args[0].args:
        return None
    c, w = coefficient(add(t.args[0], num(-1)))
    if c <= 0 or w.head != "pow" or not free(w.args[0]) or not w.args[1].is_num or w.args[1].value <= 0 or w.args[1].value % 2:
        return None
    return _log_by_far(num(c), *w.args)


def _log_by_far(c: Term, w: Term, n: Term) -> Term:
    beyond = mul(n, log(abs_(w))) + log(c) + log(1 + power(w, -n) / c)
    return cases(abs_(w).gt(num(2**60)), beyond, fn("log1p", c * power(w, n)))


def _log_of_both(t: Term) -> Term | None:
    """The logarithm of exp(w) + exp(-w)."""
    if t.head != "log" or t.args[0].head != "add" or len(t.args[0].args) != 2:
        return None
    one, other = t.args[0].args
    opposite = one.head == other.head == "exp" and tidy(one.args[0] + other.args[0]) == ZERO
    return _log_twice_cosh(one.args[0]) if opposite else None


def _log_twice_cosh(w: Term) -> Term:
    return abs_(w) + log(1 + exp(-2 * abs_(w)))


def _asinh(t: Term) -> Term | None:
    """log(w + sqrt(w^2 + 1))"""
    parts = t.args[0].args if t.head == "log" and t.args[0].head == "add" else ()
    return next((fn("asinh", w) for w in parts if len(parts) == 2 and add(w, power(_square(w) + 1, HALF)) == t.args[0]), None)


def _square(w: Term) -> Term:
    c, base = coefficient(w)
    if base.head == "pow" and base.args[1].is_num:
        return mul(num(c * c), power(base.args[0], 2 * base.args[1].value))
    return mul(num(c * c), power(base, 2))


def _one_minus_cos(t: Term) -> Term | None:
    """A sum with c - c cos(w) in it."""
    if t.head != "add":
        return None
    for a in t.args:
        c, e = coefficient(a)
        if e.head == "cos" and free(e) and num(-c) in t.args:
            return add(*(b for b in t.args if b not in (a, num(-c))), mul(-2 * c, fn("sin", e.args[0] / 2) ** 2))
    return None


P, A, C, D = 1 + exp(W), sym("a"), sym("c"), sym("d")
STABLE: tuple[Rewrite, ...] = (
    Rewrite("tanh of softplus", fn("tanh", log(P)), _mish_gate(W), _tanh_of_softplus),
    Rewrite("softplus by exp(-|w|)", log(P), _softplus(W), _log_one_plus_exp),
    Rewrite("1 - logistic", 1 - 1 / P, exp(W) / P, _one_minus_logistic),
    Rewrite("half an angle", (1 - exp(W)) / P, -fn("tanh", W / 2), _half_angle),
    Rewrite("logistic by exp(-|w|)", 1 / P, _logistic(W, 0, 1), _logistic_product),
    Rewrite("logistic slope by exp(-|w|)", exp(W) / P**2, _logistic(W, 1, 2), _logistic_product),
    Rewrite("logistic square by exp(-|w|)", exp(2 * W) / P**2, _logistic(W, 2, 2), _logistic_product),
    Rewrite(
        "quotient by exp(-|w|)", 1 / (C + D * exp(W)), _logistic(W, 0, 1, ONE, C, D), _logistic_product,
        (rel("ne", C + D * exp(W), 0),),
    ),
    Rewrite("half a turn", HALF + fn("atan", W) / PI, _half_turn_of(W), _half_turn),
    Rewrite("log(1 + a w) without overflow", log(1 + A * W), _log_by_quarter(A * W), _log_one_plus_product, ((A * W).gt(-1),)),
    Rewrite("log(1 + c w^n) without overflow", log(1 + 3 * W**2), _log_by_far(num(3), W, num(2)), _log_one_plus_power),
    Rewrite("log(exp(w) + exp(-w))", log(exp(W) + exp(-W)), _log_twice_cosh(W), _log_of_both),
    Rewrite("asinh", log(W + power(W**2 + 1, HALF)), fn("asinh", W), _asinh),
    Rewrite("1 - cos(w)", 1 - fn("cos", W), 2 * fn("sin", W / 2) ** 2, _one_minus_cos),
    Rewrite("power of 1 + exp(w) by exp(-|w|)", power(P, A), _power_of_sum(power(P, A)) or P, _power_of_sum),
    Rewrite("tanh", (exp(W) - exp(-W)) / (exp(W) + exp(-W)), fn("tanh", W), _tanh_by_exponentials),
    Rewrite("sinh/cosh", fn("sinh", W) / fn("cosh", W), fn("tanh", W), _sinh_over_cosh),
    Rewrite("sinh^2/cosh^2", fn("sinh", W) ** 2 / fn("cosh", W) ** 2, fn("tanh", W) ** 2, _sinh_over_cosh),
    Rewrite("1/cosh^2", fn("cosh", W) ** -2, 1 - fn("tanh", W) ** 2, _cosh_below),
    Rewrite("1 + erf(w)", 1 + fn("erf", W), fn("erfc", -W), _one_plus_erf),
    Rewrite("1 - erf(w)", 1 - fn("erf", W), fn("erfc", W), _one_plus_erf),
    Rewrite("log cosh", log(fn("cosh", W)), _log_cosh_of(W), _log_cosh),
)
FINISH: tuple[Rewrite, ...] = (
    Rewrite("1 - tanh^2 by exp(-2|w|)", 1 - fn("tanh", W) ** 2, _sech2_of(W), _sech2),
    Rewrite("expm1", exp(W) - 1, fn("expm1", W), _expm1),
    Rewrite("log(2 - exp)", log(2 - exp(W)), fn("log1p", -fn("expm1", W)), _log_two_less_exp, (exp(W).lt(2),)),
    Rewrite("log1p", log(1 + W), fn("log1p", W), _log1p, (W.gt(-1),)),
)

"""Small rewritings that a reader does without noticing.

Nothing here is trusted: what a derivation shows is decided again by ``decide``.
"""

from __future__ import annotations

from fractions import Fraction

from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous
from symact.obligations import PARAMETERS
from symact.terms.core import FALSE, ONE, ZERO, Term, add, cases, exp, free, mul, num, power, substitute, transform, walk

__all__ = ["factored", "tidy"]


def tidy(t: Term) -> Term:
    """Like factors and like summands collected, Kronecker's deltas summed out."""
    return transform(t, _tidy_node)


def _tidy_node(t: Term) -> Term | None:
    match t.head:
        case "mul":
            return _collect_factors(t)
        case "add":
            return _collect_summands(t)
        case "pow":
            base, exponent = t.args
            if base.head == "exp" and exponent.is_num and exponent.value.denominator == 1:
                return exp(mul(exponent, base.args[0]))
            if (
                base.head == "pow"
                and base.args[0].is_num
                and base.args[0].value > 0
                and base.args[1].is_num
                and exponent.is_num
            ):
                return power(base.args[0], base.args[1].value * exponent.value)
            if base.head == "mul" and exponent.is_num and exponent.value.denominator == 1:
                return _collect_factors(mul(*(power(f, exponent) for f in base.args)))
        case "sum":
            return _sum_out(t)
        case "cases" if FALSE in t.args[:-1:2]:
            return _without_false(t)
        case "max" | "min" if all(a.is_num for a in t.args):
            return num((max if t.head == "max" else min)(a.value for a in t.args))
        case "ne" if t.args[1] == ZERO and t.args[0].head == "mul":
            moving = [f for f in t.args[0].args if f.head not in ("num", "const")]
            return Term("ne", (mul(*moving), ZERO)) if moving else None
        case "abs" if t.args[0].is_num:
            return num(abs(t.args[0].value))
    return None


def _without_false(t: Term) -> Term:
    """Cases without those that never apply."""
    pairs = zip(t.args[:-1:2], t.args[1::2], strict=False)
    kept = [part for c, v in pairs if c != FALSE for part in (c, v)]
    return cases(*kept, *(t.args[-1:] if len(t.args) % 2 else ()))


def _collect_factors(t: Term) -> Term:
    if t.head != "mul":
        return t
    if ZERO in t.args:
        return ZERO
    coefficient = Fraction(1)
    powers: dict[Term, Term] = {}
    exponent: Term | None = None
    order: list[Term] = []
    for f in t.args:
        if f.is_num:
            coefficient *= f.value
            continue
        base, n = (f.args if f.head == "pow" else (f, ONE))
        if base.head == "exp" and n.is_num:
            part = base.args[0] if n == ONE else mul(n, base.args[0])
            if exponent is None:
                order.append(base)
                exponent = part
            else:
                exponent = add(exponent, part)
            continue
        if base not in powers:
            order.append(base)
        powers[base] = _collect_summands(add(powers.get(base, ZERO), n))
    out = [
        exp(tidy(exponent)) if base.head == "exp" and exponent is not None and base not in powers else power(base, powers[base])
        for base in order
    ]
    return mul(coefficient, *sorted((f for f in out if f != ONE and not (f.head == "pow" and f.args[1] == ZERO)), key=_rank))


def _rank(f: Term) -> int:
    """The place of a factor: parameters, variables, deltas, entries, functions, sums, what stands below, derivatives to be taken."""
    base, exponent = f.args if f.head == "pow" else (f, ONE)
    if exponent.is_num and exponent.value < 0:
        return 7
    if any(a.head == "slope" for a in walk(base)):
        return 8
    if base.head == "sym":
        return 1 if base.name in PARAMETERS else 2
    return {"const": 0, "delta": 3, "at": 4, "add": 6}.get(base.head, 5)


def _collect_summands(t: Term) -> Term:
    if t.head != "add":
        return t
    parts: dict[Term, Fraction] = {}
    for a in t.args:
        c, rest = _coefficient(a)
        parts[rest] = parts.get(rest, Fraction(0)) + c
    return add(*(mul(c, rest) for rest, c in parts.items() if c))


def _coefficient(a: Term) -> tuple[Fraction, Term]:
    if a.is_num:
        return a.value, ONE
    if a.head == "mul" and a.args[0].is_num:
        return a.args[0].value, mul(*a.args[1:])
    return Fraction(1), a


def _sum_out(t: Term) -> Term | None:
    """``sum_k a_k delta_kj`` is ``a_j`` for an index j of the range, and what does not depend on k comes before the sum."""
    ix, lower, upper, body = t.args
    factors = list(body.args) if body.head == "mul" else [body]
    for f in factors:
        if f.head == "delta" and ix in f.args:
            other = f.args[1] if f.args[0] == ix else f.args[0]
            rest = mul(*(g for g in factors if g is not f))
            return tidy(substitute(rest, {ix: other}))
    outside = [f for f in factors if ix not in free(f)]
    inside = [f for f in factors if ix in free(f)]
    if outside and inside:
        return _collect_factors(mul(*outside, Term("sum", (ix, lower, upper, mul(*inside)))))
    return None


def factored(t: Term) -> Term | None:
    """The normal form as a product of irreducible factors, where no sign has to be known."""
    normaliser = Normaliser()
    try:
        q = normaliser.quotient(t)
    except (Incomplete, NeedSign, NeedCoincidence, Vacuous):
        return None
    content = Fraction(1)
    parts: list[Term] = []
    for side, p in ((1, q.num), (-1, q.den)):
        c, factors = p.factor()
        content *= Fraction(int(c.p), int(c.q)) ** side
        parts += [power(normaliser.poly_term(f), side * int(m)) for f, m in factors if not f.is_constant()]
    return tidy(mul(content, *parts))

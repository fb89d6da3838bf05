"""Random terms of the class that the engine claims, rewritings that hold wherever both sides are defined, and small mutations.

Everything draws from a ``random.Random``, so that hypothesis (``st.randoms``) and a plain loop share it. ``value`` is an evaluator
of its own, in mpmath: it shares nothing with the enclosures of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

import mpmath

from symact.terms.core import (
    BINDERS,
    HALF,
    ONE,
    PI,
    TWO,
    ZERO,
    Term,
    abs_,
    add,
    all_of,
    any_of,
    at,
    cases,
    delta,
    exp,
    fn,
    free,
    index,
    log,
    max_,
    min_,
    mul,
    neg,
    not_,
    num,
    parts,
    power,
    rel,
    sqrt,
    sub,
    substitute,
    sum_,
    sym,
)  # fmt: skip

X, Y, A, B = sym("x"), sym("y"), sym("alpha"), sym("beta")
N = sym("n")
I, J, K = index("i"), index("j"), index("k")  # noqa: E741 - the indices i, j, k
NAMES = (X, X, X, Y, A)

Rule = Callable[[Term, Random], Term | None]


def constant(r: Random) -> Term:
    return num(r.choice([1, 1, 2, 2, 3, -1, -2, Fraction(1, 2), Fraction(1, 3), Fraction(-3, 2), Fraction(44715, 10**6), 5]))


def sigmoid(t: Term) -> Term:
    return 1 / (1 + exp(-t))


def positive(r: Random, depth: int, leaf: Callable[[Random], Term]) -> Term:
    """A term that is positive everywhere."""
    u = smooth(r, depth, leaf)
    return r.choice([lambda: 1 + u**2, lambda: exp(u), lambda: 1 + exp(u), lambda: 2 + fn("tanh", u), lambda: fn("cosh", u)])()


def linear(r: Random, leaf: Callable[[Random], Term]) -> Term:
    return r.choice(
        [lambda: leaf(r), lambda: constant(r) * leaf(r), lambda: leaf(r) + constant(r), lambda: leaf(r) * leaf(r)]
    )()


def plain_leaf(r: Random) -> Term:
    return r.choice(NAMES)


def entry_leaf(r: Random) -> Term:
    return r.choice([at("x", J), at("x", J), at("y", J), A, at("x", I)])


def smooth(r: Random, depth: int, leaf: Callable[[Random], Term] = plain_leaf) -> Term:
    """Sums, products and quotients of exponentials, logarithms, roots, erf, hyperbolic and trigonometric functions."""
    if depth <= 0:
        return r.choice([lambda: leaf(r), lambda: leaf(r), lambda: constant(r), lambda: linear(r, leaf)])()

    def sub_() -> Term:
        return smooth(r, depth - 1 - (r.random() < 0.3), leaf)

    return r.choice(
        [
            lambda: sub_() + sub_(), lambda: sub_() - sub_(), lambda: sub_() * sub_(), lambda: sub_() * sub_(),
            lambda: sub_() / positive(r, depth - 2, leaf), lambda: sub_() ** r.choice([2, 2, 3]),
            lambda: exp(linear(r, leaf)), lambda: exp(-(linear(r, leaf) ** 2)), lambda: sigmoid(linear(r, leaf)),
            lambda: log(positive(r, depth - 2, leaf)), lambda: sqrt(positive(r, depth - 2, leaf)),
            lambda: fn(r.choice(["tanh", "sinh", "cosh", "sech"]), linear(r, leaf)),
            lambda: fn(r.choice(["sin", "cos", "atan"]), linear(r, leaf)),
            lambda: fn(r.choice(["erf", "Phi", "phi", "asinh"]), linear(r, leaf)),
            lambda: log(leaf(r)) * sub_() if r.random() < 0.3 else sub_() + leaf(r),
            lambda: sqrt(leaf(r)) if r.random() < 0.3 else sub_() * leaf(r),
            lambda: power(leaf(r), constant(r)) if r.random() < 0.3 else sub_() + 1,
        ]
    )()  # fmt: skip


def comparison(r: Random, depth: int) -> Term:
    left, right = kinked(r, depth - 1), r.choice([ZERO, ZERO, ONE, Y])
    return rel(r.choice(["lt", "le", "gt", "ge", "lt", "le", "eq", "ne"]), left, right if right != left else ONE)


def kinked(r: Random, depth: int) -> Term:
    """Maxima, minima, absolute values, signs and cases of simple terms."""
    if depth <= 0:
        return r.choice([lambda: X, lambda: X, lambda: Y, lambda: A, lambda: constant(r), lambda: linear(r, plain_leaf)])()

    def sub_() -> Term:
        return kinked(r, depth - 1)

    return r.choice(
        [
            lambda: max_(sub_(), sub_()), lambda: min_(sub_(), sub_()), lambda: max_(ZERO, sub_()), lambda: abs_(sub_()),
            lambda: sub_() + sub_(), lambda: sub_() - sub_(), lambda: sub_() * sub_(), lambda: constant(r) * sub_(),
            lambda: cases(comparison(r, depth - 1), sub_(), sub_()), lambda: fn(r.choice(["sign", "step"]), sub_()),
            lambda: sub_() / (1 + abs_(sub_())), lambda: exp(-abs_(X)), lambda: sub_() ** 2, lambda: sqrt(sub_() ** 2),
            lambda: max_(sub_(), sub_(), sub_()) if depth < 3 else sub_(), lambda: log(1 + abs_(sub_())),
        ]
    )()  # fmt: skip


def indexed(r: Random, depth: int) -> Term:
    """Sums over an index, softmax, means, norms, deltas; with free indices i and k."""
    if depth <= 0:
        return r.choice([at("x", I), at("x", K), at("y", I), A, constant(r), X])

    def sub_() -> Term:
        return indexed(r, depth - 1)

    def body() -> Term:
        return smooth(r, min(depth - 1, 1), entry_leaf)

    total = sum_(J, 1, N, exp(at("x", J)))
    return r.choice(
        [
            lambda: sub_() + sub_(), lambda: sub_() * sub_(), lambda: sub_() - sub_(), lambda: constant(r) * sub_(),
            lambda: sum_(J, 1, N, body()), lambda: sum_(J, 1, N, body()), lambda: exp(at("x", r.choice([I, K]))) / total,
            lambda: log(total), lambda: sum_(J, 1, N, at("x", J)) / N, lambda: sum_(J, 1, N, at("x", J) ** 2), lambda: delta(I, K),
            lambda: sum_(J, 1, N, delta(J, I) * body()), lambda: sum_(J, 1, N, at("w", I, J) * at("x", J)),
            lambda: sum_(J, 1, N, cases(rel("ne", J, I), body(), ZERO)), lambda: sqrt(sum_(J, 1, N, at("x", J) ** 2)),
            lambda: sum_(J, 1, N, max_(ZERO, at("x", J))), lambda: sum_(J, 1, N, abs_(at("x", J) - at("x", I))),
            lambda: sum_(J, 1, N, at("x", J) * sum_(K, 1, N, at("w", J, K) * at("y", K))),
        ]
    )()  # fmt: skip


KINDS: dict[str, Callable[[Random, int], Term]] = {"smooth": smooth, "kinked": kinked, "indexed": indexed}


# ---- rewritings


def _expand(t: Term, r: Random) -> Term | None:
    if t.head != "mul":
        return None
    for k, a in enumerate(t.args):
        if a.head == "add":
            rest = (*t.args[:k], *t.args[k + 1 :])
            return add(*(mul(b, *rest) for b in a.args))
    return None


def _shuffled(t: Term, r: Random) -> Term | None:
    if t.head not in ("add", "mul", "max", "min"):
        return None
    args = list(t.args)
    r.shuffle(args)
    return Term(t.head, tuple(args))


def _unknown_factor(t: Term, r: Random) -> Term:
    v = positive(r, 0, plain_leaf)
    return Term("mul", (t, v, power(v, -1)))


def _plus_minus(t: Term, r: Random) -> Term:
    v = smooth(r, 1)
    return Term("add", (t, v, neg(v)))


def _one(t: Term, r: Random) -> Term | None:
    if t != ONE:
        return None
    u = linear(r, plain_leaf)
    return r.choice(
        [
            fn("cosh", u) ** 2 - fn("sinh", u) ** 2,
            fn("sin", u) ** 2 + fn("cos", u) ** 2,
            sigmoid(u) + sigmoid(-u),
            exp(u) * exp(-u),
        ]
    )


def _on(head: str, *forms: Callable[..., Term]) -> Rule:
    def rule(t: Term, r: Random) -> Term | None:
        return r.choice(forms)(*t.args) if t.head == head else None

    return rule


def _power(t: Term, r: Random) -> Term | None:
    if t.head != "pow" or not t.args[1].is_num:
        return None
    base, w = t.args[0], t.args[1].value
    if w.denominator == 1 and w > 1:
        return Term("mul", (base, power(base, w - 1)))
    if w.denominator == 1 and w < 0:
        return Term("pow", (power(base, -w), num(-1))) if w < -1 else Term("mul", (base, power(base, -2)))
    if w == HALF.value:
        return r.choice([base / sqrt(base), 1 / sqrt(1 / base), sqrt(4 * base) / 2, exp(log(base) / 2)])
    return None


def _log(t: Term, r: Random) -> Term | None:
    if t.head != "log":
        return None
    (u,) = t.args
    v = positive(r, 0, plain_leaf)
    return r.choice(
        [-log(1 / u), log(u * v) - log(v), log(u**2) / 2, 2 * log(sqrt(u)), log(3 * u) - log(3), log(u * exp(1)) - 1]
    )


def _exp(t: Term, r: Random) -> Term | None:
    if t.head != "exp":
        return None
    (u,) = t.args
    if u.head == "add" and r.random() < 0.6:
        return mul(*map(exp, u.args))
    return r.choice([1 / exp(-u), exp(u / 2) ** 2, exp(2 * u) / exp(u), sqrt(exp(2 * u)), fn("cosh", u) + fn("sinh", u)])


def _cases(t: Term, r: Random) -> Term | None:
    if t.head != "cases" or len(t.args) != 3:
        return None
    c, a, b = t.args
    forms = [cases(not_(c), b, a), cases(c, a, not_(c), b), cases(all_of(c), a, any_of(not_(c)), b, ZERO)]
    if c.head in ("lt", "le"):
        forms.append(a * cases(c, ONE, ZERO) + b * cases(c, ZERO, ONE))
    return r.choice(forms)


def _extremum(t: Term, r: Random) -> Term | None:
    if t.head not in ("max", "min") or len(t.args) < 2:
        return None
    if len(t.args) > 2:
        return Term(t.head, (Term(t.head, t.args[:2]), *t.args[2:]))
    a, b = t.args
    if t.head == "max":
        return r.choice(
            [
                (a + b + abs_(a - b)) / 2,
                -min_(-a, -b),
                a + max_(0, b - a),
                cases(a.ge(b), a, b),
                cases(a.gt(b), a, b),
                a + b - min_(a, b),
            ]
        )
    return r.choice([(a + b - abs_(a - b)) / 2, -max_(-a, -b), b + min_(0, a - b), cases(a.le(b), a, b), a + b - max_(a, b)])


def _abs(t: Term, r: Random) -> Term | None:
    if t.head != "abs":
        return None
    (u,) = t.args
    return r.choice([max_(u, -u), sqrt(u**2), u * fn("sign", u), max_(0, u) + max_(0, -u), abs_(-u), cases(u.ge(0), u, -u)])


def _sum(t: Term, r: Random) -> Term | None:
    if t.head != "sum":
        return None
    ix, lower, upper, body = t.args
    other = index(r.choice(["l", "m", "p"]))
    if other in {ix, *free(body)} or lower != ONE:
        return None
    forms = [
        lambda: sum_(other, lower, upper, substitute(body, {ix: other})),
        lambda: sum_(ix, lower, upper, cases(rel("ne", ix, I), body, ZERO)) + substitute(body, {ix: I}),
        lambda: sum_(ix, lower, upper, body * (1 - delta(ix, I))) + substitute(body, {ix: I}),
        lambda: sum_(other, lower, upper, sum_(ix, lower, upper, delta(ix, other) * body)),
    ]
    if not any(p.head in ("delta", "eq", "ne") for p in parts(body)):
        forms.append(lambda: substitute(body, {ix: ONE}) + sum_(ix, TWO, upper, body))
    if body.head == "add":
        forms.append(lambda: add(*(sum_(ix, lower, upper, a) for a in body.args)))
    if body.head == "mul":
        out = [a for a in body.args if ix not in free(a)]
        forms.append(lambda: mul(*out, sum_(ix, lower, upper, mul(*(a for a in body.args if ix in free(a))))))
    if ix == I:
        return None
    return r.choice(forms)()


def _entry(t: Term, r: Random) -> Term | None:
    if t.head != "at" or len(t.args) != 2 or t.args[1] not in (I, K):
        return None
    (name, i) = t.args
    return r.choice([sum_(index("q"), 1, N, delta(index("q"), i) * Term("at", (name, index("q")))), log(exp(t))])


def _e(u: Term) -> Term:
    return exp(u)


RULES: tuple[Rule, ...] = (
    _expand, _shuffled, _one, _power, _log, _exp, _cases, _extremum, _abs, _sum, _entry,
    _on("tanh", lambda u: (exp(u) - exp(-u)) / (exp(u) + exp(-u)), lambda u: 2 * sigmoid(2 * u) - 1, lambda u: -fn("tanh", -u),
        lambda u: fn("sinh", u) / fn("cosh", u), lambda u: 1 - 2 / (exp(2 * u) + 1)),
    _on("sinh", lambda u: (exp(u) - exp(-u)) / 2, lambda u: 2 * fn("sinh", u / 2) * fn("cosh", u / 2)),
    _on("cosh", lambda u: (exp(u) + exp(-u)) / 2, lambda u: 2 * fn("cosh", u / 2) ** 2 - 1, lambda u: sqrt(1 + fn("sinh", u) ** 2)),
    _on("sech", lambda u: 1 / fn("cosh", u), lambda u: 2 / (exp(u) + exp(-u))),
    _on("sin", lambda u: 2 * fn("sin", u / 2) * fn("cos", u / 2), lambda u: -fn("sin", -u), lambda u: fn("cos", PI / 2 - u),
        lambda u: fn("tan", u) * fn("cos", u)),
    _on("cos", lambda u: 1 - 2 * fn("sin", u / 2) ** 2, lambda u: fn("cos", -u), lambda u: fn("sin", PI / 2 + u)),
    _on("erf", lambda u: -fn("erf", -u), lambda u: 1 - fn("erfc", u), lambda u: 2 * fn("Phi", u * sqrt(2)) - 1),
    _on("Phi", lambda u: 1 - fn("Phi", -u), lambda u: (1 + fn("erf", u / sqrt(2))) / 2),
    _on("phi", lambda u: exp(-(u**2) / 2) / sqrt(2 * PI), lambda u: fn("phi", -u)),
    _on("asinh", lambda u: log(u + sqrt(1 + u**2)), lambda u: -fn("asinh", -u)),
    _on("atan", lambda u: -fn("atan", -u)),
    _on("sign", lambda u: -fn("sign", -u), lambda u: cases(u.gt(0), ONE, u.lt(0), -ONE, ZERO)),
    _on("step", lambda u: cases(u.lt(0), ZERO, ONE)),
)  # fmt: skip
ANYWHERE: tuple[Callable[[Term, Random], Term], ...] = (_unknown_factor, _plus_minus)


_NO_TERMS = frozenset({"ix", "vec", "num", "lt", "le", "eq", "ne", "and", "or", "not", "true", "false"})
_LEAVES = frozenset({"at", "delta", "app"})


def rewritten(t: Term, r: Random, times: int = 3) -> Term:
    """The term after some rewritings at random places: equal to it wherever both have a value."""
    for _ in range(times):
        places = [p for p in parts(t) if p.head not in _NO_TERMS or p == ONE]
        r.shuffle(places)
        for place in places[:8]:
            rules = [rule for rule in RULES if rule(place, r) is not None]
            if rules or r.random() < 0.15:
                new = r.choice(rules)(place, r) if rules else r.choice(ANYWHERE)(place, r)
                if new is not None and not (free(new) - free(place)) & {N, I, J, K}:
                    t = replaced(t, place, new, r)
                    break
                if new is not None and place == t:
                    t = new
                    break
    return t


def replaced(t: Term, old: Term, new: Term, r: Random) -> Term:
    """The first occurrence of ``old`` that a walk in random order meets, replaced; bound indices stay where they are."""
    done = False

    def go(s: Term) -> Term:
        nonlocal done
        if done:
            return s
        if s == old:
            done = True
            return new
        order = [len(s.args) - 1] if s.head in BINDERS else [] if s.head in _LEAVES else list(range(len(s.args)))
        r.shuffle(order)
        args = list(s.args)
        for k in order:
            if isinstance(args[k], Term):
                args[k] = go(args[k])
        return s if not done else Term(s.head, tuple(args))

    return go(t)


# ---- mutations

_SWAPS = {
    "tanh": ("sinh", "atan", "erf"), "sinh": ("cosh", "tanh"), "cosh": ("sinh", "sech"), "sech": ("cosh",), "sin": ("cos", "tan"),
    "cos": ("sin",), "erf": ("tanh", "Phi"), "Phi": ("phi", "erf"), "phi": ("Phi",), "exp": ("cosh",), "max": ("min",),
    "min": ("max",), "lt": ("le",), "le": ("lt",), "sign": ("step",), "step": ("sign",), "abs": ("sign",), "asinh": ("sinh", "atan"),
    "atan": ("tanh",), "eq": ("ne",), "ne": ("eq",),
}  # fmt: skip


def mutated(t: Term, r: Random) -> Term | None:
    """The term with one small change: a sign, a constant, an exponent, a term left out, another function, another index."""
    places = [p for p in parts(t) if p.head not in ("vec", "const")]
    r.shuffle(places)
    for p in places:
        new = _mutation(p, r)
        if new is not None and new != p:
            out = replaced(t, p, new, r)
            if out != t:
                return out
    return None


def _mutation(p: Term, r: Random) -> Term | None:
    if p.is_num:
        v = p.value
        return num(r.choice([v + 1, v - 1, -v, 2 * v]))
    if p.head in ("add", "mul") and len(p.args) > 1:
        k = r.randrange(len(p.args))
        rest = p.args[:k] + p.args[k + 1 :]
        unit = add if p.head == "add" else mul
        return r.choice([unit(*rest), unit(*rest, -p.args[k] if p.head == "add" else 2 * p.args[k])])
    if p.head == "pow" and p.args[1].is_num:
        return power(p.args[0], r.choice([p.args[1].value + 1, -p.args[1].value, 2 * p.args[1].value]))
    if p.head == "log":
        return log(p.args[0] + 1)
    if p.head in _SWAPS:
        return Term(r.choice(_SWAPS[p.head]), p.args)
    if p.head == "at" and len(p.args) == 2 and p.args[1] in (I, K):
        return Term("at", (p.args[0], K if p.args[1] == I else I))
    if p.head == "sym" and p != N:
        return r.choice([neg(p), 2 * p, p + 1, A if p == X else X])
    return None


# ---- values


class Nowhere(ArithmeticError):
    """The term has no real value at the point."""


def value(t: Term, point: Mapping[Term, Fraction]) -> mpmath.mpf:
    """The value at a point, by mpmath with its working precision. Raises Nowhere."""
    try:
        v = _value(t, point)
    except (ZeroDivisionError, ValueError, OverflowError):
        raise Nowhere from None
    if not mpmath.isfinite(v) or mpmath.im(v):
        raise Nowhere
    return mpmath.re(v)


def _whole(t: Term, point: Mapping[Term, Fraction]) -> int:
    v = _value(t, point)
    assert v == int(v)
    return int(v)


def _real(v: mpmath.mpf) -> mpmath.mpf:
    if mpmath.im(v):
        raise Nowhere
    return v


_FUNCTIONS: dict[str, Callable[[mpmath.mpf], mpmath.mpf]] = {
    "exp": mpmath.exp, "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "sinh": mpmath.sinh, "cosh": mpmath.cosh,
    "tanh": mpmath.tanh, "sech": mpmath.sech, "atan": mpmath.atan, "asinh": mpmath.asinh, "erf": mpmath.erf, "erfc": mpmath.erfc,
    "Phi": mpmath.ncdf, "phi": lambda a: mpmath.npdf(a), "abs": abs, "sign": mpmath.sign, "step": lambda a: mpmath.mpf(a >= 0),
}  # fmt: skip


def _value(t: Term, point: Mapping[Term, Fraction]) -> mpmath.mpf:
    match t.head:
        case "num":
            return mpmath.mpf(t.value.numerator) / t.value.denominator
        case "const":
            return mpmath.pi()
        case "sym" | "ix":
            v = point[t]
            return mpmath.mpf(v.numerator) / v.denominator
        case "at":
            v = point[Term("at", (t.args[0], *(num(_whole(i, point)) for i in t.args[1:])))]
            return mpmath.mpf(v.numerator) / v.denominator
        case "add":
            return mpmath.fsum(_value(a, point) for a in t.args)
        case "mul":
            return mpmath.fprod(_value(a, point) for a in t.args)
        case "pow":
            base, exponent = _value(t.args[0], point), t.args[1]
            if exponent.is_num and exponent.value < 0:
                _told(base, mpmath.mpf(1))
            if exponent.is_num and exponent.value.denominator == 1:
                return base ** int(exponent.value)
            if base < 0:
                raise Nowhere
            return base ** _value(exponent, point)
        case "log":
            v = _value(t.args[0], point)
            _told(v, mpmath.mpf(1))
            if v <= 0:
                raise Nowhere
            return mpmath.log(v)
        case "max" | "min":
            return (max if t.head == "max" else min)(_value(a, point) for a in t.args)
        case "cases":
            for k in range(0, len(t.args) - 1, 2):
                if holds(t.args[k], point):
                    return _value(t.args[k + 1], point)
            if len(t.args) % 2:
                return _value(t.args[-1], point)
            raise Nowhere
        case "delta":
            return mpmath.mpf(_whole(t.args[0], point) == _whole(t.args[1], point))
        case "sum":
            ix, lower, upper, body = t.args
            return mpmath.fsum(
                _value(body, {**point, ix: Fraction(k)}) for k in range(_whole(lower, point), _whole(upper, point) + 1)
            )
    v = _value(t.args[0], point)
    if t.head in ("sign", "step", "tan"):
        _told(mpmath.cos(v) if t.head == "tan" else v, mpmath.mpf(1))
    return _FUNCTIONS[t.head](v)


def _told(gap: mpmath.mpf, size: mpmath.mpf) -> None:
    """Raises Nowhere where it is for rounding to decide whether two numbers are equal."""
    if gap != 0 and abs(gap) < mpmath.eps ** (mpmath.mpf(1) / 2) * size:
        raise Nowhere


def holds(c: Term, point: Mapping[Term, Fraction]) -> bool:
    match c.head:
        case "true" | "false":
            return c.head == "true"
        case "and":
            return all(holds(a, point) for a in c.args)
        case "or":
            return any(holds(a, point) for a in c.args)
        case "not":
            return not holds(c.args[0], point)
    a, b = (_value(s, point) for s in c.args)
    _told(a - b, 1 + abs(a))
    return {"lt": a < b, "le": a <= b, "eq": a == b, "ne": a != b}[c.head]


def place(r: Random, special: bool = False) -> dict[Term, Fraction]:
    """A point: values for all names that the terms above use; ``special`` ones lie on the kinks and at the zeros."""

    def number() -> Fraction:
        if special:
            return Fraction(r.choice([0, 0, 1, 1, -1, 2, -2, 3, Fraction(1, 2), Fraction(-1, 2)]))
        return Fraction(r.randint(-400, 400), r.choice([97, 101, 103, 131]))

    n = 3
    out = {name: number() for name in (X, Y, A, B)}
    out |= {N: Fraction(n), I: Fraction(r.randint(1, n)), K: Fraction(r.randint(1, n))}
    for vector in ("x", "y"):
        out |= {at(vector, k): number() for k in range(1, n + 2)}
    out |= {at("w", k, m): number() for k in range(1, n + 1) for m in range(1, n + 1)}
    return out


def bound_names(t: Term) -> frozenset[Term]:
    return frozenset(p.args[0] for p in parts(t) if p.head in BINDERS)


def difference(left: Term, right: Term) -> Term:
    return sub(left, right)

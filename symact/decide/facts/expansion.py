"""A term as a germ: what every function does near infinity, with its remainder.

Towards a finite point c one goes by x = c + 1/t or x = c - 1/t, towards minus infinity by x = -t.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import factorial
from typing import Any

from flint import arb

from symact.decide.facts.constants import Unknown
from symact.decide.facts.exact import Number, number
from symact.decide.facts.germ import ONE_GERM, UNITY, ZERO_GERM, Blurred, Germ, Ray
from symact.decide.facts.scale import FLAT, Mono, Reach, T, TooNear
from symact.decide.facts.signs import NO_SIGNS, Signs
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import PI, Term, exp, fn, free, mul, num, power, sqrt, substitute, sym
from symact.terms.functions import FUNCTIONS
from symact.terms.integrals import closed_form

__all__ = ["TIME", "expansion", "sign_beyond", "towards"]

TIME = sym("t#")
ORDERS = (4, 8, 16)
STARTS = (2, 6, 10, 20, 100, 2000, 10**6, 10**13, 10**60)
MAX_WHOLE_POWER = 64


def towards(t: Term, variable: Term, point: Term, side: str) -> Term:
    """The term in the time t that runs to infinity while the variable runs to the point ("+": from above)."""
    direction = infinite(point)
    if direction:
        return substitute(t, {variable: TIME if direction > 0 else -TIME})
    step = power(TIME, -1)
    return substitute(t, {variable: point + (step if side == "+" else -step)})


def infinite(point: Term) -> int:
    """1 for infinity, -1 for minus infinity, else 0."""
    if point.head == "const" and point.name == "oo":
        return 1
    return -1 if point.head == "mul" and point.args[0] == num(-1) and infinite(point.args[-1]) == 1 else 0


def expansion(t: Term, signs: Signs = NO_SIGNS, terms: int = 1) -> Germ:
    """The germ of a term in TIME for large times, with at least ``terms`` terms unless it is exact. Raises Unknown."""
    gap: Unknown | None = None
    for order in ORDERS:
        ray = Ray(None, max(order, terms + 3), signs)
        try:
            f, _ = ray.lead(germ(ray, t))
        except Blurred as blurred:
            gap = blurred
            continue
        if f.rest is None or len(f.terms) >= terms or order == ORDERS[-1]:
            return f
    raise gap or Unknown("no expansion was found")


@lru_cache(maxsize=2048)
def sign_beyond(t: Term, variable: Term, point: Term, side: str) -> tuple[Fraction, int]:
    """(L, s): the term has the sign s at every time from L on (towards the point), all names but the variable being absent.

    Raises Unknown.
    """
    moved = towards(t, variable, point, side)
    order = 4
    for start in STARTS:
        while True:
            ray = Ray(Reach(Fraction(start)), order)
            try:
                return Fraction(start), ray.sign(germ(ray, moved))
            except TooNear:
                break
            except Blurred:
                if order >= ORDERS[-1]:
                    raise
                order *= 2
    raise Unknown("no ray was found on which the leading term outweighs the others")


def germ(ray: Ray, t: Term) -> Germ:
    known = ray.memo.get(t)
    if known is None:
        known = ray.memo[t] = _germ(ray, t)
    return known


def _germ(ray: Ray, t: Term) -> Germ:
    if t == TIME:
        return Germ(((UNITY, T),))
    if TIME not in free(t):
        if t.head in ("lt", "le", "eq", "ne"):
            raise Unknown("a condition is no value")
        return ray.constant(number(t))
    rule = _RULES.get(t.head)
    if rule is not None:
        return rule(ray, t)
    function = FUNCTIONS.get(t.head)
    if function is None:
        raise Unknown(f"{t.head} has no expansion here")
    if t.head in _BY_PARTS:
        return _BY_PARTS[t.head](ray, germ(ray, t.args[0]))
    if t.head in _DEFINED:
        return germ(ray, _DEFINED[t.head](t.args[0]))
    if function.definition is not None and t.head not in ("erfc", "acos"):
        return germ(ray, function.definition(*t.args))
    if len(t.args) != 1:
        raise Unknown(f"{t.head} has no expansion here")
    return _taylor(ray, t.head, germ(ray, t.args[0]))


def _add(ray: Ray, t: Term) -> Germ:
    parts = [germ(ray, a) for a in t.args]
    return ray.made([p for f in parts for p in f.terms], [(f.rest, f.bound) for f in parts if f.rest is not None])


def _mul(ray: Ray, t: Term) -> Germ:
    out = ONE_GERM
    for a in t.args:
        out = ray.mul(out, germ(ray, a))
    return out


def _pow(ray: Ray, t: Term) -> Germ:
    base, exponent = t.args
    if TIME in free(exponent):
        return ray.exp(ray.mul(germ(ray, exponent), ray.log(germ(ray, base))))
    f = germ(ray, base)
    w = number(exponent)
    q = w.rational
    if q is not None and q.denominator == 1:
        if abs(q) > MAX_WHOLE_POWER:
            raise Unknown("a power too large to multiply out")
        return ray.whole_power(f, int(q))
    return ray.real_power(f, w)


def _extremum(ray: Ray, t: Term) -> Germ:
    best = germ(ray, t.args[0])
    for a in t.args[1:]:
        other = germ(ray, a)
        s = ray.sign(ray.sub(other, best))
        if s * (1 if t.head == "max" else -1) > 0:
            best = other
    return best


def _cases(ray: Ray, t: Term) -> Germ:
    args = t.args
    for k in range(0, len(args) - 1, 2):
        if _holds(ray, args[k]):
            return germ(ray, args[k + 1])
    if len(args) % 2:
        return germ(ray, args[-1])
    raise Unknown("no case applies near the point")


def _holds(ray: Ray, c: Term) -> bool:
    match c.head:
        case "true" | "false":
            return c.head == "true"
        case "not":
            return not _holds(ray, c.args[0])
        case "and":
            return all(_holds(ray, a) for a in c.args)
        case "or":
            return any(_holds(ray, a) for a in c.args)
        case "lt" | "le" | "eq" | "ne":
            s = ray.sign(ray.sub(germ(ray, c.args[1]), germ(ray, c.args[0])))
            return {"lt": s > 0, "le": s >= 0, "eq": s == 0, "ne": s != 0}[c.head]
    raise Unknown(f"the condition {c!r}")


def _integral(ray: Ray, t: Term) -> Germ:
    known = closed_form(t)
    if known is None:
        raise Unknown("an integral without a closed form")
    return germ(ray, known)


def _abs(ray: Ray, f: Germ) -> Germ:
    return ray.neg(f) if ray.sign(f) < 0 else f


def _sign(ray: Ray, f: Germ) -> Germ:
    return ray.constant(Number.of(ray.sign(f)))


def _step(ray: Ray, f: Germ) -> Germ:
    return ray.constant(Number.of(int(ray.sign(f) >= 0)))


def _tanh(ray: Ray, f: Germ) -> Germ:
    """tanh u = s (1 - q)/(1 + q) with q = exp(-2|u|) and s the sign of u."""
    if not _grows(ray, f):
        return _taylor(ray, "tanh", f)
    s = ray.sign(f)
    q = ray.exp(ray.times_mono(f, Number.of(-2 * s), FLAT))
    return ray.mul(ray.constant(Number.of(s)), ray.mul(ray.sub(ONE_GERM, q), ray.inverse(ray.add(ONE_GERM, q))))


def _grows(ray: Ray, f: Germ) -> bool:
    """Whether the germ tends to plus or minus infinity."""
    if not f.terms and f.rest is None:
        return False
    f, _ = ray.lead(f)
    return bool(f.terms) and ray.compare(f.terms[0][1], FLAT) > 0


def _erf(ray: Ray, f: Germ) -> Germ:
    if not _grows(ray, f):
        return _taylor(ray, "erf", f)
    s = ray.sign(f)
    tail = _erfc_of_large(ray, f if s > 0 else ray.neg(f))
    return ray.mul(ray.constant(Number.of(s)), ray.sub(ONE_GERM, tail))


def _erfc(ray: Ray, f: Germ) -> Germ:
    if _grows(ray, f) and ray.sign(f) > 0:
        return _erfc_of_large(ray, f)
    return ray.sub(ONE_GERM, _erf(ray, f))


def _erfc_of_large(ray: Ray, v: Germ) -> Germ:
    """erfc v = exp(-v^2)/(v sqrt pi) (1 - 1/(2v^2) + 3/(2v^2)^2 - ...), the error below the first term left out (DLMF 7.12.1)."""
    square = ray.mul(v, v)
    n = ray.order
    half = ray.times_mono(ray.inverse(square), Number.of(Fraction(1, 2)), FLAT)
    total, factor = ZERO_GERM, ONE_GERM
    for k in range(n):
        total = ray.add(total, ray.times_mono(factor, Number.of((-1) ** k * _odd(k)), FLAT))
        factor = ray.mul(factor, half)
    m, bound = ray.weight(factor)
    total = ray.made(list(total.terms), [*_rest(total), (m, None if bound is None else bound * _odd(n))])
    front = ray.mul(ray.exp(ray.neg(square)), ray.inverse(v))
    return ray.times_mono(ray.mul(front, total), number(power(PI, Fraction(-1, 2))), FLAT)


def _odd(k: int) -> int:
    """(2k - 1)!! = 1 * 3 * ... * (2k - 1)."""
    return factorial(2 * k) // (int(2**k) * factorial(k))


def _atan(ray: Ray, f: Germ) -> Germ:
    if not _grows(ray, f):
        return _taylor(ray, "atan", f)
    s = ray.sign(f)
    end = ray.constant(number(mul(Fraction(s, 2), PI)))
    return ray.sub(end, _taylor(ray, "atan", ray.inverse(f)))


def _wave(name: str) -> Callable[[Ray, Germ], Germ]:
    """sin and cos: nothing but a bound where the argument grows."""

    def apply(ray: Ray, f: Germ) -> Germ:
        if _grows(ray, f):
            return Germ((), FLAT, None if ray.reach is None else arb(1))
        return _taylor(ray, name, f)

    return apply


@lru_cache(maxsize=512)
def _derivatives(name: str, count: int) -> tuple[Term, ...]:
    u = sym("u#")
    out = [fn(name, u)]
    for _ in range(count):
        try:
            out.append(diff(out[-1], u))
        except NotDifferentiable:
            break
    return tuple(out)


def _taylor(ray: Ray, name: str, f: Germ) -> Germ:
    """h(c + eps) by Taylor's formula with Lagrange's remainder, at the limit c of the argument."""
    n = min(ray.order + 1, 7)
    constant, eps = Number.of(0), f
    if (f.terms and ray.compare(f.terms[0][1], FLAT) > 0) or (f.rest is not None and ray.compare(f.rest, FLAT) >= 0):
        raise Unknown(f"{name} of what has no limit")
    if f.terms and ray.compare(f.terms[0][1], FLAT) == 0:
        constant, eps = f.terms[0][0], Germ(f.terms[1:], f.rest, f.bound)
    u = sym("u#")
    place = constant.term
    exact = not eps.terms and eps.rest is None
    formulas = _derivatives(name, 0 if exact else n)
    last = len(formulas) if exact or ray.reach is None else len(formulas) - 1  # on a ray one is needed for the remainder
    if not last:
        raise Unknown(f"the derivative of {name} is not known")
    values = [number(substitute(d, {u: place})).scaled(Fraction(1, factorial(k))) for k, d in enumerate(formulas[:last])]
    if not all(v.is_closed for v in values) and name not in _ENTIRE:
        raise Unknown(f"{name} at a parameter")

    def remainder(s: Any) -> Any:
        around = constant.ball + arb(0, s.upper())
        try:
            value = enclose(formulas[last], {u: around})
        except (Undefined, Unbound):
            raise TooNear from None
        if not value.is_finite():
            raise TooNear
        return abs(value) / factorial(last)

    if constant.is_closed and not _inside(name, constant):
        raise Unknown(f"{name} at the edge of its domain")
    return ray.series(eps, values, remainder)


_ENTIRE = frozenset(("erf", "sin", "cos", "tanh", "atan"))
_DOMAINS: dict[str, Callable[[Any], bool]] = {
    "asin": lambda c: bool(abs(c) < 1),
    "acos": lambda c: bool(abs(c) < 1),
    "lambertw": lambda c: bool(c > arb("-0.36")),
    "gamma": lambda c: bool(c > 0),
    "loggamma": lambda c: bool(c > 0),
    "digamma": lambda c: bool(c > 0),
}


def _inside(name: str, c: Number) -> bool:
    """Whether the function is analytic around the constant."""
    if name in _ENTIRE:
        return True
    domain = _DOMAINS.get(name)
    return domain is not None and domain(c.ball)


def _rest(f: Germ) -> list[tuple[Mono, Any]]:
    return [] if f.rest is None else [(f.rest, f.bound)]


_RULES: dict[str, Callable[[Ray, Term], Germ]] = {
    "add": _add, "mul": _mul, "pow": _pow, "max": _extremum, "min": _extremum, "cases": _cases, "integral": _integral,
}  # fmt: skip
_BY_PARTS: dict[str, Callable[[Ray, Germ], Germ]] = {
    "exp": Ray.exp, "log": Ray.log, "abs": _abs, "sign": _sign, "step": _step, "tanh": _tanh, "erf": _erf, "erfc": _erfc,
    "atan": _atan, "sin": _wave("sin"), "cos": _wave("cos"),
}  # fmt: skip
_DEFINED: dict[str, Callable[[Term], Term]] = {
    "sinh": lambda u: (exp(u) - exp(-u)) / 2,
    "cosh": lambda u: (exp(u) + exp(-u)) / 2,
    "coth": lambda u: power(fn("tanh", u), -1),
    "tan": lambda u: fn("sin", u) * power(fn("cos", u), -1),
    "cot": lambda u: fn("cos", u) * power(fn("sin", u), -1),
    "sec": lambda u: power(fn("cos", u), -1),
    "csc": lambda u: power(fn("sin", u), -1),
    "sech": lambda u: 2 * exp(-u) / (1 + exp(-2 * u)),
    "csch": lambda u: 2 * exp(-u) / (1 - exp(-2 * u)),
    "Phi": lambda u: fn("erfc", -u / sqrt(2)) / 2,
}

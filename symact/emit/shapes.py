"""Questions about the shape of a term that decide how it is best evaluated in floating point."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import ONE, PI, Term, exp, fn, free, mul, rel, sqrt

__all__ = [
    "closed", "closure", "coefficient", "is_edge", "is_exact", "is_fraction", "is_power_of_two", "may_be_large", "sign_of", "spelled_out",
]  # fmt: skip

BITS = 200


def closed(t: Term) -> Fraction | None:
    """The value of a term without variables, to more bits than two doubles hold."""
    if t.is_num:
        return t.value
    if free(t):
        return None
    try:
        with precision(BITS):
            middle = enclose(t, {}).mid()
            if not middle.is_finite():
                return None
            exact = middle.fmpq()
    except (Undefined, Unbound):
        return None
    return Fraction(int(exact.p), int(exact.q))


def coefficient(a: Term) -> tuple[Fraction, Term]:
    if a.is_num:
        return a.value, ONE
    if a.head == "mul" and a.args[0].is_num:
        return a.args[0].value, mul(*a.args[1:])
    return Fraction(1), a


def spelled_out(t: Term) -> Term:

    z = t.args[0]
    match t.head:
        case "Phi":
            return fn("erfc", -z / sqrt(2)) / 2
        case "phi":
            return exp(-(z**2) / 2) / sqrt(2 * PI)
        case "sech":
            return 1 / fn("cosh", z)
        case "csch":
            return 1 / fn("sinh", z)
        case "coth":
            return 1 / fn("tanh", z)
        case "sec":
            return 1 / fn("cos", z)
        case "csc":
            return 1 / fn("sin", z)
    return 1 / fn("tan", z)


def closure(c: Term) -> Term:
    if c.head == "lt":
        return rel("le", *c.args)
    if c.head in ("and", "or"):
        return Term(c.head, tuple(map(closure, c.args)))
    return c


def is_power_of_two(v: Fraction) -> bool:
    return v > 0 and v.numerator & (v.numerator - 1) == 0 and v.denominator & (v.denominator - 1) == 0


def is_exact(a: Term) -> bool:
    """Whether one double holds the term without rounding: a variable, its modulus, a power of two times one."""
    if a.head in ("sym", "num"):
        return a.head == "sym" or Fraction(float(a.value)) == a.value
    if a.head in ("abs", "floor", "sign"):
        return is_exact(a.args[0])
    if a.head == "mul":
        moving = [f for f in a.args if not f.is_num]
        return len(moving) == 1 and is_exact(moving[0]) and all(is_power_of_two(abs(f.value)) for f in a.args if f.is_num)
    return False


def is_fraction(a: Term) -> bool:
    """Whether a term is an exponential that lies between 0 and 1."""
    return a.head == "exp" and sign_of(a.args[0], {}) == -1


def is_edge(a: Term) -> bool:
    """Whether a term is made of parameters by arithmetic that rounds."""
    return a.head in ("add", "mul", "pow") and not is_exact(a) and closed(a) is None


def may_be_large(f: Term) -> bool:
    """Whether a factor grows with a variable, so that it can outweigh an exponential that is almost 0."""
    return bool(free(f)) and f.head not in ("sign", "tanh", "cases", "erf", "sin", "cos", "step", "exp", "erfcx")


def sign_of(t: Term, known: Mapping[Term, int]) -> int | None:
    """1 where the term is certainly not negative, -1 where it is certainly not positive; ``known`` are signs in force."""
    if t in known:
        return known[t]
    if t.is_num:
        return 1 if t.value >= 0 else -1
    match t.head:
        case "exp" | "abs" | "erfcx" | "erfc" | "cosh" | "const" | "Phi" | "phi":
            return 1
        case "pow":
            base, exponent = t.args
            if exponent.is_num and exponent.value.denominator == 1 and exponent.value.numerator % 2:
                return sign_of(base, known)
            return 1
        case "mul":
            signs = [sign_of(a, known) for a in t.args]
            return None if None in signs else 1 if signs.count(-1) % 2 == 0 else -1
        case "add":
            told = {sign_of(a, known) for a in t.args}
            return told.pop() if len(told) == 1 else None
        case "tanh" | "sinh" | "atan" | "erf" | "asinh" | "sign" | "expm1" | "log1p":
            return sign_of(t.args[0], known)
        case "max" if 1 in [sign_of(a, known) for a in t.args]:
            return 1
        case "min" if -1 in [sign_of(a, known) for a in t.args]:
            return -1
    return None

"""The error function and its complement, scaled and plain, in one double and in pairs."""

from __future__ import annotations

from symact.emit.kernels.pairs import (
    exp_of_pair,
    pair_abs,
    pair_add,
    pair_div,
    pair_exp,
    pair_horner,
    pair_mul,
    times_exp,
    two_prod,
)
from symact.emit.kernels.primitives import Pair, Real, absolute, copysign, horner, minimum, where
from symact.emit.kernels.tables import ERF, ERFCX, ERFCX_ABOVE, ERFCX_BELOW, PAIR_ERF, PAIR_ERFCX


def erfcx(x: Real) -> Real:
    """exp(x^2) erfc(x) for x from 0 to 28; beyond, where exp(-x^2) is 0, the value at 28."""
    u = minimum(x, 28.0)
    r = 1.0 / (u + 1.0)
    return horner((1.0714285714285714 * u - 1.0) * r, ERFCX) * r


def erfcx_rough(x: Real) -> Real:
    """The same within some 10 units in the last place, as a quotient of two short polynomials."""
    u = minimum(x, 28.0)
    t = (u - 3.0) / (u + 3.0)
    return horner(t, ERFCX_ABOVE) / (horner(t, ERFCX_BELOW) * (u + 3.0))


def erf(x: Real) -> Real:
    u = minimum(absolute(x), 7.0)
    v = minimum(u, 1.0)
    h, l = two_prod(u, u)
    return where(u < 1.0, x * horner(v * v, ERF), copysign(1.0 - exp_of_pair(-h, -l) * erfcx(u), x))


def erfc(x: Real, l: Real) -> Real:
    """erfc(x + l): a rounded argument would cost x^2 ulp in the tail."""
    u = minimum(absolute(x), 30.0)
    h, e = two_prod(u, u)
    e = e + 2.0 * u * where(u < 30.0, where(x < 0.0, -l, l), 0.0)
    tail = times_exp(erfcx(u), exp_of_pair(-h, -e), -h, -e)
    return where(u < 0.5, 1.0 - erf(x), where(x > 0.0, tail, 2.0 - tail))


def pair_erfcx(h: Real, l: Real) -> Pair:
    """exp(x^2) erfc(x) for x from 0 to 30."""
    c = minimum(h, 30.0)
    d = where(c == h, l, 0.0)
    t, u = pair_add(c, d, 4.0, 0.0)
    t, u = pair_div(1.0, 0.0, t, u)
    p, q = pair_mul(t, u, -9.066666666666666, -2.3684757858670006e-16)
    p, q = pair_add(p, q, 1.2666666666666666, 5.921189464667501e-17)
    p, q = pair_horner(p, q, PAIR_ERFCX)
    return pair_mul(t, u, p, q)


def pair_erf_near(h: Real, l: Real) -> Pair:
    """erf for an argument within 1."""
    p, q = pair_mul(h, l, h, l)
    p, q = pair_horner(p, q, PAIR_ERF)
    return pair_mul(p, q, h, l)


def pair_erfc(h: Real, l: Real) -> Pair:
    """erfc."""
    a, b = pair_abs(h, l)
    c = minimum(a, 26.0)
    d = where(c == a, b, 0.0)
    t, u = pair_mul(c, d, c, d)
    t, u = pair_exp(-t, -u)
    p, q = pair_erfcx(c, d)
    t, u = pair_mul(t, u, p, q)
    p, q = pair_add(2.0, 0.0, -t, -u)
    t = where(h < 0.0, p, t)
    u = where(h < 0.0, q, u)
    small = a < 0.5
    p, q = pair_erf_near(where(small, h, 0.0), where(small, l, 0.0))
    p, q = pair_add(1.0, 0.0, -p, -q)
    return where(small, p, t), where(small, q, u)


def pair_erf(h: Real, l: Real) -> Pair:
    """erf."""
    small = absolute(h) < 1.0
    a, b = pair_abs(h, l)
    p, q = pair_erfc(a, b)
    p, q = pair_add(1.0, 0.0, -p, -q)
    t = where(h < 0.0, -p, p)
    u = where(h < 0.0, -q, q)
    p, q = pair_erf_near(where(small, h, 0.0), where(small, l, 0.0))
    return where(small, p, t), where(small, q, u)

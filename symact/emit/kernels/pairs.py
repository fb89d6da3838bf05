"""Numbers as unevaluated sums of two doubles, and functions whose arguments or values need more than one.

In a pair ``(h, l)`` the low part is below the last bit of the high part. The functions with ``pair_`` in their name keep some
100 bits; the sources are Dekker 1971, Knuth (TAOCP 2, 4.2.2), and Hida, Li, Bailey 2001 (QD).
"""

from __future__ import annotations

from symact.emit.kernels.primitives import (
    Pair,
    Real,
    absolute,
    arctan,
    copysign,
    cos,
    exp,
    expm1,
    floor,
    horner,
    log,
    log1p,
    maximum,
    minimum,
    rint,
    scale2,
    sin,
    single,
    sqrt,
    where,
)
from symact.emit.kernels.tables import COSINES, EXP_FROM_FOURTH, FACTORIALS, SINES


def two_sum(a: Real, b: Real) -> Pair:
    """a + b exactly."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def quick_two_sum(a: Real, b: Real) -> Pair:
    """a + b exactly, where a is the greater."""
    s = a + b
    return s, b - (s - a)


def two_prod(a: Real, b: Real) -> Pair:
    """a * b exactly, as long as neither is beyond 1e300."""
    p = a * b
    c = 134217729.0 * a
    d = 134217729.0 * b
    ah = c - (c - a)
    bh = d - (d - b)
    al = a - ah
    bl = b - bh
    return p, ((ah * bh - p) + ah * bl + al * bh) + al * bl


def pair_add(ah: Real, al: Real, bh: Real, bl: Real) -> Pair:
    s, e = two_sum(ah, bh)
    t, f = two_sum(al, bl)
    s, e = quick_two_sum(s, e + t)
    return quick_two_sum(s, e + f)


def pair_mul(ah: Real, al: Real, bh: Real, bl: Real) -> Pair:
    p, e = two_prod(ah, bh)
    return quick_two_sum(p, e + (ah * bl + al * bh))


def pair_div(ah: Real, al: Real, bh: Real, bl: Real) -> Pair:
    q = ah / bh
    p, e = pair_mul(q, 0.0, bh, bl)
    r, f = pair_add(ah, al, -p, -e)
    s = r / bh
    p, e = pair_mul(s, 0.0, bh, bl)
    r, f = pair_add(r, f, -p, -e)
    q, s = quick_two_sum(q, s)
    return quick_two_sum(q, s + r / bh)


def loose_add(ah: Real, al: Real, bh: Real, bl: Real) -> Pair:
    """The sum where nothing cancels."""
    s, e = two_sum(ah, bh)
    return s, e + (al + bl)


def loose_mul(ah: Real, al: Real, bh: Real, bl: Real) -> Pair:
    p, e = two_prod(ah, bh)
    return p, e + (ah * bl + al * bh)


def loose_div(ah: Real, al: Real, bh: Real, bl: Real) -> Pair:
    q = ah / bh
    p, e = two_prod(q, bh)
    return q, (((ah - p) - e) + al - q * bl) / bh


def two_square(a: Real) -> Pair:
    """a^2 exactly, as long as it does not overflow."""
    c = 134217729.0 * a
    h = c - (c - a)
    l = a - h
    s = a * a
    return s, ((h * h - s) + 2.0 * h * l) + l * l


def pair_sqrt(h: Real, l: Real) -> Pair:
    s = sqrt(h)
    safe = where(s > 0.0, s, 1.0)
    p, e = two_prod(s, s)
    r, f = pair_add(h, l, -p, -e)
    return quick_two_sum(s, 0.5 * (r + f) / safe)


def pair_abs(h: Real, l: Real) -> Pair:
    return absolute(h), where(h < 0.0, -l, l)


def pair_horner(h: Real, l: Real, coefficients: tuple[Pair, ...]) -> Pair:
    """The polynomial with these coefficients, the highest first."""
    t, u = coefficients[0]
    for c, d in coefficients[1:]:
        t, u = pair_mul(t, u, h, l)
        t, u = pair_add(t, u, c, d)
    return t, u


LOG2_E = 1.4426950408889634
LARGEST = 1.7976931348623157e308


def exp_of_pair(h: Real, l: Real) -> Real:
    """exp(h + l) in one double: what is lost in a rounded exponent of 700 would cost 400 ulp."""
    e = exp(h)
    return e + where((absolute(h) < 800.0) & (e <= LARGEST), e * l, 0.0)


def square_near(a: Real) -> Pair:
    """a^2 exactly, as long as a is no larger than a float32: the square of its leading bits and what is left."""
    h = single(a)
    return h * h, (a - h) * (a + h)


def exp_near(h: Real, l: Real) -> Real:
    """exp(h + l) for a small l, where it neither overflows nor is subnormal."""
    e = exp(h)
    return e + e * (l + 0.5 * l * l)


def log1p_near(a: Real) -> Real:
    """log(1 + a) for a finite a >= 0."""
    return log1p(a)


def log1p_unit(a: Real) -> Real:
    """log(1 + a) for a from 0 to 1."""
    return log1p(a)


def expm1_of_pair(h: Real, l: Real) -> Real:
    e = exp(h)
    return expm1(h) + where((absolute(h) < 800.0) & (e <= LARGEST), e * l, 0.0)


EXP_OF_MINUS_700 = 9.859676543759770e-305
DEEPEST = -1500.0  # exp of less is 0 beside any double


def times_exp(c: Real, e: Real, h: Real, l: Real) -> Real:
    """c * exp(h + l) where e is that exponential; right also where e alone has lost bits, or c has overflowed."""
    low = h < -700.0
    lifted = exp_of_pair(where(low, maximum(h, DEEPEST) + 700.0, 0.0), where(low, l, 0.0))
    deep = where(h < -1499.0, 0.0, (c * lifted) * EXP_OF_MINUS_700)
    return where(low, deep, c * e)


def pair_twice_and_square(h: Real, l: Real) -> Pair:
    p, q = pair_mul(h, l, h, l)
    return pair_add(2.0 * h, 2.0 * l, p, q)


def pair_expm1_reduced(h: Real, l: Real) -> Pair:
    """exp(h + l) - 1 for an argument within 0.35: the series at a 32nd of it, then e -> 2e + e^2 five times."""
    x = 0.03125 * h
    y = 0.03125 * l
    t, u = pair_horner(x, y, FACTORIALS)
    p, q = pair_mul(x, y, x, y)
    t, u = pair_mul(t, u, p, q)
    t, u = pair_add(t, u, x, y)
    t, u = pair_twice_and_square(t, u)
    t, u = pair_twice_and_square(t, u)
    t, u = pair_twice_and_square(t, u)
    t, u = pair_twice_and_square(t, u)
    return pair_twice_and_square(t, u)


def pair_less_logs(h: Real, l: Real, k: Real) -> Pair:
    """h + l - k log 2."""
    t, u = pair_add(h, l, -k * 0.693147180559663, 0.0)
    p, q = pair_mul(k, 0.0, -2.8235290563031577e-13, -1.94704509238075e-31)
    return pair_add(t, u, p, q)


def pair_exp(h: Real, l: Real) -> Pair:
    """exp(h + l)."""
    c = minimum(maximum(h, -800.0), 800.0)
    d = where(c == h, l, 0.0)
    k = rint(c * LOG2_E)
    t, u = pair_less_logs(c, d, k)
    t, u = pair_expm1_reduced(t, u)
    t, u = pair_add(1.0, 0.0, t, u)
    return scale2(t, k), scale2(u, k)


def pair_expm1(h: Real, l: Real) -> Pair:
    """exp(h + l) - 1."""
    c = minimum(maximum(h, -800.0), 800.0)
    d = where(c == h, l, 0.0)
    k = rint(c * LOG2_E)
    t, u = pair_less_logs(c, d, k)
    t, u = pair_expm1_reduced(t, u)
    p, q = pair_add(1.0, 0.0, t, u)
    p, q = pair_add(scale2(p, k), scale2(q, k), -1.0, 0.0)
    return where(k == 0.0, t, p), where(k == 0.0, u, q)


def exp_in_two(h: Real, l: Real) -> Pair:
    """exp(h + l) to some 64 bits, as an exponent that is an exponential needs it."""
    c = minimum(maximum(h, -750.0), 709.7)
    k = rint(c * LOG2_E)
    t, u = pair_less_logs(c, where(c == h, l, 0.0), k)
    a, b = loose_mul(t, u, 0.16666666666666666, 9.25185853854297e-18)
    a, b = loose_add(0.5, 0.0, a, b)
    p, q = loose_mul(t, u, t, u)
    a, b = loose_mul(a, b, p, q)
    a, b = loose_add(t, u, a, b + p * p * horner(t, EXP_FROM_FOURTH))
    a, b = loose_add(1.0, 0.0, a, b)
    a, b = quick_two_sum(a, b)
    return scale2(a, k), scale2(b, k)


def sin_of_pair(h: Real, l: Real) -> Real:
    """sin(h + l) in one double."""
    return sin(h) + cos(h) * where(absolute(l) < 1e-3, l, 0.0)


def cos_of_pair(h: Real, l: Real) -> Real:
    return cos(h) - sin(h) * where(absolute(l) < 1e-3, l, 0.0)


def sin_pi(x: Real) -> Real:
    """sin(pi x), exactly 0 at whole numbers."""
    k = rint(x)
    h, l = two_prod(3.141592653589793, x - k)
    s = sin_of_pair(h, l + 1.2246467991473532e-16 * (x - k))
    return where(k - 2.0 * floor(0.5 * k) == 0.0, s, -s)


def cos_pi(x: Real) -> Real:
    """cos(pi x), exactly 0 half-way between whole numbers."""
    k = rint(x)
    h, l = two_prod(3.141592653589793, 0.5 - absolute(x - k))
    s = sin_of_pair(h, l + 1.2246467991473532e-16 * (0.5 - absolute(x - k)))
    return where(k - 2.0 * floor(0.5 * k) == 0.0, s, -s)


def pair_log(h: Real, l: Real) -> Pair:
    """The logarithm of h + l, from one step of Newton's method."""
    y = log(h)
    t, u = pair_exp(-y, 0.0)
    t, u = pair_mul(h, l, t, u)
    t, u = pair_add(t, u, -1.0, 0.0)
    t, u = pair_add(t, u, -0.5 * t * t, 0.0)
    return pair_add(y, 0.0, t, u)


def pair_log1p(h: Real, l: Real) -> Pair:
    """The logarithm of 1 + h + l."""
    y = log1p(h)
    t, u = pair_expm1(-y, 0.0)
    p, q = pair_mul(h, l, t, u)
    t, u = pair_add(t, u, h, l)
    t, u = pair_add(t, u, p, q)
    t, u = pair_add(t, u, -0.5 * t * t, 0.0)
    return pair_add(y, 0.0, t, u)


def pair_tanh(h: Real, l: Real) -> Pair:
    c = minimum(absolute(h), 50.0)
    d = where(c < 50.0, where(h < 0.0, -l, l), 0.0)
    t, u = pair_expm1(2.0 * c, 2.0 * d)
    p, q = pair_add(t, u, 2.0, 0.0)
    t, u = pair_div(t, u, p, q)
    return copysign(t, h), where(h < 0.0, -u, u)


def pair_sin_reduced(h: Real, l: Real) -> Pair:
    """The sine for an argument within 0.79."""
    p, q = pair_mul(h, l, h, l)
    t, u = pair_horner(p, q, SINES)
    t, u = pair_mul(t, u, p, q)
    t, u = pair_mul(t, u, h, l)
    return pair_add(t, u, h, l)


def pair_cos_reduced(h: Real, l: Real) -> Pair:
    """The cosine for an argument within 0.79."""
    p, q = pair_mul(h, l, h, l)
    t, u = pair_horner(p, q, COSINES)
    t, u = pair_mul(t, u, p, q)
    return pair_add(t, u, 1.0, 0.0)


def pair_less_quarters(h: Real, l: Real, k: Real) -> Pair:
    """h + l - k pi/2."""
    t, u = pair_add(h, l, -k * 1.5707963267341256, 0.0)
    p, q = pair_mul(k, 0.0, -6.077100506506192e-11, -3.5215598651832e-27)
    return pair_add(t, u, p, q)


def pair_sin(h: Real, l: Real) -> Pair:
    """The sine; beyond a million in one double."""
    far = absolute(h) > 1e6
    c = where(far, 0.0, h)
    k = rint(c * 0.6366197723675814)
    t, u = pair_less_quarters(c, where(far, 0.0, l), k)
    p, q = pair_cos_reduced(t, u)
    t, u = pair_sin_reduced(t, u)
    m = k - 4.0 * floor(0.25 * k)
    odd = (m == 1.0) | (m == 3.0)
    s = where(m >= 2.0, -1.0, 1.0)
    t = s * where(odd, p, t)
    u = s * where(odd, q, u)
    return where(far, sin(h), t), where(far, l * cos(h), u)


def pair_cos(h: Real, l: Real) -> Pair:
    """The cosine; beyond a million in one double."""
    far = absolute(h) > 1e6
    c = where(far, 0.0, h)
    k = rint(c * 0.6366197723675814)
    t, u = pair_less_quarters(c, where(far, 0.0, l), k)
    p, q = pair_cos_reduced(t, u)
    t, u = pair_sin_reduced(t, u)
    m = k - 4.0 * floor(0.25 * k)
    odd = (m == 1.0) | (m == 3.0)
    s = where((m == 1.0) | (m == 2.0), -1.0, 1.0)
    t = s * where(odd, t, p)
    u = s * where(odd, u, q)
    return where(far, cos(h), t), where(far, -l * sin(h), u)


def pair_atan(h: Real, l: Real) -> Pair:
    """The arc tangent, from one step of Newton's method."""
    y = arctan(h)
    s, e = pair_sin(y, 0.0)
    c, f = pair_cos(y, 0.0)
    t, u = pair_mul(h, l, c, f)
    t, u = pair_add(t, u, -s, -e)
    p, q = pair_mul(h, l, s, e)
    p, q = pair_add(p, q, c, f)
    t, u = pair_div(t, u, p, q)
    return pair_add(y, 0.0, t, u)


def pair_sin_pi(x: Real) -> Pair:
    k = rint(x)
    h, l = pair_mul(x - k, 0.0, 3.141592653589793, 1.2246467991473532e-16)
    h, l = pair_sin(h, l)
    even = k - 2.0 * floor(0.5 * k) == 0.0
    return where(even, h, -h), where(even, l, -l)


def pair_cos_pi(x: Real) -> Pair:
    k = rint(x)
    h, l = pair_mul(0.5 - absolute(x - k), 0.0, 3.141592653589793, 1.2246467991473532e-16)
    h, l = pair_sin(h, l)
    even = k - 2.0 * floor(0.5 * k) == 0.0
    return where(even, h, -h), where(even, l, -l)

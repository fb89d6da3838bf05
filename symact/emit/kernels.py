"""What emitted NumPy code calls: written into every emitted module as far as it needs them.

All of it works on float64 arrays inside ``numpy.errstate(all="ignore")``. A pair ``(hi, lo)`` is a number ``hi + lo`` whose low
part is below the last bit of the high part. Errors are in units in the last place (ulp) of float64.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = Any

EXP_OF_MINUS_700 = 9.859676543759770e-305
BLOCK = 8192  # temporaries of this many doubles stay in the cache
DEEPEST = -1500.0  # exp of less is 0 beside any double


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """a + b exactly (Knuth)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def _two_prod(a: Array, b: Array) -> tuple[Array, Array]:
    """a * b exactly, as long as neither is beyond 1e300 (Dekker, Veltkamp)."""
    p = a * b
    c, d = 134217729.0 * a, 134217729.0 * b
    ah, bh = c - (c - a), d - (d - b)
    al, bl = a - ah, b - bh
    return p, ((ah * bh - p) + ah * bl + al * bh) + al * bl


def _dd_add(ah: Array, al: Array, bh: Array, bl: Array) -> tuple[Array, Array]:
    s, e = _two_sum(ah, bh)
    return s, e + (al + bl)


def _dd_mul(ah: Array, al: Array, bh: Array, bl: Array) -> tuple[Array, Array]:
    p, e = _two_prod(ah, bh)
    return p, e + (ah * bl + al * bh)


def _dd_div(ah: Array, al: Array, bh: Array, bl: Array) -> tuple[Array, Array]:
    q = ah / bh
    p, e = _two_prod(q, bh)
    return q, (((ah - p) - e) + al - q * bl) / bh


def _dd_abs(hi: Array, lo: Array) -> tuple[Array, Array]:
    return np.abs(hi), np.where(hi < 0, -lo, lo)


def _exp(hi: Array, lo: Array) -> Array:
    """exp(hi + lo): what is lost in a rounded exponent of 700 would cost 400 ulp."""
    e = np.exp(hi)
    return e + e * np.where(np.abs(hi) < 800.0, lo, 0.0)


def _expm1(hi: Array, lo: Array) -> Array:
    return np.expm1(hi) + np.exp(hi) * np.where(np.abs(hi) < 800.0, lo, 0.0)


def _times_exp(c: Array, e: Array, hi: Array, lo: Array | float = 0.0) -> Array:
    """c * exp(hi + lo) where e is that exponential; right also where e alone has lost bits, or c has overflowed."""
    out = c * e
    low = hi < -700.0
    if np.any(low):
        lifted = _exp(np.where(low, np.maximum(hi, DEEPEST) + 700.0, 0.0), np.where(low, lo, 0.0))
        deep = np.where(hi < DEEPEST + 1.0, 0.0, (c * lifted) * EXP_OF_MINUS_700)
        out = np.where(low, deep, out)
    return out


def _sech2(z: Array, lo: Array | float = 0.0) -> Array:
    """1 - tanh(z + lo)**2 = 4q/(1 + q)**2 with q = exp(-2|z + lo|)."""
    q = _exp(-2.0 * np.abs(z), -2.0 * np.copysign(lo, lo * z))
    return 4.0 * q / np.square(1.0 + q)


def _polynomial(t: Array, coefficients: tuple[float, ...]) -> Array:
    """Horner's rule, the highest coefficient first."""
    out = np.full_like(t, coefficients[0])
    for c in coefficients[1:]:
        out *= t
        out += c
    return out


# (x + 3/2) exp(x^2) erfc(x) in t = (x - 3/2)/(x + 3/2) on [-1, 1], from its Chebyshev series; tests compute it again
ERFCX = (
    -3.346431197414559e-09, -1.2209265134751231e-08, 9.53675778321178e-09, 8.697922427260481e-08,
    5.7363303016302886e-08, -2.113687703275585e-07, -3.4159388958094946e-07, 3.200231029220856e-08,
    4.987633907568312e-07, 6.594404718230115e-07, 6.716581231958658e-07, 9.23740291469489e-08,
    -2.0904493751293974e-06, -5.1631770079546155e-06, -5.018127418326634e-06, 4.5207747125794575e-06,
    2.483034285522172e-05, 3.856694085342611e-05, 8.887870372005388e-07, -0.00012636264725156325,
    -0.00025682791155459363, -4.627839501692993e-05, 0.0008841759086057425, 0.001771876450468316,
    -0.0008103169102110818, -0.009461374773709055, -0.008119797885029423, 0.047768369612917284,
    0.07562180627476205, -0.507850010230088, 0.9647562493629525,
)  # fmt: skip


def _erfcx(x: Array) -> Array:
    """exp(x^2) erfc(x) for x >= 0, within 4 ulp."""
    s = 1.0 / (x + 1.5)
    return _polynomial((x - 1.5) * s, ERFCX) * s


# erf(x)/x in x^2 on [0, 1]
ERF = (
    -4.2320376764874594e-12, 8.709755232851789e-11, -1.2164764337224506e-09, 1.479243542696247e-08,
    -1.6364645854816389e-07, 1.6462045711013026e-06, -1.4925647581008593e-05, 0.00012055332903350668,
    -0.0008548327021945428, 0.005223977625423455, -0.026866170645129854, 0.1128379167095512,
    -0.37612638903183754, 1.1283791670955126,
)  # fmt: skip


def _erf(x: Array) -> Array:
    u = np.minimum(np.abs(x), 7.0)
    small = x * _polynomial(np.square(np.minimum(u, 1.0)), ERF)
    hi, lo = _two_prod(u, u)
    return np.where(u < 1.0, small, np.copysign(1.0 - _exp(-hi, -lo) * _erfcx(u), x))


def _erfc(x: Array, lo: Array | float = 0.0) -> Array:
    """erfc(x + lo): a rounded argument would cost x^2 ulp in the tail."""
    u = np.minimum(np.abs(x), 30.0)
    square, rest = _two_prod(u, u)
    rest = rest + 2.0 * u * np.where(u < 30.0, np.copysign(lo, lo * x), 0.0)
    tail = _times_exp(_erfcx(u), _exp(-square, -rest), -square, -rest)
    return np.where(u < 0.5, 1.0 - _erf(x), np.where(x > 0, tail, 2.0 - tail))


def _near(out: Array, d: Array, radius: float, coefficients: tuple[float, ...], factor: Array | float = 1.0) -> Array:
    """Close to a zero of the function, at the distance d from it, its Taylor series instead of differences that cancel."""
    close = np.abs(d) < radius
    if np.any(close):
        d = d[close]
        out = np.array(out)
        out[close] = d * _polynomial(d, coefficients) * np.broadcast_to(factor, close.shape)[close]
    return out


def _limit(core: Callable[..., Array], sign: Array, parameters: tuple[Array, ...]) -> Array:
    """The limit at plus or minus infinity, told from three points far out; nan where there is none."""
    a, b, c = (core(sign * far, *parameters) for far in (1e20, 1e40, 1e80))
    a, b, c = (np.broadcast_to(v, sign.shape) for v in (a, b, c))
    grows = np.isinf(c) | ((np.abs(c) > 1.5 * np.abs(b)) & (np.abs(b) > 1.5 * np.abs(a)) & (np.abs(c) > 100.0))
    settled = np.where(np.abs(c) < 1e-15, np.copysign(0.0, c), c)
    rests = np.abs(c - b) <= 1e-12 * np.maximum(1.0, np.abs(c))
    return np.where(grows, np.copysign(np.inf, c), np.where(rests, settled, np.nan))


def _block(core: Callable[..., Array], x: Array, parameters: tuple[Array, ...]) -> Array:
    """The core on one block of doubles; infinite arguments give the limits, nan stays nan."""
    out = np.broadcast_to(core(x, *parameters), x.shape)
    infinite = np.isinf(x)
    if np.any(infinite):
        out = np.array(out)
        out[infinite] = _limit(core, np.sign(x[infinite]), tuple(p if p.size == 1 else p[infinite] for p in parameters))
    lost = np.isnan(x)
    return np.where(lost, np.nan, out) if np.any(lost) else out


def _apply(core: Callable[..., Array], x: Array, *parameters: Array) -> Array:
    """The core on any real input, scalars and arrays: block by block in float64, back in the type that came."""
    given = np.asarray(x)
    if given.dtype.kind not in "fiub":
        raise TypeError(f"expected real numbers, not {given.dtype}")
    kind = given.dtype if given.dtype.kind == "f" and given.dtype.itemsize <= 8 else np.dtype(np.float64)
    with np.errstate(all="ignore"):
        rest = [np.asarray(p, dtype=np.float64) for p in parameters]
        shape = np.broadcast_shapes(given.shape, *(p.shape for p in rest))
        flat = np.broadcast_to(given, shape).reshape(-1)
        rest = [p.reshape(-1) if p.size == 1 else np.broadcast_to(p, shape).reshape(-1) for p in rest]
        out = np.empty(flat.size, dtype=kind)
        for start in range(0, flat.size, BLOCK):
            part = slice(start, start + BLOCK)
            own = tuple(p if p.size == 1 else p[part] for p in rest)
            out[part] = _block(core, flat[part].astype(np.float64), own)
    return out.reshape(shape)[()]

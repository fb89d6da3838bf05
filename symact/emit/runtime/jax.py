"""Arrays of jax through cores in float64, with derivatives of derivatives; nothing depends on the data, so that jit works."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from symact.emit.kernels.pairs import pair_add as _pair_add
from symact.emit.kernels.pairs import pair_mul as _pair_mul

# ---- emitted from here on
_HORIZON = 2.0**100  # beyond, a function is a power of x, or goes on as it is computed
_FURTHER = 2.0**10  # times as far, the power shows


def _where(condition, a, b):
    return jnp.where(condition, jnp.asarray(a, jnp.float64), jnp.asarray(b, jnp.float64))


def _sign(a):
    return jnp.where((a == 0.0) | jnp.isnan(a), a, jnp.sign(a))


def _bits(a):
    return jax.lax.bitcast_convert_type(a, jnp.int64)


def _half(a):
    """The upper 26 bits; by a mask, since a compiler may fuse a product into a difference."""
    return jax.lax.bitcast_convert_type(_bits(a) & -0x8000000, jnp.float64)


def _kept(a):
    """The number, out of reach of a compiler that would add up the constants of (a + 1) - 1."""
    return jax.lax.optimization_barrier(jnp.asarray(a, jnp.float64))


def _distance(a, h, l):
    """a - (h + l) where a is near h."""
    return _kept(a - h) - l


def _two_sum(a, b):
    """a + b exactly."""
    s = _kept(a + b)
    t = _kept(s - a)
    return s, (a - _kept(s - t)) + (b - t)


def _quick_two_sum(a, b):
    """a + b exactly, where a is the greater."""
    s = _kept(a + b)
    return s, b - _kept(s - a)


def _two_prod(a, b):
    """a * b exactly, as long as neither is beyond 1e300."""
    a, b = (jnp.asarray(v, jnp.float64) for v in (a, b))
    p = a * b
    high = jax.lax.bitcast_convert_type(_bits(p), jnp.float64)
    ah, bh = _half(a), _half(b)
    al, bl = a - ah, b - bh
    return p, ((ah * bh - high) + ah * bl + al * bh) + al * bl


def _two_square(a):
    return _two_prod(a, a)


def _horner(t, coefficients):
    """The polynomial with these coefficients, the highest first; a loop, which compiles faster than its steps."""
    return jax.lax.fori_loop(1, len(coefficients), lambda k, out: out * t + jnp.asarray(coefficients)[k], jnp.full_like(t, coefficients[0]))


def _pair_horner(h, l, coefficients):
    """The polynomial in pairs with these coefficients, the highest first."""
    h, l = jnp.broadcast_arrays(h, jnp.asarray(l, jnp.float64))
    table = jnp.asarray(coefficients)

    def step(k, out):
        t, u = _pair_mul(out[0], out[1], h, l)
        return _pair_add(t, u, table[k, 0], table[k, 1])

    return jax.lax.fori_loop(1, len(coefficients), step, (jnp.full_like(h, table[0, 0]), jnp.full_like(h, table[0, 1])))


def _near(value, x, zone, coefficients):
    """d**n P(d), or d**n P(d**2) for an even one, where left < x < right, d = x - (high + low); else the value."""
    left, right, high, low, n, even = zone
    d = _distance(x, high, low)
    return jnp.where((x > left) & (x < right), d**n * _horner(d * d if even else d, coefficients), value)


def _two_to(k):
    return jax.lax.bitcast_convert_type((k.astype(jnp.int64) + 1023) << 52, jnp.float64)


def _scale2(a, k):
    """a * 2**k for a whole k."""
    k = jnp.clip(jnp.nan_to_num(k), -2000.0, 2000.0)
    first = jnp.floor(0.5 * k)
    return a * _two_to(first) * _two_to(k - first)


def _close(cores, x, parameters):
    """The values, in doubt from the cores in pairs."""
    fast, exact, _ = cores
    values, doubt = fast(x, *parameters)
    values = [jnp.broadcast_to(jnp.asarray(v, jnp.float64), x.shape) for v in values]
    for k, core in enumerate(exact):
        if core is not None and doubt is not None:

            def settled(value, core=core):
                h, l = (jnp.asarray(v, jnp.float64) for v in core(x, *parameters))
                usable = doubt & (jnp.abs(h) > 1e-280) & (jnp.abs(h) < 1e280)
                return jnp.where(usable, h + l, value)

            values[k] = jax.lax.cond(jnp.any(doubt), settled, lambda value: value, values[k])
    return values


def _block(cores, x, parameters, narrow):
    """The values for an array of doubles, far out by their powers; nan stays nan."""
    values = _close(cores, x, parameters)
    away = ~jnp.isfinite(x) if narrow else ~(jnp.abs(x) <= _HORIZON)
    edge = jnp.copysign(jnp.full_like(x, _HORIZON), x)

    def beyond(values):
        there = _close(cores, edge, parameters)
        further = _close(cores, edge * _FURTHER, parameters) if parameters else [None] * len(there)
        out = []
        for k, sides in enumerate(cores[2]):
            left, right = (_beyond(x, values[k], edge, there[k], further[k], side) for side in sides)
            out.append(jnp.where(away, jnp.where(x < 0.0, left, right), values[k]))
        return [jnp.where(jnp.isnan(x), x, v) for v in out]

    return jax.lax.cond(jnp.any(away), beyond, lambda values: values, values)


def _beyond(x, value, edge, there, further, side):
    """The value beyond the horizon from the one on it, or as computed and with the limit at infinity, if it is known.

    Which power of x it follows is known, or told by the value further out where it depends on parameters.
    """
    power, limit = side
    if power is None:
        end = limit if limit == limit else jnp.where(jnp.isnan(value) & (jnp.abs(there) < 1e-27), 0.0, value)  # 0 times infinity
        value = jnp.where(jnp.isinf(x), end, value)
        if further is None:
            return value
        power = jnp.rint(jnp.log2(jnp.abs(further / there)) / 10.0)
        told = jnp.abs(further / there / 2.0 ** (10.0 * power) - 1.0) < 1e-12
        return jnp.where((there == 0.0) & (further == 0.0), there, jnp.where(told, there * (x / edge) ** power, value))
    value = there
    for _ in range(abs(power)):
        value = value * (x / edge) if power > 0 else value / (x / edge)
    return jnp.where(there == 0.0, there, value)  # 0 stays 0, also times infinity


def _level(levels):
    """The function whose value is the first level's, its derivative the second's, and so on; beyond the last there is none."""

    @jax.custom_jvp
    def function(x, parameters):
        shape = jnp.broadcast_shapes(x.shape, *(p.shape for p in parameters))
        wide = jnp.broadcast_to(x, shape).astype(jnp.float64)
        rest = tuple(jnp.broadcast_to(p, shape).astype(jnp.float64) for p in parameters)
        (out,) = _block(levels[0], wide, rest, x.dtype != jnp.float64)
        return out.astype(x.dtype)

    def slope(primals, tangents):
        if len(levels) == 1:
            raise NotImplementedError("this module has derivatives up to the second, and the third is asked for")
        if not all(isinstance(t, jax.custom_derivatives.SymbolicZero) for t in tangents[1]):
            raise NotImplementedError("there are no gradients by parameters here; jax.lax.stop_gradient makes them constants")
        value = function(*primals)
        return value, jnp.broadcast_to(tangents[0] * _level(levels[1:])(*primals), value.shape)

    function.defjvp(slope, symbolic_zeros=True)
    return function


def _apply(levels, x, parameters):
    if not jax.config.read("jax_enable_x64"):
        raise RuntimeError("this module computes in float64: jax.config.update('jax_enable_x64', True) allows it")
    x = jnp.asarray(x)
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise TypeError("expected real numbers, not complex ones")
    x = x if jnp.issubdtype(x.dtype, jnp.floating) else x.astype(jnp.float64)
    return _level(levels)(x, tuple(jnp.asarray(p, jnp.float64) for p in parameters))

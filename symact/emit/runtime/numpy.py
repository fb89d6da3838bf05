"""Arrays of any real type through cores that work on blocks of doubles."""

from __future__ import annotations

from typing import Any

import numpy as np

from symact.emit.kernels.pairs import exp_of_pair as _exp_of_pair

Array = Any

# ---- emitted from here on
_BLOCK = 32768  # temporaries of this many doubles stay in the cache
_HORIZON = 2.0**100  # beyond, a function is a power of x, or goes on as it is computed
_FURTHER = 2.0**10  # times as far, the power shows


def _horner(t, coefficients):
    """The polynomial with these coefficients, the highest first."""
    out = np.full_like(t, coefficients[0])
    for c in coefficients[1:]:
        out *= t
        out += c
    return out


def _where(condition, a, b):
    """a where the condition holds, else b; by bits, since np.where takes a branch for every element."""
    real = np.result_type(a, b)
    bits = np.int32 if real == np.float32 else np.int64
    mask = np.negative(np.asarray(condition).astype(bits))
    a, b = (np.asarray(v, dtype=real).view(bits) for v in (a, b))
    return ((a ^ b) & mask ^ b).view(real)


def _single(a):
    """The leading 24 bits, as float32 has them."""
    return a.astype(np.float32).astype(np.float64)


def _near(value, x, zone, coefficients):
    """The value, or what a polynomial gives where x is in its zone."""
    at = np.flatnonzero(_inside(x, zone))
    if at.size:
        value = np.array(np.broadcast_to(value, x.shape))
        value[at] = _zone(x[at], zone, coefficients)
    return value


def _inside(x, zone):
    return (x > zone[0]) & (x < zone[1])


def _zone(x, zone, coefficients):
    """d**n P(d), or d**n P(d**2) for an even one, for d = x - (high + low)."""
    _, _, high, low, n, even = zone
    d = x.astype(np.float64) - high - low
    out = _horner(d * d if even else d, coefficients)
    for _ in range(n):
        out *= d
    return out


def _scale2(a, k):
    """a * 2**k for a whole k."""
    return np.ldexp(a, np.where(np.isfinite(k), k, 0.0).astype(np.int32))


def _times_exp(c, e, h, l):
    """c * exp(h + l) where e is that exponential; right also where e alone has lost bits, or c has overflowed."""
    out = c * e
    low = h < -700.0
    if low.any():
        lifted = _exp_of_pair(np.where(low, np.maximum(h, -1500.0) + 700.0, 0.0), np.where(low, l, 0.0))
        deep = np.where(h < -1499.0, 0.0, (c * lifted) * 9.85967654375977e-305)
        out = np.where(low, deep, out)
    return out


def _to_odd(h, l):
    """h + l to a double such that rounding it again to float32 gives the float32 nearest to h + l."""
    inexact = (l != 0) & (h.view(np.int64) & 1 == 0)
    return np.where(inexact, np.nextafter(h, np.where(l > 0, np.inf, -np.inf)), h)


def _between_floats(y):
    """Where a few units in the last place decide to which float32 a double is rounded."""
    return (y * (1.0 - 2.0**-48)).astype(np.float32) != (y * (1.0 + 2.0**-48)).astype(np.float32)


def _full(values, x):
    """The values as arrays of their own."""
    return [v if v.shape == x.shape and v is not x else np.array(np.broadcast_to(v, x.shape)) for v in map(np.asarray, values)]


def _by_shortcut(shortcut, exact, x, made, narrow):
    """Fills the arrays by a shortcut and its polynomials; where these will not do: out of their reach, nan, in doubt how to round."""
    quick, scratch, left, right, rough, zones = shortcut
    kind = made[0].dtype
    inner = kind if rough and kind.itemsize == 4 else np.dtype(np.float64)
    pairs = [k for k, core in enumerate(exact) if core is not None and narrow and not rough]
    inside, rest = [[] for _ in zones], []
    step = _BLOCK * 8 // inner.itemsize
    room = np.zeros((scratch, min(x.size, step)), dtype=inner)
    for start in range(0, x.size, step):
        part = slice(start, start + step)
        block = x[part].astype(inner, copy=False)
        values = [m[part] if kind == inner else np.empty(block.size, dtype=inner) for m in made]
        quick(block, room[:, : block.size], *values)
        for found, (_, zone, _) in zip(inside, zones):
            found.append(_places(_inside(block, zone), start))
        if not (left == -np.inf or left < np.minimum.reduce(block)) or not (right == np.inf or np.maximum.reduce(block) < right):
            rest.append(_places(~((block > left) & (block < right)), start))
        rest += [_places(close, start) for k in pairs if (close := _between_floats(values[k])).any()]
        if kind != inner:
            for m, value in zip(made, values):
                m[part] = value
    for found, (k, zone, coefficients) in zip(inside, zones):
        for at in _chunks(found):
            value = _zone(x[at], zone, coefficients)
            made[k][at] = value
            if k in pairs:
                rest.append(at[_between_floats(value)])
    return rest


def _places(condition, start):
    """The indices at which a condition on a block holds."""
    at = condition.nonzero()[0]
    at += start
    return at


def _chunks(found):
    """The indices in these arrays, about a block at a time."""
    group, size = [], 0
    for at in found:
        group.append(at)
        size += at.size
        if size >= _BLOCK:
            yield np.concatenate(group)
            group, size = [], 0
    if size:
        yield np.concatenate(group)


def _close(cores, x, parameters, narrow):
    """The values on one block of doubles, in doubt from the cores in pairs."""
    fast, exact, _ = cores
    values, doubt = fast(x, *parameters)
    values = _full(values, x)
    for k, core in enumerate(exact):
        unsure = doubt
        if core is not None and narrow:
            unsure = _between_floats(values[k]) if doubt is None else doubt | _between_floats(values[k])
        if core is not None and unsure is not None and unsure.any():
            at = np.flatnonzero(unsure)
            h, l = core(x[at], *(p if p.size == 1 else p[at] for p in parameters))
            h, l = h + l, l - ((h + l) - h)
            old = values[k]
            usable = (np.abs(h) > 1e-280) & (np.abs(h) < 1e280)
            old[at] = np.where(usable, _to_odd(h, l) if narrow else h, old[at])
    return values


def _whole(cores, x, parameters, narrow):
    """The values on one block of doubles, far out by their powers; nan stays nan."""
    values = _close(cores, x, parameters, narrow)
    near = np.isfinite(x) if narrow else np.abs(x) <= _HORIZON
    if not near.all():
        at = np.flatnonzero(~near)
        own = tuple(p if p.size == 1 else p[at] for p in parameters)
        edge = np.where(np.isnan(x[at]), 0.0, np.copysign(_HORIZON, x[at]))
        there = _close(cores, edge, own, narrow)
        further = _close(cores, edge * _FURTHER, own, narrow) if parameters else [None] * len(there)
        for k, sides in enumerate(cores[2]):
            old = values[k]
            old[at] = np.where(x[at] < 0.0, *(_beyond(x[at], old[at], edge, there[k], further[k], side) for side in sides))
            old[np.isnan(x)] = np.nan
    return values


def _beyond(x, value, edge, there, further, side):
    """The value beyond the horizon from the one on it, or as computed and with the limit at infinity, if it is known.

    Which power of x it follows is known, or told by the value further out where it depends on parameters.
    """
    power, limit = side
    if power is None:
        end = limit if limit == limit else np.where(np.isnan(value) & (np.abs(there) < 1e-27), 0.0, value)  # 0 times infinity
        value = np.where(np.isinf(x), end, value)
        if further is None:
            return value
        power = np.rint(np.log2(np.abs(further / there)) / 10.0)
        told = np.abs(further / there / 2.0 ** (10.0 * power) - 1.0) < 1e-12
        return np.where((there == 0.0) & (further == 0.0), there, np.where(told, there * (x / edge) ** power, value))
    value = there
    for _ in range(abs(power)):
        value = value * (x / edge) if power > 0 else value / (x / edge)
    return np.where(there == 0.0, there, value)  # 0 stays 0, also times infinity


def _apply(cores, x, parameters, out=None):
    """The cores on any real input, scalars and arrays: block by block in float64, back in the type that came."""
    given = np.asarray(x)
    if given.dtype.kind not in "fiub":
        raise TypeError(f"expected real numbers, not {given.dtype}")
    kind = given.dtype if given.dtype.kind == "f" and given.dtype.itemsize <= 8 else np.dtype(np.float64)
    shortcut, *whole = cores
    narrow, count = kind.itemsize < 8, len(whole[1])
    with np.errstate(all="ignore"):
        rest = [np.asarray(p, dtype=np.float64) for p in parameters]
        shape = np.broadcast_shapes(given.shape, *(p.shape for p in rest))
        flat = np.broadcast_to(given, shape).reshape(-1)
        rest = [p.reshape(-1) if p.size == 1 else np.broadcast_to(p, shape).reshape(-1) for p in rest]
        made = [np.empty(flat.size, dtype=kind) for _ in range(count)]
        if shortcut is None:
            parts = [slice(start, start + _BLOCK) for start in range(0, flat.size, _BLOCK)]
        else:
            parts = _chunks(_by_shortcut(shortcut, whole[1], flat, made, narrow))
        for part in parts:
            own = tuple(p if p.size == 1 else p[part] for p in rest)
            for m, value in zip(made, _whole(whole, flat[part].astype(np.float64, copy=False), own, narrow)):
                m[part] = value
    if out is None:
        results = [m.reshape(shape)[()] for m in made]
        return results[0] if count == 1 else tuple(results)
    targets = out if isinstance(out, tuple) else (out,)
    if len(targets) != count or any(np.shape(target) != shape for target in targets):
        raise ValueError(f"out is an array of shape {shape}" if count == 1 else f"out is a tuple of {count} arrays of shape {shape}")
    for target, m in zip(targets, made):
        np.copyto(target, m.reshape(shape), casting="same_kind")
    return out

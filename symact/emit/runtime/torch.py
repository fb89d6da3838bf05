"""Tensors of any real type through cores in float64, with gradients of gradients."""

from __future__ import annotations

import torch

# ---- emitted from here on
_HORIZON = 2.0**100  # beyond, a function is a power of x, or goes on as it is computed
_FURTHER = 2.0**10  # times as far, the power shows


def _real(a, like):
    return a if isinstance(a, torch.Tensor) else torch.tensor(a, dtype=torch.float64, device=like.device)


def _where(condition, a, b):
    if not isinstance(condition, torch.Tensor):
        return a if condition else b
    return torch.where(condition, _real(a, condition), _real(b, condition))


def _maximum(a, b):
    return a.clamp(min=b) if isinstance(b, float) else torch.maximum(_real(a, b), b)


def _minimum(a, b):
    return a.clamp(max=b) if isinstance(b, float) else torch.minimum(_real(a, b), b)


def _sign(a):
    return torch.where((a == 0.0) | a.isnan(), a, torch.sign(a))


def _copysign(a, b):
    return torch.copysign(_real(a, b), b)


def _horner(t, coefficients):
    """The polynomial with these coefficients, the highest first."""
    out = torch.full_like(t, coefficients[0])
    for c in coefficients[1:]:
        out = out * t + c
    return out


def _near(value, x, zone, coefficients):
    """d**n P(d), or d**n P(d**2) for an even one, where left < x < right, d = x - (high + low); else the value."""
    left, right, high, low, n, even = zone
    inside = (x > left) & (x < right)
    if not inside.any():
        return value
    d = x - high - low
    return _where(inside, d**n * _horner(d * d if even else d, coefficients), value)


def _two_to(k):
    return ((k.to(torch.int64) + 1023) << 52).view(torch.float64)


def _scale2(a, k):
    """a * 2**k for a whole k."""
    k = torch.nan_to_num(k).clamp(-2000.0, 2000.0)
    first = torch.floor(0.5 * k)
    return a * _two_to(first) * _two_to(k - first)


def _to_odd(h, l):
    """h + l to a double such that rounding it again to float32 gives the float32 nearest to h + l."""
    inexact = (l != 0.0) & (h.view(torch.int64) & 1 == 0)
    return torch.where(inexact, torch.nextafter(h, torch.copysign(torch.full_like(h, torch.inf), l)), h)


def _between_floats(y):
    """Where a few units in the last place decide to which float32 a double is rounded."""
    bits = (y.view(torch.int64) + 0x10000010) & 0x1FFFFFFF
    return (bits < 0x21) | ((y.abs() < 1.2e-38) & (y.abs() > 1e-46))


def _at(parameters, place):
    return tuple(p if p.numel() == 1 else p[place] for p in parameters)


def _close(cores, x, parameters, narrow):
    """The values for a flat tensor of doubles, in doubt from the cores in pairs."""
    fast, exact, _ = cores
    values, doubt = fast(x, *parameters)
    values = [torch.broadcast_to(_real(v, x), x.shape).contiguous() for v in values]
    for k, core in enumerate(exact):
        unsure = doubt if not narrow else _between_floats(values[k]) if doubt is None else doubt | _between_floats(values[k])
        if core is not None and unsure is not None and unsure.any():
            h, l = core(x[unsure], *_at(parameters, unsure))
            h, l = torch.broadcast_to(_real(h, x), x[unsure].shape), _real(l, x)
            h, l = h + l, l - ((h + l) - h)
            usable = (h.abs() > 1e-280) & (h.abs() < 1e280)
            values[k] = values[k].clone()
            values[k][unsure] = torch.where(usable, _to_odd(h, l) if narrow else h, values[k][unsure])
    return values


def _block(cores, x, parameters, narrow):
    """The values for a flat tensor of doubles, far out by their powers; nan stays nan."""
    values = _close(cores, x, parameters, narrow)
    away = ~x.isfinite() if narrow else ~(x.abs() <= _HORIZON)
    if away.any():
        z = x[away]
        edge = torch.where(z.isnan(), 0.0, torch.copysign(torch.full_like(z, _HORIZON), z))
        there = _close(cores, edge, _at(parameters, away), narrow)
        further = _close(cores, edge * _FURTHER, _at(parameters, away), narrow) if parameters else [None] * len(there)
        for k, sides in enumerate(cores[2]):
            left, right = (_beyond(z, values[k][away], edge, there[k], further[k], side) for side in sides)
            values[k] = values[k].clone()
            values[k][away] = torch.where(z.isnan(), z, torch.where(z < 0.0, left, right))
    return values


def _beyond(x, value, edge, there, further, side):
    """The value beyond the horizon from the one on it, or as computed and with the limit at infinity, if it is known.

    Which power of x it follows is known, or told by the value further out where it depends on parameters.
    """
    power, limit = side
    if power is None:
        end = limit if limit == limit else torch.where(value.isnan() & (there.abs() < 1e-27), 0.0, value)  # 0 times infinity
        value = torch.where(x.isinf(), end, value)
        if further is None:
            return value
        power = ((further / there).abs().log2() / 10.0).round()
        told = (further / there / 2.0 ** (10.0 * power) - 1.0).abs() < 1e-12
        return torch.where((there == 0.0) & (further == 0.0), there, torch.where(told, there * (x / edge) ** power, value))
    value = there
    for _ in range(abs(power)):
        value = value * (x / edge) if power > 0 else value / (x / edge)
    return torch.where(there == 0.0, there, value)  # 0 stays 0, also times infinity


def _values(cores, x, parameters):
    """The value of a core in the type of x."""
    rest = [torch.as_tensor(p, dtype=torch.float64, device=x.device).detach() for p in parameters]
    shape = torch.broadcast_shapes(x.shape, *(p.shape for p in rest))
    flat = torch.broadcast_to(x.detach(), shape).reshape(-1)
    rest = [p.reshape(-1) if p.numel() == 1 else torch.broadcast_to(p, shape).reshape(-1) for p in rest]
    (out,) = _block(cores, flat.to(torch.float64), rest, x.dtype != torch.float64)
    return out.to(x.dtype).reshape(shape)


def _differentiable(levels):
    """The function whose value is the first level's, its gradient the second's, and so on; beyond the last there is none."""

    class Level(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x, *parameters):
            ctx.save_for_backward(x)
            ctx.parameters = parameters
            return _values(levels[0], x, parameters)

        @staticmethod
        def backward(ctx, gradient):
            if len(levels) == 1:
                raise RuntimeError("this module has derivatives up to the second, and the gradient asks for the third")
            (x,) = ctx.saved_tensors
            slope = gradient * _differentiable(levels[1:])(x, *ctx.parameters)
            return slope.sum_to_size(x.shape), *(None for _ in ctx.parameters)

    return Level.apply


def _apply(levels, x, parameters):
    x = torch.as_tensor(x)
    if x.is_complex():
        raise TypeError("expected real numbers, not complex ones")
    if torch.is_grad_enabled() and any(isinstance(p, torch.Tensor) and p.requires_grad for p in parameters):
        raise NotImplementedError("there are no gradients by parameters here; give them detached, as constants")
    return _differentiable(levels)(x if x.is_floating_point() else x.to(torch.float64), *parameters)

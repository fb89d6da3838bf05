"""Softmax and its relatives for NumPy, along an axis: shifted by the maximum, with the rounding of the shift kept.

The Jacobian of order 1 has the vector's axis twice, as the last
two axes: ``J[..., i, j]`` is the derivative of component i by component j.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symact.emit.kernels.pairs import exp_of_pair as _exp_of_pair
from symact.emit.kernels.pairs import two_prod as _two_prod
from symact.emit.kernels.pairs import two_sum as _two_sum

Array = Any

# ---- emitted from here on


def _rows(x: Array, axis: int) -> tuple[Array, Any]:
    """The input in float64 with the axis last, and the type that it came in."""
    given = np.asarray(x)
    if given.dtype.kind not in "fiub":
        raise TypeError(f"expected real numbers, not {given.dtype}")
    if given.ndim == 0:
        raise ValueError("a vector is expected, not a single number")
    kind = given.dtype if given.dtype.kind == "f" and given.dtype.itemsize <= 8 else np.dtype(np.float64)
    return np.ascontiguousarray(np.moveaxis(given.astype(np.float64), axis, -1)), kind


def _back(out: Array, axis: int, kind: Any) -> Array:
    return np.moveaxis(out, -1, axis).astype(kind)


def _shifted(x: Array, low: Array, tau: Array | float) -> tuple[Array, Array, Array]:
    """(x + low - max)/tau in two doubles, and the mask of the places where the maximum is."""
    m = np.max(x, axis=-1, keepdims=True)
    at = np.argmax(x, axis=-1)[..., np.newaxis] == np.arange(x.shape[-1])
    unbounded = np.isinf(m)
    ties = np.sum(x == m, axis=-1, keepdims=True) > 1
    base = np.where(unbounded, 0.0, m)
    hi, lo = _two_sum(np.where(unbounded, np.where(x == m, 0.0, -np.inf), x), -base)
    shift = np.sum(np.where(at, low, 0.0), axis=-1, keepdims=True)
    lo = np.where(np.isfinite(hi), lo + (low - shift), 0.0)
    if np.any(np.not_equal(tau, 1.0)):
        q = hi / tau
        p, e = _two_prod(q, np.asarray(tau, dtype=np.float64))
        lo = np.where(np.isfinite(q), (((hi - p) - e) + lo) / tau, 0.0)
        hi = q
    return np.where(unbounded & ties, np.nan, hi), lo, at


def _weights(x: Array, low: Array, tau: Array | float) -> tuple[Array, Array, Array, Array, Array]:
    """exp of the shifted input, its sum, the sum without the greatest, the mask, and the shifted input."""
    hi, lo, at = _shifted(x, low, tau)
    e = np.where(at, np.where(np.isnan(hi), np.nan, 1.0), _exp_of_pair(hi, lo))
    rest = np.sum(np.where(at, 0.0, e), axis=-1, keepdims=True)
    return e, 1.0 + rest, rest, at, hi + lo


def _softmax_rows(x: Array, low: Array | float, tau: Array | float, order: int, sign: float = 1.0) -> Array:
    """y, or its Jacobian sign * y_i (delta_ij - y_j)/tau with 1 - y taken as the sum of the others."""
    e, total, rest, at, _ = _weights(x, np.asarray(low, dtype=np.float64), tau)
    y = e / total
    if order == 0:
        return y
    others = np.where(at, rest / total, 1.0 - y)
    eye = np.eye(x.shape[-1], dtype=bool)
    jacobian = -y[..., :, np.newaxis] * y[..., np.newaxis, :]
    diagonal = (y * others)[..., :, np.newaxis]
    return np.where(eye, diagonal, jacobian) * sign / (tau if np.ndim(tau) == 0 else np.asarray(tau)[..., np.newaxis])


def _vector(x: Array, axis: int, order: int, tau: Array | float, sign: float, low: Array | None = None) -> Array:
    rows, kind = _rows(x, axis)
    with np.errstate(all="ignore"):
        if rows.shape[-1] == 0 or rows.size == 0:
            return np.zeros(rows.shape + rows.shape[-1:] if order else np.shape(x), dtype=kind)
        extra: Array | float = 0.0
        if low is not None:
            rows, extra = _two_sum(*np.broadcast_arrays(rows, _rows(low, axis)[0]))
            extra = np.where(np.isfinite(rows), extra, 0.0)
        out = _softmax_rows(sign * rows, sign * extra, tau, order, sign)
    return out.astype(kind) if order else _back(out, axis, kind)


def softmax(x: Array, axis: int = -1, *, order: int = 0) -> Array:
    """exp(x_i)/sum_j exp(x_j); of order 1 the Jacobian y_i (delta_ij - y_j)."""
    return _vector(x, axis, order, 1.0, 1.0)


def softmin(x: Array, axis: int = -1, *, order: int = 0) -> Array:
    """exp(-x_i)/sum_j exp(-x_j); of order 1 the Jacobian -y_i (delta_ij - y_j)."""
    return _vector(x, axis, order, 1.0, -1.0)


def softmax_temperature(x: Array, tau: float = 1.0, axis: int = -1, *, order: int = 0) -> Array:
    """exp(x_i/tau)/sum_j exp(x_j/tau); of order 1 the Jacobian y_i (delta_ij - y_j)/tau."""
    return _vector(x, axis, order, tau, 1.0)


def gumbel_softmax_logits(x: Array, G: Array, tau: float = 1.0, axis: int = -1, *, order: int = 0) -> Array:
    """The softmax of (x + G)/tau; of order 1 the Jacobian by x, y_i (delta_ij - y_j)/tau."""
    return _vector(x, axis, order, tau, 1.0, G)


def gumbel_softmax(p: Array, G: Array, tau: float = 1.0, axis: int = -1, *, order: int = 0) -> Array:
    """The softmax of (log p + G)/tau; of order 1 the Jacobian by log p + G, y_i (delta_ij - y_j)/tau."""
    with np.errstate(divide="ignore"):
        return _vector(np.log(p), axis, order, tau, 1.0, G)


def log_softmax(x: Array, axis: int = -1, *, order: int = 0) -> Array:
    """x_i - log sum_j exp(x_j); of order 1 the Jacobian delta_ij - y_j."""
    rows, kind = _rows(x, axis)
    with np.errstate(all="ignore"):
        if rows.size == 0:
            return np.zeros(rows.shape + rows.shape[-1:] if order else np.shape(x), dtype=kind)
        e, total, rest, at, z = _weights(rows, np.zeros(1), 1.0)
        if order == 0:
            return _back(np.where(at, 0.0, z) - np.log1p(rest), axis, kind)
        y = e / total
        others = np.where(at, rest / total, 1.0 - y)
        eye = np.eye(rows.shape[-1], dtype=bool)
        return np.where(eye, others[..., np.newaxis, :], -y[..., np.newaxis, :]).astype(kind)


def logsumexp(x: Array, axis: int = -1, *, order: int = 0) -> Array:
    """log sum_j exp(x_j); of order 1 the gradient, the softmax."""
    if order == 1:
        return softmax(x, axis)
    rows, kind = _rows(x, axis)
    with np.errstate(all="ignore"):
        if rows.shape[-1] == 0:
            return np.full(rows.shape[:-1], -np.inf).astype(kind)[()]
        greatest = np.max(rows, axis=-1)
        rest = _weights(rows, np.zeros(1), 1.0)[2][..., 0]
        out = np.where(np.isinf(greatest), greatest, greatest + np.log1p(rest))
        return out.astype(kind)[()]

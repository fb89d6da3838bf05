"""Emitted functions against enclosures: over the whole range of float64, at zeros, at kinks, far out; and in float32."""

from __future__ import annotations

import sys
import warnings
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from exact import grid, measure, truth_term
from symact.emit.zeros import expansions

from symact.catalogue import ACTIVATIONS, Activation
from symact.emit import lambdify
from symact.emit.forms import FORMS
from symact.terms.ball import enclose
from symact.terms.core import num, substitute, sym

# the worst error in ulp that was seen, rounded up: what is promised of f, f', f''
PROMISED = {
    "sigmoid": (2, 4, 5),
    "tanh": (2, 4, 5),
    "log_sigmoid": (2, 2, 4),
    "softplus": (2, 2, 4),
    "softplus_beta": (2, 2, 4),
    "silu": (3, 5, 6),
    "swish_beta": (3, 5, 6),
    "quick_gelu": (3, 6, 6),
    "gelu": (4, 5, 4),
    "gelu_tanh": (3, 4, 8),
    "mish": (4, 5, 6),
    "softsign": (2, 4, 5),
    "elu": (1, 1, 1),
    "selu": (2, 2, 2),
    "celu": (1, 1, 1),
    "relu": (0, 0, 0),
    "leaky_relu": (1, 1, 0),
    "prelu": (1, 0, 0),
    "relu6": (0, 0, 0),
    "hard_tanh": (0, 0, 0),
    "hard_sigmoid": (2, 1, 0),
    "hard_swish": (2, 2, 1),
}
CASES = [(name, order) for name in PROMISED for order in range(3)]


def parameters(a: Activation) -> dict[str, Fraction]:
    return {p.name: p.default if p.default is not None else Fraction(1, 4) for p in a.parameters}


def required(a: Activation) -> dict[str, float]:
    return {p.name: 0.25 for p in a.parameters if p.default is None}


def points(a: Activation, order: int) -> np.ndarray:
    values = {sym(k): num(v) for k, v in parameters(a).items()}
    extra = [0.0, *(float(enclose(substitute(k.at, values), {}).mid()) for k in a.kinks)]
    if a.name in FORMS and (zero := FORMS[a.name][order].zero) is not None:
        extra += [s * e.high for e in expansions(zero.profile, zero.symmetric) for s in (-1, 1)]
    return grid(extra)


@pytest.mark.parametrize(("name", "order"), CASES)
def test_float64(name: str, order: int) -> None:
    a = ACTIVATIONS[name]
    x = points(a, order)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = lambdify(name, order)(x, **required(a))
    m = measure(got, x, truth_term(a, order), parameters(a))
    assert m.points > 2000 and m.bad == 0
    assert m.worst <= PROMISED[name][order] + 0.5, m


@pytest.mark.parametrize(("name", "order"), CASES)
def test_float32_is_rounded_right(name: str, order: int) -> None:
    """Computed in float64 and rounded: the nearest float32, but for ties that the 53 bits do not tell apart."""
    a = ACTIVATIONS[name]
    x = points(a, order)
    narrow = x[np.abs(x) < 3e38].astype(np.float32)
    f = lambdify(name, order)
    got = f(narrow, **required(a))
    assert got.dtype == np.float32
    wide = f(narrow.astype(np.float64), **required(a))
    with np.errstate(over="ignore"):
        assert np.array_equal(got, wide.astype(np.float32), equal_nan=True)


@pytest.mark.parametrize(("name", "order"), CASES)
def test_special_arguments(name: str, order: int) -> None:
    """Infinite arguments give the limits, nan stays nan, scalars stay scalars, shapes are kept."""
    a = ACTIVATIONS[name]
    f, more = lambdify(name, order), required(a)
    far = f(np.array([-1e30, 1e30]), **more)
    limits = f(np.array([-np.inf, np.inf]), **more)
    for finite, limit in zip(far, limits, strict=True):
        assert limit == np.copysign(np.inf, finite) if abs(finite) > 1e20 else abs(limit - finite) < 1e-20
    assert np.isnan(f(np.nan, **more))
    assert np.ndim(f(1.5, **more)) == 0 and isinstance(f(1.5, **more), np.float64)
    assert isinstance(f(np.float32(1.5), **more), np.float32)
    assert f(np.zeros((0, 3)), **more).shape == (0, 3)
    assert f(np.ones((2, 3, 4))[:, ::2], **more).shape == (2, 2, 4)
    assert f([1, 2], **more).dtype == np.float64
    assert f(np.float16(1.5), **more).dtype == np.float16
    column = np.linspace(-3, 3, 12).reshape(4, 3)
    assert np.array_equal(f(column.T, **more), f(column, **more).T)


@pytest.mark.parametrize(("name", "at", "value"), [
    ("relu", 0.0, 0.0), ("leaky_relu", 0.0, 0.01), ("relu6", 6.0, 0.0), ("hard_swish", 3.0, 1.0), ("hard_sigmoid", 3.0, 0.0),
    ("absolute", 0.0, 0.0), ("elu", 0.0, 1.0),
])  # fmt: skip
def test_conventions_at_kinks(name: str, at: float, value: float) -> None:
    assert lambdify(name, 1)(at) == value


def test_the_inputs_are_not_changed() -> None:
    x = np.linspace(-3, 3, 101)
    before = x.copy()
    for order in range(3):
        lambdify("silu", order)(x)
    assert np.array_equal(x, before)

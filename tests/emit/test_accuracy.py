"""Emitted functions against enclosures: over the whole range, at zeros, at kinks, far out; in float64 and float32."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from symact.catalogue import ACTIVATIONS
from symact.emit import lambdify
from symact.emit.accuracy import Row, rows, table
from symact.emit.choices import choice
from symact.emit.search import waves
from symact.emit.subjects import parameters, subject
from tests.emit.choose import chosen_names

NAMES = chosen_names()
FEW = 60  # points of each kind; `symact accuracy all` measures on ten times as many
WAVING = [n for n in NAMES if waves(subject(ACTIVATIONS[n], 0, True))]
# the functions that torch and jax have too, and what exercises zones, tails, pairs and kinks
SOME = ["sigmoid", "tanh", "softplus", "silu", "gelu", "gelu_tanh", "mish", "elu", "hard_swish", "leaky_relu", "phish", "gish"]


INFINITE = {"dyrelu": {"inf", "-inf"}}  # the greater of a x + p and 0 x + q: 0 times infinity


def required(name: str) -> dict[str, float]:
    values = subject(ACTIVATIONS[name], 0, True).samples[0]
    return {p.name: float(values[p.symbol.name]) for p in parameters(ACTIVATIONS[name]) if p.default is None}


def stated(name: str, order: int) -> float:
    def never(_: object) -> Any:
        raise AssertionError("a stored choice is not searched for")

    return choice(name, subject(ACTIVATIONS[name], order, True), never).error.worst


@pytest.mark.parametrize("name", NAMES)
def test_float64_is_as_precise_as_it_says(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measured = list(rows(ACTIVATIONS[name], ["numpy", "python"], n=FEW))
    assert len(measured) == 6
    for r in measured:
        assert r.measured is not None and r.measured.points > 200
        assert (r.measured.lost, set(r.special) - INFINITE.get(name, set())) == (0, set()), r
        assert r.measured.worst <= min(8, max(4, stated(name, r.order) + 1)), r


@pytest.mark.parametrize("name", NAMES)
def test_float32_is_the_nearest(name: str) -> None:
    for r in rows(ACTIVATIONS[name], ["numpy"], "float32", n=FEW):
        assert r.measured is not None and r.measured.lost == 0
        assert r.measured.worst <= 0.5, r


@pytest.mark.parametrize("name", SOME)
def test_c_is_as_precise(name: str) -> None:
    for dtype, most in (("float64", 4.0), ("float32", 0.5)):
        for r in rows(ACTIVATIONS[name], ["c"], dtype, n=FEW):
            assert r.measured is not None and (r.measured.lost, set(r.special) - INFINITE.get(name, set())) == (0, set())
            assert r.measured.worst <= max(most, stated(name, r.order) + 1 if dtype == "float64" else 0), r


@pytest.mark.parametrize("name", NAMES)
def test_types_shapes_and_nan(name: str) -> None:
    more = required(name)
    for order in range(3):
        f = lambdify(name, order)
        assert np.isnan(f(np.nan, **more)) and f(-0.0, **more) == f(0.0, **more)
        assert isinstance(f(1.5, **more), np.float64) and isinstance(f(np.float32(1.5), **more), np.float32)
        assert f(np.zeros((0, 3)), **more).shape == (0, 3)
        assert f([1, 2], **more).dtype == np.float64 and f(np.float16(1.5), **more).dtype == np.float16
        column = np.linspace(-3, 3, 12).reshape(4, 3)
        assert np.array_equal(f(column.T, **more), f(column, **more).T)
        assert np.array_equal(f(column[:, ::2], **more), f(column, **more)[:, ::2])
        out = np.empty_like(column)
        assert f(column, **more, out=out) is out and np.array_equal(out, f(column, **more))


@pytest.mark.parametrize(("name", "at", "value"), [
    ("relu", 0.0, 0.0), ("leaky_relu", 0.0, 0.01), ("relu6", 6.0, 0.0), ("hard_swish", 3.0, 1.0), ("hard_sigmoid", 3.0, 0.0),
    ("absolute", 0.0, 0.0), ("elu", 0.0, 1.0),
])  # fmt: skip
def test_conventions_at_kinks(name: str, at: float, value: float) -> None:
    for target in ("numpy", "python"):
        assert lambdify(name, 1, target)(at) == value


def test_the_inputs_are_not_changed() -> None:
    x = np.linspace(-3, 3, 101)
    before = x.copy()
    for order in range(3):
        lambdify("silu", order)(x)
    assert np.array_equal(x, before)


def test_others_are_measured_on_the_same_points() -> None:
    pytest.importorskip("scipy")
    ours, theirs, lambdified = rows(ACTIVATIONS["sigmoid"], ["numpy", "scipy.special", "sympy.lambdify"], n=FEW, orders=[0])
    assert ours.measured is not None and theirs.measured is not None and lambdified.measured is not None
    assert ours.measured.points == theirs.measured.points and theirs.measured.worst > 1e6 > 4 > ours.measured.worst
    lines = list(table([ours, Row("sigmoid", 0, "torch.nn", "float64", None)]))
    assert len(lines) == 3 and "sigmoid" in lines[1] and "does not run" in lines[2]

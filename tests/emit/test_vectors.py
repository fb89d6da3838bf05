"""The softmax family against enclosures, and along axes."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from flint import arb, ctx

from symact.emit import lambdify

ROWS = [
    [1.0, 2.0, 3.0],
    [0.0, -700.0, -745.0, 3.0],
    [1e5, 1e5 - 1.0, 1e5 - 300.123456789],
    [-1e300, 0.0, 1e-300],
    [0.1, 0.1, 0.1, 0.1],
    [50.0, -3.7, 12.25, 49.99999, 0.0],
    [7.0],
]


def worst(got: np.ndarray, truth: list[arb]) -> float:
    out = 0.0
    for y, t in zip(np.ravel(got).tolist(), truth, strict=True):
        nearest = float(t.mid())
        if abs(nearest) < 1e-300:
            assert abs(y) < 1e-299
            continue
        out = max(out, float(abs(arb(y) - t).mid()) / math.ulp(nearest))
    return out


@pytest.fixture(autouse=True)
def many_bits() -> object:
    before, ctx.prec = ctx.prec, 1200
    warnings.simplefilter("error")
    yield
    ctx.prec = before
    warnings.resetwarnings()


def softmax(row: list[float], tau: float = 1.0, noise: list[float] | None = None) -> list[arb]:
    z = [(arb(v) + arb(g)) / arb(tau) for v, g in zip(row, noise or [0.0] * len(row), strict=True)]
    top = max(row)
    e = [(a - arb(top)).exp() for a in z]
    total = sum(e[1:], e[0])
    return [a / total for a in e]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_softmax(row: list[float]) -> None:
    y = softmax(row)
    assert worst(lambdify("softmax")(row), y) < 4
    one = arb(1)
    jacobian = [a * ((one if i == j else arb(0)) - b) for i, a in enumerate(y) for j, b in enumerate(y)]
    assert worst(lambdify("softmax", 1)(row), jacobian) < 8
    assert worst(lambdify("softmin")([-v for v in row]), y) < 4


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_log_softmax_and_logsumexp(row: list[float]) -> None:
    total = sum([arb(v).exp() for v in row[1:]], arb(row[0]).exp()) if max(row) < 1e4 else None
    if total is None:
        top = arb(max(row))
        rest = sum([(arb(v) - top).exp() for v in row], arb(0))
        lse = top + rest.log()
    else:
        lse = total.log()
    assert worst(lambdify("log_softmax")(row), [arb(v) - lse for v in row]) < 4
    assert worst(np.array([lambdify("logsumexp")(row)]), [lse]) < 4
    assert worst(lambdify("logsumexp", 1)(row), softmax(row)) < 4


@pytest.mark.parametrize("tau", [0.1, 0.5, 1.0, 3.0])
def test_temperature_and_noise(tau: float) -> None:
    row, noise = [0.3, -12.0, 5.5, 100.0], [0.7, -1.1, 2.25, -0.3]
    assert worst(lambdify("softmax_temperature")(row, tau=tau), softmax(row, tau)) < 4
    y = softmax(row, tau, noise)
    assert worst(lambdify("gumbel_softmax_logits")(row, noise, tau=tau), y) < 4
    jacobian = [a * (arb(int(i == j)) - b) / arb(tau) for i, a in enumerate(y) for j, b in enumerate(y)]
    assert worst(lambdify("gumbel_softmax_logits", 1)(row, noise, tau=tau), jacobian) < 8
    p = np.array([0.125, 0.5, 0.25, 0.125])
    assert np.allclose(
        lambdify("gumbel_softmax")(p, noise, tau=tau), lambdify("gumbel_softmax_logits")(np.log(p), noise, tau=tau), rtol=1e-12
    )


def test_axes_types_and_shapes() -> None:
    x = np.random.default_rng(3).normal(size=(4, 5, 6))
    f, g = lambdify("softmax"), lambdify("softmax", 1)
    for axis in (0, 1, 2, -1, -2):
        y = f(x, axis=axis)
        assert y.shape == x.shape and np.allclose(y.sum(axis=axis), 1)
        assert np.array_equal(np.moveaxis(y, axis, -1), f(np.moveaxis(x, axis, -1)))
        n = x.shape[axis]
        assert g(x, axis=axis).shape == (*np.delete(x.shape, axis % 3), n, n)
    assert f(x.astype(np.float32)).dtype == np.float32
    assert f(np.zeros((3, 0))).shape == (3, 0) and f(np.zeros((0, 3))).shape == (0, 3)
    assert lambdify("logsumexp")(x, axis=1).shape == (4, 6)
    assert lambdify("logsumexp")([]) == -np.inf
    with pytest.raises(ValueError, match="vector"):
        f(1.0)


def test_infinite_entries() -> None:
    f = lambdify("softmax")
    assert f([np.inf, 0.0, -np.inf]).tolist() == [1.0, 0.0, 0.0]
    assert f([-np.inf, 0.0, 0.0]).tolist() == [0.0, 0.5, 0.5]
    assert np.isnan(f([np.nan, 1.0])).all() and np.isnan(f([np.inf, np.inf])).all()
    assert lambdify("logsumexp")([-np.inf, 2.0]) == 2.0 and lambdify("logsumexp")([np.inf, 2.0]) == np.inf
    assert lambdify("log_softmax")([-np.inf, 2.0]).tolist() == [-np.inf, 0.0]

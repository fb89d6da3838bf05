"""Modules of every target for every function: they stand alone, run and agree; gradients are the derivatives."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from symact.catalogue import ACTIVATIONS, activation
from symact.emit import lambdify, source
from symact.emit.build import family
from symact.emit.compiled import FLAGS, Missing, compiled, compiler
from symact.emit.measure import truths
from symact.emit.search import candidates, waves
from symact.emit.subjects import X, parameters, subject
from symact.emit.targets import TARGETS
from symact.emit.targets.c import runner
from tests.emit.choose import chosen_names

COMPILER = any(map(shutil.which, ("cc", "gcc", "clang")))
NAMES = chosen_names()
ALL = [0, 1, 2, (0, 1)]
GRID = np.concatenate([np.linspace(-9, 9, 181), [-745.0, -40.0, -1e-3, 1e-9, 40.0, 745.0, np.nan]])
FAR = np.array([-np.inf, -1e300, -1e30, 1e30, 1e300, np.inf])
SOME = ["sigmoid", "softplus", "silu", "gelu", "mish", "leaky_relu"]


def given(name: str) -> dict[str, float]:
    values = subject(ACTIVATIONS[name], 0, True).samples[0]
    return {p.name: float(values[p.symbol.name]) for p in parameters(ACTIVATIONS[name]) if p.default is None}


def points(name: str) -> np.ndarray:
    return GRID if waves(subject(ACTIVATIONS[name], 0, True)) else np.concatenate([GRID, FAR])


def close(a: np.ndarray, b: np.ndarray) -> bool:
    """Within some units in the last place, where subnormal numbers count as 0."""
    with np.errstate(invalid="ignore"):
        near = np.abs(a - b) <= 16 * np.spacing(np.abs(b)) + 1e-307
    return bool(np.all((a == b) | (np.isnan(a) & np.isnan(b)) | near))


@pytest.mark.parametrize("target", ["numpy", "numpy-fast", "python", "torch", "jax"])
def test_modules_stand_alone(target: str, tmp_path: Path) -> None:
    """All of them are imported by an interpreter that finds no symact; each says its formula, its error and its maker."""
    if importlib.util.find_spec(TARGETS[target].needs or "math") is None:
        pytest.skip(f"{target} is not installed")
    for name in NAMES:
        text = source(name, ALL, target)
        doc = ast.get_docstring(ast.parse(text)) or ""
        assert f"{name.split('.')[0][0]}" in doc and "Made by symact" in doc and "ulp" in text
        (tmp_path / f"emitted_{name}.py").write_text(text)
    code = (
        "import sys, importlib\n"
        f"for name in {NAMES!r}: assert callable(getattr(importlib.import_module('emitted_' + name), name, None)) or name == 'abs'\n"
        "assert 'symact' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=300)


@pytest.mark.parametrize("name", NAMES)
def test_both_orders_in_one_pass(name: str) -> None:
    x, more = points(name), given(name)
    f, slope = lambdify(name, (0, 1))(x, **more)
    assert close(f, lambdify(name)(x, **more)) and close(slope, lambdify(name, 1)(x, **more))


@pytest.mark.parametrize("name", NAMES)
def test_python_agrees(name: str) -> None:
    x, more = points(name), given(name)
    for order in range(3):
        f = lambdify(name, order, "python")
        assert close(np.array([f(v, **more) for v in x.tolist()]), lambdify(name, order)(x, **more))


@pytest.mark.parametrize("name", NAMES)
def test_c_agrees(name: str) -> None:
    """Compiled without optimisation, which takes a third of the time; the same float32 to the last bit."""
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler")
    a, x, more = ACTIVATIONS[name], points(name), given(name)
    text = source(name, ALL, "c")
    library = compiled(text, ("-O1", *(f for f in FLAGS if f != "-O3")))
    for u in family(a, X, [(0,), (1,), (2,), (0, 1)]).units:
        core = u.fixed or u.opened
        assert core is not None
        run, f = runner(library, core), lambdify(name, u.orders if len(u.orders) > 1 else u.orders[0])
        for kind in (np.float64, np.float32):
            with np.errstate(over="ignore"):
                z = x.astype(kind)
            got, expected = run(z, list(more.values()), None), f(z, **more)
            for g, e in zip(got, expected, strict=True) if len(u.orders) > 1 else [(got, expected)]:
                assert g.dtype == e.dtype == kind
                assert close(g, e) if kind is np.float64 else np.array_equal(g, e, equal_nan=True)


@pytest.mark.parametrize("name", NAMES)
def test_torch_agrees_and_its_gradients_are_the_derivatives(name: str) -> None:
    torch = pytest.importorskip("torch")
    x, more = points(name), given(name)
    for order in range(3):
        f = lambdify(name, order, "torch")
        assert close(f(torch.tensor(x), **more).numpy(), lambdify(name, order)(x, **more))
        with np.errstate(over="ignore"):
            z = x.astype(np.float32)
        assert np.array_equal(f(torch.tensor(z), **more).numpy(), lambdify(name, order)(z, **more), equal_nan=True)
    f = lambdify(name, 0, "torch")
    t = torch.tensor([-2.7, -1.3, -0.2, 0.4, 1.6], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda v: f(v, **more), (t,))
    assert torch.autograd.gradgradcheck(lambda v: f(v, **more), (t,))


def test_torch_has_no_third_derivative() -> None:
    torch = pytest.importorskip("torch")
    t = torch.tensor(0.5, requires_grad=True)
    y = lambdify("silu", 2, "torch")(t)
    with pytest.raises(RuntimeError, match="third"):
        y.backward()


@pytest.mark.parametrize("name", NAMES)
def test_jax_agrees(name: str) -> None:
    """All functions, compiled as quickly as it goes; jax on the CPU flushes subnormal numbers to 0."""
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    jax.config.update("jax_disable_most_optimizations", True)
    x, more = points(name), given(name)
    for order in range(3):
        f = lambdify(name, order, "jax")
        got = np.asarray(jax.jit(lambda z, f=f: f(z, **more))(x))
        expected = lambdify(name, order)(x, **more)
        kept = ~(np.abs(expected) < FLUSHED.get(name, 1e-280))
        assert close(got[kept], expected[kept])


FLUSHED = {"rootsig": 1e-80}  # its second derivative is a quotient of two numbers below 1e-300


@pytest.mark.parametrize("name", SOME)
def test_jax_differentiates(name: str) -> None:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    f = lambdify(name, 0, "jax")
    slope = jax.grad(f)
    for v in (-1.3, 0.4):
        assert close(np.asarray(jax.jit(slope)(v)), lambdify(name, 1)(v))
        assert close(np.asarray(jax.grad(slope)(v)), lambdify(name, 2)(v))
    batch = jax.vmap(slope)(np.array([-1.3, 0.4], dtype=np.float32))
    assert batch.dtype == np.float32 and np.array_equal(batch, lambdify(name, 1)(np.array([-1.3, 0.4], dtype=np.float32)))


def test_compiled_functions_take_what_numpy_functions_take() -> None:
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler")
    f, g = lambdify("leaky_relu", 0, "c"), lambdify("leaky_relu")
    x = np.linspace(-3, 3, 24).reshape(4, 6)
    for z in (x, x.T, x[:, ::2], x.astype(np.float32), x.astype(np.float16), 1.5, np.zeros((0, 2)), [1, -2]):
        assert np.array_equal(f(z), g(z)) and np.shape(f(z)) == np.shape(g(z)) and f(z).dtype == g(z).dtype
        assert np.array_equal(f(z, alpha=0.5), g(z, 0.5))
    assert np.array_equal(f(np.array([-1.0, -1.0]), np.array([0.5, 0.25])), [-0.5, -0.25])
    out = np.empty_like(x)
    assert f(x, out=out) is out and np.array_equal(out, g(x))
    with pytest.raises(TypeError):
        f(np.array([1j]))
    with pytest.raises(TypeError):
        lambdify("prelu", 0, "c")(1.0)


def test_without_a_compiler_numpy_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(Missing, match="C compiler"):
        compiler()
    x = np.linspace(-3, 3, 7)
    assert np.array_equal(lambdify(X / (1 + X**2), 0, "c")(x), lambdify(X / (1 + X**2))(x))


def test_a_compiler_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "false")
    with pytest.raises(Missing, match="did not compile"):
        compiled("int f(void) { return 0; }")


def test_scipy_where_it_is_allowed() -> None:
    pytest.importorskip("scipy")
    x = np.linspace(-9, 9, 1001)
    assert "scipy" not in source("gelu") and "special.erfcx" in source("gelu", allow="scipy")
    assert close(lambdify("gelu", allow=["scipy"])(x), lambdify("gelu")(x))
    with pytest.raises(ValueError, match="scipy"):
        lambdify("gelu", allow="numba")


def test_gradients_by_parameters_are_refused() -> None:
    torch = pytest.importorskip("torch")
    with pytest.raises(NotImplementedError, match="by parameters"):
        lambdify("prelu", 0, "torch")(torch.tensor([-1.0, 2.0]), torch.tensor(0.3, requires_grad=True))


def test_jax_gradients_by_parameters_are_refused() -> None:
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    f = lambdify("leaky_relu", 0, "jax")
    x = np.array([-1.0, 2.0])
    assert jax.jit(jax.grad(lambda v: f(v, 0.3).sum()))(x).tolist() == [0.3, 1.0]
    with pytest.raises(NotImplementedError, match="by parameters"):
        jax.grad(lambda a: f(x, a).sum())(0.3)


PARAMETERS = (
    ("swish_beta", {"beta": -1.5}), ("swish_beta", {"beta": 1e-3}), ("dyrelu", {"a": 0.75, "b": 0.0, "p": 1.0, "q": 0.5}),
    ("squareplus", {"b": 2.0}), ("repu", {"p": 2.5}), ("sinlu", {"alpha": -0.5, "beta": 2.0}), ("nlrelu", {"beta": 2.0}),
    ("pau", dict.fromkeys("abcuvpqrs", 0.5) | {"w": 0.0}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "values"), PARAMETERS)
def test_growth_far_out_is_told_for_the_parameters_at_hand(name: str, values: dict[str, float]) -> None:
    """In every language as exact values say; of waves only that there is a number."""
    a = activation(name)
    x = np.array([3e30, -3e30, 1e60, -1e60])
    for order in (0, 1):
        s = subject(a, order, False)
        forms = [s.slope, *(f.term for f in candidates(s))]
        exact = np.array([np.nan if e is None else float(e) for e in truths(forms, x, {k: Fraction(v) for k, v in values.items()})])
        for target in ("numpy", "python", *(["c"] if COMPILER else [])):
            f = lambdify(name, order, target)
            got = np.array([f(v, **values) for v in x.tolist()])
            assert np.isfinite(got).all(), (target, order)
            assert name == "sinlu" or np.allclose(got, exact, rtol=1e-12, atol=1e-290), (target, order, got, exact)


@pytest.mark.skipif(not COMPILER, reason="no compiler")
def test_out_is_checked_as_by_numpy() -> None:
    x = np.array([0.9, 1.7])
    for target in ("numpy", "c", "c-fast"):
        f, both = lambdify("gelu", 0, target), lambdify("gelu", (0, 1), target)
        with pytest.raises(TypeError, match="same_kind"):
            f(x, out=np.zeros(2, int))
        with pytest.raises(ValueError, match="out is an array of shape"):
            f(x, out=np.zeros((2, 2)))
        with pytest.raises(ValueError, match="out is a tuple of 2 arrays"):
            both(x, out=np.zeros(2))
        y = np.zeros(2)
        assert f(x, out=y) is y and np.array_equal(y, f(x))

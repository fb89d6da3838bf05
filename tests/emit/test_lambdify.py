"""The interface: names, entries, terms and SymPy expressions; parameters; what cannot be emitted; the text of modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy as sp

from symact.catalogue import ACTIVATIONS, Activation, Parameter, activation
from symact.emit import NotEmitted, lambdify, source
from symact.terms.core import Term, exp, sym
from tests.emit.choose import chosen_names

x, a = sp.symbols("x alpha", real=True)
SCALAR = chosen_names()
VECTOR = ["softmax", "softmax_temperature", "softmin", "log_softmax", "logsumexp", "gumbel_softmax", "gumbel_softmax_logits"]
GRID = np.array([-1000.0, -30.0, -2.5, -1.0, -0.25, 0.5, 1.0, 3.0, 40.0, 1000.0])


@pytest.mark.parametrize("order", range(3))
@pytest.mark.parametrize("name", SCALAR)
def test_every_entry_has_code(name: str, order: int) -> None:
    e = ACTIVATIONS[name]
    others = [0.75 + 0.5 * k for k, _ in enumerate(e.variables[1:])]
    needed = {p.name: 0.5 + k for k, p in enumerate(e.parameters) if p.default is None}
    f = lambdify(name, order)
    assert np.all(np.isfinite(f(np.array([-2.75, -0.3, 0.4, 1.7]), *others, **needed)))


@pytest.mark.parametrize("name", ["silu", "gelu_tanh", "hard_sigmoid", "softmax", "selu"])
def test_modules_stand_alone(name: str, tmp_path: Path) -> None:
    """The text is a module that needs NumPy only and gives the same values."""
    text = source(name, 1)
    assert "symact" not in {
        n.name.split(".")[0] for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for n in node.names
    }
    (tmp_path / "emitted.py").write_text(text)
    code = f"import sys; import emitted; print(repr(emitted.{name}_prime([0.5, -1.25]).tolist())); assert 'symact' not in sys.modules"
    out = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert ast.literal_eval(out) == lambdify(name, 1)([0.5, -1.25]).tolist()


def test_what_can_be_given() -> None:
    expected = lambdify("silu")(GRID)
    for f in (
        "SiLU",
        "Swish",
        activation("silu"),
        activation("silu").expression,
        activation("silu").expr,
        x / (1 + sp.exp(-x)),
    ):
        assert np.array_equal(lambdify(f)(GRID), expected)


@pytest.mark.parametrize(
    "expression",
    [x / (1 + sp.exp(-x)), x * sp.exp(x) / (1 + sp.exp(x)), sp.log(1 + sp.exp(x)), x * sp.tanh(sp.log(1 + sp.exp(x))),
     sp.log(sp.cosh(x)), x**2 * sp.exp(-(x**2)), sp.Piecewise((x, x > 0), (sp.exp(x) - 1, True)), 1 / (1 + sp.exp(-3 * x)),
     (1 + sp.exp(-x)) ** -2, sp.Max(0, x) ** 2 - sp.Min(x, 1)],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("order", range(3))
def test_expressions_do_not_overflow(expression: sp.Expr, order: int) -> None:
    got = lambdify(expression, order)(GRID)
    assert np.all(np.isfinite(got))
    slope = sp.diff(expression, x, order)
    for at, value in zip(GRID[2:8], got[2:8], strict=True):
        if at not in (0.0, 1.0):
            assert value == pytest.approx(float(sp.N(slope.subs(x, sp.Rational(at)), 30)), rel=1e-13, abs=1e-15)


def test_parameters() -> None:
    f = lambdify("leaky_relu")
    assert f(-2.0) == -0.02 and f(-2.0, alpha=0.5) == -1.0
    assert np.array_equal(f(np.array([-1.0, -1.0]), np.array([0.5, 0.25])), [-0.5, -0.25])
    with pytest.raises(TypeError):
        lambdify("prelu")(1.0)
    g = lambdify(sp.Max(0, x) + a * sp.Min(0, x))
    assert g(-3.0, alpha=2.0) == -6.0
    assert lambdify("hard_sigmoid")(-3.0) == 0.0 and lambdify("hard_sigmoid")(1.0, a=0.2) == 0.7
    assert lambdify("swish_beta")(1.0, beta=0.0) == 0.5


def test_another_variable() -> None:
    u, w = sp.symbols("u w")
    assert lambdify(u**2, 1)(3.0) == 6.0
    assert lambdify(u**2 * w, 1, variable=u)(3.0, w=2.0) == 12.0
    with pytest.raises(ValueError, match="variable"):
        lambdify(u * w)


def test_names_of_symbols_are_not_code() -> None:
    """The spelling of a symbol never reaches the text that is compiled."""
    evil = sp.Symbol("__import__('os').abort()")
    text = source(sp.exp(-evil))
    assert "import__" not in text and lambdify(sp.exp(-evil))(0.0) == 1.0
    for name in ("np", "x", "lambda", "_apply", "t0", "h1", "é", "a b"):
        f = lambdify(x * sp.Symbol(name) if name != "x" else x, variable=x)
        assert f(2.0, *([3.0] if name != "x" else [])) == (6.0 if name != "x" else 2.0)


def test_a_made_entry_brings_no_code() -> None:
    """Name, formula and parameters of an entry that somebody made are spelled harmlessly as well."""
    bad = 'f"""); import os #'
    made = Activation(bad, bad, bad, sym("x") * sym(bad), bad, parameters=(Parameter(bad),))
    assert "import os" not in source(made) and lambdify(made)(2.0, 3.0) == 6.0


@pytest.mark.parametrize(("thing", "order"), [(sp.gamma(x), 0), (sp.Function("f")(x), 0), ("maxout", 0), ("softmax", 2)])
def test_what_cannot_be_emitted(thing: object, order: int) -> None:
    with pytest.raises(NotEmitted):
        lambdify(thing, order)


def test_misuse() -> None:
    with pytest.raises(KeyError, match="nearest"):
        lambdify("sofmax")
    with pytest.raises(ValueError, match="order"):
        lambdify("relu", 3)
    with pytest.raises(TypeError):
        lambdify("relu")(np.array([1j]))
    with pytest.raises(TypeError):
        lambdify(object())


def test_terms_in_other_variables() -> None:
    t: Term = exp(-(sym("t") ** 2))
    assert lambdify(t)(0.0) == 1.0 and lambdify(t, 1)(1.0) == pytest.approx(-2 / np.e)


@pytest.mark.parametrize("name", VECTOR)
def test_vector_functions_have_code(name: str) -> None:
    extra = ([0.1, -0.2, 0.3],) if "gumbel" in name else ()
    given = [0.2, 0.5, 0.3]
    value, jacobian = lambdify(name)(given, *extra), lambdify(name, 1)(given, *extra)
    assert np.all(np.isfinite(value)) and jacobian.shape == ((3, 3) if name != "logsumexp" else (3,))

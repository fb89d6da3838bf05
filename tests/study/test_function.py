"""The object of the API, what a terminal shows, and formulas that are in no catalogue."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from matplotlib.figure import Figure

import symact
from symact.derive import NotDerived, derive
from symact.notation.plain import plain, plain_words
from symact.study import function_of
from symact.study.facts import sheet
from symact.study.text import text
from symact.terms.ball import enclose
from symact.terms.calculus import diff
from symact.terms.core import sym

X = sym("x")


def test_an_activation_shows_all_that_is_known_of_it() -> None:
    swish = symact.activation("swish")
    x = sp.Symbol("x", real=True)
    assert sp.simplify(swish.expr.subs(sp.Symbol("x"), x) - x / (1 + sp.exp(-x))) == 0
    assert swish.derivation().result_latex == r"\sigma(x) (1 + x (1 - \sigma(x)))"
    assert swish.derivation(2).order == 2
    free = next(iter(swish.derivative(1).free_symbols))
    for order in (1, 2, 3):
        expected = sp.diff(swish.expr, next(iter(swish.expr.free_symbols)), order)
        point = {s: sp.Rational(7, 5) for s in (*expected.free_symbols, free)}
        assert abs(sp.N(expected.subs(point) - swish.derivative(order).subs(point), 30)) < 1e-25
    assert swish.facts["range"].value == r"$[-W(e^{-1}), \infty)$"
    assert swish.facts["minimum"].value == r"$-W(e^{-1})$ at $-W(e^{-1}) - 1$"
    assert swish.facts["range_silu"].proved
    assert swish.latex().startswith(r"\mathrm{SiLU}(x) =")
    assert swish._repr_latex_().startswith("$") and "<table>" in swish._repr_html_()
    assert symact.activation("高斯误差线性单元").name == "gelu"
    assert symact.derive(swish).name == "silu"


def test_what_stands_in_brackets_counts() -> None:
    for name in ("GELU (tanh approximation)", 'gelu(approximate="tanh")'):
        assert symact.activation(name).name == derive(name).name == "gelu_tanh"
    assert symact.activation("sigmoid(x)").name == "sigmoid"
    for name in ("leaky_relu(0.2)", "Leaky ReLU (0.2)"):
        with pytest.raises(KeyError, match="the nearest name is leaky_relu"):
            symact.activation(name)


def test_orders_and_facts_as_a_mapping() -> None:
    with pytest.raises(ValueError, match="whole number"):
        symact.activation("swish").derivative(-1)
    found = symact.activation("relu").facts
    assert dict(found) == dict(found.items()) and list(found.keys()) == [f.name for f in found]
    assert found._repr_html_().startswith("<table>")


def test_its_plot() -> None:
    ax = Figure().subplots()
    assert symact.activation("relu").plot(ax) is ax
    assert [line.get_gid() for line in ax.lines[:3]] == ["order0", "order1", "order2"]
    with pytest.raises(NotDerived):
        symact.activation("softmax").plot(ax)


def test_any_sympy_expression() -> None:
    x = sp.Symbol("x")
    assert symact.derive(sp.log(1 + sp.exp(x)), x).result_latex == r"\sigma(x)"
    t = sp.Symbol("t", real=True)
    assert symact.derive(t * sp.Symbol("k") ** 2, t).result_latex == "k^{2}"


TYPED = {
    "x*atan(exp(x))": r"\arctan(e^{x}) + \frac{x e^{x}}{1 + e^{2 x}}",
    "x*erf(x)": r"\operatorname{erf}(x) + \frac{2 x e^{-x^{2}}}{\sqrt{\pi}}",
    "log(cosh(x))": r"\tanh(x)",
    "x/(1+exp(-x)+x^2)": r"\frac{e^{x} (x + 1) (1 + e^{x} (1 - x))}{(1 + e^{x} (x^{2} + 1))^{2}}",
    "sin(x)*exp(-x^2)": r"e^{-x^{2}} (\cos(x) - 2 x \sin(x))",
    "x*sigmoid(x)^2": r"\sigma(x)^{2} (1 + 2 x (1 - \sigma(x)))",
    "sqrt(1+x^2)*tanh(x)": "",
    "x^3/(1+x^4)": r"\frac{x^{2} (3 - x^{4})}{(x^{4} + 1)^{2}}",
    "exp(-1/x^2)": r"\frac{2 e^{-1/x^{2}}}{x^{3}}",
    "log(1+x^2)/2": r"\frac{x}{x^{2} + 1}",
    "x*2^(-x^2)": r"2^{-x^{2}} (1 - 2 x^{2} \log(2))",
    "tanh(x) - tanh(x-1)": r"\tanh^{2}(x - 1) - \tanh^{2}(x)",
    "|x|*tanh(x)": r"\tanh(|x|) + |x| (1 - \tanh^{2}(|x|))",
    "atan(x)*sigmoid(x)": r"\frac{\sigma(x)}{x^{2} + 1} + \arctan(x) \sigma(x) (1 - \sigma(x))",
    "softplus(x)^2": r"2 \mathrm{softplus}(x) \sigma(x)",
    "x*log(1+tanh(exp(x)))": r"\log(1 + \tanh(e^{x})) + x e^{x} (1 - \tanh(e^{x}))",
    "(1+erf(x))/2 * sin(x)": "",
    "min(max(x^3,-1),1)": r"\begin{cases} 0, & x < -1 \text{ or } x > 1 \\ 3 x^{2}, & -1 < x < 1 \end{cases}",
    "asinh(x)*gelu(x)": "",
    "relu(x)*exp(-x)": r"\begin{cases} 0, & x < 0 \\ e^{-x} (1 - x), & x > 0 \end{cases}",
}


@pytest.mark.parametrize("written", TYPED)
def test_twenty_functions_that_are_in_no_catalogue(written: str) -> None:
    f = function_of(written)
    for order in (1, 2):
        d = derive(written, order=order)
        assert all(s.verdict is not None and s.verdict.status == "proved" for s in d.steps[1:])
        for x in (Fraction(-27, 16), Fraction(9, 16), Fraction(37, 16)):
            truth = enclose(diff(f.expression, X, order), {X: x})
            assert truth.overlaps(enclose(d.result, {X: x}))
    assert TYPED[written] in ("", derive(written).result_latex)
    assert all(fact.proved for fact in sheet(f) if fact.found)
    assert "not read" not in text(f)


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"\frac{x^{2}}{1 + e^{-x}}", "x²/(1 + exp(-x))"),
        (r"\begin{cases} 0, & x < 0 \\ \frac{1}{2}, & x > 0 \end{cases}", "{ 0 if x < 0; 1/2 if x > 0 }"),
        (r"y_{i} (\delta_{ij} - y_{j})", "yᵢ (δᵢⱼ - yⱼ)"),
        (r"\frac{\partial y_{i}}{\partial x_{j}}", "∂yᵢ/∂xⱼ"),
        (r"\mathrm{diag}(y) - y\, y^{\top}", "diag(y) - y yᵀ"),
        (r"(x^{2} + 1)^{3/2} \sqrt{\pi}", "(x² + 1)^(3/2) √π"),
        (r"\lim_{x \to -\infty} f(x) \ge 0", "lim[x → -∞] f(x) ≥ 0"),
    ],
)
def test_formulas_on_a_line(latex: str, line: str) -> None:
    assert plain(latex) == line
    assert plain_words(f"at ${latex}$, and more") == f"at {line}, and more"

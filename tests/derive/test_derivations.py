"""Derivations over the catalogue: every step proved, the result right by numbers, the page readable."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
import sympy as sp

sys.path.insert(0, str(Path(__file__).parents[1] / "catalogue"))
from reference import REFERENCE

from symact.catalogue import ACTIVATIONS, Activation, UnknownName, activation
from symact.derive import NotDerived, derive, weight
from symact.derive.tidy import tidy
from symact.terms.ball import enclose, precision
from symact.terms.calculus import diff
from symact.terms.core import at, delta, exp, fn, index, max_, num, sum_, sym
from symact.terms.latex import to_latex

X = sym("x")
DERIVED = list(ACTIVATIONS.values())


@pytest.mark.parametrize("a", DERIVED, ids=lambda a: a.name)
def test_every_step_is_proved(a: Activation) -> None:
    d = derive(a)
    assert len(d.steps) > 1
    assert all(s.verdict is not None and s.verdict.status == "proved" for s in d.steps[1:])


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_the_result_is_the_derivative_to_40_digits(name: str, order: int) -> None:
    """The last line of a derivation against central differences of the function as it is written a second time."""
    a = ACTIVATIONS[name]
    point = {p.symbol: p.shown for p in a.parameters}
    result = derive(a, order=order).result
    with mpmath.workdps(140), precision(300):
        values = {p.name: mpmath.mpf(p.shown.numerator) / p.shown.denominator for p in a.parameters if p.shown is not None}
        h = mpmath.mpf(10) ** -30
        for x in (Fraction(-119, 16), Fraction(-29, 8), Fraction(-7, 16), Fraction(5, 8), Fraction(51, 16), Fraction(131, 16)):
            low, mid, high = (REFERENCE[name](mpmath.mpf(x.numerator) / x.denominator + k * h, **values) for k in (-1, 0, 1))
            expected = (high - low) / (2 * h) if order == 1 else (high - 2 * mid + low) / h**2
            found = mpmath.mpf(enclose(result, {**point, X: x}).mid().str(60, radius=False))
            assert mpmath.almosteq(found, expected, mpmath.mpf(10) ** -40, mpmath.mpf(10) ** -40), x


@pytest.mark.parametrize("name", ["glu", "reglu", "geglu", "swiglu", "seglu", "bilinear", "gtu"])
def test_gated_units_by_both_inputs(name: str) -> None:
    a = ACTIVATIONS[name]
    point = {p.symbol: p.shown for p in a.parameters} | {sym("a"): Fraction(5, 8), sym("b"): Fraction(-7, 4)}
    for v in "ab":
        d = derive(a, variable=v)
        assert all(s.verdict is not None and s.verdict.status == "proved" for s in d.steps[1:])
        assert enclose(d.result, point).overlaps(enclose(diff(a.expression, sym(v)), point))


@pytest.mark.parametrize(
    ("name", "matrix"),
    [
        ("softmax", r"\mathrm{diag}(y) - y\, y^{\top}"),
        ("softmax_temperature", r"\frac{1}{\tau} \left(\mathrm{diag}(y) - y\, y^{\top}\right)"),
        ("softmin", r"-\left(\mathrm{diag}(y) - y\, y^{\top}\right)"),
        ("log_softmax", r"I - \mathbf{1}\, p^{\top}"),
        ("gumbel_softmax", r"\frac{1}{\tau} \left(\mathrm{diag}(y) - y\, y^{\top}\right)"),
        ("softmax_one", r"\mathrm{diag}(y) - y\, y^{\top}"),
        ("logsumexp", None),
    ],
)
def test_jacobians_as_matrices(name: str, matrix: str | None) -> None:
    j = derive(name).jacobian
    assert j is not None and j.matrix() == matrix


@pytest.mark.parametrize(
    ("name", "latex"),
    [
        ("sigmoid", r"\sigma(x) (1 - \sigma(x))"),
        ("tanh", r"1 - \tanh^{2}(x)"),
        ("softplus", r"\sigma(x)"),
        ("silu", r"\sigma(x) (1 + x (1 - \sigma(x)))"),
        ("swish_beta", r"\sigma(\beta x) (1 + \beta x (1 - \sigma(\beta x)))"),
        ("gelu", r"\Phi(x) + x \phi(x)"),
        ("relu", r"\begin{cases} 0, & x < 0 \\ 1, & x > 0 \end{cases}"),
        ("leaky_relu", r"\begin{cases} \alpha, & x < 0 \\ 1, & x > 0 \end{cases}"),
        ("elu", r"\begin{cases} \alpha e^{x}, & x < 0 \\ 1, & x > 0 \end{cases}"),
        ("squared_relu", r"\begin{cases} 0, & x < 0 \\ 2 x, & x \ge 0 \end{cases}"),
        ("softsign", r"\frac{1}{(1 + |x|)^{2}}"),
        ("softmax", r"y_{i} (\delta_{ij} - y_{j})"),
        ("gumbel_softmax", r"\frac{y_{i} (\delta_{ij} - y_{j})}{\tau}"),
        ("log_softmax", r"\delta_{ij} - p_{j}"),
    ],
)  # fmt: skip
def test_results_in_the_terms_people_use(name: str, latex: str) -> None:
    assert derive(name).result_latex == latex


def test_an_expression_of_the_users_own() -> None:
    x = sp.Symbol("x")
    d = derive(x * sp.tanh(sp.log(1 + sp.exp(x))))
    assert d.subject == "f'(x)"
    assert all(s.verdict is not None and s.verdict.status == "proved" for s in d.steps[1:])
    assert derive(sym("u") ** 2).result_latex == "2 u"


def test_a_kink_is_left_out_and_a_smooth_edge_is_not() -> None:
    assert derive(max_(0, X)).result_latex == r"\begin{cases} 0, & x < 0 \\ 1, & x > 0 \end{cases}"
    assert derive(max_(0, X) ** 2).result_latex == r"\begin{cases} 0, & x < 0 \\ 2 x, & x \ge 0 \end{cases}"


def test_misuse() -> None:
    with pytest.raises(KeyError):
        derive("no such function")
    with pytest.raises(NotDerived, match="variable"):
        derive(sym("u") * sym("w"))


FORMULAS = {
    "x*tanh(log(1+exp(x)))": r"\tanh(\mathrm{softplus}(x)) + x \sigma(x) (1 - \tanh^{2}(\mathrm{softplus}(x)))",
    "x**2/(1+x^2)": r"\frac{2 x}{(x^{2} + 1)^{2}}",
    r"\frac{1}{1+e^{-x}}": r"\sigma(x) (1 - \sigma(x))",
    "f(x) = x^2 exp(-x)": r"x e^{-x} (2 - x)",
    "max(0, x)^3": r"\begin{cases} 0, & x < 0 \\ 3 x^{2}, & x \ge 0 \end{cases}",
    "tan x": r"1 + \tan^{2}(x)",
    "u*erf(u)": "",
    "gamma(x)": r"\Gamma(x) \psi(x)",
    "lambertw(x)": r"\frac{1}{x + e^{W(x)}}",
    "x*sigmoid(1.702*x)": "",
    "x/(1+|x|)": "",
    "|x|^(3/2)": "",
    "x^x": r"x^{x} (1 + \log(x))",
    "x**2 if x > 0 else 0": r"\begin{cases} 0, & x < 0 \\ 2 x, & x \ge 0 \end{cases}",
    "np.exp(-x)": "-e^{-x}",
    "pi": "0",
}


@pytest.mark.parametrize("written", FORMULAS)
def test_formulas_as_they_are_typed(written: str) -> None:
    d = derive(written)
    assert all(s.verdict is not None and s.verdict.status == "proved" for s in d.steps[1:])
    assert d.result_latex == FORMULAS[written] or not FORMULAS[written]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("log(-1-x^2)", "no real value"), ("sqrt(-1 - x**2)", "no real value"), ("sqrt(x", "unclosed"), ("x > 0", "not"),
        ("i*x", "not read"), ("3 +", "not read"),
    ],
)  # fmt: skip
def test_what_has_no_derivative_says_why(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        derive(written)


@pytest.mark.parametrize("written", ["swiish", "gellu", "sofplus", "log sigmoidd"])
def test_a_word_that_is_no_name_is_told_the_nearest(written: str) -> None:
    with pytest.raises(UnknownName, match="nearest"):
        derive(written)


def test_deltas_are_summed_out() -> None:
    i, j, k, n = (index(c) for c in "ijkn")
    assert tidy(sum_(k, 1, n, exp(at("x", k)) * delta(k, j))) == exp(at("x", j))
    slope = diff(sum_(k, 1, n, at("x", k) ** 2), at("x", j))
    assert to_latex(tidy(slope)) == "2 x_{j}"
    assert tidy(exp(X) * exp(-X) * num(3)) == num(3)
    assert weight(X) < weight(fn("exp", X))
    _ = i


def test_activation_by_chinese_name() -> None:
    assert derive(activation("高斯误差线性单元")).name == "gelu"

"""Terms as a textbook would write them."""

from __future__ import annotations

import pytest

from symact.catalogue import ACTIVATIONS, LOSSES
from symact.terms.core import (
    HALF,
    PI,
    E,
    Term,
    abs_,
    all_of,
    app,
    at,
    cases,
    delta,
    exp,
    fn,
    index,
    log,
    max_,
    num,
    power,
    sqrt,
    sum_,
    sym,
)
from symact.terms.latex import name_latex, to_latex

x, y, a, t = sym("x"), sym("y"), sym("alpha"), sym("tau")
i, j, n = index("i"), index("j"), index("n")
S = app("sigma", x)

WRITTEN = [
    (1 / (1 + exp(-x)), r"\frac{1}{1 + e^{-x}}"),
    (x / (1 + exp(-x)), r"\frac{x}{1 + e^{-x}}"),
    ((exp(x) - exp(-x)) / (exp(x) + exp(-x)), r"\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}"),
    (1 - fn("tanh", x) ** 2, r"1 - \tanh^{2}(x)"),
    (x - y, r"x - y"),
    (-(y - x), r"-(y - x)"),
    (-(x + 1) * 2, r"-2 (x + 1)"),
    (-(t * log(x) + log(y)), r"-(\tau \log(x) + \log(y))"),
    (S * (1 - S), r"\sigma(x) (1 - \sigma(x))"),
    (x / 2 * (1 + fn("erf", x / sqrt(2))), r"\frac{x}{2} \left(1 + \operatorname{erf}\left(\frac{x}{\sqrt{2}}\right)\right)"),
    (num("0.044715") * x**3, r"0.044715 x^{3}"),
    (num("1/8") * x, r"\frac{x}{8}"),
    (exp(-(x**2) / 2) / sqrt(2 * PI), r"\frac{e^{-x^{2}/2}}{\sqrt{2 \pi}}"),
    (exp(at("x", i)) / sum_(j, 1, n, exp(at("x", j))), r"\frac{e^{x_{i}}}{\sum_{j=1}^{n} e^{x_{j}}}"),
    (at("y", i) * (delta(i, j) - at("y", j)) / t, r"\frac{y_{i} (\delta_{ij} - y_{j})}{\tau}"),
    (sum_(j, 1, n, at("x", j)) * x, r"\left(\sum_{j=1}^{n} x_{j}\right) x"),
    (sum_(j, 1, n, at("x", j)) + 1, r"1 + \sum_{j=1}^{n} x_{j}"),
    (cases(x.gt(0), x, a * (exp(x) - 1)), r"\begin{cases} x, & x > 0 \\ \alpha (e^{x} - 1), & \text{otherwise} \end{cases}"),
    (cases(all_of(x.gt(-1), x.le(1)), x), r"\begin{cases} x, & -1 < x \le 1 \end{cases}"),
    (max_(0, x) ** 2, r"\max(0, x)^{2}"),
    (abs_(x) ** 2, r"|x|^{2}"),
    (power(num(3), x) * 2, r"2 \cdot 3^{x}"),
    (power(num(-1), x), r"(-1)^{x}"),
    (power(HALF, x), r"\left(\frac{1}{2}\right)^{x}"),
    (power(x, num("3/2")), r"x^{3/2}"),
    (power(x + 1, -2), r"\frac{1}{(x + 1)^{2}}"),
    (exp(x) ** 2, r"(e^{x})^{2}"),
    (E * x, "e x"),
    (app("f", x, orders=(2,)), "f''(x)"),
    (app("f", x, orders=(4,)), "f^{(4)}(x)"),
    (fn("lambertw", x), "W(x)"),
    (at("W", i, j) + at("W", 1, 2), "W_{ij} + W_{1,2}"),
    (exp(-exp(-x)), "e^{-e^{-x}}"),
    (Term("limit", (x, Term("const", ("oo",)), "", 1 / x)), r"\lim_{x \to \infty} \frac{1}{x}"),
    (Term("integral", (x, num(0), num(1), x)), r"\int_{0}^{1} x \, dx"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "latex"), WRITTEN, ids=[w[1] for w in WRITTEN])
def test_written(term: Term, latex: str) -> None:
    assert to_latex(term) == latex


@pytest.mark.parametrize(
    ("name", "latex"),
    [("alpha", r"\alpha"), ("x1", "x_{1}"), ("beta_1", r"\beta_{1}"), ("scale", r"\mathrm{scale}"), ("x'", "x'"), ("T", "T"),
     ("温度", r"\text{温度}"), ("a_max", r"a_{\mathrm{max}}")],
)  # fmt: skip
def test_names(name: str, latex: str) -> None:
    assert name_latex(name) == latex


def test_names_can_be_given() -> None:
    assert (
        to_latex(app("s", x) + sym("w"), {"s": r"\operatorname{s}", "w": r"\mathbf{w}"}) == r"\operatorname{s}(x) + \mathbf{w}"
    )


@pytest.mark.parametrize("entry", [*ACTIVATIONS.values(), *LOSSES.values()], ids=lambda a: a.name)
def test_brackets_match(entry: object) -> None:
    latex = entry.latex()  # type: ignore[attr-defined]
    assert latex.count("{") == latex.count("}") and latex.count(r"\left") == latex.count(r"\right")
    assert "+ -" not in latex and "--" not in latex

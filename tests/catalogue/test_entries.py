"""Every entry against a second writing of it, its derivatives against numeric ones, its names against each other."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
from flint import arb, fmpq

sys.path.insert(0, str(Path(__file__).parent))
from reference import REFERENCE

from symact.catalogue import ACTIVATIONS, DENSITIES, LOSSES, UnknownName, activation, density, lookup, meanings, normalise
from symact.catalogue.entry import Activation, Density
from symact.terms.ball import enclose, precision
from symact.terms.calculus import diff
from symact.terms.core import Term, at, free, index, num, substitute, sym
from symact.terms.latex import to_latex

ELEMENTWISE = [a for a in ACTIVATIONS.values() if a.variables == ("x",) and not a.is_indexed and sym("x") in free(a.expression)]
EVERYTHING = [*ACTIVATIONS.values(), *LOSSES.values()]
POINTS = [Fraction(n, 16) for n in (-97, -61, -41, -23, -9, -3, 5, 11, 29, 43, 83, 131)]


def sample(a: Activation | Density) -> dict[str, Fraction]:
    """A value for each parameter: its default, or a typical one."""
    return {p.name: p.shown if p.shown is not None else Fraction(3, 4) for p in a.parameters}


def value(t: Term, x: Fraction, parameters: dict[str, Fraction], bits: int = 200) -> mpmath.mpf:
    with precision(bits):
        ball = enclose(t, {sym("x"): x, **{sym(k): v for k, v in parameters.items()}})
        assert ball.is_finite(), f"{t!r} at {x}"
        return mpmath.mpf(ball.mid().str(50, radius=False))


def by_names(a: Activation, x: mpmath.mpf) -> mpmath.mpf:
    return REFERENCE[a.name](x, **{k: mpmath.mpf(v.numerator) / v.denominator for k, v in sample(a).items()})


def test_every_elementwise_entry_has_a_reference() -> None:
    assert {a.name for a in ELEMENTWISE} == set(REFERENCE)


@pytest.mark.parametrize("a", ELEMENTWISE, ids=lambda a: a.name)
def test_definition(a: Activation) -> None:
    with mpmath.workdps(45):
        for x in POINTS:
            expected = by_names(a, mpmath.mpf(x.numerator) / x.denominator)
            assert mpmath.almosteq(value(a.expression, x, sample(a)), expected, 1e-38, 1e-38), (a.name, x)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("a", ELEMENTWISE, ids=lambda a: a.name)
def test_derivatives(a: Activation, order: int) -> None:
    """The rules' derivative against a central difference of the reference, 40 digits where the step allows."""
    slope = a.slope(order)
    h = mpmath.mpf(10) ** -30
    with mpmath.workdps(120):
        for x in POINTS:
            m = mpmath.mpf(x.numerator) / x.denominator
            f = {k: by_names(a, m + k * h) for k in (-1, 0, 1)}
            expected = (f[1] - f[-1]) / (2 * h) if order == 1 else (f[1] - 2 * f[0] + f[-1]) / h**2
            assert mpmath.almosteq(value(slope, x, sample(a)), expected, 1e-38, 1e-38), (a.name, x)


def slopes_beside(a: Activation, x: arb) -> tuple[arb, arb, arb]:
    """The slopes just left and right of a point, and how much the function itself jumps there."""
    point = {sym(k): v for k, v in sample(a).items()}
    h = arb(2) ** -40
    left, right = ({**point, sym("x"): x - h}, {**point, sym("x"): x + h})
    slope = a.slope()
    return enclose(slope, left), enclose(slope, right), enclose(a.expression, right) - enclose(a.expression, left)


@pytest.mark.parametrize("a", ELEMENTWISE, ids=lambda a: a.name)
def test_kinks_are_all_the_points_without_a_slope(a: Activation) -> None:
    parameters = {sym(k): v for k, v in sample(a).items()}
    with precision(160):
        declared = [enclose(k.at, parameters) for k in a.kinks]
        candidates = [arb(k) / 2 for k in range(-20, 21)] + [
            arb(fmpq(s * v.numerator, v.denominator)) for v in parameters.values() for s in (-1, 1)
        ]
        for x in (*declared, *candidates):
            left, right, jump = slopes_beside(a, x)
            smooth = abs(left - right) < 1e-6 and abs(jump) < 1e-6
            if not any(x.overlaps(d) for d in declared):
                assert smooth, f"{a.name} has a kink at {x} that is not declared"
            elif a.name != "elu":  # with the default alpha = 1 it has none
                assert not smooth, f"{a.name} is smooth at {x}"


@pytest.mark.parametrize("a", EVERYTHING, ids=lambda a: a.name)
def test_names_and_latex(a: Activation) -> None:
    assert lookup(a.name) is a
    assert lookup(a.title) is a
    for alias in a.aliases:
        assert lookup(alias) is a, f"{alias} is also {lookup(alias)}"
    assert all(other in ACTIVATIONS for other in a.also)
    assert a.source and "\\" in a.latex() and "None" not in a.latex()
    symbols = {t.name for t in free(a.expression)} - {"i", "j", "n", "q"}
    assert symbols <= {p.name for p in a.parameters} | set(a.variables) | {"x", "G"}
    assert {p.name for p in a.parameters} <= {t.name for t in free(a.expression)}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Leaky ReLU", "leaky_relu"), ("leaky_relu", "leaky_relu"), ("LeakyReLU", "leaky_relu"), ("修正线性单元", "relu"),
        ("Parametric ReLU (PReLU)", "prelu"), ("ReLU（Rectified Linear Unit）", "relu"), ("Sigmoid函数", "sigmoid"),
        ("GELU 激活函数", "gelu"), ("the softmax function", "softmax"), ("Gumbel-Softmax", "gumbel_softmax"), ("Swish", "silu"),
        ("双曲正切函数", "tanh"), ("Ｓｉｇｍｏｉｄ", "sigmoid"), ("交叉熵损失", "cross_entropy"), ("Hard-Swish", "hard_swish"),
    ],
)  # fmt: skip
def test_lookup(written: str, name: str) -> None:
    found = lookup(written)
    assert found is not None and found.name == name


@pytest.mark.parametrize("written", ["", "foo", "ReLU 系列", "激活函数", "function", "()", "loss", "x"])
def test_lookup_of_no_name(written: str) -> None:
    assert lookup(written) is None


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(UnknownName, match="relu"):
        activation("rellu")


def test_meanings_put_the_usual_one_first() -> None:
    assert [a.name for a in meanings("Swish")] == ["silu", "swish_beta"]
    assert [a.name for a in meanings("GELU")][:2] == ["gelu", "gelu_tanh"]


def test_names_do_not_collide() -> None:
    seen: dict[str, str] = {}
    for a in EVERYTHING:
        for word in (a.name, *a.aliases):
            assert seen.setdefault(normalise(word), a.name) == a.name, word


@pytest.mark.parametrize("d", DENSITIES, ids=lambda d: d.name)
def test_density_distribution_and_quantile_agree(d: Density) -> None:
    """The distribution function has the density as derivative, and the quantile function as inverse."""
    parameters = {**sample(d)} | ({"mu": Fraction(1, 3)} if any(p.name == "mu" for p in d.parameters) else {})
    slope = diff(d.distribution, sym("x"))
    for x in (Fraction(1, 16), Fraction(7, 16), Fraction(13, 16)):
        assert mpmath.almosteq(value(slope, x, parameters), value(d.density, x, parameters), 1e-14)
        if d.quantile is not None:
            back = substitute(d.distribution, {sym("x"): substitute(d.quantile, {sym("u"): num(x)})})
            assert mpmath.almosteq(value(back, x, parameters), mpmath.mpf(x.numerator) / x.denominator, 1e-14)
    for word in (d.name, *d.aliases):
        assert density(word) is d


def test_softmax_at_a_point() -> None:
    x = {at("x", k): Fraction(k, 3) for k in (1, 2, 3)}
    balls = [enclose(ACTIVATIONS["softmax"].expression, {**x, sym("n"): 3, index("i"): i}) for i in (1, 2, 3)]
    weights = [mpmath.exp(mpmath.mpf(k) / 3) for k in (1, 2, 3)]
    for ball, w in zip(balls, weights, strict=True):
        assert abs(float(ball) - float(w / sum(weights))) < 1e-12


def test_parameters_have_domains() -> None:
    a = activation("elu")
    assert a.defaults == {sym("alpha"): num(1)}
    assert [to_latex(c) for c in a.conditions] == [r"\alpha > 0"]
    assert activation("prelu").defaults == {}


def test_the_catalogue_imports_neither_sympy_nor_numpy() -> None:
    code = "import sys, symact.catalogue; sys.exit(bool({'sympy', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

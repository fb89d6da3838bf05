"""Zeros, periods and extrema of functions that swing: of points where there is no value, nothing is said."""

from __future__ import annotations

import pytest

from symact.notation.plain import plain_words
from symact.study.function import function_of

ZEROS = {
    "sin(x)/x": "{0} and every π, but not 0",
    "sin(pi x)/(pi x)": "{0} and every 1, but not 0",
    "(1-cos(x))/x^2": "{0} and every 2 π, but not 0",
    "sin(x)/tanh(x)": "{0} and every π, but not 0",
    "sin(x)/(x-pi)": "{0} and every π, but not π",
    "x*cos(x)/(x-pi/2)": "{π/2} and every π, but not π/2, and {0}",
    "sqrt(x)*sin(x)": "{0} and every π in [0, ∞)",
    "sin(x)*log(x)": "{0} and every π in (0, ∞), and {1}",
    "sin(x)/log(x)": "{0} and every π in (0, ∞)",
    "cos(x)*sqrt(x-1)": "{π/2} and every π in [1, ∞), and {1}",
    "sin(x)/(1+|x|)": "{0} and every π",
    "cos(x)/|x|": "{π/2} and every π",
    "sin(|x|)/x": "{0} and every π, but not 0",
    "sin(x)*sign(x)": "{0} and every π",
    "max(0,x)*sin(x)": "{0} and every π, and (-∞, 0]",
    "sin(x)*exp(-|x|)": "{0} and every π",
}
PERIODS = {
    "sin(x)^2": "π", "|sin(x)|": "π", "|cos(x)|": "π", "sin(x)*cos(x)": "π", "sin(3x)^2": "π/3", "sin(x)": "2 π",
    "sin(x)+sin(2x)": "2 π", "sin(2x)/(cos(x)-1)*(cos(x)-1)": "2 π",
}  # fmt: skip


@pytest.mark.parametrize("written", ZEROS)
def test_zeros_have_a_value(written: str) -> None:
    fact = function_of(written).facts["zeros"]
    assert (plain_words(fact.value), fact.verdict.status) == (ZEROS[written], "proved")


@pytest.mark.parametrize("written", PERIODS)
def test_the_least_period(written: str) -> None:
    fact = function_of(written).facts["period"]
    assert (plain_words(fact.value), fact.verdict.status) == (PERIODS[written], "proved")


def test_no_extremum_where_there_is_no_value() -> None:
    assert plain_words(function_of("tan(x)/tan(x)").facts["minimum"].value) == "1 at (-π/2, 0) and (0, π/2) and every π"


@pytest.mark.parametrize("written", ["elu(x)*sin(x)", "sin(x)/|x|", "sin(x)*|x|"])
def test_pieces_of_several_formulas(written: str) -> None:
    assert function_of(written).facts.facts


@pytest.mark.parametrize(("written", "found"), [("x*sin(x)/x", "none"), ("x^2/x", "(-∞, 0) ∪ (0, ∞)"), ("sin(x)^2", "{0}")])
def test_fixed_points_have_a_value(written: str, found: str) -> None:
    assert plain_words(function_of(written).facts["fixed points"].value) == found

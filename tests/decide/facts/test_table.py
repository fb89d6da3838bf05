"""The table of facts: what is found for each function, and the same from numbers that are computed in another way."""

from __future__ import annotations

from itertools import pairwise

import mpmath
import pytest
from mpmath import mpf
from numbers_again import POINTS, extremes, function, slope

from symact.catalogue import ACTIVATIONS
from symact.decide.facts import (
    Real,
    derived,
    fixed_points,
    greatest,
    layout,
    least,
    limit,
    lipschitz,
    monotone_on,
    parity,
    range_of_layout,
    smoothness,
    zeros,
)  # fmt: skip
from symact.decide.facts.reals import MINUS_OO, OO
from symact.terms.core import free, sym

X = sym("x")

# name: range | limits at -oo and oo | range of the derivative | monotone on | parity | C^k | Lipschitz | zeros
TABLE = {
    "sigmoid": "(0, 1) | 0, 1 | (0, 1/4] | + | neither | oo | 1/4 | ",
    "tanh": "(-1, 1) | -1, 1 | (0, 1] | + | odd | oo | 1 | {0}",
    "log_sigmoid": "(-oo, 0) | -oo, 0 | (0, 1) | + | neither | oo | 1 | ",
    "relu": "[0, oo) | 0, oo | {0} {1} | 0 (-oo, 0) + (0, oo) | neither | 0 | 1 | (-oo, 0]",
    "leaky_relu": "(-oo, oo) | -oo, oo | {1/100} {1} | + | neither | 0 | 1 | {0}",
    "elu": "(-1, oo) | -1, oo | (0, 1] | + | neither | 1 | 1 | {0}",
    "selu": "(-1.75809..., oo) | -1.75809..., oo | (0, 1.75809...) | + | neither | 0 | 1.75809... | {0}",
    "softplus": "(0, oo) | 0, oo | (0, 1) | + | neither | oo | 1 | ",
    "softsign": "(-1, 1) | -1, 1 | (0, 1] | + | odd | 1 | 1 | {0}",
    "silu": "[-LambertW(exp(-1)), oo) | 0, oo | [-0.0998393..., 1.09983...] | "
    "- (-oo, -LambertW(exp(-1)) - 1) + (-LambertW(exp(-1)) - 1, oo) | neither | oo | 1.09983... | {0}",
    "gelu": "[-0.169971..., oo) | 0, oo | [-erf(1)/2 - exp(-1)/sqrt(pi) + 1/2, erf(1)/2 + exp(-1)/sqrt(pi) + 1/2] | "
    "- (-oo, -0.751791...) + (-0.751791..., oo) | neither | oo | erf(1)/2 + exp(-1)/sqrt(pi) + 1/2 | {0}",
    "gelu_tanh": "[-0.170040..., oo) | 0, oo | [-0.128993..., 1.12899...] | "
    "- (-oo, -0.752461...) + (-0.752461..., oo) | neither | oo | 1.12899... | {0}",
    "mish": "[-0.308843..., oo) | 0, oo | [-0.112526..., 1.08849...] | "
    "- (-oo, -1.19243...) + (-1.19243..., oo) | neither | oo | 1.08849... | {0}",
    "hard_sigmoid": "[0, 1] | 0, 1 | {0} {1/6} | 0 (-oo, -3) + (-3, 3) 0 (3, oo) | neither | 0 | 1/6 | (-oo, -3]",
    "hard_tanh": "[-1, 1] | -1, 1 | {0} {1} | 0 (-oo, -1) + (-1, 1) 0 (1, oo) | odd | 0 | 1 | {0}",
    "relu6": "[0, 6] | 0, 6 | {0} {1} | 0 (-oo, 0) + (0, 6) 0 (6, oo) | neither | 0 | 1 | (-oo, 0]",
    "soft_shrink": "(-oo, oo) | -oo, oo | {0} {1} | + (-oo, -1/2) 0 (-1/2, 1/2) + (1/2, oo) | odd | 0 | 1 | [-1/2, 1/2]",
    "hard_shrink": "(-oo, -1/2) {0} (1/2, oo) | -oo, oo | {0} {1} | + (-oo, -1/2) 0 (-1/2, 1/2) + (1/2, oo) | odd | -1 | oo | "
    "[-1/2, 1/2]",
    "hard_swish": "[-3/8, oo) | 0, oo | (-1/2, 3/2) | 0 (-oo, -3) - (-3, -3/2) + (-3/2, oo) | neither | 0 | 3/2 | (-oo, -3] {0}",
    "gaussian": "(0, 1] | 0, 0 | [-sqrt(2)*exp(-1/2), sqrt(2)*exp(-1/2)] | + (-oo, 0) - (0, oo) | even | oo | "
    "sqrt(2)*exp(-1/2) | ",
    "arctan": "(-pi/2, pi/2) | -pi/2, pi/2 | (0, 1] | + | odd | oo | 1 | {0}",
    "bent_identity": "(-oo, oo) | -oo, oo | (1/2, 3/2) | + | neither | oo | 3/2 | {0}",
    "lisht": "[0, oo) | oo, oo | [-1.19967..., 1.19967...] | - (-oo, 0) + (0, oo) | even | oo | 1.19967... | {0}",
    "isru": "(-1, 1) | -1, 1 | (0, 1] | + | odd | oo | 1 | {0}",
    "squareplus": "(0, oo) | 0, oo | (0, 1) | + | neither | oo | 1 | ",
    "squared_relu": "[0, oo) | 0, oo | [0, oo) | 0 (-oo, 0) + (0, oo) | neither | 1 | oo | (-oo, 0]",
    "gudermannian": "(-pi/2, pi/2) | -pi/2, pi/2 | (0, 1] | + | odd | oo | 1 | {0}",
    "erf": "(-1, 1) | -1, 1 | (0, 2/sqrt(pi)] | + | odd | oo | 2/sqrt(pi) | {0}",
    "tanh_shrink": "(-oo, oo) | -oo, oo | [0, 1) | + | odd | oo | 1 | {0}",
    "sine": "[-1, 1] | ?, ? | [-1, 1] | - (-pi, -pi/2) + (-pi/2, pi/2) - (pi/2, pi) | odd | oo | 1 | {-pi} {0} {pi}",
    "binary_step": "{0} {1} | 0, 1 | {0} | 0 (-oo, 0) 0 (0, oo) | neither | -1 | oo | (-oo, 0)",
    "symlog": "(-oo, oo) | -oo, oo | (0, 1] | + | odd | 1 | 1 | {0}",
    "exponential": "(0, oo) | 0, oo | (0, oo) | + | neither | oo | oo | ",
    "elish": "[2*sqrt(2) - 3, oo) | 0, oo | [-0.0785468..., 1.09983...] | "
    "- (-oo, -log(sqrt(2) + 1)) + (-log(sqrt(2) + 1), oo) | neither | 1 | 1.09983... | {0}",
}


def found(name: str) -> str:
    f = ACTIVATIONS[name].plain
    pieces = layout(f, X)
    values = " ".join(p.text() for p in range_of_layout(_whole(f)))
    slopes = " ".join(p.text() for p in range_of_layout(derived(_whole(f))))
    ends = ", ".join(_limit(f, end) for end in (MINUS_OO, OO))
    course = monotone_on(f, X)
    whole = len(course) == 1 and course[0].sign > 0 and course[0].low.infinite and course[0].high.infinite
    signs = {1: "+", -1: "-", 0: "0"}
    shape = "+" if whole else " ".join(f"{signs[c.sign]} ({c.low!r}, {c.high!r})" for c in course)
    times = smoothness(f, X).times
    constant = lipschitz(f, X).value.text() if pieces.whole else "?"
    roots = " ".join(p.text() for p in zeros(f, X))
    parts = (values, ends, slopes, shape, parity(f, X), "oo" if times is None else times, constant, roots)
    return " | ".join(str(p) for p in parts)


def _whole(f):  # type: ignore[no-untyped-def]
    from symact.decide.facts.profile import on_one_period

    return on_one_period(f, X)


def _limit(f, end) -> str:  # type: ignore[no-untyped-def]
    from symact.decide.facts import Unknown

    try:
        return Real(limit(f, X, end)).text()
    except Unknown:
        return "?"


@pytest.mark.parametrize("name", TABLE)
def test_facts(name: str) -> None:
    assert found(name) == TABLE[name].replace(" | |", " |  |")


def test_enough_functions() -> None:
    assert len(TABLE) >= 30


# ---- against numbers

PLAIN = [n for n, a in ACTIVATIONS.items() if a.kind == "elementwise" and not free(a.plain) - {X}]
HARD = {"phish", "gcu", "siren", "sinlu", "coslu", "softmodulust", "sinc", "sinc_pi"}  # slow, oscillating, too steep for the grid, 0/0
SMALL = mpf("1e-9")


def _number(x: Real) -> mpf:
    if x.infinite:
        return mpf("inf") * x.infinite
    return mpf(str(x.ball(160).mid().str(40, radius=False)))


@pytest.mark.parametrize("name", [n for n in PLAIN if n not in HARD])
def test_range_against_numbers(name: str) -> None:
    """All values of a dense search lie in the range, and come near its ends."""
    parts = range_of_layout(_whole(ACTIVATIONS[name].plain))
    f = function(name)
    with mpmath.workdps(40):
        for x in POINTS:
            assert _lies_in(f(x), parts), f"{name}({x})"
        low, high = extremes(f)
        _come_near(parts[0].lower, parts[0].lower_closed, low, -1)
        _come_near(parts[-1].upper, parts[-1].upper_closed, high, 1)


@pytest.mark.parametrize("name", [n for n in PLAIN if n not in HARD])
def test_slopes_against_numbers(name: str) -> None:
    """The same for the derivative, away from kinks."""
    pieces = _whole(ACTIVATIONS[name].plain)
    kinks = tuple(float(_number(b.place)) for b in pieces.breaks)
    parts = range_of_layout(derived(pieces))
    f = slope(function(name), 1)
    with mpmath.workdps(40):
        for x in POINTS[::8]:
            if all(abs(x - k) > mpf("1e-9") for k in kinks):
                assert _lies_in(f(x), parts), f"{name}'({x})"


def _lies_in(value: mpf, parts) -> bool:  # type: ignore[no-untyped-def]
    return any(_number(p.lower) - SMALL <= value <= _number(p.upper) + SMALL for p in parts)


def _come_near(end: Real, attained: bool, value: mpf, side: int) -> None:
    if end.infinite:
        assert value * side > 3
    elif attained:
        assert abs(_number(end) - value) < mpf("1e-8")
    else:
        assert abs(_number(end) - value) < mpf("0.06")


@pytest.mark.parametrize(
    "name", ["sigmoid", "silu", "gelu", "mish", "gaussian", "elu", "hard_tanh", "softsign", "lisht", "gish"]
)
def test_course_against_numbers(name: str) -> None:
    """Values at neighbouring points go up and down as the stretches say; convexity is in test_shape."""
    f = function(name)
    with mpmath.workdps(40):
        for cell in monotone_on(ACTIVATIONS[name].plain, X):
            inside = [f(x) for x in POINTS if _number(cell.low) < x < _number(cell.high)]
            for a, b in pairwise(inside):
                assert (b - a) * cell.sign >= 0 if cell.sign else a == b


@pytest.mark.parametrize(
    "name", ["sigmoid", "tanh", "silu", "gelu", "mish", "elu", "selu", "bent_identity", "lisht", "hard_swish"]
)
def test_lipschitz_against_numbers(name: str) -> None:
    """No difference quotient exceeds the constant, and some come near it."""
    f, best = function(name), _number(lipschitz(ACTIVATIONS[name].plain, X).value)
    with mpmath.workdps(40):
        quotients = [abs(f(b) - f(a)) / (b - a) for a, b in pairwise(POINTS)]
    assert max(quotients) <= best + SMALL
    assert max(quotients) > best - mpf("0.02")


def test_where_extrema_are() -> None:
    silu = ACTIVATIONS["silu"].plain
    assert repr(least(silu, X)) == "-LambertW(exp(-1)) at {-LambertW(exp(-1)) - 1}"
    assert repr(greatest(silu, X)) == "oo (not attained)"
    assert repr(greatest(ACTIVATIONS["gaussian"].plain, X)) == "1 at {0}"
    assert repr(least(ACTIVATIONS["hard_tanh"].plain, X)) == "-1 at (-oo, -1]"
    assert repr(greatest(ACTIVATIONS["sine"].plain, X)) == "1 at {pi/2}"
    assert repr(least(ACTIVATIONS["sinc"].plain, X)) == "-0.217233..."


def test_fixed_points() -> None:
    assert [p.text() for p in fixed_points(ACTIVATIONS["tanh"].plain, X)] == ["{0}"]
    assert [p.text() for p in fixed_points(ACTIVATIONS["relu"].plain, X)] == ["[0, oo)"]
    assert [p.text() for p in fixed_points(ACTIVATIONS["sigmoid"].plain, X)] == ["{0.659046...}"]

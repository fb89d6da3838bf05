"""Functions that swing on without end: what decide proves of them, and what it refutes."""

from __future__ import annotations

import pytest

from symact.claims.given import formula
from symact.decide import decide_obligation
from symact.decide.facts import asymptote, limit, monotone_on, range_of, smoothness
from symact.decide.facts.reals import OO
from symact.decide.facts.waves import wave
from symact.obligations import REALS, Holds, Interval, Range
from symact.terms.core import PI, ZERO, Term, mul, num, sym

X = sym("x")


@pytest.mark.parametrize(
    ("written", "level", "sine", "cosine"),
    [("x*cos(x)", "0", "0", "x"), ("sin(2*x)/x", "0", "1/x", "0"), ("(x+sin(x))*exp(-x)", "x*exp(-x)", "exp(-x)", "0")],
)
def test_the_heights_of_a_wave(written: str, level: str, sine: str, cosine: str) -> None:
    found = wave(formula(written), X)
    assert found is not None
    from symact.decide import decide_equation
    from symact.obligations import Equation

    for height, expected in ((found.level, level), (found.sine, sine), (found.cosine, cosine)):
        assert decide_equation(Equation(height, formula(expected))).status == "proved"


@pytest.mark.parametrize("written", ["sin(x)+sin(2*x)", "sin(x)^2", "x^2", "sin(x^2)", "sin(x+1)"])
def test_what_is_no_wave_of_one_frequency(written: str) -> None:
    assert wave(formula(written), X) is None


def holds(property: str, t: Term, **more: object) -> str:
    return decide_obligation(Holds(property, t, X, **more)).status  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "low", "high", "status"),
    [
        ("x*cos(x)", None, None, "proved"), ("x*cos(x)", 0, None, "refuted"), ("x*sin(x)", None, None, "proved"),
        ("2+sin(x)/x", None, 3, "refuted"),
    ],
)  # fmt: skip
def test_ranges(written: str, low: int | None, high: int | None, status: str) -> None:
    ends = (REALS.lower if low is None else num(low), REALS.upper if high is None else num(high))
    stated = Interval(*ends, low is not None, high is not None)
    assert decide_obligation(Range(formula(written), X, (stated,))).status == status


def test_bounds() -> None:
    assert holds("unbounded above", formula("x*cos(x)")) == holds("unbounded below", formula("x*cos(x)")) == "proved"
    assert holds("bounded", formula("x*cos(x)")) == "refuted"
    assert holds("unbounded", formula("x*cos(x)"), order=1) == "proved"
    assert holds("bounded", formula("sin(x)/x")) == "proved"
    far = Interval(ZERO, OO, True, False)
    assert holds("unbounded above", formula("x*cos(x)"), domain=far) == "proved"
    assert holds("unbounded below", formula("x+2*cos(x)"), domain=far) == "refuted"


def test_a_removable_singularity_is_smooth() -> None:
    assert smoothness(formula("sinc(x)"), X).times is None
    assert holds("smooth", formula("sinc(x)")) == "proved"


def test_the_axis_is_the_asymptote_of_a_wave_that_dies_away() -> None:
    line = asymptote(formula("sin(x)/x"), X, OO)
    assert line is not None and line.slope == line.intercept == ZERO


def test_the_poles_of_the_tangent() -> None:
    half = mul(num("1/2"), PI)
    assert limit(formula("tan(x)"), X, half, "-") == OO
    assert [p.text() for p in range_of(formula("tan(x)"), X)] == ["(-oo, oo)"]
    assert holds("periodic", formula("tan(x)"), value=PI) == "proved"
    assert holds("periodic", formula("tan(x)"), value=half) != "proved"


def test_nested_roots_and_their_angles() -> None:
    cells = monotone_on(formula("x+sin(x)^2"), X)
    assert {c.sign for c in cells} == {1}
    slopes = range_of(formula("1+sin(2*x)"), X)
    assert [p.text() for p in slopes] == ["[0, 2]"]

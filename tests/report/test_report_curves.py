"""Plots: the gap is in sight, curves stay in reach, and what is drawn is what the report holds."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from report_samples import PLOT

from symact.check import check
from symact.report.curves import bar, drawn, svg, table, tikz
from symact.verdict import Plot

X = tuple(-4 + k / 8 for k in range(65))


def plot(left: list[float | None], right: list[float | None], at: float = 0.5) -> Plot:
    return Plot("x", at, X, tuple(left), tuple(right))


CASES = {
    "calm": plot([math.tanh(x) for x in X], [1 - math.tanh(x) ** 2 for x in X]),
    "steep": plot([math.exp(9 * x) for x in X], [1.0] * 65),
    "pole": plot([1 / (x - 1.01) for x in X], list(X)),
    "half": plot([math.sqrt(x) if x >= 0 else None for x in X], list(X)),
    "close": plot([math.sin(x) for x in X], [math.sin(x) + 1e-6 for x in X]),
    "constant": plot([1.0] * 65, [2.0] * 65),
    "one side": plot([None] * 65, list(X)),
    "edge": plot(list(X), [2 * x for x in X], at=4.0),
}


@pytest.mark.parametrize("name", CASES)
def test_the_place_where_the_sides_differ_is_in_sight(name: str) -> None:
    d = drawn(CASES[name])
    assert 0 <= d.at <= 1
    for height in (d.at_left, d.at_right):
        assert height is None or 0 <= height <= 1
    for curve in (*d.left, *d.right):
        assert all(0 <= x <= 1 and -5 < y < 6 for x, y in curve)
    ElementTree.fromstring(svg(CASES[name], "two curves"))
    assert tikz(CASES[name]).count(r"\begin") == tikz(CASES[name]).count(r"\end")


def test_a_pole_is_no_line_and_a_gap_is_a_gap() -> None:
    assert len(drawn(CASES["pole"]).left) == 2
    (piece,) = drawn(CASES["half"]).left
    assert piece[0][0] == 0.5


def test_a_label_says_in_words_what_is_shown() -> None:
    image = svg(PLOT, 'both <sides> "here"')
    assert 'role="img" aria-label="both &lt;sides&gt; &quot;here&quot;"' in image
    assert re.findall(r"<text [^>]*>([^<]*)</text>", image) == ["-1", "2", "x = 0.5", *drawn(PLOT).y]


def test_a_table_of_a_few_values() -> None:
    columns = table(CASES["half"])
    assert [c[0] for c in columns] == ["-4", "-2.625", "-1.375", "0", "1.375", "2.625", "4"]
    assert columns[0] == ("-4", "–", "-4")


def test_a_share_that_is_there_is_seen() -> None:
    assert bar(0) == ""
    assert bar(0.1) == "█"
    assert len(bar(100)) == 20


# ---- the values, which the report carries


def plotted(text: str) -> Plot | None:
    (claim,) = check(text).claims
    return claim.plot


def test_a_refuted_derivative_is_plotted_on_both_sides() -> None:
    found = plotted("$$\n\\tanh'(x) = 1 + \\tanh^2(x)\n$$\n")
    assert found is not None
    assert (found.variable, found.x[0], found.x[-1], len(found.x)) == ("x", -4.0, 4.0, 65)
    for x, left, right in zip(found.x, found.left, found.right, strict=True):
        assert left == pytest.approx(1 - math.tanh(x) ** 2, rel=1e-4)
        assert right == pytest.approx(1 + math.tanh(x) ** 2, rel=1e-4)


def test_where_a_side_has_no_value_nothing_is_drawn() -> None:
    found = plotted("For $x > 0$ we have\n\n$$\n\\frac{d}{dx} x \\log(x) = \\log(x)\n$$\n")
    assert found is not None
    assert [v for x, v in zip(found.x, found.left, strict=True) if x <= 0] == [None] * 33
    assert all(v is not None for x, v in zip(found.x, found.left, strict=True) if x > 0)


def test_a_proved_claim_and_one_in_several_names_have_no_plot() -> None:
    assert plotted("$$\n\\tanh'(x) = 1 - \\tanh^2(x)\n$$\n") is None
    assert plotted("$$\n(a + b)^2 = a^2 + b^2\n$$\n") is None

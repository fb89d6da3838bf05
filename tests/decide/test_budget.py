"""Expression bombs: each is answered honestly, and the claim after it is decided."""

from __future__ import annotations

import importlib

import pytest

from symact import budget
from symact.budget import OutOfTime, limited, tick, within
from symact.check import check

BOMBS = {
    "a tower of powers": "x^{x^{x^{x^{x^{x^{x^{x^x}}}}}}} = x",
    "a number without end": "9^{9^{9^9}} = 1",
    "a power to multiply out": "(a+b+c+d+f+g)^{40} = (a+b+c+d+f+g)^{20}(a+b+c+d+f+g)^{20}",
    "many factors": " ".join(f"(1+e^{{x_{{{i}}}}})" for i in range(40))
    + " = "
    + " ".join(f"(e^{{x_{{{i}}}}}+1)" for i in range(39, -1, -1)),
    "many maxima": "+".join(f"\\max(x_{{{i}}}, y_{{{i}}})" for i in range(30))
    + " = "
    + "+".join(f"\\max(y_{{{i}}}, x_{{{i}}})" for i in range(30)),
    "absolute values in one another": "".join(f"\\left|x_{{{i}}} + " for i in range(16)) + "y" + "\\right|" * 16 + "= 0",
    "roots to be made rational": "\\frac{1}{" + "+".join(f"\\sqrt{{{i}}}" for i in (2, 3, 5, 7, 11, 13, 17, 19, 23)) + "} = x",
    "a continued fraction": "".join(f"\\frac{{1}}{{x_{{{i}}}+" for i in range(40)) + "x" + "}" * 40 + " = 1",
    "a derivative of high order": "\\frac{d^{12}}{dx^{12}} e^{\\sin(x^2) \\tanh(x)} = 1",
    "a sum with a billion summands": "\\sum_{i=1}^{1000000000} \\sin(i) = 5",
    "sums to be multiplied out": "\\left(\\sum_i x_i + \\sum_i y_i + 1\\right)^{20} = \\left(\\sum_i x_i+1\\right)^{20}",
    "many digits": "(" + "9" * 900 + ")^{90} x = x",
    "a polynomial to be factored": "\\log(x^{96} + y^{96} - 2 x^{48} y^{48} + 1) = \\log(x^{96})",
    "a limit": "\\lim_{x \\to 0} \\frac{" + "\\tan(" * 8 + "x" + ")" * 8 + "-" + "\\sin(" * 8 + "x" + ")" * 8 + "}{x^7} = 0",
}
BOMBS |= {
    f"a huge number: {text}": text
    for text in (
        "e^{10^{9}} = 3", "2^{10^8} = 3^{10^8}", "10^{10^{10}} = 10^{10^9}", "\\Gamma(10^{10}) = 3", "e^{10^8 x} = e^{x}",
        "x^{10^8} = x", "\\sigma(10^8 x) = \\sigma(x)", "e^{10^{400} x} = e^x", "10^{-10^9} = 0", "\\cos(10^{10^9}) = 1",
    )
}  # fmt: skip
RIGHT = {"a power to multiply out", "many factors", "many maxima"}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_no_harm(name: str) -> None:
    report = check(f"A bomb:\n\n$${BOMBS[name]}$$\n\nand after it\n\n$$\\sigma'(x) = \\sigma(x)(1 - \\sigma(x))$$\n")
    *bomb, after = report.claims
    assert after.verdict.status == "proved"
    for claim in bomb:
        assert claim.verdict.status in (("proved", "undecided") if name in RIGHT else ("refuted", "undecided"))
        assert claim.verdict.status != "undecided" or claim.verdict.reason


def test_without_time_nothing_is_concluded(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "$$(x+1)^2 = x^2 + 2x + 1$$\n\n$$(x+1)^2 = x^2 + 1$$\n\n$$\\sigma(3x + 7) \\in (0, 1)$$\n"
    monkeypatch.setattr(importlib.import_module("symact.record"), "DECIDING", -1.0)
    claims = check(text).claims
    assert [(c.verdict.status, c.verdict.reason) for c in claims] == [("undecided", "timeout")] * 3


def test_an_earlier_limit_is_the_one_that_answers() -> None:
    def work() -> str:
        tick()
        return "done"

    assert limited(60, work, lambda: "late") == "done"
    assert limited(-1, work, lambda: "late") == "late"
    with within(-1), pytest.raises(OutOfTime):
        limited(60, work, lambda: "late")
    with within(60):
        assert budget.left(1e9) <= 60

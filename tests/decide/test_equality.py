"""The verdicts on equalities, by topic: what holds, what does not, and under which condition.

A line is ``verdict: left = right``, with what is assumed after ``given``; ``if`` and ``where`` quote the condition and the detail.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from symact.check import decide
from symact.verdict import Verdict

# What would make lines long.
SHORT = (
    ("HUBER", r"\begin{cases} \frac12 x^2 & |x| \le \delta \\ \delta(|x| - \frac12 \delta) & |x| > \delta \end{cases}"),
    *((f"S_{i}", rf"\frac{{e^{{x_{i}}}}}{{\sum_j e^{{x_j}}}}") for i in "ik"),
    *((f"T_{i}", rf"\frac{{e^{{x_{i}/\tau}}}}{{\sum_j e^{{x_j/\tau}}}}") for i in "ik"),
    *((f"G_{i}", rf"\frac{{e^{{(\log p_{i} + g_{i})/\tau}}}}{{\sum_j e^{{(\log p_j + g_j)/\tau}}}}") for i in "ik"),
)

POWERS_AND_LOGARITHMS = r"""
proved:      \sqrt{x^2} = |x|
proved:      \sqrt{x^2} = x                                            given x \ge 0
refuted:     \sqrt{x^2} = x                                            where it holds on a part of its domain only
proved:      \log(x^2) = 2 \log|x|                                     where -
proved:      \log(x^2) = 2 \log x                                      where only the left side is
proved:      \log(x y) = \log x + \log y                               where only the left side is
proved:      \log(x y) = \log x + \log y                               given x > 0 where -
proved:      e^{2\log x} = x^2                                         where only the right side is
proved:      (x^a)^b = x^{ab}                                          given x > 0
refuted:     (e^x)^2 = e^{x^2}                                         where equal at x = 0 or x = 2 only
proved:      \sqrt{x y} = \sqrt{x}\sqrt{y}                             where only the left side is
proved:      \frac{1}{\sqrt 2 + \sqrt 3} = \sqrt 3 - \sqrt 2
proved:      \sqrt[3]{x^3} = x
proved:      2^{x+3} = 8 \cdot 2^x
proved:      4^x = 2^{2x}
proved:      e^{x \log 2} = 2^x
proved:      \log_2 8 = 3
proved:      \log(1 + e^x) = x + \log(1 + e^{-x})
proved:      \log\frac{1}{1 + e^{-x}} = -\log(1 + e^{-x})
refuted:     \log(x + y) = \log x + \log y
proved:      \sqrt{5 + 2\sqrt 6} = \sqrt 2 + \sqrt 3
"""
INVERSE_FUNCTIONS = r"""
proved:      \tanh x = 2\sigma(2x) - 1
refuted:     \tanh x = 2\sigma(x) - 1                                  where equal at x = 0 only
proved:      \cosh^2 x - \sinh^2 x = 1
proved:      \operatorname{artanh} x = \frac12 \log\frac{1+x}{1-x}
proved:      \operatorname{arsinh} x = \log(x + \sqrt{x^2+1})
proved:      \operatorname{arcosh} x = \log(x + \sqrt{x^2-1})          given x \ge 1
proved:      \sin(\arctan x) = \frac{x}{\sqrt{1+x^2}}
proved:      \arcsin x + \arccos x = \frac{\pi}{2}
refuted:     \arctan x + \arctan\frac1x = \frac{\pi}{2}                where equal at x = 1
proved:      \arctan x + \arctan\frac1x = \frac{\pi}{2}                 given x > 0
proved:      \arctan\frac{2}{x} + \arctan\frac{x}{2} = -\frac{\pi}{2}     given x < 0
proved:      \arctan\frac{1}{1 + x^2} = \frac{\pi}{2} - \arctan(1 + x^2)
proved:      \frac{\pi}{2} + \arctan x = \begin{cases} -\arctan\frac1x & x < 0 \\ \frac{\pi}{2} + \arctan x & x \ge 0 \end{cases}
refuted:     \arctan\frac1x = \frac{\pi}{2} - \arctan x                   where equal at x = 1
proved:      \cos(x + y) = \cos x \cos y - \sin x \sin y
proved:      \frac{d}{dx} \arctan x = \frac{1}{1+x^2}
proved:      \frac{d}{dx} \operatorname{artanh} x = \frac{1}{1-x^2}
refuted:     \frac{d}{dx} \arctan x = \frac{1}{\sqrt{1+x^2}}           where equal at x = 0
"""
ERROR_FUNCTION = r"""
proved:      \Phi(x) = \frac12 (1 + \operatorname{erf}(x/\sqrt 2))
proved:      \Phi(-x) = 1 - \Phi(x)
proved:      \operatorname{erfc} x = 1 - \operatorname{erf} x
proved:      \frac{d}{dx}(x\Phi(x)) = \Phi(x) + x\phi(x)
proved:      \frac{d^2}{dx^2}(x\Phi(x)) = (2 - x^2)\phi(x)
refuted:     \Phi(x) = \sigma(1.702 x)                                 where equal at x = 0
"""
GAMMA_FUNCTION = r"""
proved:      \Gamma(x+1) = x \Gamma(x)
proved:      \Gamma(x+3) = x(x+1)(x+2) \Gamma(x)
proved:      \Gamma(x-2) (x-1)(x-2) = \Gamma(x)
proved:      \Gamma(1/2) = \sqrt\pi
proved:      \Gamma(-1/2) = -2\sqrt\pi
proved:      \Gamma(5) = 24
refuted:     \Gamma(x+1/2) = x \Gamma(x-1/2)
refuted:     \Gamma(5) = 120
"""

TOO_NEAR_FOR_ENCLOSURES = r"""
refuted:     \tanh(10^9) = 1
refuted:     |x| = x \tanh(1000000 x)
refuted:     \max(x, x + 10^{-400}) = x
refuted:     \tanh'(x) = 1 - \tanh^2(x) + e^{-1000}
refuted:     \mathbb{1}[x > \sqrt2] = \mathbb{1}[x \ge \sqrt2]          where the sides differ only at x = sqrt(2)
"""

DECIMALS = r"""
proved:      0.1 + 0.2 = 0.3
proved:      0.044715 \cdot 3 = 0.134145
proved:      x^{0.5} = \sqrt x
refuted:     \sqrt{2/\pi} = 0.7978845608
"""
PIECEWISE = r"""
proved:      \max(0, x) = \frac{x + |x|}{2}
proved:      \max(x, y) = \frac{x + y + |x - y|}{2}
proved:      |x| = x \operatorname{sign}(x)
proved:      |x y| = |x| |y|
refuted:     |x + y| = |x| + |y|                                       where it holds on a part of its domain only
proved:      \min(\max(x, 0), 6) = \max(\min(x, 6), 0)
proved:      \max(-1, \min(1, x)) = \frac{|x+1| - |x-1|}{2}
conditional: \max(\alpha x, x) = \max(0, x) + \alpha\min(0, x)         if alpha <= 1
proved:      \max(\alpha x, x) = \max(0, x) + \alpha\min(0, x)         given \alpha \le 1
conditional: \max(0, \lambda x) = \lambda \max(0, x)                   if lambda >= 0
refuted:     \max(0, 1 - x y) = 1 - x y                                where it holds on a part of its domain only
proved:      \frac{d}{dx} \max(0, x)^2 = 2 \max(0, x)
proved:      \frac{d}{dx}HUBER = \begin{cases} x & |x| \le \delta \\ \delta \operatorname{sign}(x) & |x| > \delta \end{cases}  given \delta > 0
refuted:     \frac{d}{dx}HUBER = \begin{cases} x & |x| \le \delta \\ \operatorname{sign}(x) & |x| > \delta \end{cases}  given \delta > 0
"""
SYMBOLIC_DIMENSION = r"""
proved:      S_i = \frac{e^{x_i - c}}{\sum_j e^{x_j - c}}
proved:      \logS_i = x_i - \log\sum_j e^{x_j}
proved:      \frac{\partial}{\partial x_k}\log\sum_j e^{x_j} = S_k
proved:      \frac{\partial}{\partial x_k} S_i = S_i (\delta_{ik} - S_k)
refuted:     \frac{\partial}{\partial x_k} S_i = S_i (1 - S_k)
proved:      \frac{\partial}{\partial x_k} T_i = \frac{1}{\tau} T_i (\delta_{ik} - T_k)
proved:      \frac{\partial^2}{\partial x_i \partial x_k}\log\sum_j e^{x_j} = S_i\delta_{ik} - \frac{e^{x_i} e^{x_k}}{(\sum_j e^{x_j})^2}
proved:      \frac{\partial}{\partial p_k} G_i = \frac{1}{\tau p_k} G_i (\delta_{ik} - G_k)
conditional: \frac{\partial}{\partial x_k}(-\sum_i y_i \logS_i) = S_k - y_k     if Eq(Sum(y[j], (j, 1, N)), 1)
proved:      \frac{\partial}{\partial x_k}(-\sum_i y_i \logS_i) = S_k - y_k     given \sum_i y_i = 1
proved:      \frac{\partial}{\partial x_k} \frac1n \sum_{i=1}^n (x_i - y_i)^2 = \frac2n (x_k - y_k)
proved:      \frac{\partial}{\partial x_k} \sqrt{\sum_j x_j^2} = \frac{x_k}{\sqrt{\sum_j x_j^2}}
proved:      \sum_{i=1}^n (x_i - \frac1n \sum_{j=1}^n x_j) = 0
proved:      (\sum_i x_i)^2 = \sum_i \sum_j x_i x_j
refuted:     (\sum_i x_i)^2 = \sum_i x_i^2
proved:      \prod_{i=1}^n e^{x_i} = e^{\sum_{i=1}^n x_i}
proved:      \sum_{i=1}^n c = n c
refuted:     \sum_{i=1}^n c = c                                        where n = 1
"""
TRAP_POINTS = r"""
refuted:     x^2 = x                                                   where equal at x = 0 or x = 1 only
refuted:     \sin x = x                                                where equal at x = 0
refuted:     \log(1 + x) = x                                           where equal at x = 0
refuted:     (x + y)^2 = x^2 + y^2                                     where only
refuted:     e^{\tau x} = e^x                                          where equal at x = 0 or tau = 1 only
refuted:     \max(\alpha x, 0) = \max(x, 0)                            where alpha = 1
"""


def table() -> Iterator[tuple[str, str]]:
    for topic, text in list(globals().items()):
        if topic.isupper() and isinstance(text, str):
            for line in text.strip().splitlines():
                yield topic, line


def read(line: str) -> tuple[str, dict[str, str], str, str]:
    """The verdict, what goes with it, and both sides."""
    for name, text in SHORT:
        line = line.replace(name, text)
    verdict, rest = line.split(":", 1)
    asked: dict[str, str] = {}
    for word in ("where", "if", "given"):
        rest, found, value = rest.rpartition(f" {word} ") if f" {word} " in rest else (rest, "", "")
        if found:
            asked[word] = value.strip()
    left, right = rest.split(" = ", 1)
    return verdict, asked, left, right


@pytest.mark.parametrize(("topic", "line"), list(table()))
def test_verdict(topic: str, line: str) -> None:
    status, asked, left, right = read(line)
    verdict: Verdict = decide(left, right, asked.get("given", ()))
    assert verdict.status == status, verdict
    assert status == "undecided" or verdict.evidence is not None
    assert verdict.evidence is None or verdict.evidence.check()
    assert (verdict.condition or "") == asked.get("if", "")
    if asked.get("where") == "-":
        assert not verdict.detail
    elif "where" in asked:
        assert asked["where"] in verdict.detail


@pytest.mark.parametrize("line", [line for _, line in table()])
def test_the_order_of_the_sides_does_not_matter(line: str) -> None:
    status, asked, left, right = read(line)
    assert decide(right, left, asked.get("given", ())).status == status

"""Classic slips, each with the text that the fix leaves and the words that name it."""

from __future__ import annotations

from pathlib import Path

import pytest

import symact
from symact.verdict import Claim

ROWS = [
    tuple(part.strip() for part in line.split("|"))
    for line in Path(__file__).with_name("corrections.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
GIVEN = "Let $\\sigma(x) = \\frac{1}{1+e^{-x}}$.\n\n"


def mended(text: str) -> tuple[Claim, str]:
    """The last claim of a text, and the text with its fix."""
    claim = symact.check(text, "given.md").claims[-1]
    fix = claim.findings[0].fix
    assert fix is not None
    assert fix.applicability == "safe"
    return claim, text[: fix.span.start] + fix.replacement + text[fix.span.end :]


@pytest.mark.parametrize(("equation", "right", "slip"), ROWS)
def test_slips(equation: str, right: str, slip: str) -> None:
    claim, text = mended(f"{GIVEN}$$\n{equation}\n$$\n")
    assert claim.verdict.status == "refuted"
    assert text.splitlines()[3].split("=", 1)[1].strip() == right
    assert slip in claim.findings[0].message
    assert symact.check(text, "given.md").claims[-1].verdict.status == "proved"


def test_what_was_mended_before_is_used_again() -> None:
    """A wrong result that a later formula builds on is mended there as it was mended at its own place."""
    text = r"""Let $\sigma(x) = \frac{1}{1+e^{-x}}$ with $f(x) = 1 + e^{-x}$ and $g(f) = \frac{1}{f}$.

$$\frac{\mathrm{d}}{\mathrm{d}f} g(f) = \frac{1}{f^3}$$

$$
\begin{align}
\frac{\mathrm{d}}{\mathrm{d}x} \sigma(x) &= \frac{\mathrm{d} g}{\mathrm{d} f} \cdot \frac{\mathrm{d} f}{\mathrm{d} x} \\
&= \frac{1}{f^3} \cdot (-e^{-x})
\end{align}
$$
"""
    claim, new = mended(text)
    assert r"&= -\frac{1}{f^{2}} \cdot (-e^{-x})" in new
    assert claim.follows_from


def test_a_row_that_would_repeat_the_one_before_it_is_left_out() -> None:
    text = r"""$$
\begin{align}
\frac{d}{dx} e^{-x} &= -e^{-x} \\
&= -x e^{-x} + \tanh(3) \\
&= x^2 - 17 x + \cos x
\end{align}
$$
"""
    fixes = [c.findings[0].fix for c in symact.check(text).claims if c.verdict.status == "refuted"]
    assert [f is not None and f.replacement for f in fixes] == ["", ""]


def test_nothing_is_proposed_that_is_not_proved() -> None:
    """What stands for nothing else than the left side itself is no correction."""
    claim = symact.check("$$\\int_0^x e^{-t^2} dt = e^{-x^2}$$\n").claims[-1]
    if claim.verdict.status == "refuted" and (fix := claim.findings[0].fix) is not None:
        assert "int" not in fix.replacement

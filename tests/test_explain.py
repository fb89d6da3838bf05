"""`symact explain` says how a line was read, and where its names got their meaning."""

from __future__ import annotations

from symact.documents import read_text
from symact.explain import explained

TEXT = r"""# Sigmoid

Let $f(x) = 1 + e^{-x}$ with $\alpha > 0$.

$$
\begin{aligned}
f'(x) &= -e^{-x} \\
&= 1 - f(x)
\end{aligned}
$$

$a \oplus$ and $\tanh x$
"""


def test_a_row_with_its_claim_and_its_names() -> None:
    text = explained(read_text(TEXT, "note.md"), 8)
    assert text.splitlines() == [
        "note.md:8:2",
        "  written  = 1 - f(x)",
        "  read as  = 1 - f (x)",
        "  claim    step in line 8: proved",
        "           -exp(-x) = -(exp(-x) + 1) + 1",
        "  name     f(x) = exp(-x) + 1, bound in line 3",
        "  name     x: a free name",
        "  assumed  0 < alpha",
        "  section  Sigmoid",
    ]


def test_what_was_not_read_says_why() -> None:
    text = explained(read_text(TEXT, "note.md"), 12)
    assert "unread" in text and "tanh: the elementary function tanh" in text and "nothing that is decided" in text


def test_a_line_without_formulas() -> None:
    assert explained(read_text(TEXT, "note.md"), 2) == ""

"""Texts that are nearly formulas and documents: real ones with small damage, which is where readers break."""

from __future__ import annotations

import random
import re
from pathlib import Path

from tests.meaning.statement_table import rows
from tests.notation.formula_table import rows as trees

__all__ = ["DOCUMENTS", "FORMULAS", "PIECES", "damaged_document", "damaged_formula"]

ROOT = Path(__file__).parents[2]
FORMULAS = [(row.text, row.tex) for table in (rows(), trees()) for row in table]
PIECES = (
    r"x y d dx dW \alpha \infty 1 2.5 e i ( ) [ ] \{ \} { } | || \| \left( \right) \left. \right. \left| \right| _ ^ ' + - \cdot * / = < \le "
    r"\in , ; . : \quad & \\ \frac \sqrt \sum \prod \int \lim \max \arg \log \sin \partial \nabla \mathrm{d} \mathbf \hat \text{if} \text{and} "
    r"\text{otherwise} \text{foo\ bar} \mathbb{E} \mathbb{1} \to \begin{cases} \end{cases} \begin{align} \end{align} \begin{array}{ll} "
    r"\end{array} \begin{bmatrix} \end{bmatrix} \pm \ldots ! \underset \overset \substack \binom \mid \Rightarrow \land \neg \forall "
    r"{x} _{i=1}^n ^{-1} ^2 _i ^{(i)} ^{[l]} ^T \circ \odot \over ½ 其他 时 当 其中 sigmoid f \sigma softmax \left\{ ` $ ~ % \underbrace \bf "
    r"{\rm \boxed √ ² ₁ ∂ α ’ \\[2pt] \label{a} \tag \end \foo"
).split(" ")
MARKS = (
    "$ $$ \\( \\) \\\\( \\\\) \\[ \\] ` ``` ```math \n \n\n # * ** _ > - | --- <!-- --> <img {{<katex>}} :math:` .. "
    "\\begin{align} \\end{align} "
    '\\newcommand{\\a}{ \\section{ """ \' [ ] { } "," \\n & % 。 ， \r\n \t \ufeff 😀'
).split(" ")
DOCUMENTS = {
    ".md": [p.read_text(encoding="utf-8") for folder in ("notes", "tests/cases") for p in sorted((ROOT / folder).glob("*.md"))],
    ".rst": [
        "Swish\n=====\n\nIt is :math:`f(x) = x \\sigma(x)` where :math:`\\sigma` is the sigmoid.\n\n.. math::\n   :label: a\n\n"
        "   f'(x) &= \\sigma(x) + x \\sigma'(x) \\\\\n   &= \\sigma(x)(1 + x(1-\\sigma(x)))\n\n+---------+---------+\n| "
        "|a|     | :math:`x`|\n+=========+=========+\n| ReLU    | $x$     |\n+---------+---------+\n"
    ],
    ".tex": [
        "\\documentclass{article}\n\\newcommand{\\R}{\\mathbb{R}}\n\\begin{document}\n\\section{Tanh}\nFor $x \\in \\R$ let "
        "\\begin{align} \\tanh'(x) &= 1 - \\tanh^2(x) \\label{eq:a} \\\\ &= \\operatorname{sech}^2(x) \\end{align}\n"
        "\\[ \\lim_{x\\to\\infty} \\tanh x = 1. \\] % done\n\\end{document}\n"
    ],
    ".py": [
        'def softplus(x):\n    r"""The softplus: :math:`f(x) = \\log(1 + e^x)`.\n\n    .. math::\n\n        f\'(x) = \\sigma(x)\n    """\n'
        '    return log(1 + exp(x))\n\n\nclass A:\n    """It is $x^2$.\n\n    $$(x^2)\' = 2x$$\n    """\n'
    ],
    ".ipynb": [
        '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "markdown", "metadata": {}, "source": '
        '["# ReLU\\n", "$$f(x) = \\\\max(0, x)$$\\n", "é $f\'(x) = 1$ for $x > 0$"]}, {"cell_type": "code", "metadata": {}, '
        '"outputs": [], "execution_count": null, "source": "# symact: assume a > 0\\nx = 1"}]}'
    ],
}


def damaged_formula(rng: random.Random) -> tuple[str, bool]:
    """A formula of the tables with up to four pieces taken out, put in, or taken from another one."""
    text, tex = rng.choice(FORMULAS)
    tokens = re.findall(r"\\[A-Za-z]+|\\.|.", text, re.DOTALL)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(tokens) + 1)
        other = re.findall(r"\\[A-Za-z]+|\\.|.", rng.choice(FORMULAS)[0], re.DOTALL)
        cut = rng.randrange(len(other))
        put = rng.choice(([], [rng.choice(PIECES)], other[cut : cut + rng.randint(1, 12)], tokens[at : at + 6]))
        tokens[at : at + rng.randint(0, 3)] = put
    return "".join(tokens), tex


def damaged_document(rng: random.Random, suffix: str, most: int = 3000) -> str:
    """A stretch of a document with some marks, formulas and lines taken out, put in, or moved."""
    text = rng.choice(DOCUMENTS[suffix])
    if suffix == ".md" and len(text) > most:
        start = text.find("\n", rng.randrange(len(text) - most))
        text = text[start : start + most]
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(text) + 1)
        gone = rng.choice((0, 0, 1, 2, 20))
        put = rng.choice((rng.choice(MARKS), rng.choice(PIECES), f"${damaged_formula(rng)[0]}$", text[at : at + 80], ""))
        text = text[:at] + put + text[at + gone :]
    return text

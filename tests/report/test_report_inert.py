"""Formulas made inert: mathematics passes, everything else is refused."""

from __future__ import annotations

import time

import pytest

from symact.report.escape import Safe, md_block, md_code, md_display, md_words, tex_block, tex_code, tex_display, tex_words
from symact.report.inert import inert

PASSES = [
    (r"\sigma(x) = \frac{1}{1 + e^{-x}}", r"\sigma(x)=\frac{1}{1+e^{-x}}"),
    (r"\frac12 x_i^2", r"\frac{1}{2}x_{i}^{2}"),
    (r"f'(x)", "f'(x)"),
    (r"f''^2", r"f^{\prime\prime 2}"),
    (r"a &= b", "a =b"),
    (r"a &= b \\[2pt] &= c", r"\begin{aligned} a & =b \\ & =c \end{aligned}"),
    (r"\begin{align*} a &= b \nonumber \\ &= c \end{align*}", r"\begin{aligned} a & =b \\ & =c \end{aligned}"),
    (r"\begin{cases} x & x > 0 \\ [0,1] & y \end{cases}", r"\begin{cases} x & x>0 \\ {}[0,1] & y \end{cases}"),
    (r"\left( \frac{a}{b} \middle| c \right]^2", r"\left(\frac{a}{b} \middle|c \right]^{2}"),
    (r"\text{(sigmoid函数)}(1-α)", r"\text{(sigmoid函数)}(1-\alpha)"),
    (r"\operatorname*{arg\,max}_x f", r"\operatorname*{arg\,max}_{x}f"),
    (r"\argmax_x", r"\operatorname{arg\,max}_{x}"),
    (r"\sum\limits_{i=1}^n x_i", r"\sum_{i=1}^{n}x_{i}"),
    (r"{\bf x}^T", r"{\mathbf{x}}^{T}"),
    ("\\alpha% a comment\nx", r"\alpha x"),
    (r"\sqrt[3]{x}", r"\sqrt[{3}]{x}"),
    ("f（x）≤ 1", r"f(x)\le1"),
]
REFUSED = [
    "", "   ", "%", r"\input{secret.txt}", r"\write18{ls}", r"\def\a{b}", r"\catcode`\%=12", r"\csname input\endcsname",
    "^^5cinput", "a$b", "a#b", "{", "}", "a}b{", r"\frac{1}", r"x^2^3", r"x^2'", r"x^2\nonumber^3", r"\left( x", r"x \right)",
    r"\left x \right)", r"\begin{cases} a",
    r"\begin{cases} a & b & c \end{cases}", r"\begin{verbatim} a \end{verbatim}", r"\begin{cases} a \end{align}",
    r"{a & b}", r"\left( a & b \right)", r"\text{a $b$}", r"\text{\input{x}}", r"\text{a",
    r"\begin{array}{@{}p{1cm}} a \end{array}",
    r"\unknown", r"\href{javascript:alert(1)}{x}", "a\x00b", "\\", "x^", "_", r"\sqrt[3", r"\text{`code`}",
]  # fmt: skip


@pytest.mark.parametrize(("given", "spelled"), PASSES)
def test_mathematics_passes(given: str, spelled: str) -> None:
    assert inert(given) == spelled


@pytest.mark.parametrize(("given", "spelled"), PASSES)
def test_what_passed_passes_unchanged(given: str, spelled: str) -> None:
    again = inert(spelled)
    assert again is not None
    assert again.replace(" ", "").replace("{{3}}", "{3}") == spelled.replace(" ", "")


@pytest.mark.parametrize("given", REFUSED)
def test_anything_else_is_refused(given: str) -> None:
    assert inert(given) is None


@pytest.mark.parametrize("given", ["{" * 10_000 + "}" * 10_000, r"\left(" * 2000, "x" * 19_999, "^" * 9_999, r"\frac" * 4000])
def test_depth_and_length_are_bounded(given: str) -> None:
    start = time.perf_counter()
    inert(given)
    assert time.perf_counter() - start < 2


def test_a_refused_formula_is_shown_as_text() -> None:
    assert md_display(r"\input{a}") == "```tex\n\\input{a}\n```"
    assert tex_display(r"\input{a}") == "\\begin{source}\n\\textbackslash{}input\\{a\\}\n\\end{source}"


def test_a_display_in_markdown_starts_no_list_and_holds_no_tag_and_no_link() -> None:
    assert md_display("- x < y") == "$$\n\\displaystyle -x\\lt y\n$$"
    assert "](" not in md_display("[a](b)")


@pytest.mark.parametrize("words", [md_words, tex_words])
def test_words_keep_their_code_and_their_formulas(words: object) -> None:
    assert callable(words)
    shown = words("the factor `1/tau` of $x^2$ is missing")
    assert isinstance(shown, Safe)
    assert "$x^{2}$" in shown
    assert ("`1/tau`" in shown) or (r"\texttt{1/\allowbreak{}tau}" in shown)


def test_markdown_words() -> None:
    assert md_words("a_b *c* <d> & [e](f) $5 `") == r"a\_b \*c\* &lt;d&gt; &amp; \[e\](f) \$5 \`"


def test_markdown_code_cannot_be_closed_by_its_text() -> None:
    assert md_code("a`b``c") == "```a`b``c```"
    assert md_code("`a`") == "`` `a` ``"
    assert md_block("```\n<b>") == "````\n```\n<b>\n````"


def test_latex_words_and_code() -> None:
    assert tex_words(r"50% of {a_b} \x") == r"50\% of \{a\_b\} \textbackslash{}x"
    assert tex_words("α ≤ 1") == r"\ensuremath{\alpha} \ensuremath{\le} 1"
    assert tex_code("a--b") == r"\texttt{a--b}"
    assert tex_block("  a\n\nb") == "\\begin{source}\n\\ \\ a\\\\\nb\n\\end{source}"

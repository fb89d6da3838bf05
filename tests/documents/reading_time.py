"""Reading takes time in proportion to the length of the text, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from symact.documents import read_text

PIECES = {
    ".md": [
        "$x ", "$$ x\n", "$$\nx\n\n", "\\[0, x\n\n", "\\begin{align}x\n\n", "` `` ``` ", "[", "![", "](", '<a b="', "<!-- ",
        "$x=\\a ", "*a **b ", "> $$a\n", "- $$a\n", "| $a|b$ |\n", "{{< katex >}}", "\\", "$\\text{$", "![a](http://x/?tex= ",
        "\\[0, 1\\] ", "[a][b] ", "a\n=\n", "- [a\n", "```\nf(x) = x\n```\n", "[^1]: ",
        ":::{math}\n", "```{note}\n", "!!! a\n\n    b\n", "$latex x$ ", "$\\newcommand{\\a}{b}\\a$ ", "{{< math >}}$x$", "\\\\[y ",
        "<b>$x</b> ",
        "$x$ % symact: a\n", "```\n# symact: a\n```\n", "{{<", "$`x", "[](", "<", "&lt;$x &lt;$ ", "`f(x) = x` ", "* a\n\n", "$x$\n\n", "\r",
    ],
    ".rst": [
        "a\n=\n", "=== ===\n", "``a ", ":math:`a ", "`a <", " a\n  b\n", "- a\n", ".. a\n", ".. math:: a\n\n", "+-+-+\n| |é|\n",
        "+-+", "a::\n\n  b\n\n", ":a: b\n", "a_ *b **c ", "[1]_ ", "|a|\n", ">>> a\n", "- - - ",
        ".. list-table::\n\n   * - a\n", "a::\n\n> b\n\n", ".. [a]\n", "* - ", ".. math::\n\n   \\begin{a}\n\n",
        "a\n  b\n    c\n", "(i) a\n",
        "::\n\n  f(x) = x\n\n", "=", "`a`_ ",
    ],
    ".tex": [
        "$x ", "$$x ", "\\begin{align}", "\\begin{align}\\begin{align}\\end{align}", "\\[ ", "\\( x \\\\) ", "{", "\\item ",
        "% $\n",
        "\\verb|", "\\begin{verbatim}", "\\begin{tabular}&", "\\section{", "\\newcommand{\\a}{", "\\begin{a}\n\n",
        "\\end{a}", "a & b \\\\ ",
        "\\iffalse ", "\\url{", "\\newcommand{\\a}{x}$\\a$ ", "\\newenvironment{a}{$}{$}\\begin{a}", "\\let\\a\\b ", "\\item[abc] ",
        "\\begin{tabularx}{", "\\renewcommand{\\a}{\\b}\\renewcommand{\\b}{\\a}$\\a$ ", "\\def\\a#1{$#1$}\\a{",
        "\\footnote{$x$} ", "\\multicolumn{",
    ],
    ".py": ["def f():\n  '''$x$\n  '''\n", "'''", "(", "# symact: a\n", "'\\n' ", "class A:\n  'é'\n"],
    ".ipynb": ["[", "{", '{"cells":[', '"a",', '\\"'],
}  # fmt: skip


@pytest.mark.parametrize(("suffix", "piece"), [(suffix, piece) for suffix, pieces in PIECES.items() for piece in pieces])
def test_time_is_linear(suffix: str, piece: str) -> None:
    head = "[b]: c\n\n" if suffix == ".md" else ""

    def seconds(length: int) -> float:
        start = time.perf_counter()
        read_text(head + piece * (length // len(piece)), "long" + suffix)
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(80_000) < 8 * max(seconds(20_000), 0.02) + 0.5

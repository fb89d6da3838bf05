"""Markdown: where the formulas stand, what is no formula, and that every position is exact."""

from __future__ import annotations

from pathlib import Path

import pytest
from document_checks import check_positions, formulas
from hypothesis import given, settings
from hypothesis import strategies as st

from symact.documents import read_text

CASES = [
    # inline
    ("其中$x$是，$\\mu$为", [("inline", "x"), ("inline", "\\mu")]),
    ("costs $5 and $10, \\$3 and $n$th", [("inline", "n")]),
    ("价格为$100，而$200；$HOME/$PATH 和 $5-$10", []),
    ("$ x $ and $ f(x) $ and $x^2 $", [("inline", " x "), ("inline", " f(x) "), ("inline", "x^2 ")]),
    ("$a$$b$ and $`c`$ and {math}`d` and :math:`e`", [("inline", c) for c in "abcde"]),
    ("$\\text{if $x$ is}$ and $y$", [("inline", "\\text{if $x$ is}"), ("inline", "y")]),
    ("$f^{`}(x)$ and $g^{`}$ `code`", [("inline", "f^{`}(x)"), ("inline", "g^{`}")]),
    ("**$x$** *$y$* [$z$](http://a_b/$c$)", [("inline", "x"), ("inline", "y"), ("inline", "z")]),
    ("$Date: 2024-11-10 00:36:49 +0100 (So) $ and $.a.b = $", []),
    ("$0<b$ and $c>1$", [("inline", "0<b"), ("inline", "c>1")]),
    ("$x &lt; 0$", [("inline", "x < 0")]),
    ("\\(x\\) \\\\(y\\\\)", [("inline", "x"), ("inline", "y")]),
    ("\\\\[y\\\\] and $latex x^2$ and <b>$z</b>$", [("display", "y"), ("inline", "x^2")]),
    ("{{< math >}}$x$ and $$y$${{< /math >}}", [("inline", "x"), ("display", "y")]),
    ("范围是\\[0, +∞) ，并 \\(见上 and \\[0, 1\\] here", []),
    # display
    ("\\[  f(x) = \\max(0, x) \\]", [("display", "  f(x) = \\max(0, x) ")]),
    ("\\\\[ a = b \\\\]", [("display", " a = b ")]),
    ("\\[\n0, 1\n\\]", [("display", "\n0, 1\n")]),
    ("a $$x=1$$ b", [("display", "x=1")]),
    ("text\n$$\na\n=\nb\n- c\n+ d\n> 0\n$$\nafter", [("display", "\na\n=\nb\n- c\n+ d\n> 0\n")]),
    ("$$\na\n\nb\n$$", [("display", "\na\n\nb\n")]),
    ("> q\n> $$\n> a\n> - b\n> $$", [("display", "\n  a\n  - b\n  ")]),
    ("- a\n  \n    $$\n    x\n    $$", [("display", "\n    x\n    ")]),
    ("1. one\n\n       $$\n       x\n       $$", [("display", "\n       x\n       ")]),
    ("- a\n\n\t$$\n\tx\n\t$$", [("display", "\n\tx\n\t")]),
    ("\\begin{align}\na &= b \\\\\n- c\n\\end{align}", [("display", "\\begin{align}\na &= b \\\\\n- c\n\\end{align}")]),
    ("so \\begin{cases} x \\end{cases}.", [("display", "\\begin{cases} x \\end{cases}")]),
    ("{{< katex display=true >}}x^2{{< /katex >}} {{<katex>}}y{{</katex>}}", [("display", "x^2"), ("inline", "y")]),
    ("<p> $$ \\left\n    \\{ x \\right. $$</p>", [("display", " \\left\n    \\{ x \\right. ")]),
    # tables
    ("| a | $|x|$ |\n|---|---|\n| $p(a|b)$ | $a\\|b$ <br>- z |", [("inline", "|x|"), ("inline", "p(a|b)"), ("inline", "a|b")]),
    ("> | a | b |\n> |--|--|\n> | `x|y` | $z$ |", [("inline", "z")]),
    # plain text
    ("`f(x) = max(α*x, x)` `axis=1` `y = torch.relu(x)`", [("code-span", "f(x) = max(α*x, x)")]),
    ("`x >= 0` `x == 0` `--x`", [("code-span", "x >= 0")]),
    ("`\\sigma(x) = \\frac{1}{2}` `C:\\Users\\x` `$x$`", [("code-span", "\\sigma(x) = \\frac{1}{2}")]),
    ("```\nf(x) = max(0, x)\n```", [("fence", "f(x) = max(0, x)")]),
    ("- a\n  ```\n  f(x) = x^2\n  g(x) = 2x\n  ```", [("fence", "f(x) = x^2"), ("fence", "g(x) = 2x")]),
    ("```\nf(x) = x^2\nprint(x)\n```", []),
    ("```python\nf = max(0, x)\n```", []),
    ("```math\nx^2\n```", [("fence", "x^2")]),
    ("```{math}\n:label: eq\n\nx = 1\n```", [("fence", "\nx = 1")]),
    ("```latex\n$$ x $$\n```", [("display", " x ")]),
    ("```latex\n\\documentclass{article}\n$x$\n```", []),
    ("``` {.math}\nx\n```", [("fence", "x")]),
    (":::{math}\n:label: a\n\nx\n- y\n:::\n\n$z$", [("fence", "\nx\n- y"), ("inline", "z")]),
    ("> :::{math}\n> x\n> :::", [("fence", "x")]),
    ("```{note}\n:class: wide\nThe $x$ is\n```\n\n:::{tip}\n$y$\n:::", [("inline", "x"), ("inline", "y")]),
    # macros of the page
    (
        "$$\\newcommand{\\s}[1]{\\sigma(#1)}$$\n\n$\\s{x}$ $\\def\\a{b}\\a$ $\\a$",
        [("inline", "\\sigma(x)"), ("inline", "         b"), ("inline", "b")],
    ),
    # pictures
    ("![](https://www.zhihu.com/equation?tex=f%28x%29%3Dx%5E2)", [("image", "f(x)=x^2")]),
    ('<img src="https://render.githubusercontent.com/render/math?math=f(x) = x">', [("image", "f(x) = x")]),
    ("![f](https://latex.codecogs.com/svg.latex?\\Large&space;x=\\frac{-b}{2a})", [("image", "x=\\frac{-b}{2a}")]),
    ("![](http://latex.codecogs.com/svg.latex?S(x)=\\\\frac{1}{x})", [("image", "S(x)=\\frac{1}{x}")]),
    ('<img alt="$x^2$" src="a.svg"/> ![alt $x$](u.png "t")', [("image", "x^2")]),
    # elsewhere
    ("# A $x$ ##\n\nB $y$\n===", [("inline", "x"), ("inline", "y")]),
    ("---\ntitle: A\nk: $x$\n---\n$y$", [("inline", "y")]),
    ("<!-- $x$ -->\n\n`$x$` <code>$x$</code>", []),
    ("!!! note\n\n    The $x^2$ is", [("inline", "x^2")]),
    ("[^1]: $x$", [("inline", "x")]),
    ("\ufeff$x$\r\n\r\n$$\r\ny\r\n$$\r\n", [("inline", "x"), ("display", "\r\ny\r\n")]),
    ("😀 $x$ 😀😀 $y$", [("inline", "x"), ("inline", "y")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_formulas(text: str, expected: list[tuple[str, str]]) -> None:
    document = read_text(text, "case.md")
    check_positions(document)
    assert formulas(document) == expected


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("and\n$$ x = \\frac12\n\nmore", "$$ x = \\frac12"),
        ("$x = 5 unclosed", "$x = 5 unclosed"),
        ("a \\begin{gather} x", "\\begin{gather} x"),
        ("$$\n\nThis is the text, and more of the same.\n\n$$\nx\n$$", "$$"),
    ],
)
def test_unclosed_formulas_are_unread(text: str, source: str) -> None:
    document = read_text(text, "case.md")
    assert [u.source for u in document.unread] == [source]
    assert document.unread[0].place.line == text[: text.index(source)].count("\n") + 1


@pytest.mark.parametrize("text", ["a $5 b", "costs $$ and $$$", "范围是\\[0, +∞) ，", "\\(x", "$x = $y; $a"])
def test_plain_signs_are_not_unread(text: str) -> None:
    assert read_text(text, "case.md").unread == ()


def test_blocks() -> None:
    text = (
        "---\ntitle: T\n---\n# A\n\n- one\n  - two\n\n    more\n\n"
        "<!-- symact: assume x > 0 -->\n\np ![alt](u.png) <!-- c -->\n\n|a|b|\n|-|-|\n|c|d|\n\n```py\nx\n```\n"
    )
    blocks = [(b.kind, b.excerpt.text.strip(), b.level, b.info, b.alt) for b in read_text(text, "case.md").blocks]
    assert blocks == [
        ("heading", "T", 1, "", ""),
        ("heading", "A", 1, "", ""),
        ("item", "one", 1, "", ""),
        ("item", "two", 2, "", ""),
        ("item", "more", 2, "", ""),
        ("comment", "symact: assume x > 0", 0, "", ""),
        ("paragraph", "p", 0, "", ""),
        ("image", "![alt](u.png)", 0, "u.png", "alt"),
        ("comment", "c", 0, "", ""),
        *[("cell", c, 0, "", "") for c in "abcd"],
        ("code", "x", 0, "py", ""),
    ]
    cells = [(b.table, b.row, b.column) for b in read_text(text, "case.md").blocks if b.kind == "cell"]
    assert cells == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1)]


def test_code_in_a_list_is_dedented() -> None:
    (_, code) = read_text("- a\n  ```python\n  def f(x):\n      return x\n  ```\n", "case.md").blocks
    assert code.excerpt.text == "def f(x):\n    return x"
    place = code.excerpt.span(14, 20)
    assert code.excerpt.source.slice(place) == "return"


def test_markup_is_blanked() -> None:
    (block,) = read_text("> **梯度为0**，`axis` [link](u) a*b*c \\*", "case.md").blocks
    assert block.excerpt.text == "  梯度为0  ， axis   link     a*b*c  *"


NOTE = Path(__file__).parents[2] / "notes" / "activation.md"


@pytest.mark.skipif(not NOTE.exists(), reason="the note is not there yet")
def test_the_note() -> None:
    document = read_text(NOTE.read_bytes().decode(), str(NOTE))
    check_positions(document)
    found = [(*document.source.line_column(m.outer.start), m.origin) for b in document.blocks for m in b.maths]
    assert len(found) == 52
    assert {(67, 3, "display"), (74, 5, "display"), (117, 1, "display"), (144, 1, "fence"), (175, 3, "fence")} <= set(found)
    assert not document.unread


PIECES = r"""$ $$ \( \) \[ \] \begin{align} \end{align} ` `` ``` > - 1. # | |-|-| <!-- --> <br>
![ ]( ) [ ] {{<katex>}} {{</katex>}} * ** _ \ \$ x f(x)=x^2 其中 ， 😀 5 = & &lt; <img src="a?tex=%41"> http://a.b --- !!!
~~~ :math:"""
BLANKS = ["\n", "\n\n", "\r\n", "\r", "\t", "    ", "  ", " ", "\u3000", "\x0c", "\0"]
MARKDOWN = st.lists(st.sampled_from([*PIECES.split(), *BLANKS]), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(MARKDOWN | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    check_positions(read_text(text, "any.md"))

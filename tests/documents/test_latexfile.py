"""LaTeX files: structure, macros, comments, verbatim text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from document_checks import check_positions, formulas
from hypothesis import given, settings
from hypothesis import strategies as st

from symact.documents import read_text

CASES = [
    ("\\newcommand{\\no}{$x$}\n\\begin{document}$y$\\end{document}$z$", [("inline", "y")]),
    ("$a$ \\(b\\) \\[c\\] $$d$$ \\$5", [("inline", "a"), ("inline", "b"), ("display", "c"), ("display", "d")]),
    ("$a$$b$ \\ensuremath{c}", [("inline", "a"), ("inline", "b"), ("inline", "c")]),
    ("$\\text{if $x$}$", [("inline", "\\text{if $x$}")]),
    ("\\newcommand{\\s}[1]{\\sigma(#1)} $\\s{x} + \\s y$", [("inline", "\\sigma(x) + \\sigma(y)")]),
    ("\\newcommand\\p[2][0]{#1,#2} $\\p{x}$ $\\p[1]{y}$", [("inline", "0,x"), ("inline", "1,y")]),
    ("\\def\\d#1#2{#2/#1} \\DeclareMathOperator{\\R}{ReLU} $\\d{a}{b}\\R x$", [("inline", "b/a\\operatorname{ReLU} x")]),
    (
        "\\def\\be{\\begin{equation}}\\def\\ee{\\end{equation}}\n\\be x^2 \\ee",
        [("display", "\\begin{equation} x^2 \\end{equation}")],
    ),
    ("% $a$\n$b$ % $c$\n\\verb|$d$| 5\\% $e$", [("inline", "b"), ("inline", "e")]),
    ("\\begin{verbatim}\n$a$\n\\end{verbatim}\n\\begin{lstlisting}[language=C]\n$b$\n\\end{lstlisting}", []),
    ("\\begin{align}\na &= b % c\n\\end{align}", [("display", "\\begin{align}\na &= b    \n\\end{align}")]),
    ("\\begin{tabular}{lc} $a & b$ & c \\\\ $d$ \\\\ \\end{tabular}", [("inline", "a & b"), ("inline", "d")]),
    (
        "\\begin{subequations} $t$ \\begin{align}a\\end{align}\\end{subequations}",
        [("inline", "t"), ("display", "\\begin{align}a\\end{align}")],
    ),
    (
        "\\begin{tabularx}{\\textwidth}{lX} a & \\multicolumn{2}{c}{$b$} \\end{tabularx} text\\footnote{on $c$}",
        [("inline", "b"), ("inline", "c")],
    ),
    (
        "\\begin{thm}[On $m$] $x$ \\end{thm}\\begin{enumerate}[label=$a$]\\item[$k$] $v$\\end{enumerate}",
        [("inline", c) for c in "mxkv"],
    ),
    (
        "\\url{http://a/%20$x$} \\href{b%c}{$y$} \\lstinline|$z$| \\lstinline{$z$} \\iffalse $z$ \\fi $w$",
        [("inline", "y"), ("inline", "w")],
    ),
    ("\\begin{empheq}[box=x]{align} a \\end{empheq}", [("display", "\\begin{empheq}[box=x]{align} a \\end{empheq}")]),
    (
        "$x\\mbox{ for $y$ }z$ \\begin{math}u\\end{math}",
        [("inline", "x\\mbox{ for $y$ }z"), ("inline", "\\begin{math}u\\end{math}")],
    ),
    # macros
    ("$\\a$ \\newcommand{\\a}{b} $\\a$ \\renewcommand{\\a}{c} $\\a$", [("inline", "\\a"), ("inline", "b"), ("inline", "c")]),
    (
        "\\newcommand{\\a}{b}\\providecommand{\\a}{c}\\let\\d=\\a\\let\\e\\varepsilon $\\a\\d\\e$",
        [("inline", "bb\\varepsilon")],
    ),
    ("\\newcommand{\\L}{\\ensuremath{\\ell}\\xspace} a \\L{} is $\\L = 1$", [("inline", "\\ell"), ("inline", "\\ell = 1")]),
    ("\\newcommand{\\q}[1]{\\begin{gather}#1\\end{gather}} \\q{x = y}", [("display", "\\begin{gather}x = y\\end{gather}")]),
    (
        "\\newenvironment{eq}{\\begin{equation}}{\\end{equation}} \\begin{eq}q\\end{eq}",
        [("display", "\\begin{equation}q\\end{equation}")],
    ),
    ("\\DeclarePairedDelimiter{\\n}{\\|}{\\|} $\\n{x} \\n*{y} \\n[\\big]{z}$", [("inline", "\\| x \\| \\| y \\| \\| z \\|")]),
    (
        "\\NewDocumentCommand\\p{O{2} m}{#2^#1}\\NewDocumentCommand\\r{s m}{#2} $\\p{x}\\p[3]{y}\\r{z}$",
        [("inline", "x^2y^3\\r{z}")],
    ),
    ("\\section{On $x$}\n\\begin{itemize}\\item $y$\\end{itemize}", [("inline", "x"), ("inline", "y")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_formulas(text: str, expected: list[tuple[str, str]]) -> None:
    document = read_text(text, "case.tex")
    check_positions(document)
    assert formulas(document) == expected


def test_an_expanded_formula_leads_to_its_use() -> None:
    document = read_text("\\newcommand{\\s}[1]{\\sigma(#1)}\n\\begin{document}$1 + \\s{x}$\\end{document}", "case.tex")
    (maths,) = [m for b in document.blocks for m in b.maths]
    assert maths.excerpt.text == "1 + \\sigma(x)"
    x = maths.excerpt.text.index("x")
    assert document.source.slice(maths.excerpt.span(x, x + 1)) == "x"
    assert document.source.slice(maths.excerpt.span(0, x)) == "1 + \\s{"


@pytest.mark.parametrize("last", ["x", ""])
def test_macros_that_explode_are_unread(last: str) -> None:
    names = "abcdefghijklmnopq"
    lines = "".join(f"\\newcommand{{\\{x}}}{{\\{y}\\{y}\\{y}}}\n" for x, y in pairwise(names))
    document = read_text(lines + f"\\newcommand{{\\q}}{{{last}}}\n\\begin{{document}}$\\a$", "case.tex")
    assert [u.source for u in document.unread] == ["$\\a$"]


def test_long_macros_in_many_formulas_take_bounded_room() -> None:
    text = "\\newcommand{\\a}{" + "x" * 1500 + "}\\newcommand{\\b}{" + "\\a" * 12 + "}" + "$\\b$ " * 1000
    document = read_text(text, "case.tex")
    assert sum(len(m.excerpt.text) for b in document.blocks for m in b.maths) <= 2_000_000
    assert len(document.unread) > 800


def test_a_macro_of_text_and_formulas_is_unread() -> None:
    document = read_text("\\newcommand{\\a}{the value $x$ of} so \\a{} it", "case.tex")
    assert [u.source for u in document.unread] == ["\\a"]


def test_blocks() -> None:
    text = (
        "\\title{T}\n\\begin{document}\n% symact: assume x > 0\n\\section{A}\nText \\emph{one}. % x\n% y\nmore\n\nnext\n"
        "\\begin{theorem}Let.\\end{theorem}\\begin{enumerate}\\item a \\end{enumerate}\\includegraphics{f.png}\n"
        "\\begin{minted}{python}\nx\n\\end{minted}\n\\end{document}"
    )
    blocks = [(b.kind, " ".join(b.excerpt.text.split()), b.level, b.info) for b in read_text(text, "case.tex").blocks]
    assert blocks == [
        ("heading", "T", 1, ""),
        ("comment", "symact: assume x > 0", 0, ""),
        ("heading", "A", 3, ""),
        ("paragraph", "Text one . more", 0, ""),
        ("comment", "x", 0, ""),
        ("comment", "y", 0, ""),
        ("paragraph", "next", 0, ""),
        ("paragraph", "Let.", 0, "theorem"),
        ("item", "a", 1, ""),
        ("image", "\\includegraphics{f.png}", 0, "f.png"),
        ("code", "x", 0, "python"),
    ]


@pytest.mark.parametrize("text", ["$x", "a\n\n\\[ x\n\ny", "\\begin{align} x", "$$ x\n\n"])
def test_unclosed_formulas_are_unread(text: str) -> None:
    assert len(read_text(text, "case.tex").unread) == 1


PIECES = r"""$ $$ \( \) \[ \] \begin{align} \end{align} \begin{verbatim} \end{verbatim} \begin{tabular} \end{tabular} { } & \\ %
\item \begin{itemize} \end{itemize} \section{ \newcommand{\a}[1]{#1} \def\b{\a} \a \b \verb| x 中 \begin{document}
\end{document} \newcommand{\c}[1][x]{\d#1} \newcommand{\d}{\c} \c \d [ ] \par \title{ \includegraphics{ \ensuremath{"""
BLANKS = ["\n", "\n\n", " ", "\t", "\r\n"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*PIECES.split(), *BLANKS]), max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    check_positions(read_text(text, "any.tex"))

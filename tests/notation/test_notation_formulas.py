"""Every formula of the table: its tree, its spans, and the way back to LaTeX."""

from __future__ import annotations

import pytest

from symact.notation.latex import parse
from symact.notation.printer import to_latex, to_sexpr
from symact.notation.syntax import KINDS, Node, NotationError
from tests.notation.formula_table import Row, rows

ROWS = rows()
READ = [row for row in ROWS if not row.is_refused]


def check_spans(node: Node, text: str) -> None:
    assert 0 <= node.span.start <= node.span.end <= len(text)
    for parent in node.walk():
        assert parent.kind in KINDS
        for child in parent.args:
            assert parent.span.start <= child.span.start <= child.span.end <= parent.span.end, (text, parent, child)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text[:40])
def test_tree(row: Row) -> None:
    try:
        got = to_sexpr(parse(row.text, tex=row.tex))
    except NotationError as error:
        got = f"! {error.reason} @ {row.text[error.span.start : error.span.end]}"
    assert got == row.expected


@pytest.mark.parametrize("row", READ, ids=lambda row: row.text[:40])
def test_spans(row: Row) -> None:
    check_spans(parse(row.text, tex=row.tex), row.text)


@pytest.mark.parametrize("row", READ, ids=lambda row: row.text[:40])
def test_round_trip(row: Row) -> None:
    node = parse(row.text, tex=row.tex)
    printed = to_latex(node)
    assert parse(printed).same(node), printed
    assert to_latex(parse(printed)) == printed


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 250
    assert {node.kind for row in READ for node in parse(row.text, tex=row.tex).walk()} == KINDS


def test_leaves_are_sliced_from_the_text() -> None:
    text = r"\sigma(x) = \frac{1}{1 + e^{-x}}, \quad x > 0."
    node = parse(text)
    leaves = [text[n.span.start : n.span.end] for n in node.walk() if not n.args]
    assert leaves == [r"\sigma", "x", "1", "1", "e", "x", "x", "0"]
    assert text[node.span.start : node.span.end] == text[:-1]


def test_member_spans() -> None:
    text = "\\begin{align}\n f(x) &= -\\frac{1}{2} \\\\\n &= \\text{(why)}\\, 3.\n\\end{align}"
    second = parse(text).args[1]
    assert [text[m.span.start : m.span.end] for m in second.args] == ["", r"\text{(why)}\, 3"]

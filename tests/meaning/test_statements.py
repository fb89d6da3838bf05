"""Every formula of the table says what was written for it by hand, and says the same when it is printed and read again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.printer import to_latex
from symact.terms.core import Term
from tests.meaning.generated import equations
from tests.meaning.statement_table import Row, agrees, answer, rows, understood, wanted
from tests.meaning.sympy_source import canonical

ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text[:40])
def test_statement(row: Row) -> None:
    got = answer(row)
    assert agrees(got, wanted(row)), got if isinstance(got, str) else "; ".join(map(str, got))


@pytest.mark.parametrize("row", [r for r in ROWS if not r.expected.startswith("! ")], ids=lambda row: row.text[:40])
def test_round_trip(row: Row) -> None:
    node = parse(row.text, tex=row.tex)
    printed = to_latex(node)
    assert parse(printed).same(node), printed
    again = Row(row.group, printed, row.expected, True, row.scope)
    assert agrees(answer(again), wanted(row)), printed


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 300


@given(equations())
@settings(max_examples=500, deadline=None)
def test_generated_formulas_say_what_they_were_made_of(made: tuple[str, list[Term]]) -> None:
    text, terms = made
    node = parse(text)
    for again in (node, parse(to_latex(node))):
        assert again.same(node)
        (said,) = understood(again, Scope())
        assert set(said.signs) == {"=="}
        assert [*map(canonical, said.members)] == [*map(canonical, terms)], said

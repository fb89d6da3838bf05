"""The formulas of the bench are read rightly, by the bench's own judgement."""

from __future__ import annotations

import pytest

from symact.meaning.scope import Scope
from tests.bench.bench_reading import FORMULAS, expected_of, judged, relation_of, symact_reading
from tests.meaning.statement_table import Row, rows


@pytest.mark.parametrize("row", rows(FORMULAS), ids=lambda row: row.text[:40])
def test_reading_is_right(row: Row) -> None:
    assert judged(expected_of(row), relation_of(symact_reading(row.text)))


@pytest.mark.parametrize(
    ("said", "meant"),
    [("x + 1", "x + 2"), ("f(x)", "f*x"), ("x < 1", "x <= 1"), ("x == y", "x"), ("log(x)", "log(x)/log(10)"), ("x < y", "y < x"),
     ("Sum(x[i], (i, 1, n))", "n*x_i"), ("tanh(x)", "sigmoid(x)"), ("e**x", "exp(y)")],
)  # fmt: skip
def test_a_wrong_reading_is_told(said: str, meant: str) -> None:
    assert not judged(expected_of(Row("", "", meant, True, Scope())), expected_of(Row("", "", said, True, Scope())))

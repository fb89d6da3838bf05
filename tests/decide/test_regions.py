"""How conditions read: in SymPy's syntax, and as mathematics."""

from __future__ import annotations

import pytest

from symact.decide.facts.conditions import simplest_condition
from symact.decide.regions import in_words, readable
from symact.terms.core import Term, all_of, any_of, at, index, num, rel, sum_, sym

X, A, B, J = sym("x"), sym("a"), sym("b"), index("j")
ZERO = num(0)


@pytest.mark.parametrize(
    ("c", "sympy", "words"),
    [
        (rel("ne", X, ZERO), "Ne(x, 0)", "x != 0"),
        (rel("eq", X - 1, ZERO), "Eq(x, 1)", "x = 1"),
        (all_of(X.ge(-1), X.le(1)), "And(x >= -1, x <= 1)", "x >= -1 and x <= 1"),
        (any_of(X.lt(-1), X.gt(1)), "Or(x < -1, x > 1)", "x < -1, or x > 1"),
        (
            any_of(rel("eq", A, ZERO), all_of(A.gt(0), rel("ne", B, ZERO))),
            "Or(Eq(a, 0), And(a > 0, Ne(b, 0)))",
            "a = 0, or a > 0 and b != 0",
        ),
        (
            all_of(any_of(A.gt(0), B.gt(0)), rel("ne", X, ZERO)),
            "And(Or(a > 0, b > 0), Ne(x, 0))",
            "(a > 0, or b > 0) and x != 0",
        ),
        (
            rel("eq", sum_(J, 1, sym("n"), at("y", J)), num(1)),
            "Eq(Sum(y[j], (j, 1, n)), 1)",
            r"\sum_{j=1}^{n} y_{j} = 1",
        ),
    ],
)
def test_a_condition_reads_as_mathematics(c: Term, sympy: str, words: str) -> None:
    assert (readable(c), in_words(c)) == (sympy, words)


def test_an_empty_part_is_left_out() -> None:
    assert simplest_condition(any_of(A.ge(B), all_of(A.lt(B), rel("eq", B - A, ZERO)))) == A.ge(B)

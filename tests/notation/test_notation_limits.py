"""Whatever is written, the parser answers with a tree or a NotationError, and soon."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symact.notation.latex import MAX_TREE_DEPTH, parse
from symact.notation.lexer import MAX_CHARACTERS, MAX_DIGITS, MAX_TOKENS
from symact.notation.reader import MAX_DEPTH
from symact.notation.syntax import Node, NotationError
from tests.notation.formula_table import rows
from tests.notation.test_notation_formulas import check_spans

FORMULAS = [row.text for row in rows()]
PIECES = (
    r"x y d dx dW \alpha 1 2.5 e i ( ) [ ] \{ \} { } | || \| \left( \right) \left. \right. \left| \right| _ ^ ' + - \cdot * / = < \le "
    r"\in , ; . : \quad & \\ \frac \sqrt \sum \int \lim \max \log \sin \partial \nabla \mathrm{d} \mathbf \hat \text{if} \text{and} "
    r"\text{otherwise} \text{foo\ bar} \mathbb{E} \to \begin{cases} \end{cases} \begin{align} \end{align} \begin{array}{ll} "
    r"\end{array} \pm \ldots ! \underset \overset \substack \binom \mid \Rightarrow \land \neg \forall {x} _{i=1}^n ^{-1} ^2 _i "
    r"其他 时 当 sigmoid \begin{Bmatrix} \left\{ ` $ ~ % \underbrace \bf {\rm \boxed √ ² ₁ ∂ α ’ \\[2pt] \label{a} \tag \end \foo"
).split(" ")


def answer(text: str, tex: bool) -> None:
    try:
        node = parse(text, tex=tex)
    except NotationError as error:
        assert error.reason
        assert 0 <= error.span.start <= error.span.end <= len(text)
    else:
        check_spans(node, text)


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_text(text: str, tex: bool) -> None:
    answer(text, tex)


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["", " "]), st.booleans())
@settings(max_examples=1500, deadline=None)
def test_any_pieces(pieces: list[str], between: str, tex: bool) -> None:
    answer(between.join(pieces), tex)


@given(st.sampled_from(FORMULAS), st.integers(0, 10**9))
@settings(max_examples=800, deadline=None)
def test_damaged_formulas(formula: str, seed: int) -> None:
    rng = random.Random(seed)
    tokens = re.findall(r"\\[A-Za-z]+|\\.|.", formula)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(tokens) + 1)
        tokens[at : at + rng.randint(0, 1)] = [rng.choice(PIECES)] * rng.randint(0, 1)
    answer("".join(tokens), True)


LONG = {
    "brackets": "(" * 9000 + ")" * 9000, "braces": "{" * 9000, "fractions": r"\frac{" * 3000, "bars": "|" * 10000,
    "spaced bars": "| " * 1900, "products of bars": "x|" * 1900, "double bars": "||x" * 1300, "signs": "-" * 3900 + "x",
    "primes": "x" + "'" * 3000, "slashes": "1/" * 1900 + "1", "logarithms": r"\log " * 3900 + "x", "sums": r"\sum " * 3000,
    "cases": r"\begin{cases}" * 500, "differentials": "d " * 1900, "dx": "dx " * 3000, "partials": r"\partial " * 2000,
    "factors": "x " * 3900, "terms": "x+" * 1900 + "x", "mixed products": r"a \cdot b \times " * 700 + "c",
    "upright": r"\mathrm{" * 1500 + "x" + "}" * 1500, "roots": "√" * 3000, "commas": "a," * 1900 + "a", "chain": "a=" * 1900 + "a",
    "rows": r"a\\ " * 1300, "ands": r"a \land " * 1900 + "b", "arrows": r"a \Rightarrow " * 1300 + "b", "marks": "a & " * 1900,
    "evaluations": r"\left. " * 1000, "underset": r"\underset{" * 1000, "conditions": "x if y>0 else " * 300 + "1",
    "operators in braces": r"{\log}(x)|x|" * 300, "labels": r"\label{a}" * 2000, "texts": r"\text{" * 1000 + "}" * 1000,
    "tags": r"\tag" * 3000, "hats": r"\hat " * 3000, "scripts": "x_" * 3000, "powers": "x^" * 3000, "integrals": r"\int " * 2000,
    "wheres": "x where " * 2000, "open texts": r"\text{a $x" * 1000,
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
@pytest.mark.parametrize("tex", [True, False])
def test_long_texts_are_answered_soon(name: str, tex: bool) -> None:
    answer(LONG[name][:MAX_CHARACTERS], tex)  # some 50 ms; exponential backtracking would never end


def depth(node: Node) -> int:
    return 1 + max(map(depth, node.args), default=0)


def test_nesting() -> None:
    deepest = "(" * (MAX_DEPTH - 1) + "x" + ")" * (MAX_DEPTH - 1)
    assert depth(parse(deepest)) == MAX_DEPTH
    fractions = r"\frac{1}{" * 30 + "x" + "}" * 30
    assert parse(fractions).same(parse(fractions))
    for text in ("(" * (MAX_DEPTH + 1) + "x" + ")" * (MAX_DEPTH + 1), r"\frac{1}{" * 40 + "x" + "}" * 40):
        with pytest.raises(NotationError, match="nested"):
            parse(text)


@pytest.mark.parametrize("count", [40, 60, 100])
def test_trees_stay_shallow(count: int) -> None:
    for text in ("1/" * count + "x", r"a \cdot b \times " * count + "c", r"a \pm " * count + "b", "f" + "'" * count):
        try:
            assert depth(parse(text)) <= MAX_TREE_DEPTH
        except NotationError as error:
            assert "row" in error.reason or "deep" in error.reason


def test_sizes() -> None:
    assert parse("1" * MAX_DIGITS).value == "1" * MAX_DIGITS
    with pytest.raises(NotationError, match="digits"):
        parse("1" * (MAX_DIGITS + 1))
    with pytest.raises(NotationError, match="characters"):
        parse("x " * MAX_CHARACTERS)
    with pytest.raises(NotationError, match="signs"):
        parse("x+" * MAX_TOKENS)


@pytest.mark.parametrize(
    "text", ["", " ", "%", "% only a remark", r"\label{a}", r"\,", ",", ".", r"\\", "&", r"\quad", "{}", "$"]
)
def test_nothing_is_read_from_nothing(text: str) -> None:
    with pytest.raises(NotationError):
        parse(text)


def test_the_table_is_read_fast() -> None:
    start = time.perf_counter()
    for row in rows():
        answer(row.text, row.tex)
    assert (time.perf_counter() - start) / len(rows()) < 0.003

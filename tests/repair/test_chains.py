"""Chains whose route is lost: the right members stay, and the shortest derivation takes the place of the wrong ones."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import symact
from symact.derive.route import Names, forms, route
from symact.fixing import Corrected, corrected
from symact.report.phrases import translated
from symact.report.text import render_text
from symact.report.wording import routed
from symact.source import Source
from symact.terms.calculus import pending
from symact.terms.core import Term, app, exp, fn, num, power, sym
from symact.verdict import Report, RouteLine

HERE = Path(__file__).parent
X = sym("x")
DOWN = exp(-X)
NAMES = Names.of({"s": (X, power(1 + DOWN, -1)), "f": (X, 1 + DOWN)}, {})


@cache
def mended() -> Corrected:
    return corrected(Source("chains.md", (HERE / "chains.md").read_text(encoding="utf-8")))


@cache
def report() -> Report:
    return symact.check(HERE / "chains.md")


def test_the_corrected_document(golden: Callable[[Path, str], None]) -> None:
    golden(HERE / "chains.corrected.md", mended().text)


def test_the_derivations_as_they_are_told(golden: Callable[[Path, str], None]) -> None:
    told = [f"{f.place.line}\n" + "\n".join(f"  {line}" for line in routed(f)) for f in report().findings if f.route]
    golden(HERE / "chains.routes.txt", "\n".join(told) + "\n")


def test_nothing_is_refuted_any_more() -> None:
    assert mended().report.summary["refuted"] == 0
    assert mended().report.summary["undecided"] == 0
    assert not mended().report.unread


def test_no_row_repeats_the_one_before_it() -> None:
    rows = ["".join(row.split()).strip("&=").removesuffix(r"\\") for row in mended().text.splitlines()]
    assert all(a != b for a, b in itertools.pairwise(rows) if a)


def test_a_corrected_document_stays_as_it_is() -> None:
    assert corrected(Source("chains.md", mended().text)).text == mended().text


def test_only_lines_with_findings_change() -> None:
    touched = {n for fix in mended().fixes for n in range(fix.place.line, fix.place.end_line + 1)}
    found = {n for f in report().findings for n in range(f.place.line, f.place.end_line + 1)}
    assert touched <= found


def test_every_rule_has_its_chinese_name() -> None:
    rules = {part for f in report().findings for line in f.route for part in line.rule.split("; ")}
    assert len(rules) > 8
    for rule in rules:
        assert re.search("[\u4e00-\u9fff]", translated(rule, "zh")), rule


def test_the_whole_way_is_told_where_it_begins() -> None:
    text = "$$\n\\begin{align}\n\\frac{d}{dx}\\tanh x &= \\frac{1}{\\cosh^2 x} \\\\\n&= x^3 \\\\\n&= 3\\sin x\n\\end{align}\n$$\n"
    (document,) = symact.check(text, "a.md").documents
    first, second = (c.findings[0] for c in document.claims[1:])
    assert first.route == (RouteLine(r"1 - \tanh^{2}(x)", "hyperbolic identity"),)
    assert second.route == ()
    assert first.fix == second.fix, "what is left out goes with what takes its place"
    assert "the way on from the last right line is\n" in render_text(Report((document,)))


# ---- what is left alone


def test_a_lone_equation_is_no_chain() -> None:
    claim = symact.check("$$\\frac{d}{dx}\\tanh x = x^3\\cos x$$\n", "a.md").claims[0]
    assert claim.verdict.status == "refuted"
    assert claim.findings[0].route == ()


def test_small_edits_come_first() -> None:
    text = "$$\n\\begin{align}\n\\frac{d}{dx} e^{2x} &= e^{2x}\\frac{d}{dx}(2x) \\\\\n&= 3e^{2x}\n\\end{align}\n$$\n"
    claim = symact.check(text, "a.md").claims[-1]
    assert claim.findings[0].route == ()
    assert "&= 2e^{2x}" in corrected(Source("a.md", text)).text


def test_nothing_goes_on_from_what_is_not_decided() -> None:
    text = "$$\n\\begin{align}\n\\frac{d}{dx}\\tanh x &= q(x) \\\\\n&= x^3\n\\end{align}\n$$\n"
    assert all(f.route == () for f in symact.check(text, "a.md").findings)


def test_labels_of_rows_stay() -> None:
    text = (
        "$$\n\\begin{align}\n\\frac{d}{dx}\\tanh x &= \\frac{1}{\\cosh^2 x} \\label{a} \\\\\n"
        "&= x^3 \\label{b} \\\\\n&= 3\\sin x\n\\end{align}\n$$\n"
    )
    after = corrected(Source("a.md", text))
    assert after.report.summary["refuted"] == 0
    assert all(label in after.text for label in (r"\label{a}", r"\label{b}"))


# ---- routes between terms

TERMS = [
    (power(app("f", X), -2) * DOWN, ["definition of $f$", "substitute $s$"]),
    (pending(power(1 + DOWN, -1), X), ["reciprocal rule; chain rule, derivative of $\\exp$", "substitute $s$"]),
    (pending(X * app("s", X), X), ["product rule", "derivative of $s$", "factor"]),
    (pending(X * fn("Phi", X), X), ["product rule", "derivative of $\\Phi$"]),
    (power(X + 1, 2) - X**2, ["collect"]),
    (Term("mul", (num(-1), power(1 + DOWN, -1), 1 + DOWN, DOWN)), ["cancel"]),
]


@pytest.mark.parametrize(("start", "rules"), TERMS, ids=lambda v: repr(v) if isinstance(v, Term) else "")
def test_routes(start: Term, rules: list[str]) -> None:
    known = NAMES.known(start)
    lines = route(known, forms(known, NAMES)[0], NAMES)
    assert [line.rule for line in lines] == rules
    values = [NAMES.value(t) for t in (known, *(line.term for line in lines))]
    assert all(symact.decide(a, b).status == "proved" for a, b in itertools.pairwise(values))


def test_no_way_leads_from_a_line_to_itself() -> None:
    assert route(X + 1, Term("add", (num(1), X)), NAMES) == []


# ---- reasons


ROWS = "\\frac{d}{dx}(x\\sigma(x)) &= \\sigma(x) + x\\sigma'(x) \\\\\n&= x^3 \\\\\n&= 3\\sin x\n"


@pytest.mark.parametrize(("environment", "beside"), [("align*", True), ("aligned", True), ("split", False)])
def test_rules_stand_beside_the_rows_where_there_is_a_column_for_them(environment: str, beside: bool) -> None:
    text = f"$$\n\\begin{{{environment}}}\n{ROWS}\\end{{{environment}}}\n$$\n"
    after = corrected(Source("a.md", text), reasons=True)
    assert after.report.summary["refuted"] == 0
    assert not after.report.unread
    assert (r"&& \text{derivative of σ} \\" in after.text) is beside
    assert r"\text" not in corrected(Source("a.md", text)).text


def test_rules_in_the_language_and_the_letters_of_the_document() -> None:
    body = f"\\begin{{align}}\n{ROWS}\\end{{align}}\n"
    chinese = corrected(Source("a.md", f"函数的导数如下，其推导有误之处请改正：\n\n$$\n{body}$$\n"), reasons=True).text
    assert r"&& \text{σ 的导数} \\" in chinese
    latex = corrected(Source("a.tex", f"\\begin{{document}}\n{body}\\end{{document}}\n"), reasons=True).text
    assert r"&& \text{derivative of sigma} \\" in latex

"""The note end to end: what it must give, and that the findings follow when its text is changed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import mpmath
import pytest

from symact.check import check
from symact.source import Edit, apply_edits
from symact.verdict import Claim, Report

NOTE = Path(__file__).parent.parent / "notes" / "activation.md"
PROVED = (44, 52, 60, 76, 77, 117, 145, 176, 236, 241, 276, 282, 289)
OF_CODE = {"broken-code", "wrong-code", "approximation", "unstable-form"}
REFUTED = (68, 78, 79, 80, 81, 91, 92, 93, 290, 291)


@cache
def text() -> str:
    return NOTE.read_text(encoding="utf-8")


@cache
def report_of(changed: str) -> Report:
    return check(changed, "note.md")


def at_line(report: Report, line: int) -> Claim:
    found = [c for c in report.claims if c.place.line <= line <= c.place.end_line and c.kind != "property"]
    assert found, f"no claim on line {line}"
    return min(found, key=lambda c: c.place.end_line - c.place.line)


def lines_followed(report: Report, claim: Claim) -> list[int]:
    return sorted(c.place.line for c in report.claims if c.id in claim.follows_from)


def formulas(report: Report) -> list[Claim]:
    """The claims made in formulas (those of sentences and code have kinds of their own)."""
    kinds = {"definition", "equality", "step", "derivative", "jacobian", "distribution"}
    return [c for c in report.claims if c.kind in kinds]


@pytest.mark.parametrize("line", PROVED)
def test_proved(line: int) -> None:
    assert at_line(report_of(text()), line).verdict.status == "proved"


@pytest.mark.parametrize("line", REFUTED)
def test_refuted(line: int) -> None:
    claim = at_line(report_of(text()), line)
    assert claim.verdict.status == "refuted"
    assert claim.verdict.evidence is not None
    assert claim.verdict.evidence.to_json()["point"]


def test_nothing_else_is_refuted() -> None:
    lines = {c.place.line for c in formulas(report_of(text())) if c.verdict.status == "refuted"}
    assert lines == set(REFUTED)


def test_truths() -> None:
    report = report_of(text())
    assert at_line(report, 68).truth == "-f^{-2}"
    assert at_line(report, 78).truth == "-e^{-x}"
    assert at_line(report, 93).truth == r"\sigma(x) (1 - \sigma(x))"
    assert at_line(report, 291).truth == r"\frac{y_i(\delta_{ij} - y_j)}{\tau}"


def test_errors_are_followed_through_the_chains() -> None:
    report = report_of(text())
    assert lines_followed(report, at_line(report, 91)) == [68, 81]
    assert lines_followed(report, at_line(report, 291)) == [290]
    assert all(not at_line(report, n).follows_from for n in (78, 92, 93, 290))


def test_condition_of_the_leaky_relu() -> None:
    claim = at_line(report_of(text()), 153)
    assert (claim.verdict.status, claim.verdict.condition) == ("conditional", "alpha <= 1")


def test_captured_index_is_reported() -> None:
    assert any(f.code == "captured-index" and f.place.line in (289, 290) for f in report_of(text()).findings)


def test_image_is_unread_with_the_formula_of_the_catalogue() -> None:
    unread = [u for d in report_of(text()).documents for u in d.unread]
    assert [u.place.line for u in unread] == [19]
    assert r"\sum_{j=1}^{n}" in unread[0].reason


def test_one_changed_sign_is_found() -> None:
    """The line before the first error made wrong, and a right line made wrong."""
    changed = report_of(text().replace(r"{\mathrm{d}x}(1 + e^{-x}) &= -e^{-x}", r"{\mathrm{d}x}(1 + e^{-x}) &= e^{-x}"))
    assert at_line(changed, 76).verdict.status == "refuted"
    changed = report_of(text().replace(r"\sigma(x) = (1 + e^{-x})^{-1}", r"\sigma(x) = (1 - e^{-x})^{-1}"))
    assert at_line(changed, 52).verdict.status == "refuted"
    changed = report_of(text().replace("f(x) = max(0, x) + α * min(0, x)", "f(x) = max(0, x) - α * min(0, x)"))
    assert at_line(changed, 176).verdict.status != "proved"


def test_mended_lines_are_proved() -> None:
    changed = text().replace("= -f^2\n", "= -f^{-2}\n").replace(r"&= y_i(\delta_{ij} - y_j)", r"&= y_i(\delta_{ij} - y_j)/\tau")
    assert at_line(report_of(changed), 68).verdict.status == "proved"
    assert at_line(report_of(changed), 291).verdict.status == "proved"


def test_findings_follow_other_letters() -> None:
    renamed = re.sub(r"(?<![A-Za-z\\])x(?![A-Za-z])", "z", text().replace(r"\sigma", "s"))
    original = {c.place.line: c.verdict.status for c in formulas(report_of(text()))}
    assert {c.place.line: c.verdict.status for c in formulas(report_of(renamed))} == original


def test_findings_follow_moved_sections() -> None:
    parts = re.split(r"(?m)^(?=### )", text())
    head, sections = parts[0], parts[1:]
    moved = head + "".join(reversed([s if s.endswith("\n") else s + "\n\n" for s in sections]))

    def verdicts(report: Report) -> list[tuple[str, str]]:
        return sorted((c.source, c.verdict.status) for c in formulas(report))

    assert verdicts(report_of(moved)) == verdicts(report_of(text()))


# ---- code


def test_functions_of_the_note() -> None:
    """The approximation as repaired, what its docstring says is different, the exact GELU, the Gumbel-Softmax."""
    found = {c.place.line: c.verdict.status for c in report_of(text()).claims if c.kind == "code"}
    assert found == {207: "proved", 216: "proved", 219: "proved", 314: "proved"}


def test_findings_in_the_code_of_the_note() -> None:
    found = [(f.place.line, f.severity, f.code) for f in report_of(text()).findings if f.code in OF_CODE]
    assert sorted(found) == [
        (21, "warning", "unstable-form"),  # of a recipe in words
        (206, "error", "broken-code"), (206, "warning", "broken-code"), (207, "note", "approximation"), (311, "warning", "unstable-form"),
    ]  # fmt: skip


def test_the_error_of_the_approximation_is_enclosed() -> None:
    """The greatest distance from x Phi(x), found by another way: at the zeros of its derivative, with mpmath."""
    error = next(f for f in report_of(text()).findings if f.code == "approximation")
    low, high = map(float, re.findall(r"lies in \[([\d.e-]+), ([\d.e-]+)\]", error.message)[0])

    def distance(x: mpmath.mpf) -> mpmath.mpf:
        return (
            x
            / 2
            * (mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (x + mpmath.mpf("0.044715") * x**3)) - mpmath.erf(x / mpmath.sqrt(2)))
        )

    coarse = max((mpmath.mpf(k) / 64 for k in range(-640, 641)), key=lambda x: abs(distance(x)))
    worst = abs(distance(mpmath.findroot(lambda x: mpmath.diff(distance, x), coarse)))
    assert low <= worst <= high
    assert high - low < 2e-7


def test_the_mended_code_of_the_note_runs() -> None:
    finding = next(f for f in report_of(text()).findings if f.fix is not None and f.code == "broken-code")
    assert finding.fix is not None
    mended = check(apply_edits(text(), [Edit(finding.fix.span, finding.fix.replacement)]), "note.md")
    assert not [f for f in mended.findings if f.code == "broken-code"]
    assert finding.fix.replacement.splitlines()[0] == "def gelu(x):"

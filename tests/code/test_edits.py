"""Edits of code: applied to the text, they leave nothing of the fault behind, and the claim is proved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symact.check import check
from symact.source import Edit, apply_edits
from symact.verdict import Finding

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted((ROOT / "cases").glob("code_*.md")), ROOT.parent / "notes" / "activation.md"]
OF_CODE = {"wrong-code", "broken-code"}


def edits_of(path: Path) -> list[tuple[str, Finding]]:
    text = re.sub(r" *# (?:error|warning|note): \[[a-z-]+\]", "", path.read_text(encoding="utf-8"))
    return [(text, f) for f in check(text, path.name).findings if f.code in OF_CODE and f.fix is not None]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_an_edit_mends_what_it_is_about(path: Path) -> None:
    for text, finding in edits_of(path):
        fix = finding.fix
        assert fix is not None
        mended = check(apply_edits(text, [Edit(fix.span, fix.replacement)]), path.name)
        lines = range(fix.place.line, fix.place.end_line + 1)
        assert not [f for f in mended.findings if f.code in OF_CODE and f.place.line in lines], finding.message
        about = [c for c in mended.claims if c.kind == "code" and finding.place.line <= c.place.line <= finding.place.end_line + 2]
        assert about and about[0].verdict.status in ("proved", "conditional"), finding.message


def test_there_are_edits_of_every_sort() -> None:
    found = [f.fix.replacement for path in DOCUMENTS for _, f in edits_of(path) if f.fix is not None]
    assert {"-", "**2", "maximum", "0.044715", "abs(x)"} <= set(found)
    assert any(new.startswith("def gelu(x):\n    cdf = ") for new in found)


def test_an_edit_is_of_the_function_that_does_not_run() -> None:
    text = "```python\ndef gaussian(x):\n    return np.exp(-x^2)\n\ndef tanh(x):\n    return np.tanh(x)\n```\n"
    fixes = [f.fix for f in check(text, "a.md").findings if f.fix is not None]
    assert [f.replacement for f in fixes] == ["def gaussian(x):\n    return np.exp(-x**2)"]

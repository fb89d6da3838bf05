"""The documents under tests/cases announce their own findings, and these must be exactly what symact finds.

``% error: [wrong-step]`` inside mathematics, ``# error: [wrong-code]`` inside code and ``<!-- error: [wrong-range] -->``
in prose announce a finding on their line,
``<!-- error: [wrong-code] at -2 -->`` two lines above;
``<!-- expect: proved 3, refuted 1 -->`` anywhere in the file announces the counts of verdicts.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symact.check import check

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
ANNOUNCED = re.compile(r"(?:%|<!--|#)\s*(error|warning|note): \[([a-z-]+)\](?: at (-\d+))?")
EXPECTED = re.compile(r"<!-- expect: ([a-z0-9, ]+?) -->")


def announced(text: str) -> list[tuple[int, str, str]]:
    return sorted(
        (n + int(m[3] or 0), m[1], m[2]) for n, line in enumerate(text.split("\n"), 1) for m in ANNOUNCED.finditer(line)
    )


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_findings_are_those_announced(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    report = check(path)
    found = sorted((f.place.line, f.severity, f.code) for f in report.findings)
    assert found == announced(text)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_counts_are_those_announced(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = EXPECTED.search(text)
    assert expected is not None, "a case says how many claims it holds"
    counts = {word: int(n) for word, n in (part.split() for part in expected[1].split(", "))}
    assert check(path).summary == {"proved": 0, "refuted": 0, "conditional": 0, "undecided": 0} | counts


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_claims_slice_the_source(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = source.split("\n")
    for claim in check(path).claims:
        p = claim.place
        if p.line == p.end_line:
            assert lines[p.line - 1][p.column - 1 : p.end_column - 1] == claim.source
        else:
            block = "\n".join(lines[p.line - 1 : p.end_line])
            assert block[p.column - 1 :].startswith(claim.source)

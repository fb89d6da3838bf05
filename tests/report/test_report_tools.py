"""Formats for tools: each by its own rules, and no text of a document acts in any of them."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif
from report_samples import ATTACKS, attack, finding_at, right, sigmoid

from symact.report.render import FORMATS, render
from symact.report.wording import remarks
from symact.source import Place, Source
from symact.verdict import Report

FOUND = [f for d in sigmoid().documents for f in remarks(d)]


def notebook() -> Report:
    return finding_at(Source("a.ipynb", "{}"), Place(3, 1, 3, 5, cell=2))


@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"html", "md", "tex"}))
def test_nothing_that_acts_on_a_terminal_comes_through(format: str) -> None:
    shown = render(attack(), format)
    assert not [c for c in shown if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")]


# ---- concise


def test_concise_is_a_line_for_each_finding() -> None:
    lines = render(sigmoid(), "concise").splitlines()
    assert len(lines) == len(FOUND)
    assert "notes/sigmoid.md:11:4: wrong-step [*] this step does not equal the one before it" in lines
    assert all(re.fullmatch(r"notes/sigmoid\.md:\d+:\d+: [a-z-]+ .+", line) for line in lines)
    assert render(right(), "concise") == ""
    assert len(render(attack(), "concise").splitlines()) == len([f for d in attack().documents for f in remarks(d)])


# ---- github


def test_github_annotates_the_lines() -> None:
    lines = render(sigmoid(), "github").splitlines()
    assert len(lines) == len(FOUND)
    (step,) = [line for line in lines if line.startswith("::error title=wrong-step,file=notes/sigmoid.md,line=11,")]
    assert ",col=4," in step
    assert "::this step does not equal the one before it%0Acounterexample x = 1/2" in step
    assert render(notebook(), "github").startswith("::error title=wrong-step,file=a.ipynb::")


def test_github_reads_no_command_of_a_document() -> None:
    hostile = finding_at(Source("a,b::c\n.md", "x"), Place(1, 1, 1, 2), "::set-output name=x::y")
    (finding,) = hostile.findings
    document = replace(hostile.documents[0], findings=(replace(finding, message="x\n::error::y%0A", code="a,b:c"),))
    (line,) = render(Report((document,)), "github").splitlines()
    assert line.startswith("::error title=a%2Cb%3Ac,file=a%2Cb%3A%3Ac%0A.md,line=1,")
    assert line.endswith("::x%0A::error::y%250A")


# ---- gitlab


def test_gitlab_has_what_a_code_quality_report_needs() -> None:
    issues = json.loads(render(sigmoid(), "gitlab"))
    assert len(issues) == len(FOUND)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["path"] == "notes/sigmoid.md"
        assert issue["location"]["lines"]["begin"] >= 1


def test_a_fingerprint_stays_where_lines_move() -> None:
    (document,) = sigmoid().documents
    moved = Source(document.path, "a new first line\n" + document.source.text)

    def down(place: Place) -> Place:
        return replace(place, line=place.line + 1, end_line=place.end_line + 1)

    claims = tuple(replace(c, place=down(c.place), findings=tuple(replace(f, place=down(f.place)) for f in c.findings))
                   for c in document.claims)  # fmt: skip
    findings = tuple(replace(f, place=down(f.place)) for f in document.findings)
    later = Report((replace(document, source=moved, claims=claims, findings=findings),))
    before, after = (json.loads(render(r, "gitlab")) for r in (sigmoid(), later))
    assert [i["fingerprint"] for i in before] == [i["fingerprint"] for i in after]
    assert before != after


# ---- sarif


@pytest.mark.parametrize("report", [sigmoid(), attack(), right(), notebook(), Report()], ids="sigmoid attack right notebook empty".split())
def test_sarif_is_valid_by_a_model_made_of_its_schema(report: Report) -> None:
    Sarif.model_validate(json.loads(render(report, "sarif")))


def test_the_model_refuses_what_is_not_sarif() -> None:
    data = json.loads(render(sigmoid(), "sarif"))
    data["runs"][0]["results"][0]["line"] = 3
    with pytest.raises(ValueError, match="Extra inputs"):
        Sarif.model_validate(data)


def test_sarif_places_findings_by_code_points() -> None:
    (run,) = json.loads(render(sigmoid(), "sarif"))["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(FOUND)
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    lines = sigmoid().documents[0].source.text.splitlines()
    (step,) = [r for r in run["results"] if r["locations"][0]["physicalLocation"]["region"]["startLine"] == 11]
    region = step["locations"][0]["physicalLocation"]["region"]
    assert lines[10][region["startColumn"] - 1 : region["endColumn"] - 1] == r"-\frac{1}{(1+e^{-x})}\cdot (-(1+e^{-x}))"
    (replacement,) = step["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "-e^{-x}"
    assert step["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 10


def test_sarif_in_a_notebook_names_the_cell() -> None:
    (result,) = json.loads(render(notebook(), "sarif"))["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["locations"][0]["logicalLocations"][0]["name"] == "cell 2, line 3, column 1"


def test_a_path_becomes_an_address() -> None:
    report = finding_at(Source("notes/激活 a%b.md", "x"), Place(1, 1, 1, 2))
    (run,) = json.loads(render(report, "sarif"))["runs"]
    uri = run["artifacts"][0]["location"]["uri"]
    assert uri.isascii()
    assert unquote(uri) == "notes/激活 a%b.md"


# ---- junit


def test_junit_counts_claims_as_tests() -> None:
    root = ElementTree.fromstring(render(sigmoid(), "junit"))
    counts = {"tests": "7", "failures": "2", "errors": "0", "skipped": "2"}
    for element in (root, root[0]):
        assert {k: element.get(k) for k in counts} == counts
    cases = root.findall(".//testcase")
    assert len(cases) == 7
    assert [c.get("name") for c in cases if c.find("failure") is not None] == ["line 11: step", "line 12: step"]
    assert [c.get("name") for c in cases if c.find("skipped") is not None] == ["line 22: equality", "line 20: unread"]
    failure = cases[2].find("failure")
    assert failure is not None
    assert failure.get("type") == "wrong-step"


def test_junit_holds_a_hostile_text_as_text() -> None:
    root = ElementTree.fromstring(render(attack(), "junit"))
    assert {e.tag for e in root.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"}
    assert any(ATTACKS[0] in (e.text or "") for e in root.iter("failure"))

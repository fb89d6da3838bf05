"""The report in SARIF 2.1.0, the interchange format of static analysis; columns count code points."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from symact import __version__
from symact.report.gitlab import fingerprints
from symact.report.jsonreport import dumps
from symact.report.visible import visible
from symact.report.wording import explained
from symact.report.words import RULES, Words
from symact.source import Place
from symact.verdict import DocumentReport, Finding, Fix, Report

__all__ = ["render_sarif"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Json = dict[str, Any]


def render_sarif(report: Report) -> str:
    found = [(d, f, digest) for d in report.documents for f, digest in fingerprints(d)]
    codes = sorted({f.code for _, f, _ in found})
    names = {code: Words("en").of(RULES, code) for code in codes}
    rules = [{"id": code, "shortDescription": {"text": f"{name[:1].upper()}{name[1:]}."}} for code, name in names.items()]
    run = {
        "tool": {"driver": {"name": "symact", "version": __version__, "rules": rules}},
        "invocations": [{"executionSuccessful": True}],
        "artifacts": [{"location": _artifact(d), "encoding": "utf-8"} for d in report.documents],
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, f, codes.index(f.code), digest) for d, f, digest in found],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _artifact(document: DocumentReport) -> Json:
    return {"uri": quote(document.path.replace("\\", "/"))}


def _result(document: DocumentReport, finding: Finding, rule: int, digest: str) -> Json:
    out: Json = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": explained(finding)},
        "locations": [_location(document, finding.place)],
        "partialFingerprints": {"symact/v1": digest},
    }
    if finding.related:
        out["relatedLocations"] = [
            {"id": k, **_location(document, r.place), "message": {"text": visible(r.message)}}
            for k, r in enumerate(finding.related, 1)
        ]
    # An edit of a cell is none of the notebook's lines.
    if finding.fix is not None and finding.fix.place.cell is None and finding.fix.applicability != "display-only":
        out["fixes"] = [_fix(document, finding.fix)]
    return out


def _location(document: DocumentReport, place: Place) -> Json:
    """A place in the file; that in a notebook is one of its cell, whose lines are not those of the file."""
    file: Json = {"artifactLocation": _artifact(document)}
    if place.cell is None:
        return {"physicalLocation": file | {"region": _region(place)}}
    name = f"cell {place.cell}, line {place.line}, column {place.column}"
    return {"physicalLocation": file, "logicalLocations": [{"name": name, "kind": "element"}]}


def _region(place: Place) -> Json:
    return {
        "startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column,
    }  # fmt: skip


def _fix(document: DocumentReport, fix: Fix) -> Json:
    replacement = {"deletedRegion": _region(fix.place), "insertedContent": {"text": fix.replacement}}
    change = {"artifactLocation": _artifact(document), "replacements": [replacement]}
    return {"description": {"text": f"{fix.applicability} fix"}, "artifactChanges": [change]}

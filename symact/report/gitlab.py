"""A code quality report for GitLab: findings with fingerprints that stay while their text and meaning stay."""

from __future__ import annotations

import hashlib
from typing import Any

from symact.report.jsonreport import dumps
from symact.report.wording import explained, remarks_on
from symact.verdict import DocumentReport, Finding, Report

__all__ = ["fingerprints", "render_gitlab"]

SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render_gitlab(report: Report) -> str:
    return dumps([_issue(d, f, print_) for d in report.documents for f, print_ in fingerprints(d)])


def fingerprints(document: DocumentReport) -> list[tuple[Finding, str]]:
    """Every finding with a digest of what it is about; the same remark on the same text is numbered."""
    told = [(f, c.id) for c in document.claims for f in remarks_on(c)]
    told += [(f, _text(document, f)) for f in document.findings]
    seen: dict[str, int] = {}
    out = []
    for finding, about in told:
        what = f"{document.path}|{finding.code}|{about}"
        n = seen[what] = seen.get(what, 0) + 1
        out.append((finding, hashlib.sha256(f"{what}|{n}".encode()).hexdigest()))
    return out


def _text(document: DocumentReport, finding: Finding) -> str:
    source = document.source_of(finding.place)
    return source.slice(source.span(finding.place)) if finding.place.end_line <= len(source.line_starts) else finding.message


def _issue(document: DocumentReport, finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": explained(finding),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": document.path, "lines": {"begin": finding.place.line, "end": finding.place.end_line}},
    }

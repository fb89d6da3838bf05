"""The report as JSON by ``report.schema.json``, and back.

Beyond the schema's keys a claim carries its ``section``, its ``latex``, its ``plot`` and the ``detail`` of its verdict, a
finding its ``label`` and ``notes``, a fix the ``offsets`` that it replaces: all that the other formats need but the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from symact import __version__
from symact.report.visible import hidden
from symact.source import Place, Source, Span
from symact.verdict import Claim, DocumentReport, Evidence, Finding, Fix, Plot, Related, Report, RouteLine, Unread, Verdict

__all__ = ["SCHEMA", "Recorded", "dumps", "from_json", "render_json", "to_json"]

SCHEMA = Path(__file__).with_name("report.schema.json")

Json = dict[str, Any]


@dataclass(frozen=True)
class Recorded:
    """Evidence as a report holds it: to be shown, not checked; what checks it is built from ``data`` by who knows the terms."""

    data: Json = field(default_factory=dict)

    @property
    def method(self) -> str:
        return str(self.data["method"])

    def check(self) -> bool:
        raise TypeError("recorded evidence cannot check itself: give from_json a function that rebuilds it")

    def to_json(self) -> Json:
        return self.data


def render_json(report: Report) -> str:
    return dumps(to_json(report))


def dumps(data: Any) -> str:
    """JSON for people and programs: characters as they are, but those that could steer a terminal as escapes."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return re.sub(r"[^\n -~]", lambda m: json.dumps(m[0])[1:-1] if hidden(m[0]) else m[0], text) + "\n"


def to_json(report: Report) -> Json:
    """The report as plain data, valid against the schema."""
    return {
        "schema": 1,
        "tool": {"name": "symact", "version": __version__},
        "documents": [_document(d) for d in report.documents],
        "summary": report.summary,
    }


def from_json(
    data: Json, sources: Mapping[str, Sequence[Source]] | None = None, evidence: Callable[[Json], Evidence] = Recorded
) -> Report:
    """The report that ``to_json`` wrote. ``sources`` gives the text of each path and of its cells, which the JSON does not hold."""
    if data.get("schema") != 1:
        raise ValueError(f"this is not a report of symact in schema 1 but {data.get('schema')!r}")
    texts = sources or {}
    return Report(tuple(_read_document(d, texts.get(d["path"], ()), evidence) for d in data["documents"]))


def _place(place: Place) -> Json:
    out: Json = {} if place.cell is None else {"cell": place.cell}
    return out | {"line": place.line, "column": place.column, "end_line": place.end_line, "end_column": place.end_column}


def _document(document: DocumentReport) -> Json:
    return {
        "path": document.path,
        "formulas": {"found": document.found, "read": document.read},
        "claims": [_claim(c) for c in document.claims],
        "findings": [_finding(f) for f in document.findings],
        "unread": [_place(u.place) | {"source": u.source, "reason": u.reason} for u in document.unread],
        "summary": document.summary,
    }


def _claim(claim: Claim) -> Json:
    verdict = claim.verdict
    evidence = None if verdict.evidence is None else dict(verdict.evidence.to_json())
    if evidence is not None and claim.truth:
        evidence["truth"] = claim.truth
    return {
        "id": claim.id,
        "kind": claim.kind,
        **_place(claim.place),
        "section": list(claim.section),
        "source": claim.source,
        "latex": claim.latex,
        "statement": claim.statement,
        "verdict": verdict.status,
        "reason": verdict.reason,
        "condition": verdict.condition,
        "told": verdict.told,
        "detail": verdict.detail,
        "follows_from": list(claim.follows_from),
        "evidence": evidence,
        "plot": None if claim.plot is None else asdict(claim.plot),
        "findings": [_finding(f) for f in claim.findings],
    }


def _finding(finding: Finding) -> Json:
    fix = finding.fix
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        **_place(finding.place),
        "label": finding.label,
        "related": [_place(r.place) | {"message": r.message} for r in finding.related],
        "notes": list(finding.notes),
        "fix": None if fix is None else _place(fix.place) | {
            "offsets": [fix.span.start, fix.span.end],
            "replacement": fix.replacement,
            "applicability": fix.applicability,
        },
        "route": [{"latex": line.latex, "rule": line.rule} for line in finding.route],
    }  # fmt: skip


def _read_place(data: Json) -> Place:
    return Place(data["line"], data["column"], data["end_line"], data["end_column"], data.get("cell"))


def _read_document(data: Json, texts: Sequence[Source], evidence: Callable[[Json], Evidence]) -> DocumentReport:
    return DocumentReport(
        source=next((t for t in texts if t.cell is None), Source(data["path"], "")),
        found=data["formulas"]["found"],
        read=data["formulas"]["read"],
        claims=tuple(_read_claim(c, evidence) for c in data["claims"]),
        findings=tuple(_read_finding(f) for f in data["findings"]),
        unread=tuple(Unread(_read_place(u), u["source"], u["reason"]) for u in data["unread"]),
        cells=tuple(t for t in texts if t.cell is not None),
    )


def _read_claim(data: Json, evidence: Callable[[Json], Evidence]) -> Claim:
    support = None if data["evidence"] is None else evidence(data["evidence"])
    return Claim(
        id=data["id"],
        kind=data["kind"],
        place=_read_place(data),
        source=data["source"],
        statement=data["statement"],
        verdict=Verdict(
            data["verdict"], support, data["condition"], data["reason"], data.get("detail", ""), data.get("told") or data["condition"] or ""
        ),
        follows_from=tuple(data["follows_from"]),
        findings=tuple(_read_finding(f) for f in data["findings"]),
        section=tuple(data.get("section", ())),
        latex=data.get("latex", ""),
        truth=(data["evidence"] or {}).get("truth", ""),
        plot=_read_plot(data.get("plot")),
    )


def _read_plot(data: Json | None) -> Plot | None:
    if data is None:
        return None
    values = {key: tuple(data[key]) for key in ("x", "left", "right")}
    return Plot(data["variable"], data["at"], **values, fixed=tuple((name, value) for name, value in data["fixed"]))


def _read_finding(data: Json) -> Finding:
    fix = data.get("fix")
    return Finding(
        code=data["code"],
        severity=data["severity"],
        message=data["message"],
        place=_read_place(data),
        label=data.get("label", ""),
        related=tuple(Related(_read_place(r), r["message"]) for r in data.get("related", ())),
        notes=tuple(data.get("notes", ())),
        fix=None if fix is None else Fix(_read_place(fix), Span(*fix["offsets"]), fix["replacement"], fix["applicability"]),
        route=tuple(RouteLine(line["latex"], line["rule"]) for line in data.get("route", ())),
    )

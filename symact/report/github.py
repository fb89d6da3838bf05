"""Workflow commands of GitHub Actions: each finding becomes an annotation at its lines."""

from __future__ import annotations

from symact.report.visible import visible
from symact.report.wording import explained, remarks
from symact.source import Place
from symact.verdict import Report

__all__ = ["render_github"]

LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(report: Report) -> str:
    lines = []
    for document in report.documents:
        for f in remarks(document):
            properties = {"title": f.code, "file": document.path, **_lines(f.place)}
            told = ",".join(f"{name}={visible(str(value)).translate(_PROPERTY)}" for name, value in properties.items())
            lines.append(f"::{LEVELS[f.severity]} {told}::{explained(f).translate(_DATA)}\n")
    return "".join(lines)


def _lines(place: Place) -> dict[str, int]:
    """Columns mean something only within one line; the lines of a notebook's cell are not those of its file."""
    if place.cell is not None:
        return {}
    lines = {"line": place.line, "endLine": place.end_line}
    return lines | {"col": place.column, "endColumn": place.end_column} if place.line == place.end_line else lines

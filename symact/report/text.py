"""The report for a terminal: each finding with its code, its place, the source line with carets, the witness and the fix."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import TextIO

from symact.report.snippet import Mark, Row, has_lines, rows
from symact.report.visible import flat, visible
from symact.report.wording import counts, located, remarks, routed
from symact.source import Place, Source
from symact.verdict import DocumentReport, Finding, Fix, Report

__all__ = ["render_text", "wants_colour"]

Paint = Callable[[str, str], str]

WIDTH = 120
BRIEF = 72  # columns of a formula in a list
CODES = {
    "error": "1;31", "warning": "1;33", "note": "1;36", "undecided": "1;35", "unread": "1;35", "frame": "1;34", "bold": "1",
}  # fmt: skip


def wants_colour(stream: TextIO, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour what goes to the stream: NO_COLOR beats FORCE_COLOR beats the kind of the stream."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def render_text(report: Report, colour: bool = False, width: int = WIDTH) -> str:
    """Diagnostics, then what is undecided or unread, then the counts, document by document, and the total of several."""
    paint: Paint = _ansi if colour else _plain
    lines: list[str] = []
    for document in report.documents:
        for finding in remarks(document):
            lines += [*_diagnostic(finding, document.source_of(finding.place), paint, width), ""]
        brief = list(_undecided(document, paint))
        lines += [*brief, ""] if brief else []
    lines += [f"{paint(visible(d.path), 'bold')}: {counts(d)}" for d in report.documents]
    if len(report.documents) != 1:
        lines.append(f"{paint(f'{len(report.documents)} documents', 'bold')}: {counts(*report.documents)}")
    return "\n".join(lines) + "\n"


def _ansi(text: str, kind: str) -> str:
    return f"\033[{CODES[kind]}m{text}\033[0m" if text else ""


def _plain(text: str, kind: str) -> str:
    return text


def _diagnostic(finding: Finding, source: Source, paint: Paint, width: int) -> Iterator[str]:
    marks = [Mark(r.place, r.message, "-") for r in finding.related if has_lines(source, r.place)]
    if has_lines(source, finding.place):
        marks.append(Mark(finding.place, finding.label, "^"))
    body = list(rows(source, marks, width))
    gutter = max((len(str(row.number)) for row in body if row.number), default=len(str(finding.place.line)))
    yield f"{paint(f'{finding.severity}[{finding.code}]', finding.severity)}{paint(f': {visible(finding.message)}', 'bold')}"
    yield f"{' ' * gutter}{paint('-->', 'frame')} {located(source.path, finding.place)}"
    for row in body:
        yield _framed(row, gutter, paint, finding.severity)
    notes = [*finding.notes, *(["\n".join(way)] if (way := routed(finding)) else [])]
    notes += [f"see {located(source.path, r.place)}: {r.message}" for r in finding.related if not has_lines(source, r.place)]
    if finding.fix is not None:
        notes.append(_fix(finding.fix, finding.place, source))
    for note in notes:
        first, *rest = visible(note).splitlines() or [""]
        yield f"{' ' * gutter} {paint('=', 'frame')} {first}"
        for line in rest:
            yield f"{' ' * gutter}   {line}"


def _framed(row: Row, gutter: int, paint: Paint, severity: str) -> str:
    if row.number == 0:
        return paint(row.text, "frame")
    bar = paint(f"{'' if row.number is None else row.number:>{gutter}} |", "frame")
    text = paint(row.text, severity if row.sign == "^" else "frame") if row.sign else row.text
    return f"{bar} {text}".rstrip()


def _fix(fix: Fix, place: Place, source: Source) -> str:
    old, new = flat(source.slice(fix.span)), flat(fix.replacement)
    several = fix.place.end_line > fix.place.line or "\n" in fix.replacement.strip()
    if fix.replacement.strip() and several and has_lines(source, fix.place):
        first, last = fix.place.line, fix.place.end_line
        what = f"write {f'from line {first} to line {last}' if last > first else f'in line {first}'}\n{fix.replacement}"
    elif not has_lines(source, fix.place):
        what = f"write `{new}` at {located(source.path, fix.place)}"
    elif not old:
        what = f"insert `{new}` at {fix.place.line}:{fix.place.column}"
    elif not new:
        what = f"delete `{old}`"
    elif fix.place == place:
        what = f"write `{new}`"
    else:
        what = f"replace `{old}` by `{new}`"
    return f"fix ({fix.applicability}): {what}"


def _undecided(document: DocumentReport, paint: Paint) -> Iterator[str]:
    """One line for each claim that was not decided and each fragment that was not read."""
    for claim in document.claims:
        verdict = claim.verdict
        if verdict.status == "undecided":
            said = f": {visible(verdict.detail)}" if verdict.detail else ""
            head = paint(f"undecided[{verdict.reason}]", "undecided")
            yield f"{head} {located(document.path, claim.place)}: `{flat(claim.source, BRIEF)}`{said}"
    for piece in document.unread:
        place = located(document.path, piece.place)
        yield f"{paint('unread', 'unread')} {place}: `{flat(piece.source, BRIEF)}`: {flat(piece.reason)}"

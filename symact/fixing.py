"""The corrected document: the fixes of its report applied, every other character as it was, and the whole checked again.

A fix stays only where the corrected document shows it: it must refute less than before and leave no more undecided or unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from symact.check import check_document
from symact.documents import json_edits, read_text
from symact.documents.model import Document
from symact.notation.plain import plain_words, typed
from symact.report.phrases import translated
from symact.report.words import language_of
from symact.source import Edit, Source, Span, apply_edits
from symact.verdict import DocumentReport, Finding, Fix

__all__ = ["NOTES", "Corrected", "annotated", "corrected"]

ROUNDS = 3  # a correction may bring to light what was hidden behind an error
_ALIGNED = re.compile(r"\\begin\{align(?:ed)?\*?\}(?!.*&\s*=\s*&)", re.DOTALL)  # one column of members
NOTES = {
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd", ".ipynb"), ("<!-- ", " -->")),
    **dict.fromkeys((".tex", ".latex"), ("% ", "")),
}  # how a marginal note is written: what stands before it and after it


@dataclass(frozen=True)
class Corrected:
    """A text with its fixes applied, the fixes, and the report on it."""

    text: str
    fixes: tuple[Fix, ...]
    report: DocumentReport


def corrected(source: Source, unsafe: bool = False, reasons: bool = False) -> Corrected:
    """The text with every fix that holds; of those that are not known to be safe only where ``unsafe`` asks for them.

    With ``reasons`` the rows of a derivation have their rules beside them, where the markup has a place for these.
    """
    now = Corrected(source.text, (), check_document(read_text(source.text, source.path)))
    for _ in range(ROUNDS):
        fixes = list(_disjoint(_fixes(now.report, unsafe)))
        written = _with_reasons(now, source.path) if reasons else {}
        after = _with(now, source.path, fixes, written) if fixes else None
        if after is None:
            after = _one_by_one(now, source.path, fixes, written)
        if len(after.fixes) == len(now.fixes):
            break
        now = after
    return now


def _fixes(report: DocumentReport, unsafe: bool) -> Iterator[Fix]:
    for finding in _findings(report):
        fix = finding.fix
        if fix is not None and (fix.applicability == "safe" or (unsafe and fix.applicability == "unsafe")):
            yield fix


def _findings(report: DocumentReport) -> Iterator[Finding]:
    for claim in report.claims:
        yield from claim.findings
    yield from report.findings


def _cell(fix: Fix) -> int:
    return -1 if fix.place.cell is None else fix.place.cell


def _disjoint(fixes: Iterable[Fix]) -> Iterator[Fix]:
    """Of fixes that overlap, the first."""
    cell, at = -2, 0
    for fix in sorted(fixes, key=lambda f: (_cell(f), f.span.start, f.span.end)):
        if _cell(fix) != cell:
            cell, at = _cell(fix), 0
        if fix.span.start >= at:
            yield fix
            at = max(fix.span.end, fix.span.start + 1)


def _with(now: Corrected, path: str, fixes: Sequence[Fix], written: Mapping[Fix, str]) -> Corrected | None:
    """The text after some more fixes, as they are ``written``, or None where the report on it does not show that they all hold."""
    edits: list[Edit] = []
    for cell, group in groupby(fixes, key=_cell):
        own = [Edit(f.span, written.get(f, f.replacement)) for f in group]
        edits += own if cell < 0 else json_edits(now.text, cell, own)
    text = apply_edits(now.text, edits)
    report = check_document(read_text(text, path))
    mended = sum(1 for c in now.report.claims if c.verdict.status == "refuted" and any(f.fix in fixes for f in c.findings))
    if report.summary["refuted"] > now.report.summary["refuted"] - mended or _open(report) > _open(now.report):
        return None
    return Corrected(text, (*now.fixes, *fixes), report)


def _open(report: DocumentReport) -> int:
    return report.summary["undecided"] + len(report.unread)


def _one_by_one(now: Corrected, path: str, fixes: Sequence[Fix], written: Mapping[Fix, str]) -> Corrected:
    """The fixes that hold by themselves, from the last to the first, so that the places of the others stay."""
    for fix in reversed(fixes):
        now = _with(now, path, [fix], written) or _with(now, path, [fix], {}) or now
    return now


# ---- reasons


def _with_reasons(now: Corrected, path: str) -> dict[Fix, str]:
    """Fixes that put in a derivation, with ``&& \\text{product rule}`` behind each of its rows, where rows are those of an ``align``."""
    language, ascii_only = language_of(now.text), PurePath(path).suffix.lower() in (".tex", ".latex")
    rows = [maths for block in read_text(now.text, path).blocks for maths in block.maths if maths.tex]
    out: dict[Fix, str] = {}
    for finding in _findings(now.report):
        fix = finding.fix
        if fix is None or not finding.route:
            continue
        place = next((m for m in rows if m.excerpt.source.cell == fix.place.cell and _holds(m.outer, fix.span)), None)
        if place is None or _ALIGNED.search(place.excerpt.text) is None:
            continue
        text, at = fix.replacement, 0
        for line in finding.route:
            found = text.find(line.latex, at)
            if found < 0:
                break
            at = found + len(line.latex)
            reason = rf" && \text{{{_reason(line.rule, language, ascii_only)}}}"
            text, at = text[:at] + reason + text[at:], at + len(reason)
        out[fix] = text
    return out


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _reason(rule: str, language: str, ascii_only: bool) -> str:
    """The names of rules as mere words."""
    told = (translated(part, language) for part in rule.split("; "))
    said = ("；" if language == "zh" else "; ").join(told)
    return re.sub(r"\$([^$]+)\$", lambda m: typed(m[1]), said) if ascii_only else plain_words(said)


# ---- marginal notes


def annotated(source: Source, report: DocumentReport) -> str:
    """The text with a note in its margin, in its language, where the report still has an error or a warning without a fix."""
    before, after = NOTES[PurePath(source.path).suffix.lower()]
    document = read_text(source.text, source.path)
    language = language_of(source.text)
    places: dict[int, dict[tuple[int, str], list[str]]] = {}
    for finding in _findings(report):
        if finding.severity == "note" or finding.fix is not None:
            continue
        cell = -1 if finding.place.cell is None else finding.place.cell
        own_source = report.source_of(finding.place)
        if _is_code(document, own_source):  # of a notebook: behind all of its code, where a comment changes nothing
            margin, note = (len(own_source.text.rstrip("\n")), "\n# "), f"{finding.place.line}: {_note(finding, language)}"
        else:
            at, lead = _margin(document, own_source, finding, ends_line=not after)
            margin, note = (at, lead + before), _note(finding, language) + after
        places.setdefault(cell, {}).setdefault(margin, []).append(note)
    edits: list[Edit] = []
    for cell, notes in sorted(places.items()):
        own = []
        for (at, lead), said in notes.items():
            own.append(Edit(Span(at, at), "".join(f"{lead}{note}" for note in dict.fromkeys(said))))
        edits += own if cell < 0 else json_edits(source.text, cell, own)
    return apply_edits(source.text, edits)


def _is_code(document: Document, source: Source) -> bool:
    """Whether a cell of a notebook is a cell of code."""
    blocks = [b for b in document.blocks if b.excerpt.source.cell == source.cell]
    return source.cell is not None and any(b.kind == "code" and b.excerpt.span().start == 0 for b in blocks)


def _margin(document: Document, source: Source, finding: Finding, ends_line: bool) -> tuple[int, str]:
    """Where a note on a finding can stand, and what comes before it: behind the formula or the words, or the fence of code."""
    end = source.span(finding.place).end
    for block in document.blocks:
        if block.excerpt.source.cell != source.cell:
            continue
        fenced = block.kind == "code" or any(maths.origin == "fence" for maths in block.maths)
        span = block.excerpt.span()
        if fenced and span.start <= end <= span.end:  # a line of its own behind the fence
            start = span.end + source.text.startswith("\n", span.end)
            close = source.text[start : _line_end(source.text, start)]
            return start + len(close), "\n" + close[: len(close) - len(close.lstrip(" \t>"))]
        for maths in block.maths:
            if maths.outer.start <= end <= maths.outer.end:
                end = maths.outer.end
    return (_line_end(source.text, end) if ends_line else end), " "


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end - text.startswith("\r\n", end - 1)


def _note(finding: Finding, language: str) -> str:
    """One line, with nothing in it that would end a comment."""
    told = (translated(part, language) for part in (finding.message, *finding.notes))
    said = " ".join(f"symact {finding.code}: {'; '.join(told)}".split())
    return said.replace("--", "- -").replace("->", "- >")

"""What a page on a document says, in plain words: the templates only lay it out and escape it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from symact.report.wording import remarks_on
from symact.source import Place
from symact.verdict import Claim, DocumentReport, Finding, Unread

__all__ = ["ClaimView", "Page", "Remark", "Section", "page"]

METHODS = {
    "normal-form": "the difference of both sides has the exact normal form 0",
    "enclosure": "rigorous enclosures of both sides",
}
NOUNS = {
    "refuted": "is wrong",
    "conditional": "is true only under a condition that is stated nowhere",
    "undecided": "is undecided",
}


@dataclass(frozen=True)
class Remark:
    """A finding in words."""

    place: str
    severity: str
    code: str
    message: str
    notes: tuple[str, ...] = ()
    fix: str | None = None
    applicability: str = ""


@dataclass(frozen=True)
class ClaimView:
    """A claim as the page shows it; what does not apply is empty."""

    place: str
    kind: str
    status: str
    formula: str  # LaTeX, not yet checked
    code: str  # the source where the claim has no LaTeX
    how: str
    witness: str
    truth: str
    condition: str
    reason: str
    detail: str
    follows: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Section:
    title: str
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True)
class Page:
    path: str
    sentence: str
    found: int
    read: int
    counts: Mapping[str, int]
    sections: tuple[Section, ...]
    remarks: tuple[Remark, ...]
    unread: tuple[tuple[str, Unread], ...]
    commands: str
    text: str  # the document's own, to know its script

    @property
    def claims(self) -> int:
        return sum(self.counts.values())


def page(document: DocumentReport) -> Page:
    where = {c.id: _where(c.place) for c in document.claims}
    claims = sorted(document.claims, key=lambda c: (c.place.cell or 0, c.place.line, c.place.column))
    sections = tuple(
        Section(" › ".join(titles), tuple(_claim(c, where) for c in group))
        for titles, group in groupby(claims, lambda c: c.section)
    )
    quoted = shlex.quote(document.path)
    return Page(
        path=document.path,
        sentence=_sentence(document),
        found=document.found,
        read=document.read,
        counts=document.summary,
        sections=sections,
        remarks=tuple(_remark(f) for f in document.findings),
        unread=tuple((_where(u.place), u) for u in document.unread),
        commands=f"symact check {quoted}\nsymact report {quoted}",
        text=document.source.text,
    )


def _sentence(document: DocumentReport) -> str:
    """The verdict on the whole document."""
    total = len(document.claims)
    if not total:
        return "No mathematical claim was found in this document."
    summary = document.summary
    if summary["proved"] == total:
        return "The one claim is proved." if total == 1 else f"All {total} claims are proved."
    own = [c for c in document.claims if c.verdict.status == "refuted" and not c.follows_from]
    parts = [f"{summary[s]} of {total} claims {_plural(NOUNS[s], summary[s])}" for s in NOUNS if summary[s]]
    first = f" The first error is in {_where(min((c.place for c in own), key=lambda p: (p.cell or 0, p.line)))}." if own else ""
    follow = summary["refuted"] - len(own)
    from_others = f" {follow} of the wrong ones only follow{'s' * (follow == 1)} from earlier errors." if follow else ""
    return "; ".join(parts) + "." + first + from_others


def _plural(phrase: str, number: int) -> str:
    return phrase if number == 1 else phrase.replace("is ", "are ", 1)


def _where(place: Place) -> str:
    """``line 68``, ``lines 76 to 81``, ``cell 3, line 2``."""
    lines = f"line {place.line}" if place.line == place.end_line else f"lines {place.line} to {place.end_line}"
    return lines if place.cell is None else f"cell {place.cell}, {lines}"


def _claim(claim: Claim, where: Mapping[str, str]) -> ClaimView:
    verdict = claim.verdict
    evidence = {} if verdict.evidence is None else verdict.evidence.to_json()
    method = str(evidence.get("method", ""))
    return ClaimView(
        place=_where(claim.place),
        kind=claim.kind,
        status=verdict.status,
        formula=claim.latex,
        code="" if claim.latex else claim.source,
        how=METHODS.get(method, method.replace("-", " ")),
        witness=_witness(evidence),
        truth=claim.truth,
        condition=verdict.condition or "",
        reason=verdict.reason or "",
        detail=verdict.detail,
        follows=tuple(where.get(i, i) for i in claim.follows_from),
        remarks=tuple(_remark(f, tuple(_said(claim, evidence))) for f in remarks_on(claim)),
    )


def _witness(evidence: Mapping[str, object]) -> str:
    """The point and what both sides are there, as words with code in backquotes."""
    if "left" not in evidence or "right" not in evidence:
        return ""
    point = evidence.get("point")
    values = ", ".join(f"{name} = {value}" for name, value in point.items()) if isinstance(point, Mapping) else ""
    at = f"at `{values}` " if values else ""
    return f"{at}the left side is `{evidence['left']}` and the right side is `{evidence['right']}`"


def _said(claim: Claim, evidence: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Words that a note need not repeat, since the page says them in its own form."""
    if claim.truth:
        yield (claim.truth,)
    if claim.verdict.detail:
        yield (claim.verdict.detail,)
    if "left" in evidence and "right" in evidence:
        yield (str(evidence["left"]), str(evidence["right"]))


def _remark(finding: Finding, said: tuple[tuple[str, ...], ...] = ()) -> Remark:
    notes = [f"{_where(r.place)}: {r.message}" for r in finding.related]
    notes += [note for note in finding.notes if not any(all(words in note for words in group) for group in said)]
    fix = finding.fix
    return Remark(
        _where(finding.place), finding.severity, finding.code, finding.message, tuple(notes),
        None if fix is None else fix.replacement, "" if fix is None else fix.applicability,
    )  # fmt: skip

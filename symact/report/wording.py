"""What every format for people says in the same words: the counts, the places, the remarks in their order."""

from __future__ import annotations

from symact.report.visible import visible
from symact.source import Place
from symact.verdict import Claim, DocumentReport, Finding, Report

__all__ = ["counts", "explained", "located", "remarks", "remarks_on", "routed"]

WIDE = 48  # of a line beside which its rule still stands


def counts(*documents: DocumentReport) -> str:
    """``found 24 formulas, read 24: 24 claims = 13 proved + 8 refuted + 1 conditional + 2 undecided``."""
    found, read = sum(d.found for d in documents), sum(d.read for d in documents)
    summary = Report(documents).summary
    parts = " + ".join(f"{n} {status}" for status, n in summary.items())
    claims = sum(summary.values())
    return f"found {found} formula{'s' * (found != 1)}, read {read}: {claims} claim{'s' * (claims != 1)} = {parts}"


def located(path: str, place: Place) -> str:
    """``notes/activation.md:78:8``; in a notebook the cell stands between, counted from 0 as in the JSON."""
    cell = "" if place.cell is None else f"cell {place.cell}:"
    return f"{visible(path)}:{cell}{place.line}:{place.column}"


def routed(finding: Finding) -> list[str]:
    """The way on from the last right line of a chain, with the rule of each line in brackets."""
    lines = ["the way on from the last right line is"] if finding.route else []
    for line in finding.route:
        rule = f"[{line.rule.replace('$', '')}]"
        lines += [f"= {line.latex:{WIDE}}  {rule}"] if len(line.latex) <= WIDE else [f"= {line.latex}", f"  {'':{WIDE}}  {rule}"]
    return lines


def explained(finding: Finding) -> str:
    """A finding in several lines: its message, its notes, and the places that help."""
    helps = [f"line {r.place.line}: {r.message}" for r in finding.related]
    return visible("\n".join([finding.message, *finding.notes, *routed(finding), *helps]))


def remarks(document: DocumentReport) -> list[Finding]:
    """All findings of a document in the order of their places."""
    found = [*document.findings, *(f for claim in document.claims for f in remarks_on(claim))]
    return sorted(found, key=lambda f: (f.place.cell or 0, f.place.line, f.place.column, f.place.end_line, f.place.end_column))


def remarks_on(claim: Claim) -> tuple[Finding, ...]:
    """The findings of a claim; a verdict that calls for one and has none gets its own, so that nothing passes in silence."""
    verdict = claim.verdict
    if claim.findings or verdict.status in ("proved", "undecided"):
        return claim.findings
    if verdict.status == "refuted":
        return (Finding(f"wrong-{claim.kind}", "error", verdict.detail or "this does not hold", claim.place),)
    return (Finding("missing-condition", "warning", f"this holds only if {verdict.told}", claim.place),)

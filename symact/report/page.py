"""What a page on a document says and in which order; the templates lay it out and escape it.

First the verdict in a sentence and the counts, then the findings, then the claims by their verdicts, then how to reproduce it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symact import __version__
from symact.report.annotated import Line, Mark, line_anchor, lines_of
from symact.report.cards import Card, cards_of, how, order
from symact.report.phrases import translated
from symact.report.wording import remarks_on
from symact.report.words import KINDS, STATUSES, Words
from symact.verdict import Claim, DocumentReport

__all__ = ["Count", "Page", "Row", "page"]

LISTED = ("proved", "conditional", "undecided")


@dataclass(frozen=True)
class Row:
    """A claim or a fragment in a list; ``formula`` is LaTeX, not yet checked, ``source`` the text where there is none."""

    anchor: str
    place: str
    line: str
    kind: str
    formula: str
    source: str
    text: str


@dataclass(frozen=True)
class Count:
    status: str
    label: str
    n: int
    of_hundred: float


@dataclass(frozen=True)
class Page:
    key: str  # what its anchors begin with
    path: str
    sentences: tuple[str, ...]
    counted: str
    counts: tuple[Count, ...]
    cards: tuple[Card, ...]
    lists: Mapping[str, tuple[Row, ...]]  # proved, conditional, undecided, unread
    commands: str
    version: str
    lines: tuple[Line, ...]


def page(document: DocumentReport, words: Words, key: str = "") -> Page:
    cards, anchors = cards_of(document, words, key)
    claims = sorted(document.claims, key=lambda c: order(c.place))
    by_status = {status: [c for c in claims if c.verdict.status == status] for status in LISTED}
    lists = {s: tuple(_row(c, f"{key}{s[0]}{k}", key, words) for k, c in enumerate(by_status[s], 1)) for s in LISTED}
    lists["unread"] = tuple(
        Row(f"{key}r{k}", words.place(u.place), line_anchor(key, u.place), "", "", u.source, translated(u.reason, words.language))
        for k, u in enumerate(document.unread, 1)
    )
    targets = {c.id: row.anchor for s in LISTED for c, row in zip(by_status[s], lists[s], strict=True)} | anchors
    quoted = shlex.quote(document.path)
    return Page(
        key=key,
        path=document.path,
        sentences=tuple(_sentences(document, words)),
        counted=words("counted", n=document.found, read=document.read),
        counts=tuple(Count(s, words.of(STATUSES, s), n, 100 * n / (len(claims) or 1)) for s, n in document.summary.items()),
        cards=cards,
        lists=lists,
        commands=f"symact check {quoted}\nsymact report {quoted}",
        version=__version__,
        lines=tuple(lines_of(document.cells or (document.source,), _marks(document, targets, lists["unread"], cards), key)),
    )


def _sentences(document: DocumentReport, words: Words) -> Iterator[str]:
    """The verdict on the whole document."""
    summary, total = document.summary, len(document.claims)
    if not total:
        yield words("no claims")
        return
    if summary["proved"] == total:
        yield words("one proved") if total == 1 else words("all proved", n=total)
        if not document.findings and not any(map(remarks_on, document.claims)):
            yield words("nothing to correct")
        return
    if not summary["refuted"]:
        yield words("nothing wrong")
    named = [status for status in ("refuted", "conditional", "undecided") if summary[status]]
    told = (words(f"{s} more" if k else f"{s} of", n=summary[s], total=total) for k, s in enumerate(named))
    yield words("semicolon").join(told) + words("stop")
    own = [c.place for c in document.claims if c.verdict.status == "refuted" and not c.follows_from]
    if own:
        yield words("first error", place=words.place(min(own, key=order)))
    if follow := summary["refuted"] - len(own):
        yield words("follow", n=follow)


def _row(claim: Claim, anchor: str, key: str, words: Words) -> Row:
    verdict = claim.verdict
    first = how(verdict.evidence, words) if verdict.reason is None else words.of(STATUSES, verdict.reason)
    why = words("semicolon").join(filter(None, (first, translated(verdict.detail, words.language))))
    return Row(
        anchor, words.place(claim.place), line_anchor(key, claim.place), words.of(KINDS, claim.kind), claim.latex,
        "" if claim.latex else claim.source, verdict.told or why,
    )  # fmt: skip


def _marks(
    document: DocumentReport, targets: Mapping[str, str], unread: tuple[Row, ...], cards: tuple[Card, ...]
) -> Iterator[Mark]:
    """The places to underline in the document, each with where it leads: claims, places of other findings, what was not read."""
    for claim in document.claims:
        yield Mark(claim.place, claim.verdict.status, targets[claim.id])
        yield from (Mark(f.place, f.severity, targets[claim.id]) for f in remarks_on(claim) if f.place != claim.place)
    yield from (Mark(card.where, card.tone, card.anchor) for card in cards if not card.kind)  # those of no single claim
    yield from (Mark(u.place, "unread", row.anchor) for u, row in zip(document.unread, unread, strict=True))

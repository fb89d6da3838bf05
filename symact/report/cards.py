"""Findings as cards: each with all that is known of its claim, the most serious first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symact.report.annotated import line_anchor
from symact.report.phrases import translated
from symact.report.wording import remarks_on
from symact.report.words import KINDS, METHODS, RULES, STATUSES, Words
from symact.source import Place
from symact.verdict import Claim, DocumentReport, Evidence, Finding, Fix, Plot

__all__ = ["Card", "Edit", "Note", "Witness", "cards_of", "how", "order"]

SEVERITIES = ("error", "warning", "note")
Told = tuple[Claim | None, tuple[Finding, ...]]


@dataclass(frozen=True)
class Witness:
    """A point and what both sides are there; ``point`` is empty where the sides depend on nothing."""

    point: str
    left: str
    right: str


@dataclass(frozen=True)
class Edit:
    """A correction: the text that goes, the text that comes."""

    old: str
    new: str
    applicability: str

    @property
    def action(self) -> str:
        return "insert" if not self.old else "delete" if not self.new else "replace"


@dataclass(frozen=True)
class Note:
    """A further remark on the same claim."""

    badge: str
    code: str
    message: str
    notes: tuple[str, ...]
    edit: Edit | None


@dataclass(frozen=True)
class Line:
    """A line of a derivation, LaTeX that is not yet checked; its rule in pieces: words, and formulas (true) between them."""

    formula: str
    rule: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Card:
    """A finding with what is known of its claim; what does not apply is empty."""

    number: int
    anchor: str
    tone: str  # refuted, conditional, error, warning, note: what it looks like
    badge: str
    place: str
    line: str  # the anchor of its line in the document
    where: Place
    section: str
    kind: str
    rule: str
    code: str
    message: str
    edit: Edit | None
    notes: tuple[str, ...]
    further: tuple[Note, ...]
    formula: str = ""  # LaTeX, not yet checked
    source: str = ""  # the text where there is no LaTeX
    witness: Witness | None = None
    condition: str = ""
    plot: Plot | None = None
    follows: tuple[tuple[str, str], ...] = ()  # the places of earlier errors, with the anchors of their cards
    truth: str = ""  # LaTeX, not yet checked
    route: tuple[Line, ...] = ()
    how: str = ""


def order(place: Place) -> tuple[int, int, int]:
    return place.cell or 0, place.line, place.column


def cards_of(document: DocumentReport, words: Words, key: str = "") -> tuple[tuple[Card, ...], dict[str, str]]:
    """The cards of a document, and the anchor of the card of each claim that has one."""
    told: list[Told] = [(c, found) for c in document.claims if (found := remarks_on(c))]
    told = sorted([*told, *((None, (f,)) for f in document.findings)], key=_rank)
    anchors = {c.id: f"{key}f{k}" for k, (c, _) in enumerate(told, 1) if c is not None}
    cards = (_card(document, c, found, words, k, key) for k, (c, found) in enumerate(told, 1))
    places = {c.id: words.place(c.place) for c in document.claims}
    return tuple(
        replace(card, follows=tuple((places.get(i, i), anchors.get(i, "")) for i in claim.follows_from)) if claim else card
        for card, (claim, _) in zip(cards, told, strict=True)
    ), anchors


def _rank(told: Told) -> tuple[int, bool, tuple[int, int, int]]:
    """Errors before warnings before notes, those that only follow from others later, then by place."""
    claim, found = told
    return SEVERITIES.index(found[0].severity), claim is not None and bool(claim.follows_from), order(found[0].place)


def _card(
    document: DocumentReport, claim: Claim | None, found: tuple[Finding, ...], words: Words, number: int, key: str
) -> Card:
    first, *others = found
    wrong = claim is not None and claim.verdict.status in ("refuted", "conditional")
    tone = claim.verdict.status if claim is not None and wrong else first.severity
    card = Card(
        number=number,
        anchor=f"{key}f{number}",
        tone=tone,
        badge=words.of(STATUSES, tone),
        place=words.place(first.place),
        line=line_anchor(key, first.place),
        where=first.place,
        section="" if claim is None else " › ".join(filter(None, claim.section)),
        kind="" if claim is None else words.of(KINDS, claim.kind),
        rule=words.of(RULES, first.code),
        code=first.code,
        message=translated(first.message, words.language),
        edit=_edit(document, first.fix),
        notes=tuple(_notes(claim, first, words)),
        further=tuple(_further(document, f, words) for f in others),
        route=tuple(Line(f"= {line.latex}", _pieces(line.rule, words)) for line in first.route),
    )
    if claim is None:
        return card
    return replace(
        card,
        formula=_typeset(document, claim, first),
        source="" if claim.latex else claim.source,
        witness=_witness(claim) if wrong else None,
        condition=claim.verdict.told,
        plot=claim.plot,
        truth=claim.truth,
        how=how(claim.verdict.evidence, words),
    )


def _typeset(document: DocumentReport, claim: Claim, finding: Finding) -> str:
    """The claim in LaTeX; a step below the member before it."""
    if claim.kind != "step" or not claim.latex.startswith("=") or not finding.related:
        return claim.latex
    place = finding.related[0].place
    source = document.source_of(place)
    if place.end_line > len(source.line_starts):
        return claim.latex
    before = source.slice(source.span(place)).strip().removesuffix(r"\\").strip()
    return rf"& {before} \\ & {claim.latex}" if before and "&" not in before else claim.latex


def _pieces(rule: str, words: Words) -> tuple[tuple[str, bool], ...]:
    """The names of rules, with formulas between dollars, taken apart."""
    told = words("semicolon").join(translated(part, words.language) for part in rule.split("; "))
    return tuple((piece, k % 2 == 1) for k, piece in enumerate(told.split("$")) if piece)


def how(evidence: Evidence | None, words: Words) -> str:
    """The method that decided, in words."""
    return "" if evidence is None else words.of(METHODS, evidence.method)


def _witness(claim: Claim) -> Witness | None:
    evidence = {} if claim.verdict.evidence is None else claim.verdict.evidence.to_json()
    if "left" not in evidence or "right" not in evidence:
        return None
    values = ", ".join(f"{name} = {value}" for name, value in (evidence.get("point") or {}).items())
    return Witness(values, str(evidence["left"]), str(evidence["right"]))


def _notes(claim: Claim | None, finding: Finding, words: Words) -> Iterator[str]:
    """The related places and the notes; what a card says in its own form (witness, truth, the step before) is left out."""
    told = list(finding.notes)
    if claim is None or claim.kind != "step":
        for r in finding.related:
            yield words("related", place=words.place(r.place), message=translated(r.message, words.language))
    if claim is not None:
        witness = _witness(claim)
        said = [{claim.truth}] if claim.truth else []
        said += [{witness.left, witness.right}] if witness else []
        told = [note for note in told if not any(all(piece in note for piece in pieces) for pieces in said)]
        detail = claim.verdict.detail
        if detail and not any(detail in note for note in told):
            told.append(detail)
    yield from (translated(note, words.language) for note in told)


def _further(document: DocumentReport, finding: Finding, words: Words) -> Note:
    notes = tuple(translated(n, words.language) for n in finding.notes)
    message = f"{words.place(finding.place)}{words('dash')}{translated(finding.message, words.language)}"
    return Note(words.of(STATUSES, finding.severity), finding.code, message, notes, _edit(document, finding.fix))


def _edit(document: DocumentReport, fix: Fix | None) -> Edit | None:
    return None if fix is None else Edit(document.source_of(fix.place).slice(fix.span), fix.replacement, fix.applicability)

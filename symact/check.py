"""The pipeline: a document goes in, every claim in it is found and decided, a report comes out.

read -> blocks -> formulas -> syntax -> claims in their scope -> obligations -> verdicts -> findings
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from symact.budget import limited
from symact.claims.context import context_of, explained_behind, opening_of
from symact.claims.directives import Directive, Misread, apply_directive, directions
from symact.claims.find import find_claims
from symact.claims.introduced import unused_names
from symact.claims.laws import incomplete_law
from symact.claims.model import Gap, Link, Proposal, Remark
from symact.claims.rules import justification
from symact.claims.sentences import Sentences
from symact.code.places import has_code
from symact.contradictions import contradict
from symact.decide import decide_obligation, same_value
from symact.documents import is_path, load, read_text
from symact.documents.model import Block, Document, Maths
from symact.findings import Repair, missing_condition, refutation, remarked, wrongly_disowned
from symact.judge import disowned, verdict_on
from symact.meaning.learn import learn_from_words
from symact.meaning.phrases import TOPICS
from symact.meaning.prose import Prose
from symact.meaning.scope import ITEM, ROW, Scope
from symact.meaning.subjects import subject_of_heading
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.obligations import Equation, Obligation, Range, stated
from symact.plots import plot_of
from symact.repair import Wording, corrected, fix_of, reworded, row_left_out, slip_of, truths_of
from symact.source import Place, Source, Span
from symact.terms.core import Term
from symact.verdict import Claim, DocumentReport, Finding, Related, Report, Severity, Unread, Verdict, undecided

if TYPE_CHECKING:
    from symact.claims.code import Coded
    from symact.code.document import Coding, Piece

__all__ = ["Reading", "check", "check_chain", "check_document", "checked_with_readings", "decide"]

MAX_FORMULAS = 20_000
# seconds for the claims of one formula, for a verdict, for what is true instead, for the values of a plot
READING, DECIDING, REPAIRING, DRAWING = 3.0, 5.0, 2.0, 0.5
LATE = undecided("timeout", f"no answer within {DECIDING:g} s")
WORDED = ("paragraph", "item", "cell")  # the blocks whose sentences are read
FACTS = frozenset("bound range limit value integral extremum".split())  # kinds of claims whose evidence tells the truth


@dataclass(frozen=True)
class _Error:
    """A refuted claim as a replacement: where its left side is met, its wrong right side was used."""

    id: str
    left: Term
    right: Term


@dataclass(frozen=True)
class Reading:
    """How a formula was read: its tree, the scope in which it stands, and the claims that it gave."""

    place: Place
    maths: Maths
    root: Node
    scope: Scope
    claims: tuple[Claim, ...]


@dataclass
class _Run:
    """One document on its way through: the scope so far, and what was found."""

    document: Document
    scope: Scope = field(default_factory=Scope)
    claims: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    said: list[Obligation | None] = field(default_factory=list)  # what each claim says, where it may be held against others
    errors: list[_Error] = field(default_factory=list)
    found: int = 0
    read: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    chains: dict[int, list[str]] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)  # the last member of each chain, as it is or as it was mended
    mended: list[tuple[str, str]] = field(default_factory=list)  # wrong texts with what belongs in their place
    syntax: dict[Span, Node | None] = field(default_factory=dict)
    row: tuple[int, int] | None = None  # the table and row in which we are
    label: str = ""  # the first cell of that row
    columns: dict[int, str] = field(default_factory=dict)  # what the heads of its columns say
    readings: list[Reading] = field(default_factory=list)
    sentences: Sentences = field(default_factory=Sentences)
    directives: list[Directive] = field(default_factory=list)  # not yet applied, in reading order
    coding: Coding | None = None  # once a block with code was met
    unstable: set[Place] = field(default_factory=set)  # where code was said to be unstable: several functions may call it
    ignored: frozenset[int] = frozenset()  # the identities of formulas and code that the author asked to leave alone
    silent: bool = False  # whether the author asked to leave all of the document alone

    # ---- blocks

    def block(self, prose: Prose, before: Prose | None) -> None:
        block = prose.block
        if block.kind == "comment":
            self._direct(block.excerpt.source, block.excerpt.span().end)
        self._enter(prose)
        new = (topic for topic, words in TOPICS.items() if topic not in self.scope.topics and words.search(block.excerpt.text))
        self.scope = self.scope.speaking_of(*new)
        if block.kind == "image":
            self._image(block, before)
        for maths in block.maths:
            self._formula(prose, maths, before)
        if block.kind in WORDED and not self.silent and not any(id(maths) in self.ignored for maths in block.maths):
            self._sentences(prose)
        if has_code(block) and id(block) not in self.ignored:
            self._code(block)

    def _sentences(self, prose: Prose) -> None:
        """The claims in words; they come after the formulas, which say what names mean."""
        heads = (self.label, self.columns.get(prose.block.column, "")) if prose.block.row > 0 and prose.block.column > 0 else ()
        found: list[Proposal] = limited(READING, lambda: list(self.sentences.claims(prose, self.scope, heads)), list)
        for proposal in found:
            self.decide(proposal, prose.block.excerpt.source)

    def _enter(self, prose: Prose) -> None:
        """Sections, list items with a heading of their own and rows of tables keep their names to themselves."""
        block = prose.block
        if prose.words:
            self.scope = self.scope.moved_on
        if block.kind == "heading":
            title = block.excerpt.text.strip().strip("#").strip()
            self.scope = self.scope.entered(title, block.level, subject_of_heading(title))
        elif block.kind == "cell":
            if block.row == 0:
                self.columns = {**(self.columns if block.column else {}), block.column: prose.words}
            if (block.table, block.row) != self.row:
                self.row, self.label = (block.table, block.row), prose.words
                self.scope = self.scope.entered("", ROW, subject_of_heading(prose.words))
        else:
            self.row = None
            self.scope = self.scope.exited(ROW)
            about = opening_of(block)
            if about is not None:
                self.scope = self.scope.entered("", ITEM, about)

    def _direct(self, source: Source, end: int) -> None:
        """Applies the directives that stand before a place."""
        if not self.directives:
            return
        due = [d for d in self.directives if d.argument.source is source and d.span.start < end]
        self.directives = [d for d in self.directives if d not in due]
        for d in due:
            try:
                self.scope = apply_directive(d, self.scope)
            except Misread as why:
                self.remark(Remark("unreadable-directive", str(why), d.span), "warning", source)

    def _image(self, block: Block, before: Prose | None) -> None:
        """An image after words such as “the formula is” stands for a formula that cannot be read."""
        picture = Maths(block.excerpt, block.excerpt.span(), "image")
        context = context_of(Prose(replace(block, maths=(picture,))), picture, before)
        if not (context.defining and (context.subject or self.scope.subject)):
            return
        self.found += 1
        subject = context.subject or self.scope.subject
        assert subject is not None
        place = block.excerpt.source.place(block.excerpt.span())
        self.unread.append(Unread(place, block.excerpt.text, f"a formula in an image; the catalogue has ${subject.latex()}$"))
        self.findings.append(
            Finding(
                "unreadable-formula", "note", f"an image of a formula cannot be read; {subject.title} is", place,
                notes=(f"${subject.latex()}$",),
            )
        )  # fmt: skip

    def _formula(self, prose: Prose, maths: Maths, before: Prose | None) -> None:
        self.found += 1
        source = maths.excerpt.source
        if self.found > MAX_FORMULAS:
            if self.found == MAX_FORMULAS + 1:
                reason = f"a document of more than {MAX_FORMULAS} formulas: this one and those after it were not read"
                self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))
            return
        self._direct(source, maths.outer.start)
        if id(maths) in self.ignored:
            self.read += 1
            return
        try:
            root = parse(maths.excerpt.text, tex=maths.tex)
        except NotationError as why:
            span = maths.excerpt.span(why.span.start, why.span.end)
            self.unread.append(Unread(source.place(maths.excerpt.span()), source.slice(maths.excerpt.span()), str(why)))
            self.remark(Remark("unreadable-formula", f"this formula was not read: {why}", span), "note", source)
            return
        self.read += 1
        try:
            self._claims(prose, maths, before, root)
        except Exception as fault:
            if os.environ.get("SYMACT_DEBUG"):
                raise
            self.read -= 1
            reason = f"a fault in symact ({type(fault).__name__}: {fault}); please report it"
            self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))

    def _claims(self, prose: Prose, maths: Maths, before: Prose | None, root: Node) -> None:
        source, block = maths.excerpt.source, prose.block
        context = context_of(prose, maths, before, self.columns.get(block.column, "") if block.row > 0 else "")
        line = source.line_column(maths.outer.start)[0]
        beside = tuple(n for m in context.beside if (n := self._parsed(m)) is not None and n.kind == "rel")
        first = len(self.claims)
        scope = limited(READING, lambda: self._with_what_follows(prose, maths, line), lambda: self.scope)
        found = limited(READING, lambda: find_claims(root, maths.excerpt, line, scope, context, beside), lambda: None)
        after = found
        if scope is not self.scope:  # what follows binds its names when it is read itself
            after = limited(READING, lambda: find_claims(root, maths.excerpt, line, self.scope, context, beside), lambda: None)
        if found is None or after is None:
            self.read -= 1
            reason = f"what it says was not found within {READING:g} s"
            self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))
            return

        def again(text: str) -> list[Proposal]:
            """The claims of another wording of this formula."""
            tree = parse(text, tex=maths.tex)
            return find_claims(tree, replace(maths.excerpt, text=text, offsets=None), line, scope, context, beside).proposals

        for number, proposal in enumerate(found.proposals):
            self.decide(proposal, source, Wording(maths, block, number, again, found.scope, tuple(self.mended)))
            rule = justification(proposal, prose, maths, before)
            if rule is not None:
                self.decide(*rule)
        if (law := incomplete_law(maths)) is not None:
            self.remark(law, "warning", source)
        self.readings.append(Reading(source.place(maths.outer), maths, root, scope, tuple(self.claims[first:])))
        self.scope = learn_from_words(after.scope, root, prose, maths)

    def _with_what_follows(self, prose: Prose, maths: Maths, line: int) -> Scope:
        """The scope of a formula with the names and conditions that its sentence explains right behind it."""
        scope = self.scope
        for later in explained_behind(prose, maths):
            root = self._parsed(later)
            if root is not None:
                scope = find_claims(root, later.excerpt, line, scope, context_of(prose, later, None)).scope
        return scope if scope is self.scope else scope.moved_on

    def _parsed(self, maths: Maths) -> Node | None:
        """The syntax of another formula, or None where it cannot be read."""
        known = self.syntax.get(maths.outer)
        if known is None and maths.outer not in self.syntax:
            try:
                known = parse(maths.excerpt.text, tex=maths.tex)
            except NotationError:
                known = None
            self.syntax[maths.outer] = known
        return known

    # ---- code

    def _code(self, block: Block) -> None:
        """The functions of a code block, or of the code spans of a text."""
        from symact.code.document import coding_of  # few documents hold code, and reading it takes many modules

        if self.coding is None:
            self.coding = coding_of(self.document)
        for piece in self.coding.of(block):
            try:
                self._piece(piece)
            except Exception as fault:
                if os.environ.get("SYMACT_DEBUG"):
                    raise
                place = piece.cell.excerpt.source.place(piece.cell.excerpt.span())
                self.unread.append(Unread(place, "", f"a fault in symact ({type(fault).__name__}: {fault}); please report it"))

    def _piece(self, piece: Piece) -> None:
        from symact.claims.code import claims_of_cell
        from symact.snippets import faults_of, told

        assert self.coding is not None
        source = piece.cell.excerpt.source
        program, lines = self.coding.program, (piece.start, piece.end)
        several: list[Coded] = limited(READING, lambda: list(claims_of_cell(program, piece.cell, self.scope, lines)), list)
        for coded in several:
            first = len(self.claims)
            self.decide(coded.proposal, source)
            self.claims[first:] = [told(coded, claim, self.unstable) for claim in self.claims[first:]]
            self.unstable |= {f.place for claim in self.claims[first:] for f in claim.findings if f.code == "unstable-form"}
        if several:
            self.findings += faults_of(several, self.coding.complete)

    def remark(self, remark: Remark, severity: Severity, source: Source) -> None:
        self.findings.append(remarked(remark, source, severity))

    # ---- claims

    def decide(self, proposal: Proposal, source: Source, wording: Wording | None = None) -> None:
        verdict, decided = limited(DECIDING, lambda: verdict_on(proposal), lambda: (LATE, None))
        if not proposal.assertive and verdict.status in ("refuted", "undecided"):
            return
        if proposal.disowned:
            verdict = disowned(verdict)
        claim_id = self._id(proposal)
        follows: tuple[str, ...] = ()
        place = source.place(proposal.span)
        findings: list[Finding] = [remarked(r, source, "warning") for r in proposal.remarks]
        truth = ""
        link = proposal.link
        related: tuple[Related, ...] = ()
        if link is not None and verdict.status in ("refuted", "proved"):
            to_previous, own_step = _to_previous(link)
            before = source.place(link.previous_span)
            related = (Related(before, "the member before it"),)
            if verdict.status == "refuted":
                if to_previous.status == "proved":
                    follows = self._earlier_errors(proposal)
                else:
                    follows = limited(REPAIRING, lambda: self._explained(proposal), tuple)
                    if not follows and to_previous.status == "refuted":
                        verdict, decided = to_previous, own_step or decided
            elif to_previous.status == "refuted":
                findings.append(
                    Finding(
                        "wrong-step", "warning",
                        "this does not equal the member before it, which is wrong; it does equal the head of the chain",
                        place, related=related,
                    )
                )  # fmt: skip
        if verdict.status == "refuted" and not proposal.disowned:
            truth = limited(REPAIRING, lambda: self._truth(proposal, verdict), str)
            if wording is not None:
                repair = limited(REPAIRING, lambda: self._repaired(proposal, wording, truth), Repair)
            else:
                repair = limited(REPAIRING, lambda: Repair(fix=reworded(proposal, verdict, source)), Repair)
            truth = min(filter(None, (truth, repair.latex)), key=len, default="")
            lines = [c.place.line for c in self.claims if c.id in follows]
            findings.insert(0, refutation(proposal, verdict, place, lines, truth, related, repair))
            self._remember(proposal, claim_id)
        if verdict.status == "refuted" and proposal.disowned:
            findings.insert(0, wrongly_disowned(proposal, verdict, place))
        if verdict.status == "conditional":
            findings.insert(0, missing_condition(verdict, place))
        loose = verdict.status == "proved" and proposal.kind == "range" and not proposal.disowned
        if loose and isinstance(decided, Range) and verdict.detail:
            message = f"the values lie in this set, which is not exact: {verdict.detail}"
            findings.insert(0, Finding("loose-range", "warning", message, place, fix=reworded(proposal, verdict, source)))
        typeset = "" if wording is not None and not wording.maths.tex else _typeset(proposal)
        statement = "" if decided is None else stated(decided)
        self.said.append(decided if proposal.words or verdict.status == "proved" else None)
        self.claims.append(
            Claim(
                claim_id, proposal.kind, place, source.slice(proposal.span),
                f"not ({statement})" if proposal.disowned and statement else statement, verdict, follows, tuple(findings),
                self.scope.titles, typeset, truth,
                limited(DRAWING, lambda: plot_of(verdict, proposal.variable), lambda: None),
            )
        )  # fmt: skip
        if proposal.chain >= 0:
            self.chains.setdefault(proposal.chain, []).append(claim_id)
            if proposal.node is not None and wording is not None and verdict.status != "refuted":
                self.members[proposal.chain] = wording.of(proposal.node)

    def _repaired(self, proposal: Proposal, wording: Wording, truth: str) -> Repair:
        """The edit that makes a refuted claim true, and what kind of slip it mends."""
        try:
            correction = corrected(proposal, wording, truth if proposal.kind in FACTS else "")
        except Exception:  # a fault in looking for a repair must not hide what is refuted
            if os.environ.get("SYMACT_DEBUG"):
                raise
            return Repair()
        own, node, link = proposal.own, proposal.node, proposal.link
        if correction is None or node is None:
            return Repair()
        self.mended.append((wording.of(node), correction.latex))
        fix = fix_of(correction.edits, wording.maths, wording.block)
        before, self.members[proposal.chain] = self.members.get(proposal.chain, ""), correction.latex
        if link is not None and "".join(before.split()) == "".join(correction.latex.split()):
            fix = row_left_out(link.previous_span, proposal.span, wording.maths) or fix
        return Repair(slip_of(own, correction.slip) if isinstance(own, Equation) else "", fix, correction.latex)

    def link_contradictions(self) -> None:
        """A refuted claim in words, beside the claim of the document that contradicts it and holds (or the other way round)."""
        right = [k for k, c in enumerate(self.claims) if c.verdict.status == "proved" and self.said[k] is not None]
        for k, claim in enumerate(self.claims):
            own = self.said[k]
            if claim.verdict.status != "refuted" or own is None or not claim.findings:
                continue
            other = next((j for j in right if (says := self.said[j]) is not None and contradict(own, says)), None)
            if other is None:
                continue
            first, *rest = claim.findings
            beside = Related(self.claims[other].place, "this says otherwise, and holds")
            linked = replace(first, related=(*first.related, beside))
            self.claims[k] = replace(claim, findings=(linked, *rest))

    def _truth(self, proposal: Proposal, verdict: Verdict) -> str:
        """What holds instead, LaTeX; the right side as written is where a repair begins."""
        own = proposal.own
        if own is None or (proposal.node is None and proposal.kind not in FACTS):
            return ""
        if proposal.words or not isinstance(own, Equation) or proposal.kind in FACTS:
            return str((verdict.evidence.to_json() if verdict.evidence is not None else {}).get("truth", ""))
        if proposal.folded is None:
            return ""
        return truths_of(own, proposal.folded, proposal.variable, self.scope)[0][1]

    def _id(self, proposal: Proposal) -> str:
        """Stable while the claim's own text and meaning do not change; repeated claims are numbered."""
        meaning = f"{proposal.kind}|{proposal.latex}|{proposal.own!r}"
        digest = hashlib.sha256(meaning.encode()).hexdigest()[:10]
        n = self.seen[digest] = self.seen.get(digest, 0) + 1
        return digest if n == 1 else f"{digest}-{n}"

    def _earlier_errors(self, proposal: Proposal) -> tuple[str, ...]:
        """The refuted claim of the same chain that a right step goes on from."""
        ids = self.chains.get(proposal.chain, [])
        wrong = [c.id for c in self.claims if c.id in ids and c.verdict.status == "refuted"]
        return tuple(wrong[-1:])

    def _explained(self, proposal: Proposal) -> tuple[str, ...]:
        """The earlier errors under which the step would equal the member before it; empty if there are none."""
        link = proposal.link
        step = None if link is None or isinstance(link.previous, Gap) else link.previous[0].obligation
        if link is None or link.reread is None or not self.errors or not isinstance(step, Equation):
            return ()
        used: dict[str, None] = {}

        def hook(value: Term) -> Term:
            for error in reversed(self.errors):
                if error.left == value or same_value(error.left, value):
                    used[error.id] = None
                    return error.right
            return value

        previous = link.reread(hook)
        if not used:
            return ()
        answer = decide_obligation(replace(step, left=previous))
        return tuple(used) if answer.status == "proved" else ()

    def _remember(self, proposal: Proposal, claim_id: str) -> None:
        """A refuted claim's left side and what it says instead; of a chain, its last member counts."""
        own = proposal.own
        if not isinstance(own, Equation):
            return
        self.errors = [e for e in self.errors if e.left != own.left]
        self.errors.append(_Error(claim_id, own.left, own.right))


def _typeset(proposal: Proposal) -> str:
    """The claim in LaTeX, a step with its sign; a formula that the author calls wrong claims its negation."""
    if proposal.link is not None:
        return rf"\neq {proposal.latex}" if proposal.disowned else f"= {proposal.latex}"
    return rf"\neg\,({proposal.latex})" if proposal.disowned else proposal.latex


def _to_previous(link: Link) -> tuple[Verdict, Obligation | None]:
    """The verdict on a step against the member before it."""
    if isinstance(link.previous, Gap):
        return undecided(link.previous.reason, link.previous.detail), None
    return verdict_on(Proposal("step", link.previous_span, "", link.previous))


def check_document(document: Document) -> DocumentReport:
    """Every claim of a document, decided."""
    return checked_with_readings(document)[0]


def checked_with_readings(document: Document) -> tuple[DocumentReport, tuple[Reading, ...]]:
    """Every claim of a document, decided, and how each of its formulas was read."""
    run = _run(document)
    run.link_contradictions()
    sources = dict.fromkeys(block.excerpt.source for block in document.blocks)
    report = DocumentReport(
        document.source, run.found + len(document.unread), run.read, tuple(run.claims), tuple(run.findings),
        (*run.unread, *document.unread), tuple(s for s in sources if s.cell is not None),
    )  # fmt: skip
    return report, tuple(run.readings)


def _run(document: Document) -> _Run:
    directives, ignored = directions(document)
    silent = any(d.verb == "ignore" and d.argument.text.strip() == "all" for d in directives)
    run = _Run(document, directives=directives, ignored=ignored, silent=silent)
    before: Prose | None = None
    for block in document.blocks:
        prose = Prose(block)
        run.block(prose, before)
        if block.kind in ("paragraph", "item", "heading"):
            before = prose
    for remark, source in unused_names(document):
        run.remark(remark, "warning", source)
    return run


def check(path_or_text: str | os.PathLike[str], path: str = "") -> Report:
    """The report on a file, or on a text given as such (a string that is not the path of a file and does not look like one).

    Raises ReadError where a file cannot be read.
    """
    if not isinstance(path_or_text, (str, os.PathLike)):
        raise TypeError(f"check takes a path or a text, not {type(path_or_text).__name__}")
    if isinstance(path_or_text, str) and not is_path(path_or_text):
        return Report((check_document(read_text(path_or_text, path or "<text>")),))
    source = load(Path(path_or_text))
    return Report((check_document(read_text(source.text, source.path)),))


def check_chain(members: Sequence[str]) -> Report:
    """A derivation that is in no document: the members of a chain of equalities, in LaTeX."""
    rows = " \\\\\n&= ".join(members[1:])
    return check(f"$$\n\\begin{{align*}}\n{members[0]}\n&= {rows}\n\\end{{align*}}\n$$\n", "<chain>")


def decide(left: object, right: object, assume: object = ()) -> Verdict:
    """The verdict on ``left = right`` for SymPy expressions, terms or LaTeX strings.

    ``assume`` is one condition or several, as SymPy relations, terms or LaTeX (``\\alpha > 0``).
    Raises ValueError where a LaTeX string cannot be read.
    """
    from symact.claims.given import as_condition, equation_of

    several = assume if isinstance(assume, (list, tuple, set, frozenset)) else (assume,)
    alternatives = equation_of(left, right, tuple(as_condition(a) for a in several))
    return limited(DECIDING, lambda: verdict_on(Proposal("equality", Span(0, 0), "", alternatives))[0], lambda: LATE)

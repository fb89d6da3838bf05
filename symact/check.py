"""The pipeline: a document goes in, every claim in it is found and decided, a report comes out.

read -> blocks -> formulas -> syntax -> claims in their scope -> obligations -> verdicts -> findings
"""

from __future__ import annotations

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
from symact.claims.model import Proposal, Remark
from symact.claims.rules import justification
from symact.claims.sentences import Sentences
from symact.code.places import has_code
from symact.documents import is_path, load, read_text
from symact.documents.model import Block, Document, Maths
from symact.findings import remarked
from symact.judge import verdict_on
from symact.meaning.learn import learn_from_words
from symact.meaning.phrases import OPENS_CASE, TOPICS
from symact.meaning.prose import Prose
from symact.meaning.scope import ITEM, ROW, Scope
from symact.meaning.subjects import subject_of_heading
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.record import DECIDING, LATE, Record
from symact.repair import Wording
from symact.source import Place, Source, Span
from symact.verdict import Claim, DocumentReport, Finding, Report, Severity, Unread, Verdict

if TYPE_CHECKING:
    from symact.claims.code import Coded
    from symact.code.document import Coding, Piece

__all__ = ["Reading", "check", "check_chain", "check_document", "checked_with_readings", "decide"]

MAX_FORMULAS = 20_000
READING = 3.0  # seconds for the claims of one formula
BRIEF = 200  # characters of what is shown of a piece that was not read
WORDED = ("paragraph", "item", "cell")  # the blocks whose sentences are read


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
    record: Record = field(default_factory=Record)
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    found: int = 0
    read: int = 0
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
        worded = prose
        for maths in block.maths:
            if self._formula(worded, maths, before):
                worded = worded.with_settled(maths)
        if block.kind in WORDED and not self.silent and not any(id(maths) in self.ignored for maths in block.maths):
            self._sentences(prose)
        if has_code(block) and id(block) not in self.ignored:
            self._code(block)

    def _sentences(self, prose: Prose) -> None:
        """The claims in words; they come after the formulas, which say what names mean."""
        heads = (self.label, self.columns.get(prose.block.column, "")) if prose.block.row > 0 and prose.block.column > 0 else ()
        found: list[Proposal] = limited(READING, lambda: list(self.sentences.claims(prose, self.scope, heads)), list)
        for proposal in found:
            source = prose.block.excerpt.source
            try:
                self.record.decide(proposal, source, self.scope)
            except Exception as fault:  # noqa: BLE001 raised again where faults are looked for
                self._faulty(fault, source, proposal.span)

    def _enter(self, prose: Prose) -> None:
        """Sections, list items with a heading of their own and rows of tables keep their names to themselves."""
        block = prose.block
        if prose.words:
            self.scope = self.scope.moved_on
            if block.kind == "item" or OPENS_CASE.match(prose.text):
                self.scope = self.scope.after_case
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

    def _formula(self, prose: Prose, maths: Maths, before: Prose | None) -> bool:
        """Judges what a formula says; whether it says for what case the rest of the block is meant."""
        self.found += 1
        source = maths.excerpt.source
        if self.found > MAX_FORMULAS:
            if self.found == MAX_FORMULAS + 1:
                reason = f"a document of more than {MAX_FORMULAS} formulas: this one and those after it were not read"
                self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))
            return False
        self._direct(source, maths.outer.start)
        if id(maths) in self.ignored:
            self.read += 1
            return False
        try:
            root = parse(maths.excerpt.text, tex=maths.tex)
        except NotationError as why:
            span = maths.excerpt.span(why.span.start, why.span.end)
            self.unread.append(Unread(source.place(maths.excerpt.span()), source.slice(maths.excerpt.span()), str(why)))
            self.remark(Remark("unreadable-formula", f"this formula was not read: {why}", span), "note", source)
            return False
        self.read += 1
        try:
            return self._claims(prose, maths, before, root)
        except Exception as fault:  # noqa: BLE001 raised again where faults are looked for
            self.read -= 1
            self._faulty(fault, source, maths.outer)
            return False

    def _claims(self, prose: Prose, maths: Maths, before: Prose | None, root: Node) -> bool:
        source, block = maths.excerpt.source, prose.block
        context = context_of(prose, maths, before, self.columns.get(block.column, "") if block.row > 0 else "")
        line = source.line_column(maths.outer.start)[0]
        beside = tuple(n for m in context.beside if (n := self._parsed(m)) is not None and n.kind == "rel")
        first = len(self.record.claims)
        scope = limited(READING, lambda: self._with_what_follows(prose, maths, line), lambda: self.scope)
        found = limited(READING, lambda: find_claims(root, maths.excerpt, line, scope, context, beside), lambda: None)
        after = found
        if scope is not self.scope:  # what follows binds its names when it is read itself
            after = limited(READING, lambda: find_claims(root, maths.excerpt, line, self.scope, context, beside), lambda: None)
        if found is None or after is None:
            self.read -= 1
            reason = f"what it says was not found within {READING:g} s"
            self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))
            return False

        def again(text: str) -> list[Proposal]:
            """The claims of another wording of this formula."""
            tree = parse(text, tex=maths.tex)
            return find_claims(tree, replace(maths.excerpt, text=text, offsets=None), line, scope, context, beside).proposals

        for number, proposal in enumerate(found.proposals):
            wording = Wording(maths, block, number, again, found.scope, tuple(self.record.mended))
            self.record.decide(proposal, source, self.scope, wording)
            rule = justification(proposal, prose, maths, before)
            if rule is not None:
                self.record.decide(*rule, self.scope)
        if found.proposals:
            self.record.mend_chains(wording)
        if (law := incomplete_law(maths)) is not None:
            self.remark(law, "warning", source)
        self.readings.append(Reading(source.place(maths.outer), maths, root, scope, tuple(self.record.claims[first:])))
        self.scope = learn_from_words(after.scope, root, prose, maths)
        return after.supposed

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
            except Exception as fault:  # noqa: BLE001 raised again where faults are looked for
                self._faulty(fault, piece.cell.excerpt.source, piece.cell.excerpt.span())

    def _faulty(self, fault: Exception, source: Source, span: Span) -> None:
        """A fault of symact in one piece of a document must not lose the rest."""
        if os.environ.get("SYMACT_DEBUG"):
            raise fault
        reason = f"a fault in symact ({type(fault).__name__}: {fault}); please report it"
        self.unread.append(Unread(source.place(span), source.slice(span)[:BRIEF], reason))

    def _piece(self, piece: Piece) -> None:
        from symact.claims.code import claims_of_cell
        from symact.snippets import faults_of, told

        assert self.coding is not None
        source = piece.cell.excerpt.source
        program, lines = self.coding.program, (piece.start, piece.end)
        several: list[Coded] = limited(READING, lambda: list(claims_of_cell(program, piece.cell, self.scope, lines)), list)
        for coded in several:
            first = len(self.record.claims)
            self.record.decide(coded.proposal, source, self.scope)
            self.record.claims[first:] = [told(coded, claim, self.unstable) for claim in self.record.claims[first:]]
            self.unstable |= {
                f.place for claim in self.record.claims[first:] for f in claim.findings if f.code == "unstable-form"
            }
        if several:
            self.findings += faults_of(several, self.coding.complete)

    def remark(self, remark: Remark, severity: Severity, source: Source) -> None:
        self.findings.append(remarked(remark, source, severity))


def check_document(document: Document) -> DocumentReport:
    """Every claim of a document, decided."""
    return checked_with_readings(document)[0]


def checked_with_readings(document: Document) -> tuple[DocumentReport, tuple[Reading, ...]]:
    """Every claim of a document, decided, and how each of its formulas was read."""
    run = _run(document)
    run.record.link_contradictions()
    sources = dict.fromkeys(block.excerpt.source for block in document.blocks)
    report = DocumentReport(
        document.source, run.found + len(document.unread), run.read, tuple(run.record.claims), tuple(run.findings),
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

"""The pipeline: a document goes in, every claim in it is found and decided, a report comes out.

read -> blocks -> formulas -> syntax -> claims in their scope -> obligations -> verdicts -> findings
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from symact.budget import limited
from symact.claims.context import context_of
from symact.claims.find import find_claims
from symact.claims.model import Gap, Proposal, Remark
from symact.decide import decide_obligation, same_value
from symact.documents import load, read_text
from symact.documents.model import Block, Document, Maths
from symact.meaning.learn import learn_from_words
from symact.meaning.phrases import GAUSSIAN, LOG_BASE, MATRICES
from symact.meaning.scope import Scope
from symact.meaning.subjects import subject_of_heading
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.obligations import Bound, Equation, Obligation, Range, Value, stated
from symact.repair import truth_of
from symact.source import Place, Source, Span
from symact.terms.core import Term
from symact.verdict import Claim, DocumentReport, Finding, Related, Report, Unread, Verdict, refuted, undecided

__all__ = ["check", "check_chain", "check_document", "decide"]

MAX_FORMULAS = 20_000
READING, DECIDING, REPAIRING = 3.0, 5.0, 2.0  # seconds for the claims of one formula, for a verdict, for what is true instead
CODES = {
    "definition": "wrong-definition", "equality": "wrong-equality", "step": "wrong-step", "derivative": "wrong-derivative",
    "jacobian": "wrong-derivative", "distribution": "wrong-distribution", "bound": "wrong-bound", "range": "wrong-range",
    "limit": "wrong-limit", "value": "wrong-value", "integral": "wrong-value", "extremum": "wrong-value",
}  # fmt: skip
FACTS = frozenset("bound range limit value integral extremum".split())  # kinds of claims whose evidence tells the truth
MESSAGES = {
    "wrong-definition": "this is not the definition of {about}",
    "wrong-equality": "the two sides are not equal",
    "wrong-step": "this step does not equal the one before it",
    "wrong-derivative": "this is not the derivative",
    "wrong-distribution": "this does not follow the {about} distribution",
    "wrong-bound": "this bound does not hold",
    "wrong-range": "these are not the values that it takes",
    "wrong-limit": "this is not the limit",
    "wrong-value": "this is not the value",
}


@dataclass(frozen=True)
class _Error:
    """A refuted claim as a replacement: where its left side is met, its wrong right side was used."""

    id: str
    left: Term
    right: Term


@dataclass
class _Run:
    """One document on its way through: the scope so far, and what was found."""

    source: Source
    scope: Scope = field(default_factory=Scope)
    claims: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    errors: list[_Error] = field(default_factory=list)
    found: int = 0
    read: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    chains: dict[int, list[str]] = field(default_factory=dict)
    syntax: dict[Span, Node | None] = field(default_factory=dict)

    # ---- blocks

    def block(self, block: Block, before: Block | None) -> None:
        if block.kind == "heading":
            title = block.excerpt.text.strip().strip("#").strip()
            self.scope = self.scope.entered(title, block.level, subject_of_heading(title))
        if not self.scope.matrices and MATRICES.search(block.excerpt.text):
            self.scope = replace(self.scope, matrices=True)
        if not self.scope.other_logs and LOG_BASE.search(block.excerpt.text):
            self.scope = replace(self.scope, other_logs=True)
        if not self.scope.gaussian and GAUSSIAN.search(block.excerpt.text):
            self.scope = replace(self.scope, gaussian=True)
        if block.kind == "image":
            self._image(block, before)
        for maths in block.maths:
            self._formula(block, maths, before)

    def _image(self, block: Block, before: Block | None) -> None:
        """An image after words such as “the formula is” stands for a formula that cannot be read."""
        context = context_of(block, Maths(block.excerpt, block.excerpt.span(), "image"), before)
        if not (context.defining and (context.subject or self.scope.subject)):
            return
        self.found += 1
        subject = context.subject or self.scope.subject
        assert subject is not None
        place = block.excerpt.source.place(block.excerpt.span())
        self.unread.append(Unread(place, block.excerpt.text, f"a formula in an image; the catalogue has {subject.latex()}"))
        self.findings.append(
            Finding(
                "unreadable-formula", "note", f"an image of a formula cannot be read; {subject.title} is", place,
                notes=(f"${subject.latex()}$",),
            )
        )  # fmt: skip

    def _formula(self, block: Block, maths: Maths, before: Block | None) -> None:
        self.found += 1
        source = maths.excerpt.source
        if self.found > MAX_FORMULAS:
            if self.found == MAX_FORMULAS + 1:
                reason = f"a document of more than {MAX_FORMULAS} formulas: this one and those after it were not read"
                self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))
            return
        try:
            root = parse(maths.excerpt.text, tex=maths.tex)
        except NotationError as why:
            span = maths.excerpt.span(why.span.start, why.span.end)
            self.unread.append(Unread(source.place(maths.excerpt.span()), source.slice(maths.excerpt.span()), str(why)))
            self._remark(Remark("unreadable-formula", f"this formula was not read: {why}", span), "note", source)
            return
        self.read += 1
        try:
            self._claims(block, maths, before, root)
        except Exception as fault:
            if os.environ.get("SYMACT_DEBUG"):
                raise
            self.read -= 1
            reason = f"a fault in symact ({type(fault).__name__}: {fault}); please report it"
            self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))

    def _claims(self, block: Block, maths: Maths, before: Block | None, root: Node) -> None:
        source = maths.excerpt.source
        context = context_of(block, maths, before)
        line = source.line_column(maths.outer.start)[0]
        beside = tuple(n for m in context.beside if (n := self._parsed(m)) is not None and n.kind == "rel")
        found = limited(READING, lambda: find_claims(root, maths.excerpt, line, self.scope, context, beside), lambda: None)
        if found is None:
            self.read -= 1
            reason = f"what it says was not found within {READING:g} s"
            self.unread.append(Unread(source.place(maths.outer), source.slice(maths.outer), reason))
            return
        for proposal in found.proposals:
            self.decide(proposal, source)
        self.scope = learn_from_words(found.scope, root, block, maths)

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

    def _remark(self, remark: Remark, severity: str, source: Source) -> None:
        self.findings.append(_finding(remark, source, severity))

    # ---- claims

    def decide(self, proposal: Proposal, source: Source) -> None:
        late = undecided("timeout", f"no answer within {DECIDING:g} s")
        verdict, decided = limited(DECIDING, lambda: _verdict(proposal), lambda: (late, None))
        if not proposal.assertive and verdict.status in ("refuted", "undecided"):
            return
        if proposal.disowned:
            verdict = _disowned(verdict)
        claim_id = self._id(proposal)
        follows: tuple[str, ...] = ()
        place = source.place(proposal.span)
        findings: list[Finding] = [_finding(r, source, "warning") for r in proposal.remarks]
        truth = ""
        link = proposal.link
        related: tuple[Related, ...] = ()
        if link is not None and verdict.status in ("refuted", "proved"):
            to_previous = undecided("incomplete") if isinstance(link.previous, Gap) else decide_obligation(link.previous)
            before = source.place(link.previous_span)
            related = (Related(before, "the member before it"),)
            if verdict.status == "refuted":
                if to_previous.status == "proved":
                    follows = self._earlier_errors(proposal)
                else:
                    follows = limited(REPAIRING, lambda: self._explained(proposal), tuple)
                    if not follows and to_previous.status == "refuted":
                        verdict, decided = to_previous, decided if isinstance(link.previous, Gap) else link.previous
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
            findings.insert(0, self._refuted(proposal, verdict, place, follows, truth, related))
            self._remember(proposal, claim_id)
        if verdict.status == "conditional":
            findings.insert(0, _condition(verdict, place))
        if verdict.status == "proved" and isinstance(decided, Range) and verdict.detail:
            findings.insert(
                0, Finding("loose-range", "note", f"the values lie in this set, which is not exact: {verdict.detail}", place)
            )
        self.claims.append(
            Claim(
                claim_id, proposal.kind, place, source.slice(proposal.span),
                "" if decided is None else stated(decided), verdict, follows, tuple(findings),
                self.scope.titles, f"= {proposal.latex}" if link is not None else proposal.latex, truth,
            )
        )  # fmt: skip
        if proposal.chain >= 0:
            self.chains.setdefault(proposal.chain, []).append(claim_id)

    def _truth(self, proposal: Proposal, verdict: Verdict) -> str:
        """What holds instead, LaTeX; the right side as written is where a repair begins."""
        if proposal.node is None or not proposal.obligations:
            return ""
        written = proposal.latex if proposal.link is not None else proposal.latex.split("=", 1)[-1].lstrip("& ")
        own = proposal.obligations[0]
        if not isinstance(own, Equation) or proposal.kind in FACTS:
            return str((verdict.evidence.to_json() if verdict.evidence is not None else {}).get("truth", ""))
        if proposal.folded is None:
            return ""
        return truth_of(own, proposal.folded, written.strip(), proposal.variable, self.scope)

    def _id(self, proposal: Proposal) -> str:
        """Stable while the claim's own text and meaning do not change; repeated claims are numbered."""
        meaning = f"{proposal.kind}|{proposal.latex}|{proposal.obligations[:1]!r}"
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
        if link is None or link.reread is None or not self.errors or not isinstance(link.previous, Equation):
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
        answer = decide_obligation(replace(link.previous, left=previous))
        return tuple(used) if answer.status == "proved" else ()

    def _remember(self, proposal: Proposal, claim_id: str) -> None:
        """A refuted claim's left side and what it says instead; of a chain, its last member counts."""
        own = proposal.obligations[0]
        if not isinstance(own, Equation):
            return
        self.errors = [e for e in self.errors if e.left != own.left]
        self.errors.append(_Error(claim_id, own.left, own.right))

    def _refuted(
        self, proposal: Proposal, verdict: Verdict, place: Place, follows: tuple[str, ...], truth: str,
        related: tuple[Related, ...],
    ) -> Finding:  # fmt: skip
        code = CODES[proposal.kind]
        message = MESSAGES[code].format(about=proposal.about)
        if follows:
            lines = [c.place.line for c in self.claims if c.id in follows]
            where = " and ".join(f"line {n}" for n in lines)
            message = f"this follows from the error{'s' if len(lines) > 1 else ''} of {where}"
        notes = []
        if verdict.evidence is not None:
            data = verdict.evidence.to_json()
            if data.get("point") is not None and "left" in data:
                point = ", ".join(f"{k} = {v}" for k, v in data["point"].items())
                at = f"counterexample {point}" if point else "the values differ"
                notes.append(f"{at}: {data['left']} {data.get('relation', 'is not')} {data['right']}")
        if verdict.detail:
            notes.append(verdict.detail)
        if truth and truth not in verdict.detail:
            notes.append(f"what holds is {truth}")
        return Finding(code, "error", message, place, related=related, notes=tuple(notes))


def _finding(remark: Remark, source: Source, severity: str) -> Finding:
    return Finding(remark.code, severity, remark.message, source.place(remark.span))  # type: ignore[arg-type]


def _condition(verdict: Verdict, place: Place) -> Finding:
    condition = verdict.condition or ""
    if "convention" in verdict.detail:
        return Finding("missing-convention", "warning", f"this holds for {condition}", place, notes=(verdict.detail,))
    return Finding(
        "missing-condition", "warning", f"this holds only if {condition}, which is stated nowhere", place,
        notes=(verdict.detail,) if verdict.detail else (),
    )  # fmt: skip


def _verdict(proposal: Proposal) -> tuple[Verdict, Obligation | None]:
    """The verdict on a proposal: the first of its obligations that holds, else the verdict on the most natural one."""
    if proposal.gap is not None:
        return undecided(proposal.gap.reason, proposal.gap.detail), None
    answers: list[tuple[Verdict, Obligation]] = []
    for obligation in proposal.obligations:
        verdict = decide_obligation(obligation)
        if verdict.status == "proved":
            return verdict, obligation
        answers.append((verdict, obligation))
    limited = _under_limits(proposal, answers)
    if limited is not None:
        return limited
    if proposal.doubt is not None and not any(v.status == "conditional" for v, _ in answers):
        return undecided(proposal.doubt.reason, proposal.doubt.detail), proposal.obligations[0]
    lenient = proposal.lenient
    if lenient is not None and decide_obligation(lenient).status == "proved" and not _only_strict(answers[0][1]):
        return undecided("ambiguous", "it holds to the digits that are printed, but not exactly"), answers[0][1]
    for status in ("conditional", "undecided", "refuted"):
        for verdict, obligation in answers:
            if verdict.status == status:
                return verdict, obligation
    raise ValueError("a proposal without obligations and without a gap")


def _only_strict(o: Obligation) -> bool:
    """Whether a bound fails only because its end is reached."""
    if isinstance(o, Bound):
        return decide_obligation(replace(o, strict=False)).status == "proved"
    if isinstance(o, Range):
        closed = tuple(replace(i, lower_closed=True, upper_closed=True) for i in o.intervals)
        return decide_obligation(replace(o, intervals=closed)).status == "proved"
    return False


def _under_limits(proposal: Proposal, answers: list[tuple[Verdict, Obligation]]) -> tuple[Verdict, Obligation] | None:
    """A claim that does not hold everywhere may be meant under a condition of its sentence; None where it is not."""
    if not proposal.limits or isinstance(answers[0][1], Value) or any(v.status == "undecided" for v, _ in answers):
        return None
    states = []
    for _, own in answers:
        for limit in proposal.limits:
            if isinstance(own, Value):
                continue
            narrowed = replace(own, assumptions=(*own.assumptions, limit))
            verdict = decide_obligation(narrowed)
            if verdict.status == "proved":
                return replace(verdict, detail=f"under the condition {limit!r} that stands beside it"), narrowed
            states.append(verdict.status)
    if set(states) == {"refuted"}:
        return None
    return undecided("ambiguous", "the words around it may limit it to a case"), answers[0][1]


def _disowned(verdict: Verdict) -> Verdict:
    """A formula that the author calls wrong claims that it is false."""
    if verdict.status == "refuted":
        return replace(verdict, status="proved", detail="the text says that this is wrong, and it is")
    if verdict.status == "proved" and verdict.evidence is not None:
        return refuted(verdict.evidence, "the text says that this is wrong, but it holds")
    return verdict


def check_document(document: Document) -> DocumentReport:
    """Every claim of a document, decided."""
    run = _Run(document.source)
    before: Block | None = None
    for block in document.blocks:
        run.block(block, before)
        if block.kind in ("paragraph", "item", "heading"):
            before = block
    return DocumentReport(
        document.source, run.found + len(document.unread), run.read, tuple(run.claims), tuple(run.findings),
        (*run.unread, *document.unread),
    )  # fmt: skip


def check(path_or_text: str | os.PathLike[str], path: str = "") -> Report:
    """The report on a file, or on a text given as such (a string with a line break, or no file of that name).

    Raises ReadError where a file cannot be read.
    """
    if isinstance(path_or_text, str) and ("\n" in path_or_text or not Path(path_or_text).exists()):
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
    from symact.meaning.loose import as_condition, as_term

    several = assume if isinstance(assume, (list, tuple, set, frozenset)) else (assume,)
    return decide_obligation(Equation(as_term(left), as_term(right), tuple(as_condition(a) for a in several)))

"""What has been decided in a document so far, claim by claim: with what is found, what it follows from, and what would mend it."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace

from symact.budget import limited
from symact.claims.model import Gap, Link, Proposal
from symact.contradictions import contradict
from symact.decide import decide_obligation, same_value
from symact.findings import (
    Repair,
    loose_range,
    missing_condition,
    refutation,
    remarked,
    told_truth,
    wrong_before,
    wrongly_disowned,
)  # fmt: skip
from symact.judge import disowned, verdict_on
from symact.meaning.scope import Scope
from symact.obligations import Equation, Obligation, Range, stated
from symact.plots import plot_of
from symact.repair import (
    Correction,
    Member,
    Rerouted,
    Wording,
    corrected,
    fix_of,
    rerouted,
    reworded,
    row_left_out,
    slip_of,
    truths_of,
)  # fmt: skip
from symact.source import Source
from symact.terms.core import Term
from symact.verdict import Claim, Finding, Related, Status, Verdict, undecided

__all__ = ["DECIDING", "LATE", "Record"]

# seconds for a verdict, for what is true instead, for the values of a plot
DECIDING, REPAIRING, DRAWING = 5.0, 2.0, 0.5
LATE = undecided("timeout", f"no answer within {DECIDING:g} s")
FACTS = frozenset("bound range limit value integral extremum".split())  # kinds of claims whose evidence tells the truth


@dataclass(frozen=True)
class _Error:
    """A refuted claim as a replacement: where its left side is met, its wrong right side was used."""

    id: str
    left: Term
    right: Term


@dataclass(frozen=True)
class _Step:
    """The verdict on a claim and what was decided, seen in the chain it belongs to."""

    verdict: Verdict
    decided: Obligation | None
    follows: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    remark: Finding | None = None


@dataclass
class Record:
    """The claims of one document in reading order."""

    claims: list[Claim] = field(default_factory=list)
    said: list[Obligation | None] = field(default_factory=list)  # what each claim says, where it may be held against others
    errors: list[_Error] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    chains: dict[int, list[str]] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)  # the last member of each chain, as it is or as it was mended
    rows: dict[int, list[tuple[int, Member]]] = field(default_factory=dict)  # of the formula that is read: its chains
    mended: list[tuple[str, str]] = field(default_factory=list)  # wrong texts with what belongs in their place

    def decide(self, proposal: Proposal, source: Source, scope: Scope, wording: Wording | None = None) -> None:
        """Decides a claim and records it; one that the text does not assert is recorded only where it holds."""
        verdict, decided = limited(DECIDING, lambda: verdict_on(proposal), lambda: (LATE, None))
        if not proposal.assertive and verdict.status in ("refuted", "undecided"):
            self._in_row(proposal, wording, None)
            return
        step = self._in_its_chain(proposal, source, disowned(verdict) if proposal.disowned else verdict, decided)
        verdict, decided = step.verdict, step.decided
        claim_id, place = self._id(proposal), source.place(proposal.span)
        findings: list[Finding] = [remarked(r, source, "warning") for r in proposal.remarks]
        findings += [step.remark] if step.remark is not None else []
        truth, repair = "", Repair()
        if verdict.status == "refuted" and proposal.disowned:
            findings.insert(0, wrongly_disowned(proposal, verdict, place))
        elif verdict.status == "refuted":
            repair, truth = self._repair(proposal, verdict, source, scope, wording)
            lines = [c.place.line for c in self.claims if c.id in step.follows]
            findings.insert(0, refutation(proposal, verdict, place, lines, truth, step.related, repair))
            self._remember(proposal, claim_id)
        elif verdict.status == "conditional":
            findings.insert(0, missing_condition(verdict, place))
        elif _is_loose(proposal, verdict, decided):
            findings.insert(0, loose_range(verdict, place, reworded(proposal, verdict, source)))
        plain = wording is not None and not wording.maths.tex
        statement = "" if decided is None else stated(decided)
        self.said.append(decided if proposal.words or verdict.status == "proved" else None)
        self.claims.append(
            Claim(
                claim_id, proposal.kind, place, source.slice(proposal.span),
                f"not ({statement})" if proposal.disowned and statement else statement, verdict, step.follows, tuple(findings),
                scope.titles, "" if plain else _typeset(proposal), truth,
                limited(DRAWING, lambda: plot_of(verdict, proposal.variable), lambda: None),
            )
        )  # fmt: skip
        self._in_row(proposal, wording, verdict.status, repair.correction)
        if proposal.chain >= 0:
            self.chains.setdefault(proposal.chain, []).append(claim_id)
            if proposal.node is not None and wording is not None and verdict.status != "refuted":
                self.members[proposal.chain] = wording.of(proposal.node)

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

    # ---- chains

    def _in_its_chain(self, proposal: Proposal, source: Source, verdict: Verdict, decided: Obligation | None) -> _Step:
        """A step is held against the head by its own obligation, and here against the member before it."""
        link = proposal.link
        if link is None or verdict.status not in ("refuted", "proved"):
            return _Step(verdict, decided)
        to_previous, own_step = _to_previous(link)
        related = (Related(source.place(link.previous_span), "the member before it"),)
        if verdict.status == "proved":
            wrong = wrong_before(source.place(proposal.span), related) if to_previous.status == "refuted" else None
            return _Step(verdict, decided, (), related, wrong)
        if to_previous.status == "proved":
            return _Step(verdict, decided, self._earlier_errors(proposal), related)
        follows: tuple[str, ...] = limited(REPAIRING, lambda: self._explained(proposal), tuple)
        if not follows and to_previous.status == "refuted":
            return _Step(to_previous, own_step or decided, (), related)
        return _Step(verdict, decided, follows, related)

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

    # ---- what is true instead

    def _repair(
        self, proposal: Proposal, verdict: Verdict, source: Source, scope: Scope, wording: Wording | None
    ) -> tuple[Repair, str]:
        """What can be done about a refuted claim, and what holds: the shorter of the truth and the corrected text."""
        truth = limited(REPAIRING, lambda: _truth(proposal, verdict, scope), str)
        if wording is None:
            return limited(REPAIRING, lambda: Repair(fix=reworded(proposal, verdict, source)), Repair), truth
        repair = limited(REPAIRING, lambda: self._corrected(proposal, wording, truth), Repair)
        written = "" if repair.correction is None else repair.correction.latex
        return repair, min(filter(None, (truth, written)), key=len, default="")

    def _corrected(self, proposal: Proposal, wording: Wording, truth: str) -> Repair:
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
        return Repair(slip_of(own, correction.slip) if isinstance(own, Equation) else "", fix, correction)

    # ---- chains that have lost their route

    def _in_row(
        self, proposal: Proposal, wording: Wording | None, status: Status | None, correction: Correction | None = None
    ) -> None:
        """A member of a chain takes its place; the claim on it is the last one, if there is one."""
        if proposal.chain >= 0 and wording is not None:
            member = Member(proposal, wording.number, None if proposal.disowned else status, correction)
            self.rows.setdefault(proposal.chain, []).append((len(self.claims) - 1, member))

    def mend_chains(self, wording: Wording) -> None:
        """The chains of a formula are complete: where one has lost its route, its findings get the way around."""
        rows, self.rows = self.rows, {}
        for chain in rows.values():
            for way in _ways([member for _, member in chain], wording):
                for k in range(way.first, way.last + 1):
                    self._reroute(chain[k][0], way, leads=k == way.first)

    def _reroute(self, number: int, way: Rerouted, leads: bool) -> None:
        """A wrong member is replaced by the way around, which is told where it begins."""
        claim = self.claims[number]
        first, *rest = claim.findings
        notes = first.notes
        if leads and way.truth:
            notes = tuple(told_truth(way.truth) if note == told_truth(claim.truth) else note for note in notes)
            claim = replace(claim, truth=way.truth)
        new = replace(first, notes=notes, fix=way.fix, route=way.lines if leads else ())
        self.claims[number] = replace(claim, findings=(new, *rest))

    def _id(self, proposal: Proposal) -> str:
        """Stable while the claim's own text and meaning do not change; repeated claims are numbered."""
        meaning = f"{proposal.kind}|{proposal.latex}|{proposal.own!r}"
        digest = hashlib.sha256(meaning.encode()).hexdigest()[:10]
        n = self.seen[digest] = self.seen.get(digest, 0) + 1
        return digest if n == 1 else f"{digest}-{n}"


def _ways(members: list[Member], wording: Wording) -> list[Rerouted]:
    """The ways around what is lost in a chain, if they are found in time."""
    try:
        return limited(REPAIRING, lambda: list(rerouted(members, wording)), list)
    except Exception:  # here, too, a fault must not hide what is refuted
        if os.environ.get("SYMACT_DEBUG"):
            raise
        return []


def _truth(proposal: Proposal, verdict: Verdict, scope: Scope) -> str:
    """What holds instead, LaTeX; the right side as written is where a repair begins."""
    own = proposal.own
    if own is None or (proposal.node is None and proposal.kind not in FACTS):
        return ""
    if proposal.words or not isinstance(own, Equation) or proposal.kind in FACTS:
        return str((verdict.evidence.to_json() if verdict.evidence is not None else {}).get("truth", ""))
    if proposal.folded is None:
        return ""
    return truths_of(own, proposal.folded, proposal.variable, scope)[0][1]


def _is_loose(proposal: Proposal, verdict: Verdict, decided: Obligation | None) -> bool:
    """Whether values were proved to lie in a set that is not the exact one."""
    claimed = proposal.kind == "range" and isinstance(decided, Range) and not proposal.disowned
    return claimed and verdict.status == "proved" and bool(verdict.detail)


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

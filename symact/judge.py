"""From a proposal to its verdict: several readings and limits of its words, one answer."""

from __future__ import annotations

from dataclasses import replace

from symact.claims.model import Proposal
from symact.decide import decide_obligation
from symact.obligations import Bound, Obligation, Range, Value
from symact.verdict import Verdict, refuted, undecided

__all__ = ["disowned", "verdict_on"]


def verdict_on(proposal: Proposal) -> tuple[Verdict, Obligation | None]:
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


def disowned(verdict: Verdict) -> Verdict:
    """A formula that the author calls wrong claims that it is false."""
    if verdict.status == "refuted":
        return replace(verdict, status="proved", detail="the text says that this is wrong, and it is")
    if verdict.status == "proved" and verdict.evidence is not None:
        return refuted(verdict.evidence, "the text says that this is wrong, but it holds")
    return verdict

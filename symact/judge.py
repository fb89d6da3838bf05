"""From a proposal to its verdict: several readings and limits of its words, one answer."""

from __future__ import annotations

from dataclasses import replace

from symact.claims.model import Alternative, Proposal
from symact.decide import decide_obligation
from symact.decide.evidence import under
from symact.obligations import All, Bound, Denied, Obligation, Occurs, Range, Value
from symact.verdict import Verdict, refuted, undecided

__all__ = ["USUAL", "disowned", "verdict_on"]


USUAL = "this is its usual value; for every value it does not hold, or was not shown"
Answer = tuple[Verdict, Obligation | None]


def verdict_on(proposal: Proposal) -> Answer:
    """The verdict on a proposal with the obligation that it is about; where it can be read in several ways, these must agree."""
    if proposal.gap is not None:
        return undecided(proposal.gap.reason, proposal.gap.detail), None
    readings = dict.fromkeys(a.reading for a in proposal.alternatives)
    answers = {r: _in_one_reading(proposal, [a for a in proposal.alternatives if a.reading == r]) for r in readings}
    first = next(iter(answers.values()))
    if len({v.status for v, _ in answers.values()}) == 1:
        return first
    limited = [answer for answer in answers.values() if answer[0].status == "conditional"]
    if limited and {v.status for v, _ in answers.values()} == {"proved", "conditional"}:
        return limited[0]
    told = "; ".join(f"read as {r} it is {v.status}" for r, (v, _) in answers.items())
    return undecided("ambiguous", told), first[1]


def _in_one_reading(proposal: Proposal, alternatives: list[Alternative]) -> Answer:
    """The first of the obligations that holds, else the verdict on the most natural one that is not doubted."""
    answers: list[tuple[Verdict, Alternative]] = []
    for alternative in alternatives:
        if alternative.usual is not None and any(v.status == "conditional" for v, a in answers if a.usual is None):
            continue
        verdict = decide_obligation(alternative.obligation)
        if verdict.status == "proved" and alternative.usual is not None and verdict.evidence is not None:
            verdict = under(alternative.usual, verdict.evidence, None, USUAL)
        if verdict.status == "proved":
            return verdict, alternative.obligation
        answers.append((verdict, alternative))
    limited = _under_limits(proposal, [(v, a.obligation) for v, a in answers if v.status != "undecided"])
    if limited is not None:
        return limited
    sure = [(v, a.obligation) for v, a in answers if a.doubt is None]
    for verdict, alternative in answers:
        if verdict.status == "conditional" and (alternative.doubt is None or not sure):
            return verdict, alternative.obligation
    if not sure:
        _, alternative = answers[0]
        assert alternative.doubt is not None
        return undecided(alternative.doubt.reason, alternative.doubt.detail), alternative.obligation
    lenient = next((how for o, how in proposal.lenient if decide_obligation(o).status == "proved"), "")
    if lenient and not _only_strict(sure[0][1]):
        return undecided("ambiguous", f"it holds {lenient}, but not exactly"), sure[0][1]
    return next((answer for answer in sure if answer[0].status == "undecided"), sure[0])


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
    if not proposal.limits or not answers or isinstance(answers[0][1], Value):
        return None
    states = []
    for _, own in answers:
        for limit in proposal.limits:
            if isinstance(own, Value | Occurs | All | Denied):
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

"""How a verdict is told to the reader: the code that names the fault, one phrase, and the lines that explain it."""

from __future__ import annotations

from dataclasses import dataclass

from symact.claims.model import Proposal, Remark
from symact.judge import USUAL
from symact.repair import Correction
from symact.source import Place, Source
from symact.verdict import Finding, Fix, Related, Severity, Verdict

__all__ = [
    "CODES", "Repair", "loose_range", "missing_condition", "refutation", "remarked", "told_truth", "wrong_before", "wrongly_disowned",
]  # fmt: skip

CODES = {
    "definition": "wrong-definition", "equality": "wrong-equality", "step": "wrong-step", "derivative": "wrong-derivative",
    "jacobian": "wrong-derivative", "distribution": "wrong-distribution", "bound": "wrong-bound", "range": "wrong-range",
    "limit": "wrong-limit", "value": "wrong-value", "integral": "wrong-value", "extremum": "wrong-value",
    "property": "wrong-property", "justification": "wrong-justification",
    "code": "wrong-code",
}  # fmt: skip
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
    "wrong-property": "{about} does not have this property",
    "wrong-justification": "this is not the rule that is used",
    "wrong-code": "this does not compute {about}",
}


@dataclass(frozen=True)
class Repair:
    """What can be done about a refuted claim: the name of the slip, the edit of the source, and of the formula."""

    slip: str = ""
    fix: Fix | None = None
    correction: Correction | None = None


def remarked(remark: Remark, source: Source, severity: Severity) -> Finding:
    place = source.place(remark.span)
    fix = Fix(place, remark.span, remark.replacement, "unsafe") if remark.replacement else None
    return Finding(remark.code, severity, remark.message, place, fix=fix)


def loose_range(verdict: Verdict, place: Place, fix: Fix | None) -> Finding:
    """A set in which the values lie, and which is not the exact one."""
    message = f"the values lie in this set, which is not exact: {verdict.detail}"
    return Finding("loose-range", "warning", message, place, fix=fix)


def wrong_before(place: Place, related: tuple[Related, ...]) -> Finding:
    """A right member behind a wrong one."""
    message = "this does not equal the member before it, which is wrong; it does equal the head of the chain"
    return Finding("wrong-step", "warning", message, place, related=related)


def missing_condition(verdict: Verdict, place: Place) -> Finding:
    """A claim that holds under a condition which the document does not state."""
    condition = verdict.told
    if "convention" in verdict.detail:
        return Finding("missing-convention", "warning", f"this holds for {condition}", place, notes=(verdict.detail,))
    only = "" if verdict.detail == USUAL else " only"
    return Finding(
        "missing-condition", "warning", f"this holds{only} if {condition}, which is stated nowhere", place,
        notes=(verdict.detail,) if verdict.detail else (),
    )  # fmt: skip


def wrongly_disowned(proposal: Proposal, verdict: Verdict, place: Place) -> Finding:
    """What the author calls wrong, and is right."""
    return Finding(CODES[proposal.kind], "error", verdict.detail, place)


def told_truth(latex: str) -> str:
    return f"what holds is {latex}"


def refutation(
    proposal: Proposal,
    verdict: Verdict,
    place: Place,
    lines: list[int],
    truth: str,
    related: tuple[Related, ...],
    repair: Repair,
) -> Finding:
    """A refuted claim with its witness and what holds; ``lines`` are those of the errors that it follows from."""
    code = CODES[proposal.kind]
    message = MESSAGES[code].format(about=proposal.about)
    if repair.slip:
        message += f": {repair.slip}"
    if lines:
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
        notes.append(told_truth(truth))
    return Finding(code, "error", message, place, related=related, notes=tuple(notes), fix=repair.fix)

"""What is said about a piece of code beyond its verdict: what does not run, what overflows, how near an approximation is."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor, log10
from typing import Any

from symact.budget import limited
from symact.claims.code import Coded
from symact.code.hazards import Hazard, hazards_of
from symact.code.ops import Spot
from symact.code.stable import PARAMETERS, advice_on
from symact.obligations import Equation, stated
from symact.recode import Rewriting, mended_function, rewritten
from symact.source import Place
from symact.terms.core import Term, free
from symact.verdict import Claim, Finding, Fix, Severity

__all__ = ["faults_of", "told"]

MEASURING, LOOKING, REWRITING = 6.0, 2.0, 3.0  # seconds


def faults_of(several: Sequence[Coded], complete: bool) -> list[Finding]:
    """What keeps the functions of one cell from running, each at its place; the edit that mends a function goes with its first one.

    Names are said to be undefined only where all code of the document was read (``complete``).
    """
    cell = several[0].cell
    found: list[tuple[str, Severity, Spot]] = [(f.message, "error", cell.spot_of(f)) for f in cell.faults]
    for coded in several:
        undefined = coded.reading.undefined if coded.reading is not None and complete and not coded.program.starred else {}
        found += [
            (f"{name} is no parameter of {coded.subject.function.name}, and defined nowhere", "warning", spot)
            for name, spot in undefined.items()
            if spot.source is cell.excerpt.source
        ]
    out = [Finding("broken-code", severity, message, _place(spot)) for message, severity, spot in found]
    for coded in several:
        whole = cell.spot(coded.subject.function.node).span
        first = next((k for k, (_, _, spot) in enumerate(found) if whole.start <= spot.span.start < whole.end), None)
        if first is None:
            continue
        mended = limited(REWRITING, lambda c=coded: mended_function(c), lambda: None)  # type: ignore[misc]
        if mended is not None:
            out[first] = replace(out[first], fix=_fix(coded, mended))
    return out


def told(coded: Coded, claim: Claim, known: Set[Place]) -> Claim:
    """A claim of code with what else is to be said about the function, and with an edit that makes a wrong one right.

    ``known`` are the places of hazards that were told already.
    """
    if coded.reading is None:
        return claim
    findings = list(claim.findings)
    if claim.verdict.status == "refuted":
        right = limited(REWRITING, lambda: rewritten(coded), lambda: None)
        if right is not None and findings:
            notes = (*findings[0].notes, f"what holds is {right.shown}")
            findings[0] = replace(findings[0], notes=notes, fix=_fix(coded, right))
    if claim.verdict.status in ("proved", "conditional"):
        error = limited(MEASURING, lambda: _measured(coded, claim.statement), str)
        if error:
            findings.append(Finding("approximation", "note", error, claim.place))
        read = coded.reading
        hazards: list[Hazard] = limited(LOOKING, lambda: hazards_of(read), list)
        findings += [f for f in (_unstable(h, coded, claim) for h in hazards) if f.place not in known]
    return replace(claim, findings=tuple(findings))


def _place(spot: Spot) -> Place:
    return spot.source.place(spot.span)


def _fix(coded: Coded, r: Rewriting) -> Fix:
    return Fix(coded.cell.excerpt.source.place(r.span), r.span, r.replacement, "safe")


def _unstable(hazard: Hazard, coded: Coded, claim: Claim) -> Finding:
    """A hazard at the operation that is to blame, which may stand in a function that is called."""
    place = claim.place if hazard.op.spot is None else _place(hazard.op.spot)
    read = coded.reading
    used = read.op.leaves & {*read.defaults, *PARAMETERS} if read is not None else frozenset()
    advice = advice_on(hazard, [e.name for e in coded.entries], coded.subject.role.slope, used)
    return Finding("unstable-form", "note" if hazard.harmless else "warning", hazard.message, place, notes=(advice,))


def _measured(coded: Coded, statement: str) -> str:
    """How far code that computes an approximation is from what it is named after; empty where it is none, or that is not known."""
    for a in coded.proposal.alternatives:
        own = a.obligation
        if a.approximates is not None and isinstance(own, Equation) and stated(own) == statement:
            return _error(a.approximates, own.right, coded.entries[0].title)
    return ""


def _error(exact: Term, computed: Term, title: str) -> str:
    from symact.decide.facts import Unknown, range_of  # many modules, for few snippets

    names = free(exact) | free(computed)
    try:
        values = range_of(computed - exact, next(iter(names))) if len(names) == 1 else ()
    except Unknown:
        return ""
    if not values:
        return ""
    low, high = values[0].lower, values[-1].upper
    if low.rational == high.rational == 0:
        return ""
    if low.infinite or high.infinite:
        return f"this approximates {title} with an error that has no bound"
    worst = max((abs(end.ball()) for end in (low, high)), key=lambda ball: float(ball.mid()))
    ends = " and ".join(_shown(end.ball(), up) for end, up in ((low, False), (high, True)))
    most = f"[{_shown(worst, False)}, {_shown(worst, True)}]"
    return f"this approximates {title}: the greatest error lies in {most}; computed minus exact is between {ends}"


def _shown(ball: Any, up: bool) -> str:
    """The lower or upper end of an enclosure as a decimal of four digits, rounded outwards."""
    mantissa, exponent = map(int, (ball.upper() if up else ball.lower()).man_exp())
    end = mantissa * Fraction(2) ** exponent
    if not end:
        return "0"
    unit = Fraction(10) ** (floor(log10(abs(end))) - 3)
    return f"{float((ceil if up else floor)(end / unit) * unit):.4g}"

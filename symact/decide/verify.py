"""Evidence checked again, from the report alone: nothing is decided, read or searched for.

What each kind of evidence establishes is said where it is defined (:mod:`symact.decide.evidence`, the facts). Evidence that was
tampered with (another point, other terms, a case left out) fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symact.decide.algebraic import Separation
from symact.decide.compound import Denial, Ingredients, Together
from symact.decide.evidence import Cell, Conditioned, Counterexample, NormalForm, Slope
from symact.decide.facts import fact_from_json
from symact.terms.core import Term
from symact.terms.serial import from_json, rational
from symact.verdict import Evidence

__all__ = ["Checked", "evidence_from_json", "verify"]

MAX_EVIDENCE = 100_000


@dataclass(frozen=True)
class Checked:
    """A claim of a report with the outcome: ``holds`` is None where it carries no evidence."""

    path: str
    line: int
    verdict: str
    method: str
    holds: bool | None
    why: str = ""


def evidence_from_json(data: Mapping[str, Any]) -> Evidence:
    """The evidence that ``to_json`` wrote. Raises ValueError on anything else."""
    method = data.get("method")
    try:
        if method == "enclosure":
            names = {_name(n): rational(v) for n, v in data["names"]}
            left, right = _sides(data)
            gap = data["terms"].get("difference")
            difference = None if gap is None else from_json(gap)
            values = str(data["left"]), str(data["right"])
            return Counterexample(left, right, names, *values, _assumed(data), difference=difference)
        if method == "difference-quotient":
            terms = {k: from_json(data["terms"][k]) for k in ("primitive", "by", "place", "value", "stated")}
            return Slope(terms["primitive"], terms["by"], terms["place"], terms["value"], terms["stated"])
        if method == "root-separation":
            return Separation(*_sides(data))
        if method == "condition":
            fails = None if data["fails"] is None else evidence_from_json(data["fails"])
            if fails is not None and not isinstance(fails, Counterexample):
                raise ValueError("a condition fails at a point")
            return Conditioned(from_json(data["condition"]), evidence_from_json(data["holds"]), fails)
        if method in ("normal-form", "constant-difference"):
            left, right = _sides(data)
            cells = tuple(Cell(tuple(map(from_json, c["conditions"])), str(c["outcome"])) for c in data["cells"])
            return NormalForm(left, right, cells, _assumed(data), str(method))
        if method == "together":
            return Together(tuple(map(evidence_from_json, data["together"])))
        if method == "denial":
            return Denial(evidence_from_json(data["claim"]), bool(data["holds"]))
        if method == "ingredients":
            return Ingredients(from_json(data["term"]), frozenset(map(str, data["names"])), bool(data["occurs"]))
        fact: Evidence = fact_from_json(dict(data))
        return fact
    except (KeyError, TypeError, IndexError, RecursionError, AttributeError) as bad:
        raise ValueError(f"incomplete evidence ({type(bad).__name__})") from None


def _sides(data: Mapping[str, Any]) -> tuple[Term, Term]:
    return from_json(data["terms"]["left"]), from_json(data["terms"]["right"])


def _assumed(data: Mapping[str, Any]) -> tuple[Term, ...]:
    return tuple(map(from_json, data["assumptions"]))


def _name(data: Any) -> Term:
    name = from_json(data)
    if name.head not in ("sym", "ix", "at"):
        raise ValueError("a point gives values to names only")
    return name


def verify(report: Mapping[str, Any]) -> list[Checked]:
    """Every piece of evidence in a report, checked again. Raises ValueError where it is no report."""
    documents = report.get("documents") if isinstance(report, Mapping) else None
    if not isinstance(documents, list):
        raise ValueError("this is no report of symact: it has no documents")
    out: list[Checked] = []
    for document in documents:
        claims = document.get("claims", []) if isinstance(document, Mapping) else None
        if not isinstance(claims, list) or not all(isinstance(claim, Mapping) for claim in claims):
            raise ValueError("this is no report of symact: a document in it has no claims")
        for claim in claims:
            if len(out) >= MAX_EVIDENCE:
                raise ValueError(f"more than {MAX_EVIDENCE} claims")
            out.append(_checked(str(document.get("path", "")), claim))
    return out


def _checked(path: str, claim: Mapping[str, Any]) -> Checked:
    number, verdict, data = claim.get("line"), str(claim.get("verdict", "")), claim.get("evidence")
    line = number if isinstance(number, int) else 0
    if not isinstance(data, dict):
        missing = verdict in ("proved", "refuted")
        return Checked(path, line, verdict, "", False if missing else None, "no evidence" if missing else "")
    method = str(data.get("method", ""))
    try:
        evidence = evidence_from_json(data)
        if (
            isinstance(evidence, Counterexample)
            and verdict == "proved"
            and "says that this is wrong" not in str(claim.get("detail"))
        ):
            return Checked(path, line, verdict, method, False, "a counterexample does not prove")
        if isinstance(evidence, Conditioned) and (verdict != "conditional" or evidence.text != claim.get("condition")):
            return Checked(path, line, verdict, method, False, "the evidence is for another condition")
        if isinstance(evidence, NormalForm) and verdict == "refuted" and "but it holds" not in str(claim.get("detail")):
            return Checked(path, line, verdict, method, False, "a proof does not refute")
        holds = evidence.check()
    except ValueError as bad:
        return Checked(path, line, verdict, method, False, str(bad))
    return Checked(path, line, verdict, method, bool(holds), "" if holds else "the evidence does not hold")

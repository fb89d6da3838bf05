"""Several obligations at once, the contrary of one, and what a definition is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symact.decide.evidence import Conditioned, under
from symact.obligations import CONTRARY, All, Bound, Denied, Equation, Holds, Obligation, Occurs, Range, Tends, told
from symact.terms.core import Term, all_of, free, parts, rel
from symact.terms.serial import to_json
from symact.verdict import Evidence, Verdict, proved, refuted, undecided

__all__ = ["Denial", "Ingredients", "Together", "decide_all", "decide_denied", "decide_occurs"]

Decide = Callable[[Obligation], Verdict]


@dataclass(frozen=True)
class Together:
    """Evidence for several statements, each with its own."""

    parts: tuple[Evidence, ...]
    method: str = "together"

    def check(self) -> bool:
        return bool(self.parts) and all(p.check() for p in self.parts)

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, "together": [p.to_json() for p in self.parts]}


@dataclass(frozen=True)
class Denial:
    """Evidence for (``holds``) or against a statement, which decides its contrary."""

    claim: Evidence
    holds: bool
    method: str = "denial"

    def check(self) -> bool:
        return self.claim.check()

    def to_json(self) -> dict[str, Any]:
        inner: dict[str, Any] = self.claim.to_json()
        shown: dict[str, Any] = {k: inner[k] for k in ("point", "left", "right", "relation", "truth") if k in inner}
        return {"method": self.method, **shown, "claim": inner, "holds": self.holds}


@dataclass(frozen=True)
class Ingredients:
    """The functions and names that a definition is made of: one of ``names`` is among them, or none is."""

    term: Term
    names: frozenset[str]
    occurs: bool
    method: str = "ingredients"

    def check(self) -> bool:
        return bool(_ingredients(self.term) & self.names) == self.occurs

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, "term": to_json(self.term), "names": sorted(self.names), "occurs": self.occurs}


def decide_all(o: All, decide: Decide) -> Verdict:
    """Proved where all are, refuted where one is; else under the conditions of all."""
    verdicts = [decide(p) for p in o.parts]
    wrong = next((v for v in verdicts if v.status == "refuted"), None)
    if wrong is not None:
        return wrong
    open_one = next((v for v in verdicts if v.status == "undecided"), None)
    if open_one is not None:
        return open_one
    evidence = [v.evidence for v in verdicts if v.evidence is not None]
    detail = "; ".join(dict.fromkeys(v.detail for v in verdicts if v.detail))
    conditions = [e.condition for e in evidence if isinstance(e, Conditioned)]
    if not conditions:
        return proved(evidence[0] if len(evidence) == 1 else Together(tuple(evidence)), detail)
    holds = tuple(e.holds if isinstance(e, Conditioned) else e for e in evidence)
    return under(_merged(conditions), holds[0] if len(holds) == 1 else Together(holds), None, detail)


def _merged(conditions: list[Term]) -> Term:
    """All conditions; a <= b and b <= a are a = b."""
    several = dict.fromkeys(conditions)
    for c in conditions:
        back = rel("le", c.args[1], c.args[0]) if c.head == "le" else None
        if back in several and c in several:
            del several[c], several[back]
            several[rel("eq", *c.args)] = None
    return all_of(*several)


def decide_denied(o: Denied, decide: Decide) -> Verdict:
    """Proved where the claim is refuted, refuted where it is proved.

    With parameters a refuted claim fails for some of their values, and its contrary need not hold for all of them: there only
    what has a contrary of its own is decided.
    """
    claim = o.claim
    if isinstance(claim, Denied):
        return decide(claim.claim)
    if isinstance(claim, All):
        return _one_fails(claim, decide)
    verdict = decide(claim)
    if verdict.status != "proved" and isinstance(claim, Holds) and claim.property in CONTRARY and _parameters(claim):
        return _by_contrary(decide(replace(claim, property=CONTRARY[claim.property])))
    if verdict.status == "proved" and verdict.evidence is not None:
        return refuted(Denial(verdict.evidence, True), verdict.detail or f"in fact {told(claim)}")
    if verdict.status == "refuted" and verdict.evidence is not None and not _parameters(claim):
        return proved(Denial(verdict.evidence, False), verdict.detail)
    if verdict.status in ("conditional", "refuted"):
        return undecided("incomplete", "it depends on parameters")
    return verdict


def _by_contrary(verdict: Verdict) -> Verdict:
    return undecided("incomplete", "it depends on parameters") if verdict.status == "refuted" else verdict


def _one_fails(o: All, decide: Decide) -> Verdict:
    verdicts = [decide(Denied(p)) for p in o.parts]
    holds = next((v for v in verdicts if v.status == "proved"), None)
    if holds is not None:
        return holds
    against = tuple(v.evidence for v in verdicts if v.status == "refuted" and v.evidence is not None)
    if len(against) == len(verdicts):
        return refuted(Together(against), "; ".join(dict.fromkeys(v.detail for v in verdicts if v.detail)))
    return next((v for v in verdicts if v.status == "undecided"), undecided("incomplete", "it depends on parameters"))


def _parameters(o: Obligation) -> frozenset[Term]:
    """The names beside the variable for which an obligation must hold at every value (but those that are given one)."""
    match o:
        case Equation():
            names = frozenset(n for n in free(o.left) | free(o.right) if n.head == "sym" and o.is_parameter(n))
        case Range() | Tends() | Holds() | Bound():
            names = free(o.term) - {o.variable}
        case _:
            return frozenset()
    given = {side for a in o.assumptions if a.head == "eq" for side in a.args}
    return frozenset(n for n in names if n not in given)


def decide_occurs(o: Occurs) -> Verdict:
    """By looking through the definition."""
    found = _ingredients(o.term)
    fact = Ingredients(o.term, o.names, bool(found & o.names))
    missing = " or ".join(sorted(o.names))
    return proved(fact) if fact.occurs else refuted(fact, f"its definition has no {missing}")


def _ingredients(t: Term) -> frozenset[str]:
    """The functions, operations and free names of a definition: exp also where tanh stands for exponentials, / for a quotient."""
    out = {name.name for name in free(t)}
    for s in parts(t):
        out.add(s.head)
        if s.head in ("tanh", "sinh", "cosh", "sech"):
            out.add("exp")
        if s.head == "pow" and s.args[1].is_num:
            exponent: Fraction = s.args[1].value
            out |= {"/"} if exponent < 0 else set()
            out |= {"sqrt"} if abs(exponent) == Fraction(1, 2) else set()
        if s.head == "erf" or (s.head == "pow" and not s.args[1].is_num):
            out.add("exp")
    return frozenset(out)

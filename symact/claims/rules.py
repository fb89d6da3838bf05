"""The rule that the words before a derivative name, as a claim of its own: that what is differentiated calls for it."""

from __future__ import annotations

from symact.claims.model import Alternative, Proposal
from symact.documents.model import Maths
from symact.meaning.phrases import RULES
from symact.meaning.prose import FORMULA, Prose
from symact.obligations import Equation, Occurs
from symact.source import Source
from symact.terms.core import parts

__all__ = ["justification"]

REACH = 60  # characters between the rule and its formula


def justification(claim: Proposal, prose: Prose, maths: Maths, before: Prose | None) -> tuple[Proposal, Source] | None:
    """By the exponential rule, d/dx f = …: f is made of an exponential. None where no rule is named, or f is not known."""
    own = claim.own
    if claim.kind != "derivative" or not isinstance(own, Equation) or own.primitive is None or own.by is None:
        return None
    if any(t.head == "app" for t in parts(own.primitive)):
        return None
    lead, of = prose.before(maths), prose
    start = prose.places[prose.number(maths)][0] - len(lead)
    if not lead.strip(f"{FORMULA} \n*>-_"):
        if before is None:
            return None
        lead, start, of = before.text, 0, before
    near = len(lead) - REACH
    for name, words in RULES.items():
        found = [m for m in words.finditer(lead) if m.end() >= near]
        if found and not any(mark in lead[found[-1].end() :].rstrip() for mark in "。.;；!?"):
            first, last = found[-1].span(found[-1].lastgroup or 0)
            span = of.block.excerpt.span(start + first, start + last)
            source = of.block.excerpt.source
            part = Alternative(Occurs(own.primitive, frozenset({name})))
            return Proposal("justification", span, "", (part,), words=source.slice(span)), source
    return None

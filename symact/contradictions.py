"""Statements that cannot both hold, so that a refuted claim can be shown beside the one that contradicts it."""

from __future__ import annotations

from symact.obligations import CONTRARY, All, Denied, Equation, Holds, Obligation, Range, Tends

__all__ = ["contradict"]

def contradict(a: Obligation, b: Obligation) -> bool:
    """Whether two obligations say different things of the same: where this is not plain, False."""
    if isinstance(a, All):
        return any(contradict(part, b) for part in a.parts)
    if isinstance(b, All):
        return contradict(b, a)
    match a, b:
        case Denied(), _ if not isinstance(b, Denied):
            return a.claim == b
        case _, Denied() if not isinstance(a, Denied):
            return b.claim == a
        case Tends(), Tends():
            return (a.term, a.variable, a.point, a.side) == (b.term, b.variable, b.point, b.side) and a.value != b.value
        case Range(), Range():
            same = (a.term, a.variable, a.domain, a.order) == (b.term, b.variable, b.domain, b.order)
            return same and "equal" in (a.relation, b.relation) and a.intervals != b.intervals
        case Holds(), Holds():
            same = (a.term, a.variable, a.domain, a.order, a.places) == (b.term, b.variable, b.domain, b.order, b.places)
            return same and CONTRARY.get(a.property) == b.property
        case Equation(), Equation():
            return (a.left, a.assumptions) == (b.left, b.assumptions) and a.right != b.right
        case _:
            return False

"""Decision procedures: an obligation goes in, a verdict with its evidence comes out. Nothing here sees a document."""

from __future__ import annotations

from collections.abc import Iterable

from symact.decide.equality import Equation, decide_equation
from symact.terms.core import Term
from symact.verdict import Verdict

__all__ = ["Equation", "decide_equation", "equal"]


def equal(left: Term, right: Term, assumptions: Iterable[Term] = ()) -> Verdict:
    """Whether two terms are equal wherever both are defined and real, under the assumptions."""
    return decide_equation(Equation(left, right, tuple(assumptions)))

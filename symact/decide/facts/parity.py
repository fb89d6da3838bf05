"""Odd and even functions: an equation, decided as such."""

from __future__ import annotations

from symact.decide.equality import decide_equation
from symact.obligations import Equation
from symact.terms.core import Term, substitute
from symact.verdict import Verdict

__all__ = ["decide_parity", "parity"]


def decide_parity(t: Term, variable: Term, odd: bool, assumptions: tuple[Term, ...] = ()) -> Verdict:
    """Whether f(-x) = -f(x) (odd) or f(-x) = f(x) for all x."""
    turned = substitute(t, {variable: -variable})
    return decide_equation(Equation(turned, -t if odd else t, assumptions, frozenset((variable,))))


def parity(t: Term, variable: Term, assumptions: tuple[Term, ...] = ()) -> str | None:
    """ "odd", "even" or "neither" (the zero function counts as even); None where that is not known."""
    answers = [decide_parity(t, variable, odd, assumptions).status for odd in (False, True)]
    if answers[0] == "proved":
        return "even"
    if answers[1] == "proved":
        return "odd"
    return "neither" if answers == ["refuted", "refuted"] else None

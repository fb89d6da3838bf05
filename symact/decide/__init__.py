"""Decision procedures: an obligation goes in, a verdict with its evidence comes out. Nothing here sees a document."""

from __future__ import annotations

from collections.abc import Iterable

from symact.decide.equality import decide_equation
from symact.decide.kinks import apart, factored, simplified, solve_for
from symact.decide.obligation import decide_obligation
from symact.obligations import Equation
from symact.terms.core import Term, free, parts, substitute
from symact.verdict import Verdict

__all__ = [
    "Equation",
    "decide_equation",
    "decide_obligation",
    "equal",
    "factored",
    "outer_of",
    "quotient_of",
    "same_value",
    "simplified",
]


def equal(left: Term, right: Term, assumptions: Iterable[Term] = ()) -> Verdict:
    """Whether two terms are equal wherever both are defined and real, under the assumptions."""
    return decide_equation(Equation(left, right, tuple(assumptions)), explain=False)


def same_value(a: Term, b: Term) -> bool:
    """Whether two terms are proved equal; False where that is not known."""
    return decide_equation(Equation(a, b), explain=False).status == "proved"


def outer_of(whole: Term, inner: Term, variable: Term, slot: Term) -> Term | None:
    """g with g(inner) = whole, as a term in ``slot``: the inner function is solved for the variable and put in.

    None where the inner function is not solved, or where the result still contains the variable or is not proved.
    """
    solution = solve_for(inner - slot, variable)
    if solution is None:
        return None
    body = simplified(substitute(whole, {variable: solution}))
    if body is None or variable in free(body) or not same_value(substitute(body, {slot: inner}), whole):
        return None
    return body


def quotient_of(e: Equation) -> Term | None:
    """c without sums, entries or exponentials such that left = c right, proved; None where none is found."""
    shape = apart(e.left / e.right)
    if shape is None or any(t.head in ("sum", "at", "exp", "ix") for t in parts(shape)):
        return None
    mended = Equation(e.left, shape * e.right, e.assumptions, e.variables)
    return shape if decide_equation(mended).status == "proved" else None

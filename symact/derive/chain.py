"""The lines of a derivation: from d/dx of a definition, rule by rule, to the simplest writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from symact.derive.rules import depends, is_pending, shown, take
from symact.derive.simplest import languages, simplest, weight
from symact.terms.calculus import pending
from symact.terms.core import ZERO, Term, walk

__all__ = ["Line", "closing", "opening", "resumed", "word_for"]

MOST_RULES = 12


@dataclass(frozen=True)
class Line:
    """A member of the chain: the rule that leads to it, and what it says (with derivatives that are still to be taken).

    ``written`` is its LaTeX, where that is not the term's own: entries of a vector that the term has written out.
    """

    rule: str
    term: Term
    written: str = ""

    @property
    def latex(self) -> str:
        return self.written or shown(self.term)


def opening(f: Term, x: Term) -> list[Line]:
    """The lines in which derivatives are taken, from d/dx of f to a term without any."""
    first = Line("definition", pending(f, x) if depends(f, x) else ZERO)
    return [first, *resumed(first)]


def resumed(line: Line) -> list[Line]:
    """The lines behind one, in which the derivatives are taken that it has still to take."""
    lines = [line]
    for _ in range(MOST_RULES):
        if not is_pending(lines[-1].term):
            break
        new, rules = take(lines[-1].term)
        lines.append(Line("; ".join(rules), new))
    return lines[1:]


def closing(t: Term, assumptions: Iterable[Term] = ()) -> list[Line]:
    """The lines from a derivative as the rules give it to its simplest writing."""
    given = tuple(assumptions)
    candidates: list[tuple[list[Line], Term]] = [([], simplest(t, given))]
    candidates += (([Line(change.rule, change.term)], simplest(change.term, given)) for change in languages(t))
    before, best = min(candidates, key=lambda c: weight(c[1]))
    if weight(best) >= weight(t):
        return []
    if before and before[-1].term == best:
        return before
    return [*before, Line(word_for(before[-1].term if before else t, best), best)]


def word_for(before: Term, after: Term) -> str:
    """What was done to bring one term into the form of the other."""
    if _fractions(before) > max(_fractions(after), 1):
        return "common denominator"
    if after.head == "mul" and before.head == "add":
        return "factor"
    if before.head == "mul" and after.head == "mul":
        return "cancel"
    return "collect"


def _fractions(t: Term) -> int:
    return sum(1 for a in walk(t) if a.head == "pow" and a.args[1].is_num and a.args[1].value < 0)

"""What an obligation is about, made ready: parameters that are given values, the domain cut down, the pieces found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symact.decide.facts.claimed import narrowed
from symact.decide.facts.evidence import Cell
from symact.decide.facts.pieces import Layout, derived, layout
from symact.decide.facts.profile import on_one_period, stretches
from symact.decide.facts.reals import Interval
from symact.decide.facts.signs import conjuncts
from symact.obligations import Interval as Claimed
from symact.terms.core import Term, free, substitute

__all__ = ["Subject", "course_of", "given", "parameters", "prepared"]


@dataclass(frozen=True, eq=False)
class Subject:
    """A function on a domain with what is assumed of its parameters."""

    term: Term
    variable: Term
    domain: Interval
    order: int
    assumptions: tuple[Term, ...]

    @property
    def parameters(self) -> frozenset[Term]:
        return parameters(self.term, self.variable)

    def pieces(self, periodic: bool = True) -> Layout:
        """The pieces of the function, of its derivative if the order says so. Raises Unknown."""
        whole = self.domain.lower.infinite and self.domain.upper.infinite
        find = on_one_period if periodic and whole else layout
        found = derived(find(self.term, self.variable, self.domain), self.order)
        if periodic and whole and self.order and len(found.pieces) == 1 and not found.breaks:
            return on_one_period(
                found.pieces[0].term, self.variable, self.domain
            )  # it may be periodic where the function is not
        return found


def parameters(t: Term, variable: Term) -> frozenset[Term]:
    return frozenset(n for n in free(t) if n != variable)


def given(assumptions: Sequence[Term]) -> dict[Term, Term]:
    """The values that equations among the assumptions give to names."""
    out: dict[Term, Term] = {}
    for c in conjuncts(assumptions):
        if c.head == "eq":
            for a, b in (c.args, c.args[::-1]):
                if a.head == "sym" and not free(b):
                    out[a] = b
                    break
    return out


def prepared(t: Term, variable: Term, domain: Claimed, assumptions: Sequence[Term], order: int = 0) -> Subject:
    """Raises Unknown where a condition on the variable is not understood."""
    known = {k: v for k, v in given(assumptions).items() if k != variable}
    put = [substitute(a, known) for a in assumptions]
    narrow, rest = narrowed(
        Claimed(
            substitute(domain.lower, known), substitute(domain.upper, known), domain.lower_closed, domain.upper_closed
        ),
        [a for a in put if a.head not in ("true", "eq")],
        variable,
    )  # fmt: skip
    return Subject(substitute(t, known), variable, narrow, order, rest)


def course_of(found: Layout) -> tuple[Cell, ...]:
    """The monotone stretches as cells, for evidence."""
    return tuple(Cell(s.low, s.high, s.direction) for s in stretches(found))

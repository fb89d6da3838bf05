"""What an obligation is about, made ready: parameters that are given values, the domain cut down, the pieces found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symact.decide.facts.claimed import narrowed
from symact.decide.facts.evidence import Cell
from symact.decide.facts.pieces import Layout, derived, layout
from symact.decide.facts.profile import on_one_period, on_two_periods, stretches
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

    @property
    def is_on_line(self) -> bool:
        return bool(self.domain.lower.infinite and self.domain.upper.infinite)

    def pieces(self, periodic: bool = True, local: bool = False) -> Layout:
        """The pieces of the function, of its derivative if the order says so; of a periodic function on the line, a period.

        ``local`` asks for a layout in which every point is met inside, as corners must be. Raises Unknown.
        """
        if not (periodic and self.is_on_line):
            return derived(layout(self.term, self.variable, self.domain), self.order)
        find = on_two_periods if local or self.order else on_one_period
        found = derived(find(self.term, self.variable, self.domain), self.order)
        if self.order and len(found.pieces) == 1 and not found.breaks:  # the derivative may be periodic where f is not
            return find(found.pieces[0].term, self.variable, self.domain)
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

"""A function of vectors with its Jacobian, as finders ask about it, and identities in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from symact.catalogue import Activation
from symact.decide import decide_obligation
from symact.decide.facts import Unknown
from symact.derive import Derivation
from symact.derive.rules import shown
from symact.derive.vectors import I, Jacobian, N
from symact.obligations import Equation, Obligation
from symact.terms.calculus import diff
from symact.terms.core import ONE, Term, at, substitute, transform

__all__ = ["Whole", "equal", "first", "over", "proved"]


@dataclass(frozen=True, eq=False)
class Whole:
    """A function of vectors with its Jacobian: ``f`` is component i (or the value) in the entries of ``base``."""

    entry: Activation
    derivation: Derivation

    @property
    def jacobian(self) -> Jacobian:
        assert self.derivation.jacobian is not None
        return self.derivation.jacobian

    @property
    def is_local(self) -> bool:
        return self.entry.locally is not None

    @property
    def f(self) -> Term:
        return self.entry.expression if self.is_local else self.jacobian.f

    @property
    def base(self) -> Term:
        """The vector by whose entries it is differentiated."""
        base: Term = self.jacobian.by.args[0]
        return base

    @property
    def given(self) -> tuple[Term, ...]:
        return self.entry.conditions

    @property
    def many(self) -> bool:
        """Whether the value is a vector."""
        return self.entry.is_indexed

    @property
    def y(self) -> str:
        """How the component (or the value) is written where a statement stands."""
        return shown(self.f) if self.is_local else self.jacobian.head

    @cached_property
    def slope(self) -> Term:
        """The entry of the Jacobian in row i and column j."""
        return self.derivation.result if self.is_local else diff(self.f, self.jacobian.by)

    @property
    def slope_latex(self) -> str:
        return self.derivation.result_latex if self.is_local else self.derivation.subject

    @property
    def is_share(self) -> bool:
        """Whether the components are exponentials over their sum."""
        return self.jacobian.share == "y"

    def x(self, i: Term) -> Term:
        return at(self.base.name, i)

    def component(self, i: Term) -> Term:
        return substitute(self.f, {I: i})

    def moved(self, rule: Callable[[Term], Term]) -> Term:
        """The function of an input whose entries are changed by a rule."""
        return transform(self.f, lambda a: rule(a) if a.head == "at" and a.args[0] == self.base else None)


def over(body: Term, bound: Term) -> Term:
    return Term("sum", (bound, ONE, N, body))


def proved(*obligations: Obligation) -> bool:
    return all(decide_obligation(o).status == "proved" for o in obligations)


def equal(left: Term, right: Term, w: Whole) -> Equation:
    return Equation(left, right, w.given)


def first(left: Term, candidates: tuple[Term, ...], w: Whole) -> Term:
    """The candidate that the term is proved to equal. Raises Unknown."""
    for value in candidates:
        if proved(equal(left, value, w)):
            return value
    raise Unknown("no simple value was proved")

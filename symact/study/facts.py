r"""What is true of a function of one variable: each fact found, stated, and decided by the procedures that judge documents.

A finder answers with a statement, or raises Unknown where nothing was found; then the fact says so. The statement's
obligations go to ``decide``, and the verdict with its evidence stays with the fact. Names are those of mathlib's style:
``range_sigmoid``, ``deriv_tanh``, ``limit_softplus_neg_inf``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from symact.budget import limited
from symact.catalogue import Activation
from symact.decide import decide_obligation
from symact.decide.facts import Signs, Unknown, assuming
from symact.derive import by_parameter
from symact.derive.rules import shown, taken
from symact.obligations import Equation, Obligation
from symact.study.shapes import (
    bend,
    course,
    extreme,
    fixed_points,
    lipschitz_found,
    parity_found,
    period_found,
    smoothness_found,
    zeros_found,
)
from symact.study.subject import Found, Subject, inline
from symact.study.values import (
    asymptote_at,
    limit_at,
    range_found,
    saturation_at,
    slope_at_zero,
    slopes_found,
    taylor,
    value_at_zero,
)
from symact.terms.ball import holds
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import Term, free, substitute, transform
from symact.terms.latex import to_latex
from symact.verdict import Verdict, undecided

__all__ = ["Fact", "Sheet", "sheet"]

SECONDS = 20.0  # for one fact; nothing in the catalogue comes near it

@dataclass(frozen=True)
class Fact:
    """A fact by its name: ``statement`` is LaTeX, ``value`` the same in words, ``words`` say what it is about.

    ``obligations`` are what makes it true, ``verdict`` the decision on all of them; a fact that was not found has neither
    statement nor obligations, and its verdict gives the reason.
    """

    name: str
    words: str
    statement: str
    value: str
    obligations: tuple[Obligation, ...]
    verdict: Verdict

    @property
    def found(self) -> bool:
        return bool(self.obligations)

    @property
    def proved(self) -> bool:
        return self.verdict.status == "proved"

    def __repr__(self) -> str:
        return f"<{self.name}: {self.statement or self.verdict.detail} ({self.verdict.status})>"


@dataclass(frozen=True)
class Finder:
    """A row of the sheet: the name around the function's own, the words for it, and how it is found."""

    name: str
    words: str
    find: Callable[[Subject], Found]


FINDERS = (
    Finder("value_{}_zero", "value at 0", value_at_zero),
    Finder("slope_{}_zero", "slope at 0", slope_at_zero),
    Finder("taylor_{}", "Taylor polynomial at 0", taylor),
    Finder("range_{}", "range", range_found),
    Finder("range_deriv_{}", "range of the derivative", slopes_found),
    Finder("limit_{}_neg_inf", r"limit at $-\infty$", limit_at(-1)),
    Finder("limit_{}_pos_inf", r"limit at $\infty$", limit_at(1)),
    Finder("asymptote_{}_neg_inf", r"asymptote at $-\infty$", asymptote_at(-1)),
    Finder("asymptote_{}_pos_inf", r"asymptote at $\infty$", asymptote_at(1)),
    Finder("zeros_{}", "zeros", zeros_found),
    Finder("fixed_points_{}", "fixed points", fixed_points),
    Finder("minimum_{}", "minimum", extreme(-1)),
    Finder("maximum_{}", "maximum", extreme(1)),
    Finder("increasing_{}", "strictly increasing on", course(1)),
    Finder("decreasing_{}", "strictly decreasing on", course(-1)),
    Finder("convex_{}", "strictly convex on", bend(1)),
    Finder("concave_{}", "strictly concave on", bend(-1)),
    Finder("parity_{}", "parity", parity_found),
    Finder("period_{}", "period", period_found),
    Finder("lipschitz_{}", "best Lipschitz constant", lipschitz_found),
    Finder("smoothness_{}", "smoothness", smoothness_found),
    Finder("saturation_{}_neg_inf", r"saturation at $-\infty$", saturation_at(-1)),
    Finder("saturation_{}_pos_inf", r"saturation at $\infty$", saturation_at(1)),
)


# ---- the sheet


@dataclass(frozen=True)
class Sheet:
    """All facts about a function; ``subject`` is the function that they are about, with the defaults put in."""

    subject: Subject
    facts: tuple[Fact, ...]

    def __getitem__(self, name: str) -> Fact:
        found = next((f for f in self.facts if name in (f.name, f.words)), None)
        if found is None:
            raise KeyError(f"no fact is called {name!r}; there are {', '.join(f.words for f in self.facts)}")
        return found

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)


def subject_of(a: Activation) -> Subject:
    """The function with a default, or a typical value, put in for each parameter that has one."""
    values = a.shown_values
    term = transform(substitute(a.expression, values), _settled)
    given = tuple(c for c in (substitute(c, values) for c in a.conditions) if free(c))
    return Subject(term, a.variable, given, "f" if values else a.symbol)


def _settled(t: Term) -> Term | None:
    """Cases whose conditions speak of numbers only, by the one that holds."""
    if t.head != "cases" or any(free(c) for c in t.args[:-1:2]):
        return None
    args: tuple[Term, ...] = t.args
    pairs = zip(args[:-1:2], args[1::2], strict=False)
    return next((value for c, value in pairs if holds(c, {})), args[-1])


@lru_cache(maxsize=256)
def sheet(a: Activation) -> Sheet:
    """What is found of a function of one variable."""
    s = subject_of(a)
    facts = [_fact(a.name, finder, s) for finder in FINDERS]
    facts = [f for f in facts if f.found or not f.name.startswith("period_")]
    return Sheet(s, (*facts, *_by_parameters(a)))


def _fact(name: str, finder: Finder, s: Subject) -> Fact:
    own = finder.name.format(name)
    with assuming(Signs(s.given)):
        try:
            found = limited(SECONDS, lambda: finder.find(s), lambda: None)
        except (Unknown, NotDifferentiable) as gap:
            return Fact(own, finder.words, "", "", (), undecided("incomplete", str(gap)))
    if found is None:
        return Fact(own, finder.words, "", "", (), undecided("timeout", f"not found within {SECONDS:g} s"))
    return Fact(own, finder.words, found.statement, found.value, found.obligations, _decided(found.obligations))


def _decided(obligations: tuple[Obligation, ...]) -> Verdict:
    """The first verdict that is not a proof, else the last proof."""
    verdict = undecided("incomplete", "nothing is stated")
    for o in obligations:
        verdict = decide_obligation(o)
        if verdict.status != "proved":
            break
    return verdict


def _by_parameters(a: Activation) -> Iterator[Fact]:
    """The derivative by each parameter."""
    for p in a.parameters:
        words = f"derivative by ${to_latex(p.symbol)}$"
        name = f"deriv_{a.name}_by_{p.name}"
        try:
            slope = by_parameter(a, p.symbol)
        except NotDifferentiable as gap:
            yield Fact(name, words, "", "", (), undecided("incomplete", str(gap)))
            continue
        if slope is None:
            yield Fact(name, words, "", "", (), undecided("incomplete", "no form of it was proved"))
            continue
        fact = Equation(diff(a.expression, p.symbol), taken(slope), a.conditions)
        head = rf"\frac{{\partial}}{{\partial {to_latex(p.symbol)}}} {a.head}"
        yield Fact(name, words, f"{head} = {shown(slope)}", inline(shown(slope)), (fact,), decide_obligation(fact))

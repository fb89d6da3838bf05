r"""What is true of a function of one variable: each fact found, stated, and decided by the procedures that judge documents.

A finder answers with a statement, or raises Unknown where nothing was found; then the fact says so. The statement's
obligations go to ``decide``, and the verdict with its evidence stays with the fact. Names are those of mathlib's style:
``range_sigmoid``, ``deriv_tanh``, ``limit_softplus_neg_inf``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape

from symact.budget import limited
from symact.catalogue import Activation, Parameter
from symact.decide import decide_obligation
from symact.decide.facts import Signs, Unknown, assuming
from symact.derive import NotDerived, by_parameter, derive
from symact.derive.rules import shown, taken
from symact.obligations import Equation, Obligation
from symact.study.entries import Alone, by_inputs, by_other_entry, by_own_entry
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
from symact.study.subject import Found, Subject, inline, settled
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
from symact.study.vectors import VECTOR_FINDERS
from symact.study.vectors import by_parameter as share_by_parameter
from symact.study.waves import (
    bend_in_window,
    course_in_window,
    families_of_zeros,
    fixed_points_far,
    no_asymptote,
    no_limit_far,
    no_saturation,
)
from symact.study.whole import Whole
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import free, substitute
from symact.terms.latex import to_latex
from symact.verdict import Verdict, undecided

__all__ = ["Fact", "Part", "Sheet", "sheet"]

SECONDS = 1.0  # of the processor for one fact; nothing in the catalogue comes near it
LONGEST = 80  # characters of a reason why nothing was found

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


Find = Callable[[Subject], Found | None]  # None where the question makes no sense


@dataclass(frozen=True)
class Finder:
    """A row of the sheet: the name around the function's own, the words for it, and how it is found."""

    name: str
    words: str
    find: Find


def either(first: Find, other: Find) -> Find:
    """The first finder, or the other where it finds nothing; the gap is that of the first."""

    def find(s: Subject) -> Found | None:
        try:
            return first(s)
        except Unknown as gap:
            try:
                return other(s)
            except Unknown:
                raise gap from None

    return find


FINDERS = (
    Finder("value_{}_zero", "value at 0", value_at_zero),
    Finder("slope_{}_zero", "slope at 0", slope_at_zero),
    Finder("taylor_{}", "Taylor polynomial at 0", taylor),
    Finder("range_{}", "range", range_found),
    Finder("range_deriv_{}", "range of the derivative", slopes_found),
    Finder("limit_{}_neg_inf", r"limit at $-\infty$", either(limit_at(-1), no_limit_far(-1))),
    Finder("limit_{}_pos_inf", r"limit at $\infty$", either(limit_at(1), no_limit_far(1))),
    Finder("asymptote_{}_neg_inf", r"asymptote at $-\infty$", either(asymptote_at(-1), no_asymptote(-1))),
    Finder("asymptote_{}_pos_inf", r"asymptote at $\infty$", either(asymptote_at(1), no_asymptote(1))),
    Finder("zeros_{}", "zeros", either(zeros_found, families_of_zeros)),
    Finder("fixed_points_{}", "fixed points", either(fixed_points, fixed_points_far)),
    Finder("minimum_{}", "minimum", extreme(-1)),
    Finder("maximum_{}", "maximum", extreme(1)),
    Finder("increasing_{}", "strictly increasing on", either(course(1), course_in_window(1))),
    Finder("decreasing_{}", "strictly decreasing on", either(course(-1), course_in_window(-1))),
    Finder("convex_{}", "strictly convex on", either(bend(1), bend_in_window(1))),
    Finder("concave_{}", "strictly concave on", either(bend(-1), bend_in_window(-1))),
    Finder("parity_{}", "parity", parity_found),
    Finder("period_{}", "period", period_found),
    Finder("lipschitz_{}", "best Lipschitz constant", lipschitz_found),
    Finder("smoothness_{}", "smoothness", smoothness_found),
    Finder("saturation_{}_neg_inf", r"saturation at $-\infty$", either(saturation_at(-1), no_saturation(-1))),
    Finder("saturation_{}_pos_inf", r"saturation at $\infty$", either(saturation_at(1), no_saturation(1))),
)


# What is asked of a component where the other entries are only known by their sum.
BY_ENTRY = tuple(
    f
    for f in FINDERS
    if f.name.split("_{}")[0] in ("range", "increasing", "decreasing", "saturation", "limit")
)


# ---- the sheet


@dataclass(frozen=True)
class Part:
    """Facts about one function of one variable, ``subject`` (None: about the whole); ``mark`` and ``words`` say what it is."""

    mark: str
    words: str
    subject: Subject | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, repr=False)
class Sheet:
    """All facts about a function: of one variable a single part, with the defaults put in; else the whole, and by its inputs."""

    parts: tuple[Part, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(f for p in self.parts for f in p.facts)

    @property
    def subject(self) -> Subject:
        """The function that the facts of a function of one variable are about."""
        found = self.parts[0].subject
        assert found is not None
        return found

    def __getitem__(self, name: str) -> Fact:
        found = next((f for f in self.facts if name in (f.name, f.words)), None)
        if found is None:
            raise KeyError(f"no fact is called {name!r}; there are {', '.join(f.words for f in self.facts)}")
        return found

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def keys(self) -> list[str]:
        """The names of the facts."""
        return [f.name for f in self.facts]

    def items(self) -> list[tuple[str, Fact]]:
        return [(f.name, f) for f in self.facts]

    def __repr__(self) -> str:
        return f"<{len(self.facts)} facts: {', '.join(self.keys())}>"

    def _repr_html_(self) -> str:
        """A table of what was found."""
        rows = (f"<tr><th>{escape(f.words)}</th><td>{escape(f.value)}</td></tr>" for f in self.facts if f.found)
        return f"<table>{''.join(rows)}</table>"


def subject_of(a: Activation) -> Subject:
    """The function with a default, or a typical value, put in for each parameter that has one."""
    values = a.shown_values
    term = settled(substitute(a.expression, values))
    given = tuple(c for c in (substitute(c, values) for c in a.conditions) if free(c))
    return Subject(term, a.variable, given, "f" if values else a.symbol)


@lru_cache(maxsize=256)
def sheet(a: Activation) -> Sheet:
    """What is found of a function. Raises NotDerived where there is nothing to look at."""
    if a.kind == "gated":
        return Sheet((*(_alone(a, alone, FINDERS) for alone in by_inputs(a)), Part("", "", None, tuple(_by_parameters(a)))))
    if a.kind in ("vector", "random") and a.of_vectors:
        return Sheet(tuple(_of_vectors(a)))
    if len(a.variables) > 1 or a.of_vectors:
        raise NotDerived(f"facts are found of activations and of functions of one variable; {a.title} has more")
    s = subject_of(a)
    return Sheet((Part("", "", s, (*_about(a.name, s, FINDERS), *_by_parameters(a))),))


def _of_vectors(a: Activation) -> Iterator[Part]:
    """The facts about the whole, then those of a component by its own entry, and by another."""
    w = Whole(a, derive(a))
    found = [_found(finder.name.format(a.name), finder.words, partial(finder.find, w)) for finder in VECTOR_FINDERS]
    found += [] if w.is_local else [_found(*_by(a, p), partial(share_by_parameter, w, p.symbol)) for p in a.parameters]
    yield Part("", "", None, tuple(fact for fact in found if fact is not None))
    if a.implicit is not None:
        return
    for reduce in (by_own_entry, by_other_entry)[: 1 + a.is_indexed]:
        try:
            yield _alone(a, reduce(w.f, w.base, a.conditions), BY_ENTRY)
        except Unknown:
            continue


def _alone(a: Activation, alone: Alone, finders: Iterable[Finder]) -> Part:
    """The facts about a function of one of the inputs alone."""
    return Part(alone.mark, alone.words, alone.subject, tuple(_about(f"{a.name}_{alone.mark.replace(' ', '_')}", alone.subject, finders)))


def _about(name: str, s: Subject, finders: Iterable[Finder]) -> list[Fact]:
    facts = []
    with assuming(Signs(s.given)):
        for finder in finders:
            fact = _found(finder.name.format(name), finder.words, partial(finder.find, s))
            if fact is not None and (fact.found or finder.find is not period_found):
                facts.append(fact)
    return facts


def _found(own: str, words: str, find: Callable[[], Found | None]) -> Fact | None:
    """The fact that a finder finds; None where its question makes no sense."""

    def look() -> Fact | None:
        found = find()
        if found is None:
            return None
        statement = "" if _LONG.search(found.statement) else found.statement  # what it says is said by the value
        return Fact(own, words, statement, _LONG.sub(r"\1\\ldots", found.value), found.obligations, _decided(found.obligations))

    def gap(verdict: Verdict) -> Fact:
        return Fact(own, words, "", "", (), verdict)

    try:
        return limited(SECONDS, look, lambda: gap(undecided("timeout", f"not found within {SECONDS:g} s")))
    except (Unknown, NotDifferentiable) as missing:
        return gap(undecided("incomplete", _why(missing)))


_LONG = re.compile(r"(\d+\.\d{9})\d{25,}")  # a product of constants that are known to many digits


def _why(gap: Exception) -> str:
    """The reason of a gap, without the terms of a derivative that fill lines."""
    text = str(gap)
    return text if len(text) <= LONGEST else "the sign of a long term is not known" if "sign" in text else text[:LONGEST] + "…"


def _decided(obligations: tuple[Obligation, ...]) -> Verdict:
    """The first verdict that is not a proof, else the last proof."""
    verdict = undecided("incomplete", "nothing is stated")
    for o in obligations:
        verdict = decide_obligation(o)
        if verdict.status != "proved":
            break
    return verdict


def _by(a: Activation, p: Parameter) -> tuple[str, str]:
    """The name of the derivative by a parameter, and the words for it."""
    return f"deriv_{a.name}_by_{p.name}", f"derivative by ${to_latex(p.symbol)}$"


def _by_parameters(a: Activation) -> Iterator[Fact]:
    """The derivative by each parameter."""
    for p in a.parameters:
        name, words = _by(a, p)
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

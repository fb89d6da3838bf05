"""Facts about functions with parameters: complete case analysis by the signs on which the answer depends.

What is asked of the normal form or of an expansion may depend on the sign of a term in the parameters. Then each sign is assumed
in turn (0 by solving for a parameter), and the condition is put together from the cases in which the claim holds. A parameter
that only scales or shifts is first put to 1 or 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from symact.decide.evidence import under
from symact.decide.facts.claimed import is_subset, same_set
from symact.decide.facts.conditions import simplest_condition
from symact.decide.facts.constants import Unknown
from symact.decide.facts.evidence import Cases, RangeFact, ShapeFact, with_assumptions
from symact.decide.facts.pieces import Layout, mapped
from symact.decide.facts.properties import PROPERTIES
from symact.decide.facts.range_of import range_of_layout
from symact.decide.facts.reals import Interval, Real, joined
from symact.decide.facts.shape import has_sign
from symact.decide.facts.signs import Signs, assuming
from symact.decide.facts.subject import Subject
from symact.decide.kinks import solve_for
from symact.decide.points import points
from symact.decide.regions import in_words, is_empty
from symact.obligations import Bound, Holds, Range
from symact.obligations import Interval as Claimed
from symact.terms.core import FALSE, TRUE, ZERO, Term, all_of, any_of, free, num, rel, substitute
from symact.verdict import Verdict, proved, refuted, undecided

__all__ = ["Found", "by_cases", "decide_bound_with", "decide_range_with", "decide_shape_with"]

MAX_DEPTH = 4
INSTANCES = 4


@dataclass(frozen=True)
class Found:
    """Whether a claim holds in a case, or in the part of it that the conditions leave, with the evidence."""

    holds: bool
    fact: Any
    conditions: tuple[Term, ...] = ()


Judge = Callable[[Signs, dict[Term, Term]], Sequence[Found]]


@dataclass
class _Tree:
    """The cases as they are gone through, with their evidence."""

    judge: Judge
    names: frozenset[Term]
    cells: list[tuple[tuple[Term, ...], str]] = field(default_factory=list)
    proofs: list[Any] = field(default_factory=list)
    contradictions: list[Any] = field(default_factory=list)

    def grow(self, signs: Signs, put: dict[Term, Term], asked: tuple[Term, ...], depth: int) -> Term:
        """The condition on the parameters under which the claim holds. Raises Unknown."""
        try:
            with assuming(signs):
                found = self.judge(signs, put)
        except Unknown as gap:
            term = gap.term
            if term is None or depth >= MAX_DEPTH or not free(term) or not free(term) <= self.names:
                raise
            return self._split(term, signs, put, asked, depth)
        for f in found:
            self.cells.append(((*asked, *f.conditions), "holds" if f.holds else "fails"))
            (self.proofs if f.holds else self.contradictions).append(f.fact)
        return TRUE if all(f.holds for f in found) else any_of(*(all_of(*f.conditions) for f in found if f.holds))

    def _split(self, t: Term, signs: Signs, put: dict[Term, Term], asked: tuple[Term, ...], depth: int) -> Term:
        found: dict[int, Term] = {}
        for s in (1, -1):
            side = rel("gt", t, ZERO) if s > 0 else rel("lt", t, ZERO)
            if signs.excludes(t, s) or _contradict(signs, side):
                continue
            found[s] = self.grow(signs.assuming(side), put, (*asked, side), depth + 1)
        zero = self._at_zero(t, signs, put, asked, depth)
        if zero is not None:
            found[0] = zero
        return _put_together(t, found)

    def _at_zero(self, t: Term, signs: Signs, put: dict[Term, Term], asked: tuple[Term, ...], depth: int) -> Term | None:
        """The case t = 0, by putting in what it says of a parameter; None where it cannot be."""
        equation = rel("eq", t, ZERO)
        for name in sorted(free(t), key=repr):
            value = solve_for(t, name)
            if value is None or name in free(value):
                continue
            here = {name: value}
            rest = [substitute(a, here) for a in signs.assumptions]
            if FALSE in rest or (len(rest) > 1 and is_empty([a for a in rest if a != TRUE])):
                return None
            inside = Signs(tuple(a for a in rest if a != TRUE))
            merged = {**{k: substitute(v, here) for k, v in put.items()}, **here}
            return self.grow(inside, merged, (*asked, equation), depth + 1)
        if _contradict(signs, equation):
            return None
        raise Unknown(f"the case {equation!r} was not examined", t)


def _contradict(signs: Signs, c: Term) -> bool:
    """Whether a condition is certainly incompatible with what is assumed."""
    return is_empty((*(a for a in signs.assumptions if free(a) & free(c)), c))


def _put_together(t: Term, found: dict[int, Term]) -> Term:
    """The condition of the cases t > 0, t = 0, t < 0, as short as it goes; a case that cannot be counts as holding."""
    value = {s: found.get(s) for s in (1, 0, -1)}
    present = [v for v in value.values() if v is not None]
    if all(v == TRUE for v in present):
        return TRUE
    if all(v == FALSE for v in present):
        return FALSE
    plus, zero, minus = (value[s] if value[s] is not None else None for s in (1, 0, -1))
    parts: list[Term] = []
    if plus is not None and plus != FALSE:
        weak = zero is None or zero == plus
        parts.append(all_of(rel("ge" if weak else "gt", t, ZERO), plus))
    if minus is not None and minus != FALSE:
        weak = zero is None or zero == minus
        parts.append(all_of(rel("le" if weak else "lt", t, ZERO), minus))
    if zero is not None and zero != FALSE and zero not in (plus, minus):
        parts.append(all_of(rel("eq", t, ZERO), zero))
    if plus == TRUE and minus == TRUE and zero == FALSE:
        return rel("ne", t, ZERO)
    return any_of(*parts)


def by_cases(judge: Judge, signs: Signs, known_names: Iterable[Term]) -> Verdict:
    """proved, refuted, or conditional on what the cases say. Raises Unknown where a case is not decided."""
    tree = _Tree(judge, frozenset(known_names))
    condition = simplest_condition(tree.grow(signs, {}, (), 0))
    if condition == TRUE:
        fact = tree.proofs[0] if len(tree.proofs) == 1 else Cases(tuple(tree.cells), tuple(tree.proofs))
        return proved(fact)
    against = tree.contradictions[0] if tree.contradictions else None
    assert against is not None
    if condition == FALSE:
        fact = against if len(tree.contradictions) == 1 else Cases(tuple(tree.cells), tuple(tree.contradictions))
        return refuted(fact)
    fact = Cases(tuple(tree.cells), (*tree.proofs, *tree.contradictions))
    if _is_single_value(condition):
        return refuted(fact, f"it holds only for {_equation_text(condition)}")
    return under(condition, fact)


def _is_single_value(c: Term) -> bool:
    """Whether a condition leaves a parameter a few single values."""
    if c.head == "or":
        return all(map(_is_single_value, c.args))
    return c.head == "eq" or (c.head == "and" and any(part.head == "eq" for part in c.args))


def _equation_text(c: Term) -> str:
    if c.head == "or":
        return " or ".join(map(_equation_text, c.args))
    out = []
    for part in c.args if c.head == "and" else (c,):
        solved = None
        if part.head == "eq":
            places = ((n, solve_for(part.args[0] - part.args[1], n)) for n in sorted(free(part), key=repr))
            solved = next(((n, value) for n, value in places if value is not None), None)
        out.append(f"{solved[0]!r} = {solved[1]!r}" if solved is not None else in_words(part))
    return " and ".join(out)


# ---- the three kinds of claims


def decide_range_with(o: Range, s: Subject) -> Verdict:
    """A range that depends on parameters."""

    def judge(signs: Signs, put: dict[Term, Term]) -> Sequence[Found]:
        here = at(s, put, signs)
        found = here.pieces(periodic=False)
        truth = _range(here, found)
        stated = joined(_stated(c, put) for c in o.intervals)
        if stated is None:
            raise Unknown("ends of the stated set that cannot be told apart")
        same = same_set(stated, truth)
        inside = same or is_subset(truth, stated)
        if same is None or inside is None:
            raise Unknown("ends that cannot be told apart")
        fact = RangeFact(found.term, found.variable, truth, (), signs.assumptions)
        return [Found(inside if o.relation == "within" else same, fact)]

    return _judged_with_instances(o, s, judge)


def _stated(c: Claimed, put: dict[Term, Term]) -> Interval:
    low, high = (Real(substitute(end, put)) for end in (c.lower, c.upper))
    return Interval(low, high, c.lower_closed and not low.infinite, c.upper_closed and not high.infinite)


def at(s: Subject, put: dict[Term, Term], signs: Signs) -> Subject:
    """The subject with values put in for parameters."""
    ends = [Real(substitute(end.term, put)) for end in (s.domain.lower, s.domain.upper)]
    domain = Interval(ends[0], ends[1], s.domain.lower_closed, s.domain.upper_closed)
    return Subject(substitute(s.term, put), s.variable, domain, s.order, signs.assumptions)


def _range(s: Subject, found: Layout) -> tuple[Interval, ...]:
    """The range from the pieces, or from a member of the family that differs by scale and shift only."""
    from symact.decide.facts.scaling import scaled_range

    try:
        return range_of_layout(found)
    except Unknown as gap:
        if gap.term is not None and free(gap.term) and free(gap.term) <= s.parameters:
            raise  # a sign decides: the cases are gone through first
        whole = s.domain.lower.infinite and s.domain.upper.infinite and s.order == 0
        truth = scaled_range(s.term, s.variable, s.assumptions) if whole else None
        if truth is None:
            raise gap
        return truth


def decide_shape_with(o: Holds, s: Subject) -> Verdict:
    """A property that depends on parameters."""

    def judge(signs: Signs, put: dict[Term, Term]) -> Sequence[Found]:
        here = at(s, put, signs)
        found = here.pieces(periodic=False)
        if not found.pieces:
            raise Unknown("the function is defined nowhere on the domain")
        value = None if o.value is None else substitute(o.value, put)
        verdict = PROPERTIES[o.property](replace(o, value=value), here, found)
        if verdict.status not in ("proved", "refuted"):
            raise Unknown(verdict.detail)
        return [Found(verdict.status == "proved", with_assumptions(verdict.evidence, signs.assumptions))]

    return _judged_with_instances(o, s, judge)


def decide_bound_with(o: Bound, s: Subject, value: Term) -> Verdict:
    """A bound that depends on parameters."""

    def judge(signs: Signs, put: dict[Term, Term]) -> Sequence[Found]:
        here = at(s, put, signs)
        limit = substitute(value, put)
        if s.variable in free(limit):
            found = Subject(limit - here.term, s.variable, here.domain, 0, ()).pieces(periodic=False)
        else:
            found = mapped(here.pieces(periodic=False), lambda f: limit - f)
        answer = has_sign(found, 1, o.strict)
        fact = ShapeFact(found.term, found.variable, 0, answer.cells, assumptions=signs.assumptions)
        return [Found(answer.holds, fact)]

    return _judged_with_instances(o, s, judge)


def _judged_with_instances(o: Range | Holds | Bound, s: Subject, judge: Judge) -> Verdict:
    """The cases; where they are not decided, a few values of the parameters, all of which may contradict the claim."""
    gap: Unknown | None = None
    try:
        verdict = by_cases(judge, Signs(s.assumptions), s.parameters)
        if verdict.status != "refuted":
            return verdict
    except Unknown as missing:
        gap, verdict = missing, undecided("incomplete", str(missing))
    instances = list(_instances(o, s))
    against = [v for v in instances if v.status == "refuted"]
    if gap is None:
        if against and len(against) == len(instances) and against[0].evidence is not None:
            return refuted(against[0].evidence, verdict.detail or against[0].detail)
        return verdict
    if len(against) >= INSTANCES - 1 and len(against) == len(instances):
        return refuted(against[0].evidence, against[0].detail)  # type: ignore[arg-type]
    return verdict


def _instances(o: Range | Holds | Bound, s: Subject) -> Iterable[Verdict]:
    """The claim decided at values of its parameters."""
    from symact.decide.facts.decide import decide_fact

    names = sorted(s.parameters, key=repr)
    if not all(n.head == "sym" for n in names):
        return
    for place in points(names, s.assumptions, INSTANCES):
        here = {n: num(place[n]) for n in names}
        verdict = decide_fact(_put_into(o, here))
        values = ", ".join(f"{n!r} = {place[n]}" for n in names)
        yield replace(verdict, detail=f"for {values}: {verdict.detail}".rstrip(": "))


def _put_into(o: Any, here: dict[Term, Term]) -> Any:
    def put(x: Any) -> Any:
        if isinstance(x, Term):
            return substitute(x, here)
        if isinstance(x, Claimed):
            return Claimed(put(x.lower), put(x.upper), x.lower_closed, x.upper_closed)
        return tuple(map(put, x)) if isinstance(x, tuple) else x

    return replace(o, **{k: put(v) for k, v in vars(o).items() if k != "variable"})

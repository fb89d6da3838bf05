"""From an obligation about a fact to a verdict with evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from symact.budget import left, limited
from symact.decide.equality import decide_equation
from symact.decide.facts.claimed import about_same, claimed_set, is_subset, same_set
from symact.decide.facts.constants import Unknown
from symact.decide.facts.evidence import Cases, RangeFact, ShapeFact, Witness, first_true
from symact.decide.facts.evidence_values import LimitFact
from symact.decide.facts.expansion import infinite
from symact.decide.facts.integral import decide_integral
from symact.decide.facts.limit_of import NoLimit, limit
from symact.decide.facts.parametric import Found, by_cases, decide_bound_with, decide_range_with, decide_shape_with
from symact.decide.facts.pieces import Layout, mapped
from symact.decide.facts.profile import period
from symact.decide.facts.properties import course_or_none, decide_property
from symact.decide.facts.range_of import range_of_layout
from symact.decide.facts.reals import Interval, compare, exactly, extreme, negative
from symact.decide.facts.shape import has_sign
from symact.decide.facts.signs import Signs
from symact.decide.facts.subject import Subject, given, prepared
from symact.decide.facts.value import decide_value
from symact.decide.facts.witness import outside_point
from symact.decide.regions import is_empty
from symact.decide.worker import Timeout, ask
from symact.obligations import Bound, Equation, Fact, Holds, IntegralValue, Range, Tends, Value
from symact.terms.core import ZERO, Term, free, neg, num, rel, substitute
from symact.verdict import Reason, Verdict, proved, refuted, undecided

__all__ = ["PROCEDURES", "decide_bound", "decide_fact", "decide_holds", "decide_range", "decide_tends"]

ASK_SECONDS = 3.0
SECONDS = 5.0
BEST_BOUND_SECONDS = 2.0


def decide_fact(o: Fact, seconds: float = SECONDS) -> Verdict:
    """The verdict on a fact about a function, with evidence; undecided, with the reason, where there is no proof."""
    return limited(seconds, lambda: PROCEDURES[type(o)](o), lambda: undecided("timeout", f"no answer within {seconds:g} s"))


def _gap(missing: Unknown) -> Verdict:
    unbound = missing.term is not None and bool(free(missing.term))
    reason: Reason = "unbound" if unbound else "incomplete"
    return undecided(reason, str(missing))


def decide_range(o: Range) -> Verdict:
    """Whether the values of a function are exactly, or lie within, a stated set."""
    try:
        s = prepared(o.term, o.variable, o.domain, o.assumptions, o.order)
        if s.parameters:
            return decide_range_with(o, s)
        return _range(o, s)
    except Unknown as missing:
        return _gap(missing)


def _range(o: Range, s: Subject) -> Verdict:
    stated = claimed_set(o.intervals)
    found = s.pieces()
    if not found.pieces:
        raise Unknown("the function is defined nowhere on the domain")
    try:
        truth = range_of_layout(found)
    except Unknown:
        if o.relation != "within":
            raise
        return _within_by_signs(found, stated)
    return judged_range(o, found, stated, truth)


def judged_range(o: Range, found: Layout, stated: tuple[Interval, ...], truth: tuple[Interval, ...]) -> Verdict:
    fact = RangeFact(found.term, found.variable, truth, course_or_none(found))
    exact = "the range is " + " u ".join(p.text() for p in truth)
    same = about_same(stated, truth) if o.relation == "about" else same_set(stated, truth)
    if same:
        return proved(fact)
    inside = is_subset(truth, stated)
    if o.relation == "within" and inside:
        return proved(fact, exact)
    if same is None or inside is None:
        raise Unknown("ends that cannot be told apart")
    if inside:
        return refuted(fact, f"the values lie in it, but {exact}")
    if o.relation == "about":
        return refuted(fact, exact)
    witness = outside_point(found, stated, fact.truth)
    return refuted(witness or fact, exact)


def _within_by_signs(found: Layout, stated: tuple[Interval, ...]) -> Verdict:
    """Containment in one interval without the exact range: f - a and b - f keep their signs."""
    if len(stated) != 1:
        raise Unknown("the range is not known")
    part = stated[0]
    facts: list[ShapeFact] = []
    for end, side, closed in ((part.lower, 1, part.lower_closed), (part.upper, -1, part.upper_closed)):
        if end.infinite:
            continue
        if end.exact is None:
            raise Unknown("an end that is not known exactly")
        distance = mapped(found, lambda f, end=end: f - end.term)  # type: ignore[misc]
        answer = has_sign(distance, side, not closed)
        facts.append(ShapeFact(distance.term, found.variable, 0, answer.cells))
        if not answer.holds:
            return refuted(outside_point(found, stated, "") or facts[-1])
    return proved(Cases((), tuple(facts)))


# ---- limits


def decide_tends(o: Tends) -> Verdict:
    """Whether a limit is what is stated, also with parameters: where it depends on their signs, under which signs."""
    known = {k: v for k, v in given(o.assumptions).items() if k != o.variable}
    t, point, value = (substitute(x, known) for x in (o.term, o.point, o.value))
    rest = tuple(a for a in (substitute(a, known) for a in o.assumptions) if a.head != "true")

    def judge(signs: Signs, put: dict[Term, Term]) -> Sequence[Found]:
        here = [substitute(x, put) for x in (t, point, value)]
        found = limit(here[0], o.variable, here[1], o.side, signs)
        fact = LimitFact(here[0], o.variable, here[1], o.side, found, signs.assumptions)
        return [Found(_same_limit(found, here[2], signs), fact)]

    try:
        verdict = by_cases(judge, Signs(rest), known_names=free(t) - {o.variable})
        if verdict.status == "refuted" and isinstance(verdict.evidence, LimitFact) and not verdict.detail:
            return refuted(verdict.evidence, f"the limit is {verdict.evidence.value!r}")
        return verdict
    except NoLimit as sides:
        if is_empty((*rest, rel("le", o.variable, point))):  # what is assumed leaves one side only
            return decide_tends(replace(o, side="+"))
        if is_empty((*rest, rel("ge", o.variable, point))):
            return decide_tends(replace(o, side="-"))
        both = (LimitFact(t, o.variable, point, side, found, rest) for side, found in (("-", sides.left), ("+", sides.right)))
        return refuted(Cases((), tuple(both)), str(sides))
    except Unknown as missing:
        if infinite(point) and not free(t) - {o.variable} and _oscillates(t, o.variable):
            return refuted(ShapeFact(t, o.variable, 0, ()), "there is no limit: the function is periodic and not constant")
        return _with_opinion(_gap(missing), t, o.variable, point, o.side)


def _with_opinion(verdict: Verdict, t: Term, variable: Term, point: Term, side: str) -> Verdict:
    """An undecided limit with what SymPy says of it, which proves nothing."""
    if free(t) - {variable} or free(point):
        return verdict
    found = ask("limit", t, variable, point, num({"+": 1, "-": -1, "": 0}[side]), timeout=left(ASK_SECONDS))
    if isinstance(found, Timeout):
        return undecided("timeout", verdict.detail)
    return replace(verdict, detail=f"{verdict.detail}; SymPy finds {found!r}") if isinstance(found, Term) else verdict


def _oscillates(t: Term, variable: Term) -> bool:
    """Whether a term is periodic and takes two values."""
    if period(t, variable) is None:
        return False
    try:
        values = range_of_layout(prepared(t, variable, Range(t, variable, ()).domain, ()).pieces())
    except Unknown:
        return False
    return compare(values[0].lower, values[-1].upper) == -1


def _same_limit(found: Term, stated: Term, signs: Signs) -> bool:
    if infinite(found) or infinite(stated):
        return infinite(found) == infinite(stated)
    if decide_equation(Equation(found, stated, signs.assumptions)).status == "proved":
        return True
    return signs.sign(found - stated) == 0


# ---- properties and bounds


def decide_holds(o: Holds) -> Verdict:
    """Whether a function has a property."""
    try:
        s = prepared(o.term, o.variable, o.domain, o.assumptions, o.order)
        if s.parameters and o.property not in ("odd", "even", "neither odd nor even", "periodic"):
            return decide_shape_with(o, s)
        return decide_property(o, s)
    except Unknown as missing:
        return _gap(missing)


def decide_bound(o: Bound) -> Verdict:
    """Whether ``term <= value`` everywhere on the domain; an absolute value counts as two bounds."""
    try:
        if free(o.value) - {o.variable}:  # parameters on the right: all of them are moved to one side
            if o.order:
                raise Unknown("a bound with parameters on a derivative")
            o = replace(o, term=o.term - o.value, value=ZERO)
        s = prepared(o.term, o.variable, o.domain, o.assumptions, o.order)
        value = substitute(o.value, {k: v for k, v in given(o.assumptions).items() if k != o.variable})
        if s.parameters:
            return decide_bound_with(o, s, value)
        return _bound(o, s, value)
    except Unknown as missing:
        return _gap(missing)


def _bound(o: Bound, s: Subject, value: Term) -> Verdict:
    """value - term has no negative values (for an absolute value, nor has value + term)."""
    inner = s.term.args[0] if s.term.head == "abs" and s.order == 0 else None
    facts: list[ShapeFact] = []
    for t in [s.term] if inner is None else [inner, neg(inner)]:
        if s.order:
            found = mapped(s.pieces(periodic=False), lambda f: value - f)
        else:
            found = Subject(value - t, s.variable, s.domain, 0, ()).pieces()
        answer = has_sign(found, 1, o.strict)
        facts.append(ShapeFact(found.term, found.variable, 0, answer.cells))
        if not answer.holds:
            best = (
                ""
                if o.variable in free(value) or s.order
                else _best_bound(s.term if inner is None else inner, inner is not None, s)
            )
            seen = _both_sides(answer.witness, t, value, s)
            return refuted(replace(facts[-1] if seen is None else seen, truth=best), answer.why)
    return proved(facts[0] if len(facts) == 1 else Cases((), tuple(facts)))


def _both_sides(witness: Witness | None, t: Term, value: Term, s: Subject) -> Witness | None:
    """A witness against ``t <= value`` told by the two sides, not by their difference."""
    if witness is None or s.order or set(witness.point) != {s.variable.name}:
        return witness
    left, right = (substitute(side, {s.variable: num(witness.point[s.variable.name])}) for side in (t, value))
    plain = first_true([(rel("lt", right, left),), (rel("eq", right, left),)])
    return witness if plain is None else replace(witness, conditions=plain)


def _best_bound(t: Term, both_sides: bool, s: Subject) -> str:
    """The supremum of a function, or of its absolute value, as LaTeX; empty where it is not found soon."""

    def found() -> str:
        values = range_of_layout(Subject(t, s.variable, s.domain, 0, ()).pieces())
        if not both_sides:
            return values[-1].upper.latex()
        ends = [(e if compare(e, exactly(0)) != -1 else negative(e), True) for e in (values[0].lower, values[-1].upper)]
        best = extreme(ends, 1)
        return "" if best is None else best[0].latex()

    try:
        return limited(BEST_BOUND_SECONDS, found, str)
    except Unknown:
        return ""


PROCEDURES: dict[type, Callable[[Any], Verdict]] = {
    Range: decide_range,
    Tends: decide_tends,
    Holds: decide_holds,
    Bound: decide_bound,
    Value: decide_value,
    IntegralValue: decide_integral,
}

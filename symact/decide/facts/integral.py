"""Definite integrals: by an antiderivative that the normal form verifies, with its limits; refuted by rigorous quadrature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from symact.decide.equality import NOWHERE, decide_equation
from symact.decide.evidence import Conditioned
from symact.decide.facts.constants import Unknown, closed_ball
from symact.decide.facts.evidence_values import IntegralFact
from symact.decide.facts.expansion import infinite
from symact.decide.facts.limit_of import limit
from symact.decide.facts.parametric import Found, by_cases
from symact.decide.facts.pieces import LINE, Layout, layout
from symact.decide.facts.primitive import neat, primitives
from symact.decide.facts.quadrature import integral_ball
from symact.decide.facts.reals import MINUS_OO, OO, Interval, Real, compare
from symact.decide.facts.signs import Signs, in_force
from symact.decide.facts.subject import given
from symact.decide.facts.value import printed, shown
from symact.decide.regions import is_empty
from symact.obligations import Equation, IntegralValue
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import TRUE, ZERO, Term, free, mul, not_, num, substitute
from symact.terms.integrals import closed_form
from symact.verdict import Evidence, Verdict, proved, refuted, undecided

__all__ = ["decide_integral", "integral_values"]

ASK_SECONDS = 3.0


def decide_integral(o: IntegralValue) -> Verdict:
    """Whether a definite integral has the stated value."""
    known = {k: v for k, v in given(o.assumptions).items() if k != o.variable}
    t, lower, upper, value = (substitute(s, known) for s in (o.term, o.lower, o.upper, o.value))
    rest = tuple(a for a in (substitute(a, known) for a in o.assumptions) if a.head != "true")
    if o.decimal is None:
        names = (free(t) | free(lower) | free(upper) | free(value)) - {o.variable}
        try:
            verdict = by_cases(lambda signs, put: _judged(o.variable, (t, lower, upper, value), signs, put), Signs(rest), names)
            if verdict.status == "refuted" and not verdict.detail:
                told = "another" if free(value) or verdict.evidence is None else _told(verdict.evidence, value)
                return replace(verdict, detail=f"the value is {told}")
            return verdict
        except Unknown:
            pass
    return _by_quadrature(o, t, lower, upper, value)


def _told(evidence: Evidence, stated: Term) -> str:
    """A value beside the stated one, in digits where both are numbers."""
    value = evidence.value if isinstance(evidence, IntegralFact) else None
    if value is None or free(value) or infinite(value) or infinite(stated):
        return "another"
    return f"{shown(value)}, not {shown(stated)}"


def _judged(
    variable: Term, claim: tuple[Term, Term, Term, Term], signs: Signs, put: dict[Term, Term]
) -> list[Found]:
    """Whether an integral has its value under the signs assumed of the parameters, with the evidence. Raises Unknown."""
    t, lower, upper, value = (substitute(s, put) for s in claim)
    found: list[Found] = []
    for integral in integral_values(t, variable, lower, upper, signs.assumptions):
        inside = (*signs.assumptions, *integral.conditions)
        if integral.conditions and is_empty(inside):
            continue
        fact = IntegralFact(t, variable, lower, upper, integral.value, integral.antiderivative, assumptions=inside)
        found += [replace(f, conditions=(*integral.conditions, *f.conditions)) for f in _compared(fact, value)]
    if not found:
        raise Unknown("the integrand is not defined everywhere between the ends")
    return found


def _compared(fact: IntegralFact, stated: Term) -> list[Found]:
    """Whether the value of an integral is the stated one, and under which conditions; nothing where one of them is nowhere defined.

    Raises Unknown.
    """
    value = fact.value
    assert value is not None
    if infinite(value) or infinite(stated):
        return [Found(infinite(value) == infinite(stated), fact)]
    verdict = decide_equation(Equation(value, stated, fact.assumptions, frozenset()))
    right = replace(fact, value=stated)
    if isinstance(verdict.evidence, Conditioned):
        c = verdict.evidence.condition
        holds, fails = (replace(f, assumptions=(*f.assumptions, d)) for f, d in ((right, c), (fact, not_(c))))
        return [Found(True, holds, (c,)), Found(False, fails, (not_(c),))]
    if verdict.detail == NOWHERE:
        return []
    if verdict.status not in ("proved", "refuted"):
        raise Unknown("the values cannot be told apart")
    return [Found(True, right) if verdict.status == "proved" else Found(False, fact)]


def _by_quadrature(o: IntegralValue, t: Term, lower: Term, upper: Term, value: Term) -> Verdict:
    """An enclosure tells a wrong value from the right one; a printed decimal it can also confirm, as the exact value can."""
    if (free(t) - {o.variable}) | free(lower) | free(upper) | free(value):
        return undecided("incomplete", "no antiderivative was found")
    fact, ball = _enclosed(o, t, lower, upper)
    if ball is None:
        return undecided("incomplete", "neither an antiderivative nor an enclosure was found")
    with precision(96):
        if o.decimal is not None:
            claimed = printed(o.decimal)
            if claimed is None:
                return undecided("unreadable", f"{o.decimal!r} is no decimal")
            number, unit = claimed
            error = abs(ball - enclose(num(number), {}))
            half = enclose(num(unit / 2), {})
            if error <= half or error > half:
                return proved(fact) if error <= half else refuted(fact)
            return undecided("incomplete", "the enclosure does not tell")
        try:
            stated = enclose(value, {})
        except (Undefined, Unbound):
            return undecided("incomplete", "the stated value has no enclosure")
        if stated.is_finite() and not ball.overlaps(stated):
            return refuted(fact, f"the enclosure is {fact.enclosure}")
    return undecided("incomplete", f"no antiderivative was found; the enclosure is {fact.enclosure}")


def _enclosed(o: IntegralValue, t: Term, lower: Term, upper: Term) -> tuple[IntegralFact, Any]:
    """An integral without parameters and a ball around it (None where there is none): a printed decimal may be finer than quadrature."""
    if o.decimal is not None:
        try:
            (exact,) = integral_values(t, o.variable, lower, upper)
            return IntegralFact(t, o.variable, lower, upper, exact.value, exact.antiderivative), closed_ball(exact.value)
        except Unknown:
            pass
    ball = integral_ball(t, o.variable, lower, upper)
    text = "" if ball is None else ball.str(10)
    return IntegralFact(t, o.variable, lower, upper, None, enclosure=text, method="quadrature"), ball


@dataclass(frozen=True)
class Integral:
    """The value of a definite integral, with the antiderivative that it comes from, where its ends meet the conditions."""

    value: Term
    antiderivative: Term | None = None
    conditions: tuple[Term, ...] = ()


def integral_values(
    t: Term, variable: Term, lower: Term, upper: Term, assumptions: tuple[Term, ...] = ()
) -> list[Integral]:
    """A definite integral exactly: its value for each interval in which both ends may lie. Raises Unknown.

    Ends with names in them may lie in any order: the antiderivative is then sought on the whole line, and only where there is
    none the order of the ends is asked for.
    """
    known = closed_form(Term("integral", (variable, lower, upper, t)))
    if known is not None:
        return [Integral(neat(known))]
    if free(lower) | free(upper):
        try:
            return _anywhere(t, variable, lower, upper, assumptions)
        except Unknown as gap:
            if gap.term is not None and free(gap.term) and variable not in free(gap.term):
                raise  # a sign of the parameters decides
    order = compare(Real(lower), Real(upper))
    if order is None:
        raise Unknown("ends of integration that cannot be told apart")
    if order == 0:
        return [Integral(ZERO)]
    found = _between(t, variable, *((lower, upper) if order < 0 else (upper, lower)), assumptions)
    return [found if order < 0 else replace(found, value=neat(mul(-1, found.value)))]


def _anywhere(t: Term, variable: Term, lower: Term, upper: Term, assumptions: tuple[Term, ...]) -> list[Integral]:
    """The values for the intervals of the line over which the term can be integrated."""
    out: list[Integral] = []
    whole = primitives(layout(t, variable, LINE), assumptions)
    if whole is None:
        raise Unknown("no antiderivative was found")
    for primitive in whole:
        start, end = primitive.at(lower), primitive.at(upper)
        if start is not None and end is not None:
            conditions = tuple(dict.fromkeys(c for c in (*start[1], *end[1]) if c != TRUE))
            out.append(Integral(neat(_difference(end[0], start[0])), primitive.term, conditions))
    return out


def _between(t: Term, variable: Term, low: Term, high: Term, assumptions: tuple[Term, ...]) -> Integral:
    """The value from a lower to a higher end."""
    found = layout(t, variable, Interval(Real(low), Real(high), False, False))
    if not found.is_connected:
        raise Unknown("the integrand is not defined everywhere")
    whole = primitives(found, assumptions)
    if whole is None:
        return Integral(_beyond_all_bounds(found))
    total = ZERO
    for primitive in whole:
        first, last = primitive.pieces[0], primitive.pieces[-1]
        start, end = (
            limit(p.term, variable, e.term, "" if e.infinite else side)
            for p, e, side in ((first, first.low, "+"), (last, last.high, "-"))
        )
        total = _sum(total, _difference(end, start))
    return Integral(neat(total), whole[0].term if len(whole) == 1 else None)


def _beyond_all_bounds(found: Layout) -> Term:
    """Plus or minus infinity where the integrand does not come near to 0 at an infinite end, and stays finite elsewhere.

    Raises Unknown.
    """
    total = ZERO
    for p in found.pieces:
        for e, side in ((p.low, "+"), (p.high, "-")):
            height = limit(p.term, found.variable, e.term, "" if e.infinite else side)
            if e.infinite and (sign := infinite(height) or in_force().sign(height)):
                total = _sum(total, OO if sign > 0 else MINUS_OO)
            elif not e.infinite and infinite(height):
                raise Unknown("no antiderivative was found")
    if not infinite(total):
        raise Unknown("no antiderivative was found")
    return total


def _difference(high: Term, low: Term) -> Term:
    return _sum(high, mul(-1, low))


def _sum(a: Term, b: Term) -> Term:
    if infinite(a) or infinite(b):
        if infinite(a) * infinite(b) < 0:
            raise Unknown("infinity minus infinity")
        return a if infinite(a) else b
    return a + b

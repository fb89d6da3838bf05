"""Every obligation has its procedure: the one way from what must hold to a verdict."""

from __future__ import annotations

from symact.decide.compound import decide_all, decide_denied, decide_occurs
from symact.decide.equality import decide_equation
from symact.obligations import (
    REALS,
    All,
    Denied,
    Equation,
    Fact,
    Holds,
    IntegralValue,
    Interval,
    Obligation,
    Occurs,
    Property,
    Tends,
    Value,
)
from symact.terms.core import Term, free, num, parts
from symact.verdict import Verdict

__all__ = ["decide_obligation"]

_OPERATORS = ("limit", "integral")


def decide_obligation(o: Obligation) -> Verdict:
    """The verdict on an obligation. An equation with a limit, an integral or an extremum as a side is a fact about its body."""
    if isinstance(o, All):
        return decide_all(o, decide_obligation)
    if isinstance(o, Denied):
        return decide_denied(o, decide_obligation)
    if isinstance(o, Occurs):
        return decide_occurs(o)
    if isinstance(o, Value) and _is_operator(o.term):
        return _decided(_as_printed(o))
    if not isinstance(o, Equation):
        return _decided(o)
    if not any(_is_operator(s) for side in (o.left, o.right) for s in parts(side)):
        return decide_equation(o)
    verdict = decide_equation(o)
    if verdict.status != "undecided":
        return verdict
    fact = _as_fact(o)
    return verdict if fact is None else _decided(fact)


def _decided(o: Fact) -> Verdict:
    from symact.decide.facts import decide_fact  # facts are reached by few documents, and are many modules

    return decide_fact(o)


def _is_operator(t: Term) -> bool:
    """A limit, an integral, a maximum or minimum over a variable."""
    return t.head in _OPERATORS or (t.head in ("maxover", "minover") and t.args[0].head == "sym")


def _as_fact(e: Equation) -> Fact | None:
    """The fact that an equation between an operator and a value states; None where it has another form."""
    for left, right in ((e.left, e.right), (e.right, e.left)):
        if not _is_operator(left):
            continue
        if any(_is_operator(s) for s in parts(right)):
            found = _value_of(right, e.assumptions)
            if found is None:
                continue
            right = found
        if any(_is_operator(s) for s in parts(left.args[-1])):
            continue
        if left.head == "limit":
            variable, point, side, body = left.args
            return Tends(body, variable, point, right, side, e.assumptions)
        variable, lower, upper, body = left.args
        if left.head == "integral":
            return IntegralValue(body, variable, lower, upper, right, e.assumptions)
        return Holds(_extremum(left), body, variable, _domain(lower, upper), e.assumptions, value=right)
    return None


def _as_printed(o: Value) -> Fact:
    """The fact that an operator has a printed value."""
    from symact.decide.facts.value import printed

    known = printed(o.decimal)
    if o.term.head == "limit":
        found = _value_of(o.term, ())
        return o if found is None else Value(found, o.decimal)
    if known is None:
        return o
    variable, lower, upper, body = o.term.args
    value = num(known[0])
    if o.term.head == "integral":
        return IntegralValue(body, variable, lower, upper, value, decimal=o.decimal)
    return Holds(_extremum(o.term), body, variable, _domain(lower, upper), value=value, about=True)


def _extremum(t: Term) -> Property:
    return "maximum" if t.head == "maxover" else "minimum"


def _domain(lower: Term, upper: Term) -> Interval:
    return REALS if (lower, upper) == (REALS.lower, REALS.upper) else Interval(lower, upper, True, True)


def _value_of(t: Term, assumptions: tuple[Term, ...]) -> Term | None:
    """The value of a limit without parameters, as a term without it; None where it is not found."""
    from symact.decide.facts import Signs, Unknown, limit

    if t.head != "limit" or free(t):
        return None
    variable, point, side, body = t.args
    try:
        return limit(body, variable, point, side, Signs(assumptions))
    except Unknown:
        return None

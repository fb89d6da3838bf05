"""Definite integrals: by an antiderivative that the normal form verifies, with its limits; refuted by rigorous quadrature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symact.budget import left
from symact.catalogue import DENSITIES
from symact.decide.equality import decide_equation
from symact.decide.facts.constants import Unknown
from symact.decide.facts.evidence_values import IntegralFact
from symact.decide.facts.expansion import infinite
from symact.decide.facts.limit_of import limit
from symact.decide.facts.parametric import by_cases
from symact.decide.facts.pieces import layout
from symact.decide.facts.quadrature import integral_ball
from symact.decide.facts.reals import Interval, Real
from symact.decide.facts.shape import is_continuous_at
from symact.decide.facts.signs import Signs
from symact.decide.facts.solve import tidy
from symact.decide.facts.subject import given
from symact.decide.facts.value import printed
from symact.decide.kinks import simplified
from symact.decide.worker import ask
from symact.obligations import Equation, IntegralValue
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import Term, cases, exp, fn, free, log, mul, num, parts, power, substitute, sym
from symact.terms.integrals import closed_form
from symact.verdict import Verdict, proved, refuted, undecided

__all__ = ["antiderivative", "decide_integral", "integral_value"]

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
                return replace(verdict, detail="the value is another")
            return verdict
        except Unknown:
            pass
    return _by_quadrature(o, t, lower, upper, value)


def _judged(
    variable: Term, claim: tuple[Term, Term, Term, Term], signs: Signs, put: dict[Term, Term]
) -> tuple[bool, IntegralFact]:
    """Whether an integral has its value under the signs assumed of the parameters, with the evidence. Raises Unknown."""
    t, lower, upper, value = (substitute(s, put) for s in claim)
    found = integral_value(t, variable, lower, upper, signs.assumptions)
    if found is None:
        raise Unknown("no antiderivative was found")
    fact = IntegralFact(t, variable, lower, upper, found[0], found[1], assumptions=signs.assumptions)
    if infinite(found[0]) or infinite(value):
        return infinite(found[0]) == infinite(value), fact
    status = decide_equation(Equation(found[0], value, signs.assumptions)).status
    if status not in ("proved", "refuted"):
        raise Unknown("the values cannot be told apart")
    return status == "proved", replace(fact, value=value) if status == "proved" else fact


def _by_quadrature(o: IntegralValue, t: Term, lower: Term, upper: Term, value: Term) -> Verdict:
    """An enclosure tells a wrong value from the right one; a printed decimal it can also confirm."""
    if (free(t) - {o.variable}) | free(lower) | free(upper) | free(value):
        return undecided("incomplete", "no antiderivative was found")
    ball = integral_ball(t, o.variable, lower, upper)
    if ball is None:
        return undecided("incomplete", "neither an antiderivative nor an enclosure was found")
    with precision(96):
        text = ball.str(10)
        fact = IntegralFact(t, o.variable, lower, upper, None, enclosure=text, method="quadrature")
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
            return refuted(fact, f"the enclosure is {text}")
    return undecided("incomplete", f"no antiderivative was found; the enclosure is {text}")


def integral_value(
    t: Term, variable: Term, lower: Term, upper: Term, assumptions: tuple[Term, ...] = ()
) -> tuple[Term, Term | None] | None:
    """(value, antiderivative) of a definite integral, exactly; None where none is found. Raises Unknown."""
    known = closed_form(Term("integral", (variable, lower, upper, t)))
    if known is not None:
        return (simplified(known) or known if free(known) else tidy(known)), None
    total: Term | None = None
    found = layout(t, variable, Interval(Real(lower), Real(upper), False, False))
    if not found.is_connected:
        raise Unknown("the integrand is not defined everywhere")
    primitives: list[Term] = []
    for p in found.pieces:
        primitive = antiderivative(p.term, variable, assumptions)
        if primitive is None or not _is_continuous(primitive, variable, p.low, p.high):
            return None
        ends = []
        for end, side in ((p.low, "+"), (p.high, "-")):
            if end.exact is None:
                raise Unknown("an end that is not known exactly")
            ends.append(limit(primitive, variable, end.exact, "" if end.infinite else side))
        part = _difference(ends[1], ends[0])
        total = part if total is None else _sum(total, part)
        primitives.append(primitive)
    if total is None:
        return None
    value = total if infinite(total) else simplified(total) or total if free(total) else tidy(total)
    return value, primitives[0] if len(primitives) == 1 else _joined(found.pieces, primitives, variable)


def _is_continuous(t: Term, variable: Term, low: Real, high: Real) -> bool:
    """Whether an antiderivative has neither holes nor jumps inside: -atan(1/x) has one at 0, where its derivative shows none."""
    found = layout(t, variable, Interval(low, high, False, False))
    return found.whole and all(is_continuous_at(found, b.place) for b in found.breaks)


def _joined(pieces: tuple[object, ...], primitives: list[Term], variable: Term) -> Term:
    args: list[Term] = []
    for p, primitive in zip(pieces, primitives, strict=True):
        args += [variable.lt(p.high.term), primitive]  # type: ignore[attr-defined]
    return cases(*args[:-2], args[-1])


def _difference(high: Term, low: Term) -> Term:
    if infinite(high) or infinite(low):
        if infinite(high) == infinite(low):
            raise Unknown("infinity minus infinity")
        return high if infinite(high) else mul(-1, low)
    return high - low


def _sum(a: Term, b: Term) -> Term:
    if infinite(a) or infinite(b):
        if infinite(a) * infinite(b) < 0:
            raise Unknown("infinity minus infinity")
        return a if infinite(a) else b
    return a + b


def antiderivative(t: Term, variable: Term, assumptions: tuple[Term, ...] = ()) -> Term | None:
    """A function whose derivative is the term, by the normal form; None where none is found."""
    own = _own_antiderivative(t, variable, assumptions)
    if own is not None:
        return own
    found = ask("antiderivative", t, variable, timeout=left(ASK_SECONDS))
    if isinstance(found, Term) and not any(s.head in ("integral", "limit") for s in parts(found)):
        return next(_scaled(found, t, variable, assumptions), None)
    return None


def _own_antiderivative(t: Term, variable: Term, assumptions: tuple[Term, ...] = ()) -> Term | None:
    seen: set[Term] = set()
    for candidate in _candidates(t, variable):
        if candidate not in seen:
            seen.add(candidate)
            for verified in _scaled(candidate, t, variable, assumptions):
                return verified
    return None


def _scaled(candidate: Term, t: Term, variable: Term, assumptions: tuple[Term, ...]) -> Iterator[Term]:
    """The candidate times the constant that makes its derivative the integrand, if there is one."""
    try:
        slope = diff(candidate, variable)
    except NotDifferentiable:
        return
    ratio = simplified(t / slope)
    if ratio is None or variable in free(ratio):
        return
    scaled = mul(ratio, candidate)
    verdict = decide_equation(Equation(diff(scaled, variable), t, assumptions, frozenset((variable,))))
    if verdict.status == "proved":
        yield scaled


def _candidates(t: Term, x: Term) -> Iterator[Term]:
    """Functions that might, but for a constant factor, be an antiderivative."""
    if x not in free(t):
        yield x
        return
    if t.head == "add":
        parts = [_own_antiderivative(a, x) for a in t.args]
        if all(p is not None for p in parts):
            yield sum_of([p for p in parts if p is not None])
    if t.head == "mul":
        inside = [f for f in t.args if x in free(f)]
        if len(inside) < len(t.args):
            t = mul(*inside)
    yield t  # K exp(k x)
    for n in range(2, 8):
        yield power(x, n)
    for s in _subterms(t, x):
        yield s
        yield exp(s)
        yield log(s)
        yield fn("atan", s)
        yield fn("erf", s)
        yield power(s, -1)
        yield power(s, 2)
        yield power(s, num("1/2"))
        yield power(s, num("3/2"))
        yield mul(s, log(s)) - s
    if t.head in ("mul", "exp"):
        yield from _by_parts(t, x)
    for d in DENSITIES:
        yield from _distributions(d.distribution, t, x)


def sum_of(parts: list[Term]) -> Term:
    out = parts[0]
    for p in parts[1:]:
        out = out + p
    return out


def _subterms(t: Term, x: Term) -> Iterator[Term]:
    seen: set[Term] = set()
    for s in parts(t):
        if x in free(s) and s not in seen and s != x:
            seen.add(s)
            yield s
            if s.head == "pow" and s.args[1].is_num and s.args[1].value < 0:
                yield s.args[0]


def _by_parts(t: Term, x: Term) -> Iterator[Term]:
    """P(x) e^(a x): e^(a x) (P/a - P'/a^2 + ...); x e^(-q(x)^2)-like products are met by their factors."""
    factors = t.args if t.head == "mul" else (t,)
    exps = [f for f in factors if f.head == "exp"]
    rest = mul(*(f for f in factors if f.head != "exp"))
    if len(exps) != 1:
        return
    rate = diff(exps[0].args[0], x)
    if x in free(rate):
        return
    out, p, sign = None, rest, 1
    for k in range(1, 8):
        part = mul(sign, p, power(rate, -k), exps[0])
        out = part if out is None else out + part
        p = diff(p, x)
        sign = -sign
        if x not in free(p) and p.is_num and p.value == 0:
            break
    if out is not None:
        yield out


def _distributions(distribution: Term, t: Term, x: Term) -> Iterator[Term]:
    """The distribution function of a known density, with the names of the integrand put in for its parameters."""
    if sym("x") != x:
        distribution = substitute(distribution, {sym("x"): x})
    if distribution.head == "cases":
        return
    yield distribution

"""Finders of values: at 0, of the whole function, of its derivative, where the variable grows without bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from symact.decide.facts import (
    Asymptote,
    Real,
    Signs,
    Unknown,
    assuming,
    asymptote,
    limit,
    monotone_on,
    range_of,
    range_of_layout,
)
from symact.decide.facts.evidence import samples
from symact.decide.facts.reals import MINUS_OO, OO
from symact.decide.facts.solve import tidy as closed
from symact.derive import simplest
from symact.derive.rules import shown
from symact.obligations import REALS, Equation, Range, Tends
from symact.obligations import Interval as Stated
from symact.study.constants import nicest
from symact.study.subject import Found, Subject, inline, real_latex, set_latex, stated_of
from symact.terms.ball import holds
from symact.terms.calculus import diff
from symact.terms.core import ZERO, Term, add, free, mul, num, power, rel, substitute
from symact.terms.latex import to_latex

__all__ = [
    "asymptote_at", "limit_at", "range_found", "saturation_at", "slope_at_zero", "slopes_found", "taylor", "value_at_zero"
]  # fmt: skip

TAYLOR = 3


def value_at_zero(s: Subject) -> Found | None:
    if not s.has_value_at_zero:
        return None
    value = _closed(substitute(s.term, {s.x: ZERO}), s)
    return Found(f"{s.at('0')} = {shown(value)}", (Equation(substitute(s.term, {s.x: ZERO}), value, s.given),), inline(shown(value)))


def _closed(t: Term, s: Subject) -> Term:
    """A term without the variable in closed form. Raises Unknown."""
    found = limit(t, s.x, ZERO) if not free(t) else simplest(t, s.given)
    return nicest(closed(found)) if not free(found) else found


def slope_at_zero(s: Subject) -> Found | None:
    if not s.has_value_at_zero:
        return None
    value = _derivative_at_zero(s, 1)
    if value is None:
        kink = s.holds("not differentiable", times=1, places=(Stated(ZERO, ZERO, True, True),))
        return Found("", (kink,), _why_no_slope(s))
    start = at_zero(s)
    slope = Tends((s.term - start) / s.x, s.x, ZERO, value, "", s.given)
    x = to_latex(s.x)
    over = rf"\lim_{{{x} \to 0}} \frac{{{s.at(x)}{'' if start == ZERO else ' ' + _less(start)}}}{{{x}}}"
    pieced = any(b.place.rational == 0 for b in s.layout.breaks)  # neither piece has its slope at its end
    return Found(f"{over if pieced else s.slope_at('0')} = {shown(value)}", (slope,), inline(shown(value)))


def at_zero(s: Subject) -> Term:
    return _closed(substitute(s.term, {s.x: ZERO}), s)


def _derivative_at_zero(s: Subject, order: int) -> Term | None:
    """The derivative of an order at 0; None where there is none."""
    if any(c.order <= order and c.place.rational == 0 for c in s.smoothness.corners):
        return None
    return _closed(limit(diff(s.term, s.x, order), s.x, ZERO, signs=Signs(s.given)), s)


def _why_no_slope(s: Subject) -> str:
    corner = next(c for c in s.smoothness.corners if c.order <= 1 and c.place.rational == 0)
    if any(v is not None and v.infinite for v in (corner.left, corner.right)):
        return "none, it has no bound"
    return "none, there is a kink" if corner.order else "none, it jumps"


def taylor(s: Subject) -> Found | None:
    if not s.has_value_at_zero:
        return None
    coefficients = [at_zero(s)]
    factorial = 1
    for k in range(1, TAYLOR + 1):
        value = _derivative_at_zero(s, k)
        if value is None:
            break
        factorial *= k
        coefficients.append(mul(value, Fraction(1, factorial)))
    degree = len(coefficients) - 1
    if degree == 0:
        kink = slope_at_zero(s)
        return None if kink is None else replace(kink, value="none, the derivative does not exist")
    terms = [mul(c, power(s.x, k)) for k, c in enumerate(coefficients) if c != ZERO]
    polynomial = add(*terms)
    quotient = (s.term - polynomial) / power(s.x, degree)
    x = to_latex(s.x)
    below = shown(power(s.x, degree))
    rest = "".join(f" - {_bracketed(t)}" if not shown(t).startswith("-") else f" + {shown(mul(-1, t))}" for t in terms)
    statement = rf"\lim_{{{x} \to 0}} \frac{{{s.at(x)}{rest}}}{{{below}}} = 0"
    return Found(statement, (s.tends(quotient, ZERO, ZERO),), inline(_ascending(terms)))


def _bracketed(t: Term) -> str:
    text = shown(t)
    return rf"\left({text}\right)" if t.head == "add" else text


def _ascending(terms: list[Term]) -> str:
    out = ""
    for t in terms:
        text = _bracketed(t)
        out += text if not out else f" - {text[1:]}" if text.startswith("-") else f" + {text}"
    return out or "0"


def range_found(s: Subject) -> Found:
    return _range_of(s, 0, s.at(to_latex(s.x)))


def slopes_found(s: Subject) -> Found:
    return _range_of(s, 1, s.slope_at(to_latex(s.x)))


def _range_of(s: Subject, order: int, head: str) -> Found:
    if s.has_parameters:
        term, order, parts = s.term, order, range_of(s.term, s.x) if order == 0 else range_of_layout(s.slopes)
    elif order and s.slope_period is not None:
        term, order, parts = s.slope, 0, range_of(s.slope, s.x)
    else:
        term, parts = s.term, range_of_layout(s.slopes) if order else range_of(s.term, s.x)
    stated, about = stated_of(parts)
    fact = Range(term, s.x, stated, "about" if about else "equal", REALS, s.given, order)
    return Found(rf"{head} \in {set_latex(parts)}", (fact,), inline(set_latex(parts)))


def limit_at(side: int) -> Callable[[Subject], Found | None]:
    def find(s: Subject) -> Found | None:
        if not s.reaches(side):
            return None
        point = OO if side > 0 else MINUS_OO
        if s.period is not None:
            return no_limit(s)
        value = limit(s.term, s.x, point, signs=Signs(s.given))
        x = to_latex(s.x)
        statement = rf"\lim_{{{x} \to {_end(side)}}} {s.at(x)} = {_term(value)}"
        return Found(statement, (s.tends(s.term, point, value),), inline(_term(value)))

    return find


def no_limit(s: Subject) -> Found:
    """A periodic function that takes two values has no limit."""
    stated, about = stated_of(range_of(s.term, s.x))
    values = Range(s.term, s.x, stated, "about" if about else "equal", REALS, s.given)
    return Found("", (s.holds("periodic", value=s.period), values), "none, it is periodic")


def no_slope(s: Subject) -> Found:
    """A periodic derivative that takes two values has no limit, and there is no asymptote."""
    return no_limit(replace(s, term=s.slope))


def _end(side: int) -> str:
    return r"\infty" if side > 0 else r"-\infty"


def _term(t: Term) -> str:
    return real_latex(Real(t))


def asymptote_at(side: int) -> Callable[[Subject], Found | None]:
    def find(s: Subject) -> Found | None:
        if not s.reaches(side):
            return None
        point = OO if side > 0 else MINUS_OO
        if s.slope_period is not None:
            return replace(no_slope(s), value="none")
        line = _line(s, point)
        if line is None:
            return _no_line(s, point)
        whole = simplest(add(mul(line.slope, s.x), line.intercept), s.given)
        x = to_latex(s.x)
        inner = s.at(x) if whole == ZERO else f"({s.at(x)} {_less(whole)})"
        statement = rf"\lim_{{{x} \to {_end(side)}}} {inner} = 0"
        return Found(statement, (s.tends(s.term - whole, point, ZERO),), f"the line ${shown(whole)}$")

    return find


def _line(s: Subject, point: Term) -> Asymptote | None:
    with assuming(Signs(s.given)):
        return asymptote(s.term, s.x, point)


def _no_line(s: Subject, point: Term) -> Found:
    """No line is approached: f(x)/x grows without bound, or has a limit m and f(x) - m x grows."""
    m = limit(s.term / s.x, s.x, point, signs=Signs(s.given))
    facts = [s.tends(s.term / s.x, point, m)]
    if m not in (OO, MINUS_OO):
        rest = s.term - mul(m, s.x)
        facts.append(s.tends(rest, point, limit(rest, s.x, point, signs=Signs(s.given))))
        if facts[-1].value not in (OO, MINUS_OO):
            raise Unknown("whether there is an asymptote is not known")
    return Found("", tuple(facts), "none")


def _less(t: Term) -> str:
    text = shown(t)
    if t.head == "add":
        return rf"- \left({text}\right)"
    return f"+ {text[1:]}" if text.startswith("-") else f"- {text}"


def saturation_at(side: int) -> Callable[[Subject], Found | None]:
    """In the sense that the derivative tends to 0 as the input grows without bound on that side."""

    def find(s: Subject) -> Found | None:
        if not s.reaches(side):
            return None
        point = OO if side > 0 else MINUS_OO
        if s.slope_period is not None:
            return replace(no_slope(s), value="no")
        slope = diff(s.term, s.x)
        value = limit(slope, s.x, point, signs=Signs(s.given))
        x = to_latex(s.x)
        statement = rf"\lim_{{{x} \to {_end(side)}}} {s.slope_at(x)} = {_term(value)}"
        return Found(statement, (s.tends(slope, point, value),), _saturation(s, side) if value == ZERO else "no")

    return find


def _saturation(s: Subject, side: int) -> str:
    """Hard where the derivative is 0 from some point on, soft where it only tends to 0: as it is analytic, it is not 0 somewhere."""
    piece = s.layout.pieces[-1 if side > 0 else 0]
    slope = diff(piece.term, s.x)
    if s.x in free(slope) and any(apart_from_zero(slope, s.x, at) for at in samples(piece.low, piece.high)):
        return "yes, soft"
    outer = monotone_on(s.term, s.x)[-1 if side > 0 else 0]
    return "yes, hard" if outer.sign == 0 else "yes, soft"


def apart_from_zero(t: Term, x: Term, at: Fraction) -> bool:
    """Whether a term is certainly not 0 at a place."""
    return not free(t) - {x} and holds(rel("ne", substitute(t, {x: num(at)}), ZERO), {}) is True

r"""What is true of a function of one variable: each fact found, stated, and decided by the procedures that judge documents.

A finder answers with a statement, or raises Unknown where nothing was found; then the fact says so. The statement's
obligations go to ``decide``, and the verdict with its evidence stays with the fact. Names are those of mathlib's style:
``range_sigmoid``, ``deriv_tanh``, ``limit_softplus_neg_inf``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from symact.budget import limited
from symact.catalogue import Activation
from symact.decide import decide_obligation
from symact.decide.facts import (
    LINE,
    Asymptote,
    Interval,
    Layout,
    Real,
    Signs,
    Smoothness,
    Unknown,
    assuming,
    asymptote,
    convex_on,
    derived,
    greatest,
    least,
    limit,
    lipschitz,
    monotone_on,
    parity,
    period,
    range_of,
    range_of_layout,
    smoothness,
    zeros,
)  # fmt: skip
from symact.decide.facts.profile import on_one_period
from symact.decide.facts.reals import MINUS_OO, OO
from symact.decide.facts.solve import tidy as closed
from symact.derive import by_parameter, simplest
from symact.derive.rules import shown, taken
from symact.derive.tidy import tidy
from symact.obligations import REALS, Equation, Holds, Obligation, Range, Tends
from symact.obligations import Interval as Stated
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import ZERO, Term, add, fn, free, heads, mul, num, power, substitute
from symact.terms.latex import to_latex
from symact.verdict import Verdict, undecided

__all__ = ["Fact", "Sheet", "sheet"]

SECONDS = 20.0  # for one fact; nothing in the catalogue comes near it
DIGITS = 10  # of a value that has no closed form
TAYLOR = 3


@dataclass(frozen=True)
class Fact:
    """A fact by its name: ``statement`` and ``value`` are LaTeX, ``words`` say what it is about.

    ``obligations`` are what makes it true, ``verdict`` the decision on all of them; a fact that was not found has neither
    statement nor obligations, and its verdict gives the reason.
    """

    name: str
    words: str
    statement: str
    value: str
    obligations: tuple[Obligation, ...]
    verdict: Verdict
    at_defaults: bool = False

    @property
    def found(self) -> bool:
        return bool(self.obligations)

    @property
    def proved(self) -> bool:
        return self.verdict.status == "proved"

    def __repr__(self) -> str:
        return f"<{self.name}: {self.statement or self.verdict.detail} ({self.verdict.status})>"


@dataclass(frozen=True)
class Found:
    """What a finder answers: a statement, what makes it true, and the value that it speaks of."""

    statement: str
    obligations: tuple[Obligation, ...]
    value: str = ""


@dataclass(frozen=True, eq=False)
class Subject:
    """The function that facts are about: a term in one variable, with what is assumed of parameters that are left in it.

    ``head`` is how it is written before its argument.
    """

    term: Term
    x: Term
    given: tuple[Term, ...]
    head: str

    def at(self, place: str) -> str:
        return f"{self.head}({place})"

    def slope_at(self, place: str, order: int = 1) -> str:
        return f"{self.head}{order * chr(39)}({place})"

    @cached_property
    def layout(self) -> Layout:
        return on_one_period(self.term, self.x, LINE)

    @cached_property
    def slopes(self) -> Layout:
        return derived(self.layout)

    @cached_property
    def smoothness(self) -> Smoothness:
        return smoothness(self.term, self.x)

    @cached_property
    def period(self) -> Term | None:
        return period(self.term, self.x)

    @cached_property
    def slope(self) -> Term:
        """The derivative in its simplest writing."""
        return taken(simplest(diff(self.term, self.x), self.given))

    @cached_property
    def slope_period(self) -> Term | None:
        """A period of the derivative; only waves have one."""
        return period(self.slope, self.x) if heads(self.term) & {"sin", "cos"} else None

    @property
    def has_parameters(self) -> bool:
        return bool(free(self.term) - {self.x})

    def holds(self, property: Any, **more: Any) -> Holds:
        return Holds(property, self.term, self.x, assumptions=self.given, **more)

    def tends(self, t: Term, point: Term, value: Term) -> Tends:
        return Tends(t, self.x, point, value, "", self.given)


# ---- numbers and sets as they are stated


def _number(x: Real) -> tuple[Term, bool]:
    """A real number as a term, and whether it is a decimal that is right to its digits only."""
    if x.exact is not None:
        return x.term, False
    return num(_decimal(x)), True


def _decimal(x: Real) -> Fraction:
    """The number rounded to DIGITS significant digits."""
    middle = x.ball(160).mid().fmpq()
    value = Fraction(int(middle.p), int(middle.q))
    exponent = len(str(abs(int(value)))) if abs(value) >= 1 else -len(str(int(1 / abs(value)))) + 1 if value else 0
    return round(value, DIGITS - exponent)


def _latex(x: Real) -> str:
    """The number in closed form, or its first digits and dots."""
    if x.exact is None:
        return _digits(x) + r"\ldots"
    return ("-" if x.infinite < 0 else "") + r"\infty" if x.infinite else shown(x.term)


def _digits(x: Real) -> str:
    from symact.decide.facts.reals import digits_of

    return digits_of(x, DIGITS)


def _stated(parts: Iterable[Interval]) -> tuple[tuple[Stated, ...], bool]:
    """A set as an obligation states it, and whether its ends are decimals."""
    out, about = [], False
    for p in parts:
        (low, a), (high, b) = _number(p.lower), _number(p.upper)
        about = about or a or b
        out.append(Stated(low, high, p.lower_closed, p.upper_closed))
    return tuple(out), about


def _set(parts: tuple[Interval, ...]) -> str:
    points = [_latex(p.lower) for p in parts if p.is_point]
    rest = [_interval(p) for p in parts if not p.is_point]
    if points:
        rest.append(rf"\{{{', '.join(points)}\}}")
    if not rest:
        return r"\emptyset"
    return r"\mathbb{R}" if rest == [r"(-\infty, \infty)"] else r" \cup ".join(rest)


def _interval(p: Interval) -> str:
    return f"{'[' if p.lower_closed else '('}{_latex(p.lower)}, {_latex(p.upper)}{']' if p.upper_closed else ')'}"


# ---- the finders


def _value_at_zero(s: Subject) -> Found:
    value = _closed(substitute(s.term, {s.x: ZERO}), s)
    return Found(f"{s.at('0')} = {shown(value)}", (Equation(substitute(s.term, {s.x: ZERO}), value, s.given),), shown(value))


def _closed(t: Term, s: Subject) -> Term:
    """A term without the variable in closed form. Raises Unknown."""
    found = limit(t, s.x, ZERO) if not free(t) else simplest(t, s.given)
    return closed(found) if not free(found) else found


def _slope_at_zero(s: Subject) -> Found:
    value = _derivative_at_zero(s, 1)
    if value is None:
        kink = s.holds("not differentiable", times=1, places=(Stated(ZERO, ZERO, True, True),))
        return Found("", (kink,), "none, there is a kink" if _is_continuous_at_zero(s) else "none, it jumps")
    slope = Tends((s.term - _at_zero(s)) / s.x, s.x, ZERO, value, "", s.given)
    return Found(f"{s.slope_at('0')} = {shown(value)}", (slope,), shown(value))


def _at_zero(s: Subject) -> Term:
    return _closed(substitute(s.term, {s.x: ZERO}), s)


def _derivative_at_zero(s: Subject, order: int) -> Term | None:
    """The derivative of an order at 0; None where there is none."""
    if any(c.order <= order and c.place.rational == 0 for c in s.smoothness.corners):
        return None
    return _closed(limit(diff(s.term, s.x, order), s.x, ZERO, signs=Signs(s.given)), s)


def _is_continuous_at_zero(s: Subject) -> bool:
    return not any(c.order == 0 and c.place.rational == 0 for c in s.smoothness.corners)


def _taylor(s: Subject) -> Found:
    coefficients = [_at_zero(s)]
    factorial = 1
    for k in range(1, TAYLOR + 1):
        value = _derivative_at_zero(s, k)
        if value is None:
            break
        factorial *= k
        coefficients.append(mul(value, Fraction(1, factorial)))
    degree = len(coefficients) - 1
    if degree == 0:
        return replace(_slope_at_zero(s), value="none, the derivative does not exist")
    terms = [mul(c, power(s.x, k)) for k, c in enumerate(coefficients) if c != ZERO]
    polynomial = add(*terms)
    quotient = (s.term - polynomial) / power(s.x, degree)
    x = to_latex(s.x)
    below = shown(power(s.x, degree))
    rest = "".join(f" - {_bracketed(t)}" if not shown(t).startswith("-") else f" + {shown(mul(-1, t))}" for t in terms)
    statement = rf"\lim_{{{x} \to 0}} \frac{{{s.at(x)}{rest}}}{{{below}}} = 0"
    return Found(statement, (s.tends(quotient, ZERO, ZERO),), _ascending(terms))


def _bracketed(t: Term) -> str:
    text = shown(t)
    return rf"\left({text}\right)" if t.head == "add" else text


def _ascending(terms: list[Term]) -> str:
    out = ""
    for t in terms:
        text = _bracketed(t)
        out += text if not out else f" - {text[1:]}" if text.startswith("-") else f" + {text}"
    return out or "0"


def _range(s: Subject) -> Found:
    return _range_of(s, 0, s.at(to_latex(s.x)))


def _slopes(s: Subject) -> Found:
    return _range_of(s, 1, s.slope_at(to_latex(s.x)))


def _range_of(s: Subject, order: int, head: str) -> Found:
    if s.has_parameters:
        term, order, parts = s.term, order, range_of(s.term, s.x) if order == 0 else range_of_layout(s.slopes)
    elif order and s.slope_period is not None:
        term, order, parts = s.slope, 0, range_of(s.slope, s.x)
    else:
        term, parts = s.term, range_of_layout(s.slopes) if order else range_of(s.term, s.x)
    stated, about = _stated(parts)
    fact = Range(term, s.x, stated, "about" if about else "equal", REALS, s.given, order)
    return Found(rf"{head} \in {_set(parts)}", (fact,), _set(parts))


def _limit_at(side: int) -> Callable[[Subject], Found]:
    def find(s: Subject) -> Found:
        point = OO if side > 0 else MINUS_OO
        if s.period is not None:
            return _no_limit(s)
        value = limit(s.term, s.x, point, signs=Signs(s.given))
        x = to_latex(s.x)
        return Found(
            rf"\lim_{{{x} \to {_end(side)}}} {s.at(x)} = {_term(value)}", (s.tends(s.term, point, value),), _term(value)
        )

    return find


def _no_limit(s: Subject) -> Found:
    """A periodic function that takes two values has no limit."""
    stated, about = _stated(range_of(s.term, s.x))
    values = Range(s.term, s.x, stated, "about" if about else "equal", REALS, s.given)
    return Found("", (s.holds("periodic", value=s.period), values), "none, it is periodic")


def _no_slope(s: Subject) -> Found:
    """A periodic derivative that takes two values has no limit, and there is no asymptote."""
    return _no_limit(replace(s, term=s.slope))


def _end(side: int) -> str:
    return r"\infty" if side > 0 else r"-\infty"


def _term(t: Term) -> str:
    return _latex(Real(t))


def _asymptote(side: int) -> Callable[[Subject], Found]:
    def find(s: Subject) -> Found:
        point = OO if side > 0 else MINUS_OO
        if s.slope_period is not None:
            return replace(_no_slope(s), value="none")
        line = _line(s, point)
        if line is None:
            return _no_line(s, point)
        whole = simplest(add(mul(line.slope, s.x), line.intercept), s.given)
        x = to_latex(s.x)
        inner = s.at(x) if whole == ZERO else f"({s.at(x)} {_less(whole)})"
        return Found(
            rf"\lim_{{{x} \to {_end(side)}}} {inner} = 0", (s.tends(s.term - whole, point, ZERO),), f"y = {shown(whole)}"
        )

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


def _zeros(s: Subject) -> Found:
    return _places(s, zeros(s.term, s.x), lambda z: f"{s.at(z)} = 0")


def _fixed_points(s: Subject) -> Found:
    moved = replace(s, term=tidy(s.term - s.x))
    return _places(moved, zeros(moved.term, s.x), lambda z: f"{s.at(z)} = {z}")


def _places(s: Subject, parts: tuple[Interval, ...], statement: Callable[[str], str]) -> Found:
    """The zeros of the subject, with the statement of each that has a closed form."""
    stated, about = _stated(parts)
    domain = REALS if s.period is None else _one_period(s)
    fact = replace(s.holds("zeros", places=stated, about=about), domain=domain)
    exact = [shown(p.lower.term) for p in parts if p.is_point and p.lower.exact is not None]
    more = f", and every {shown(s.period)}" if s.period is not None and parts else ""
    return Found(r",\quad ".join(map(statement, exact)), (fact,), ("none" if not parts else _set(parts)) + more)


def _one_period(s: Subject) -> Stated:
    assert s.period is not None
    half = closed(s.period / 2)
    return Stated(closed(-half), half, True, True)


def _extreme(side: int) -> Callable[[Subject], Found]:
    word = "maximum" if side > 0 else "minimum"

    def find(s: Subject) -> Found:
        best = (greatest if side > 0 else least)(s.term, s.x)
        sign = r"\max" if side > 0 else r"\min"
        x = to_latex(s.x)
        if not best.attained:
            if best.value.infinite:
                unbounded = s.holds("unbounded above" if side > 0 else "unbounded below")
                return Found("", (unbounded,), "none, unbounded")
            value, about = _number(best.value)
            bound = Stated(MINUS_OO, value, False, False) if side > 0 else Stated(value, OO, False, False)
            if about:
                raise Unknown("a bound that is not attained and has no closed form")
            never: Obligation = Range(s.term, s.x, (bound,), "within", REALS, s.given)
            op = "<" if side > 0 else ">"
            return Found(f"{s.at(x)} {op} {shown(value)}", (never,), f"none, {'below' if side > 0 else 'above'} ${_latex(best.value)}$")
        value, about = _number(best.value)
        stated, about_places = _stated(best.places or ())
        places = stated if best.places is not None and s.period is None else None
        fact = s.holds(word, value=value, places=places, about=about or about_places)
        where = "" if best.places is None else f" at {_at_places(best.places)}"
        more = f" and every {shown(s.period)}" if s.period is not None and where else ""
        relation = rf"\approx {shown(value)}" if about else f"= {shown(value)}"
        return Found(rf"{sign}_{{{x}}} {s.at(x)} {relation}", (fact,), f"${_latex(best.value)}${where}{more}")

    return find


def _at_places(parts: tuple[Interval, ...]) -> str:
    return " and ".join(f"${_latex(p.lower)}$" if p.is_point else f"${_interval(p)}$" for p in parts)


def _course(sign: int) -> Callable[[Subject], Found]:
    property: Any = "strictly increasing" if sign > 0 else "strictly decreasing"

    def find(s: Subject) -> Found:
        cells = [c for c in monotone_on(s.term, s.x) if c.sign == sign]
        return _cells(s, cells, property)

    return find


def _bend(sign: int) -> Callable[[Subject], Found]:
    property: Any = "strictly convex" if sign > 0 else "strictly concave"

    def find(s: Subject) -> Found:
        cells = [c for c in convex_on(s.term, s.x) if c.sign == sign]
        return _cells(s, cells, property)

    return find


def _cells(s: Subject, cells: list[Any], property: Any) -> Found:
    """Open intervals on which the function has a property; ends that have no closed form are drawn inwards a little."""
    if not cells:
        return Found("", (_nowhere(s, property),), "nowhere")
    obligations = []
    for c in cells:
        low, high = _inner(c.low, 1), _inner(c.high, -1)
        obligations.append(replace(s.holds(property), domain=Stated(low, high)))
    intervals = tuple(Interval(c.low, c.high, False, False) for c in cells)
    more = f", and every {shown(s.period)}" if s.period is not None else ""
    return Found("", tuple(obligations), _set(intervals) + more)


def _nowhere(s: Subject, property: str) -> Obligation:
    """That a function is nowhere strictly increasing, convex, ...: the derivative, or the second one, has the other sign or is 0."""
    below = property in ("strictly increasing", "strictly convex")
    order = 1 if property.endswith("ing") else 2
    if s.smoothness.times is None or s.smoothness.times >= order - 1:
        opposite: Any = property.removeprefix("strictly ")
        turned = {"increasing": "decreasing", "decreasing": "increasing", "convex": "concave", "concave": "convex"}
        return s.holds(turned[opposite])
    bound = Stated(MINUS_OO, ZERO, False, True) if below else Stated(ZERO, OO, True, False)
    return Range(s.term, s.x, (bound,), "within", REALS, s.given, order)


def _inner(x: Real, side: int) -> Term:
    """The number, or a decimal just above (side 1) or below it."""
    return x.term if x.exact is not None else num(_beside(x, side))


def _beside(x: Real, side: int) -> Fraction:
    """A decimal with DIGITS places that is certainly above (side 1) or below the number."""
    ball = x.ball(160)
    end = (ball.upper() if side > 0 else ball.lower()).mid().fmpq()
    scaled = Fraction(int(end.p), int(end.q)) * 10**DIGITS
    return Fraction(ceil(scaled) if side > 0 else floor(scaled), 10**DIGITS)


def _parity(s: Subject) -> Found:
    kind = parity(s.term, s.x, s.given)
    x = to_latex(s.x)
    turned = substitute(s.term, {s.x: -s.x})
    if kind == "odd":
        return Found(f"{s.at('-' + x)} = -{s.at(x)}", (s.holds("odd"), Equation(turned, -s.term, s.given)), "odd")
    if kind == "even":
        return Found(f"{s.at('-' + x)} = {s.at(x)}", (s.holds("even"), Equation(turned, s.term, s.given)), "even")
    if kind == "neither":
        return Found("", (s.holds("neither odd nor even"),), "neither odd nor even")
    raise Unknown("whether it is odd or even is not known")


def _period(s: Subject) -> Found:
    if s.period is None:
        raise Unknown("no period was found")
    x = to_latex(s.x)
    return Found(f"{s.at(f'{x} + {shown(s.period)}')} = {s.at(x)}", (s.holds("periodic", value=s.period),), shown(s.period))


def _lipschitz(s: Subject) -> Found:
    if s.slope_period is not None:
        return _steepest(s)
    best = lipschitz(s.term, s.x).value
    if best.infinite:
        jumps = bool(s.smoothness.corners) and (s.smoothness.times or 0) < 0
        fact: Obligation
        if jumps:
            fact = s.holds("not differentiable", places=tuple(_stated(_corner_places(s, 0))[0]))
        else:
            fact = replace(s.holds("unbounded"), order=1)
        return Found("", (fact,), "none, since it jumps" if jumps else "none, its slope is unbounded")
    value, about = _number(best)
    x = to_latex(s.x)
    relation = rf"\le {shown(num(_beside(best, 1)) if about else value)}"
    fact = s.holds("lipschitz constant", value=value, about=about)
    return Found(rf"|{s.slope_at(x)}| {relation}", (fact,), _latex(best))


def _steepest(s: Subject) -> Found:
    """The Lipschitz constant as the greatest modulus of a periodic derivative."""
    modulus = replace(s, term=fn("abs", s.slope))
    best = greatest(modulus.term, s.x).value
    value, about = _number(best)
    fact = modulus.holds("maximum", value=value, about=about)
    return Found(rf"|{s.slope_at(to_latex(s.x))}| \le {shown(value)}", (fact,), _latex(best))


def _corner_places(s: Subject, order: int) -> list[Interval]:
    return [Interval(c.place, c.place, True, True) for c in s.smoothness.corners if c.order == order]


def _smoothness(s: Subject) -> Found:
    found = s.smoothness
    if found.times is None:
        return Found("", (s.holds("smooth"),), r"C^{\infty}")
    facts: list[Obligation] = []
    if found.times >= 0:
        facts.append(s.holds("continuous", times=found.times))
    places, about = _stated(_corner_places(s, found.times + 1))
    if about:
        raise Unknown("a kink that has no closed form")
    facts.append(s.holds("not differentiable", times=found.times + 1, places=places))
    at = ", ".join(f"${_latex(c.place)}$" for c in found.corners if c.order == found.times + 1)
    word = {-1: "it jumps", 0: "the slope jumps", 1: "the second derivative jumps"}.get(found.times, "a higher derivative jumps")
    name = "not continuous" if found.times < 0 else f"$C^{{{found.times}}}$"
    return Found("", tuple(facts), f"{name}, {word} at {at}")


def _saturation(side: int) -> Callable[[Subject], Found]:
    """In the sense that the derivative tends to 0 as the input grows without bound on that side."""

    def find(s: Subject) -> Found:
        point = OO if side > 0 else MINUS_OO
        if s.slope_period is not None:
            return replace(_no_slope(s), value="does not saturate")
        slope = diff(s.term, s.x)
        value = limit(slope, s.x, point, signs=Signs(s.given))
        x = to_latex(s.x)
        statement = rf"\lim_{{{x} \to {_end(side)}}} {s.slope_at(x)} = {_term(value)}"
        return Found(statement, (s.tends(slope, point, value),), "saturates" if value == ZERO else "does not saturate")

    return find


@dataclass(frozen=True)
class Finder:
    """A row of the sheet: the name around the function's own, the words for it, and how it is found."""

    name: str
    words: str
    find: Callable[[Subject], Found]


FINDERS = (
    Finder("value_{}_zero", "value at 0", _value_at_zero),
    Finder("slope_{}_zero", "slope at 0", _slope_at_zero),
    Finder("taylor_{}", "Taylor polynomial at 0", _taylor),
    Finder("range_{}", "range", _range),
    Finder("range_deriv_{}", "range of the derivative", _slopes),
    Finder("limit_{}_neg_inf", r"limit at $-\infty$", _limit_at(-1)),
    Finder("limit_{}_pos_inf", r"limit at $\infty$", _limit_at(1)),
    Finder("asymptote_{}_neg_inf", r"asymptote at $-\infty$", _asymptote(-1)),
    Finder("asymptote_{}_pos_inf", r"asymptote at $\infty$", _asymptote(1)),
    Finder("zeros_{}", "zeros", _zeros),
    Finder("fixed_points_{}", "fixed points", _fixed_points),
    Finder("minimum_{}", "minimum", _extreme(-1)),
    Finder("maximum_{}", "maximum", _extreme(1)),
    Finder("increasing_{}", "increasing on", _course(1)),
    Finder("decreasing_{}", "decreasing on", _course(-1)),
    Finder("convex_{}", "convex on", _bend(1)),
    Finder("concave_{}", "concave on", _bend(-1)),
    Finder("parity_{}", "parity", _parity),
    Finder("period_{}", "period", _period),
    Finder("lipschitz_{}", "best Lipschitz constant", _lipschitz),
    Finder("smoothness_{}", "smoothness", _smoothness),
    Finder("saturation_{}_neg_inf", r"saturation at $-\infty$", _saturation(-1)),
    Finder("saturation_{}_pos_inf", r"saturation at $\infty$", _saturation(1)),
)


# ---- the sheet


@dataclass(frozen=True)
class Sheet:
    """All facts about a function; ``subject`` is the function that they are about, with the defaults put in."""

    subject: Subject
    facts: tuple[Fact, ...]

    def __getitem__(self, name: str) -> Fact:
        return next(f for f in self.facts if name in (f.name, f.words))

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)


def subject_of(a: Activation) -> Subject:
    """The function with a default, or a typical value, put in for each parameter that has one."""
    values = a.shown_values
    term = substitute(a.expression, values)
    given = tuple(c for c in (substitute(c, values) for c in a.conditions) if free(c))
    return Subject(term, a.variable, given, "f" if values else a.symbol)


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
        yield Fact(name, words, f"{head} = {shown(slope)}", shown(slope), (fact,), decide_obligation(fact))

"""What each meaning of a phrase obliges: the table from the words of a claim to what must hold for it to be true.

A rule answers with readings: each is a list of obligations of which one must hold. Where there are several readings, these must
agree, or nothing is judged; no reading at all says that the words do not claim anything that can be judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from symact.catalogue import Activation
from symact.claims.model import Alternative, Gap
from symact.claims.places import EVERYWHERE, LEFT, RIGHT, Place
from symact.claims.topics import Topic
from symact.obligations import (
    CONTRARY,
    REALS,
    All,
    Denied,
    Equation,
    Holds,
    Interval,
    Obligation,
    Occurs,
    Property,
    Range,
    Tends,
    Value,
)
from symact.terms.core import HALF, ONE, ZERO, Term, at, exp, free, index, num, rel, substitute, sum_, sym

__all__ = ["MEANINGS", "Meaning", "Said"]


@dataclass(frozen=True)
class Said:
    """A claim with what its words stand for: ``values`` in their order, the ``sets`` that the words name (one for each way to
    take their ends), other functions that are named, and the ingredients.

    ``order`` is that of the derivative spoken of, ``noun`` what of it; ``exact`` says that a value is no rounded decimal.
    """

    topic: Topic
    order: int = 0
    noun: str = ""
    place: Place = EVERYWHERE
    values: tuple[Term, ...] = ()
    sets: tuple[tuple[Interval, ...], ...] = ()
    point: Term | None = None
    entries: tuple[Activation, ...] = ()
    ingredients: tuple[str, ...] = ()
    exact: bool = True
    decimals: tuple[str, ...] = ()  # the values as they are printed, where they are decimals
    ordered: bool = False  # "respectively"
    saturation_told: bool = False  # the document itself says that to saturate is to have a derivative that tends to 0

    @property
    def f(self) -> Term:
        return self.topic.term

    @property
    def x(self) -> Term:
        return self.topic.variable

    @property
    def assumptions(self) -> tuple[Term, ...]:
        return (*self.topic.assumptions, *self.place.given)

    @property
    def is_line(self) -> bool:
        """Whether the place is a stretch of the line (not a point, and no end)."""
        return self.place.kind in ("on", "given")

    @property
    def ends(self) -> tuple[Term, ...]:
        """The ends to which the variable goes: those named, or the infinite one of a half line."""
        if self.place.kind == "toward":
            return self.place.ends
        i = self.place.interval
        if self.place.kind == "on" and i != REALS:
            return (RIGHT,) if i.upper == RIGHT and i.lower != LEFT else (LEFT,) if i.lower == LEFT and i.upper != RIGHT else ()
        return ()

    @property
    def on(self) -> tuple[Term, ...]:
        """The place as conditions on the variable, with the assumptions."""
        i, x = self.place.interval, self.x
        out = list(self.assumptions)
        if self.place.kind == "on" and i.lower != LEFT:
            out.append(rel("ge" if i.lower_closed else "gt", x, i.lower))
        if self.place.kind == "on" and i.upper != RIGHT:
            out.append(rel("le" if i.upper_closed else "lt", x, i.upper))
        return tuple(out)


@dataclass(frozen=True)
class Reading:
    """Obligations of which one must hold; with a doubt, nothing refutes them."""

    obligations: tuple[Obligation, ...]
    name: str = ""
    doubt: Gap | None = None

    def alternatives(self) -> tuple[Alternative, ...]:
        return tuple(Alternative(o, self.doubt, self.name) for o in self.obligations)


Rule = Callable[[Said], tuple[Reading, ...]]
NOTHING: tuple[Reading, ...] = ()
VAGUE = Gap("ambiguous", "the words do not say how closely")
NEARLY = Gap("ambiguous", "the words can be taken in another way")
ROUNDED = Gap("ambiguous", "the decimals may be rounded")


@dataclass(frozen=True)
class Meaning:
    """The kind of a claim, and the rule; ``vectors`` says that it is for components of vector functions too, or for them alone.

    ``spoken`` are the quantities of which it can be said ("" is the function itself), ``remarks`` what is to be said of it.
    """

    kind: str
    rule: Rule
    vectors: str = "no"
    spoken: frozenset[str] = frozenset(("", "output", "derivative"))
    remarks: tuple[tuple[str, str], ...] = ()


def _one(*obligations: Obligation, doubt: Gap | None = None, name: str = "") -> tuple[Reading, ...]:
    return (Reading(obligations, name, doubt),) if obligations else NOTHING


# ---- ranges


def _within(s: Said) -> tuple[Reading, ...]:
    if not s.is_line or not s.sets:
        return NOTHING
    ways: tuple[Literal["within", "about"], ...] = ("within",) if s.exact else ("within", "about")
    return _one(*(Range(s.f, s.x, i, how, s.place.interval, s.assumptions, s.order) for how in ways for i in s.sets))


def _exactly(s: Said) -> tuple[Reading, ...]:
    """A range that "is" a set is that set; values that are in it lie in it."""
    if not s.noun:
        return NOTHING
    return _covers(s) if s.noun == "range" else _within(s)


def _covers(s: Said) -> tuple[Reading, ...]:
    if not s.is_line or not s.sets:
        return NOTHING
    relation: Literal["equal", "about"] = "equal" if s.exact else "about"
    return _one(*(Range(s.f, s.x, i, relation, s.place.interval, s.assumptions, s.order) for i in s.sets))


def _maps(s: Said) -> tuple[Reading, ...]:
    return _within(s) if s.order == 0 else NOTHING


# ---- limits


def _tends(s: Said) -> tuple[Reading, ...]:
    """One value is the limit at every end that is named; of two, one is that at each end."""
    values, ends = s.values, s.ends
    if len(values) == 1 and values[0] in (RIGHT, LEFT) and not ends:
        return _unbounded(s, values[0]) if s.is_line else NOTHING
    if s.place.kind == "near" and len(values) == 1:
        ends = (ZERO,)
    if not ends or not values or len(values) > 2 or (len(values) == 2 and len(ends) != 2):
        return NOTHING
    doubt = None if s.exact else ROUNDED
    if len(values) == 1:
        return _one(_together(_limit(s, e, values[0]) for e in ends), doubt=doubt)
    orders = [values] if s.ordered else [values, values[::-1]]
    return _one(*(All(tuple(_limit(s, e, v) for e, v in zip(ends, order, strict=True))) for order in orders), doubt=doubt)


def _limit(s: Said, end: Term, value: Term) -> Obligation:
    f = s.topic.slope(s.order)
    assert f is not None
    return Tends(f, s.x, end, value, "", s.assumptions)


def _unbounded(s: Said, value: Term) -> tuple[Reading, ...]:
    return _one(_holds(s, "unbounded above" if value == RIGHT else "unbounded below"))


def _near(s: Said) -> tuple[Reading, ...]:
    if s.noun in ("maximum", "minimum"):
        return _extremum(replace(s, exact=False), s.noun) if s.values else NOTHING
    return _tends(s if s.values else replace(s, values=(ZERO,))) if s.place.kind == "toward" else NOTHING


def _together(parts: Iterable[Obligation]) -> Obligation:
    several = tuple(parts)
    return several[0] if len(several) == 1 else All(several)


# ---- values


def _value(s: Said) -> tuple[Reading, ...]:
    if len(s.values) != 1:
        return NOTHING
    value = s.values[0]
    if s.noun in ("maximum", "minimum"):
        return _extremum(s, s.noun)
    if s.noun == "limit" or s.place.kind == "toward":
        return _tends(s)
    if value in (RIGHT, LEFT):
        return NOTHING
    if s.place.kind == "at":
        return _value_at(s, value)
    return _equal(s, value) if s.place.kind == "on" and s.place != EVERYWHERE else NOTHING


def _value_at(s: Said, value: Term) -> tuple[Reading, ...]:
    """At a kink a derivative has no value, and one that is given there is a convention: nothing decides it."""
    f = s.topic.slope(s.order)
    if f is None:
        return NOTHING
    there = substitute(f, {s.x: s.place.ends[0]})
    if s.decimals and not free(there):
        return _one(Value(there, s.decimals[0]))
    return _one(Equation(there, value, s.assumptions), doubt=None if s.exact else ROUNDED)


def _equal(s: Said, value: Term) -> tuple[Reading, ...]:
    f = s.topic.slope(s.order)
    if f is None:
        return NOTHING
    primitive = s.topic.slope(s.order - 1) if s.order else None
    by = s.x if s.order else None
    of = Equation(f, value, s.on, frozenset({s.x}) if not _wide(value, s) else None, primitive, by)
    return _one(of, doubt=None if s.exact else ROUNDED)


def _wide(value: Term, s: Said) -> bool:
    return bool(free(value) - free(s.f))


def _input(s: Said) -> tuple[Reading, ...]:
    return _equal(s, s.x) if s.order == 0 and s.place.kind == "on" and s.place != EVERYWHERE else NOTHING


def _multiple(s: Said) -> tuple[Reading, ...]:
    ok = s.order == 0 and s.place.kind == "on" and s.place != EVERYWHERE and len(s.values) == 1
    return _equal(s, s.values[0] * s.x) if ok else NOTHING


def _slope(s: Said) -> tuple[Reading, ...]:
    """A multiple of the input, the factor being the slope there."""
    slope = s.topic.slope(1)
    return _equal(s, slope * s.x) if slope is not None and s.order == 0 and s.place != EVERYWHERE and s.is_line else NOTHING


def _negatives(s: Said) -> tuple[Reading, ...]:
    return _equal(replace(s, place=Place("on", Interval(LEFT, ZERO))), s.values[0]) if len(s.values) == 1 and not s.order else NOTHING


# ---- other functions


def _other(s: Said) -> Term | None:
    """The other function, as a function of the same variable."""
    if len(s.entries) != 1 or s.entries[0].kind != "elementwise" or s.topic.is_vector:
        return None
    return substitute(s.entries[0].expression, {s.entries[0].variable: s.x})


def _acts(s: Said) -> tuple[Reading, ...]:
    other = _other(s)
    if other is None or s.order or not s.is_line or free(other) - free(s.f) or s.place == EVERYWHERE:
        return NOTHING
    return _one(Equation(s.f, other, s.on))


def _is_function(s: Said) -> tuple[Reading, ...]:
    other = _other(s)
    return _equal(s, other) if other is not None and s.is_line and not free(other) - free(s.f) else NOTHING


def _gated(s: Said) -> tuple[Reading, ...]:
    other = _other(s)
    if other is None or s.order or free(other) - free(s.f):
        return NOTHING
    return _one(Equation(s.f, s.x * other, s.on))


def _scaled(s: Said) -> tuple[Reading, ...]:
    """Some a g(b x) + c: the factors b that are met in practice are tried, a and c follow from the values at 0."""
    other, f1 = _other(s), s.topic.slope(1)
    if other is None or f1 is None or s.order or s.place != EVERYWHERE or free(other) != {s.x} or free(s.f) != {s.x}:
        return NOTHING
    ways: list[Obligation] = []
    g1 = Topic("", other, s.x).slope(1)
    if g1 is None:
        return NOTHING
    for b in (ONE, num(2), HALF):
        a = substitute(f1, {s.x: ZERO}) / (b * substitute(g1, {s.x: ZERO}))
        c = substitute(s.f, {s.x: ZERO}) - a * substitute(other, {s.x: ZERO})
        ways.append(Equation(s.f, a * substitute(other, {s.x: b * s.x}) + c, s.assumptions))
    return _one(*ways, doubt=NEARLY)


def _approximates(s: Said) -> tuple[Reading, ...]:
    """The difference is bounded (its range is told), and vanishes at both ends."""
    other = _other(s)
    if other is None or s.order or s.place != EVERYWHERE:
        return NOTHING
    gap = s.f - other
    away = tuple(Tends(gap, s.x, end, ZERO, "", s.assumptions) for end in (LEFT, RIGHT))
    return _one(All((Holds("bounded", gap, s.x, REALS, s.assumptions), *away)), doubt=VAGUE)


def _smoothly(s: Said) -> tuple[Reading, ...]:
    smooth = Holds("smooth", s.f, s.x, REALS, s.assumptions)
    return tuple(replace(r, obligations=tuple(All((smooth, o)) for o in r.obligations)) for r in _approximates(s))


# ---- extrema and bounds


def _extremum(s: Said, which: str) -> tuple[Reading, ...]:
    side: Property = "maximum" if which == "maximum" else "minimum"
    value = s.values[0] if len(s.values) == 1 else None
    if value in (RIGHT, LEFT) or len(s.values) > 1:
        return NOTHING
    point = s.point if s.point is not None else s.place.ends[0] if s.place.kind == "at" else None
    if (value is None and point is None) or s.place.kind not in ("on", "given", "at"):
        return NOTHING
    places = None if point is None else (Interval(point, point, True, True),)
    domain = s.place.interval if s.place.kind == "on" else REALS
    return _one(Holds(side, s.f, s.x, domain, s.assumptions, s.order, value=value, places=places, about=not s.exact))


def _bound(sign: int, strict: bool) -> Rule:
    def rule(s: Said) -> tuple[Reading, ...]:
        if len(s.values) != 1 or s.values[0] in (RIGHT, LEFT) or not s.is_line:
            return NOTHING
        value, end = s.values[0], "maximum" if sign > 0 else "minimum"
        inside = Interval(LEFT, value, False, not strict) if sign > 0 else Interval(value, RIGHT, not strict, False)
        o = Range(s.f, s.x, (inside,), "within", s.place.interval, s.assumptions, s.order)
        return _one(o) if s.exact else (Reading((o, *(x for r in _extremum(s, end) for x in r.obligations))),)

    return rule


# ---- properties


def _holds(s: Said, name: Property, times: int | None = None) -> Obligation:
    return Holds(name, s.f, s.x, s.place.interval, s.assumptions, s.order, times=times)


def _property(name: Property, denied: bool = False) -> Rule:
    def rule(s: Said) -> tuple[Reading, ...]:
        o = _holds(s, name)
        if s.topic.parameters and name in CONTRARY and not denied:
            o = Denied(_holds(s, CONTRARY[name]))
        return _one(Denied(o) if denied else o) if s.is_line else NOTHING

    return rule


def _global(name: Property, denied: bool = False) -> Rule:
    """A property of the whole function alone."""
    rule = _property(name, denied)
    return lambda s: rule(s) if s.place.interval == REALS else NOTHING


def _nonzero(s: Said) -> tuple[Reading, ...]:
    if not s.is_line or s.place == EVERYWHERE:
        return NOTHING
    return _one(Holds("zeros", s.f, s.x, s.place.interval, s.assumptions, s.order, places=()))


def _negative_somewhere(s: Said) -> tuple[Reading, ...]:
    if not s.is_line or s.order:
        return NOTHING
    left = replace(s, place=Place("on", Interval(LEFT, ZERO, upper_closed=True)))
    rises = All((_holds(left, "strictly increasing"), Equation(substitute(s.f, {s.x: ZERO}), ZERO, s.assumptions)))
    return _one(Denied(_holds(s, "non-negative")), rises)


def _symmetric_about_zero(s: Said) -> tuple[Reading, ...]:
    return _one(_holds(s, "odd"), _holds(s, "even")) if s.place == EVERYWHERE else NOTHING


def _symmetric(s: Said) -> tuple[Reading, ...]:
    return tuple(replace(r, doubt=NEARLY) for r in _symmetric_about_zero(s))


def _not_symmetric(s: Said) -> tuple[Reading, ...]:
    return _one(All((Denied(_holds(s, "odd")), Denied(_holds(s, "even")))), doubt=NEARLY) if s.place == EVERYWHERE else NOTHING


def _symmetric_about_point(s: Said) -> tuple[Reading, ...]:
    if s.place != EVERYWHERE or len(s.sets) != 1 or len(s.sets[0]) != 1 or s.order:
        return NOTHING
    a, b = s.sets[0][0].lower, s.sets[0][0].upper
    left, right = (substitute(s.f, {s.x: p}) for p in (a + s.x, a - s.x))
    return _one(Equation(left + right, 2 * b, s.assumptions))


def _through(s: Said) -> tuple[Reading, ...]:
    if len(s.sets) != 1 or len(s.sets[0]) != 1 or s.order:
        return NOTHING
    a, b = s.sets[0][0].lower, s.sets[0][0].upper
    return _one(Equation(substitute(s.f, {s.x: a}), b, s.assumptions)) if a not in (LEFT, RIGHT) else NOTHING


def _through_origin(s: Said) -> tuple[Reading, ...]:
    return _one(Equation(substitute(s.f, {s.x: ZERO}), ZERO, s.assumptions)) if not s.order else NOTHING


def _centred(denied: bool) -> Rule:
    """The values lie around 0: the function is odd; or, more weakly, it takes values of both signs. They do not where it is not
    odd, and of one sign, or bounded on one side only."""

    def rule(s: Said) -> tuple[Reading, ...]:
        if s.place != EVERYWHERE or s.order:
            return NOTHING
        above, below = _holds(s, "bounded above"), _holds(s, "bounded below")
        around = All(
            (
                Denied(_holds(s, "non-negative")),
                Denied(_holds(s, "non-positive")),
                Denied(All((above, Denied(below)))),
                Denied(All((below, Denied(above)))),
            )
        )
        odd = _holds(s, "odd")
        if denied:  # what is odd has its values around 0
            return Reading((Denied(odd), Denied(around)), "not odd"), Reading((Denied(around),), "not around 0")
        both = All((Denied(_holds(s, "non-negative")), Denied(_holds(s, "non-positive"))))
        return Reading((odd,), "odd"), Reading((both,), "with values of both signs")

    return rule


def _saturation(ends: tuple[Term, ...]) -> Rule:
    def rule(s: Said) -> tuple[Reading, ...]:
        if s.order or s.topic.slope(1) is None or not s.is_line:
            return NOTHING
        return _one(_together(_flat(s, end) for end in ends))

    return rule


def _flat(s: Said, end: Term) -> Obligation:
    """The derivative tends to 0."""
    slope = s.topic.slope(1)
    assert slope is not None
    return Tends(slope, s.x, end, ZERO, "", s.assumptions)


def _saturates(s: Said) -> tuple[Reading, ...]:
    """At the ends that are named; else at one of the two."""
    if s.order or s.topic.slope(1) is None:
        return NOTHING
    if s.ends:
        return _one(_together(_flat(s, end) for end in s.ends))
    return _one(*(_flat(s, end) for end in (LEFT, RIGHT))) if s.place == EVERYWHERE else NOTHING


def _does_not_saturate(s: Said) -> tuple[Reading, ...]:
    """At the ends that are named; else at neither, or (unless the document says what saturation is) not at both."""
    if s.order or s.topic.slope(1) is None:
        return NOTHING
    ends = s.ends or (LEFT, RIGHT)
    if not s.ends and s.place != EVERYWHERE:
        return NOTHING
    everywhere = _one(*(_together(ways) for ways in product(*(_steep(s, end) for end in ends))), name="" if s.ends else "at neither end")
    if s.ends or s.saturation_told:
        return everywhere
    return everywhere + _one(*(way for end in ends for way in _steep(s, end)), name="not at both ends")


def _steep(s: Said, end: Term) -> tuple[Obligation, ...]:
    """Ways to show that the derivative does not tend to 0: it has another limit, or there the function is a sloping line."""
    half = replace(s, place=Place("on", Interval(ZERO, RIGHT) if end == RIGHT else Interval(LEFT, ZERO)))
    sloping = Holds("zeros", s.f, s.x, half.place.interval, s.assumptions, 1, places=())
    return Denied(_flat(s, end)), All((_affine(half), sloping))


def _affine(s: Said) -> Obligation:
    return All((_holds(s, "convex"), _holds(s, "concave")))


def _linear(s: Said) -> tuple[Reading, ...]:
    return _one(_affine(s)) if s.is_line else NOTHING


def _nonlinear(s: Said) -> tuple[Reading, ...]:
    return _one(Denied(_affine(s))) if s.is_line and s.place.interval == REALS else NOTHING


def _nearly_linear(s: Said) -> tuple[Reading, ...]:
    """Near 0 without a term of second order; on the right close to the input itself."""
    if s.order:
        return NOTHING
    if s.place.kind == "near":
        f1, f2 = s.topic.slope(1), s.topic.slope(2)
        if f1 is None or f2 is None:
            return NOTHING
        origin = (Interval(ZERO, ZERO, True, True),)
        smooth = Holds("continuous", s.f, s.x, REALS, s.assumptions, times=2, places=origin)
        flat = Equation(substitute(f2, {s.x: ZERO}), ZERO, s.assumptions)
        return _one(All((smooth, flat, Denied(Equation(substitute(f1, {s.x: ZERO}), ZERO, s.assumptions)))), doubt=VAGUE)
    if s.ends == (RIGHT,):
        return _one(Tends(s.f - s.x, s.x, RIGHT, ZERO, "", s.assumptions), doubt=VAGUE)
    return NOTHING


# ---- smoothness


def _local(name: Property, times: int | None = None, denied: bool = False) -> Rule:
    """A property that functions have at points, on stretches or everywhere; a continuous derivative is one of the function."""

    def rule(s: Said) -> tuple[Reading, ...]:
        places = tuple(Interval(e, e, True, True) for e in s.place.ends) if s.place.kind == "at" else None
        if not (s.is_line or places):
            return NOTHING
        order, smooth = s.order, times
        if name == "continuous" and s.order:
            order, smooth = 0, s.order + (times or 0)
        o = Holds(name, s.f, s.x, s.place.interval, s.assumptions, order, times=smooth, places=places)
        return _one(Denied(o) if denied else o)

    return rule


def _undefined(s: Said) -> tuple[Reading, ...]:
    """A derivative that does not exist at a point."""
    return _local("differentiable", denied=True)(replace(s, order=s.order - 1)) if s.order and s.place.kind == "at" else NOTHING


def _smooth(denied: bool) -> Rule:
    """Derivatives of every order, or at least one that is continuous."""
    ways = ((_local("smooth", denied=denied), "infinitely smooth"), (_local("continuous", 1, denied), "continuously differentiable"))
    return lambda s: tuple(replace(r, name=name) for rule, name in ways for r in rule(s))


def _lipschitz(s: Said) -> tuple[Reading, ...]:
    if len(s.values) != 1 or s.order or s.place != EVERYWHERE:
        return NOTHING
    o = Holds("lipschitz", s.f, s.x, REALS, s.assumptions, value=s.values[0])
    return _one(o, doubt=None if s.exact else ROUNDED)


# ---- vectors


def _sums(s: Said) -> tuple[Reading, ...]:
    component = s.topic.component
    if component is None or len(s.values) > 1 or s.order:
        return NOTHING
    return _one(Equation(_total(component), s.values[0] if s.values else ONE, s.assumptions))


def _total(component: Term) -> Term:
    return sum_(index("i"), ONE, sym("n"), component)


def _distribution(s: Said) -> tuple[Reading, ...]:
    component = s.topic.component
    if component is None or s.order:
        return NOTHING
    inside = Range(s.f, s.x, (Interval(ZERO, ONE, True, True),), "within", REALS, s.assumptions)
    return _one(All((Equation(_total(component), ONE, s.assumptions), inside)))


def _recipe(s: Said) -> tuple[Reading, ...]:
    component = s.topic.component
    if component is None or s.order:
        return NOTHING
    i, j = (at(s.x.name, index(k)) for k in "ij")
    return _one(Equation(component, exp(i) / sum_(index("j"), ONE, sym("n"), exp(j)), s.assumptions))


def _moved(by: Callable[[Term], Term], denied: bool = False) -> Rule:
    """Whether the component stays when every input is changed."""

    def rule(s: Said) -> tuple[Reading, ...]:
        component, other = s.topic.component, s.topic.at_inputs(by)
        if component is None or other is None or s.order:
            return NOTHING
        names = free(other) - {p.symbol for p in s.topic.entry.parameters} if s.topic.entry is not None else free(other)
        o = Equation(other, component, (*s.assumptions, rel("gt", sym("t"), ZERO)), names)
        return _one(Denied(o) if denied else o)

    return rule


_SHIFTED, _STRETCHED = _moved(lambda x: x + sym("t")), _moved(lambda x: sym("t") * x)


def _robust(s: Said) -> tuple[Reading, ...]:
    shifted = (replace(r, name="unchanged when all inputs grow by the same amount") for r in _SHIFTED(s))
    scaled = (replace(r, name="unchanged when all inputs grow by the same factor") for r in _STRETCHED(s))
    return (*shifted, *scaled)


# ---- what it is made of



def _involves(denied: bool) -> Rule:
    def rule(s: Said) -> tuple[Reading, ...]:
        names = s.ingredients
        if not names or s.order or s.place != EVERYWHERE:
            return NOTHING
        parts = tuple(Occurs(s.f, frozenset({n})) for n in names)
        return _one(_together(map(Denied, parts) if denied else parts))

    return rule


def _parameter(denied: bool) -> Rule:
    """A free name beside the variable; names such as Swish that mean a function with a parameter as well are taken both ways."""

    def rule(s: Said) -> tuple[Reading, ...]:
        if s.order or s.topic.is_vector:
            return NOTHING
        readings = []
        meant = ((s.topic, ""), *((t, "the function with a parameter") for t in s.topic.others))
        names = frozenset(n.name for t, _ in meant for n in free(t.term) if n != t.variable) or frozenset(("alpha", "beta"))
        for t, name in meant:
            o = Occurs(t.term, names)
            readings.append(Reading((Denied(o) if denied else o,), name))
        return tuple(readings)

    return rule


def _different_slopes(s: Said) -> tuple[Reading, ...]:
    """The slope is not one and the same for all negative inputs."""
    left = Interval(LEFT, ZERO)
    return _one(Denied(Holds("constant", s.f, s.x, left, s.assumptions, 1))) if not s.order else NOTHING


_ANY = frozenset(("", "output", "derivative", "component"))
_PLAIN = frozenset(("", "output"))


OVERFLOW = (
    "unstable-form",
    "computed like this, inputs above 709.78 overflow in double precision; subtract the largest input from all of them first",
)


def _meaning(kind: str, rule: Rule, spoken: frozenset[str] = _ANY, vectors: str = "no") -> Meaning:
    return Meaning(kind, rule, vectors, spoken)


MEANINGS: Mapping[str, Meaning] = {
    "is set": _meaning("range", _exactly, _ANY | {"range"}, "too"),
    "in set": _meaning("range", _within, _ANY | {"range"}, "too"),
    "maps to set": _meaning("range", _maps, _ANY | {"range"}, "too"),
    "outputs in set": _meaning("range", _maps, _ANY | {"range"}, "too"),
    "covers set": _meaning("range", _covers, _ANY | {"range"}),
    "tends": _meaning("limit", _tends, _ANY | {"limit"}),
    "near": _meaning("limit", _near, _ANY | {"maximum", "minimum"}),
    "becomes": _meaning("value", _value),
    "is value": _meaning("value", _value, _ANY | {"maximum", "minimum", "limit"}),
    "is zero": _meaning("value", lambda s: _value(replace(s, values=(ZERO,)))),
    "is input": _meaning("value", _input),
    "is multiple": _meaning("value", _multiple),
    "is slope": _meaning("value", _slope),
    "negatives become": _meaning("value", _negatives),
    "acts as": _meaning("property", _acts),
    "is function": _meaning("derivative", _is_function, frozenset(("derivative",))),
    "input times": _meaning("definition", _gated),
    "scaled": _meaning("property", _scaled),
    "approximates": _meaning("property", _approximates),
    "smooth approximation": _meaning("property", _smoothly),
    "has maximum": _meaning("value", lambda s: _extremum(s, "maximum")),
    "has minimum": _meaning("value", lambda s: _extremum(s, "minimum")),
    "attains maximum": _meaning("value", lambda s: _extremum(s, "maximum")),
    "steepest": _meaning("value", lambda s: _extremum(replace(s, order=s.order + 1), "maximum"), _PLAIN),
    "at most": _meaning("bound", _bound(1, False), _ANY | {"maximum"}, "too"),
    "at least": _meaning("bound", _bound(-1, False), _ANY | {"minimum"}, "too"),
    "below": _meaning("bound", _bound(1, True), _ANY | {"maximum"}, "too"),
    "above": _meaning("bound", _bound(-1, True), _ANY | {"minimum"}, "too"),
    "nonzero": _meaning("property", _nonzero),
    "non-negative": _meaning("property", _property("non-negative"), vectors="too"),
    "positive": _meaning("property", _property("positive"), vectors="too"),
    "negative": _meaning("property", _property("negative"), vectors="too"),
    "takes negative values": _meaning("property", _negative_somewhere, vectors="too"),
    "strictly increasing": _meaning("property", _property("strictly increasing")),
    "strictly decreasing": _meaning("property", _property("strictly decreasing")),
    "increasing": _meaning("property", _property("increasing")),
    "decreasing": _meaning("property", _property("decreasing")),
    "monotone": _meaning("property", _property("monotone")),
    "not monotone": _meaning("property", _property("not monotone")),
    "odd": _meaning("property", _global("odd")),
    "not odd": _meaning("property", _global("odd", denied=True)),
    "even": _meaning("property", _global("even")),
    "not even": _meaning("property", _global("even", denied=True)),
    "symmetric about zero": _meaning("property", _symmetric_about_zero),
    "symmetric": _meaning("property", _symmetric),
    "not symmetric": _meaning("property", _not_symmetric),
    "symmetric about point": _meaning("property", _symmetric_about_point),
    "zero-centred": _meaning("property", _centred(denied=False)),
    "not zero-centred": _meaning("property", _centred(denied=True)),
    "bounded": _meaning("property", _property("bounded")),
    "bounded above": _meaning("property", _property("bounded above")),
    "bounded below": _meaning("property", _property("bounded below")),
    "unbounded": _meaning("property", _property("unbounded")),
    "unbounded above": _meaning("property", _property("unbounded above")),
    "unbounded below": _meaning("property", _property("unbounded below")),
    "saturates": _meaning("property", _saturates, _PLAIN),
    "saturates left": _meaning("property", _saturation((LEFT,)), _PLAIN),
    "saturates right": _meaning("property", _saturation((RIGHT,)), _PLAIN),
    "does not saturate": _meaning("property", _does_not_saturate, _PLAIN),
    "linear": _meaning("property", _linear),
    "nonlinear": _meaning("property", _nonlinear),
    "nearly linear": _meaning("property", _nearly_linear, _PLAIN),
    "continuously differentiable": _meaning("property", _local("continuous", 1)),
    "continuous": _meaning("property", _local("continuous")),
    "discontinuous": _meaning("property", _local("continuous", denied=True)),
    "differentiable": _meaning("property", _local("differentiable")),
    "not differentiable": _meaning("property", _local("differentiable", denied=True)),
    "smooth": _meaning("property", _smooth(denied=False)),
    "undefined": _meaning("property", _undefined, frozenset(("derivative",))),
    "not smooth": _meaning("property", _smooth(denied=True)),
    "convex": _meaning("property", _property("convex")),
    "not convex": _meaning("property", _property("convex", denied=True)),
    "concave": _meaning("property", _property("concave")),
    "lipschitz": _meaning("property", _lipschitz, _PLAIN),
    "through origin": _meaning("value", _through_origin, _PLAIN),
    "through point": _meaning("value", _through, _PLAIN),
    "sums to one": _meaning("property", _sums, _ANY, "only"),
    "probability distribution": _meaning("property", _distribution, _ANY, "only"),
    "softmax recipe": Meaning("definition", _recipe, "only", _PLAIN, (OVERFLOW,)),
    "shift invariant": _meaning("property", _SHIFTED, _PLAIN, "only"),
    "scale invariant": _meaning("property", _STRETCHED, _PLAIN, "only"),
    "not scale invariant": _meaning("property", _moved(lambda x: sym("t") * x, denied=True), _PLAIN, "only"),
    "robust": _meaning("property", _robust, _PLAIN, "only"),
    "involves": _meaning("property", _involves(denied=False), _PLAIN),
    "does not involve": _meaning("property", _involves(denied=True), _PLAIN),
    "has parameter": _meaning("property", _parameter(denied=False), _PLAIN),
    "no parameter": _meaning("property", _parameter(denied=True), _PLAIN),
    "different slopes": _meaning("property", _different_slopes, _PLAIN),
}  # fmt: skip

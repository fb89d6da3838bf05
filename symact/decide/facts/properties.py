"""Properties of a function of one variable without parameters: each answers with a verdict and its evidence."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symact.decide.equality import decide_equation
from symact.decide.evidence import Counterexample, under
from symact.decide.facts.claimed import about_same, claimed_set, same_set
from symact.decide.facts.constants import Unknown
from symact.decide.facts.evidence import Cell, RangeFact, ShapeFact, SmoothFact, Witness
from symact.decide.facts.extremum import Extremum, extremum_of_layout
from symact.decide.facts.lipschitz import lipschitz_of_layout
from symact.decide.facts.parity import decide_parity
from symact.decide.facts.pieces import Layout
from symact.decide.facts.profile import period
from symact.decide.facts.range_of import range_of_layout
from symact.decide.facts.reals import Interval, Real, compare, digits_of, set_latex
from symact.decide.facts.roots import derivative
from symact.decide.facts.shape import Answer, cells_of, has_sign, is_convex, is_monotone
from symact.decide.facts.smoothness import Corner, corners
from symact.decide.facts.solve import tidy
from symact.decide.facts.subject import Subject, course_of
from symact.decide.facts.zeros import inflections, zeros_of_layout
from symact.obligations import Equation, Holds
from symact.terms.core import all_of, free, num, rel, substitute
from symact.verdict import Verdict, proved, refuted, undecided

__all__ = ["PROPERTIES", "decide_property"]

LOCAL = frozenset(("continuous", "differentiable", "not differentiable", "smooth", "kinks", "inflection points"))
Rule = Callable[[Holds, Subject, Layout], Verdict]


def decide_property(o: Holds, s: Subject) -> Verdict:
    """The verdict on a property. Raises Unknown."""
    if o.property in _EQUATIONS:
        return _EQUATIONS[o.property](o, s)
    found = s.pieces(local=o.property in LOCAL)
    if not found.pieces:
        raise Unknown("the function is defined nowhere on the domain")
    if o.places is not None and s.is_on_line and not found.domain.lower.infinite:
        raise Unknown("places that repeat with a period")
    return PROPERTIES[o.property](o, s, found)


def _shape(found: Layout, order: int, answer: Answer, truth: str = "") -> ShapeFact:
    return ShapeFact(found.term, found.variable, order, answer.cells, truth=truth)


def _judged(found: Layout, order: int, answer: Answer, wanted: bool = True) -> Verdict:
    """proved where the answer is the wanted one; else refuted with the witness, or with the chart itself."""
    if answer.holds == wanted:
        return proved(_shape(found, order, answer) if answer.witness is None else answer.witness, answer.why)
    return refuted(answer.witness or _shape(found, order, answer), answer.why)


# ---- order and bending


def _monotone(sign: int, strict: bool) -> Rule:
    return lambda o, s, found: _judged(found, 1, is_monotone(found, sign, strict))


def _monotone_somehow(o: Holds, s: Subject, found: Layout) -> Verdict:
    answers = [is_monotone(found, sign, False) for sign in (1, -1)]
    best = next((a for a in answers if a.holds), answers[0])
    if best.holds == (o.property == "monotone"):
        return proved(_shape(found, 1, best), best.why)
    return refuted(_shape(found, 1, best), best.why)


def _constant(o: Holds, s: Subject, found: Layout) -> Verdict:
    answers = [is_monotone(found, sign, False) for sign in (1, -1)]
    if all(a.holds for a in answers):
        return proved(_shape(found, 1, answers[0]))
    bad = next(a for a in answers if not a.holds)
    return refuted(bad.witness or _shape(found, 1, bad), bad.why)


def _convex(sign: int, strict: bool, wanted: bool = True) -> Rule:
    return lambda o, s, found: _judged(found, 2, is_convex(found, sign, strict), wanted)


def _sign(sign: int, strict: bool) -> Rule:
    return lambda o, s, found: _judged(found, 0, has_sign(found, sign, strict))


# ---- bounds


def _bounded(above: bool, below: bool, wanted: bool) -> Rule:
    def rule(o: Holds, s: Subject, found: Layout) -> Verdict:
        values = range_of_layout(found)
        fact = RangeFact(found.term, found.variable, values, course_or_none(found))
        is_bounded = not ((above and values[-1].upper.infinite) or (below and values[0].lower.infinite))
        detail = f"the range is {' u '.join(v.text() for v in values)}"
        return proved(fact, detail) if is_bounded == wanted else refuted(fact, detail)

    return rule


def course_or_none(found: Layout) -> tuple[Cell, ...]:
    """The monotone stretches; none where the range was found without them."""
    try:
        return course_of(found)
    except Unknown:
        return ()


def _extremum(side: int) -> Rule:
    def rule(o: Holds, s: Subject, found: Layout) -> Verdict:
        best = extremum_of_layout(found, side)
        fact = ShapeFact(found.term, found.variable, 1, course_or_none(found), best.places, best.value.latex())
        if not best.attained:
            return refuted(fact, f"it is not attained: values come near {best.value!r} only")
        wrong = _wrong_extremum(o, best)
        detail = f"{o.property} {best!r}"
        return proved(fact, detail) if wrong is None else refuted(fact, f"{wrong}: {detail}")

    return rule


def _wrong_extremum(o: Holds, best: Extremum) -> str | None:
    if o.value is not None:
        _closed(o)
        if not _agrees(Real(tidy(o.value)), best.value, o.about):
            return "the value is another"
    if o.places is not None:
        if best.places is None:
            raise Unknown("where it is attained is not known")
        stated = claimed_set(o.places)
        same = about_same(stated, best.places) if o.about else same_set(stated, best.places)
        if same is None:
            raise Unknown("places that cannot be told apart")
        if not same:
            return "it is attained elsewhere"
    return None


def _agrees(stated: Real, found: Real, about: bool) -> bool:
    if about:
        point = [Interval(x, x, True, True) for x in (stated, found)]
        same = about_same(point[:1], point[1:])
    else:
        order = compare(stated, found)
        same = None if order is None else order == 0
    if same is None:
        raise Unknown("two values that cannot be told apart")
    return same


def _closed(o: Holds) -> None:
    if o.value is not None and free(o.value):
        raise Unknown(f"nothing is known of {min(map(repr, free(o.value)))}", o.value)


# ---- smoothness


def _corners_at(o: Holds, found: Layout) -> tuple[Corner, ...]:
    """The corners, those at the stated places only if there are any."""
    all_corners = corners(found)
    if o.places is None:
        return all_corners
    stated = claimed_set(o.places)
    out = []
    for c in all_corners:
        inside = [p.contains(c.place) for p in stated]
        if None in inside:
            raise Unknown("places that cannot be told apart")
        if True in inside:
            out.append(c)
    return tuple(out)


def _class(default: int) -> Rule:
    """Continuously differentiable ``times`` times."""

    def rule(o: Holds, s: Subject, found: Layout) -> Verdict:
        times = default if o.times is None else o.times
        there = _corners_at(o, found)
        bad = tuple(c for c in there if c.order <= times)
        fact = _smooth_fact(found, bad or there)
        holes = [c for c in bad if c.hole]
        if holes and s.is_on_line and not found.domain.lower.infinite:
            raise Unknown("holes that repeat with a period")
        if bad and len(holes) == len(bad):
            left_out = all_of(*(rel("ne", found.variable, c.place.term) for c in holes))
            return under(left_out, fact, None, holes[0].describe())
        return refuted(fact, bad[0].describe()) if bad else proved(fact, there[0].describe() if there else "")

    return rule


def _smooth(o: Holds, s: Subject, found: Layout) -> Verdict:
    bad = _corners_at(o, found)
    fact = _smooth_fact(found, bad)
    return refuted(fact, bad[0].describe()) if bad else proved(fact)


def _not_differentiable(o: Holds, s: Subject, found: Layout) -> Verdict:
    times = 1 if o.times is None else o.times
    bad = tuple(c for c in _corners_at(o, found) if c.order <= times)
    fact = _smooth_fact(found, bad)
    if o.places is not None and len(bad) < len(o.places):
        return refuted(fact, "the derivative exists at a stated point")
    return proved(fact, bad[0].describe()) if bad else refuted(fact, "the derivative exists everywhere")


def _smooth_fact(found: Layout, bad: tuple[Corner, ...]) -> SmoothFact:
    truth = r",\ ".join(c.place.latex() for c in bad)
    return SmoothFact(found.term, found.variable, tuple((c.place, c.order, c.left, c.right) for c in bad), truth)


def _lipschitz(best_wanted: bool) -> Rule:
    def rule(o: Holds, s: Subject, found: Layout) -> Verdict:
        _closed(o)
        best = lipschitz_of_layout(found)
        fact = ShapeFact(found.term, found.variable, 1, _slopes_or_none(found), truth=best.value.latex())
        detail = f"the best constant is {best.value!r}"
        if o.value is None:
            return proved(fact, detail) if not best.value.infinite else refuted(fact, "there is no such constant")
        stated = Real(tidy(o.value))
        if o.about and best_wanted:
            return proved(fact, detail) if _agrees(stated, best.value, True) else refuted(fact, detail)
        order = compare(stated, best.value)
        if order is None:
            raise Unknown("two values that cannot be told apart")
        good = order == 0 if best_wanted else order >= 0
        return proved(fact, "" if order == 0 else detail) if good else refuted(fact, detail)

    return rule


def _slopes_or_none(found: Layout) -> tuple[Cell, ...]:
    """Where the function rises and falls; none where its steepest slope was found without that."""
    try:
        return tuple(c for _, part in cells_of(found, 1) for c in part)
    except Unknown:
        return ()


# ---- places


def _places(find: Callable[[Holds, Subject, Layout], tuple[Interval, ...]]) -> Rule:
    def rule(o: Holds, s: Subject, found: Layout) -> Verdict:
        if o.places is None:
            raise Unknown("no places are stated")
        truth = find(o, s, found)
        stated = claimed_set(o.places)
        fact = ShapeFact(found.term, found.variable, 0, (), truth, set_latex(truth))
        same = about_same(stated, truth) if o.about else same_set(stated, truth)
        if same is None:
            raise Unknown("places that cannot be told apart")
        shown = ", ".join(map(_shown, truth))
        detail = f"the {o.property} are {shown}" if shown else f"there are no {o.property}"
        return proved(fact) if same else refuted(fact, detail)

    return rule


def _shown(place: Interval) -> str:
    """A set, or a point by its value with the decimals of what is no plain number."""
    if not place.is_point:
        return place.text()
    text = place.lower.text()
    return text if len(text) < 6 or text.endswith("...") else f"{text} = {digits_of(place.lower)}..."


def _fixed_points(o: Holds, s: Subject, found: Layout) -> tuple[Interval, ...]:
    return zeros_of_layout(Subject(found.term - s.variable, s.variable, s.domain, 0, ()).pieces())


def _kinks(o: Holds, s: Subject, found: Layout) -> tuple[Interval, ...]:
    return tuple(Interval(c.place, c.place, True, True) for c in corners(found) if c.order <= 1)


# ---- equations


def _parity(odd: bool) -> Callable[[Holds, Subject], Verdict]:
    def rule(o: Holds, s: Subject) -> Verdict:
        return decide_parity(derivative(s.term, s.variable, s.order), s.variable, odd, s.assumptions)

    return rule


def _neither(o: Holds, s: Subject) -> Verdict:
    verdicts = [decide_parity(derivative(s.term, s.variable, s.order), s.variable, odd, s.assumptions) for odd in (True, False)]
    for v, name in zip(verdicts, ("odd", "even"), strict=True):
        if v.status == "proved" and v.evidence is not None:
            return refuted(v.evidence, f"it is {name}")
    against = [v.evidence for v in verdicts if isinstance(v.evidence, Counterexample)]
    if len(against) == 2:
        return proved(_both(against))
    return undecided("incomplete", "whether it is odd or even is not known")


def _both(against: list[Counterexample]) -> Witness:
    """Two counterexamples as conditions that hold at their points."""
    conditions = []
    point: dict[str, Fraction] = {}
    for k, e in enumerate(against, 1):
        here = {name: num(value) for name, value in e.point.items()}
        conditions.append(rel("ne", substitute(e.left, here), substitute(e.right, here)))
        point |= {f"{name!r}_{k}": value for name, value in e.point.items()}
    return Witness(tuple(conditions), point)


def _periodic(o: Holds, s: Subject) -> Verdict:
    length = o.value if o.value is not None else period(s.term, s.variable)
    if length is None:
        found = s.pieces()
        for sign in (1, -1):
            answer = is_monotone(found, sign, False)
            if answer.holds and any(c.sign for c in answer.cells):
                return refuted(_shape(found, 1, answer), "it is monotone")
        return undecided("incomplete", "no period was found")
    moved = substitute(s.term, {s.variable: s.variable + length})
    return decide_equation(Equation(moved, s.term, s.assumptions, frozenset((s.variable,))))


_EQUATIONS: dict[str, Callable[[Holds, Subject], Verdict]] = {
    "odd": _parity(True),
    "even": _parity(False),
    "neither odd nor even": _neither,
    "periodic": _periodic,
}

PROPERTIES: dict[str, Rule] = {
    "increasing": _monotone(1, False),
    "strictly increasing": _monotone(1, True),
    "decreasing": _monotone(-1, False),
    "strictly decreasing": _monotone(-1, True),
    "monotone": _monotone_somehow,
    "not monotone": _monotone_somehow,
    "constant": _constant,
    "convex": _convex(1, False),
    "strictly convex": _convex(1, True),
    "concave": _convex(-1, False),
    "strictly concave": _convex(-1, True),
    "not convex": _convex(1, False, wanted=False),
    "bounded": _bounded(True, True, True),
    "bounded above": _bounded(True, False, True),
    "bounded below": _bounded(False, True, True),
    "unbounded": _bounded(True, True, False),
    "unbounded above": _bounded(True, False, False),
    "unbounded below": _bounded(False, True, False),
    "minimum": _extremum(-1),
    "maximum": _extremum(1),
    "continuous": _class(0),
    "differentiable": _class(1),
    "not differentiable": _not_differentiable,
    "smooth": _smooth,
    "lipschitz": _lipschitz(False),
    "lipschitz constant": _lipschitz(True),
    "zeros": _places(lambda o, s, found: zeros_of_layout(found)),
    "fixed points": _places(_fixed_points),
    "kinks": _places(_kinks),
    "inflection points": _places(lambda o, s, found: inflections(found)),
    "non-negative": _sign(1, False),
    "positive": _sign(1, True),
    "non-positive": _sign(-1, False),
    "negative": _sign(-1, True),
}

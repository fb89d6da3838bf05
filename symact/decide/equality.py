"""Is ``left = right`` wherever both sides are defined and real?

Refuted by one exact point at which rigorous enclosures are disjoint; proved by the normal form of the difference, case by
case where signs or coincidences of indices matter; conditional where the cases in which it fails say something about the
parameters alone, or where an equation that the document leaves open (``sum(y) = 1``) would make it true.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from symact.budget import limited, tick
from symact.decide.algebraic import Separation, equal_numbers
from symact.decide.cells import Outcome, cells_of, known_signs, never_zero
from symact.decide.evidence import Cell, Counterexample, NormalForm, Slope, show_ball, under
from symact.decide.kinks import Kink, Known, at_zero, kink_condition, kinks_of
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Vacuous, resolve_indices
from symact.decide.points import Point, free_names, meets, points, relevant, sizes
from symact.decide.trial import Trial, try_at, try_points
from symact.obligations import Equation
from symact.terms.ball import OutOfReach, Unbound, Undefined, enclose
from symact.terms.core import ONE, ZERO, Term, all_of, any_of, free, heads, not_, num, parts, rel, substitute
from symact.verdict import Verdict, proved, refuted, undecided

__all__ = ["NOWHERE", "decide_equation"]

SECONDS = 5.0
TRIALS = 4
PIECEWISE_TRIALS = 8
SEARCH_TRIALS = 60
MAX_KINKS = 32  # that are examined; a fourth of them on a kink, and so on

HOPELESS = 4  # failing cells without a witness, where other cells are not known

PARTLY = "it holds on a part of its domain only"
NEAR = Fraction(1, 97)
BOUNDS = (Fraction(0), Fraction(1), Fraction(-1))
NOWHERE = "there is no point at which both sides are defined"
_PARTIAL = frozenset({"log", "even root", "acosh", "atanh", "asin", "acos", "lambertw"})
INVERSES = frozenset({"atan", "asin", "acos", "asinh", "acosh", "atanh"})
PIECEWISE = frozenset({"even root", "abs", "max", "min", "cases", "sign", "step", "delta", "eq", "ne", "floor", "round"})


def decide_equation(e: Equation, explain: bool = True) -> Verdict:
    """The verdict on an equation, with evidence; ``explain`` adds where a refuted equation happens to hold."""
    return limited(SECONDS, lambda: _answer(e, explain), lambda: undecided("timeout", f"no answer within {SECONDS:g} s"))


def _answer(e: Equation, explain: bool) -> Verdict:
    Normaliser.forget()
    try:
        verdict = _decide(e)
    except RecursionError:
        return undecided("incomplete", "the formula is nested too deeply")
    if verdict.status == "refuted" and e.primitive is not None and e.by is not None:
        other = _in_other_role(e)
        verdict = verdict if other is None else other
    if explain and verdict.status == "refuted" and verdict.detail in ("", PARTLY):
        return replace(verdict, detail="; ".join(filter(None, (verdict.detail, _only_where(e)))))
    return verdict


def _in_other_role(e: Equation) -> Verdict | None:
    """A derivative written in the output: ``sigma' = y (1 - y)`` holds with y the value of the function."""
    assert e.primitive is not None and e.by is not None
    extra = {n for n in free(e.right) - free(e.left) - free(e.primitive) if n.head == "sym"}
    if len(extra) != 1 or e.primitive == e.by:
        return None
    name = extra.pop()
    output = Equation(e.left, substitute(e.right, {name: e.primitive}), e.assumptions, e.variables)
    verdict = _decide(output)
    if verdict.status != "proved" or verdict.evidence is None:
        return None
    told = f"it holds if {name!r} on the right is the output of the function"
    return under(rel("eq", name, e.primitive), verdict.evidence, None, told)


def _put_equal(e: Equation) -> Equation:
    """The equation under the equations that are assumed: a name that one of them gives a value is replaced by it.

    Indices that are the same are made one, and those that are different are kept apart.
    """
    left, right, open_ones, rest = e.left, e.right, list(e.assumptions), []
    while open_ones:
        a = open_ones.pop(0)
        if a.head in ("eq", "ne") and all(t.head == "ix" for t in a.args):
            i, j = a.args
            left, right = (resolve_indices(t, i, j, same=a.head == "eq") for t in (left, right))
            here = {j: i}
        elif a.head == "eq" and (given := _given_value(a)) is not None:
            here = dict([given])
        else:
            rest.append(a)
            continue
        if a.head == "ne":
            rest.append(a)
            continue
        left, right = (substitute(t, here) for t in (left, right))
        open_ones, rest = ([substitute(c, here) for c in cs] for cs in (open_ones, rest))
    return replace(e, left=left, right=right, assumptions=tuple(rest))


def _given_value(equation: Term) -> tuple[Term, Term] | None:
    """The name to which an equation gives a value, and the value."""
    for name, value in (equation.args, equation.args[::-1]):
        if name.head == "sym" and name not in free(value):
            return name, value
    return None


def _decide(e: Equation, depth: int = 0) -> Verdict:
    if e.assumptions:
        e = _put_equal(e)
        if any(a.head == "false" for a in e.assumptions):
            return undecided("incomplete", "the assumptions contradict one another")
        apart = [a for a in e.assumptions if a.head == "ne" and all(t.head == "ix" for t in a.args)]
        e = replace(e, assumptions=(*relevant(e.assumptions, (e.left, e.right)), *apart))
    kind = heads(e.left) | heads(e.right)
    piecewise = bool(kind & PIECEWISE)
    trial = try_points(e, PIECEWISE_TRIALS if piecewise else TRIALS, stop=not piecewise)
    if trial.witness is not None and not trial.agreed and not (kind & {"sum", "prod"}):
        return refuted(trial.witness)
    outcomes, edges = cells_of(e)
    states = {o.state for o in outcomes}
    if states & {"other", "unknown"}:
        return _not_everywhere(e, trial, outcomes, edges, depth)
    if "zero" not in states:
        return undecided("incomplete", NOWHERE)
    return _proved(e, outcomes, trial, edges, depth)


def _proved(e: Equation, outcomes: list[Outcome], trial: Trial, edges: list[Term], depth: int) -> Verdict:
    """All cells are zero: it remains to look at the places between them, where sides may jump."""
    if trial.witness is not None:
        return refuted(trial.witness)
    if not trial.agreed and not trial.unbound:
        wide = try_points(e, SEARCH_TRIALS)
        if wide.witness is not None:
            return refuted(wide.witness)
        if not wide.agreed:
            return undecided("incomplete", NOWHERE)
    left_out = _left_out(e, outcomes)
    if left_out is not None:
        return undecided("incomplete", f"where both sides are defined they are equal, but the cases leave out {left_out!r}")
    cells = tuple(Cell(o.case.conditions, o.state) for o in outcomes)
    evidence = NormalForm(e.left, e.right, cells, e.assumptions)
    detail = ""
    if trial.left_only is None and trial.right_only is None and (heads(e.left) | heads(e.right)) & _PARTIAL:
        trial = try_points(e, PIECEWISE_TRIALS, stop=False)
    if trial.left_only is not None or trial.right_only is not None:
        side, place = ("left", trial.left_only) if trial.left_only is not None else ("right", trial.right_only)
        detail = f"where both sides are defined: at {place!r} only the {side} side is"
    amiss = _at_edges(e, edges, depth)
    if isinstance(amiss, Verdict):
        return amiss
    told = "; ".join(k.describe() for k in amiss)
    if any(k.stated is None for k in amiss):
        return undecided("incomplete", f"equal everywhere else; {told}")
    return under(kink_condition(amiss), evidence, None, told) if amiss else proved(evidence, detail)


def _left_out(e: Equation, outcomes: Iterable[Outcome]) -> Point | None:
    """A point inside a cell that the written cases leave out, though the left side has a value there."""
    if "cases" not in heads(e.right) or not any(t.head == "cases" and len(t.args) % 2 == 0 for t in parts(e.right)):
        return None
    for o in outcomes:
        if o.state == "void" and o.case.conditions:
            found = try_points(e, SEARCH_TRIALS, o.case.conditions, stop=False).left_only
            if found is not None:
                return found
    return None


def _at_edges(e: Equation, edges: Iterable[Term], depth: int) -> Verdict | list[Kink]:
    """A refutation at an edge, or the kinks at which the claim is not proved."""
    amiss: list[Kink] = []
    for k, kink in enumerate(kinks_of(edges, (e.left, e.right))):
        answer = kink if k >= MAX_KINKS >> 2 * depth else _at_kink(e, kink, depth)
        if isinstance(answer, Verdict):
            return answer
        if answer is not None:
            amiss.append(answer)
    return amiss


def _at_kink(e: Equation, kink: Kink, depth: int) -> Verdict | Kink | None:
    """None where nothing is amiss at the place; a Kink where a derivative is given a value by convention."""
    if kink.place is None:
        return None if _holds_where_zero(e, kink.edge) else kink
    here = {kink.name: kink.place}
    left, right = (substitute(t, here) for t in (e.left, e.right))
    inner = Equation(left, right, tuple(substitute(a, here) for a in e.assumptions), e.variables)
    if any(a.head == "false" for a in inner.assumptions):
        return None
    answer = _decide(inner, depth + 1)
    if answer.status == "refuted" and isinstance(answer.evidence, Counterexample):
        lifted = _lifted(e, answer.evidence, kink)
        if lifted.check():
            return refuted(lifted, f"the sides differ only at {kink.name!r} = {kink.place!r}")
        return kink  # the edge is known to lie there, and enclosures cannot tell it again
    if answer.status == "proved":
        return None
    trial = try_points(inner, PIECEWISE_TRIALS, stop=False)
    if e.primitive is not None and trial.right_only is not None and not trial.agreed:
        found = kink.with_sides(e.left, right, e.primitive, _known(e))
        wrong = None if found is None else _wrong_slope(e, found)
        return found if wrong is None else wrong
    return None if answer.detail == NOWHERE else kink


def _holds_where_zero(e: Equation, edge: Term) -> bool:
    """Whether the sides are equal wherever an edge is 0 that was solved for no name: what jumps there gets its value there."""
    sides = [at_zero(t, edge) for t in (e.left, e.right)]
    inner = Equation(sides[0], sides[1], (*e.assumptions, rel("eq", edge, ZERO)), e.variables)
    outcomes, edges = cells_of(inner)
    return not edges and all(o.state in ("zero", "void") for o in outcomes)


def _known(e: Equation) -> Known:
    signs, positive = known_signs(e.assumptions, free(e.left) | free(e.right))
    return Known(signs, positive, never_zero(e.assumptions))


def _wrong_slope(e: Equation, kink: Kink) -> Verdict | None:
    """A refutation where the derivative exists at a place and is not what is stated; None where that is not shown."""
    if kink.left is None or kink.left != kink.right or kink.stated is None or e.primitive is None or e.by != kink.name:
        return None
    assert kink.place is not None
    evidence = Slope(e.primitive, kink.name, kink.place, kink.left, kink.stated)
    return refuted(evidence, kink.describe()) if evidence.check() else None


def _lifted(e: Equation, found: Counterexample, kink: Kink) -> Counterexample:
    """A counterexample at a kink as one of the equation itself, where the place is a number."""
    assert kink.place is not None
    if not kink.place.is_num:
        return found
    name = substitute(kink.name, {n: num(v) for n, v in found.point.items() if n.head == "ix"})
    own = replace(found, left=e.left, right=e.right, point={**found.point, name: kink.place.value})
    return own if own.check() else found


def _not_everywhere(
    e: Equation, trial: Trial, outcomes: list[Outcome], edges: list[Term], depth: int
) -> Verdict:  # fmt: skip
    """Some cell is not zero, or is not known."""
    zero, failing, unknown = ([o for o in outcomes if o.state == state] for state in ("zero", "other", "unknown"))
    witness = trial.witness
    bad: list[Outcome] = []
    open_cells = list(unknown)
    for k, o in enumerate(failing):
        if unknown and (witness is not None or k >= HOPELESS):  # it will be no more than a witness
            open_cells.append(o)
            continue
        state = _looked_into(e, o, len(failing) > HOPELESS)
        if isinstance(state, Counterexample):
            bad.append(o)
            witness = witness or state
        elif not state:
            open_cells.append(o)
    if bad and not open_cells:
        assert witness is not None
        if not zero:
            missing = _missing_equation(e, failing)
            return refuted(witness) if missing is None else under(missing, _proof_under(e, outcomes, missing, "zero"), witness)
        answer = _restricted(e, outcomes, bad, edges, depth, witness)
        if answer is None and depth == 0:
            answer = _under_a_bound(e, witness)
        return refuted(witness, PARTLY) if answer is None else answer
    if witness is not None:
        return refuted(witness, PARTLY if zero else "")
    if not open_cells and zero:
        return _proved(e, [replace(o, state="void") if o.state == "other" else o for o in outcomes], trial, edges, depth)
    if isinstance(trial.unbound, OutOfReach):
        return undecided("incomplete", str(trial.unbound))
    if trial.unbound is not None:
        return undecided("unbound", f"nothing is known of {trial.unbound}")
    if not free(e.left) | free(e.right) and equal_numbers(e.left, e.right):
        return proved(Separation(e.left, e.right))
    if depth == 0 and (heads(e.left) | heads(e.right)) & INVERSES and witness is None and not edges:
        from symact.decide.constant import meet_everywhere  # which asks what facts know of functions

        if meet_everywhere(e):
            return proved(NormalForm(e.left, e.right, (Cell((), "zero"),), e.assumptions, "constant-difference"))
    why = next((o.why for o in open_cells if o.why), "no proof and no counterexample was found")
    return undecided("incomplete", why)


def _looked_into(e: Equation, o: Outcome, many: bool) -> Counterexample | bool:
    """A counterexample in a cell, or whether the cell is certainly empty."""
    from symact.decide.regions import look_into

    inside = (*o.case.conditions, *e.assumptions)
    found = None if many else try_points(e, SEARCH_TRIALS, o.case.conditions, search=True).witness
    if found is not None:
        return found
    empty, values = look_into(inside)
    if empty:
        return True
    if values:
        near = (Point({**p, **values}, p.shift, p.pools, p.simplices) for p in points((e.left, e.right), (), 4))
        found = try_at(e, (p for p in near if all(meets(p, c) for c in inside)), stop=True, search=True).witness
    if found is None and many:
        found = try_points(e, SEARCH_TRIALS, o.case.conditions, search=True).witness
    return found or _told_by_difference(e, o) or False


def _told_by_difference(e: Equation, o: Outcome) -> Counterexample | None:
    """A counterexample where the sides are too near for enclosures: the normal form of their difference is not 0 there."""
    assert o.difference is not None and o.normaliser is not None
    inside = (*e.assumptions, *o.case.conditions)
    if any(n.head == "ix" for t in (e.left, e.right, *inside) for n in free(t)):
        return None
    gap = o.normaliser.term(o.difference)
    for place in points((e.left, e.right), inside, PIECEWISE_TRIALS):
        tick()
        try:
            a, b, d = (enclose(t, place) for t in (e.left, e.right, gap))
        except (Undefined, Unbound):
            continue
        if a.is_finite() and b.is_finite() and d.is_finite() and not d.contains(0) and (a - b).overlaps(d):
            values = show_ball(a), f"{show_ball(b)} (they differ by {show_ball(d)})"
            return Counterexample(e.left, e.right, dict(place), *values, inside, difference=gap)
    return None


def _proof_under(e: Equation, outcomes: Iterable[Outcome], condition: Term, becomes: str) -> NormalForm:
    """The proof under a condition: cells that fail without it are left out by it (void), or become zero."""
    cells = tuple(Cell(o.case.conditions, becomes if o.state == "other" else o.state) for o in outcomes)
    return NormalForm(e.left, e.right, cells, (*e.assumptions, condition))


def _restricted(
    e: Equation, outcomes: list[Outcome], bad: list[Outcome], edges: list[Term], depth: int, witness: Counterexample
) -> Verdict | None:
    """The claim under what the parameters must satisfy so that no failing cell is left; None where nothing is gained.

    The condition must leave an open set of parameters, and at least one point at which the sides agree.
    """
    wanted: list[Term] = []
    for o in bad:
        own = [c for c in o.case.conditions if free(c) and all(e.is_parameter(n) for n in free(c) if n.head != "ix")]
        own = [c for c in own if c.head in ("lt", "le")]
        if not own:
            return None
        wanted.append(any_of(*map(not_, own)))
    from symact.decide.regions import closed, opened

    condition = closed(all_of(*dict.fromkeys(wanted)))
    inside = try_points(replace(e, assumptions=(*e.assumptions, opened(condition))), SEARCH_TRIALS, stop=True)
    if not inside.agreed and not inside.unbound:
        return None
    amiss, strictly = (
        _at_edges(replace(e, assumptions=(*e.assumptions, c)), edges, depth) for c in (condition, opened(condition))
    )
    if isinstance(amiss, Verdict) or (isinstance(strictly, list) and len(strictly) < len(amiss)):
        amiss, condition = strictly, opened(condition)
    if isinstance(amiss, Verdict):
        return amiss
    proof = _proof_under(e, outcomes, condition, "void")
    return under(all_of(condition, kink_condition(amiss)), proof, witness, "; ".join(k.describe() for k in amiss))


def _under_a_bound(e: Equation, witness: Counterexample) -> Verdict | None:
    """The claim where one parameter is at least, or at most, a simple number; None where it fails beyond the number too, or not.

    For failing cells in which parameters and variables meet: ``|x^2 + a| = x^2 + a`` for a >= 0.
    """
    names = [n for n in free_names(e.left, e.right) if n.head == "sym" and e.is_parameter(n)]
    for name in names[:2]:
        for value in BOUNDS:
            for op, step in (("le", -NEAR), ("ge", NEAR)):
                bound = rel(op, name, num(value))
                beyond = [_put(e, name, num(value - far * step)) for far in (1, 32)]
                if not any(try_points(b, SEARCH_TRIALS, search=True).witness for b in beyond):
                    continue
                answer = _decide(replace(e, assumptions=(*e.assumptions, bound)), 1)
                if answer.status == "proved" and answer.evidence is not None:
                    return under(bound, answer.evidence, None if meets(Point(dict(witness.point)), bound) else witness)
    return None


def _missing_equation(e: Equation, failing: list[Outcome]) -> Term | None:
    """``sum(y) = 1`` and the like: an equation on a sum over data that the document leaves open."""
    found_ones: set[Term] = set()
    for o in failing:
        assert o.difference is not None and o.normaliser is not None
        found = None
        for p, _ in o.difference.num.factor()[1]:
            generator = o.normaliser.linear_in_sum(p)
            if generator is not None and generator[0].args[3].head == "at" and generator[1] == ONE:
                found = rel("eq", generator[0], generator[1])
        if found is None:
            return None
        found_ones.add(found)
    return found_ones.pop() if len(found_ones) == 1 else None


def _put(e: Equation, name: Term, value: Term) -> Equation:
    here = {name: value}
    return Equation(substitute(e.left, here), substitute(e.right, here), tuple(substitute(a, here) for a in e.assumptions))


def _holds_only_here(e: Equation, there: Equation, name: Term, value: Term) -> bool:
    """Whether an equation is proved for a value of a name, and fails at values on both sides of it."""
    beside = (_put(e, name, value + shift) for shift in (num(NEAR), num(-NEAR)))
    return _decide(there).status == "proved" and all(try_points(b, PIECEWISE_TRIALS, search=True).witness for b in beside)


def _only_where(e: Equation) -> str:
    """Where a refuted claim happens to hold: at single values of one name (``equal at x = 0 only``).

    Without ``only``, these are places among others that there may be.
    """
    candidates: list[tuple[Term, Term]] = []
    complete = False
    smooth = not (heads(e.left) | heads(e.right)) & PIECEWISE
    try:
        normaliser = Normaliser()
        candidates, complete = normaliser.zeros(normaliser.difference(e.left, e.right).num)
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
        pass
    if not complete:
        names = [n for n in free_names(e.left, e.right) if n.head == "sym" and n not in sizes(e.left, e.right)]
        candidates += [(n, num(v)) for n in names[:4] for v in (0, 1, -1)]
    found: dict[str, None] = {}
    for name, value in candidates:
        there = _put(e, name, value)
        trial = try_points(there, 2, search=True)
        if trial.agreed and trial.witness is None and (smooth or _holds_only_here(e, there, name, value)):
            found[f"{name!r} = {value!r}"] = None
    return f"equal at {' or '.join(found)}{' only' if complete else ''}" if found else ""

"""Is ``left = right`` wherever both sides are defined and real?

Refuted by one exact point at which rigorous enclosures are disjoint; proved by the normal form of the difference, case by
case where signs or coincidences of indices matter; conditional where the cases in which it fails say something about the
parameters alone, or where an equation that the document leaves open (``sum(y) = 1``) would make it true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symact.budget import limited, tick
from symact.decide.evidence import Cell, Counterexample, NormalForm, Slope, show_ball
from symact.decide.kinks import Kink, Known, kink_condition, kinks_of
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Quotient, Vacuous, resolve_indices
from symact.decide.points import Point, free_names, meets, points, relevant, sizes
from symact.obligations import Equation
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import ONE, ZERO, Term, all_of, any_of, free, heads, not_, num, parts, rel, substitute
from symact.verdict import Verdict, conditional, proved, refuted, undecided

__all__ = ["decide_equation"]

SECONDS = 5.0
MAX_CELLS = 96
TRIALS = 4
PIECEWISE_TRIALS = 8
SEARCH_TRIALS = 60
MAX_KINKS = 32  # that are examined; a fourth of them on a kink, and so on

HOPELESS = 4  # failing cells without a witness, where other cells are not known

BITS = (64, 256)
SEARCH_BITS = (64, 256, 1024)
PARTLY = "it holds on a part of its domain only"
NEAR = Fraction(1, 97)
NOWHERE = "there is no point at which both sides are defined"
_PARTIAL = frozenset({"log", "even root", "acosh", "atanh", "asin", "acos", "lambertw"})
PIECEWISE = frozenset({"even root", "abs", "max", "min", "cases", "sign", "step", "delta", "eq", "ne", "floor", "round"})


@dataclass(frozen=True)
class _Case:
    """A cell: signs of irreducible polynomials and coincidences of indices, with the sides as they are in it."""

    left: Term
    right: Term
    signs: tuple[tuple[Any, int], ...] = ()
    conditions: tuple[Term, ...] = ()
    apart: frozenset[frozenset[Term]] = frozenset()


@dataclass(frozen=True)
class _Outcome:
    case: _Case
    state: str  # zero, void, other, unknown
    difference: Quotient | None = None
    normaliser: Normaliser | None = None
    why: str = ""


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
    if verdict.status != "proved":
        return None
    return conditional(
        repr(rel("eq", name, e.primitive)), verdict.evidence, f"it holds if {name!r} on the right is the output of the function"
    )


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
    outcomes, edges = _cases(e)
    states = {o.state for o in outcomes}
    if states & {"other", "unknown"}:
        return _not_everywhere(e, trial, outcomes, edges, depth)
    if "zero" not in states:
        return undecided("incomplete", NOWHERE)
    return _proved(e, outcomes, trial, edges, depth)


# ---- trying points


@dataclass
class _Trial:
    witness: Counterexample | None = None
    agreed: int = 0
    left_only: Point | None = None
    right_only: Point | None = None
    unbound: str = ""


def try_points(e: Equation, count: int, extra: Sequence[Term] = (), stop: bool = True, search: bool = False) -> _Trial:
    """The sides at simple points inside the assumptions; the first point at which they differ is the witness.

    ``stop``: one point tells enough; else two on which they agree, or one of each sort. ``search``: only a witness does, be the
    difference ever so small.
    """
    return _try(e, points((e.left, e.right, *extra), (*e.assumptions, *extra), count), stop, search)


def _try(e: Equation, places: Iterable[Point], stop: bool, search: bool) -> _Trial:
    out = _Trial()
    for place in places:
        tick()
        for bits in SEARCH_BITS if search else BITS:
            with precision(bits):
                try:
                    memo: dict[Term, Any] = {}
                    sides = [_side(t, place, memo) for t in (e.left, e.right)]
                except Unbound as missing:
                    out.unbound = str(missing)
                    return out
                a, b = sides
                if a is None or b is None:
                    if a is not None and a.is_finite() and out.left_only is None:
                        out.left_only = place
                    if b is not None and b.is_finite() and out.right_only is None:
                        out.right_only = place
                    break
                if not (a.is_finite() and b.is_finite()):
                    continue
                if not a.overlaps(b):
                    if out.witness is None:
                        out.witness = Counterexample(e.left, e.right, dict(place), show_ball(a), show_ball(b), e.assumptions)
                    break
                if bits == (SEARCH_BITS if search else BITS)[-1] or (not search and a.rad() < 1e-12 and b.rad() < 1e-12):
                    out.agreed += 1
                    break
        enough = 1 if stop else 2
        if (
            (out.witness is not None)
            if search
            else (out.agreed >= enough or (out.witness is not None and (stop or out.agreed)))
        ):
            break
    return out


def _side(t: Term, place: Point, memo: dict[Term, Any]) -> Any:
    try:
        return enclose(t, place, memo)
    except Undefined:
        return None


# ---- proving case by case


def _cases(e: Equation) -> tuple[list[_Outcome], list[Term]]:
    """Every cell with its outcome, and the edges of jumps.

    The cells cover the whole domain but for the places between them; at the edges sides may jump.
    """
    base, positive = _known_signs(e.assumptions, free(e.left) | free(e.right))
    strict = _never_zero(e.assumptions)
    equations = tuple(a for a in e.assumptions if a.head == "eq")
    distinct = (a for c in e.assumptions for a in (c.args if c.head == "and" else (c,)) if a.head in ("ne", "lt"))
    pairs = frozenset(frozenset(a.args) for a in distinct if all(v.head == "ix" for v in free(a)))
    queue = [_Case(e.left, e.right, tuple(base.items()), apart=pairs)]
    edges: dict[Any, Term] = {}
    done: list[_Outcome] = []
    while queue:
        case = queue.pop()
        if len(queue) + len(done) > MAX_CELLS:
            done.append(_Outcome(case, "unknown", why="too many cases"))
            break
        normaliser = Normaliser(dict(case.signs), positive, case.apart, strict, edges=edges)
        try:
            difference = normaliser.difference(case.left, case.right, equations)
        except NeedSign as need:
            for sign in (1, -1):
                side = rel("gt", need.term, ZERO) if sign > 0 else rel("lt", need.term, ZERO)
                queue.append(
                    _Case(case.left, case.right, (*case.signs, (need.key, sign)), (*case.conditions, side), case.apart)
                )
        except NeedCoincidence as need:
            split = _coincidences(case, need.i, need.j)
            queue += [c for c in split if _possible(c)]
            done += [_Outcome(c, "void") for c in split if not _possible(c)]
            if not split:
                done.append(_Outcome(case, "unknown", why=f"whether {need.i!r} = {need.j!r}"))
        except Vacuous as void:
            done.append(_Outcome(case, "void", why=str(void)))
        except Incomplete as gap:
            done.append(_Outcome(case, "unknown", why=str(gap)))
        else:
            state = "zero" if difference.num.is_zero() else "other"
            done.append(_Outcome(case, state, difference, normaliser))
    return done, list(edges.values())


def _coincidences(case: _Case, i: Term, j: Term) -> list[_Case]:
    """The case with i and j the same, one of them being put for the other, and the case with them apart."""
    names = [(a, b) for a, b in ((i, j), (j, i)) if a.head in ("ix", "sym") and a not in free(b)]
    if not names:
        return []
    gone, kept = min(names, key=lambda pair: pair[0].head != "ix")
    here = {gone: kept}
    left, right = (substitute(resolve_indices(t, i, j, same=True), here) for t in (case.left, case.right))
    still = frozenset(frozenset(substitute(t, here) for t in pair) for pair in case.apart)
    together = _Case(left, right, case.signs, (*case.conditions, rel("eq", gone, kept)), still)
    left, right = (resolve_indices(t, i, j, same=False) for t in (case.left, case.right))
    pairs = case.apart | {frozenset((i, j))}
    apart = _Case(left, right, case.signs, (*case.conditions, rel("ne", gone, kept)), pairs)
    return [together, apart]


def _possible(case: _Case) -> bool:
    """Whether no two indices that are known to be different were made one."""
    return all(len(pair) == 2 for pair in case.apart)


def _comparisons(assumptions: Iterable[Term]) -> Iterator[Term]:
    for c in assumptions:
        for part in c.args if c.head == "and" else (c,):
            if part.head in ("lt", "le"):
                yield part


def _known_signs(assumptions: Iterable[Term], taken: frozenset[Term] = frozenset()) -> tuple[dict[Any, int], frozenset[Term]]:
    """Signs that the assumptions give: of symbols and vectors, and of irreducible polynomials in them.

    What is assumed of an entry whose indices are not ``taken`` is assumed of all entries.
    """
    signs: dict[Any, int] = {}
    positive: set[Term] = set()
    for part in _comparisons(assumptions):
        left, right = part.args
        if left.is_num and left.value >= 0 and right.head in ("sym", "at"):
            positive.add(right)
            if right.head == "at" and all(i.head == "ix" and i not in taken for i in right.args[1:]):
                positive.add(right.args[0])
        key, flip = _key_of(right - left)
        if key is not None:
            signs[key] = flip
    return signs, frozenset(positive)


def _never_zero(assumptions: Iterable[Term]) -> frozenset[Any]:
    """Of the names and keys whose sign the assumptions give, those that are certainly not 0."""
    out: set[Any] = set()
    for part in _comparisons(assumptions):
        left, right = part.args
        if left.is_num and right.head in ("sym", "at") and (left.value > 0 or (left.value == 0 and part.head == "lt")):
            out |= {right, right.args[0]} if right.head == "at" else {right}
        if part.head == "lt":
            out.add(_key_of(right - left)[0])
    return frozenset(out)


def _key_of(t: Term) -> tuple[Any, int]:
    """The key and orientation of an irreducible polynomial in symbols; None where the term is none."""
    normaliser = Normaliser()
    try:
        q = normaliser.quotient(t)
        if len(q.num.factor()[1]) == 1 and q.den.is_constant() and all(g.kind == "sym" for g in normaliser.used):
            return normaliser.sign_key(q.num)
    except (Incomplete, NeedSign, NeedCoincidence, Vacuous):
        pass
    return None, 0


def _proved(e: Equation, outcomes: list[_Outcome], trial: _Trial, edges: list[Term], depth: int) -> Verdict:
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
    if amiss:
        return conditional(kink_condition(amiss), evidence, "; ".join(k.describe() for k in amiss))
    return proved(evidence, detail)


def _left_out(e: Equation, outcomes: Iterable[_Outcome]) -> Point | None:
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
        return kink
    here = {kink.name: kink.place}
    left, right = (substitute(t, here) for t in (e.left, e.right))
    inner = Equation(left, right, tuple(substitute(a, here) for a in e.assumptions), e.variables)
    if any(a.head == "false" for a in inner.assumptions):
        return None
    answer = _decide(inner, depth + 1)
    if answer.status == "refuted" and isinstance(answer.evidence, Counterexample):
        return refuted(_lifted(e, answer.evidence, kink), f"the sides differ only at {kink.name!r} = {kink.place!r}")
    if answer.status == "proved":
        return None
    trial = try_points(inner, PIECEWISE_TRIALS, stop=False)
    if e.primitive is not None and trial.right_only is not None and not trial.agreed:
        found = kink.with_sides(e.left, right, e.primitive, _known(e))
        wrong = None if found is None else _wrong_slope(e, found)
        return found if wrong is None else wrong
    return None if answer.detail == NOWHERE else kink


def _known(e: Equation) -> Known:
    signs, positive = _known_signs(e.assumptions, free(e.left) | free(e.right))
    return Known(signs, positive, _never_zero(e.assumptions))


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
    e: Equation, trial: _Trial, outcomes: list[_Outcome], edges: list[Term], depth: int
) -> Verdict:  # fmt: skip
    """Some cell is not zero, or is not known."""
    zero, failing, unknown = ([o for o in outcomes if o.state == state] for state in ("zero", "other", "unknown"))
    witness = trial.witness
    bad: list[_Outcome] = []
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
            condition = _missing_equation(e, failing)
            return refuted(witness) if condition is None else conditional(condition, witness)
        answer = _restricted(e, bad, edges, depth, witness)
        return refuted(witness, PARTLY) if answer is None else answer
    if witness is not None:
        return refuted(witness, PARTLY if zero else "")
    if not open_cells and zero:
        return _proved(e, [replace(o, state="void") if o.state == "other" else o for o in outcomes], trial, edges, depth)
    if trial.unbound:
        return undecided("unbound", f"nothing is known of {trial.unbound}")
    why = next((o.why for o in open_cells if o.why), "no proof and no counterexample was found")
    return undecided("incomplete", why)


def _looked_into(e: Equation, o: _Outcome, many: bool) -> Counterexample | bool:
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
        found = _try(e, (p for p in near if all(meets(p, c) for c in inside)), stop=True, search=True).witness
    if found is None and many:
        found = try_points(e, SEARCH_TRIALS, o.case.conditions, search=True).witness
    return False if found is None else found


def _restricted(e: Equation, bad: list[_Outcome], edges: list[Term], depth: int, witness: Counterexample) -> Verdict | None:
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
    from symact.decide.regions import closed, opened, readable

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
    parts = [readable(condition), *([kink_condition(amiss)] if amiss else [])]
    return conditional(
        parts[0] if len(parts) == 1 else f"And({', '.join(parts)})", witness, "; ".join(k.describe() for k in amiss)
    )


def _missing_equation(e: Equation, failing: list[_Outcome]) -> str | None:
    """``sum(y) = 1`` and the like: an equation on a sum over data that the document leaves open."""
    names: set[str] = set()
    for o in failing:
        assert o.difference is not None and o.normaliser is not None
        found = None
        for p, _ in o.difference.num.factor()[1]:
            generator = o.normaliser.linear_in_sum(p)
            if generator is not None and generator[0].args[3].head == "at" and generator[1] == ONE:
                found = repr(rel("eq", generator[0], generator[1]))
        if found is None:
            return None
        names.add(found)
    return names.pop() if len(names) == 1 else None


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

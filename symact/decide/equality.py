"""Is ``left = right`` wherever both sides are defined and real?

Refuted by one exact point at which rigorous enclosures are disjoint; proved by the normal form of the difference, case by
case where signs or coincidences of indices matter; conditional where the cases in which it fails say something about the
parameters alone, or where an equation that the document leaves open (``sum(y) = 1``) would make it true.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symact.decide.evidence import Cell, Counterexample, NormalForm, show_ball
from symact.decide.kinks import Kink, kink_condition, kinks_of
from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Quotient, Vacuous, resolve_indices
from symact.decide.points import Point, free_names, points, relevant, sizes
from symact.obligations import Equation
from symact.terms.ball import Unbound, Undefined, enclose, precision
from symact.terms.core import ZERO, Term, all_of, free, not_, num, rel, substitute, walk
from symact.verdict import Verdict, conditional, proved, refuted, undecided

__all__ = ["decide_equation"]

MAX_CELLS = 96
TRIALS = 4
PIECEWISE_TRIALS = 14
SEARCH_TRIALS = 60
BITS = (64, 256)
PIECEWISE = frozenset({"abs", "max", "min", "cases", "sign", "step", "delta", "eq", "ne", "floor", "round"})
JUMPS = frozenset({"cases", "sign", "step"})


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


def decide_equation(e: Equation) -> Verdict:
    """The verdict on an equation, with evidence."""
    e = replace(e, assumptions=relevant(e.assumptions, (e.left, e.right)))
    kind = {t.head for side in (e.left, e.right) for t in walk(side)}
    piecewise = bool(kind & PIECEWISE) or _has_even_root(e.left) or _has_even_root(e.right)
    trial = try_points(e, PIECEWISE_TRIALS if piecewise else TRIALS, stop=not piecewise)
    if trial.witness is not None and not trial.agreed and not (kind & {"sum", "prod"}):
        return refuted(trial.witness, _only_where(e) if not piecewise else "")
    outcomes = _cases(e)
    failing = [o for o in outcomes if o.state == "other"]
    unknown = [o for o in outcomes if o.state == "unknown"]
    zero = [o for o in outcomes if o.state == "zero"]
    if not failing and not unknown:
        if not zero:
            return undecided("incomplete", "there is no point at which both sides are defined")
        return _proved(e, outcomes, trial, bool(kind & JUMPS))
    return _not_everywhere(e, trial, zero, failing, unknown)


# ---- trying points


@dataclass
class _Trial:
    witness: Counterexample | None = None
    agreed: int = 0
    left_only: Point | None = None
    right_only: Point | None = None
    unbound: str = ""


def try_points(e: Equation, count: int, extra: Sequence[Term] = (), stop: bool = True) -> _Trial:
    """The sides at simple points inside the assumptions; the first point at which they differ is the witness."""
    out = _Trial()
    for place in points((e.left, e.right, *extra), (*e.assumptions, *extra), count):
        for bits in BITS:
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
                        out.witness = Counterexample(e.left, e.right, dict(place), show_ball(a), show_ball(b))
                    break
                if bits == BITS[-1] or (a.rad() < 1e-12 and b.rad() < 1e-12):
                    out.agreed += 1
                    break
        if stop and (out.witness is not None or out.agreed >= 2):
            break
    return out


def _side(t: Term, place: Point, memo: dict[Term, Any]) -> Any:
    try:
        return enclose(t, place, memo)
    except Undefined:
        return None


def _has_even_root(t: Term) -> bool:
    return any(s.head == "pow" and s.args[1].is_num and s.args[1].value.denominator % 2 == 0 for s in walk(t))


# ---- proving case by case


def _cases(e: Equation) -> list[_Outcome]:
    """Every cell with its outcome; the cells cover the whole domain but for the places between them."""
    base, positive = _known_signs(e.assumptions)
    equations = tuple(a for a in e.assumptions if a.head == "eq")
    queue = [_Case(e.left, e.right, tuple(base.items()))]
    ids: dict[Any, int] = {}
    done: list[_Outcome] = []
    while queue:
        case = queue.pop()
        if len(queue) + len(done) > MAX_CELLS:
            done.append(_Outcome(case, "unknown", why="too many cases"))
            break
        normaliser = Normaliser(dict(case.signs), positive, case.apart, ids=ids)
        try:
            difference = normaliser.difference(case.left, case.right, equations)
        except NeedSign as need:
            for sign in (1, -1):
                side = rel("gt", need.term, ZERO) if sign > 0 else rel("lt", need.term, ZERO)
                queue.append(
                    _Case(case.left, case.right, (*case.signs, (need.key, sign)), (*case.conditions, side), case.apart)
                )
        except NeedCoincidence as need:
            queue += _coincidences(case, need.i, need.j)
        except Vacuous as void:
            done.append(_Outcome(case, "void", why=str(void)))
        except Incomplete as gap:
            done.append(_Outcome(case, "unknown", why=str(gap)))
        else:
            state = "zero" if difference.num.is_zero() else "other"
            done.append(_Outcome(case, state, difference, normaliser))
    return done


def _coincidences(case: _Case, i: Term, j: Term) -> list[_Case]:
    gone, kept = (i, j) if i.head == "ix" else (j, i)
    if gone.head != "ix":
        return [_Case(case.left, case.right, case.signs, case.conditions, case.apart | {frozenset((i, j))})]
    same = [resolve_indices(t, i, j, same=True) for t in (case.left, case.right)]
    apart = [resolve_indices(t, i, j, same=False) for t in (case.left, case.right)]
    return [
        _Case(
            *(substitute(t, {gone: kept}) for t in same), case.signs, (*case.conditions, rel("eq", gone, kept)), case.apart
        ),
        _Case(*apart, case.signs, (*case.conditions, rel("ne", gone, kept)), case.apart | {frozenset((i, j))}),
    ]  # type: ignore[arg-type]


def _known_signs(assumptions: Iterable[Term]) -> tuple[dict[Any, int], frozenset[Term]]:
    """Signs that the assumptions give: of symbols, and of irreducible polynomials in them."""
    signs: dict[Any, int] = {}
    positive: set[Term] = set()
    for c in assumptions:
        for part in c.args if c.head == "and" else (c,):
            if part.head not in ("lt", "le"):
                continue
            left, right = part.args
            if left == ZERO and right.head in ("sym", "at"):
                positive.add(right)
            normaliser = Normaliser()
            try:
                q = normaliser.quotient(right - left)
                if len(q.num.factor()[1]) == 1 and q.den.is_constant() and all(g.kind == "sym" for g in normaliser.used):
                    key, flip = normaliser.sign_key(q.num)
                    signs[key] = flip
            except (Incomplete, NeedSign, NeedCoincidence, Vacuous):
                continue
    return signs, frozenset(positive)


def _proved(e: Equation, outcomes: list[_Outcome], trial: _Trial, jumps: bool) -> Verdict:
    """All cells are zero: it remains to look at the places between them, where sides may jump."""
    cells = tuple(Cell(o.case.conditions, o.state) for o in outcomes)
    evidence = NormalForm(e.left, e.right, cells, e.assumptions)
    detail = ""
    if trial.left_only is not None or trial.right_only is not None:
        side, place = ("left", trial.left_only) if trial.left_only is not None else ("right", trial.right_only)
        detail = f"where both sides are defined: at {place!r} only the {side} side is"
    if not jumps:
        if not trial.agreed and not trial.unbound and not _seen(e):
            return undecided("incomplete", "no point was found at which both sides are defined")
        return proved(evidence, detail)
    kinks = kinks_of([c for o in outcomes for c in o.case.conditions])
    open_kinks: list[Kink] = []
    for kink in kinks:
        answer = _at_kink(e, kink, outcomes)
        if answer is None:
            continue
        if isinstance(answer, Verdict):
            return answer
        open_kinks.append(answer)
    if open_kinks:
        condition = kink_condition(open_kinks)
        return conditional(condition, evidence, "; ".join(k.describe() for k in open_kinks))
    return proved(evidence, detail)


def _seen(e: Equation) -> bool:
    return try_points(e, SEARCH_TRIALS, stop=True).agreed > 0


def _at_kink(e: Equation, kink: Kink, outcomes: list[_Outcome]) -> Verdict | Kink | None:
    """None where nothing is amiss at the place; a Kink where a derivative is given a value by convention."""
    if kink.place is None:
        return kink
    here = {kink.name: kink.place}
    left, right = (substitute(t, here) for t in (e.left, e.right))
    inner = Equation(left, right, tuple(substitute(a, here) for a in e.assumptions), e.variables)
    trial = try_points(inner, PIECEWISE_TRIALS, stop=False)
    if trial.unbound:
        return kink
    if trial.witness is not None:
        point = {**trial.witness.point}
        return refuted(
            Counterexample(left, right, point, trial.witness.left_value, trial.witness.right_value),
            f"the sides differ only at {kink.name!r} = {kink.place!r}",
        )
    if trial.agreed:
        states = {o.state for o in _cases(inner)}
        return None if states <= {"zero", "void"} else kink
    if trial.right_only is None or e.primitive is None:
        return None
    return kink.with_sides(e.left, right, e.primitive)


def _not_everywhere(
    e: Equation, trial: _Trial, zero: list[_Outcome], failing: list[_Outcome], unknown: list[_Outcome]
) -> Verdict:
    """Some cell is not zero, or is not known."""
    witness = trial.witness
    bad: list[_Outcome] = []
    open_cells = list(unknown)
    for o in failing:
        found = try_points(e, SEARCH_TRIALS, o.case.conditions)
        if found.witness is not None:
            bad.append(o)
            witness = witness or found.witness
        elif not _is_empty(o.case.conditions, e.assumptions):
            open_cells.append(o)
    if bad and not open_cells:
        condition = _missing_condition(e, bad) if zero else _missing_equation(e, failing)
        if condition is not None:
            return conditional(condition, witness)
    if witness is not None:
        return refuted(witness, _only_where(e) if not zero else "it holds on a part of its domain only")
    if not bad and not open_cells and zero:
        return proved(NormalForm(e.left, e.right, tuple(Cell(o.case.conditions, o.state) for o in zero), e.assumptions))
    if trial.unbound:
        return undecided("unbound", f"nothing is known of {trial.unbound}")
    why = next((o.why for o in open_cells if o.why), "no proof and no counterexample was found")
    return undecided("incomplete", why)


def _is_empty(conditions: Sequence[Term], assumptions: Sequence[Term]) -> bool:
    """Whether a cell is certainly empty: its conditions leave no interval to a name that stands alone in them."""
    from symact.decide.regions import is_empty

    return is_empty((*conditions, *assumptions))


def _missing_condition(e: Equation, bad: list[_Outcome]) -> str | None:
    """What the parameters must satisfy so that no failing cell is left; None where no such condition exists."""
    wanted: list[Term] = []
    for o in bad:
        own = [c for c in o.case.conditions if free(c) and all(e.is_parameter(n) for n in free(c) if n.head != "ix")]
        own = [c for c in own if c.head in ("lt", "le")]
        if not own:
            return None
        negated = [_closed(not_(c)) for c in own]
        wanted.append(negated[0] if len(negated) == 1 else Term("or", tuple(negated)))
    condition = all_of(*dict.fromkeys(wanted))
    from symact.decide.regions import readable

    restricted = Equation(e.left, e.right, (*e.assumptions, condition), e.variables)
    if condition.head in ("lt", "le") and not list(points((e.left, e.right), restricted.assumptions, 1)):
        return None
    return readable(condition)


def _closed(c: Term) -> Term:
    return Term("le", c.args) if c.head == "lt" else c


def _missing_equation(e: Equation, failing: list[_Outcome]) -> str | None:
    """``sum(y) = 1`` and the like: an equation on a sum over data that the document leaves open."""
    names: set[str] = set()
    for o in failing:
        assert o.difference is not None and o.normaliser is not None
        found = None
        for p, _ in o.difference.num.factor()[1]:
            generator = o.normaliser.linear_in_sum(p)
            if generator is not None:
                found = repr(rel("eq", generator[0], generator[1]))
        if found is None:
            return None
        names.add(found)
    return names.pop() if len(names) == 1 else None


def _only_where(e: Equation) -> str:
    """Where a refuted claim happens to hold: at single values of one name (``equal at x = 0 only``)."""
    candidates: list[tuple[Term, Term]] = []
    try:
        normaliser = Normaliser()
        candidates = normaliser.linear_roots(normaliser.difference(e.left, e.right).num)
    except (Incomplete, Vacuous, NeedSign, NeedCoincidence):
        pass
    names = [n for n in free_names(e.left, e.right) if n.head == "sym" and n not in sizes(e.left, e.right)]
    candidates += [(n, num(v)) for n in names[:4] for v in (0, 1, -1)]
    found: dict[str, None] = {}
    for name, value in candidates:
        here = {name: value}
        there = Equation(*(substitute(t, here) for t in (e.left, e.right)), tuple(substitute(a, here) for a in e.assumptions))
        trial = try_points(there, 2)
        if trial.agreed and trial.witness is None:
            found[f"{name!r} = {value!r}"] = None
    return f"equal at {' or '.join(found)} only" if found else ""

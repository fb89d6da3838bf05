"""An equation case by case: signs of polynomials and coincidences of indices, as the normal form asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from symact.decide.normal import Incomplete, NeedCoincidence, NeedSign, Normaliser, Quotient, Vacuous, resolve_indices
from symact.obligations import Equation
from symact.terms.core import ZERO, Term, free, rel, substitute

__all__ = ["Case", "Outcome", "cells_of", "known_signs", "never_zero"]

MAX_CELLS = 96


@dataclass(frozen=True)
class Case:
    """A cell: signs of irreducible polynomials and coincidences of indices, with the sides as they are in it."""

    left: Term
    right: Term
    signs: tuple[tuple[Any, int], ...] = ()
    conditions: tuple[Term, ...] = ()
    apart: frozenset[frozenset[Term]] = frozenset()


@dataclass(frozen=True)
class Outcome:
    case: Case
    state: str  # zero, void, other, unknown
    difference: Quotient | None = None
    normaliser: Normaliser | None = None
    why: str = ""


def cells_of(e: Equation) -> tuple[list[Outcome], list[Term]]:
    """Every cell with its outcome, and the edges of jumps.

    The cells cover the whole domain but for the places between them; at the edges sides may jump.
    """
    base, positive = known_signs(e.assumptions, free(e.left) | free(e.right))
    strict = never_zero(e.assumptions)
    equations = tuple(a for a in e.assumptions if a.head == "eq")
    distinct = (a for c in e.assumptions for a in (c.args if c.head == "and" else (c,)) if a.head in ("ne", "lt"))
    pairs = frozenset(frozenset(a.args) for a in distinct if all(v.head == "ix" for v in free(a)))
    queue = [Case(e.left, e.right, tuple(base.items()), apart=pairs)]
    edges: dict[Any, Term] = {}
    done: list[Outcome] = []
    while queue:
        case = queue.pop()
        if len(queue) + len(done) > MAX_CELLS:
            done.append(Outcome(case, "unknown", why="too many cases"))
            break
        normaliser = Normaliser(dict(case.signs), positive, case.apart, strict, edges=edges)
        try:
            difference = normaliser.difference(case.left, case.right, equations)
        except NeedSign as need:
            for sign in (1, -1):
                side = rel("gt", need.term, ZERO) if sign > 0 else rel("lt", need.term, ZERO)
                queue.append(
                    Case(case.left, case.right, (*case.signs, (need.key, sign)), (*case.conditions, side), case.apart)
                )
        except NeedCoincidence as need:
            split = _coincidences(case, need.i, need.j)
            queue += [c for c in split if _possible(c)]
            done += [Outcome(c, "void") for c in split if not _possible(c)]
            if not split:
                done.append(Outcome(case, "unknown", why=f"whether {need.i!r} = {need.j!r}"))
        except Vacuous as void:
            done.append(Outcome(case, "void", why=str(void)))
        except Incomplete as gap:
            done.append(Outcome(case, "unknown", why=str(gap)))
        else:
            state = "zero" if difference.num.is_zero() else "other"
            done.append(Outcome(case, state, difference, normaliser))
    return done, list(edges.values())


def _coincidences(case: Case, i: Term, j: Term) -> list[Case]:
    """The case with i and j the same, one of them being put for the other, and the case with them apart."""
    names = [(a, b) for a, b in ((i, j), (j, i)) if a.head in ("ix", "sym") and a not in free(b)]
    if not names:
        return []
    gone, kept = min(names, key=lambda pair: pair[0].head != "ix")
    here = {gone: kept}
    left, right = (substitute(resolve_indices(t, i, j, same=True), here) for t in (case.left, case.right))
    still = frozenset(frozenset(substitute(t, here) for t in pair) for pair in case.apart)
    together = Case(left, right, case.signs, (*case.conditions, rel("eq", gone, kept)), still)
    left, right = (resolve_indices(t, i, j, same=False) for t in (case.left, case.right))
    pairs = case.apart | {frozenset((i, j))}
    apart = Case(left, right, case.signs, (*case.conditions, rel("ne", gone, kept)), pairs)
    return [together, apart]


def _possible(case: Case) -> bool:
    """Whether no two indices that are known to be different were made one."""
    return all(len(pair) == 2 for pair in case.apart)


def _comparisons(assumptions: Iterable[Term]) -> Iterator[Term]:
    for c in assumptions:
        for part in c.args if c.head == "and" else (c,):
            if part.head in ("lt", "le"):
                yield part


def known_signs(assumptions: Iterable[Term], taken: frozenset[Term] = frozenset()) -> tuple[dict[Any, int], frozenset[Term]]:
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


def never_zero(assumptions: Iterable[Term]) -> frozenset[Any]:
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

"""A stated definition against the catalogue: the same function up to the names of its variables and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice, permutations

from symact.catalogue import Activation, Density
from symact.obligations import Equation
from symact.terms.calculus import NotDifferentiable
from symact.terms.core import ONE, Term, free, index, num, parts, substitute, transform

__all__ = ["definition_equations", "derivative_equations"]

MAX_MATCHINGS = 12
TINY = Fraction(1, 10**5)  # no parameter is so small: such numbers keep a quotient finite


def definition_equations(
    entry: Activation | Density,
    stated: Term,
    arguments: tuple[Term, ...],
    place: Term | None,
    assumptions: tuple[Term, ...],
) -> list[Equation]:
    """``entry = stated`` for each way to match the entry's names with those of the document, the most natural first.

    ``arguments`` are the terms that the document gives for the entry's variables (none where it writes only ``y_i``);
    ``place`` is the index at which a vector function is taken. Nobody knows whether a loss takes its target first or last.
    """
    orders: Iterable[tuple[Term, ...]] = (arguments,)
    if isinstance(entry, Activation) and entry.kind == "loss" and len(arguments) == len(entry.variables):
        orders = permutations(arguments)
    return [e for order in orders for e in _equations(entry, stated, order, place, assumptions)]


def _equations(
    entry: Activation | Density, stated: Term, arguments: tuple[Term, ...], place: Term | None, assumptions: tuple[Term, ...]
) -> list[Equation]:
    body = entry.density if isinstance(entry, Density) else entry.expression
    inputs = ("x",) if isinstance(entry, Density) else entry.variables
    fixed: dict[Term, Term] = {}
    vectors: dict[str, str] = {}
    own_free = free(body)
    if index("i") in own_free and place is not None:
        fixed[index("i")] = place
    if isinstance(entry, Activation) and entry.kind == "vector":
        for name, argument in zip(inputs, arguments, strict=False):
            base = argument.args[0] if argument.head == "at" else argument
            if base.head in ("sym", "vec"):
                vectors[name] = base.name
            if argument.head == "at" and index("i") in own_free:
                fixed[index("i")] = argument.args[1]
    else:
        if arguments and len(arguments) != len(inputs):
            return []
        fixed.update({Term("sym", (n,)): a for n, a in zip(inputs, arguments, strict=False)})
    out = []
    for renaming, renamed in islice(_matchings(entry, body, stated, fixed, vectors), MAX_MATCHINGS):
        left = _renamed(body, renaming, renamed)
        if free(left) >= {index("i")} and place is None and index("i") not in free(stated):
            continue
        conditions = tuple(_renamed(c, renaming, renamed) for c in entry.conditions)
        support = tuple(_renamed(c, renaming, renamed) for c in entry.support) if isinstance(entry, Density) else ()
        variables = frozenset(v for a in arguments for v in free(a)) or None
        out.append(Equation(left, stated, (*assumptions, *conditions, *support), variables))
    return out


def derivative_equations(entry: Activation, stated: Term, assumptions: tuple[Term, ...]) -> list[Equation]:
    """``entry' = stated`` for each way to match names, of an elementwise function that has a derivative."""
    if entry.kind != "elementwise":
        return []
    try:
        slope = replace(entry, expression=entry.slope())
    except NotDifferentiable:
        return []
    names = [v for v in _sorted(free(stated)) if v.head == "sym" and v not in {p.symbol for p in entry.parameters}]
    x = next((v for v in names if v == entry.variable), names[0] if names else entry.variable)
    primitive = substitute(entry.expression, {entry.variable: x})
    found = definition_equations(slope, stated, (x,), None, assumptions)
    return [replace(e, primitive=primitive, by=x) for e in found]


def _renamed(t: Term, values: Mapping[Term, Term], vectors: Mapping[str, str]) -> Term:
    moved = transform(
        t,
        lambda s: Term("vec", (vectors[s.name],)) if s.head == "vec" and s.name in vectors else None,
    )
    return substitute(moved, values)


def _matchings(
    entry: Activation | Density, body: Term, stated: Term, fixed: dict[Term, Term], vectors: dict[str, str]
) -> Iterator[tuple[dict[Term, Term], dict[str, str]]]:
    """Values for the entry's remaining names: the same name, a parameter's default, other names and numbers of the document."""
    taken = {v for t in fixed.values() for v in free(t)} | {Term("vec", (v,)) for v in vectors.values()}
    open_names = [v for v in _sorted(free(body)) if v not in fixed and not (v.head == "vec" and v.name in vectors)]
    open_names = [v for v in open_names if v.head in ("sym", "vec")]
    theirs = [v for v in _sorted(free(stated)) if v not in taken and v.head in ("sym", "vec")]
    numbers = list(dict.fromkeys(t for t in parts(stated) if t.is_num and t.value not in (0, 1, -1) and abs(t.value) > TINY))[:3]
    numbers += [num(-t.value) for t in numbers if t.value < 0]
    numbers += [ONE] if any(t.is_num and abs(t.value) == 1 for t in parts(stated)) else []
    defaults = {p.symbol: num(p.default) for p in entry.parameters if p.default is not None}
    parameters = {p.symbol for p in entry.parameters}
    missing = [v for v in open_names if v not in theirs]
    spare = [v for v in theirs if v not in open_names]

    def result(choice: Mapping[Term, Term]) -> tuple[dict[Term, Term], dict[str, str]]:
        values = dict(fixed)
        names = dict(vectors)
        for ours, other in choice.items():
            if ours.head == "vec":
                names[ours.name] = other.name
            else:
                values[ours] = other
        return values, names

    if not missing:
        yield result({})
        if not spare:
            return
    for chosen in permutations([*spare, *(None for _ in missing)], len(missing)):
        choice: dict[Term, Term] = {}
        rest: list[Term] = []
        for ours, other in zip(missing, chosen, strict=True):
            if other is None:
                rest.append(ours)
            elif other.head == ours.head:
                choice[ours] = other
            else:
                break
        else:
            if any(r.head == "vec" for r in rest):
                continue
            options: list[dict[Term, Term]] = [{r: defaults[r] for r in rest if r in defaults}]
            if len(rest) == 1 and rest[0] in parameters:
                options += [{rest[0]: n} for n in numbers if n != defaults.get(rest[0])]
            for option in options:
                yield result({**choice, **option})


def _sorted(names: frozenset[Term]) -> list[Term]:
    return sorted(names, key=lambda v: (v.head, v.name))

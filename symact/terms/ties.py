"""Whether two terms may be equal on a whole interval, though their formulas differ: max(0, x) and 0 are, x and 0 are not."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.core import ONE, ZERO, Term, free, heads, neg, rebuild

__all__ = ["PIECED", "may_tie"]

PIECED = frozenset("max min abs sign step floor round cases".split())
MAX_PIECES = 32
_GENERIC = (Fraction(1009, 337), Fraction(-733, 911), Fraction(619, 1013), Fraction(2207, 1511), Fraction(-877, 409))


def may_tie(a: Term, b: Term) -> bool:
    """False only where it is certain that a = b holds on no open set.

    The pieces of which both are made are analytic, so that two of them which differ at one point are equal at isolated places
    only.
    """
    if a == b:
        return True
    first, second = _pieces(a), _pieces(b)
    if first is None or second is None:
        return True
    names = sorted(free(a) | free(b), key=repr)
    if any(n.head != "sym" for n in names):
        return True
    points = [{n: _GENERIC[(k + shift) % len(_GENERIC)] + k for k, n in enumerate(names)} for shift in range(3)]
    return any(not any(_differ(p, q, point) for point in points) for p in first for q in second)


def _differ(p: Term, q: Term, point: dict[Term, Fraction]) -> bool:
    try:
        gap = enclose(p, point) - enclose(q, point)
    except (Undefined, Unbound):
        return False
    return bool(gap.is_finite() and not gap.contains(0))


def _pieces(t: Term) -> list[Term] | None:
    """The formulas without kinks of which a term is made; None where they are too many, or not known."""
    if not heads(t) & PIECED:
        return [t]
    if t.head in ("floor", "round"):
        return None
    values = t.args if t.head != "cases" else [*t.args[1::2], *(t.args[-1:] if len(t.args) % 2 else ())]
    parts: list[list[Term]] = []
    for a in values:
        found = _pieces(a) if isinstance(a, Term) else [a]
        if found is None:
            return None
        parts.append(found)
    match t.head:
        case "max" | "min" | "cases":
            out = [p for part in parts for p in part]
        case "abs":
            out = [s for p in parts[0] for s in (p, neg(p))]
        case "sign" | "step":
            out = [ONE, ZERO, neg(ONE)]
        case _:
            if any(len(part) > MAX_PIECES for part in parts):
                return None
            out = []
            for chosen in product(*parts):
                out.append(rebuild(t, chosen))
                if len(out) > MAX_PIECES:
                    return None
    unique = list(dict.fromkeys(out))
    return unique if len(unique) <= MAX_PIECES else None

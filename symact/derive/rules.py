r"""The rules of differentiation, one at a time: a derivative that is still to be taken is a term of its own.

``pending(u, x)`` stands for ``\frac{d}{dx}(u)``. :func:`take` applies one rule to every such part of a term and names the
rules; constants, the variable itself, constant factors and lone summands are taken at once, as a reader would.
"""

from __future__ import annotations

from collections.abc import Iterable

from symact.derive.named import NAMED, NAMED_LATEX, expand
from symact.derive.tidy import tidy
from symact.terms.calculus import diff, pending
from symact.terms.core import ONE, ZERO, Term, add, free, log, mul, num, power, rebuild, sub, walk
from symact.terms.functions import FUNCTIONS
from symact.terms.latex import to_latex

__all__ = ["depends", "is_pending", "shown", "take", "taken"]


def is_pending(t: Term) -> bool:
    return any(a.head == "slope" for a in walk(t))


def taken(t: Term) -> Term:
    """The value of a term: named functions by their definitions, derivatives by the calculus of terms."""
    if t.head == "slope":
        return diff(expand(t.args[1]), t.args[2])
    return expand(_mapped(t, taken)) if is_pending(t) else expand(t)


def shown(t: Term) -> str:
    """The term as LaTeX."""
    return to_latex(t, NAMED_LATEX)


def _mapped(t: Term, f: object) -> Term:
    args = tuple(f(a) if isinstance(a, Term) else a for a in t.args)  # type: ignore[operator]
    return t if all(a is b for a, b in zip(args, t.args, strict=True)) else rebuild(t, args)


def take(t: Term) -> tuple[Term, tuple[str, ...]]:
    """The term after one rule was applied to each derivative that is still to be taken, and the names of the rules."""
    rules: dict[str, None] = {}

    def visit(a: Term) -> Term:
        if a.head != "slope":
            return _mapped(a, visit) if is_pending(a) else a
        plain = later(a.args[1], a.args[2])
        if plain != a:
            if not is_pending(plain):
                rules["power rule" if a.args[1].head == "pow" else "differentiate"] = None
            elif plain.head == "add" and sum(map(is_pending, plain.args)) > 1:
                rules["sum rule"] = None
            return visit(plain)
        out, rule = _rule(a.args[1], a.args[2])
        rules[rule] = None
        return out

    return tidy(visit(t)), tuple(rules)


def depends(t: Term, v: Term) -> bool:
    """Whether a term changes with a variable, or with the entries of a vector."""
    return (v.args[0] if v.head == "at" else v) in free(t)


def later(u: Term, v: Term) -> Term:
    """The derivative of u by v, taken at once where that is plain to see."""
    if not depends(u, v):
        return ZERO
    if u == v:
        return ONE
    if u.head == "at":
        return diff(u, v)
    if u.head == "pow" and u.args[0] == v and u.args[1].is_num:
        return mul(u.args[1], power(v, u.args[1].value - 1))
    if u.head == "mul":
        front, moving = _parted(u.args, v)
        if front:
            return mul(*front, later(mul(*moving), v))
    if u.head == "add":
        return add(*(later(a, v) for a in u.args))
    return pending(u, v)


def _parted(factors: Iterable[Term], v: Term) -> tuple[list[Term], list[Term]]:
    """The factors that do not depend on the variable, and those that do."""
    front: list[Term] = []
    moving: list[Term] = []
    for f in factors:
        (moving if depends(f, v) else front).append(f)
    return front, moving


def _rule(u: Term, v: Term) -> tuple[Term, str]:
    """One rule applied to d/dv u, which is not plain to see."""
    match u.head:
        case "mul":
            return _product(u, v)
        case "pow":
            return _power(u, v)
        case "cases":
            values = [later(a, v) if k % 2 or k == len(u.args) - 1 else a for k, a in enumerate(u.args)]
            return Term("cases", tuple(values)), "each case"
        case "sum":
            bound, low, high, body = u.args
            return Term("sum", (bound, low, high, later(body, v))), "sum rule"
        case "app" if u.args[0] in NAMED and not any(u.args[1]):
            (z,) = u.args[2:]
            return mul(NAMED[u.args[0]].derivative(z), later(z, v)), _chained(NAMED[u.args[0]].latex, z, v)
        case head if head in FUNCTIONS and len(u.args) == 1:
            slope = FUNCTIONS[head].derivative
            (z,) = u.args
            if slope is not None:
                return mul(slope(z)[0], later(z, v)), _chained(FUNCTIONS[head].latex, z, v)
    return tidy(diff(expand(u), v)), "differentiate"


def _chained(name: str, inner: Term, v: Term) -> str:
    """``derivative of $\\exp$``, with the chain rule where the argument is not the variable itself."""
    own = f"derivative of ${name}$"
    return own if inner == v or inner.head == "at" else f"chain rule, {own}"


def _power(u: Term, v: Term) -> tuple[Term, str]:
    base, n = u.args
    if depends(n, v):
        return (mul(u, log(base), later(n, v)), "exponential rule") if not depends(base, v) else (diff(expand(u), v), "differentiate")
    name = "reciprocal rule" if n == num(-1) else "power rule" if base == v else "chain rule, power rule"
    return mul(n, power(base, sub(n, 1)), later(base, v)), name


def _is_below(f: Term) -> bool:
    return f.head == "pow" and f.args[1].is_num and f.args[1].value < 0


def _product(u: Term, v: Term) -> tuple[Term, str]:
    """The product rule, the quotient rule where something stands below, the reciprocal rule where nothing moves above."""
    above = [f for f in u.args if not _is_below(f)]
    below = mul(*(power(f.args[0], -f.args[1].value) for f in u.args if _is_below(f)))
    if below != ONE and above:
        top = mul(*above)
        over = add(mul(below, later(top, v)), mul(-1, top, later(below, v)))
        return mul(over, power(below, -2)), "quotient rule"
    parts = [mul(*(g for g in u.args if g is not f), later(f, v)) for f in u.args]
    return add(*parts), "product rule"

"""What holds instead of a refuted formula, in the names that the document uses."""

from __future__ import annotations

from collections.abc import Iterator

from symact.decide import factored, outer_of
from symact.meaning.scope import Scope
from symact.terms.core import Term, size, substitute, sym, walk
from symact.terms.latex import to_latex

__all__ = ["truth_of"]

_PLACE = sym("#f")


def truth_of(left: Term, variable: Term | None, scope: Scope) -> str:
    """The left side of a refuted claim in the shortest form that is known, as LaTeX.

    Tried are the term itself, its factored normal form, and for every function of the document the same written in its value:
    ``\\sigma(x)(1-\\sigma(x))`` rather than ``e^{-x}/(1+e^{-x})^2``.
    """
    candidates = [(size(left), to_latex(left))]
    normal = factored(left)
    if normal is not None:
        candidates.append((size(normal), to_latex(normal)))
    if variable is not None:
        candidates += list(_in_functions(left, variable, scope))
    return min(candidates, key=lambda c: c[0])[1]


def _in_functions(left: Term, variable: Term, scope: Scope) -> Iterator[tuple[int, str]]:
    """The term as a function of f(x), for each function f of one variable that the document speaks of."""
    seen: set[str] = set()
    for frame in reversed(scope.frames):
        for binding in frame.bindings.values():
            if binding.name in seen or len(binding.formal) != 1 or not binding.is_function or binding.formal[0].head != "sym":
                continue
            seen.add(binding.name)
            value = substitute(binding.body, {binding.formal[0]: variable})
            if value == left:
                continue
            outer = outer_of(left, value, variable, _PLACE)
            shape = factored(outer) if outer is not None else None
            if shape is not None:
                name = to_latex(sym(binding.name))
                text = to_latex(shape).replace(to_latex(_PLACE), f"{name}({to_latex(variable)})")
                uses = sum(t == _PLACE for t in walk(shape))
                yield size(shape) + uses, text

"""What holds instead of a refuted formula, in the names that the document uses."""

from __future__ import annotations

from collections.abc import Iterator

from symact.decide import factored, outer_of, quotient_of
from symact.meaning.scope import Scope
from symact.obligations import Equation
from symact.terms.core import Term, num, size, substitute, sym, walk
from symact.terms.latex import to_latex

__all__ = ["truth_of"]

_PLACE = sym("#f")


def truth_of(equation: Equation, left: Term, written: str, variable: Term | None, scope: Scope) -> str:
    """What a refuted claim's left side is, in the shortest form that is known, as LaTeX.

    Tried are the author's own right side with a factor or a term that was lost, the left side's factored normal form, and for
    every function of the document the same written in its value: ``\\sigma(x)(1-\\sigma(x))`` rather than
    ``e^{-x}/(1+e^{-x})^2``. ``left`` is the left side in the document's own names, ``written`` is the right side as the author wrote it.
    """
    candidates = list(_mended(equation, written))
    normal = factored(left)
    candidates += [(_cost(t), to_latex(t)) for t in (left, normal) if t is not None]
    if variable is not None:
        candidates += list(_in_functions(left, variable, scope))
    return min(candidates, key=lambda c: c[0])[1]


def _cost(t: Term) -> int:
    """How much a term asks of its reader: its size, exponentials and divisions twice."""
    return size(t) + sum(
        1 for s in walk(t) if s.head == "exp" or (s.head == "pow" and s.args[1].is_num and s.args[1].value < 0)
    )


def _mended(equation: Equation, written: str) -> Iterator[tuple[int, str]]:
    """The right side as written, times a factor or plus a term, where that is short and proved."""
    if not written:
        return
    factor = quotient_of(equation)
    if factor is None or size(factor) > 4:
        return
    bare = written[1:].lstrip() if written.startswith("-") else ""
    if factor == num(-1) and not _is_sum(bare or written):
        yield 3, bare or f"-{written}"
    elif _is_sum(written):
        yield 4 + size(factor), f"{to_latex(factor)}\\left({written}\\right)"
    else:
        yield 3 + size(factor), f"{to_latex(factor)}\\,{written}"


def _is_sum(written: str) -> bool:
    """Whether a written product would need brackets before a factor is set beside it."""
    depth = 0
    for k, c in enumerate(written):
        depth += c in "({[" or written.startswith("\\left", k)
        depth -= c in ")}]" or written.startswith("\\right", k)
        if (depth <= 0 and c in "+-") or (c in "+-" and depth == 0):
            return True
    return False


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
                yield _cost(shape) + (0 if binding.entry is not None else 3), text

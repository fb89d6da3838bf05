"""What holds instead of a refuted formula, in the names that the document uses."""

from __future__ import annotations

from collections.abc import Iterator

from symact.decide import factored, outer_of
from symact.meaning.scope import Binding, Scope
from symact.obligations import Equation
from symact.terms.core import Term, abs_, add, exp, mul, num, size, substitute, sym, transform, walk
from symact.terms.latex import to_latex

__all__ = ["apart_of", "tidied", "truths_of", "turned"]

_PLACE = sym("#f")


def truths_of(equation: Equation, left: Term, variable: Term | None, scope: Scope) -> list[tuple[int, str]]:
    """What the left side of an equation is, in several forms, each with what it asks of its reader; the easiest first, LaTeX.

    Tried are the left side's factored normal form, and for every function of the document the same written in its value:
    ``\\sigma(x)(1-\\sigma(x))`` rather than ``e^{-x}/(1+e^{-x})^2``. ``left`` is the left side in the document's own names.
    """
    normal = tidied(factored(left))
    plain = tidied(factored(transform(equation.left, _exponentials)))
    forms = (left, equation.left, normal, plain, turned(plain), transform(equation.left, _bars))
    found = [(_cost(t), to_latex(t)) for t in forms if t is not None]
    if variable is not None:
        found += list(_in_functions(left, variable, scope))
        found += list(_with_functions(equation.left, variable, scope))
    return sorted(dict.fromkeys(found), key=lambda form: form[0])


def tidied(t: Term | None) -> Term | None:
    """e^{2x} for (e^x)^2, b - a for -(a - b), and letters in their order."""
    return None if t is None else transform(t, _tidied)


def apart_of(t: Term | None) -> Term | None:
    """1 + e^{-x} for (1 + e^x)/e^x: a sum over one thing, divided out."""
    if t is None or t.head != "mul":
        return None
    sums = [f for f in t.args if f.head == "add"]
    rest = [f for f in t.args if f not in sums]
    if len(sums) != 1 or any(f.head == "pow" and f.args[0].head == "add" for f in rest):
        return None
    return tidied(add(*(mul(part, *rest) for part in sums[0].args)))


def _tidied(t: Term) -> Term | None:
    letters = [f for f in t.args if isinstance(f, Term) and f.head == "sym"] if t.head == "mul" else []
    if letters != sorted(letters, key=lambda f: f.name):  # as one writes them: 2ab
        first = [f for f in t.args if f.is_num]
        return mul(*first, *sorted(letters, key=lambda f: f.name), *(f for f in t.args if f not in letters and not f.is_num))
    if t.head == "pow" and t.args[0].head == "exp" and t.args[1].is_num:
        return exp(t.args[1] * t.args[0].args[0])
    if t.head == "mul" and len(t.args) == 2 and t.args[0] == num(-1) and t.args[1].head == "add":
        return add(*(-a for a in t.args[1].args))
    return None


def _exponentials(t: Term) -> Term | None:
    """Hyperbolic functions in exponentials."""
    if t.head not in ("tanh", "sinh", "cosh"):
        return None
    up, down = exp(t.args[0]), exp(-t.args[0])
    return {"tanh": (up - down) / (up + down), "sinh": (up - down) / 2, "cosh": (up + down) / 2}[t.head]


def _bars(t: Term) -> Term | None:
    """max(a, b) = (a + b + |a - b|) / 2."""
    if t.head not in ("max", "min") or len(t.args) != 2:
        return None
    a, b = t.args
    bars = abs_(b - a)
    halves: Term = (a + b + (bars if t.head == "max" else -bars)) / 2
    return halves


def turned(t: Term | None) -> Term | None:
    """1/(1 + e^{-x}) for e^x/(1 + e^x): the numerator divided out below the line."""
    if t is None or t.head != "mul":
        return None
    below = [f for f in t.args if f.head == "pow" and f.args[1] == num(-1) and f.args[0].head == "add"]
    above = [f for f in t.args if f not in below]
    if len(below) != 1 or not all(f.head == "exp" or f.is_num for f in above):
        return None
    return add(*(mul(part, *(1 / f for f in above)) for part in below[0].args[0].args)) ** -1


def _cost(t: Term) -> int:
    """How much a term asks of its reader: its size, exponentials and divisions twice."""
    return size(t) + sum(
        1 for s in walk(t) if s.head == "exp" or (s.head == "pow" and s.args[1].is_num and s.args[1].value < 0)
    )


def _functions(variable: Term, scope: Scope) -> Iterator[tuple[Binding, Term]]:
    """The functions of one variable that the document speaks of, with their values at the variable."""
    for b in scope.functions:
        yield b, substitute(b.body, {b.formal[0]: variable})


def _in_functions(left: Term, variable: Term, scope: Scope) -> Iterator[tuple[int, str]]:
    """The term as a function of f(x), for each function f of one variable that the document speaks of."""
    for b, value in _functions(variable, scope):
        if value == left:
            continue
        outer = outer_of(left, value, variable, _PLACE)
        shape = tidied(factored(outer)) if outer is not None else None
        if shape is not None:
            text = to_latex(shape).replace(to_latex(_PLACE), f"{to_latex(sym(b.name))}({to_latex(variable)})")
            yield _cost(shape) + (0 if b.entry is not None else 3), text


def _with_functions(left: Term, variable: Term, scope: Scope) -> Iterator[tuple[int, str]]:
    """The term with the values of functions of the document under their names: ``\\Phi(x) + x\\phi(x)``."""
    named = {value: (sym(f"#{k}"), b.name) for k, (b, value) in enumerate(_functions(variable, scope)) if size(value) > 2}
    shape = transform(left, lambda t: named[t][0] if t in named and t != left else None)
    if shape == left:
        return
    text = to_latex(shape)
    for place, name in named.values():
        text = text.replace(to_latex(place), f"{to_latex(sym(name))}({to_latex(variable)})")
    yield _cost(shape), text

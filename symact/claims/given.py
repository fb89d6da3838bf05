"""Expressions given from outside a document (SymPy, LaTeX, terms) as terms."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from symact.claims.model import Alternative
from symact.claims.readings import Readings, variable_of
from symact.claims.shapes import ends_of_sums
from symact.meaning.elaborate import Elaborator, Unclear, condition
from symact.meaning.names import function_letters
from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.obligations import Equation
from symact.terms.core import Term, fn, transform

__all__ = ["as_condition", "as_term", "equation_of", "formula"]

_SCOPE = Scope(topics=frozenset({"gaussian", "lambert"}))  # where no document says otherwise, Phi, phi and W are the known functions


def equation_of(left: object, right: object, assumptions: tuple[Term, ...]) -> tuple[Alternative, ...]:
    """What ``left = right`` obliges, in each of its readings where both are LaTeX. Raises ValueError, TypeError."""
    if not (isinstance(left, str) and isinstance(right, str)):
        said = tuple(c for side in (left, right) if not isinstance(side, (str, Term)) for c in _said_of(side))
        return (Alternative(Equation(as_term(left), as_term(right), (*assumptions, *said))),)
    a, b = _parsed(left), _parsed(right)
    whole = Node("rel", a.span.joined(b.span), (a, b), "=")
    readings = Readings(_SCOPE.assuming(assumptions), function_letters(whole), ends_of_sums(whole))
    variable = variable_of(a, _SCOPE)
    try:
        pairs = readings.pairs(a, b, variable)
    except Unclear as why:
        raise ValueError(f"{left!r} = {right!r}: {why.detail} ({why.reason})") from None
    return tuple(Alternative(readings.equation(p, a, variable), None, p.reading) for p in pairs)


def _said_of(value: object) -> tuple[Term, ...]:
    from symact.terms.sympy_bridge import assumed_of

    return assumed_of(value)


def as_term(value: object) -> Term:
    """A term from a term, a number, a SymPy expression or a LaTeX string. Raises ValueError, TypeError."""
    if isinstance(value, Term):
        return value
    if isinstance(value, str):
        node = _parsed(value)
        try:
            return Elaborator(_SCOPE).term(node)
        except Unclear as why:
            raise ValueError(f"{value!r}: {why.detail} ({why.reason})") from None
    from symact.terms.sympy_bridge import from_sympy

    return from_sympy(value)


def formula(text: str) -> Term:
    """The function that somebody typed, in LaTeX or as programs write; of ``f(x) = ...`` its right side. Raises ValueError."""
    text = text.strip().strip("$")
    shown = repr(text) if len(text) <= LONGEST else f"{text[:LONGEST]!r}…"
    try:
        node = parse(text if "\\" in text else _GAMMA.sub("Gamma(", text), tex="\\" in text)
    except NotationError as why:
        raise ValueError(f"{shown} was not read: {why}") from None
    if node.kind == "rel" and set(node.value.split(" ")) <= {"=", ":="}:
        left, node = node.args[0], node.args[-1]
        if left.kind not in ("name", "juxt", "call", "sub") or (left.kind == "name" and left.value == "x"):
            raise ValueError(f"{shown} is an equation, no function; write the function alone, or f(x) = … before it")
    try:
        return transform(Elaborator(_SCOPE).term(node), _as_programs_call_it)
    except Unclear as why:
        raise ValueError(f"{shown} was not read: {why.detail}") from None


LONGEST = 80  # characters of a formula that a message repeats
_GAMMA = re.compile(r"\bgamma\s*\(")  # in a program no letter, but the function
_CALLED: dict[str, Callable[[Term], Term]] = {
    "lambertw": lambda a: fn("lambertw", a),
    "lgamma": lambda a: fn("loggamma", a),
    "gammaln": lambda a: fn("loggamma", a),
    "loggamma": lambda a: fn("loggamma", a),
    "cbrt": lambda a: fn("sign", a) * fn("abs", a) ** Fraction(1, 3),
}


def _as_programs_call_it(t: Term) -> Term | None:
    """Functions by the names that they have in programs only."""
    if t.head != "app" or t.args[0] not in _CALLED or len(t.args) != 3 or any(t.args[1]):
        return None
    return _CALLED[t.args[0]](t.args[2])


def as_condition(value: object) -> Term:
    """A condition from a term, a SymPy relation or LaTeX (``\\alpha > 0``). Raises ValueError, TypeError."""
    if isinstance(value, str):
        node = _parsed(value)
        try:
            return condition(Elaborator(_SCOPE), node)
        except Unclear as why:
            raise ValueError(f"{value!r}: {why.detail} ({why.reason})") from None
    return as_term(value)


def _parsed(text: str) -> Node:
    try:
        return parse(text)
    except NotationError as why:
        raise ValueError(f"{text!r} was not read: {why}") from None

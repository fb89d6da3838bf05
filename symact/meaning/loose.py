"""Expressions given from outside a document (SymPy, LaTeX, terms) as terms."""

from __future__ import annotations

from symact.meaning.elaborate import Elaborator, Unclear, condition
from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.terms.core import Term

__all__ = ["as_condition", "as_term"]

_SCOPE = Scope(gaussian=True)  # where no document says otherwise, Phi and phi are those of the normal distribution


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

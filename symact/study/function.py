"""An activation with everything that symact finds out about it: the object of the API."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from html import escape
from typing import Any

from symact import catalogue
from symact.catalogue import Activation
from symact.derive import Derivation, NotDerived, as_what, derive
from symact.study.facts import Sheet, sheet
from symact.terms.calculus import NotDifferentiable
from symact.terms.core import Term, free

__all__ = ["Function", "activation", "function_of"]


@dataclass(frozen=True, eq=False, repr=False)
class Function(Activation):
    """A function by its definition, with its derivatives, its facts, its plot; a notebook shows all of them."""

    def derivation(self, order: int = 1, variable: Any = None) -> Derivation:
        """The derivation of f' (or of f'', order 2), step by step. Raises NotDerived, NotDifferentiable."""
        return derive(self, variable, order)

    def derivative(self, order: int = 1) -> Any:
        """The derivative by the variable in its simplest writing, as a SymPy expression; at a kink it has no value.

        Raises NotDifferentiable.
        """
        from symact.terms.sympy_bridge import to_sympy

        try:
            return to_sympy(derive(self, order=order).result) if order in (1, 2) else super().derivative(order)
        except NotDerived:
            return super().derivative(order)

    @cached_property
    def facts(self) -> Sheet:
        """What is true of it: range, limits, zeros, extrema, shape; of vectors also sums, shifts, symmetry. Raises NotDerived."""
        return sheet(self)

    def plot(self, ax: Any = None) -> Any:
        """f, f' and f'' on axes of matplotlib, which are given back; raises NotDerived for functions of vectors."""
        from symact.study.plot import draw

        if self.of_vectors:
            raise NotDerived(f"{self.title} is a function of vectors")
        if ax is None:
            from matplotlib import pyplot

            ax = pyplot.gca()
        return draw(self, ax)

    def _repr_html_(self) -> str:
        rows = [f"<h3>{escape(self.title)}</h3>", f"$${escape(self.latex())}$$"]
        try:
            rows.append(f"$${escape(self.derivation().latex())}$$")
            rows.append(self.facts._repr_html_())
        except (NotDerived, NotDifferentiable):
            pass
        return "\n".join(rows)


@lru_cache(maxsize=512)
def _whole(a: Activation) -> Function:
    return Function(**{f.name: getattr(a, f.name) for f in fields(a)})


def activation(name: str) -> Function:
    """The activation of that name, in English or Chinese. Raises UnknownName, which names the nearest ones."""
    return _whole(catalogue.activation(name))


def function_of(what: Any, variable: Any = None) -> Function:
    """The activation of a name, or the function that a formula, a term or a SymPy expression defines.

    Raises UnknownName, NotDerived, ValueError.
    """
    known, x = as_what(what, variable)
    if isinstance(known, Activation):
        return _whole(known)
    others = tuple(catalogue.Parameter(p.name) for p in sorted(free(known) - {x}, key=lambda t: t.name))
    return Function("f", _title(known), "f", known, "", parameters=others, variables=(x.name,))


def _title(f: Term) -> str:
    from symact.terms.text import to_text

    return f"f = {to_text(f)}"

"""Functions and their derivatives as code that is right to the last bits: NumPy for now."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from symact.catalogue import Activation, activation
from symact.emit.lower import NotEmitted
from symact.terms.core import Term, free, sym

__all__ = ["NotEmitted", "lambdify", "source"]


def lambdify(f: str | Activation | Term | Any, order: int = 0, variable: Any = None) -> Callable[..., Any]:
    """A NumPy function for f, f' (order 1) or f'' (order 2) that neither overflows nor cancels.

    ``f`` is a name, an Activation, a Term or a SymPy expression. The function takes the variable, then parameters by name;
    scalars and arrays; float32 stays float32. Infinite arguments give the limits, nan stays nan, at a kink the value is the
    entry's convention. For the softmax family, ``axis`` names the axis and order 1 is the Jacobian.
    Raises UnknownName, NotEmitted, NotDifferentiable, ValueError.
    """
    name, text = _program(*_arguments(f, order, variable))
    where = f"<symact {name}, order {order}>"
    linecache.cache[where] = (len(text), None, text.splitlines(keepends=True), where)
    namespace: dict[str, Any] = {"__name__": f"symact.emitted.{name}"}
    exec(compile(text, where, "exec"), namespace)  # the text comes from the printer and the kernels alone
    made: Callable[..., Any] = namespace[name]
    return made


def source(f: str | Activation | Term | Any, order: int = 0, variable: Any = None) -> str:
    """The text of a module that needs only NumPy and computes what :func:`lambdify` gives."""
    return _program(*_arguments(f, order, variable))[1]


def _arguments(f: Any, order: int, variable: Any) -> tuple[Activation | Term, int, Term]:
    if order not in (0, 1, 2):
        raise ValueError("the order is 0, 1 or 2")
    if isinstance(f, str):
        f = activation(f)
    if isinstance(f, Activation):
        return f, order, f.variable
    from symact.terms.sympy_bridge import from_sympy

    term = f if isinstance(f, Term) else from_sympy(f)
    if variable is not None:
        chosen = (
            sym(variable) if isinstance(variable, str) else variable if isinstance(variable, Term) else from_sympy(variable)
        )
        return term, order, chosen
    names = sorted((s for s in free(term) if s.head == "sym"), key=lambda s: s.name)
    if len(names) > 1 and sym("x") not in names:
        raise ValueError(f"name the variable: the expression has {', '.join(s.name for s in names)}")
    return term, order, sym("x") if sym("x") in names or not names else names[0]


@lru_cache(maxsize=512)
def _program(f: Activation | Term, order: int, variable: Term) -> tuple[str, str]:
    from symact.emit.build import program, vector_program

    vector = isinstance(f, Activation) and any(t.head == "vec" for t in free(f.expression))
    made = vector_program(f, order) if isinstance(f, Activation) and vector else program(f, variable, order)
    return made.name, made.source

"""Functions and their derivatives as code that is right to the last bits, for NumPy, Python, C, torch and jax."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from symact.catalogue import Activation, activation
from symact.emit.lower import NotEmitted
from symact.terms.core import Term, free, sym

if TYPE_CHECKING:
    from symact.emit.build import Family

__all__ = ["NotEmitted", "lambdify", "source"]

Orders = int | Sequence[int]


def lambdify(
    f: str | Activation | Term | Any, order: Orders = 0, target: str = "numpy", allow: Iterable[str] = (), variable: Any = None
) -> Callable[..., Any]:
    """A function for f, f' (order 1) or f'' (order 2) that neither overflows nor cancels; with order (0, 1) for both in one pass.

    ``f`` is a name, an Activation, a Term or a SymPy expression. The function takes the variable, then parameters by name;
    scalars and arrays; float32 stays float32. Infinite arguments give the limits, nan stays nan, at a kink the value is the
    entry's convention. Its docstring states the error that was measured. ``target`` is numpy, numpy-fast (less precise, in
    the arithmetic of the argument), python (single numbers), c (compiled, for NumPy arrays; NumPy's code where there is no
    compiler), c-fast (float32 in float32), torch or jax. ``allow`` may name scipy, which then computes the error function. For
    the softmax family, ``axis`` names the axis and order 1 is the Jacobian.
    Raises UnknownName, NotEmitted, NotDifferentiable, ValueError.
    """
    from symact.emit.targets import target as target_named

    chosen = target_named(target)
    chosen.check()
    term, orders, v = _arguments(f, order, variable)
    return _function(term, orders, v, chosen.name, _allowed(allow))


def source(
    f: str | Activation | Term | Any,
    order: Orders | Sequence[Orders] = 0,
    target: str = "numpy",
    allow: Iterable[str] = (),
    variable: Any = None,
) -> str:
    """The text of a module that needs nothing of symact and computes what :func:`lambdify` gives.

    ``order`` is that of ``lambdify``, or a list of several such: ``[0, 1, (0, 1)]``.
    """
    from symact.emit.targets import target as target_named

    several: Sequence[Orders] = [order] if isinstance(order, int | tuple) else order
    made = [_arguments(f, o, variable) for o in several]
    return _module(made[0][0], tuple(o for _, o, _ in made), made[0][2], target_named(target).name, _allowed(allow))


def _allowed(allow: Iterable[str]) -> frozenset[str]:
    out = frozenset([allow] if isinstance(allow, str) else allow)
    if out - {"scipy"}:
        raise ValueError(f"only scipy can be allowed, not {', '.join(sorted(out - {'scipy'}))}")
    return out


def _arguments(f: Any, order: Orders, variable: Any) -> tuple[Activation | Term, tuple[int, ...], Term]:
    orders = tuple(order) if isinstance(order, Sequence) else (order,)
    if orders not in ((0,), (1,), (2,), (0, 1)):
        raise ValueError("the order is 0, 1 or 2, or (0, 1) for a function with its derivative")
    if isinstance(f, str):
        f = activation(f)
    if isinstance(f, Activation):
        return f, orders, f.variable
    from symact.terms.sympy_bridge import from_sympy

    term = f if isinstance(f, Term) else from_sympy(f)
    if variable is not None:
        chosen = (
            sym(variable) if isinstance(variable, str) else variable if isinstance(variable, Term) else from_sympy(variable)
        )
        return term, orders, chosen
    names = sorted((s for s in free(term) if s.head == "sym"), key=lambda s: s.name)
    if len(names) > 1 and sym("x") not in names:
        raise ValueError(f"name the variable: the expression has {', '.join(s.name for s in names)}")
    return term, orders, sym("x") if sym("x") in names or not names else names[0]


@lru_cache(maxsize=1024)
def _module(f: Activation | Term, orders: tuple[tuple[int, ...], ...], variable: Term, name: str, allow: frozenset[str]) -> str:
    from symact.emit.build import is_vector
    from symact.emit.targets import TARGETS, vectors

    if isinstance(f, Activation) and is_vector(f):
        if name != "numpy" or any(len(o) > 1 for o in orders):
            raise NotEmitted(f"{f.name} is a function of vectors, which are emitted for numpy only, one order at a time")
        return vectors.module(f, [o for (o,) in orders])
    return TARGETS[name].module(_family(f, orders, variable, TARGETS[name].whole), allow)


@lru_cache(maxsize=1024)
def _family(f: Activation | Term, orders: tuple[tuple[int, ...], ...], variable: Term, whole: bool) -> Family:
    from symact.emit.build import family

    return family(f, variable, ((0,), (1,), (2,)) if whole else orders)


@lru_cache(maxsize=1024)
def _function(f: Activation | Term, orders: tuple[int, ...], variable: Term, name: str, allow: frozenset[str]) -> Callable[..., Any]:
    from symact.emit.build import is_vector, unit_name
    from symact.emit.targets import TARGETS
    from symact.emit.targets.library import load

    title = f.name if isinstance(f, Activation) else "f"
    if len(orders) > 1 and TARGETS[name].whole:
        raise ValueError(f"the target {name} has no function for f with f': its gradients are the derivatives")
    text = _module(f, (orders,), variable, name, allow)
    where = f"<symact {title}, {name}>"
    if isinstance(f, Activation) and is_vector(f):
        functions = load(text, where)
    else:
        functions = TARGETS[name].load(text, where, _family(f, (orders,), variable, TARGETS[name].whole))
    made: Callable[..., Any] = functions[unit_name(title, orders)]
    return made

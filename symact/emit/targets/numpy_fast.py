"""NumPy in the arithmetic of the argument: float32 stays float32 all the way, with errors that are stated."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from symact.emit.build import Family
from symact.emit.program import Core, Shortcut
from symact.emit.targets import numpy

__all__ = ["module", "stated", "with_errors"]


def module(family: Family, allow: frozenset[str] = frozenset()) -> str:
    """The module of the target numpy with rough shortcuts in place of the precise ones."""
    return numpy.module(with_errors(family, _about), allow, fast=True)


def with_errors(family: Family, about: Callable[[Core | None], tuple[str, ...]]) -> Family:
    """The functions with what is said of the errors of their fast ways."""
    return replace(family, units=tuple(replace(u, about=(*u.about, *about(u.fixed))) for u in family.units))


def _about(c: Core | None) -> tuple[str, ...]:
    if c is None or c.rough is None:
        return ("There is no faster form: computed as precisely as by the target numpy.",)
    wide, narrow = (max(e[k] for e in c.rough.errors) for k in (0, 1))
    return stated(c.rough, f"{wide:.1f} ulp of float64 and {narrow:.1f} ulp of float32 were measured, each in its own arithmetic", "numpy")


def stated(s: Shortcut, errors: str, otherwise: str) -> tuple[str, ...]:
    """Where the fast way is taken, with its errors."""
    edges = [("x >", s.left), ("x <", s.right)]
    where = " and ".join(f"{sign} {edge:g}" for sign, edge in edges if math.isfinite(edge))
    return (
        f"Fast{f' for {where}' if where else ''}: {errors}.",
        "The ulp is that of the value, or what a change of x by its ulp changes, which is more near zeros and far out.",
        "Subnormal numbers on the way may cost more.",
        *([f"Elsewhere as precise as what the target {otherwise} gives."] if where else []),
    )

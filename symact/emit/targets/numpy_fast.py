"""NumPy in the arithmetic of the argument: float32 stays float32 all the way, with errors that are stated."""

from __future__ import annotations

import math
from dataclasses import replace

from symact.emit.build import Family, Unit
from symact.emit.program import Core
from symact.emit.targets import numpy

__all__ = ["module"]


def module(family: Family, allow: frozenset[str] = frozenset()) -> str:
    """The module of the target numpy with rough shortcuts in place of the precise ones."""
    told = replace(family, units=tuple(map(_with_errors, family.units)))
    return numpy.module(told, allow, fast=True)


def _with_errors(u: Unit) -> Unit:
    return replace(u, about=(*u.about, *_about(u.fixed)))


def _about(c: Core | None) -> tuple[str, ...]:
    if c is None or c.rough is None:
        return ("There is no faster form: computed as precisely as by the target numpy.",)
    wide, narrow = (max(e[k] for e in c.rough.errors) for k in (0, 1))
    edges = [("x >", c.rough.left), ("x <", c.rough.right)]
    where = " and ".join(f"{sign} {edge:g}" for sign, edge in edges if math.isfinite(edge))
    return (
        f"Fast{f' for {where}' if where else ''}: {wide:.1f} ulp of float64 and {narrow:.1f} ulp of float32 were measured, each in its own",
        "arithmetic. The ulp is that of the value, or what a change of x by its ulp changes, which is more near zeros and far out.",
        "Subnormal numbers on the way may cost more.",
        *(["Elsewhere as precise as what the target numpy gives."] if where else []),
    )

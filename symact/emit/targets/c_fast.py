"""C that computes float32 in float32, with errors that are stated; float64 as the target c."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symact.emit.build import Family
from symact.emit.program import Core
from symact.emit.targets import c
from symact.emit.targets.c_printer import has_single
from symact.emit.targets.numpy_fast import stated, with_errors

__all__ = ["loaded", "module"]


def module(family: Family, allow: frozenset[str] = frozenset()) -> str:
    """The source of the target c with loops over float32 that stay in float32."""
    return c.module(with_errors(family, _about), allow, fast=True)


def loaded(text: str, where: str, family: Family) -> dict[str, Callable[..., Any]]:
    """The functions on NumPy arrays; where there is no compiler they are those of the target numpy."""
    return c.loaded(text, where, family, with_errors(family, _about))


def _about(core: Core | None) -> tuple[str, ...]:
    if core is None or core.single is None or not has_single(core):
        return ("There is no faster form: float32 is computed as precisely as by the target c.",)
    worst = max(errors[2] for errors in core.single.errors)
    return stated(core.single, f"{worst:.1f} ulp of float32 were measured, float64 is as precise as ever", "c")

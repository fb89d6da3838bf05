"""The derivatives of a function, step by step from the definition to the simplest writing; each step is decided before it shows."""

from __future__ import annotations

from symact.derive.derivation import Derivation, NotDerived, Step, as_what, by_parameter, derive, samples
from symact.derive.simplest import simplest, weight

__all__ = ["Derivation", "NotDerived", "Step", "as_what", "by_parameter", "derive", "samples", "simplest", "weight"]

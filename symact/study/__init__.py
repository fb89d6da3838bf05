"""What is known of a function: derivations and facts together, as an object, a page, a plot, a text."""

from __future__ import annotations

from symact.study.function import Function, activation, function_of

__all__ = ["Function", "activation", "function_of"]

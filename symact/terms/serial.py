"""Terms as JSON: nested lists ``[head, argument, ...]``; numbers as text, so that nothing is rounded."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symact.terms.core import Term

__all__ = ["from_json", "to_json"]

MAX_DEPTH = 400


def to_json(t: Term) -> list[Any]:
    return [t.head, *(to_json(a) if isinstance(a, Term) else str(a) if isinstance(a, Fraction) else _plain(a) for a in t.args)]


def _plain(a: Any) -> Any:
    return list(a) if isinstance(a, tuple) else a


def from_json(data: Any, depth: int = 0) -> Term:
    """The term again. Raises ValueError on anything that ``to_json`` did not write."""
    if depth > MAX_DEPTH or not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise ValueError("not a term")
    head, *args = data
    if head == "num":
        return Term("num", (Fraction(args[0]),))
    if head in ("sym", "ix", "vec", "const"):
        return Term(head, (str(args[0]),))
    if head == "app":
        return Term(head, (str(args[0]), tuple(map(int, args[1])), *(from_json(a, depth + 1) for a in args[2:])))
    return Term(head, tuple(from_json(a, depth + 1) if isinstance(a, list) else str(a) for a in args))

"""Terms as JSON: nested lists ``[head, argument, ...]``; numbers as text, so that nothing is rounded."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from symact.terms.core import Term

__all__ = ["from_json", "rational", "to_json"]

MAX_DEPTH = 400
MAX_DIGITS = 2000
_RATIONAL = re.compile(r"-?\d+(?:/\d+)?")  # no exponent: "1e999999999" would be written out


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
        return Term("num", (rational(args[0]),))
    if head in ("sym", "ix", "vec", "const"):
        return Term(head, (str(args[0]),))
    if head == "app":
        return Term(head, (str(args[0]), tuple(map(int, args[1])), *(from_json(a, depth + 1) for a in args[2:])))
    return Term(head, tuple(from_json(a, depth + 1) if isinstance(a, list) else str(a) for a in args))


def rational(text: Any) -> Fraction:
    """An exact rational from text such as ``-3/4``. Raises ValueError."""
    if not isinstance(text, str) or len(text) > MAX_DIGITS or _RATIONAL.fullmatch(text) is None:
        raise ValueError("not a rational number")
    return Fraction(text)

"""The stored stable forms of a function and its derivatives, as text: what is evaluated, where, and how far it was off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symact.catalogue import Activation
from symact.derive.rules import shown
from symact.emit.choices import stored
from symact.notation.plain import plain
from symact.terms.serial import from_json

__all__ = ["stable_forms"]

ORDERS = (0, 1, 2)


def stable_forms(a: Activation) -> str:
    """A block of lines for f, f' and f''; empty where nothing is stored. Errors are in units of the last place of float64."""
    return "\n\n".join("\n".join(_lines(a, order, row)) for order in ORDERS if (row := _row(a.name, order)) is not None)


def _row(name: str, order: int) -> dict[str, Any] | None:
    """The stored choice with parameters left open, else that with their defaults."""
    start = f"{name} {order}"
    rows = stored()
    return next((row for key, row in rows.items() if key.startswith(f"{start} of ")), rows.get(start))


def _lines(a: Activation, order: int, row: dict[str, Any]) -> Iterator[str]:
    yield f"{plain(a.symbol)}{order * chr(39)}(x) = {_text(row['term'])}"
    if row["tail"] is not None:
        below, term = row["tail"]
        yield f"  below {below:g}: {_text(term)}"
    for high, low, left, right, _, even, coefficients in row["zones"]:
        degree = (len(coefficients) - 1) * (2 if even else 1)
        yield f"  from {left:.6g} to {right:.6g}: a polynomial of degree {degree} about {high + low:.10g}"
    for at, value in row["kinks"]:
        yield f"  at {_text(at)}: {_text(value)}"
    if row["careful"]:
        yield "  sums and products keep their rounding errors"
    e = row["error"]
    lost = f", {e['lost']} of which are lost" if e["lost"] else ""
    yield f"  off by {e['worst']:.3g} ulp at most, {e['mean']:.2g} on average, at {e['points']} points{lost}"


def _text(data: Any) -> str:
    return plain(shown(from_json(data)))

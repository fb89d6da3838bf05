"""Terms as plain text in SymPy's spelling (``alpha <= 1``, ``Ne(x, 0)``, ``exp(-x)/(1 + exp(-x))**2``)."""

from __future__ import annotations

from symact.terms.core import Term, filled, plain_indices
from symact.terms.functions import FUNCTIONS

__all__ = ["to_text"]

_ADD, _MUL, _NEG, _POW, _ATOM = 1, 2, 2, 4, 5
_RELATIONS = {"lt": "<", "le": "<="}
_NAMED = {"eq": "Eq", "ne": "Ne", "and": "And", "or": "Or", "not": "Not", "max": "Max", "min": "Min", "delta": "KroneckerDelta"}


def to_text(t: Term) -> str:
    return _print(plain_indices(t))[0]


def _wrap(t: Term, level: int) -> str:
    text, own = _print(t)
    return text if own >= level else f"({text})"


def _print(t: Term) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match t.head:
        case "num":
            v = t.value
            text = str(v)
            return text, _ADD if v < 0 else _MUL if v.denominator != 1 else _ATOM
        case "sym" | "ix" | "vec" | "const":
            return t.name, _ATOM
        case "true" | "false":
            return t.head.capitalize(), _ATOM
        case "at":
            name, below = filled(t.name, t.args[1:], to_text)
            return f"{name}[{', '.join(map(to_text, below))}]" if below else name, _ATOM
        case "add":
            return _sum_text(t), _ADD
        case "mul":
            return _product_text(t)
        case "pow":
            base, exponent = t.args
            if exponent.is_num and exponent.value.numerator == 1 and exponent.value.denominator == 2:
                return f"sqrt({to_text(base)})", _ATOM
            if exponent.is_num and exponent.value < 0:
                return _product_text(t)
            return f"{_wrap(base, _ATOM)}**{_wrap(exponent, _ATOM)}", _POW
        case "lt" | "le":
            return f"{_wrap(t.args[0], _ADD)} {_RELATIONS[t.head]} {_wrap(t.args[1], _ADD)}", 0
        case "cases":
            args = list(t.args)
            pairs = [f"({to_text(args[k + 1])}, {to_text(args[k])})" for k in range(0, len(args) - 1, 2)]
            if len(args) % 2:
                pairs.append(f"({to_text(args[-1])}, True)")
            return f"Piecewise({', '.join(pairs)})", _ATOM
        case "app":
            name, orders, *args = t.args
            primes = "'" * orders[0] if len(orders) == 1 else "" if not any(orders) else str(list(orders))
            return f"{name}{primes}({', '.join(map(to_text, args))})", _ATOM
        case "slope":
            return f"Derivative({to_text(t.args[1])}, {to_text(t.args[2])})", _ATOM
        case "sum" | "prod" | "maxover" | "minover" | "integral":
            name = {"sum": "Sum", "prod": "Product", "integral": "Integral"}.get(t.head, t.head)
            v, lower, upper, body = t.args
            return f"{name}({to_text(body)}, ({to_text(v)}, {to_text(lower)}, {to_text(upper)}))", _ATOM
        case "limit":
            v, point, side, body = t.args
            return f"Limit({to_text(body)}, {to_text(v)}, {to_text(point)}{', ' + repr(side) if side else ''})", _ATOM
    name = _NAMED.get(t.head) or (FUNCTIONS[t.head].sympy if t.head in FUNCTIONS else "") or t.head
    return f"{name}({', '.join(map(to_text, t.args))})", _ATOM


def _sum_text(t: Term) -> str:
    out = ""
    for k, a in enumerate(t.args):
        text = _wrap(a, _ADD)
        out += text if k == 0 else f" - {text[1:]}" if text.startswith("-") else f" + {text}"
    return out


def _product_text(t: Term) -> tuple[str, int]:
    above: list[str] = []
    below: list[str] = []
    sign = ""
    for a in t.args if t.head == "mul" else (t,):
        if a.is_num:
            if a.value < 0:
                sign = "-"
            if abs(a.value.numerator) != 1:
                above.append(str(abs(a.value.numerator)))
            if a.value.denominator != 1:
                below.append(str(a.value.denominator))
        elif a.head == "pow" and a.args[1].is_num and a.args[1].value < 0:
            inverse = -a.args[1].value
            base = a.args[0]
            below.append(_wrap(base if inverse == 1 else Term("pow", (base, Term("num", (inverse,)))), _POW))
        else:
            above.append(_wrap(a, _MUL + 1 if a.head == "mul" else _MUL))
    top = "*".join(above) or "1"
    if below:
        bottom = "*".join(below)
        top += f"/({bottom})" if len(below) > 1 else f"/{bottom}"
    return sign + top, _NEG if not sign else _ADD

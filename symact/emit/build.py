"""From a function to the functions of an emitted module: which there are, what each says of itself, and their cores."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symact.catalogue import ACTIVATIONS, Activation
from symact.decide import equal
from symact.emit import choices
from symact.emit.lower import NotEmitted
from symact.emit.program import Core, Input, core
from symact.emit.search import Found, Subject
from symact.emit.subjects import X, parameters, subject, subject_of_term
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.core import Term, free, substitute
from symact.terms.text import to_text

__all__ = ["FUSED", "ORDERS", "Family", "Unit", "elementwise", "family", "is_vector", "unit_name"]

ORDERS = ("", "_prime", "_second")
FUSED = "_with_prime"  # f and f' in one pass


@dataclass(frozen=True)
class Unit:
    """A function of an emitted module: a derivative of f, or f with f'.

    ``fixed`` is its core with the defaults in it, None where no parameter has one; ``opened`` the core with all parameters as
    arguments, None where there is none.
    """

    name: str
    orders: tuple[int, ...]
    about: tuple[str, ...]
    parameters: tuple[Input, ...]
    fixed: Core | None
    opened: Core | None

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(p.name for p in self.parameters if p.default is None)

    @property
    def optional(self) -> tuple[Input, ...]:
        return tuple(p for p in self.parameters if p.default is not None)

    @property
    def cores(self) -> tuple[Core, ...]:
        return tuple(c for c in (self.fixed, self.opened) if c is not None)


@dataclass(frozen=True)
class Family:
    """A function with its derivatives, ready to be printed."""

    name: str
    about: tuple[str, ...]
    units: tuple[Unit, ...]


def is_vector(f: Activation | Term) -> bool:
    return isinstance(f, Activation) and any(t.head == "vec" for t in free(f.expression))


def elementwise() -> list[Activation]:
    """The entries that are functions of numbers."""
    return [a for a in ACTIVATIONS.values() if not is_vector(a)]


def function_name(name: str) -> str:
    """The name of an entry, where it is one in every language; f for one that somebody made."""
    return name if re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name) and not keyword.iskeyword(name) else "f"


def unit_name(name: str, orders: Sequence[int]) -> str:
    return function_name(name) + (ORDERS[orders[0]] if len(orders) == 1 else FUSED)


def family(f: Activation | Term, variable: Term, orders: Sequence[tuple[int, ...]]) -> Family:
    """The functions for these orders; ``(0, 1)`` is f with f'. Raises NotEmitted, NotDifferentiable."""
    known = f if isinstance(f, Activation) else _recognised(f, variable)
    name = f.name if isinstance(f, Activation) else "f"
    about = _about_entry(f) if isinstance(f, Activation) else (f"f({_plain(to_text(variable))}) = {_plain(to_text(f))}",)
    return Family(function_name(name), about, tuple(_unit(f, known, variable, name, o) for o in orders))


def _unit(f: Activation | Term, known: Activation | None, variable: Term, name: str, orders: tuple[int, ...]) -> Unit:
    title = unit_name(name, orders)
    if known is None:
        assert isinstance(f, Term)
        chosen = [(s, _choice("", s)) for s in (subject_of_term(f, variable, o) for o in orders)]
        made, open_inputs = _core(f"{title}_core", chosen), chosen[0][0].parameters
        return Unit(title, orders, _about(chosen, None), open_inputs, *((None, made) if open_inputs else (made, None)))
    given = parameters(known)
    fixed = _found(known, orders, True) if any(p.default is not None for p in given) or not given else None
    opened = _found(known, orders, False) if given else None
    first = _core(f"{title}_core", fixed) if fixed else None
    second = _core(f"{title}_of_parameters_core", opened) if opened else None
    return Unit(title, orders, _about(fixed or opened or [], known), given, first, second)


Chosen = list[tuple[Subject, Found]]


def _found(a: Activation, orders: Sequence[int], defaults: bool) -> Chosen:
    return [_found_for(a, o, defaults) for o in orders]


@lru_cache(maxsize=2048)
def _found_for(a: Activation, order: int, defaults: bool) -> tuple[Subject, Found]:
    s = subject(a, order, defaults)
    found = _choice(a.name, s)
    if found.error.lost:
        raise NotEmitted(f"no form of {a.name} was found that keeps all finite values: {found.error.lost} of {found.error.points} are lost")
    return s, found


def _choice(name: str, s: Subject) -> Found:
    return choices.choice(name, s, _runner())


def _runner() -> Callable[[Core], Callable[..., Any]]:
    from symact.emit.targets.numpy import runnable

    return runnable


def _core(name: str, chosen: Chosen) -> Core:
    return core(name, [found.form for _, found in chosen], X, chosen[0][0].parameters)


def _recognised(t: Term, variable: Term) -> Activation | None:
    """The entry that the expression is another writing of, if that is proved."""
    if free(t) != {variable}:
        return None
    t = substitute(t, {variable: X})
    for a in ACTIVATIONS.values():
        if free(a.expression) == {X} and _agree(t, a.expression) and equal(t, a.expression).status == "proved":
            return a
    return None


def _agree(a: Term, b: Term) -> bool:
    """Whether two terms in x may be equal, as far as three points tell."""
    try:
        return all(enclose(a, {X: x}).overlaps(enclose(b, {X: x})) for x in map(Fraction, ("7/5", "-11/8", "31/4")))
    except (Undefined, Unbound):
        return False


# ---- what a module says of itself


def _plain(text: str) -> str:
    """The text of an expression if it is made of plain characters: nothing that is spelled elsewhere ends a docstring."""
    return text if re.fullmatch(r"[A-Za-z0-9_ +\-*/().,<>=\[\]]+", text) else "the given expression"


def _about_entry(a: Activation) -> tuple[str, ...]:
    arguments = ", ".join(map(_plain, a.variables))
    lines = [f"{function_name(a.name)}({arguments}) = {_plain(to_text(a.expression))}"]
    if a.conditions:
        lines.append("For " + ", ".join(_plain(to_text(c)) for c in a.conditions) + ".")
    if any(p.default is not None for p in a.parameters):
        shown = ", ".join(f"{_plain(p.name)} = {p.default}" for p in a.parameters if p.default is not None)
        lines.append(f"Defaults, taken exactly: {shown}.")
    return tuple(lines)


def _about(chosen: Chosen, a: Activation | None) -> tuple[str, ...]:
    lines = []
    for s, found in chosen:
        what = ("f", "f'", "f''")[s.order]
        e = found.error
        lost = f", {e.lost} of them nan, infinite or 0 where the value is not" if e.lost else ""
        formula = _plain(to_text(s.slope))
        lines.append(f"{what} = {formula}" if len(formula) < 100 else f"{what}, the derivative of order {s.order}")
        worst = max([e.worst, *(q.error for q in found.form.quick)])
        lines.append(f"Measured with NumPy: within {_digits(worst)} ulp of float64 on {e.points} points{lost}.")
        if s.order == 1 and a is not None and a.kinks:
            at = "; ".join(f"{_plain(to_text(value))} at x = {_plain(to_text(at))}" for at, value in s.kinks)
            lines.append(f"By convention {at}.")
    return tuple(lines)


def _digits(worst: float) -> str:
    return f"{worst:.2f}" if worst < 1e4 else f"{worst:.1e}"

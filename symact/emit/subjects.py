"""What is emitted, as the search takes it: an entry of the catalogue or an expression, its parameters, values to measure at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from symact.catalogue import Activation
from symact.derive.tidy import tidy
from symact.emit.forms import FORMS, Form
from symact.emit.program import Input, inputs
from symact.emit.rewrites import stable
from symact.emit.search import Samples, Subject
from symact.terms.ball import holds
from symact.terms.core import Term, free, substitute, sym

__all__ = ["X", "parameters", "subject", "subject_of_term"]

X = sym("x")


def parameters(a: Activation) -> tuple[Input, ...]:
    """The further variables and the parameters as they stand in signatures: those without a default first."""
    signs = {p.symbol: 1 for p in a.parameters if p.domain in ("positive", "nonnegative", "probability")}
    defaults = {p.symbol: p.default for p in a.parameters if p.default is not None}
    return inputs([*map(sym, a.variables[1:]), *(p.symbol for p in a.parameters)], defaults, signs)


def subject(a: Activation, order: int, defaults: bool) -> Subject:
    """An entry with its defaults put in exactly (1/6 is no double), or with all parameters open; its variable is called x."""
    put: dict[Term, Term] = {a.variable: X, **(a.defaults if defaults else {})}
    open_inputs = tuple(i for i in parameters(a) if not defaults or i.default is None)
    kinks = tuple((substitute(k.at, put), substitute(k.value, put)) for k in a.kinks) if order == 1 else ()
    forms: tuple[Form, ...] = ()
    if a.name in FORMS:
        form = FORMS[a.name][order]
        forms = (replace(form, term=stable(tidy(substitute(form.term, put)))) if len(put) > 1 else form,)
    f = substitute(a.expression, put)
    return Subject(f, X, order, open_inputs, _samples(a, {i.symbol for i in open_inputs}), kinks, forms)


def _samples(a: Activation, wanted: set[Term]) -> Samples:
    """Values of the open parameters that doubles hold: the defaults or values near 1, others, and the first in other order.

    What the conditions of the entry exclude is left out.
    """
    out: list[dict[str, Fraction]] = []
    for given in _values(a):
        if all(holds(c, {sym(k): v for k, v in given.items()}) is not False for c in a.conditions):
            kept = {i: v for i, v in given.items() if sym(i) in wanted}
            if kept not in out:
                out.append(kept)
    return tuple(out)


def _values(a: Activation) -> Iterator[dict[str, Fraction]]:
    first: dict[str, Fraction] = {}
    for m in (0, 1):
        values = {v: Fraction(3, 4) for v in a.variables[1:]}
        for k, p in enumerate(a.parameters):
            value = Fraction(3, 4) + k + m * Fraction(1, 2) * k
            if p.shown is not None:
                value = (p.shown * Fraction(3, 2) or Fraction(1, 4)) if m else p.shown
            values[p.name] = Fraction(float(value))
        yield values
        first = first or values
    names = [p.name for p in a.parameters if p.domain == "real"]
    yield {**first, **{n: first[m] for n, m in zip(names, names[1:] + names[:1], strict=True)}}


def subject_of_term(t: Term, variable: Term, order: int) -> Subject:
    """An expression of the user's own; its other symbols are parameters, measured at 3/4 and 5/4."""
    t = substitute(t, {variable: X}) if variable != X else t
    others = free(t) - {X}
    signs: Mapping[Term, int] = {}
    given = inputs(others, {}, signs)
    samples = tuple({s.name: Fraction(n, 4) for s in others} for n in ((3, 5) if others else (3,)))
    return Subject(t, X, order, given, samples)



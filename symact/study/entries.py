"""A function of vectors, or of two inputs, as one of a single entry: what becomes of the others is a parameter.

Where exponentials are summed, those of the other entries are a positive number c, and nothing else of them matters; a maximum
over the others is a number c. A gated unit is a product, and is looked at where the other input is 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from symact.catalogue import Activation
from symact.decide import decide_obligation
from symact.decide.facts import Unknown
from symact.derive.tidy import tidy
from symact.derive.vectors import I, K, N
from symact.obligations import Equation
from symact.study.subject import Subject, settled
from symact.terms.core import ONE, ZERO, Term, add, at, free, heads, max_, substitute, sym, transform

__all__ = ["Alone", "by_inputs", "by_other_entry", "by_own_entry"]

APART = "the entries do not meet in a sum of exponentials"
A, B, C, T = (sym(name) for name in "abct")


@dataclass(frozen=True)
class Alone:
    """A function of one entry, and in words what it is; ``mark`` tells its facts from those of the others."""

    mark: str
    words: str
    subject: Subject


def by_own_entry(f: Term, base: Term, given: tuple[Term, ...]) -> Alone:
    """A component (or the value) as a function of its own entry t. Raises Unknown."""
    own = _numbers(_collected(f, T, base), base)
    words = "the exponentials of the other entries sum to c"
    if "max" in heads(own):
        own, words = tidy(substitute(own, {C: ZERO})), "the greatest of the other entries is 0"
    return Alone("by its own entry", f"As a function of its own entry t, where {words}:", _subject(own, given))


def by_other_entry(f: Term, base: Term, given: tuple[Term, ...]) -> Alone:
    """A component as a function of another entry t: its own exponential is b, the others sum to c with it. Raises Unknown."""
    total = next(iter(_sums(f)), None)
    if total is None:
        raise Unknown(APART)
    own = substitute(total.args[3], {K: I})
    rest = transform(_collected(f, T, base), {own: B}.get)
    other = _numbers(transform(rest, {at(base.name, I): A}.get), base)
    words = "As a function of another entry t, where all other exponentials sum to c, its own being b:"
    return Alone("by another entry", words, _subject(other, (*given, B.gt(0), C.gt(B))))


def by_inputs(a: Activation) -> list[Alone]:
    """A gated unit, a product of a function of each input, by one of them, the other being 1. Raises Unknown."""
    f = substitute(a.expression, a.shown_values)
    u, v = map(sym, a.variables)
    alone = {u: substitute(f, {v: ONE}), v: substitute(f, {u: ONE})}
    product = Equation(f * substitute(alone[u], {u: ONE}), alone[u] * alone[v])
    if decide_obligation(product).status != "proved":
        raise Unknown("it is not the product of a function of each input")
    words = "As a function of {}, where {} = 1; another {} only multiplies it by a number:"
    return [
        Alone(f"by {x.name}", words.format(x.name, y.name, y.name), Subject(tidy(settled(t)), x, (), "h"))
        for (x, t), y in zip(alone.items(), (v, u), strict=True)
    ]


def _subject(t: Term, given: tuple[Term, ...]) -> Subject:
    """The function h of t, with what is assumed of the names in it: there is at least one entry, and exponentials are positive."""
    return Subject(t, T, tuple(c for c in (*given, N.gt(0), C.gt(0)) if free(c) <= free(t)), "h")


def _sums(t: Term) -> list[Term]:
    return [t] if t.head == "sum" else [s for a in t.children for s in _sums(a)]


def _collected(f: Term, entry: Term, base: Term) -> Term:
    """The sums and maxima over the entries, with one entry apart from the others. Raises Unknown."""

    def apart(s: Term) -> Term | None:
        if s.head == "sum":
            if s.args[3].head != "exp":
                raise Unknown(APART)
            return add(C, _one(s.args[3], s.args[0], base, entry))
        if s.head == "maxover":
            return max_(C, _one(s.args[3], s.args[0], base, entry))
        return None

    return transform(f, apart)


def _one(body: Term, bound: Term, base: Term, entry: Term) -> Term:
    return transform(body, {at(base.name, bound): entry}.get)


def _numbers(t: Term, base: Term) -> Term:
    """Its own entry as t, entries of other vectors as numbers of their name."""

    def plain(s: Term) -> Term | None:
        if s.head != "at":
            return None
        return T if s.args[0] == base else sym(s.args[0].name.lower())

    return transform(t, plain)

r"""The functions that people write by name: ``\sigma``, softplus, ``\Phi``; how they are met in a formula, and their derivatives.

A named function is written ``app("sigma", x)`` (the functions of ``terms.functions`` as they are). :func:`expand` gives its
definition, by which ``decide`` judges every line that uses a name; nothing here is taken on trust.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from symact.catalogue.parts import sigmoid, softplus
from symact.terms.core import HALF, ONE, Term, app, fn, mul, num, power, sqrt, transform, walk

__all__ = ["NAMED", "NAMED_LATEX", "Named", "expand", "folded", "names_in"]


@dataclass(frozen=True)
class Named:
    """A function by its definition, and its derivative by names."""

    latex: str
    definition: Callable[[Term], Term]
    derivative: Callable[[Term], Term]


def _sigma(z: Term) -> Term:
    return app("sigma", z)


NAMED: dict[str, Named] = {
    "sigma": Named(r"\sigma", sigmoid, lambda z: _sigma(z) * (1 - _sigma(z))),
    "softplus": Named(r"\mathrm{softplus}", softplus, _sigma),
}
NAMED_LATEX = {name: f.latex for name, f in NAMED.items()}


def names_in(t: Term) -> list[str]:
    """The names of NAMED that occur, and Phi and phi, in the order of the table."""
    met = {a.args[0] if a.head == "app" else a.head for a in walk(t)}
    return [name for name in (*NAMED, "Phi", "phi") if name in met]


def expand(t: Term) -> Term:
    """The term with every named function replaced by its definition."""

    def rule(a: Term) -> Term | None:
        if a.head == "app" and a.args[0] in NAMED and not any(a.args[1]):
            return NAMED[a.args[0]].definition(*a.args[2:])
        return None

    return transform(t, rule)


def folded(t: Term) -> Term:
    """The term with what it contains of logistic functions, softplus and normal distributions written by name.

    What the whole term is, up to a factor, stays as it is: there would be nothing left to derive; so does a term in which
    exponentials would be left beside a logistic function of the same argument.
    """
    out = _folded(t)
    gates = {_unsigned(a.args[2]) for a in walk(out) if a.head == "app" and a.args[0] == "sigma"}
    return t if any(a.head == "exp" and _unsigned(a.args[0]) in gates for a in walk(out)) else out


def _unsigned(z: Term) -> Term:
    """The argument without its sign."""
    minus = _negated(z)
    return z if minus is None else minus


def _folded(t: Term) -> Term:
    parts = tuple(transform(a, _fold) if isinstance(a, Term) else a for a in t.args)
    out = t if all(a is b for a, b in zip(parts, t.args, strict=True)) else Term(t.head, parts)
    if t.head != "mul":
        return out
    return _fold(out) or out if sum(not _is_front(a) for a in t.args) > 1 or _one_plus(t, "erf") else out


def _is_front(a: Term) -> bool:
    return a.is_num or a.head in ("sym", "const")


def _fold(t: Term) -> Term | None:
    match t.head:
        case "pow":
            z, raised = _one_plus_exp(t.args[0]), _negated(t.args[1])
            minus = None if z is None else _negated(z)
            return None if minus is None or raised is None else power(_sigma(minus), raised)
        case "log":
            z = _one_plus_exp(t.args[0])
            return None if z is None else app("softplus", z)
        case "mul":
            return _fold_product(t)
    return None


def _fold_product(t: Term) -> Term | None:
    """``(1 + erf(z/sqrt 2))/2`` is Phi(z), ``exp(z)/(1 + exp(z))`` is sigma(z)."""
    for k, a in enumerate(t.args):
        rest = mul(*t.args[:k], *t.args[k + 1 :])
        w = _one_plus_function(a, "erf")
        if w is not None and t.args[0].is_num:
            z = _times_root_two(w)
            if z is not None:
                return mul(2, rest, fn("Phi", z))
        if a.head == "pow" and a.args[1] == num(-1):
            w = _one_plus_exp(a.args[0])
            if w is not None:
                others = [b for b in t.args if b != fn("exp", w)]
                if len(others) < len(t.args):
                    return mul(*(b for b in others if b is not a), _sigma(w))
    return None


def _one_plus(t: Term, head: str) -> bool:
    return any(_one_plus_function(a, head) is not None for a in t.args)


def _one_plus_exp(t: Term) -> Term | None:
    return _one_plus_function(t, "exp")


def _one_plus_function(t: Term, head: str) -> Term | None:
    """w where the term is 1 + f(w)."""
    if t.head == "add" and len(t.args) == 2 and ONE in t.args:
        other = next(a for a in t.args if a != ONE) if t.args[0] != t.args[1] else ONE
        if other.head == head:
            w: Term = other.args[0]
            return w
    return None


def _negated(w: Term) -> Term | None:
    """z where the term is plainly -z."""
    if w.is_num:
        return num(-w.value) if w.value < 0 else None
    if w.head == "mul" and w.args[0].is_num and w.args[0].value < 0:
        return mul(-1, w)
    return None


def _times_root_two(w: Term) -> Term | None:
    """z where the term is z/sqrt(2)."""
    if w.head != "mul":
        return None
    rest: list[Term] = []
    found = False
    for a in w.args:
        inner = a.args[0].args if a.head == "pow" and a.args[1] == num(-1) and a.args[0].head == "mul" else None
        if not found and a in (power(sqrt(2), -1), power(num(2), -HALF.value)):
            found = True
        elif not found and inner is not None and sqrt(2) in inner:
            rest.append(power(mul(*(b for b in inner if b != sqrt(2))), -1))
            found = True
        else:
            rest.append(a)
    return mul(*rest) if found else None



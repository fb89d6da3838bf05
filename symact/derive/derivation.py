"""A derivation: the chain of lines from d/dx of a definition to the simplest writing, each proved equal to the derivative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symact.catalogue import Activation, UnknownName, activation
from symact.claims.given import formula
from symact.derive.chain import Line, closing, opening
from symact.derive.implicit import local_jacobian
from symact.derive.named import folded
from symact.derive.pieces import Piece, as_cases, is_piecewise, joins, pieces, united, without_void_cases
from symact.derive.rules import shown, taken
from symact.derive.simplest import simplest
from symact.derive.tidy import tidy
from symact.derive.vectors import Jacobian, jacobian
from symact.obligations import Equation
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.calculus import diff, pending
from symact.terms.core import ZERO, Term, free, heads, rel, sym
from symact.terms.latex import to_latex
from symact.verdict import Verdict

__all__ = ["Derivation", "NotDerived", "Step", "as_what", "by_parameter", "derive", "samples"]


class NotDerived(ValueError):
    """No derivation was found in which every step is proved, or there is no single variable to differentiate by."""


@dataclass(frozen=True)
class Step:
    """A member of the chain: the rule that leads to it, its value, how it is written, and why it equals the derivative."""

    rule: str
    term: Term
    latex: str
    verdict: Verdict | None


@dataclass(frozen=True)
class Derivation:
    """f' (or f'', the ``order``) from the definition. ``subject`` is its LaTeX, ``definition`` the equation that defines f.

    For a vector function the subject is an entry of the Jacobian, with indices i and j, of which ``jacobian`` tells more.
    """

    name: str
    subject: str
    definition: str
    steps: tuple[Step, ...]
    order: int = 1
    jacobian: Jacobian | None = None

    @property
    def result(self) -> Term:
        """The final form, with named functions expanded."""
        return taken(self.steps[-1].term)

    @property
    def result_latex(self) -> str:
        return self.steps[-1].latex

    def latex(self) -> str:
        r"""The chain as an ``align*``."""
        rows = [f"{self.subject} &= {self.steps[0].latex}", *(f"&= {s.latex}" for s in self.steps[1:])]
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"

    def _repr_latex_(self) -> str:
        return f"$${self.latex()}$$"

    def __repr__(self) -> str:
        return f"<derivation {self.subject} = {self.result!r}, {len(self.steps)} steps>"


def derive(what: str | Activation | Term | Any, variable: Any = None, order: int = 1) -> Derivation:
    """The derivation of f' (f'' with ``order`` 2) for a name, a written formula, an Activation, a Term or a SymPy expression.

    ``variable`` is what to differentiate by, where that is not x or the only name. Raises UnknownName, NotDerived,
    NotDifferentiable, ValueError.
    """
    if order not in (1, 2):
        raise ValueError("the order is 1 or 2")
    known, x = as_what(what, variable)
    if isinstance(known, Activation):
        if known.of_vectors:
            return _vector(known)
        found = _scalar(known.expression, x, order, samples(known), known.conditions, known.name, known.symbol, known.variables)
        return replace(found, definition=known.latex())
    values = {p: Fraction(3, 4) for p in free(known) - {x}}
    return _scalar(known, x, order, values, (), "f", "f", (x.name,))


def as_what(what: str | Activation | Term | Any, variable: Any = None) -> tuple[Activation | Term, Term]:
    """The activation of a name, or the term of a formula or a SymPy expression; and the variable to differentiate by.

    Raises UnknownName, NotDerived, ValueError.
    """
    known = _named_or_written(what) if isinstance(what, str) else what
    if isinstance(known, Activation):
        return known, known.variable if variable is None else _as_term(variable)
    f = _as_term(known)
    x = _only_variable(f) if variable is None else _as_term(variable)
    if f.head in ("lt", "le", "eq", "ne", "and", "or", "not"):
        raise NotDerived("it is a condition, no function")
    if x.head == "sym" and not _is_real(f, x):
        raise NotDerived(f"it has no real value at any {x.name} that was looked at")
    return f, x


def _named_or_written(text: str) -> Activation | Term:
    """A name of the catalogue, else a formula; a mere word is a formula only if functions of x are all that it is made of."""
    if _SIGNS.search(text) and not _CALL.match(text):
        return formula(text)
    try:
        return activation(text)
    except UnknownName:
        if len(text.strip()) == 1:
            return formula(text)
        try:
            term = formula(text)
        except ValueError:
            if "(" in text and not _CALL.match(text):
                raise
            term = ZERO
        if free(term) <= {sym("x")} and term != ZERO and "app" not in heads(term):
            return term
        if "app" in heads(term):
            raise NotDerived(f"{text!r} is no activation's name, and read as a formula has a function that nobody knows") from None
        raise


_SIGNS = re.compile(r"[*+/^=<>|\\]|\([^()]*[-(]")  # of a formula; names have brackets round words, and hyphens
_CALL = re.compile(r"\s*\w+\s*\(\s*\w+\s*=[^=]")  # of a name with an argument by its keyword
LOOKED_AT = tuple(Fraction(n, 7) for n in (3, -3, 9, -9, 30, -30, 1, -1, 100, -100, 2000, -2000))


def _is_real(f: Term, x: Term) -> bool:
    """Whether there is a value somewhere, its parameters being positive or negative; functions that nobody knows may have one."""
    from symact.decide.points import within

    for others in (Fraction(3, 4), Fraction(-5, 4), Fraction(7, 2)):
        for at in (*LOOKED_AT, *within([f], x)):
            try:
                if enclose(f, {**dict.fromkeys(free(f), others), x: at}).is_finite():
                    return True
            except Undefined:
                continue
            except Unbound:
                return True
    return False


def _as_term(value: Any) -> Term:
    if isinstance(value, Term):
        return value
    if isinstance(value, str):
        return sym(value)
    from symact.terms.sympy_bridge import from_sympy

    return from_sympy(value)


def _only_variable(t: Term) -> Term:
    names = [n for n in free(t) if n.head == "sym"]
    if sym("x") in names or not names:
        return sym("x")
    if len(names) != 1:
        raise NotDerived(f"name the variable to differentiate by: the expression has {', '.join(sorted(n.name for n in names))}")
    return names[0]


def samples(a: Activation) -> dict[Term, Fraction]:
    """A value of each parameter and of each variable but the first, to see in which order the pieces come."""
    others = {sym(v): Fraction(1, 3) for v in a.variables[1:]}
    return others | {p.symbol: p.shown if p.shown is not None else Fraction(3, 4) + k for k, p in enumerate(a.parameters)}


# ---- functions of numbers


def _scalar(
    f: Term, x: Term, order: int, values: Mapping[Term, Fraction], given: tuple[Term, ...], name: str, symbol: str,
    variables: tuple[str, ...],
) -> Derivation:  # fmt: skip
    head = f"{symbol}({', '.join(to_latex(sym(v)) for v in variables)})"
    if len(variables) > 1:
        raised = f"^{{{order}}}" if order > 1 else ""
        subject = rf"\frac{{\partial{raised}}}{{\partial {to_latex(x)}{raised}}} {head}"
    else:
        subject = f"{symbol}{order * chr(39)}({to_latex(x)})"
    try:
        steps = _decided(_lines(f, x, order, values, given), f, x, order, given)
    except NotDerived:
        steps = _decided(_plain_lines(f, x, order, given), f, x, order, given)
    return Derivation(name, subject, f"{head} = {to_latex(f)}", steps, order)


def _lines(f: Term, x: Term, order: int, values: Mapping[Term, Fraction], given: tuple[Term, ...]) -> list[Line]:
    """From d/dx of f, or of f' in its simplest writing, to the simplest writing that was found."""
    parts = pieces(f, x, values) if is_piecewise(f, x) else [Piece(None, None, f)]
    if parts is not None:
        parts = [p for p in parts if not _excluded(p, x, given)]
    if not parts:
        return _plain_lines(f, x, order, given)
    levels = [[folded(tidy(p.term)) for p in parts]]
    chains: list[tuple[Line, ...]] = []
    for _ in range(order):
        chains = [_chain(t, x, given) for t in levels[-1]]
        levels.append([c[-1].term for c in chains])
    if len(parts) == 1 and parts[0].low is None and parts[0].high is None:
        return _from_definition(f if order == 1 else levels[-2][0], chains[0], x)
    return _joined(f, x, parts, levels, chains)


def _plain_lines(f: Term, x: Term, order: int, given: tuple[Term, ...]) -> list[Line]:
    """Where the pieces are not known: the derivative as the rules give it."""
    start = f if order == 1 else diff(f, x)
    return [Line("definition", pending(start, x)), Line("differentiate", simplest(diff(start, x), given))]


def _excluded(p: Piece, x: Term, given: tuple[Term, ...]) -> bool:
    """Whether the assumptions leave no place for a piece: one below an end that the variable is above."""
    below = p.high is not None and rel("lt", p.high, x) in given
    return below or (p.low is not None and rel("lt", x, p.low) in given)


@lru_cache(maxsize=512)
def _chain(t: Term, x: Term, given: tuple[Term, ...]) -> tuple[Line, ...]:
    lines = opening(t, x)
    return (*lines, *closing(lines[-1].term, given))


def _from_definition(f: Term, chain: tuple[Line, ...], x: Term) -> list[Line]:
    """The chain with the definition as it stands before the one that is written by names."""
    first = Line("definition", pending(f, x))
    if len(chain) == 1:
        return [first, replace(chain[0], rule="derivative of a constant")]
    return list(chain) if chain[0].latex == first.latex else [first, Line("by name", chain[0].term), *chain[1:]]


def _joined(f: Term, x: Term, parts: list[Piece], levels: list[list[Term]], chains: list[tuple[Line, ...]]) -> list[Line]:
    """The chains of the pieces side by side; at the end, an edge at which the derivative exists belongs to a piece."""
    smooth = [
        right.low
        for k, right in enumerate(parts)
        if k and right.low is not None and all(joins(level[k - 1], level[k], x, right.low) for level in levels)
    ]

    def whole(terms: Iterable[Term], closed: Iterable[Term] = ()) -> Term:
        return as_cases([Piece(p.low, p.high, t) for p, t in zip(parts, terms, strict=True)], x, closed)

    out = [Line("definition", pending(f if len(levels) == 2 else whole(levels[-2], smooth), x))]
    longest = max(map(len, chains))
    for k in range(longest - 1):
        here = [c[min(k, len(c) - 1)] for c in chains]
        rules = dict.fromkeys(r for c, line in zip(chains, here, strict=True) if k < len(c) for r in line.rule.split("; "))
        rule = "differentiate each piece" if k == 0 else "; ".join(rules)
        if k or longest > 2:
            out.append(Line(rule, whole(line.term for line in here)))
    last = dict.fromkeys(r for c in chains if len(c) == longest for r in c[-1].rule.split("; "))
    out.append(Line("; ".join(last) if longest > 2 else "differentiate each piece", whole(levels[-1], smooth)))
    one = united(parts, levels[-1], x, smooth)
    if one is not None:
        out.append(Line("write both pieces as one", one))
    return out


def _decided(lines: list[Line], f: Term, x: Term, order: int, given: tuple[Term, ...]) -> tuple[Step, ...]:
    """The lines that are proved equal to the derivative of f, at edges between pieces too. Raises NotDerived.

    A line that says the same as the one before is left out.
    """
    before = f if order == 1 else diff(f, x, order - 1)
    variables = frozenset({x}) if x.head == "sym" else None
    return _decided_lines(lines, Equation(diff(before, x), ZERO, given, variables, primitive=before, by=x))


def _decided_lines(lines: list[Line], truth: Equation) -> tuple[Step, ...]:
    """The lines that are proved equal to the left side of an equation. Raises NotDerived."""
    from symact.decide import decide_equation

    steps = [Step(lines[0].rule, lines[0].term, lines[0].latex, None)]
    for line in lines[1:]:
        if line.latex == steps[-1].latex:
            continue
        verdict = decide_equation(replace(truth, right=taken(line.term)))
        if verdict.status == "proved":
            steps.append(Step(line.rule, line.term, line.latex, verdict))
    if len(steps) == 1:
        raise NotDerived("no form of the derivative could be proved")
    return tuple(steps)


def by_parameter(a: Activation, p: Term) -> Term | None:
    """The derivative of a function by one of its parameters in its simplest writing, piece by piece; None where it is not proved."""
    f, x = a.expression, a.variable
    parts = (pieces(f, x, samples(a)) if is_piecewise(f, x) else None) or [Piece(None, None, f)]
    slopes: list[Piece] = []
    for k, q in enumerate(parts):
        here = simplest(folded(diff(q.term, p)), a.conditions)
        smooth = k > 0 and q.low is not None and slopes[-1].term == here and joins(parts[k - 1].term, q.term, x, q.low)
        low = slopes.pop().low if smooth else q.low
        slopes.append(Piece(low, q.high, here))
    slope = without_void_cases(tidy(as_cases(slopes, x)))
    from symact.decide import decide_equation

    verdict = decide_equation(Equation(diff(f, p), taken(slope), a.conditions, None))
    return slope if verdict.status == "proved" else None


# ---- functions of vectors


def _vector(a: Activation) -> Derivation:
    """The entry of the Jacobian, by components: d y_i / d x_j with the bound index named k."""
    if a.locally is not None:
        j = local_jacobian(a, a.locally)
        steps = _decided_lines(j.lines, Equation(taken(j.lines[0].term), ZERO, a.conditions))
        subject, definition = j.head, a.latex()
    else:
        j = jacobian(a)
        steps = _decided(j.lines, j.f, j.by, 1, a.conditions)
        subject, definition = rf"\frac{{\partial {j.head}}}{{\partial {to_latex(j.by)}}}", f"{j.head} = {shown(j.f)}"
    if steps[-1].latex != j.lines[-1].latex:
        j = j.without_form()
    return Derivation(a.name, subject, definition, steps, 1, j)

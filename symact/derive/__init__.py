"""The derivative of a function, step by step from the definition to the simplest form; each step is decided before it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symact.catalogue import Activation, activation
from symact.catalogue.parts import TAU
from symact.derive.closings import CLOSINGS, NAMED_LATEX, expand
from symact.derive.pieces import as_cases, derivative_pieces, is_piecewise
from symact.derive.steps import Line, apply_rule, operator
from symact.derive.tidy import factored, simplest, tidy
from symact.obligations import Equation
from symact.terms.calculus import diff
from symact.terms.core import BINDERS, Term, at, free, index, log, mul, num, substitute, sym, transform
from symact.terms.latex import bracketed, to_latex
from symact.verdict import Verdict

__all__ = ["Derivation", "NotDerived", "Step", "derive"]


class NotDerived(ValueError):
    """No derivation was found in which every step is proved, or there is no single variable to differentiate by."""


@dataclass(frozen=True)
class Step:
    """A member of the chain: the rule that leads to it, its value, how it is written, and why it equals the one before."""

    rule: str
    term: Term
    latex: str
    verdict: Verdict | None


@dataclass(frozen=True)
class Derivation:
    """f' from the definition. ``subject`` is the LaTeX of f', ``definition`` the equation that defines f.

    For a vector function the subject is an entry of the Jacobian, with indices i and j.
    """

    name: str
    title: str
    subject: str
    definition: str
    steps: tuple[Step, ...]
    activation: Activation | None = None

    @property
    def result(self) -> Term:
        """The final form, with named functions expanded."""
        return self.steps[-1].term

    @property
    def result_latex(self) -> str:
        return self.steps[-1].latex

    def latex(self) -> str:
        r"""The chain as an ``align*``."""
        rows = [f"{self.subject} &= {self.steps[0].latex}", *(f"&= {s.latex}" for s in self.steps[1:])]
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"

    def _repr_latex_(self) -> str:
        return f"$${self.latex()}$$"


def derive(what: str | Activation | Term | Any, variable: Term | None = None) -> Derivation:
    """The derivation of f' for a name, an Activation, a Term or a SymPy expression.

    Raises UnknownName, NotDerived.
    """
    if isinstance(what, str):
        what = activation(what)
    if isinstance(what, Activation):
        return _vector(what) if _is_vector(what) else _elementwise(what)
    if not isinstance(what, Term):
        from symact.terms.sympy_bridge import from_sympy

        what = from_sympy(what)
    v = variable or _only_variable(what)
    head = f"f({to_latex(v)})"
    steps = _chain(what, v, {p: Fraction(3, 4) for p in free(what) - {v}}, (), "")
    return Derivation("f", "f", f"f'({to_latex(v)})", f"{head} = {to_latex(what)}", steps)


def _only_variable(t: Term) -> Term:
    names = [n for n in free(t) if n.head == "sym"]
    if sym("x") in names:
        return sym("x")
    if len(names) != 1:
        raise NotDerived(f"name the variable: the expression has {', '.join(sorted(n.name for n in names)) or 'none'}")
    return names[0]


def _is_vector(a: Activation) -> bool:
    return any(t.head == "vec" for t in free(a.expression))


def samples(a: Activation) -> dict[Term, Fraction]:
    """A value of each parameter, to see in which order the pieces come."""
    return {p.symbol: p.default if p.default is not None else Fraction(3, 4) + k for k, p in enumerate(a.parameters)}


def _elementwise(a: Activation) -> Derivation:
    x = a.variable
    steps = _chain(a.expression, x, samples(a), a.conditions, a.name)
    subject = f"{a.symbol}'({to_latex(x)})"
    if len(a.variables) > 1:
        subject = rf"\frac{{\partial}}{{\partial {to_latex(x)}}} {a.head}"
    return Derivation(a.name, a.title, subject, a.latex(), steps, a)


def _chain(f: Term, x: Term, samples: Mapping[Term, Fraction], assumptions: tuple[Term, ...], name: str) -> tuple[Step, ...]:
    """From d/dx f to the simplest form that was found and proved."""
    slope = diff(f, x)
    lines = [Line("definition", slope, operator(x, f))]
    if is_piecewise(f, x):
        lines += _piecewise_lines(f, x, samples)
    else:
        lines += apply_rule(f, x)
        last = lines[-1].term
        if name in CLOSINGS:
            lines[-1] = Line(lines[-1].rule, tidy(last), to_latex(tidy(last)))
        else:
            simple = simplest([tidy(last), factored(last), last])
            lines.append(Line("simplify", simple, to_latex(simple)))
    lines += _closing_lines(name)
    return _decided(lines, f, x, assumptions)


def _piecewise_lines(f: Term, x: Term, samples: Mapping[Term, Fraction]) -> list[Line]:
    """Each smooth piece differentiated; an edge that is no kink belongs to the piece on its right."""
    found = derivative_pieces(f, x, samples)
    if found is None:
        slope = tidy(diff(f, x))
        return [Line("differentiate each case", slope, to_latex(slope))]
    parts, smooth = found
    whole = as_cases(parts, x, smooth)
    return [Line("differentiate each piece", whole, to_latex(whole))]


def _closing_lines(name: str) -> list[Line]:
    out = []
    for rule, shown in CLOSINGS.get(name, ()):
        if isinstance(shown, tuple):
            out.append(Line(rule, expand(mul(*shown)), _apart(shown)))
        else:
            out.append(Line(rule, expand(shown), to_latex(shown, NAMED_LATEX)))
    return out


def _apart(factors: tuple[Term, ...]) -> str:
    """A product whose factors stand apart."""
    if factors[0] == num(-1):
        return f"-{_apart(factors[1:])}"
    factors = tuple(sorted(factors, key=lambda f: f.head == "add"))
    printed = [to_latex(f, NAMED_LATEX) for f in factors]
    return r" \cdot ".join(bracketed(p) if f.head == "add" else p for f, p in zip(factors, printed, strict=True))


def _decided(lines: list[Line], f: Term, v: Term, assumptions: tuple[Term, ...]) -> tuple[Step, ...]:
    """The lines that are proved equal to the derivative of f by v, at edges between pieces too.

    A line that says the same as the one before is left out.
    """
    from symact.decide import decide_equation

    truth = lines[0].term
    variables = frozenset({v}) if v.head == "sym" else None
    steps = [Step(lines[0].rule, truth, lines[0].latex, None)]
    for line in lines[1:]:
        if line.latex == steps[-1].latex:
            continue
        verdict = decide_equation(Equation(truth, line.term, assumptions, variables, primitive=f, by=v))
        if verdict.status == "proved":
            steps.append(Step(line.rule, line.term, line.latex, verdict))
    if len(steps) == 1:
        raise NotDerived("no form of the derivative could be proved")
    return tuple(steps)


def _vector(a: Activation) -> Derivation:
    """The entry of the Jacobian, by components: d y_i / d x_j with the bound index named k."""
    i, j, k = index("i"), index("j"), index("k")
    renamed = transform(a.expression, lambda t: _rebound(t, k))
    f, v, head = renamed, at(a.variables[0], j), "y_{i}" if a.is_indexed else "y"
    if a.name == "gumbel_softmax":  # by the logits z_i = log p_i + G_i
        logits = {log(at("p", m)) + at("G", m): at("z", m) for m in (i, k)}
        f, v = transform(renamed, lambda t: logits.get(t)), at("z", j)
    meaning = {at("y", i): f, at("y", j): substitute(f, {i: j})} if a.is_indexed else {}
    slope = diff(f, v)
    lines = [Line("definition", slope, operator(v, f)), *apply_rule(f, v)]
    closings = [Line(c.rule, substitute(c.term, meaning), c.latex) for c in _closing_lines(a.name)]
    if closings and meaning:
        last = CLOSINGS[a.name][-1][1]
        parts = last.args if isinstance(last, Term) and last.head == "mul" else ()
        factors = tuple(substitute(c, meaning) for c in sorted(parts, key=lambda c: not free(c) <= {TAU}))
        lines.append(Line("factor out", mul(*factors), _apart(factors)))
    else:
        simple = tidy(slope)
        lines.append(Line("sum out the deltas", simple, to_latex(simple)))
    steps = _decided([*lines, *closings], f, v, a.conditions)
    subject = rf"\frac{{\partial {head}}}{{\partial {to_latex(v)}}}"
    return Derivation(a.name, a.title, subject, f"{head} = {to_latex(f)}", steps, a)


def _rebound(t: Term, new: Term) -> Term | None:
    if t.head in BINDERS and t.args[0].head == "ix" and t.args[0] != new:
        bound, *ends, body = t.args
        return Term(t.head, (new, *ends, substitute(body, {bound: new})))
    return None

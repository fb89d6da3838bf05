"""What the catalogue records of a known function; every entry is data, and says nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from symact.terms.core import ONE, ZERO, Term, free, index, num, rel, substitute, sym

__all__ = ["Activation", "Density", "Domain", "Kind", "Kink", "Locally", "Parameter", "kink", "parameter", "words"]

Kind = Literal["elementwise", "vector", "gated", "random", "loss"]
Domain = Literal["real", "positive", "nonnegative", "negative", "nonzero", "probability"]


@dataclass(frozen=True, eq=False)
class Parameter:
    """A parameter, its domain, and the value that a text means which does not speak of it.

    ``default`` is None where a text must give a value (a learned slope); ``typical`` is then one at which the function can be
    looked at: where learning begins, or one of its source. ``frameworks`` are the values that torch, jax, keras and onnx take.
    """

    name: str
    domain: Domain = "real"
    default: Fraction | None = None
    meaning: str = ""
    learned: bool = False
    frameworks: Mapping[str, Fraction] = field(default_factory=dict)
    typical: Fraction | None = None

    @property
    def shown(self) -> Fraction | None:
        """The default, else the typical value."""
        return self.typical if self.default is None else self.default

    @property
    def symbol(self) -> Term:
        return sym(self.name)

    @property
    def conditions(self) -> tuple[Term, ...]:
        """The domain as conditions on the symbol."""
        s = self.symbol
        return {
            "real": (),
            "positive": (s.gt(0),),
            "nonnegative": (s.ge(0),),
            "negative": (s.lt(0),),
            "nonzero": (rel("ne", s, ZERO),),
            "probability": (s.ge(0), s.le(1)),
        }[self.domain]


def parameter(
    name: str,
    default: str | int | None = None,
    domain: Domain = "real",
    meaning: str = "",
    *,
    learned: bool = False,
    typical: str | int | None = None,
    **frameworks: str,
) -> Parameter:
    """A Parameter from exact text: ``parameter("alpha", "0.01", torch="0.01", keras="0.3")``."""
    values = {k: Fraction(v) for k, v in frameworks.items()}
    exact = [None if v is None else Fraction(v) for v in (default, typical)]
    return Parameter(name, domain, exact[0], meaning, learned, values, exact[1])


@dataclass(frozen=True, eq=False)
class Kink:
    """A point without a derivative, the value that symact's code takes there, and what frameworks take."""

    at: Term
    value: Term
    frameworks: Mapping[str, Term] = field(default_factory=dict)


def kink(at: Term | int | str, value: Term | int | str, **frameworks: Term | int | str) -> Kink:
    return Kink(_exact(at), _exact(value), {k: _exact(v) for k, v in frameworks.items()})


def words(text: str) -> tuple[str, ...]:
    """Names set apart by commas."""
    return tuple(word for word in text.split(", ") if word)


def _exact(value: Term | int | str) -> Term:
    return value if isinstance(value, Term) else num(value)


@dataclass(frozen=True, eq=False)
class Locally:
    """The smooth formula that a function of vectors equals near almost every input, and in words what does not change there.

    It may have weights ``s_i`` that are 0 or 1, and the index ``m`` of the greatest entry; a term whose weight is 0 is left out.
    """

    expression: Term
    words: str


@dataclass(frozen=True, eq=False)
class Activation:
    """A known function by its definition.

    ``expression`` is the definition in ``variables`` and the parameters. Of a vector function it is the component with index
    ``i`` of vectors whose entries are numbered from 1 to ``n``; of a gated unit, a function of two inputs ``a`` and ``b``.
    ``inner`` is a quantity with index ``i`` by which a vector function is differentiated in place of its input: logits.
    ``implicit`` is a letter in the expression and the equation whose only solution it is (the threshold of sparsemax);
    ``meaning`` is written for an expression that is the function's own name (erf). ``locally`` is what a function that no rule
    differentiates is near almost every input.
    ``relations`` say what parameters must satisfy together (a lower bound below an upper one). ``symbol`` is the LaTeX of its
    name, ``also`` names the entries that the same name may mean as well (Swish with a slope),
    ``source`` says where it was proposed.
    """

    name: str
    title: str
    symbol: str
    expression: Term
    source: str
    aliases: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    kinks: tuple[Kink, ...] = ()
    kind: Kind = "elementwise"
    variables: tuple[str, ...] = ("x",)
    also: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    relations: tuple[Term, ...] = ()
    inner: tuple[str, Term] | None = None
    implicit: tuple[Term, Term] | None = None
    locally: Locally | None = None
    meaning: Term | None = None

    @property
    def variable(self) -> Term:
        """The first variable; of a vector function its base ``x`` as it occurs in ``x_i``."""
        return sym(self.variables[0])

    @property
    def defaults(self) -> dict[Term, Term]:
        """The parameters that have a default, with it."""
        return {p.symbol: num(p.default) for p in self.parameters if p.default is not None}

    @property
    def conditions(self) -> tuple[Term, ...]:
        """What the domains of the parameters and the relations between them say."""
        return (*(c for p in self.parameters for c in p.conditions), *self.relations)

    @property
    def shown_values(self) -> dict[Term, Term]:
        """A value for each parameter that has one to be looked at: its default, or a typical one."""
        return {p.symbol: num(p.shown) for p in self.parameters if p.shown is not None}

    @property
    def plain(self) -> Term:
        """The definition with the defaults put in for the parameters."""
        return substitute(self.expression, dict(self.defaults))

    @property
    def expr(self) -> Any:
        """The definition as a SymPy expression."""
        from symact.terms.sympy_bridge import to_sympy

        return to_sympy(self.expression)

    def slope(self, order: int = 1) -> Term:
        """The derivative by the variable, as the rules give it; no value at a kink. Raises NotDifferentiable, ValueError."""
        from symact.terms.calculus import diff

        if not isinstance(order, int) or order < 0:
            raise ValueError(f"the order of a derivative is a whole number from 0 on, not {order!r}")
        return diff(self.expression, self.variable, order)

    def derivative(self, order: int = 1) -> Any:
        """The derivative by the variable as a SymPy expression; at a kink it has no value. Raises NotDifferentiable."""
        from symact.terms.sympy_bridge import to_sympy

        return to_sympy(self.slope(order))

    @property
    def head(self) -> str:
        r"""The left side of the definition: ``\sigma(x)``, ``\mathrm{softmax}(x)_{i}``."""
        from symact.terms.latex import to_latex

        inputs = ", ".join(to_latex(sym(v)) for v in self.variables)
        return f"{self.symbol}({inputs})" + ("_{i}" if self.kind == "vector" and self.is_indexed else "")

    @property
    def is_indexed(self) -> bool:
        """Whether the value is a vector, so that the expression is one component of it."""
        return index("i") in free(self.expression)

    @property
    def of_vectors(self) -> bool:
        """Whether the input is a vector of symbolic length."""
        return any(t.head == "vec" for t in free(self.expression))

    def latex(self) -> str:
        """The definition as an equation."""
        from symact.terms.latex import to_latex

        return f"{self.head} = {to_latex(self.expression if self.meaning is None else self.meaning)}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def __repr__(self) -> str:
        return f"<activation {self.name}: {self.expression!r}>"


@dataclass(frozen=True, eq=False)
class Density:
    """A distribution on the line: density, distribution function and the quantile function that makes samples of uniform ones.

    If U is uniform on (0, 1), then ``quantile`` at ``u = U`` has the density ``density``. ``support`` is a condition on ``x``.
    """

    name: str
    title: str
    density: Term
    distribution: Term
    quantile: Term | None
    source: str
    aliases: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    support: tuple[Term, ...] = ()
    mean: Term | None = None
    variance: Term | None = None

    @property
    def conditions(self) -> tuple[Term, ...]:
        return tuple(c for p in self.parameters for c in p.conditions)

    @property
    def standard(self) -> dict[Term, Term]:
        """The parameters of the standard distribution: location 0, scale 1."""
        return {p.symbol: num(p.default) if p.default is not None else ONE for p in self.parameters}

    @property
    def expr(self) -> Any:
        """The density as a SymPy expression."""
        from symact.terms.sympy_bridge import to_sympy

        return to_sympy(self.density)

    def latex(self) -> str:
        from symact.terms.latex import to_latex

        return f"f(x) = {to_latex(self.density)}"

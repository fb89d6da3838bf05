"""What must hold for a claim to be true: the narrow waist between the kinds of claim and the procedures that decide.

An obligation carries its domain and its assumptions, and knows nothing of documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from symact.terms.core import Term, const, mul
from symact.terms.text import to_text

__all__ = [
    "CONTRARY", "PARAMETERS", "REALS", "All", "Bound", "Denied", "Equation", "Fact", "Holds", "IntegralValue", "Interval",
    "Obligation", "Occurs", "Property", "Range", "Tends", "Value", "stated", "told",
]  # fmt: skip

# Names that play a parameter's part unless somebody says otherwise; all others are variables.
PARAMETERS = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau upsilon phi "
    "varphi chi psi omega a b c k m n A B C".split()
)


@dataclass(frozen=True)
class Equation:
    """``left = right`` wherever both sides are defined and real, under ``assumptions``.

    ``variables`` are the names for which it must hold at every value of the parameters. ``primitive`` and ``by`` say that the
    left side is the derivative of ``primitive`` by ``by``: at a kink such a side has no value, and a value given there by the
    right side is a convention.
    """

    left: Term
    right: Term
    assumptions: tuple[Term, ...] = ()
    variables: frozenset[Term] | None = None
    primitive: Term | None = None
    by: Term | None = None

    def is_parameter(self, name: Term) -> bool:
        if self.variables is not None:
            return name not in self.variables
        return name.name in PARAMETERS


@dataclass(frozen=True)
class Interval:
    """An interval of the line as a document states it; ends are closed terms or plus or minus infinity, which are open."""

    lower: Term
    upper: Term
    lower_closed: bool = False
    upper_closed: bool = False


REALS = Interval(mul(-1, const("oo")), const("oo"))


@dataclass(frozen=True)
class Range:
    """The values of ``term`` (of its derivative of that ``order``) for all values of the variable in the domain.

    "equal": they are exactly the union of the ``intervals``; "within": they lie in it; "about": as "equal", but finite ends are
    decimals, right to the digits given. ``assumptions`` speak of parameters, or narrow the domain (``x > 0``).
    """

    term: Term
    variable: Term
    intervals: tuple[Interval, ...]
    relation: Literal["equal", "within", "about"] = "equal"
    domain: Interval = REALS
    assumptions: tuple[Term, ...] = ()
    order: int = 0


@dataclass(frozen=True)
class Tends:
    """The limit of ``term`` as the variable tends to ``point`` is ``value``; both may be infinite.

    ``side`` is "+" (from above), "-" (from below) or "" (from both sides of a finite point).
    """

    term: Term
    variable: Term
    point: Term
    value: Term
    side: Literal["", "+", "-"] = ""
    assumptions: tuple[Term, ...] = ()


Property = Literal[
    "increasing", "strictly increasing", "decreasing", "strictly decreasing", "monotone", "not monotone", "constant",
    "convex", "strictly convex", "concave", "strictly concave", "not convex", "odd", "even", "neither odd nor even",
    "bounded", "bounded above", "bounded below", "unbounded", "unbounded above", "unbounded below",
    "continuous", "differentiable", "not differentiable", "smooth",
    "lipschitz", "lipschitz constant", "zeros", "fixed points", "non-negative", "positive", "non-positive", "negative",
    "periodic", "minimum", "maximum", "kinks", "inflection points",
]  # fmt: skip


_OPPOSITES: tuple[tuple[Property, Property], ...] = (
    ("bounded", "unbounded"), ("bounded above", "unbounded above"), ("bounded below", "unbounded below"),
    ("monotone", "not monotone"), ("convex", "not convex"), ("differentiable", "not differentiable"),
)  # fmt: skip
# Of a property and its contrary a function has one or the other, whatever its parameters.
CONTRARY: Mapping[Property, Property] = {**dict(_OPPOSITES), **{b: a for a, b in _OPPOSITES}}


@dataclass(frozen=True)
class Holds:
    """A property of ``term`` (of its derivative of that ``order``) as a function of the variable on the domain.

    ``times`` belongs to "continuous" and "differentiable": continuously differentiable that many times ("continuous" 1 is C^1).
    ``value`` is the constant of "lipschitz" (an upper bound) and "lipschitz constant" (the best one), the period, the value of a
    minimum or maximum. ``places`` is the set of zeros, of fixed points, of kinks, of inflection points (points are intervals
    with equal closed ends), where an extremum is attained, or the points of "continuous", "differentiable" and "not
    differentiable". ``about`` says that value and places are decimals, right to the digits given.
    """

    property: Property
    term: Term
    variable: Term
    domain: Interval = REALS
    assumptions: tuple[Term, ...] = ()
    order: int = 0
    times: int | None = None
    value: Term | None = None
    places: tuple[Interval, ...] | None = None
    about: bool = False


@dataclass(frozen=True)
class Bound:
    """``term <= value`` (``term < value`` if strict) for all values of the variables in the domain."""

    term: Term
    value: Term
    variable: Term
    strict: bool = False
    domain: Interval = REALS
    assumptions: tuple[Term, ...] = ()
    order: int = 0


@dataclass(frozen=True)
class Value:
    """A closed term has the printed decimal value: within half a unit of its last digit."""

    term: Term
    decimal: str


@dataclass(frozen=True)
class IntegralValue:
    """The integral of ``term`` over the variable from ``lower`` to ``upper``, which may be infinite, is ``value``.

    ``decimal`` is the value as printed, where it is a decimal that is right to its digits only.
    """

    term: Term
    variable: Term
    lower: Term
    upper: Term
    value: Term
    assumptions: tuple[Term, ...] = ()
    decimal: str | None = None


@dataclass(frozen=True)
class Occurs:
    """The definition ``term`` is made of at least one of ``names``: functions (``exp``, ``/`` for a quotient), or free names."""

    term: Term
    names: frozenset[str]


@dataclass(frozen=True)
class All:
    """Every one of the obligations holds."""

    parts: tuple[Obligation, ...]


@dataclass(frozen=True)
class Denied:
    """The obligation does not hold."""

    claim: Obligation


Fact = Range | Tends | Holds | Bound | Value | IntegralValue
Obligation = Equation | Fact | Occurs | All | Denied


def stated(o: Obligation) -> str:
    """An obligation as one line, in SymPy's syntax where that has one."""
    match o:
        case Equation():
            return f"{o.left!r} = {o.right!r}"
        case Range():
            sets = " u ".join(
                f"{'[' if i.lower_closed else '('}{i.lower!r}, {i.upper!r}{']' if i.upper_closed else ')'}" for i in o.intervals
            )
            return f"{_of(o.term, o.order)} {'in' if o.relation == 'within' else 'has the range'} {sets}"
        case Tends():
            return f"Limit({o.term!r}, {o.variable!r}, {o.point!r}{', ' + repr(o.side) if o.side else ''}) = {o.value!r}"
        case Bound():
            return f"{_of(o.term, o.order)} {'<' if o.strict else '<='} {o.value!r}"
        case Value():
            return f"{o.term!r} ~ {o.decimal}"
        case IntegralValue():
            return f"Integral({o.term!r}, ({o.variable!r}, {o.lower!r}, {o.upper!r})) = {o.value!r}"
        case Occurs():
            return f"{o.term!r} is made of {' or '.join(sorted(o.names))}"
        case All():
            return " and ".join(map(stated, o.parts))
        case Denied():
            return f"not: {stated(o.claim)}"
        case Holds():
            value = "" if o.value is None else f" {o.value!r}"
            return f"{_of(o.term, o.order)}: {o.property}{value}"


_DERIVATIVES = {0: "", 1: "the derivative of ", 2: "the second derivative of "}


def _of(term: Term, order: int) -> str:
    return f"{_DERIVATIVES.get(order, f'the derivative of order {order} of ')}{term!r}"


def told(o: Obligation) -> str:
    """A fact in words, as far as there are some."""
    match o:
        case Tends():
            return f"{to_text(o.term)} tends to {to_text(o.value)} as {o.variable!r} tends to {to_text(o.point)}"
        case Holds(value=None, places=None) if o.property not in _NOUNS:
            ends = f"{to_text(o.domain.lower)} and {to_text(o.domain.upper)}"
            place = "" if o.domain == REALS else f" for {o.variable!r} between {ends}"
            return f"{_DERIVATIVES.get(o.order, f'the derivative of order {o.order} of ')}{to_text(o.term)} is {o.property}{place}"
        case _:
            return stated(o)


_NOUNS = frozenset("lipschitz minimum maximum zeros kinks".split()) | {
    "lipschitz constant",
    "fixed points",
    "inflection points",
}

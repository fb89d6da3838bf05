"""From forms to functions in the language of kernels: a fast core, and one in pairs for where the fast one is in doubt."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from symact.emit.forms import Far, Form, Quick, Zone
from symact.emit.lower import Lowering, NotEmitted, identifier, lines
from symact.emit.sharing import shared
from symact.terms.core import Term, cases, rel

__all__ = ["ALWAYS", "Core", "Input", "Shortcut", "core", "inputs", "time_of", "written"]

ALWAYS, EVERYWHERE = "always", "absolute(x) >= 0.0"


@dataclass(frozen=True)
class Input:
    """A parameter of an emitted function: its symbol, its identifier, its default, and 1 or -1 where its sign is known."""

    symbol: Term
    name: str
    default: Fraction | None = None
    sign: int | None = None


@dataclass(frozen=True)
class Shortcut:
    """A function in the language of kernels that gives all values of a core for left < x < right, with their errors in ulp.

    ``zones`` are the values for which polynomials take over, where, and their coefficients by name.
    """

    text: str
    left: float
    right: float
    errors: tuple[tuple[float, float, float], ...]
    zones: tuple[tuple[int, Zone, str], ...]


@dataclass(frozen=True)
class Core:
    """Functions in the language of kernels for one or several derivatives of one function.

    ``fast`` gives the values, then the condition of doubt where ``doubts``; ``exact`` holds, for each value, the function that
    gives it as a pair, or None. ``tables`` are the coefficients of zones by name, ``far`` how each value goes on far out: with
    parameters, code finds the power of x by itself. ``quick`` gives the same values in less time on an interval, ``rough`` less
    precise ones, both by passes over arrays; ``vector`` and ``single`` are what these are for a loop that a compiler makes vector
    code of, ``single`` in float32.
    """

    name: str
    fast: str
    exact: tuple[str | None, ...]
    arguments: tuple[str, ...]
    values: int
    doubts: bool
    tables: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    far: tuple[tuple[Far, Far], ...] = ()
    quick: Shortcut | None = None
    rough: Shortcut | None = None
    vector: Shortcut | None = None
    single: Shortcut | None = None

    def exact_name(self, k: int) -> str:
        return f"{self.name}_in_pairs" + (str(k) if self.values > 1 else "")


def inputs(symbols: Iterable[Term], defaults: Mapping[Term, Fraction], signs: Mapping[Term, int]) -> tuple[Input, ...]:
    """The parameters in the order of the signature: those without a default first."""
    out: list[Input] = []
    for s in sorted(symbols, key=lambda s: (s in defaults, s.name)):
        out.append(Input(s, identifier(s.name, frozenset(i.name for i in out)), defaults.get(s), signs.get(s)))
    return tuple(out)


def core(name: str, forms: Sequence[Form], variable: Term, parameters: Sequence[Input]) -> Core:
    """The core for these forms. Raises NotEmitted."""
    names = {variable: "x", **{p.symbol: p.name for p in parameters}}
    arguments = ("x", *(p.name for p in parameters))
    signs = {p.symbol: p.sign for p in parameters if p.sign is not None}
    tables: dict[str, tuple[float, ...]] = {}
    lowering = Lowering(names)
    lowering.count(*(t for f in forms for t in (f.term, *([f.tail.term] if f.tail else []), *(part for pair in f.kinks for part in pair))))
    values, doubts = [], []
    for f in forms:
        value = lowering.emit(f.term)
        if f.careful:
            high, low = lowering.careful(f.term)
            sure = f"(absolute({high}) > 1e-280) & (absolute({high}) < 1e280)"
            value = lowering.assign(f"where({sure}, {high} + {low}, {value})")
        doubt = EVERYWHERE if f.ratio == ALWAYS else lowering.doubts(f.term, signs, f.ratio) if f.ratio else None
        if doubt is not None:
            outside = [f"((x <= {z.left!r}) | (x >= {z.right!r}))" for z in f.zones]
            doubts.append(" & ".join([*outside, f"({doubt})"]))
        if f.tail is not None:
            value = lowering.assign(f"where(x < {f.tail.below!r}, {lowering.emit(f.tail.term)}, {value})")
        for zone in f.zones:
            value = lowering.assign(f"near({value}, x, {zone.place!r}, {_tabled(zone, name, tables)})")
        values.append(_with_kinks(lowering, value, f, variable))
    returned = [*values, *([" | ".join(doubts)] if doubts else [])]
    fast = _function(name, arguments, lowering.statements, returned)
    exact = tuple(_exact(f"{name}_in_pairs" + (str(k) if len(forms) > 1 else ""), f, names, arguments) for k, f in enumerate(forms))
    far = tuple(f.far if not parameters else (_told(f.far[0]), _told(f.far[1])) for f in forms)
    made = Core(name, fast, exact, arguments, len(forms), bool(doubts), tables, far)
    if parameters:
        return made
    ways = [f.quick for f in forms]
    return replace(
        made,
        quick=shortcut(f"{name}_quick", ways, forms, variable, tables),
        rough=shortcut(f"{name}_rough", [f.rough for f in forms], forms, variable, tables, rough=True),
        vector=shortcut(f"{name}_vector", ways, forms, variable, tables, weights=IN_A_LOOP),
        single=shortcut(f"{name}_single", [_in_single(f.rough) for f in forms], forms, variable, tables, rough=True, weights=IN_A_LOOP),
    )


def _in_single(ways: Sequence[Quick]) -> tuple[Quick, ...]:
    return tuple(q for q in ways if math.isfinite(q.single))


def _told(side: Far) -> Far:
    """With parameters, values of which a power was told may be exceptions: it is told again where they are known."""
    return side if side.power is None else Far(None)


def shortcut(
    name: str, ways: Sequence[Sequence[Quick]], forms: Sequence[Form], variable: Term, tables: dict[str, tuple[float, ...]],
    rough: bool = False, weights: Mapping[str, float] | None = None,
) -> Shortcut | None:  # fmt: skip
    """One way for each value, such that together they take the least time; None where a value has none. Adds to the tables."""
    texts = [(written(name, [q.term for q in choice], forms, variable, rough), choice) for choice in product(*ways)]
    if not texts:
        return None
    text, best = min(texts, key=lambda way: time_of(way[0], weights or IN_PASSES))
    zones = [(k, zone, _tabled(zone, name, tables)) for k, q in enumerate(best) for zone in q.zones]
    left, right = max(q.left for q in best), min(q.right for q in best)
    return Shortcut(text, left, right, tuple((q.error, q.narrow, q.single) for q in best), tuple(zones))


def written(name: str, terms: Sequence[Term], forms: Sequence[Form], variable: Term, rough: bool) -> str:
    """These writings of the values of forms as one function of an array. Raises NotEmitted."""
    lowering = Lowering({variable: "x"}, near=True, rough=rough)
    lowering.count(*terms)
    values = [_with_kinks(lowering, lowering.emit(t), f, variable) for t, f in zip(terms, forms, strict=True)]
    return shared(_function(name, ("x",), lowering.statements, values))


IN_PASSES: dict[str, float] = {  # NumPy's passes over arrays in the cache, in additions
    "Mult": 1.2, "Div": 2.1, "USub": 0.8, "exp": 4.6, "log": 4.3, "log1p": 4.7, "log1p_unit": 4.7, "log1p_near": 4.7, "expm1": 6,
    "tanh": 6.4, "sinh": 6, "cosh": 5, "arctan": 5.5, "arcsinh": 10, "sqrt": 7, "power": 10, "sin": 80, "cos": 80, "sign": 4,
    "copysign": 4, "where": 9, "erfcx_rough": 60, "erfcx": 100, "erfc": 150, "erf": 150, "Phi": 160,
    "exp_of_pair": 12,
}  # fmt: skip
IN_A_LOOP: dict[str, float] = IN_PASSES | {  # vector code that a compiler makes
    "Mult": 1, "Div": 3, "USub": 0.5, "exp": 18, "log": 45, "log1p": 45, "log1p_near": 45, "log1p_unit": 22, "where": 2, "exp_of_pair": 22,
    "tanh": 45, "expm1": 45, "sinh": 45, "cosh": 45, "arctan": 45, "arcsinh": 45,
}  # fmt: skip


def time_of(text: str, weights: Mapping[str, float] = IN_PASSES) -> float:
    """About how long a function in the language of kernels takes, in additions."""
    total = 0.0
    for node in ast.walk(ast.parse(text).body[0]):
        match node:
            case ast.BinOp(op=op) | ast.UnaryOp(op=op):
                total += weights.get(type(op).__name__, 1)
            case ast.Call(func=ast.Name(id=called)):
                total += weights.get(called, 1 if called in PASSES else 20)
            case ast.Compare():
                total += 1
    return total


PASSES = ("absolute", "maximum", "minimum")


def _tabled(zone: Zone, name: str, tables: dict[str, tuple[float, ...]]) -> str:
    """The name under which the coefficients of a zone stand from now on."""
    table = f"{name.strip('_')}_ZONE_{len(tables)}".upper()
    tables[table] = zone.coefficients
    return table


def _with_kinks(lowering: Lowering, value: str, form: Form, variable: Term) -> str:
    for at, slope in form.kinks:
        there = lowering.condition(rel("eq", variable, at))
        value = lowering.assign(f"where({there}, {lowering.emit(slope)}, {value})")
    return value


def _exact(name: str, form: Form, names: Mapping[Term, str], arguments: tuple[str, ...]) -> str | None:
    lowering = Lowering(names, doubled=True)
    term = form.term
    for at, slope in form.kinks:
        term = cases(rel("eq", _variable(names), at), slope, term)
    lowering.count(term)
    try:
        high, low = lowering.pair(term)
    except NotEmitted:
        return None
    for zone in form.zones:
        if zone.high == 0.0:  # pairs run out of bits there, 0 says that they have no answer
            inside = f"(x > {zone.left!r}) & (x < {zone.right!r})"
            high, low = (lowering.assign(f"where({inside}, 0.0, {part})") for part in (high, low))
    return _function(name, arguments, lowering.statements, (high, low))


def _variable(names: Mapping[Term, str]) -> Term:
    return next(t for t, n in names.items() if n == "x")


def _function(name: str, arguments: Iterable[str], statements: Iterable[str], returned: Iterable[str]) -> str:
    annotated = ", ".join(f"{a}: Real" for a in arguments)
    return f"def {name}({annotated}):\n{lines(statements)}    return {', '.join(returned)}\n"

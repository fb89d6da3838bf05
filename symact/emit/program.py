"""From forms to functions in the language of kernels: a fast core, and one in pairs for where the fast one is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from symact.emit.forms import Far, Form, Zone
from symact.emit.lower import Lowering, NotEmitted, identifier, lines
from symact.terms.core import Term, cases, rel

__all__ = ["ALWAYS", "Core", "Input", "core", "inputs"]

ALWAYS, EVERYWHERE = "always", "absolute(x) >= 0.0"


@dataclass(frozen=True)
class Input:
    """A parameter of an emitted function: its symbol, its identifier, its default, and 1 or -1 where its sign is known."""

    symbol: Term
    name: str
    default: Fraction | None = None
    sign: int | None = None


@dataclass(frozen=True)
class Core:
    """Functions in the language of kernels for one or several derivatives of one function.

    ``fast`` gives the values, then the condition of doubt where ``doubts``; ``exact`` holds, for each value, the function that
    gives it as a pair, or None. ``tables`` are the coefficients of zones by name, ``far`` how each value goes on far out.
    """

    name: str
    fast: str
    exact: tuple[str | None, ...]
    arguments: tuple[str, ...]
    values: int
    doubts: bool
    tables: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    far: tuple[tuple[Far, Far], ...] = ()

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
            table = f"{name.strip('_')}_ZONE_{len(tables)}".upper()
            tables[table] = zone.coefficients
            value = lowering.assign(_patched(lowering, zone, value, table))
        for at, slope in f.kinks:
            there = lowering.condition(rel("eq", variable, at))
            value = lowering.assign(f"where({there}, {lowering.emit(slope)}, {value})")
        values.append(value)
    returned = [*values, *([" | ".join(doubts)] if doubts else [])]
    fast = _function(name, arguments, lowering.statements, returned)
    exact = tuple(_exact(f"{name}_in_pairs" + (str(k) if len(forms) > 1 else ""), f, names, arguments) for k, f in enumerate(forms))
    return Core(name, fast, exact, arguments, len(forms), bool(doubts), tables, tuple(f.far for f in forms))


def _patched(lowering: Lowering, zone: Zone, value: str, table: str) -> str:
    d = "x"
    if zone.high or zone.low:
        d = lowering.assign(f"distance(x, {zone.high!r}, {zone.low!r})")
    factor = " * ".join([d] * zone.multiplicity) or "1.0"
    t = lowering.assign(f"{d} * {d}") if zone.even else d
    return f"near({value}, (x > {zone.left!r}) & (x < {zone.right!r}), {factor}, {t}, {table})"


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

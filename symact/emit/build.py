"""From a function to the text of a NumPy module that computes it or a derivative of it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import ModuleType

from symact.catalogue import ACTIVATIONS, Activation
from symact.derive import samples
from symact.derive.pieces import Piece, derivative_pieces, is_piecewise
from symact.derive.tidy import tidy
from symact.emit import kernels, vectors
from symact.emit.forms import FORMS, Zero
from symact.emit.printer import NotEmitted, NumpyPrinter, double, identifier
from symact.emit.rewrites import stable
from symact.emit.zeros import expansions
from symact.terms.ball import Unbound, Undefined, enclose
from symact.terms.calculus import diff
from symact.terms.core import Term, cases, free, num, substitute, sym, walk
from symact.terms.text import to_text

__all__ = ["Program", "program", "vector_program"]


@dataclass(frozen=True)
class Program:
    """The text of a module and the name of the function in it."""

    name: str
    source: str


@dataclass(frozen=True)
class _Input:
    """A parameter of the emitted function: its symbol, its identifier and its default."""

    symbol: Term
    name: str
    default: Fraction | None


@dataclass(frozen=True)
class _Recipe:
    """What is evaluated: a term in the variable, its zeros, and values at kinks."""

    term: Term
    variable: Term
    zero: Zero | None = None
    kinks: tuple[tuple[Term, Term], ...] = ()


def program(f: Activation | Term, variable: Term, order: int) -> Program:
    """The module for the derivative of the given order, 0 to 2. Raises NotEmitted, NotDifferentiable."""
    if isinstance(f, Activation):
        recipe, name, text = _recipe_of_entry(f, order), f.name, to_text(f.expression)
        defaults: Mapping[Term, Fraction] = {p.symbol: p.default for p in f.parameters if p.default is not None}
    else:
        recipe, name, text, defaults = _recipe_of_term(f, variable, order), "f", "", {}
    others = [s for s in _symbols(f) if s != variable]
    taken: set[str] = set()
    inputs = []
    for s in sorted(others, key=lambda s: (s in defaults, s.name)):
        known = identifier(s.name, frozenset(taken))
        taken.add(known)
        inputs.append(_Input(s, known, defaults.get(s)))
    return Program(identifier(name), _module(name, text, recipe, inputs, order))


def _symbols(f: Activation | Term) -> list[Term]:
    if isinstance(f, Activation):
        return [sym(v) for v in f.variables[1:]] + [p.symbol for p in f.parameters]
    return sorted(free(f), key=lambda s: s.name)


def _recipe_of_entry(a: Activation, order: int) -> _Recipe:
    kinks = tuple((k.at, k.value) for k in a.kinks) if order == 1 else ()
    if a.name in FORMS:
        form = FORMS[a.name][order]
        return _Recipe(form.term, a.variable, form.zero, kinks)
    return _Recipe(_derivative(a.expression, a.variable, order, samples(a)), a.variable, None, kinks)


def _recipe_of_term(t: Term, variable: Term, order: int) -> _Recipe:
    known = _recognised(t, variable)
    if known is not None:
        return _recipe_of_entry(known, order)
    return _Recipe(_derivative(t, variable, order, {p: Fraction(3, 4) for p in free(t) - {variable}}), variable)


def _recognised(t: Term, variable: Term) -> Activation | None:
    """The entry with a stable form that the expression is another writing of, if that is proved."""
    from symact.decide import equal

    if free(t) != {variable}:
        return None
    t = substitute(t, {variable: sym("x")})
    for name in FORMS:
        a = ACTIVATIONS[name]
        if not a.parameters and _agree(t, a.expression) and equal(t, a.expression).status == "proved":
            return a
    return None


def _agree(a: Term, b: Term) -> bool:
    """Whether two terms in x may be equal, as far as two points tell."""
    try:
        return all(enclose(a, {sym("x"): x}).overlaps(enclose(b, {sym("x"): x})) for x in (Fraction(7, 5), Fraction(-11, 8)))
    except (Undefined, Unbound):
        return False


def _derivative(t: Term, x: Term, order: int, parameters: Mapping[Term, Fraction]) -> Term:
    """The derivative, in pieces where there are pieces, in the form that evaluates best by the general rewrites."""
    if order == 0 and not _weighs_pieces(t, x):
        return stable(t)
    if is_piecewise(t, x):
        found = derivative_pieces(t, x, parameters, order, short=False)
        if found is not None:
            return stable(_chosen(*found, x))
    for _ in range(order):
        t = tidy(diff(t, x))
    return stable(t)


def _chosen(parts: list[Piece], smooth: list[Term], x: Term) -> Term:
    """The pieces as choices from left to right; a kink belongs to the piece on its left."""
    args: list[Term] = []
    for p in parts[:-1]:
        assert p.high is not None
        args += [x.lt(p.high) if p.high in smooth else x.le(p.high), p.term]
    return cases(*args, parts[-1].term) if args else parts[-1].term


def _weighs_pieces(t: Term, x: Term) -> bool:
    """Whether a choice is multiplied by something that grows: x * min(6, ...) overflows where the piece x does not."""
    return any(
        a.head == "mul" and sum(x in free(f) for f in a.args) > 1 and any(is_piecewise(f, x) for f in a.args) for a in walk(t)
    )


# ---- text


def _module(name: str, text: str, recipe: _Recipe, inputs: list[_Input], order: int) -> str:
    """The whole module. Defaults that no double holds (1/6) get a core of their own, into which they go exactly."""
    name = identifier(name)
    about = _about(name, text, order)
    bodies = [_core("_core", recipe, inputs)]
    call = f"    return _apply({', '.join(['_core', 'x', *(i.name for i in inputs)])})\n"
    inexact = any(i.default is not None and Fraction(float(i.default)) != i.default for i in inputs)
    if inexact:
        open_inputs = [i for i in inputs if i.default is None]
        bodies.insert(0, _core("_core_of_defaults", _with_defaults(recipe, inputs), open_inputs))
        call = _choice_of_core(inputs, open_inputs) + call
    signature = ["x", *(_argument_of(i, inexact) for i in inputs)]
    function = f'def {name}({", ".join(signature)}):\n    """{about}"""\n{call}'
    return _with_kernels(about, "\n\n".join([*bodies, function]), kernels)


def _about(name: str, text: str, order: int) -> str:
    """One line for the docstring; the text of an expression only if it is made of plain characters."""
    if not re.fullmatch(r"[A-Za-z0-9_ +\-*/().,<>=\[\]]+", text):
        return f"the derivative of order {order} of the given expression" if order else "the given expression"
    return f"{name}{chr(39) * order}(x), the derivative of order {order} of {text}" if order else f"{name}(x) = {text}"


def _argument_of(i: _Input, inexact: bool) -> str:
    if i.default is None:
        return i.name
    return f"{i.name}=None" if inexact else f"{i.name}={double(i.default)}"


def _choice_of_core(inputs: list[_Input], open_inputs: list[_Input]) -> str:
    given = [i for i in inputs if i.default is not None]
    lines = [
        f"    if {' and '.join(f'{i.name} is None' for i in given)}:",
        f"        return _apply({', '.join(['_core_of_defaults', 'x', *(i.name for i in open_inputs)])})",
        *(f"    {i.name} = {double(i.default or Fraction(0))} if {i.name} is None else {i.name}" for i in given),
    ]
    return "\n".join(lines) + "\n"


def _with_defaults(recipe: _Recipe, inputs: list[_Input]) -> _Recipe:
    values = {i.symbol: num(i.default) for i in inputs if i.default is not None}
    zero = recipe.zero
    if zero is not None:
        zero = Zero(substitute(zero.variable, values), zero.profile, substitute(zero.factor, values), zero.symmetric)
    kinks = tuple((substitute(at, values), substitute(v, values)) for at, v in recipe.kinks)
    return _Recipe(stable(tidy(substitute(recipe.term, values))), recipe.variable, zero, kinks)


def _core(name: str, recipe: _Recipe, inputs: Iterable[_Input]) -> str:
    inputs = list(inputs)
    printer = NumpyPrinter({recipe.variable: "x", **{i.symbol: i.name for i in inputs}})
    printer.count(*_wanted(recipe))
    value = printer.emit(recipe.term)
    if recipe.zero is not None:
        value = _patched(printer, recipe.zero, value)
    for at, slope in recipe.kinks:
        value = printer.assign(f"np.where(x == {printer.emit(at)}, {printer.emit(slope)}, {value})")
    lines = [f"def {name}({', '.join(['x', *(i.name for i in inputs)])}):", *(f"    {s}" for s in printer.statements)]
    return "\n".join([*lines, f"    return {value}"]) + "\n"


def _wanted(recipe: _Recipe) -> list[Term]:
    extra = [recipe.zero.variable, recipe.zero.factor] if recipe.zero is not None else []
    return [recipe.term, *extra, *(t for pair in recipe.kinks for t in pair)]


def _patched(printer: NumpyPrinter, zero: Zero, value: str) -> str:
    """The value with the Taylor series put in near each zero."""
    found = expansions(zero.profile, zero.symmetric)
    if not found:
        return value
    value = printer.assign(value)
    pair = printer.pair(zero.variable) or (printer.emit(zero.variable), "0.0")
    for e in found:
        low = "" if pair[1] == "0.0" else f" + {pair[1]}"
        distance = f"(({pair[0]} - {e.high!r}) - {e.low!r}){low}"
        coefficients = "(" + ", ".join(map(repr, e.coefficients)) + ")"
        factor = printer.emit(zero.factor)
        value = printer.assign(f"_near({value}, {distance}, {e.radius!r}, {coefficients}, {factor})")
    return value


@cache
def _definitions(module: ModuleType) -> dict[str, str]:
    """The source of every function and constant of a module of kernels."""
    out = {}
    for name, value in vars(module).items():
        if inspect.isfunction(value) and value.__module__ == module.__name__:
            out[name] = inspect.getsource(value)
    text = inspect.getsource(module)
    for m in re.finditer(r"^([A-Z][A-Z_0-9]+) = (?:\(\n.*?^\)|[^\n]*)", text, re.M | re.S):
        out[m[1]] = m[0] + "\n"
    return out


def _with_kernels(about: str, body: str, *modules: ModuleType) -> str:
    """The module's text: imports, what the body needs of the kernels, the body."""
    available = {k: v for m in modules for k, v in _definitions(m).items()}
    needed: dict[str, None] = {}
    todo = [body]
    while todo:
        for word in re.findall(r"\b[A-Za-z_]\w*\b", todo.pop()):
            if word in available and word not in needed:
                needed[word] = None
                todo.append(available[word])
    parts = [f'"""{about}\n\nMade by symact; needs NumPy only."""\n\nimport numpy as np\n']
    constants = [k for k in needed if k.isupper()]
    parts += [_untyped(available[k]) for k in constants]
    parts += [_untyped(available[k]) for k in available if k in needed and k not in constants]
    return "\n\n".join([*parts, body])


def _untyped(source: str) -> str:
    """Kernel source without its annotations: an emitted module needs no names for types."""
    head, separator, rest = source.partition(":\n") if source.startswith("def ") else ("", "", source)
    if not separator:
        return source.replace("  # fmt: skip", "")
    plain = re.sub(r"\s+", " ", head)
    plain = re.sub(r" -> .*$", "", plain)
    name, arguments = re.match(r"def (\w+)\((.*)\)$", plain).groups()  # type: ignore[union-attr]
    kept = [_argument(a) for a in _split(arguments)]
    body = re.sub(r"^(\s+\w+): [^=\n]+ =", r"\1 =", rest, flags=re.M)
    return f"def {name}({', '.join(kept)}):\n{body}"


def _split(arguments: str) -> list[str]:
    out, depth = [""], 0
    for c in arguments:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            out.append("")
        else:
            out[-1] += c
    return [a.strip() for a in out if a.strip()]


def _argument(a: str) -> str:
    name, _, rest = a.partition(":")
    default = re.search(r"= ?([^=]+)$", rest)
    return f"{name.strip()}={default[1].strip()}" if default else name.strip()


def vector_program(a: Activation, order: int) -> Program:
    """The module for a function of the softmax family. Raises NotEmitted."""
    available = _definitions(vectors)
    if a.name not in available:
        raise NotEmitted(f"there is no NumPy code for the vector function {a.name}")
    if order > 1:
        raise NotEmitted("for functions of vectors there are orders 0 and 1")
    own = {k: v for k, v in available.items() if k == a.name}
    body = _untyped(own[a.name])
    if order:
        body = body.replace("order=0", f"order={order}", 1)
    return Program(a.name, _with_kernels(to_text(a.expression), body, kernels, vectors))

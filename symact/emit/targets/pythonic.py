"""The language of kernels as Python: its words get the names that they have in a library of arrays."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from symact import __version__
from symact.emit.build import Family, Unit
from symact.emit.forms import Far
from symact.emit.lower import double
from symact.emit.program import Core, Shortcut
from symact.emit.targets.in_place import into_arrays
from symact.emit.targets.library import definitions

__all__ = [
    "cores_and_kernels", "far_out", "function", "heading", "levels", "made_by", "signature", "table",
    "tower",
]  # fmt: skip


class Renamed(ast.NodeTransformer):
    """Words get their names in the target, kernels an underscore; annotations go."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.words:
            return ast.parse(self.words[node.id], mode="eval").body
        if node.id in definitions():
            return ast.Name(f"_{node.id}", node.ctx)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Div) and "divide" in self.words:
            return ast.Call(ast.Name(self.words["divide"]), [node.left, node.right], [])
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        arguments = ast.arguments([], [ast.arg(a.arg) for a in node.args.args], None, [], [], None, [])
        return ast.FunctionDef(f"_{node.name}", arguments, [self.visit(s) for s in node.body], [], None, None)


def function(text: str, words: Mapping[str, str]) -> str:
    """A function in the language of kernels, printed for the target."""
    tree = Renamed(words).visit(ast.parse(text))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def cores_and_kernels(
    cores: Sequence[Core], kernels: Iterable[str], words: Mapping[str, str], shortcuts: Sequence[Shortcut] = ()
) -> tuple[list[str], list[str]]:
    """The kernels of these names and the cores with their tables and shortcuts, printed for the target."""
    first = []
    for name in kernels:
        node = definitions()[name]
        if isinstance(node, ast.Assign):
            first.append(table(f"_{name}", ast.literal_eval(node.value)))
        else:
            first.append(function(ast.unparse(node), words))
    then = []
    for c in cores:
        own = {**words, **{t: f"_{t}" for t in c.tables}}
        then += [table(f"_{name}", values) for name, values in c.tables.items()]
        then += [function(_grouped(c), own), *(function(t, own) for t in c.exact if t)]
        then += [into_arrays(function(s.text, own)) for s in (c.quick, c.rough) if s in shortcuts and s is not None]
    return first, then


def _grouped(c: Core) -> str:
    """The fast core with its values in a tuple, and the doubt or None behind."""
    head, _, last = c.fast.rpartition("    return ")
    returned = ast.parse(last.strip(), mode="eval").body
    items = returned.elts if isinstance(returned, ast.Tuple) else [returned]
    values = ", ".join(ast.unparse(i) for i in items[: c.values])
    doubt = ast.unparse(items[-1]) if c.doubts else "None"
    return f"{head}    return ({values},), {doubt}\n"


def table(name: str, value: float | tuple[object, ...]) -> str:
    """A constant; tuples are wrapped at 120 characters."""
    if isinstance(value, float):
        return f"{name} = {value!r}\n"
    lines, line = [f"{name} = ("], "   "
    for item in value:
        if len(line) + len(repr(item)) > 118:
            lines.append(line)
            line = "   "
        line += f" {item!r},"
    return "\n".join([*lines, line, ")"]) + "\n"


def far_out(c: Core, nan: str, inf: str) -> str:
    """How each value goes on, as a literal: a power and a limit for each side."""

    def side(f: Far) -> str:
        limit = repr(f.limit).replace("nan", nan).replace("inf", inf)
        return f"({f.power!r}, {limit})"

    return "(" + " ".join(f"({side(left)}, {side(right)})," for left, right in c.far) + ")"


def levels(family: Family, triple: Callable[[Core], str]) -> list[str]:
    """f, f' and f'' as constants of a module: with the defaults in them, and with all parameters open."""
    out = []
    for name, cores in (("_FIXED", [u.fixed for u in family.units]), ("_OPENED", [u.opened for u in family.units])):
        if all(cores):
            out.append(f"{name} = (\n" + "".join(f"    {triple(c)},\n" for c in cores if c is not None) + ")\n")
    return out


def tower(family: Family, c: Core) -> str:
    """The levels from this core on, as an expression."""
    order = next(k for k, u in enumerate(family.units) if c in u.cores)
    return f"{'_OPENED' if c is family.units[order].opened else '_FIXED'}[{order}:]"


def heading(family: Family, target: str) -> str:
    """The docstring of a module."""
    return '"""' + "\n".join([family.about[0], "", *family.about[1:], made_by(target)]) + '\n"""\n'


def made_by(target: str) -> str:
    return f"Made by symact {__version__} for {target}; needs nothing of symact."


def signature(u: Unit, call: Callable[[Core, Sequence[str]], str], *further: str) -> str:
    """The public function of a unit: with all defaults untouched the core that holds them exactly, else the open one."""
    arguments = ["x", *u.required, *(f"{p.name}=None" for p in u.optional), *further]
    text = "\n".join(f"    {line}" if k else line for k, line in enumerate(u.about))
    lines = [f"def {u.name}({', '.join(arguments)}):", f'    """{text}\n    """']
    if u.fixed is not None and u.opened is not None:
        lines.append(f"    if {' and '.join(f'{p.name} is None' for p in u.optional)}:")
        lines.append(f"        return {call(u.fixed, u.required)}")
        lines += [f"    {p.name} = {double(Fraction(p.default or 0))} if {p.name} is None else {p.name}" for p in u.optional]
    last = u.opened or u.fixed
    assert last is not None
    lines.append(f"    return {call(last, last.arguments[1:])}")
    return "\n".join(lines) + "\n"

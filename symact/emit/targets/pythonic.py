"""The language of kernels as Python: its words get the names that they have in a library of arrays."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from symact.emit.targets.library import definitions

__all__ = ["function", "kernels"]


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
        name = f"_{node.name}" if node.name in definitions() else node.name
        body = [self.visit(s) for s in node.body]
        return ast.FunctionDef(name, arguments, body, [], None, None)


def function(text: str, words: Mapping[str, str]) -> str:
    """A function in the language of kernels, printed for the target."""
    tree = Renamed(words).visit(ast.parse(text))
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def kernels(names: Iterable[str], words: Mapping[str, str]) -> list[str]:
    """The kernels of these names, printed for the target; tables are wrapped at 120 characters."""
    out = []
    for name in names:
        node = definitions()[name]
        if isinstance(node, ast.Assign):
            out.append(table(f"_{name}", ast.literal_eval(node.value)))
        else:
            out.append(function(ast.unparse(node), words))
    return out


def table(name: str, value: float | tuple[object, ...]) -> str:
    if isinstance(value, float):
        return f"{name} = {value!r}\n"
    lines, line = [f"{name} = ("], "   "
    for item in value:
        if len(line) + len(repr(item)) > 118:
            lines.append(line)
            line = "   "
        line += f" {item!r},"
    return "\n".join([*lines, line, ")"]) + "\n"

"""Python without any package: single numbers, by the functions of ``math``."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache

from symact.emit.build import Family
from symact.emit.program import Core
from symact.emit.targets.library import needed, pruned, runtime, text_of
from symact.emit.targets.pythonic import cores_and_kernels, far_out, heading, signature

__all__ = ["module"]


def module(family: Family, allow: frozenset[str] = frozenset()) -> str:
    cores = [c for u in family.units for c in u.cores]
    words = {name: f"_{name}" for name in primitives()}
    code = [t for c in cores for t in (c.fast, *c.exact) if t]
    kernels, printed = cores_and_kernels(cores, needed(code), words)
    text = [*kernels, runtime("python.py"), *printed]
    parts = [heading(family, "Python"), "import math\n", _printed_primitives(text), *text]
    parts += [signature(u, _call) for u in family.units]
    return pruned("\n\n".join(p.strip("\n") + "\n" for p in parts))


def _call(c: Core, given: Iterable[str]) -> str:
    exact = ", ".join(f"_{c.exact_name(k)}" if t else "None" for k, t in enumerate(c.exact))
    far = far_out(c, "math.nan", "math.inf")
    return f"_apply(_{c.name}, ({exact},), {far}, x, ({''.join(f'{g}, ' for g in given)}))"


@cache
def primitives() -> dict[str, ast.FunctionDef]:
    """The words of the language of kernels, defined for single numbers."""
    tree = ast.parse(text_of("kernels/primitives.py"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _printed_primitives(texts: Iterable[str]) -> str:
    """The definitions of those words that the texts use, and of those that these use."""
    used: set[str] = set()
    todo = [n.id.removeprefix("_") for t in texts for n in ast.walk(ast.parse(t)) if isinstance(n, ast.Name)]
    while todo:
        word = todo.pop()
        if word in primitives() and word not in used:
            used.add(word)
            todo += [n.id for n in ast.walk(primitives()[word]) if isinstance(n, ast.Name)]
    out = []
    for name, node in primitives().items():
        if name in used:
            arguments = ", ".join(a.arg for a in node.args.args)
            body = "\n".join(f"    {line}" for s in node.body for line in ast.unparse(Local().visit(ast.parse(ast.unparse(s)))).splitlines())
            out.append(f"def _{name}({arguments}):\n{body}\n")
    return "\n\n".join(out)


class Local(ast.NodeTransformer):
    """Words by the names that they have in the module."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in primitives():
            return ast.Name(f"_{node.id}", node.ctx)
        return ast.Attribute(ast.Name("math"), node.id.lower()) if node.id in ("INF", "NAN") else node

"""What several expressions of a function have in common, computed once."""

from __future__ import annotations

import ast
from collections import Counter

__all__ = ["shared"]

WORK = (ast.BinOp, ast.Call)


def shared(text: str) -> str:
    """The function, whose names are each assigned once, with a name for every expression that occurs again."""
    tree = ast.parse(text)
    node = tree.body[0]
    assert isinstance(node, ast.FunctionDef)
    naming = _Naming()
    for s in node.body:
        naming.count(s)
    for s in node.body:
        assert isinstance(s, ast.Assign | ast.Return) and s.value is not None
        key = ast.unparse(s.value)
        if isinstance(s, ast.Return):
            s.value = naming.visit(s.value)
        elif key not in naming.names:  # it is getting its name
            s.value = naming.inside(s.value)
        else:
            s.value = ast.Name(naming.names[key], ast.Load())
        match s:
            case ast.Assign(targets=[ast.Name(id=name)]):
                naming.names.setdefault(key, name)
        naming.body.append(s)
    node.body = naming.body
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


class _Naming(ast.NodeTransformer):
    """Gives names to what occurs again, right before the statement in which it first does."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.body: list[ast.stmt] = []

    def count(self, node: ast.AST) -> None:
        """What stands inside an expression that was met before occurs once for all."""
        if isinstance(node, WORK):
            self.seen[key := ast.unparse(node)] += 1
            if self.seen[key] > 1:
                return
        for child in ast.iter_child_nodes(node):
            self.count(child)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return self.named(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return self.named(node)

    def inside(self, node: ast.expr) -> ast.expr:
        self.generic_visit(node)
        return node

    def named(self, node: ast.expr) -> ast.expr:
        key = ast.unparse(node)
        if key in self.names:
            return ast.Name(self.names[key], ast.Load())
        own = self.inside(node)
        if self.seen[key] == 1:
            return own
        self.names[key] = f"s{len(self.names)}"
        self.body.append(ast.Assign([ast.Name(self.names[key], ast.Store())], own, lineno=0))
        return ast.Name(self.names[key], ast.Load())

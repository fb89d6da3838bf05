"""The softmax family for NumPy: functions written by hand, as they stand in :mod:`symact.emit.runtime.vectors`."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache

from symact.catalogue import Activation
from symact.emit.build import ORDERS
from symact.emit.lower import NotEmitted
from symact.emit.targets.library import names, needed, runtime
from symact.emit.targets.numpy import WORDS
from symact.emit.targets.pythonic import cores_and_kernels, made_by
from symact.terms.text import to_text

__all__ = ["module"]

KERNELS = ("two_sum", "two_prod", "exp_of_pair")


def module(a: Activation, orders: Sequence[int]) -> str:
    """The module with the function and its Jacobian. Raises NotEmitted."""
    known = _functions()
    if a.name not in known:
        raise NotEmitted(f"there is no code for the vector function {a.name}")
    if any(o > 1 for o in orders):
        raise NotEmitted(f"{a.name} is a function of vectors: there are orders 0 and 1, not 2")
    parts = [f'"""{a.name}(x)_i = {to_text(a.expression)}\n\n{made_by("NumPy")}\n"""\n', "import numpy as np\n"]
    parts += cores_and_kernels([], needed(KERNELS), {**WORDS, "where": "np.where"})[0]
    wanted, todo = {a.name}, [a.name]
    while todo:
        used = names(known[todo.pop()]) & known.keys() - wanted
        wanted |= used
        todo += used
    parts += [_printed(node) for name, node in known.items() if name in wanted and name != a.name]
    for order in orders:
        node = ast.parse(ast.unparse(known[a.name])).body[0]
        assert isinstance(node, ast.FunctionDef)
        node.name += ORDERS[order]
        node.args.kw_defaults = [ast.Constant(order)]
        parts.append(_printed(node))
    return "\n\n".join(p.strip("\n") + "\n" for p in parts)


@cache
def _functions() -> dict[str, ast.FunctionDef]:
    return {n.name: n for n in ast.parse(runtime("vectors.py")).body if isinstance(n, ast.FunctionDef)}


def _printed(node: ast.FunctionDef) -> str:
    """The function without its annotations."""
    plain = Bare().visit(ast.parse(ast.unparse(node)))
    return ast.unparse(ast.fix_missing_locations(plain))


class Bare(ast.NodeTransformer):
    """Without annotations."""

    def visit_arg(self, node: ast.arg) -> ast.AST:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        assert node.value is not None
        return ast.Assign([node.target], node.value)

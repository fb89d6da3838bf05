"""The functions and tables of the kernels as syntax, and which of them a piece of code needs."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["definitions", "load", "needed", "pruned", "runtime", "text_of"]

MODULES = ("tables", "pairs", "gauss")


@cache
def definitions() -> dict[str, ast.FunctionDef | ast.Assign]:
    """Every function and constant of the kernels by its name, a user after what it uses."""
    out: dict[str, ast.FunctionDef | ast.Assign] = {}
    for module in MODULES:
        for node in ast.parse(text_of(f"kernels/{module}.py")).body:
            if isinstance(node, ast.FunctionDef):
                out[node.name] = node
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                out[node.targets[0].id] = node
    return out


def names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def needed(code: Iterable[str], without: frozenset[str] = frozenset()) -> list[str]:
    """The kernels that the pieces of code use, directly or not, in the order of their definition.

    What stands in ``without`` has a definition of its own in the target, which may use kernels too.
    """
    known = definitions()
    todo = [name for text in code for name in names(ast.parse(text))]
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name in known and name not in found and name not in without:
            found.add(name)
            todo.extend(names(known[name]))
    return sorted((n for n in found), key=list(known).index)


def pruned(text: str) -> str:
    """The module without the private definitions that nothing public uses, directly or not."""
    tree = ast.parse(text)
    defined = {name: node for node in tree.body for name in _defined(node)}
    todo = [name for name in defined if not name.startswith("_")]
    todo += [n for node in tree.body if not _defined(node) for n in names(node)]
    used: set[str] = set()
    while todo:
        name = todo.pop()
        if name in defined and name not in used:
            used.add(name)
            todo += names(defined[name])
    lines = text.splitlines(keepends=True)
    for node in reversed(tree.body):
        if _defined(node) and not used & set(_defined(node)):
            end = node.end_lineno or node.lineno
            while end < len(lines) and not lines[end].strip():
                end += 1
            del lines[node.lineno - 1 : end]
    return "".join(lines).rstrip("\n") + "\n"


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    return [t.id for t in node.targets if isinstance(t, ast.Name)] if isinstance(node, ast.Assign) else []


def runtime(name: str) -> str:
    """The text of a target's own part, from its first definition on."""
    text = text_of(f"runtime/{name}")
    return text.split("---- emitted from here on", 1)[1].partition("\n")[2].strip("\n") + "\n"


def text_of(path: str) -> str:
    return (files("symact.emit") / path).read_text(encoding="utf-8")


def load(text: str, where: str) -> dict[str, Any]:
    """The names of an emitted module. The text comes from printers and kernels alone."""
    linecache.cache[where] = (len(text), None, text.splitlines(keepends=True), where)
    namespace: dict[str, Any] = {"__name__": "symact.emitted"}
    exec(compile(text, where, "exec"), namespace)
    return namespace

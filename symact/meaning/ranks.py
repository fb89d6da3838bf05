"""What a document says of the shapes of its names: numbers, vectors, matrices."""

from __future__ import annotations

from symact.meaning.names import written_name
from symact.meaning.operators import is_reals
from symact.notation.syntax import Node

__all__ = ["ranks_stated"]


def ranks_stated(node: Node) -> dict[str, int]:
    """The ranks that memberships in a formula give to names: ``x, y \\in \\mathbb{R}^n``, ``W \\in \\mathbb{R}^{m \\times n}``."""
    out: dict[str, int] = {}
    for n in node.walk():
        if n.kind == "rel" and n.value == "in" and (rank := _rank(n.args[1])) is not None:
            for name in n.args[0].args if n.args[0].kind == "seq" else n.args[:1]:
                written = written_name(name)
                if written is None:
                    continue
                numbers = [i.value for i in written.indices if i.kind == "num"]
                if len(numbers) == len(written.indices):
                    out["_".join(filter(None, (written.word, ",".join(numbers))))] = rank
    return out


def _rank(space: Node) -> int | None:
    if is_reals(space):
        return 0
    if space.kind != "sup" or not is_reals(space.args[0]):
        return None
    exponent = space.args[1]
    if exponent.kind == "mul" and exponent.value == "times" and len(exponent.args) == 2:
        return 2
    return 1 if exponent.kind in ("name", "num", "sub", "juxt") and exponent.value not in ("+", "-", "ast") else None

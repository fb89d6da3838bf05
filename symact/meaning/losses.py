"""Numbers that depend on vectors in a way that nobody has said: a loss L, or l(o, y), with its gradients.

Such a number is an unknown function of the names of the vectors: ``L(z)``; its gradient by z has the entries ``∂L/∂z(z, k)``.
The chain rule goes through a vector that the document defines: where z = W x + b, the gradient of L(z) by W is
sum_k ∂L/∂z_k ∂z_k/∂W. Of a loss of which only gradients are written, it is assumed that it depends on what z is made of through
z alone: such a reading may be proved, and refutes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symact.meaning.elaborator import Elaborator, Unclear
from symact.meaning.names import written_name
from symact.meaning.tensors import SIZE, Tensor, Value, fresh, gradient, plus
from symact.notation.syntax import Node
from symact.terms.calculus import diff
from symact.terms.core import ONE, Term, app, at, free, mul, parts, substitute, sum_

__all__ = ["LOSSES", "applied_loss", "gradient_of_loss", "gradients_in", "through_arguments"]

# Names of losses: they depend on everything, though nothing has said how.
LOSSES = frozenset("L J E C l ell loss cost Loss Cost s R".split())


def applied_loss(e: Elaborator, word: str, nodes: tuple[Node, ...], values: list[Value]) -> Term:
    """``\\ell(\\mathbf{o}, y)``: an unknown function of vectors and numbers. Raises Unclear where a vector has no name."""
    arguments: list[Term] = []
    for node, value in zip(nodes, values, strict=True):
        written = written_name(node, e.indices)
        if isinstance(value, Tensor):
            if written is None or written.indices:
                raise Unclear("unbound", f"nothing says what {word} is", node)
            arguments.append(Term("vec", (written.word,)))
        else:
            arguments.append(value)
    e.opaque.add(word)
    return app(word, *arguments)


def gradient_of_loss(e: Elaborator, loss: str, by: Tensor) -> Value:
    """The gradient of a loss of which nothing is known: through a vector whose gradient the document speaks of, or by itself."""
    e.opaque.add(loss)
    vector = _vector(by)
    for name in _routes(e, loss):
        if name == vector.name:
            continue
        route = _route(e, name, by)
        if route is not None:
            e.loose.add(f"{loss} may depend on {vector.name} in other ways")
            return _chained(app(loss, Term("vec", (name,))), Term("vec", (name,)), route, by)
    axes = tuple(fresh() for _ in by.axes)
    return Tensor(axes, diff(app(loss, vector), at(vector.name, *axes)))


def through_arguments(e: Elaborator, value: Value, by: Tensor) -> Value | None:
    """What the gradient of a number gains through the vectors that it is an unknown function of; None where that is nothing."""
    if isinstance(value, Tensor):
        return None
    total: Value | None = None
    vectors = {a for s in parts(value) if s.head == "app" for a in s.args[2:] if a.head == "vec"}
    for vector in sorted(vectors - {_vector(by)}, key=repr):
        route = _route(e, vector.name, by)
        if route is not None:
            part = _chained(value, vector, route, by)
            total = part if total is None else plus(total, part)
    return total


def gradients_in(node: Node) -> Iterator[str]:
    """The names by which a formula differentiates anything."""
    for n in node.walk():
        if n.kind == "deriv" and len(n.args) == 2:
            written = written_name(n.args[1])
            if written is not None and not written.indices:
                yield written.word


def _vector(by: Tensor) -> Term:
    vector: Term = by.body.args[0]
    return vector


def _routes(e: Elaborator, loss: str) -> Iterator[str]:
    """Vectors through which a loss may depend on others: those by which it is differentiated here, or was lately."""
    yield from e.through
    for frame in reversed(e.scope.frames):
        for binding in reversed(frame.bindings.values()):
            for s in parts(binding.body):
                if s.head == "app" and str(s.args[0]).startswith(f"∂{loss}/∂"):
                    yield str(s.args[0]).removeprefix(f"∂{loss}/∂")


def _route(e: Elaborator, name: str, by: Tensor) -> Tensor | None:
    """A vector as the document defines it, where it depends on what is differentiated by."""
    binding = e.scope.find(name)
    vector = _vector(by)
    if binding is None or not binding.is_vector or len(binding.formal) != 1:
        return None
    body = binding.unfolded(frozenset({vector.name}))
    return Tensor(binding.formal, body) if vector in free(body) else None


def _chained(value: Term, vector: Term, route: Tensor, by: Tensor) -> Value:
    """sum_k ∂value/∂vector_k ∂vector_k/∂by."""
    k = fresh()
    outer = diff(value, at(vector.name, k))
    inner = gradient(substitute(route.body, {route.axes[0]: k}), by)
    assert isinstance(inner, Tensor)
    return replace(inner, body=sum_(k, ONE, SIZE, mul(outer, inner.body)))

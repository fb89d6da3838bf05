r"""The Jacobian of a function of vectors that no rule differentiates, by the smooth formula that it is near almost every input.

Where that formula has a threshold ``\theta`` which an equation ``\sum_k P_k = 1`` ties to the input, the implicit function
theorem gives ``\partial\theta/\partial x_j = -\sum_k \partial P_k/\partial x_j \,/\, \sum_k \partial P_k/\partial\theta``. With
the weights ``q_i = \partial P_i/\partial x_i`` what comes out is ``q_i (\delta_{ij} - q_j/\sum_k q_k)``.
"""

from __future__ import annotations

from symact.catalogue import Activation
from symact.catalogue.entry import Locally
from symact.derive.chain import Line, opening, resumed
from symact.derive.rules import depends, shown
from symact.derive.simplest import simplest
from symact.derive.vectors import I, J, Jacobian, K, N, with_parts
from symact.terms.calculus import diff, pending
from symact.terms.core import ONE, ZERO, Term, add, at, delta, free, mul, power, substitute, transform

__all__ = ["local_jacobian"]

THEOREM = r"implicit function theorem: $\theta$ moves so that $\sum_{k} P_{k}$ stays $1$"
CHAIN = (
    r"\frac{\partial P_{i}}{\partial x_{j}} - \frac{\partial P_{i}}{\partial \theta} \cdot "
    r"\frac{\sum_{k=1}^{n} \frac{\partial P_{k}}{\partial x_{j}}}{\sum_{k=1}^{n} \frac{\partial P_{k}}{\partial \theta}}"
)


def local_jacobian(a: Activation, near: Locally) -> Jacobian:
    """The lines of the derivative of component i by entry j, and its forms."""
    f, by = near.expression, at(a.variables[0], J)
    head = "J_{ij}" if a.is_indexed else "J_{j}"
    if a.implicit is None or a.implicit[0] not in free(f):
        lines = opening(f, by) if depends(f, by) else [Line("definition", pending(f, by)), Line("derivative of a constant", ZERO)]
        return Jacobian(f, by, head, lines, near=near.words)
    threshold, _ = a.implicit
    moved = mul(pending(f, threshold), power(_over_all(pending(f, threshold)), -1), _over_all(pending(f, by)))
    lines = [Line(THEOREM, add(pending(f, by), mul(-1, moved)), CHAIN)]
    rules = resumed(lines[0])
    lines.append(Line("; ".join(dict.fromkeys(line.rule for line in rules)), rules[-1].term))
    weight = simplest(diff(f, at(a.variables[0], I)))
    share = "s" if weight == at("s", I) else "q"
    short = mul(at(share, I), add(delta(I, J), mul(-1, at(share, J), power(_over_all(at(share, I)), -1))))
    lines.append(Line("factor" if share == "s" else f"substitute ${share}$", _back(short, share, weight), shown(short)))
    return with_parts(Jacobian(f, by, head, lines, share, weight, short, near=near.words))


def _over_all(body: Term) -> Term:
    return Term("sum", (K, ONE, N, substitute(body, {I: K})))


def _back(t: Term, share: str, weight: Term) -> Term:
    """The term with the weights written out."""
    return transform(t, {at(share, m): substitute(weight, {I: m}) for m in (I, J, K)}.get)

r"""The syntax tree of written mathematics: what stands on the page, before anything is known about its meaning.

One frozen class, :class:`Node`, and a closed table of kinds. ``span`` counts in the text that was parsed; ``value`` is the
kind's own word. A tree keeps everything that a reader could take in two ways: ``f(x+1)`` is a ``juxt`` of a name and a group,
and only a scope says whether it is an application or a product.

    kind       value                  args                        example
    num        digits as written      -                           3.14   (never a float; "1e-5" is a num too)
    name       canonical name         -                           x, \sigma (value "sigma"), \mathrm{ReLU} ("ReLU"),
                                                                  \text{Leaky ReLU} before a bracket ("Leaky ReLU"), 各类
    text       the words              -                           \text{if}, \text{(sigmoid函数)}, Chinese words in a formula
    styled     bold|hat|bar|vec|tilde|dot|ddot|cal|bb|underline...   the thing             \mathbf{x}, \hat y
    sub        -                      base, index (seq if x_{i,j}; x_{ij} is juxt)         x_i
    sup        -                      base, exponent-or-label     x^2, x^{(i)} (group "(" inside), W^{[1]} (group "["), A^\top
                                                                  (sup of name "top"; also ^T is just name "T")
    prime      -                      base; ``order`` in value    f', f'' ("2"), f^{'} , f^{(n)} stays a sup
    neg, pos   -                      operand                     -x
    pm, mp     -                      operand or two operands
    add        -                      terms; a difference is an add with a neg term         a + b - c
    mul        operator as written    factors: cdot times ast odot otimes circ div(÷)        a \cdot b
    juxt       -                      factors side by side, in order; names, groups, calls    2x(1-x), f(x), f'(x)
    frac       frac|slash             numerator, denominator      \frac ab, a/b
    sqrt       -                      radicand[, index]           \sqrt[3]{x}
    call       function name          arguments                   operator names that take the next thing by themselves:
                                                                  \sin x, \log\sum_j…, \max(0,x), exp(-x), tanh(z)
                                                                  a decoration stays outside the arguments: \sin^2 x is
                                                                  call(value "sin", args x) inside sup: sup(call, 2);
                                                                  \tanh'(x) is call with a ``prime`` marker, see below;
                                                                  \log_2 x is call(value "log", args x, 2 as last arg of kind sub)
    apply      -                      head, arguments...          a head that cannot be a factor: prime/sup(-1)/sub of an operator
                                                                  name with its bracket: \tanh'(x) = apply(prime(name tanh), x);
                                                                  \sin^{-1}(x) = apply(sup(name sin, -1), x)
    group      ( [ { ⟨ ⌊ ⌈            content (a seq if it has commas)                       (1-x)
    interval   [] [) (] ()            ends                        [0, 1), only where brackets do not match or where the place is
                                                                  after \in; elsewhere "(0, 1)" and "[0, 1]" are groups of a seq
    abs, norm  -                      content[, the index of a norm]                          |x|, \|x\|_2
    seq        -                      items separated by commas   a, b, c
    ellipsis   -                      -                           \ldots
    bigop      sum|prod|int|lim|max|min|argmax|argmin|sup|inf|E...   lower, upper, body (each may be the node ``none``)
                                                                  sum: lower is a rel (j = 1), a name (j), or a condition;
                                                                  int: lower and upper ends, body, differential (4 args: the name);
                                                                  lim: lower is a rel with op "to"
    deriv      d|partial|nabla        operand (or ``none``), then the variables, each repeated as often as it is differentiated by
                                                                  \frac{d}{dx} has operand none; \frac{d}{dx} f(x) too, as the
                                                                  first factor of a juxt: elaboration gives it what follows;
                                                                  \frac{\partial y_i}{\partial x_j} has its operand
    diff       d|partial              operand                     a bare dx, \mathrm{d}x, \partial x outside a derivative
    at         -                      operand, condition or point \left. … \right|_{x=0}
    cases      -                      case...                     cases, array in \left\{ \right., Bmatrix with conditions
    case       -                      value, condition (node ``none`` for otherwise)
    matrix     p|b|B|v|V|plain        row...                      pmatrix…; a row is a seq
    rel        ops joined by spaces   members                     a = b = c ("= ="); ops: = != < <= > >= in notin to approx
                                                                  equiv := sim propto implies iff subset mapsto…; a row that starts
                                                                  with its relation has ``none`` as first member; x != 0 too
    and, or, not                      operands                    from \land, "and", 且, commas in conditions
    where      -                      statement, condition        x = 1 \text{ if } y > 0, \quad \text{for all } x,
    rows       -                      rows of an align-like environment, each a statement (rel, where, seq of statements …)
    stmts      -                      several statements in one row or formula, set apart by , ; \qquad \text{and}
    none       -                      -                           an empty place

A node's span covers exactly its characters: the text sliced by the span is what the author wrote for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symact.source import Span

__all__ = ["KINDS", "Node", "NotationError"]

KINDS = frozenset(
    "num name text styled sub sup prime neg pos pm mp add mul juxt frac sqrt call apply group interval abs norm seq ellipsis "
    "bigop deriv diff at cases case matrix rel and or not where rows stmts none".split()
)


@dataclass(frozen=True, slots=True)
class Node:
    kind: str
    span: Span
    args: tuple[Node, ...] = ()
    value: str = ""

    def walk(self) -> Iterator[Node]:
        """The node and all below it, parents first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.args))

    def same(self, other: Node) -> bool:
        """Equal but for the spans."""
        return (
            self.kind == other.kind
            and self.value == other.value
            and len(self.args) == len(other.args)
            and all(a.same(b) for a, b in zip(self.args, other.args, strict=True))
        )


class NotationError(Exception):
    """The text was not read to its last character: why, and where (a span of the parsed text)."""

    def __init__(self, reason: str, span: Span) -> None:
        super().__init__(reason)
        self.reason = reason
        self.span = span

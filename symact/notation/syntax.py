r"""The syntax tree of written mathematics: what stands on the page, before anything is known about its meaning.

One frozen class, :class:`Node`, and a closed table of kinds. ``span`` counts in the text that was parsed; ``value`` is the
kind's own word. A tree keeps everything that a reader could take in two ways: ``f(x+1)`` is a ``juxt`` of a name and a group,
and only a scope says whether it is an application or a product.

    kind       value                args                           example, remark
    num        digits               -                              3.14 (never a float); 1e-5 is a num too; 1{,}000 is "1000"
    name       canonical name       -                              x, \sigma ("sigma"), \mathrm{ReLU} ("ReLU"), x1, dW, target;
                                                                   \text{Leaky ReLU} and 损失 before a bracket, script or =;
                                                                   signs as labels: x^+ ("+"), x^* ("ast"), W_{:,j} (":")
    text       the words            -                              \text{(sigmoid函数)}, Chinese words in a formula
    styled     style                the thing                      \mathbf{x}, \hat y; bold hat bar vec tilde dot ddot cal bb
                                                                   sf frak scr underline check breve acute grave ring
    sub        -                    base, index                    x_i; x_{i,j} is a seq, x_{ij} a juxt, x_{<t} a rel
    sup        -                    base, exponent or label        x^2, x^{(i)} (group "("), W^{[1]} (group "["), a^{<t>}
                                                                   (group "⟨"), A^\top (name "top"), A^T (name "T");
                                                                   a sub is always inside: x^2_i is sup(sub(x, i), 2)
    prime      how many             base                           f' ("1"), f'' ("2"), f^{'}; f^{(n)} stays a sup; inside a sup
    neg, pos   -                    operand                        -x; -x^2 is neg(sup)
    pm, mp     -                    operand, or two operands       \pm x, a \pm b
    add        -                    terms                          a + b - c; a difference has a neg term
    mul        the operator         factors                        cdot times ast odot otimes circ div cup cap setminus star @ .
                                                                   (α.e^z); the first one is ``none`` in a row that starts with it
    juxt       - or bare            factors side by side           2x(1-x), f(x), f'(x); "bare": what a function without brackets
                                                                   (\log p(x)) or a slash (1/f(x)) takes by convention
    frac       frac or slash        numerator, denominator         \frac ab, a/b; a/b c is juxt(slash, c)
    sqrt       -                    radicand[, index]              \sqrt[3]{x}, √2, sqrt(x)
    call       function             arguments                      \sin x, \log\sum_j x_j, \max(0,x), exp(-x), tanh(z); a power
                                                                   stays outside: \sin^2 x is sup(call, 2); \log_2 x has as last
                                                                   argument sub(name log, 2); also factorial (n!), binom
    apply      -                    head, arguments...             \tanh'(x) is apply(prime(name tanh), x), \sin^{-1}(x) is
                                                                   apply(sup(name sin, neg 1), x)
    group      ( [ { ⟨ ⌊ ⌈          content                        (1-x); (a, b) holds a seq, () and (\cdot) hold ``none``
    interval   [] [) (] ()          ends                           [0, 1), and (0, 1) after \in or in f: R \to (0, 1); elsewhere
                                                                   (0, 1) and [0, 1] are groups of a seq
    abs, norm  -                    content[, index of a norm]     |x|, \|x\|_2, ||x||
    seq        - or ;               items                          a, b, c; p(x; \theta) holds a seq ";"
    ellipsis   -                    -                              \ldots
    bigop      sum prod int lim     lower, upper, body             any of them may be ``none``; lower of a sum: a rel (j = 1), a
               max min sup inf                                     name, a condition (and of several); int has a fourth argument,
               argmax argmin E                                     the variable; lower of lim: a rel "to"; E: \mathbb{E}_p[X]
    deriv      d partial nabla      operand, variables...          each variable as often as is differentiated by it; the operand
                                                                   is ``none`` in \frac{d}{dx}, \nabla_x, \partial_x, which stand
                                                                   first in a juxt: elaboration gives them what follows
    diff       d partial            operand                        \mathrm{d}x, d\theta, \partial x outside of a derivative
    at         -                    operand, point[, upper]        \left. f \right|_{x=0}, f(x)|_{x=0}, F|_0^1 (0, then 1)
    cases      -                    case...                        cases, \left\{ \begin{array}, Bmatrix with conditions,
                                                                   "a if c else b", "a if c, b otherwise"
    case       -                    value, condition               the condition ``none`` is "otherwise", and the last one
    matrix     p b B v V plain      row...                         pmatrix ...; a row is a seq
    rel        ops, spaces between  members                        a = b < c ("= <"); = != < <= > >= := in notin to approx equiv
                                                                   sim propto subset mapsto gets ... and, never mixed with those,
                                                                   implies iff impliedby, | (given), : (f: X \to Y), || (KL);
                                                                   ``none`` is the first member of a row that starts with its
                                                                   relation, and the last one of a row that ends with it
    and or not -                    operands                       \land, "and", 且, commas in conditions
    where      if forall where      statement, condition           x = 1 \text{ if } y > 0; x = 1, \quad y > 0; \text{for all } x
                                                                   (the condition is x); "where": what follows defines something
    rows       -                    a statement for each row       aligned environments, a bare \\, systems in \left\{
    stmts      -                    statements                     several in one row, set apart by , ; \qquad \text{and}
    none       -                    -                              an empty place

A node's span covers exactly its characters: the text sliced by the span is what the author wrote for it, without brackets
that do not show, and without punctuation and labels at the end.
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

"""A cursor over tokens, and what every rule of the grammar needs: nodes, limits, errors."""

from __future__ import annotations

from collections.abc import Callable

from symact.notation import names as n
from symact.notation.lexer import Tokens
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["ATOMS", "LOW", "MAX_DEPTH", "RULES", "Reader", "Rule", "join", "none_at"]

MAX_DEPTH = 64  # of nesting in the text; each level takes about ten Python frames, and the limit of those is 1000

# What only invisible braces can put where a factor is expected: `{a+b} c` displays as a + b c.
LOW = frozenset("add neg pos pm mp rel seq and or not where stmts rows case".split())
LOW_BASE = LOW | {"juxt", "mul", "bigop"}

NUMBER_FOLLOWS = frozenset("num name sub sup prime styled".split())
SHOWN = {
    n.RB: "stray }", n.END: r"\end without \begin", n.AMP: "& outside of a table", n.ROW: r"\\ in the middle of a formula",
    n.QUAD: "a wide space in the middle of an expression", n.EOF: "the formula ends too early",
    n.RNULL: r"\right. without \left",
    n.COMMA: "a comma with nothing beside it", n.DOT: "stray .", n.SEMI: "stray ;", n.COLON: "stray :", n.BANG: "stray !",
    n.TICK: "stray backtick", n.PRIME: "a prime with nothing before it", n.SUB: "_ with nothing before it",
    n.SUP: "^ with nothing before it", n.SLASH: "/ with nothing before it", n.WHEN: "stray word",
}  # fmt: skip


class Reader:
    """The tokens of one text and the place reached; ``bar`` is the bar that is open, ``integral`` whether dx ends the body."""

    __slots__ = (
        "at",
        "bar",
        "bars",
        "depth",
        "ends",
        "fresh",
        "in_rows",
        "integral",
        "interval_at",
        "kinds",
        "level",
        "starts",
        "tex",
        "text",
        "values",
    )

    def __init__(self, text: str, tokens: Tokens, tex: bool) -> None:
        self.text = text
        self.tex = tex
        self.kinds, self.values, self.starts, self.ends = tokens
        self.at = 0
        self.depth = 0
        self.bar: str | None = None
        self.bars: list[int] | None = None
        self.integral = False
        self.in_rows = False
        self.interval_at = -1
        self.level = -1  # the depth of the line being read, where words stand apart from what is around them
        self.fresh = 0  # the token at which a statement begins, which may be its relation

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotationError(f"nested more than {MAX_DEPTH} deep", self.here())

    def here(self) -> Span:
        return Span(self.starts[self.at], self.ends[self.at])

    def node(self, kind: str, start: int, args: tuple[Node, ...] = (), value: str = "") -> Node:
        """A node from ``start`` to the end of the last token read."""
        return Node(kind, Span(start, self.ends[self.at - 1]), args, value)

    def take(self, kind: str, reason: str) -> None:
        if self.kinds[self.at] != kind:
            raise self.unexpected(reason)
        self.at += 1

    def unexpected(self, reason: str = "") -> NotationError:
        """The error for the token reached."""
        at = self.at
        kind = self.kinds[at]
        span = self.here()
        if not reason:
            shown = self.text[span.start : span.end]
            if kind in (n.CLOSE, n.RBAR, n.BAR):
                reason = f"stray {shown}"
            else:
                reason = SHOWN.get(kind, f"unexpected {shown}")
        return NotationError(reason, span)

    def adjacent(self) -> bool:
        """No space stands before the token reached."""
        return self.at > 0 and self.starts[self.at] == self.ends[self.at - 1]

    def skip_braces(self, at: int) -> int:
        """The index after the brace group that starts at token ``at``."""
        kinds = self.kinds
        depth = 0
        start = at
        while True:
            kind = kinds[at]
            if kind == n.LB:
                depth += 1
            elif kind == n.RB:
                depth -= 1
                if depth == 0:
                    return at + 1
            elif kind == n.EOF:
                raise NotationError("unclosed {", Span(self.starts[start], self.ends[start]))
            at += 1

    def split(self, at: int, kind: str) -> None:
        """Make the first character of a token a token of its own."""
        value, start = self.values[at], self.starts[at]
        self.kinds.insert(at, kind)
        self.values.insert(at, value[0])
        self.starts.insert(at, start)
        self.ends.insert(at, start + 1)
        self.values[at + 1], self.starts[at + 1] = value[1:], start + 1
        if self.kinds[at + 1] == n.DNAME:
            self.kinds[at + 1] = n.NAME
        self.bars = None

    def refuse_low(self, node: Node) -> None:
        """A sum in braces, used as a factor, would not be shown as one."""
        if node.kind in LOW:
            raise NotationError("the braces around this do not show: write ( )", node.span)

    def refuse_number(self, before: Node, node: Node) -> None:
        """``x 2`` and ``2{3}`` show a number or name that is not meant; the indicator ``y 1_{i=k}`` is well known."""
        last = before.args[-1] if before.kind == "frac" and before.value == "slash" else before
        head = node.args[0] if node.kind in ("sup", "sub", "call") and node.args else node
        head = head.args[0] if head.kind == "sub" and head.args else head
        if head.kind == "num" and last.kind in NUMBER_FOLLOWS:
            indicator = head.value == "1" and (node.kind == "sub" or (node.kind == "sup" and node.args[0].kind == "sub"))
            if node.kind == "call" and node.value != "factorial":
                return
            if not indicator:
                raise NotationError("a number after a factor, with nothing between them", node.span)


Rule = Callable[[Reader], Node]
# Filled in latex.py, since the modules of a grammar need one another.
ATOMS: dict[str, Rule] = {}  # the rule for each kind of token that starts an operand
RULES: dict[str, Rule] = {}  # rules that a module needs from those that are built upon it


def none_at(offset: int) -> Node:
    return Node("none", Span(offset, offset))


def join(kind: str, nodes: list[Node], value: str = "") -> Node:
    """One node over several, which are in the order of the text."""
    return Node(kind, Span(nodes[0].span.start, nodes[-1].span.end), tuple(nodes), value)

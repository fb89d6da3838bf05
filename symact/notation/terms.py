"""Sums, products, juxtaposition, and the slash."""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.brackets import evaluated, opens_bar
from symact.notation.derivatives import differential_follows, letter_d, slash_derivative
from symact.notation.factors import STARTS, factor, relation_ahead, words_apart
from symact.notation.reader import LOW, Reader, join, none_at
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["differential_or_factor", "is_function_like", "product", "sum_"]

ENDS = frozenset((n.CLOSE, n.RB, n.COMMA, n.RBAR))
# Letters whose bracket holds an argument; after any other one it may as well be a factor.
FUNCTION_LETTERS = frozenset("f g h p q F G H P Q D L J K N S E sigma Sigma Phi phi varphi psi Psi Gamma pi ell l".split())


def sum_(r: Reader) -> Node:
    """Terms with their signs; a difference is an ``add`` with a ``neg`` term."""
    first = signed(r) if r.kinds[r.at] == n.ADD else product(r)
    if r.kinds[r.at] != n.ADD:
        return first
    start = first.span.start
    terms = list(first.args) if first.kind == "add" else [first]
    if first.kind in LOW and first.kind not in ("neg", "pos", "pm", "mp", "add"):
        r.refuse_low(first)
    left = 0
    while r.kinds[r.at] == n.ADD:
        value = r.values[r.at]
        sign_at = r.starts[r.at]
        r.at += 1
        if r.kinds[r.at] == n.ADD:
            r.deeper()
            term = signed(r)
            r.depth -= 1
        else:
            term = product(r)
        if value == "+":
            if term.kind == "add":
                terms.extend(term.args)
                continue
            if term.kind not in ("neg", "pos", "pm", "mp"):
                r.refuse_low(term)
            terms.append(term)
        elif value == "-":
            refuse_sum(r, term)
            terms.append(r.node("neg", sign_at, (term,)))
        else:
            refuse_sum(r, term)
            before = terms[0] if len(terms) == 1 else join("add", terms)
            terms = [r.node(value, start, (before, term))]
            left += 1
            if left > 20:
                raise NotationError("too many ± in a row", term.span)
    return terms[0] if len(terms) == 1 else r.node("add", start, tuple(terms))


def refuse_sum(r: Reader, term: Node) -> None:
    if term.kind not in ("neg", "pos"):
        r.refuse_low(term)


def signed(r: Reader) -> Node:
    """A sign and its operand."""
    at = r.at
    value = r.values[at]
    if r.kinds[at + 1] in ENDS and r.depth and r.kinds[at - 1] in (n.OPEN, n.COMMA):
        r.at += 1
        return r.node("none", r.starts[at])  # max(0, -)
    r.at += 1
    if r.kinds[r.at] == n.ADD:
        r.deeper()
        inner = signed(r)
        r.depth -= 1
    else:
        inner = product(r)
        refuse_sum(r, inner)
    kind = {"-": "neg", "+": "pos"}.get(value, value)
    return r.node(kind, r.starts[at], (inner,))


def product(r: Reader) -> Node:
    """Factors with a sign between them; different signs nest to the left."""
    kinds = r.kinds
    if kinds[r.at] == n.MUL and (r.at == 0 or kinds[r.at - 1] in (n.ROW, n.BEGIN)):
        if kinds[r.at + 1] == n.EOF and r.at == 0:  # the sign alone: a formula that mentions it
            r.at += 1
            return r.node("name", r.starts[r.at - 1], (), r.values[r.at - 1])
        left = none_at(r.starts[r.at])  # a row that goes on with a factor
    else:
        left = chain(r)
    if kinds[r.at] != n.MUL:
        return left
    start = left.span.start
    r.refuse_low(left)
    parts = [left]
    op = ""
    changes = 0
    while kinds[r.at] == n.MUL:
        value = r.values[r.at]
        r.at += 1
        if value in ("cup", "cap", "setminus"):
            r.interval_at = r.at
        if kinds[r.at] == n.ADD:
            sign_at = r.at
            r.at += 1
            inner = chain(r)
            r.refuse_low(inner)
            right = r.node("neg" if r.values[sign_at] == "-" else "pos", r.starts[sign_at], (inner,))
            if r.values[sign_at] not in "+-":
                raise NotationError("± after an operator", inner.span)
        else:
            right = chain(r)
            r.refuse_low(right)
        if op and (op != value or value == "div"):
            parts = [join("mul", parts, op), right]
            changes += 1
            if changes > 40:
                raise NotationError("too many different products in a row", right.span)
        else:
            parts.append(right)
        if value == "div" and right.kind == "frac" and right.value == "slash":
            raise NotationError("÷ and / in one term", right.span)
        op = value
    return r.node("mul", start, tuple(parts), op)


def chain(r: Reader) -> Node:
    """Factors side by side, and the slash: ``a/b c`` is (a/b) c."""
    kinds = r.kinds
    apart = r.at == r.fresh and words_apart(r)
    first = differential_or_factor(r)
    kind = kinds[r.at]
    if apart or (kind not in STARTS and kind != n.SLASH and kind != n.BAR and kind != n.DOT and kind != n.RBAR):
        return first
    factors = [first]
    slashes = 0
    while True:
        kind = kinds[r.at]
        if kind == n.SLASH:
            for f in factors:
                r.refuse_low(f)
            r.at += 1
            outside = operators_before(factors)
            inside = factors[outside:]
            numerator = inside[0] if len(inside) == 1 else join("juxt", inside)
            if kinds[r.at] == n.ADD and r.values[r.at] in "+-":
                sign_at = r.at
                r.at += 1
                below = factor(r)
                below = r.node("neg" if r.values[sign_at] == "-" else "pos", r.starts[sign_at], (below,))
            else:
                below = denominator(r)
                if below.kind == "diff" and below.value == "partial":
                    raise NotationError("unclear what is differentiated", below.span)
            line = Node("frac", Span(numerator.span.start, below.span.end), (numerator, below), "slash")
            factors = [*factors[:outside], line]
            slashes += 1
            if slashes > 40:
                raise NotationError("too many / in a row", below.span)
        elif kind == n.LB and kinds[r.at + 1] == n.RB and kinds[r.at + 2] not in (n.SUB, n.SUP):
            r.at += 2  # {} between factors shows nothing
        elif kind in STARTS:
            if words_apart(r) and relation_ahead(r):
                break
            if r.integral and differential_follows(r, r.at):
                break
            if kind == n.WORD and kinds[r.at - 1] == n.WORD and prose(r):
                raise r.unexpected(r"words outside of \text")
            factors.append(differential_or_factor(r))
            r.refuse_number(factors[-2], factors[-1])
        elif kind == n.BAR or kind == n.RBAR:
            if kinds[r.at + 1] == n.SUB and r.bar is None and kind == n.BAR and r.values[r.at] != "‖":
                operand = factors[0] if len(factors) == 1 else combined(r, factors)
                r.refuse_low(operand)
                factors = [evaluated(r, operand, operand.span.start)]
            elif kind == n.BAR and opens_bar(r):
                factors.append(factor(r))
            else:
                break
        elif kind == n.DOT and dot_product(r):
            break
        else:
            break
    node = factors[0] if len(factors) == 1 else combined(r, factors)
    if kinds[r.at] == n.DOT and dot_product(r):
        r.at += 1
        right = chain(r)
        r.refuse_low(node)
        r.refuse_low(right)
        if (right.args[0] if right.kind == "juxt" else right).kind == "diff":
            raise NotationError("stray .", Span(node.span.end, right.span.start))
        rest = right.args if right.kind == "mul" and right.value == "." else (right,)
        return r.node("mul", node.span.start, (node, *rest), ".")
    return node


def operators_before(factors: list[Node]) -> int:
    """How many factors stand before what a slash divides: ``\\frac{d}{dx} 1/x`` differentiates the quotient."""
    for k in range(len(factors) - 2, -1, -1):
        if factors[k].kind == "deriv" and factors[k].value != "nabla" and factors[k].args[0].kind == "none":
            return k + 1
    return 0


def denominator(r: Reader) -> Node:
    """What a slash divides by: one factor, or a function with its bracket (``1/f(x)``, marked ``bare``)."""
    braced = r.kinds[r.at] == n.LB
    node = factor(r)
    r.refuse_low(node)
    if not braced and r.kinds[r.at] == n.OPEN and r.values[r.at] in "([" and node.kind in ("name", "sub", "prime", "styled"):
        if not is_function_like(node):
            if not r.adjacent():
                return node
            raise r.unexpected("unclear whether this bracket is divided by, too")
        return join("juxt", [node, factor(r)], "bare")
    return node


def is_function_like(node: Node) -> bool:
    """A name that people use for functions: a bracket after it is its argument."""
    while node.kind in ("sub", "styled"):
        node = node.args[0]
    return node.kind == "prime" or (
        node.kind == "name" and ((len(node.value) > 1 and node.value not in n.GREEK) or (node.value in FUNCTION_LETTERS))
    )


def differential_or_factor(r: Reader) -> Node:
    """A factor, or a derivative written with a slash, or a bare dθ."""
    kind = r.kinds[r.at]
    if kind == n.NAME:
        if r.values[r.at] != "d":
            return factor(r)
        return slash_derivative(r) or letter_d(r) or factor(r)
    if kind == n.DNAME or kind == n.DIFF or kind == n.LB:
        return slash_derivative(r) or factor(r)
    return factor(r)


def combined(r: Reader, factors: list[Node]) -> Node:
    for f in factors:
        r.refuse_low(f)
    for f in factors[:-1]:
        head = f.args[1] if f.kind == "frac" and f.value == "slash" else f
        while head.kind in ("prime", "sup", "sub"):
            head = head.args[0]
        if head.kind == "name" and head.value in n.FUNCTIONS:
            raise NotationError(f"{head.value} without its argument", f.span)
    return join("juxt", factors)


def prose(r: Reader) -> bool:
    """Two unknown words side by side, neither in a command, are a sentence."""
    at = r.at
    return all(r.text[r.starts[i]].isalpha() and r.values[i] not in n.KNOWN_WORDS for i in (at - 1, at))


def dot_product(r: Reader) -> bool:
    """α.(e^z - 1): a full stop that stands for a product. np.sum is none."""
    at = r.at
    if at == 0 or r.starts[at] != r.ends[at - 1] or r.starts[at + 1] != r.ends[at]:
        return False
    before, after = r.kinds[at - 1], r.kinds[at + 1]
    if before == n.NAME and at > 1 and r.kinds[at - 2] in (n.NAME, n.WORD) and r.ends[at - 2] == r.starts[at - 1]:
        return False
    if after == n.NAME and r.kinds[at + 2] in (n.NAME, n.WORD) and r.starts[at + 2] == r.ends[at + 1]:
        return False
    if before == n.NUM and r.kinds[at - 2] in (n.SUB, n.SUP):
        before = n.RB
    return before in (n.NAME, n.CLOSE, n.RB) and after in (n.OPEN, n.NAME) and r.values[at + 1] != "T"

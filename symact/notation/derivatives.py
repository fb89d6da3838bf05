r"""Derivatives: \frac{d}{dx}, \frac{\partial^2 f}{\partial x \partial y}, dy/dx, \nabla_x, \partial_x; differentials."""

from __future__ import annotations

from itertools import pairwise

from symact.notation import names as n
from symact.notation.factors import STARTS, argument, factor, primeless
from symact.notation.reader import RULES, Reader, join, none_at
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["differential_follows", "letter_d", "slash_derivative"]

LOOKAHEAD = 80  # tokens of a numerator written with a slash
MAX_ORDER = 20
OPENING = frozenset((n.OPEN, n.LB, n.LBAR))
CLOSING = frozenset((n.CLOSE, n.RB, n.RBAR))
NUMERATOR_STOPS = frozenset(
    (n.ADD, n.MUL, n.REL, n.ARROW, n.LOGIC, n.COMMA, n.SEMI, n.QUAD, n.ROW, n.AMP, n.END, n.EOF, n.BIG, n.FRAC)
)
SIGNS = frozenset("+ - : ast star circ pm times".split())
VARIABLE_STARTS = frozenset((n.NAME, n.STYLE, n.LB, n.WORD, n.OPEN))


def starts_differential(r: Reader, at: int, above: bool) -> bool:
    """Whether token ``at``, behind any braces, is a d or ∂ with something of which it is the differential."""
    kinds = r.kinds
    opening = at
    while kinds[at] == n.LB:
        at += 1
    kind = kinds[at]
    if kind == n.DNAME:
        return True
    nxt = kinds[at + 1]
    if nxt == n.RB and at - opening > 1 and (kind == n.DIFF or (kind == n.NAME and r.values[at] == "d")):
        nxt = kinds[at + 2]  # {{d}x}
        return nxt in STARTS or (above and nxt == n.SUP)
    if kind == n.DIFF:
        return above or nxt in STARTS or nxt == n.SUP
    if kind != n.NAME or r.values[at] != "d":
        return False
    if not above:
        return nxt in VARIABLE_STARTS
    return (nxt in STARTS and nxt != n.NUM) or nxt in (n.RB, n.SUP, n.SLASH, n.BAR)


def differential_follows(r: Reader, at: int) -> bool:
    """Whether an integral's differential stands at token ``at``."""
    kind = r.kinds[at]
    if kind == n.DNAME:
        return True
    nxt = r.kinds[at + 1]
    if kind == n.DIFF and r.values[at] == "d":
        return True
    if kind == n.LB and nxt == n.NAME and r.values[at + 1] == "d" and r.kinds[at + 2] == n.RB:
        return r.kinds[at + 3] in (n.NAME, n.STYLE, n.LB)
    if kind == n.LB:
        return nxt in (n.DNAME, n.DIFF) and r.kinds[at + 2] in (n.RB, n.NAME) and r.values[at + 1] != "partial"
    return kind == n.NAME and r.values[at] == "d" and nxt in (n.NAME, n.STYLE, n.LB)


def differential(r: Reader) -> Node:
    """The variable of an integral's dx."""
    braced = r.kinds[r.at] == n.LB
    if braced:
        r.at += 1
    symbol(r)
    if braced and r.kinds[r.at] == n.RB:
        r.at += 1
        braced = False
    if r.kinds[r.at] not in VARIABLE_STARTS:
        raise r.unexpected("a differential without its variable")
    node = factor(r)
    refuse_differential(node)
    if braced:
        r.take(n.RB, "unclosed {")
    return node


def symbol(r: Reader) -> str:
    """Step over the d or ∂; of ``dx`` the x stays as a token of its own."""
    at = r.at
    kind = r.kinds[at]
    if kind == n.DNAME:
        inside = r.text.find("d", r.starts[at], r.ends[at])
        r.kinds[at], r.values[at], r.starts[at] = n.NAME, r.values[at][1:], inside + 1
        if r.text[r.ends[at] - 1] == "}":
            r.ends[at] = inside + 2
        return "d"
    r.at += 1
    return "partial" if kind == n.DIFF and r.values[at] == "partial" else "d"


def order(r: Reader) -> int:
    """The n of d^n."""
    if r.kinds[r.at] != n.SUP:
        return 1
    r.at += 1
    node = primeless(r)
    if node.kind != "num" or not node.value.isdigit() or not 1 <= int(node.value[:4]) <= MAX_ORDER:
        raise NotationError("a derivative whose order is no small number", node.span)
    return int(node.value)


def differentials(r: Reader, opening: int, closes: int) -> tuple[str, int, list[Node]]:
    """A numerator ``d^n f`` in ``closes`` braces: the symbol, the order, the factors that are differentiated."""
    kind = symbol(r)
    count = order(r)
    parts: list[Node] = []
    while True:
        if r.kinds[r.at] == n.RB and closes:
            closes -= 1
            r.at += 1
            if not closes:
                return kind, count, parts
        elif r.kinds[r.at] == n.EOF:
            raise NotationError("unclosed {", Span(r.starts[opening], r.ends[opening]))
        elif r.kinds[r.at] == n.ADD and not parts and r.kinds[r.at + 1] in STARTS:
            parts.append(RULES["signed"](r))
        elif r.kinds[r.at] == n.ADD:
            raise r.unexpected("unclear how far the differential reaches: put brackets")
        else:
            parts.append(RULES["product"](r))
            if closes == 1 and r.kinds[r.at] not in (n.RB, n.ADD, n.EOF):
                raise r.unexpected()


def fraction(r: Reader) -> Node:
    r"""\frac: a derivative if d or ∂ stands above and below, a quotient otherwise."""
    at = r.at
    start = r.starts[at]
    r.at += 1
    r.deeper()
    if starts_differential(r, r.at, True):
        below = r.skip_braces(r.at) if r.kinds[r.at] == n.LB else r.at + 1
        if r.kinds[r.at] == n.DNAME and r.text[r.starts[r.at]] != "\\":
            below = -1  # \frac dx is d over x
        if below >= 0 and starts_differential(r, below, False):
            if r.kinds[below] != n.LB:
                raise NotationError("an argument without braces", Span(r.starts[below], r.ends[below]))
            node = derivative_fraction(r, start)
            r.depth -= 1
            return node
    saved = r.integral
    r.integral = False
    above = argument(r)
    under = argument(r)
    r.integral = saved
    r.depth -= 1
    if under.kind == "diff" and under.value == "partial":
        raise NotationError("unclear what is differentiated", under.span)
    if above.kind == "juxt" and under.kind == "juxt" and is_d(above.args[0]) and is_d(under.args[0]):
        raise NotationError("unclear whether this is a derivative", Span(start, r.ends[r.at - 1]))
    if above.kind == "none" or under.kind == "none":
        raise NotationError("a fraction with an empty part", Span(start, r.ends[r.at - 1]))
    return r.node("frac", start, (above, under), "frac")


def is_d(node: Node) -> bool:
    return node.kind == "name" and node.value == "d"


def derivative_fraction(r: Reader, start: int) -> Node:
    saved = r.integral, r.bar, r.in_rows
    r.integral, r.bar, r.in_rows = False, None, False
    opening = r.at
    closes = 0
    while r.kinds[r.at] == n.LB:
        r.at += 1
        closes += 1
    if closes:
        kind, count, parts = differentials(r, opening, closes)
    else:
        kind, count, parts = symbol(r), 1, []
    opening = r.at
    closes = 0
    while r.kinds[r.at] == n.LB:
        r.at += 1
        closes += 1
    variables = denominators(r, kind, count, opening, closes)
    r.integral, r.bar, r.in_rows = saved
    return derivative(r, start, kind, parts, variables)


def denominators(r: Reader, kind: str, count: int, opening: int, closes: int) -> list[Node]:
    """``dx^2``, ``∂x ∂y``: the variables, as often as is differentiated by each; from the first d to the last brace."""
    found: list[Node] = []
    while True:
        below = symbol(r)
        if below != kind:
            raise NotationError("d and ∂ in one derivative", Span(r.starts[r.at - 1], r.ends[r.at]))
        while r.kinds[r.at] == n.RB and closes > 1:
            r.at += 1
            closes -= 1
        if r.kinds[r.at] not in STARTS:
            raise r.unexpected("a differential without its variable")
        parts = [factor(r)]
        while r.kinds[r.at] in STARTS and not starts_differential(r, r.at, False) and closes:
            parts.append(factor(r))
            r.refuse_number(parts[-2], parts[-1])
        for part in parts:
            r.refuse_low(part)
        found.append(parts[0] if len(parts) == 1 else join("juxt", parts))
        while closes and r.kinds[r.at] == n.RB:
            r.at += 1
            closes -= 1
            if not closes:
                return repeated(found, count)
        if r.kinds[r.at] not in (n.DNAME, n.DIFF, n.NAME) or not starts_differential(r, r.at, False):
            if closes:
                if r.kinds[r.at] == n.EOF:
                    raise NotationError("unclosed {", Span(r.starts[opening], r.ends[opening]))
                raise r.unexpected()
            return repeated(found, count)


def repeated(found: list[Node], count: int) -> list[Node]:
    """d^2/dx^2 is by x twice; ∂/∂σ^2 is by the variance σ^2 once."""
    if len(found) == count:
        return found
    variables: list[Node] = []
    for node in found:
        power = node.args[1] if node.kind == "sup" else None
        if power is not None and power.kind == "num" and power.value.isdigit() and int(power.value[:4]) <= MAX_ORDER:
            variables.extend([node.args[0]] * int(power.value))
        else:
            variables.append(node)
    if len(variables) != count:
        raise NotationError("the order of the derivative differs above and below", found[-1].span)
    return variables


def derivative(r: Reader, start: int, kind: str, parts: list[Node], variables: list[Node]) -> Node:
    for node in variables:
        refuse_variable(r, node)
    operand = none_at(start) if not parts else parts[0] if len(parts) == 1 else join("juxt", parts)
    if operand.kind == "diff" or (operand.kind == "juxt" and any(p.kind == "diff" for p in operand.args)):
        raise NotationError("a product of differentials in one fraction", operand.span)
    if len(parts) > 1:
        for before, part in pairwise(parts):
            r.refuse_low(part)
            r.refuse_number(before, part)
        r.refuse_low(parts[0])
    return r.node("deriv", start, (operand, *variables), kind)


def slash_derivative(r: Reader) -> Node | None:
    """dy/dx, d/dx, {\\partial y}/{\\partial z} at the place reached; None if there is no such thing."""
    if not starts_differential(r, r.at, True):
        return None
    kinds = r.kinds
    depth = 0
    slash = -1
    for i in range(r.at, min(r.at + LOOKAHEAD, len(kinds))):
        kind = kinds[i]
        if kind in OPENING:
            depth += 1
        elif kind in CLOSING:
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and kind == n.SLASH:
            slash = i
            break
        elif depth == 0 and (
            (kind in NUMERATOR_STOPS and kinds[i - 1] != n.SUP)
            or (i > r.at and kind in (n.DNAME, n.DIFF) and kinds[i - 1] != n.LB)
        ):
            break
    if slash < 0 or not starts_differential(r, slash + 1, False):
        return None
    start = r.starts[r.at]
    braced = kinds[r.at] == n.LB
    if braced and r.skip_braces(r.at) != slash:
        return None
    if braced:
        opening = r.at
        closes = 0
        while kinds[r.at] == n.LB:
            r.at += 1
            closes += 1
        kind, count, parts = differentials(r, opening, closes)
    else:
        kind, count, parts = symbol(r), order(r), []
        while r.at < slash:
            parts.append(factor(r))
    if r.at != slash:
        raise r.unexpected()
    r.at += 1
    opening = r.at
    closes = 0
    while kinds[r.at] == n.LB:
        r.at += 1
        closes += 1
    variables = denominators(r, kind, count, opening, closes)
    return derivative(r, start, kind, parts, variables)


def differential_sign(r: Reader) -> Node:
    r"""∂_x, ∂x, \mathrm{d}x outside of a derivative."""
    at = r.at
    value = r.values[at]
    start = r.starts[at]
    r.at += 1
    if value == "partial" and r.kinds[r.at] in (n.SUB, n.SUP):
        count = order(r)
        if r.kinds[r.at] != n.SUB:
            raise r.unexpected("∂ with a power and no variable")
        r.at += 1
        index = primeless(r)
        if count == 1:
            count = order(r)
        several = index.args if index.kind == "seq" or index.kind == "juxt" else (index,)
        for variable in several:
            refuse_variable(r, variable)
        if count > 1 and len(several) > 1:
            raise NotationError("the order of the derivative is unclear", index.span)
        variables = tuple(several) * count
        return r.node("deriv", start, (none_at(start), *variables), "partial")
    if r.kinds[r.at] not in STARTS or r.kinds[r.at] in (n.NUM, n.TEXT):
        if value == "d":
            return r.node("name", start, (), "d")
        raise r.unexpected("∂ with nothing after it")
    r.deeper()
    operand = factor(r)
    r.depth -= 1
    r.refuse_low(operand)
    refuse_differential(operand)
    return r.node("diff", start, (operand,), value)


def refuse_variable(r: Reader, node: Node) -> None:
    """A derivative by what can be no variable: a function's name, a number, a sign."""
    r.refuse_low(node)
    if node.kind in ("num", "none") or (node.kind == "name" and (node.value in n.FUNCTIONS or node.value in SIGNS)):
        raise NotationError("a derivative by what is no variable", node.span)


def refuse_differential(node: Node) -> None:
    """d of a number or of a differential."""
    head = node
    while head.kind in ("sub", "sup"):
        head = head.args[0]
    named = head.kind == "name" and len(head.value) == 2 and head.value[0] == "d" and head.value.isalpha()
    if head.kind in ("num", "none", "diff") or named:
        raise NotationError("a differential of a number or differential", node.span)


def letter_d(r: Reader) -> Node | None:
    r"""d\theta, d\mathbf{x}, d{w}: a differential; None for any other d."""
    at = r.at
    nxt = at + 1
    kind = r.kinds[nxt]
    greek = kind == n.NAME and r.values[nxt] in n.GREEK and r.values[nxt] != "pi"
    named = kind == n.STYLE and r.values[nxt] in ("bold", "hat", "bar", "tilde", "vec", "cal")
    inner = nxt
    while r.kinds[inner] == n.LB:
        inner += 1
    braced = kind == n.LB and ((r.kinds[inner] == n.NAME and r.kinds[inner + 1] in (n.RB, n.SUB)) or r.kinds[inner] == n.SWITCH)
    if not (greek or named or braced):
        return None
    r.at += 1
    operand = factor(r)
    refuse_differential(operand)
    r.refuse_low(operand)
    return r.node("diff", r.starts[at], (operand,), "d")


def nabla(r: Reader) -> Node:
    start = r.starts[r.at]
    r.at += 1
    low: Node | None = None
    high: Node | None = None
    while r.kinds[r.at] in (n.SUB, n.SUP):
        sub = r.kinds[r.at] == n.SUB
        if (low if sub else high) is not None:
            raise r.unexpected("double script on ∇")
        r.at += 1
        if sub:
            low = primeless(r)
        else:
            high = primeless(r)
    variables = () if low is None else low.args if low.kind == "seq" else (low,)
    node = r.node("deriv", start, (none_at(start), *variables), "nabla")
    return node if high is None else r.node("sup", start, (node, high))

r"""Functions, and operators with bounds.

Reach. A bracket after a function is its argument. A function without one takes the simple factors that follow (``\sin 2\pi x``;
the ``juxt`` is then marked ``bare``), and where readers would differ (``\log \frac ab c``, ``\log x/y``) nothing is guessed. A
big operator takes the multiplicative term after it.
"""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.derivatives import differential_follows
from symact.notation.factors import STARTS, argument, factor, parted, primeless, script
from symact.notation.reader import ATOMS, RULES, Reader, join, none_at
from symact.notation.syntax import Node, NotationError
from symact.notation.terms import differential_or_factor, is_function_like, product, sum_
from symact.source import Span

__all__ = ["applied", "bounded", "function"]

SIMPLE = frozenset((n.NAME, n.WORD, n.DNAME, n.STYLE))


def function(r: Reader) -> Node:
    r.at += 1
    return applied(r, r.values[r.at - 1], r.starts[r.at - 1], r.at - 1, None, None)


def applied(r: Reader, name: str, start: int, at: int, low: Node | None, high: Node | None) -> Node:
    """A function from after its name: scripts, then the argument."""
    head_end = r.ends[at]
    primes = 0
    kinds = r.kinds
    while True:
        kind = kinds[r.at]
        if kind == n.SUB and low is None:
            r.at += 1
            low = primeless(r)
        elif kind == n.SUP and high is None:
            r.at += 1
            count, high = parted(script(r))
            primes += count
        elif kind == n.PRIME:
            primes += int(r.values[r.at])
            r.at += 1
        elif kind == n.LB and kinds[r.at + 1] == n.RB:  # \log{} x
            r.at += 2
        else:
            break
    if name in n.LIMIT_FUNCTIONS or (name in n.BOUND_FUNCTIONS and low is not None):
        if primes or high is not None:
            raise NotationError(f"a superscript on {name}", Span(start, r.ends[r.at - 1]))
        body = body_of(r, name)
        if low is not None or body.kind != "none":
            return r.node("bigop", start, (low or none_at(head_end), none_at(head_end), body), name)
    head = Node("name", Span(r.starts[at], head_end), (), name)
    scripts_end = r.ends[r.at - 1]
    arguments = arguments_of(r, name)
    if arguments is None:
        after = r.at
        while kinds[after] == n.ADD:
            after += 1
        name_only = kinds[after] == n.FUNC and kinds[after + 1] not in STARTS and kinds[after + 1] not in (n.SUB, n.SUP)
        operand = (kinds[after] in STARTS and not name_only) or kinds[after] == n.BAR
        if after > r.at and operand and name not in n.BOUND_FUNCTIONS:
            raise r.unexpected(f"{name} without its argument")  # \exp -x
        if low is not None:
            head = Node("sub", Span(start, scripts_end), (head, low))
        if primes:
            head = Node("prime", Span(start, scripts_end), (head,), str(primes))
        if high is not None:
            head = Node("sup", Span(start, scripts_end), (head, high))
        if kinds[r.at] in (n.SUB, n.SUP):
            raise r.unexpected("double subscript" if kinds[r.at] == n.SUB else "double superscript")
        return head
    if name == "sqrt":
        if arguments[0].kind == "none":
            raise NotationError("an argument is missing", Span(start, r.ends[r.at - 1]))
        if len(arguments) != 1 or low is not None or primes:
            raise NotationError("sqrt with more than one argument", Span(start, r.ends[r.at - 1]))
        node = r.node("sqrt", start, tuple(arguments))
        return node if high is None else r.node("sup", start, (node, high))
    inverse = high is not None and high.kind == "neg" and high.args[0].kind == "num" and high.args[0].value == "1"
    if primes or inverse:
        if low is not None:
            head = Node("sub", Span(start, scripts_end), (head, low))
        if primes:
            head = Node("prime", Span(start, scripts_end), (head,), str(primes))
        if inverse and high is not None:
            head, high = Node("sup", Span(start, scripts_end), (head, high)), None
        node = r.node("apply", start, (head, *arguments))
    else:
        if low is not None:
            arguments = [*arguments, Node("sub", Span(start, scripts_end), (head, low))]
        if high is not None and high.kind != "num" and name in ("exp", "max", "min"):
            raise NotationError(f"a superscript on {name}", high.span)
        node = r.node("call", start, tuple(arguments), name)
    return node if high is None else r.node("sup", start, (node, high))


def arguments_of(r: Reader, name: str) -> list[Node] | None:
    """The arguments that follow a function, or None where there are none."""
    kind = r.kinds[r.at]
    if kind == n.OPEN and r.values[r.at] in "([{":
        r.deeper()
        bracket = ATOMS[n.OPEN](r)
        r.depth -= 1
        if bracket.kind != "group":
            raise NotationError(f"brackets of {name} that do not match", bracket.span)
        inner = bracket.args[0]
        return list(inner.args) if inner.kind == "seq" and not inner.value else [inner]
    if kind == n.LB:
        inner = argument(r)
        if inner.kind == "group" and inner.value in "([{":
            inner = inner.args[0]
            return list(inner.args) if inner.kind == "seq" and not inner.value else [inner]
        if inner.kind not in ("neg", "pos"):
            r.refuse_low(inner)
        return [marked(inner)]
    if (kind not in STARTS and kind != n.BAR) or kind == n.TEXT or (kind == n.BAR and not operand_bar(r)):
        return None
    r.deeper()
    node = bare(r, name)
    r.depth -= 1
    return [node]


def operand_bar(r: Reader) -> bool:
    """Whether the bar reached, after an operator, opens an absolute value or norm."""
    return starts_after_bars(r, r.at) and (r.bar is None or r.bar != r.values[r.at])


def starts_after_bars(r: Reader, at: int) -> bool:
    while r.kinds[at] == n.BAR:
        at += 1
    return r.kinds[at] in STARTS


def marked(node: Node) -> Node:
    """A juxtaposition that is the argument of a function without brackets."""
    return Node("juxt", node.span, node.args, "bare") if node.kind == "juxt" else node


def bare(r: Reader, name: str) -> Node:
    """The argument of a function that has no brackets."""
    kinds = r.kinds
    first = kinds[r.at]
    if first in (n.BIG, n.FUNC, n.UNDER, n.OVER):
        return factor(r)
    if r.integral and differential_follows(r, r.at):
        raise r.unexpected(f"{name} without its argument")
    factors = [differential_or_factor(r)]
    if first in (n.BAR, n.LBAR, n.OPEN):
        return factors[0]
    open_ended = first not in SIMPLE and first != n.NUM
    while True:
        kind = kinds[r.at]
        if kind in (n.FUNC, n.BIG, n.TEXT, n.BEGIN) or (r.integral and kind in STARTS and differential_follows(r, r.at)):
            break
        if kind == n.SLASH and ends_argument(r, factors):
            break
        if kind == n.SLASH:
            raise r.unexpected(f"unclear whether the / belongs to the argument of {name}: put brackets")
        if kind == n.OPEN and not open_ended and is_function_like(factors[-1]):
            factors.append(factor(r))
            open_ended = True
            if kinds[r.at] == n.OPEN:
                break
        elif kind in SIMPLE and not open_ended:
            factors.append(factor(r))
        elif kind in STARTS:
            if kind == n.OPEN and len(factors) > 1 and factors[-1].kind == "group":
                break
            raise r.unexpected(f"unclear how far {name} reaches: put brackets")
        else:
            break
    for f in factors:
        if len(factors) > 1:
            r.refuse_low(f)
    return factors[0] if len(factors) == 1 else join("juxt", factors, "bare")


def ends_argument(r: Reader, factors: list[Node]) -> bool:
    """Whether a / clearly ends the argument before it: another function stands below, or the argument itself.

    So in ``\\ln x/\\ln 2`` and ``\\sin x / x``, which nobody means as ln(x/ln 2) and sin 1.
    """
    below, after = r.at + 1, r.at + 2
    if r.kinds[below] == n.FUNC:
        return True
    same = len(factors) == 1 and factors[0].kind == "name" and r.kinds[below] == n.NAME and r.values[below] == factors[0].value
    return same and r.kinds[after] not in (*STARTS, n.SUP, n.SUB)


# --- operators with bounds -------------------------------------------------------------------------------------------


def body_of(r: Reader, name: str) -> Node:
    """What an operator with bounds is applied to."""
    kinds = r.kinds
    kind = kinds[r.at]
    r.deeper()
    if name in ("sum", "prod", "lim"):
        if kind in STARTS or (kind == n.BAR and operand_bar(r)):
            node = product(r)
        elif kind == n.ADD and starts_after_bars(r, r.at + 1):
            at = r.at
            r.at += 1
            inner = product(r)
            r.refuse_low(inner)
            node = r.node({"-": "neg", "+": "pos"}.get(r.values[at], r.values[at]), r.starts[at], (inner,))
        else:
            node = none_at(r.ends[r.at - 1])
        if node.kind not in ("neg", "pos"):
            r.refuse_low(node)
    elif kind in (n.OPEN, n.LBAR) or (kind == n.BAR and operand_bar(r)):
        node = factor(r)
    elif kind in STARTS and kind != n.TEXT:
        node = product(r)
        r.refuse_low(node)
    elif kind == n.BAR and r.bar is None:
        raise r.unexpected()
    else:
        node = none_at(r.ends[r.at - 1])
    r.depth -= 1
    return node


def big_operator(r: Reader) -> Node:
    r.at += 1
    return bounded(r, r.values[r.at - 1], r.starts[r.at - 1], None, None)


def bounded(r: Reader, name: str, start: int, low: Node | None, high: Node | None) -> Node:
    """A sum, product or integral from after its sign."""
    after = r.ends[r.at - 1]
    while r.kinds[r.at] in (n.SUB, n.SUP):
        sub = r.kinds[r.at] == n.SUB
        if (low if sub else high) is not None:
            raise r.unexpected("a second bound")
        r.at += 1
        node = primeless(r)
        if sub:
            low = condition_list(node)
        else:
            high = node
    lower, upper = low or none_at(after), high or none_at(after)
    if name == "int":
        return integral(r, start, lower, upper)
    body = body_of(r, name)
    return r.node("bigop", start, (lower, upper, body), name)


def condition_list(node: Node) -> Node:
    """``j=1, j \\ne i`` below a sum: both hold."""
    if node.kind == "seq" and not node.value and all(a.kind in ("rel", "and", "or") for a in node.args):
        return Node("and", node.span, node.args)
    return node


def integral(r: Reader, start: int, lower: Node, upper: Node) -> Node:
    outer = r.integral
    r.integral = True
    r.deeper()
    here = r.ends[r.at - 1]
    variable: Node | None = None
    body: Node
    if differential_follows(r, r.at):  # \int dx f(x)
        variable = RULES["differential"](r)  # the tree has it after the body
        follows = r.kinds[r.at] in STARTS and not differential_follows(r, r.at)
        body = product(r) if follows else none_at(here)
        if not outer and differential_follows(r, r.at):
            raise r.unexpected("a second differential")
    elif r.kinds[r.at] in STARTS or r.kinds[r.at] in (n.ADD, n.BAR):
        braced = r.kinds[r.at] == n.LB and differential_inside(r)  # \int{f(x) dx}
        opening = r.at
        r.at += braced
        body = sum_(r)
        r.integral = outer
        if differential_follows(r, r.at):
            variable = RULES["differential"](r)
            if braced and r.kinds[r.at] != n.RB:
                raise NotationError("unclosed {", Span(r.starts[opening], r.ends[opening]))
            r.at += braced
            if not outer and differential_follows(r, r.at):
                raise r.unexpected("a second differential")
        elif body.kind == "add":
            raise NotationError("an integral without its differential", Span(start, r.ends[r.at - 1]))
    else:
        body = none_at(here)
    r.integral = outer
    r.depth -= 1
    if variable is None:
        variable = none_at(r.ends[r.at - 1])
    for part in body.args if body.kind in ("juxt", "mul") else (body,):
        refuse_hidden(part)
    return r.node("bigop", start, (lower, upper, body, variable), "int")


def refuse_hidden(factor: Node) -> None:
    """A differential that only braces keep from being that of the integral: ``\\int x {dy} dx``."""
    head = factor
    while head.kind in ("sup", "sub"):
        head = head.args[0]
    if head.kind == "diff" or (head.kind == "name" and len(head.value) <= 2 and head.value[0] == "d" and head.value.isalpha()):
        raise NotationError("a differential in braces", head.span)


def differential_inside(r: Reader) -> bool:
    """Whether the braces reached hold an integrand and its differential."""
    end = r.skip_braces(r.at)
    depth = 0
    surplus = 0  # differentials that belong to no integral inside
    for i in range(r.at, end - 1):
        if i > r.at + 1 and depth == 1 and differential_follows(r, i):
            surplus += 1
        elif r.kinds[i] == n.BIG and r.values[i] == "int":
            surplus -= 1
        depth += (r.kinds[i] in (n.LB, n.OPEN)) - (r.kinds[i] in (n.RB, n.CLOSE))
    return surplus > 0


def expectation(r: Reader) -> Node:
    r"""\mathbb{E}[X], \mathbb{E}_{x \sim p}[f(x)], from after the letter."""
    letter = r.at - 1
    while r.kinds[letter] != n.STYLE:
        letter -= 1
    start = r.starts[letter]
    here = r.ends[r.at - 1]
    low: Node | None = None
    if r.kinds[r.at] == n.SUB:
        r.at += 1
        low = condition_list(primeless(r))
    body = body_of(r, "E")
    return r.node("bigop", start, (low or none_at(here), none_at(here), body), "E")


def set_under(r: Reader) -> Node:
    r"""\underset{x \to 0}{\lim}, \overset{n}{\underset{i}{\sum}}: bounds set above or below by hand."""
    start = r.starts[r.at]
    low: Node | None = None
    high: Node | None = None
    open_braces = 0
    while True:
        kind = r.kinds[r.at]
        if kind in (n.UNDER, n.OVER):
            r.at += 1
            mark = argument(r)
            if mark.kind == "none":
                raise r.unexpected("an argument is missing")
            if kind == n.UNDER:
                low = condition_list(mark)
            else:
                high = mark
        elif kind == n.LB:
            r.at += 1
            open_braces += 1
        else:
            break
    kind, at = r.kinds[r.at], r.at
    if kind not in (n.FUNC, n.BIG):
        raise r.unexpected("something set above or below what is no operator")
    r.at += 1
    for _ in range(open_braces):
        r.take(n.RB, "something set above or below what is no operator")
    if kind == n.BIG:
        return bounded(r, r.values[at], start, low, high)
    if high is not None:
        raise NotationError("something set above a function", high.span)
    return applied(r, r.values[at], start, at, low, None)

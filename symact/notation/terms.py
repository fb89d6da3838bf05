r"""Sums, products, juxtaposition; functions, and operators with bounds.

Reach. A bracket after a function is its argument. A function without one takes the simple factors that follow (``\sin 2\pi x``;
the ``juxt`` is then marked ``bare``), and where readers would differ (``\log \frac ab c``, ``\log x/y``) nothing is guessed. A
big operator takes the multiplicative term after it.
"""

from __future__ import annotations

from symact.notation import names as n
from symact.notation.derivatives import differential_follows, letter_d, slash_derivative
from symact.notation.factors import STARTS, argument, evaluated, factor, opens_bar, primeless, script
from symact.notation.reader import ATOMS, LOW, RULES, Reader, join, none_at
from symact.notation.syntax import Node, NotationError
from symact.source import Span

__all__ = ["chain", "product", "sum_"]

SIMPLE = frozenset((n.NAME, n.WORD, n.DNAME, n.STYLE))
ENDS = frozenset((n.CLOSE, n.RB, n.COMMA, n.RBAR))
HEADS = frozenset("name sub prime styled".split())


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
    if r.kinds[at + 1] in ENDS and at > 0 and r.kinds[at - 1] in (n.OPEN, n.COMMA):
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
        if kinds[r.at + 1] == n.EOF:  # the sign alone: a formula that mentions it
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
    first = differential_or_factor(r)
    kind = kinds[r.at]
    if kind not in STARTS and kind != n.SLASH and kind != n.BAR and kind != n.DOT and kind != n.RBAR:
        return first
    factors = [first]
    slashes = 0
    while True:
        kind = kinds[r.at]
        if kind == n.SLASH:
            for f in factors:
                r.refuse_low(f)
            r.at += 1
            numerator = factors[0] if len(factors) == 1 else join("juxt", factors)
            if kinds[r.at] == n.ADD and r.values[r.at] in "+-":
                sign_at = r.at
                r.at += 1
                below = factor(r)
                below = r.node("neg" if r.values[sign_at] == "-" else "pos", r.starts[sign_at], (below,))
            else:
                below = denominator(r)
            factors = [Node("frac", Span(numerator.span.start, below.span.end), (numerator, below), "slash")]
            slashes += 1
            if slashes > 40:
                raise NotationError("too many / in a row", below.span)
        elif kind in STARTS:
            if r.integral and differential_follows(r, r.at):
                break
            if kind == n.WORD and kinds[r.at - 1] == n.WORD and prose(r):
                raise r.unexpected(r"words outside of \text")
            factors.append(differential_or_factor(r))
            r.refuse_number(factors[-2], factors[-1])
        elif kind == n.BAR or kind == n.RBAR:
            if kinds[r.at + 1] == n.SUB and (r.bar is None) and (kind == n.BAR):
                operand = factors[0] if len(factors) == 1 else combined(r, factors)
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
        return r.node("mul", node.span.start, (node, right), ".")
    return node


def denominator(r: Reader) -> Node:
    """What a slash divides by: one factor, or a name with its bracket (``1/f(x)``; marked ``bare``, as f may be a number)."""
    braced = r.kinds[r.at] == n.LB
    node = factor(r)
    r.refuse_low(node)
    if node.kind in HEADS and not braced and r.kinds[r.at] == n.OPEN and r.values[r.at] in "([":
        return join("juxt", [node, factor(r)], "bare")
    return node


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
    return before in (n.NAME, n.CLOSE, n.RB) and after in (n.OPEN, n.NAME) and r.values[at + 1] != "T"


# --- functions -------------------------------------------------------------------------------------------------------


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
            raised = script(r)
            if raised.kind == "prime":
                primes += int(raised.value)
            else:
                high = raised
        elif kind == n.PRIME:
            primes += int(r.values[r.at])
            r.at += 1
        else:
            break
    if name in n.LIMIT_FUNCTIONS and (low is not None or r.kinds[r.at] in STARTS) or name in n.BOUND_FUNCTIONS and low is not None:
        if primes or high is not None:
            raise NotationError(f"a superscript on {name}", Span(start, r.ends[r.at - 1]))
        body = body_of(r, name)
        return r.node("bigop", start, (low or none_at(head_end), none_at(head_end), body), name)
    head = Node("name", Span(r.starts[at], head_end), (), name)
    scripts_end = r.ends[r.at - 1]
    arguments = arguments_of(r, name)
    if arguments is None:
        if low is not None:
            head = Node("sub", Span(start, scripts_end), (head, low))
        if primes:
            head = Node("prime", Span(start, scripts_end), (head,), str(primes))
        if high is not None:
            head = Node("sup", Span(start, scripts_end), (head, high))
        return head
    if name == "sqrt":
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
    while r.kinds[r.at] == n.LB and r.kinds[r.at + 1] == n.RB:  # \\log{} x
        r.at += 2
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
    if kind not in STARTS and kind != n.BAR or kind == n.TEXT or kind == n.BAR and not operand_bar(r):
        return None
    if not r.tex and kind != n.LBAR and kind != n.BAR:
        raise r.unexpected(f"{name} without brackets")
    r.deeper()
    node = bare(r, name)
    r.depth -= 1
    return [node]


def operand_bar(r: Reader) -> bool:
    return r.bar is None or r.kinds[r.at + 1] in STARTS and r.bar != r.values[r.at]


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
    factors = [factor(r)]
    if first in (n.BAR, n.LBAR, n.OPEN):
        return factors[0]
    open_ended = first not in SIMPLE and first != n.NUM
    while True:
        kind = kinds[r.at]
        if kind in (n.FUNC, n.BIG, n.TEXT, n.BEGIN) or r.integral and kind in STARTS and differential_follows(r, r.at):
            break
        if kind == n.SLASH:
            raise r.unexpected(f"unclear whether the / belongs to the argument of {name}: put brackets")
        if kind == n.OPEN and not open_ended and factors[-1].kind != "num":
            factors.append(factor(r))
            open_ended = True
            if kinds[r.at] == n.OPEN:
                break
        elif kind in SIMPLE and not open_ended:
            factors.append(factor(r))
        elif kind in STARTS and kind != n.OPEN or kind == n.OPEN and (open_ended or factors[-1].kind == "num"):
            if kind == n.OPEN and len(factors) > 1 and factors[-1].kind == "group":
                break
            raise r.unexpected(f"unclear how far {name} reaches: put brackets")
        else:
            break
    for f in factors:
        if len(factors) > 1:
            r.refuse_low(f)
    return factors[0] if len(factors) == 1 else join("juxt", factors, "bare")


# --- operators with bounds -------------------------------------------------------------------------------------------


def body_of(r: Reader, name: str) -> Node:
    """What an operator with bounds is applied to."""
    kinds = r.kinds
    kind = kinds[r.at]
    r.deeper()
    if name in ("sum", "prod", "lim"):
        if kind in STARTS or kind == n.BAR and operand_bar(r) and kinds[r.at + 1] in STARTS:
            node = product(r)
        elif kind == n.ADD and kinds[r.at + 1] in STARTS:
            at = r.at
            r.at += 1
            inner = product(r)
            r.refuse_low(inner)
            node = r.node({"-": "neg", "+": "pos"}.get(r.values[at], r.values[at]), r.starts[at], (inner,))
        else:
            node = none_at(r.ends[r.at - 1])
        if node.kind not in ("neg", "pos"):
            r.refuse_low(node)
    elif kind in (n.OPEN, n.LBAR) or kind == n.BAR and operand_bar(r) and kinds[r.at + 1] in STARTS:
        node = factor(r)
    elif kind in STARTS and kind != n.TEXT:
        node = product(r)
        r.refuse_low(node)
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
        variable = RULES["differential"](r)
        r.integral = outer
        follows = r.kinds[r.at] in STARTS and not (outer and differential_follows(r, r.at))
        body = product(r) if follows else none_at(here)
        if body.span.start >= variable.span.start and body.kind != "none":
            # the tree has the body before the differential; their spans stay as written
            pass
    elif r.kinds[r.at] in STARTS or r.kinds[r.at] in (n.ADD, n.BAR):
        body = sum_(r)
        r.integral = outer
        if differential_follows(r, r.at):
            variable = RULES["differential"](r)
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
    return r.node("bigop", start, (lower, upper, body, variable), "int")


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


ATOMS.update({n.FUNC: function, n.BIG: big_operator, n.UNDER: set_under, n.OVER: set_under})
RULES["sum"] = sum_
RULES["product"] = product
RULES["signed"] = signed
RULES["expectation"] = expectation

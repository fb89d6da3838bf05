r"""Operands: names, numbers, styles, roots, and their scripts."""

from __future__ import annotations

import re

from symact.notation import names as n
from symact.notation.reader import ATOMS, LOW_BASE, RULES, Reader, none_at
from symact.notation.syntax import Node, NotationError
from symact.notation.words import NAMELIKE
from symact.source import Span

__all__ = ["STARTS", "argument", "factor", "parted", "primeless", "relation_ahead", "script", "words_apart"]

POSTFIX = frozenset((n.SUB, n.SUP, n.PRIME, n.BANG))
# Tokens that can begin an operand; BAR is one, too, where the count of bars says so.
STARTS = frozenset(
    (n.NUM, n.NAME, n.WORD, n.FUNC, n.BIG, n.DNAME, n.DIFF, n.NABLA, n.FRAC, n.BINOM, n.SQRT, n.STYLE,
    n.SWITCH, n.UNDER, n.OVER,
     n.BRACE, n.OPEN, n.LB, n.LBAR, n.LNULL, n.BEGIN, n.TEXT, n.ELL, n.SUBSTACK)
)  # fmt: skip
LABELS = {"ast": "ast", "star": "star", "circ": "circ", "+": "+", "-": "-", "pm": "pm", "times": "times", "bot": "bot"}
OPENING, CLOSING = frozenset((n.OPEN, n.LB, n.LBAR, n.BEGIN)), frozenset((n.CLOSE, n.RB, n.RBAR, n.END))
STATEMENT_ENDS = frozenset((n.ROW, n.EOF, n.COMMA, n.SEMI, n.QUAD, n.AND))
SPACE_INSIDE = re.compile(r"[\s~]\}$")
SCRIPT_ATOMS = frozenset((n.FRAC, n.BINOM, n.SQRT, n.STYLE, n.TEXT, n.ELL))


def atom(r: Reader) -> Node:
    """One operand without its scripts."""
    at = r.at
    kind = r.kinds[at]
    if kind == n.NAME:
        r.at = at + 1
        start, end, value = r.starts[at], r.ends[at], r.values[at]
        if r.kinds[at + 1] == n.NUM and r.starts[at + 1] == end and r.values[at + 1].isdigit() and value not in n.SYMBOLS:
            r.at = at + 2
            return Node("name", Span(start, r.ends[at + 1]), (), value + r.values[at + 1])
        return Node("name", Span(start, end), (), value)
    if kind == n.NUM:
        r.at = at + 1
        return Node("num", Span(r.starts[at], r.ends[at]), (), r.values[at])
    rule = ATOMS.get(kind)
    if rule is None:
        raise r.unexpected()
    return rule(r)


def factor(r: Reader) -> Node:
    """An operand with its scripts."""
    node = atom(r)
    if r.kinds[r.at] in POSTFIX:
        return scripts(r, node)
    return node


def scripts(r: Reader, base: Node) -> Node:
    """The subscript, primes and superscript after a base; the tree has them in this order, however they are written."""
    start = base.span.start
    if base.kind == "bigop" and r.kinds[r.at - 1] != n.RB:
        raise r.unexpected("a second script")
    if base.kind in LOW_BASE:
        raise NotationError("the braces around this do not show: write ( )", base.span)
    begin = start
    while True:
        low: Node | None = None
        high: Node | None = None
        primes = 0
        while True:
            kind = r.kinds[r.at]
            if kind == n.PRIME:
                if high is not None:
                    raise r.unexpected("a prime after a superscript")
                primes += int(r.values[r.at])
                r.at += 1
            elif kind == n.SUB:
                if low is not None:
                    raise r.unexpected("double subscript")
                r.at += 1
                low = primeless(r)
            elif kind == n.SUP:
                if high is not None:
                    raise r.unexpected("double superscript")
                r.at += 1
                count, high = parted(script(r))
                primes += count
            else:
                break
        if low is not None:
            if base.kind == "norm" and len(base.args) == 1:
                base = r.node("norm", begin, (*base.args, low))
            else:
                base = r.node("sub", begin, (base, low))
        if primes:
            base = r.node("prime", begin, (base,), str(primes))
        if high is not None:
            base = r.node("sup", begin, (base, high))
        if r.kinds[r.at] == n.BANG:
            r.at += 1
            base = r.node("call", begin, (base,), "factorial")
            if r.kinds[r.at] in POSTFIX and r.kinds[r.at] != n.BANG:
                continue
            if r.kinds[r.at] == n.BANG:
                raise r.unexpected("a double factorial")
        return base


def parted(raised: Node) -> tuple[int, Node | None]:
    """What is raised, as primes and the rest: ``g^{[1]'}`` has one prime and the label ``[1]``."""
    if raised.kind != "prime":
        return 0, raised
    rest = raised.args[0] if raised.args else None
    if rest is not None and rest.kind != "group":
        raise NotationError("a prime and something else in one superscript", raised.span)
    return int(raised.value), rest


def script(r: Reader) -> Node:
    """What stands after ``_`` or ``^``; primes come back as a ``prime`` node without a base."""
    at = r.at
    kind = r.kinds[at]
    value = r.values[at]
    sign = r.text[r.starts[at - 1] : r.ends[at - 1]] or "^"
    if kind == n.LB:
        return braced_script(r)
    if kind == n.PRIME:
        r.at += 1
        return r.node("prime", r.starts[at], (), value)
    if kind == n.NUM and r.tex and len(value) > 1:
        raise r.unexpected(f"only the first digit after {sign} counts in LaTeX: write {sign}{{{value}}}")
    if not r.tex and sign != "_":
        return plain_exponent(r, True)
    if not r.tex and kind == n.OPEN:
        return inside(atom(r))
    if kind in (n.MUL, n.ADD) and value in LABELS:
        nxt = r.kinds[at + 1]
        if kind == n.ADD and nxt in STARTS and r.starts[at + 1] == r.ends[at]:
            raise r.unexpected(f"only the sign after {sign} counts in LaTeX: write {sign}{{ }}")
        r.at += 1
        return r.node("name", r.starts[at], (), LABELS[value])
    if kind == n.OPEN:
        raise r.unexpected(f"only the bracket after {sign} counts in LaTeX: write {sign}{{ }}")
    return argument(r)


def primeless(r: Reader) -> Node:
    """A script that may be no prime."""
    at = r.at
    node = script(r)
    if node.kind == "prime" and not node.args:
        raise NotationError("a prime in an unusual place", Span(r.starts[at], r.ends[r.at - 1]))
    return node


def inside(node: Node) -> Node:
    """What stands in the brackets around a script in plain text."""
    bracketed = node.kind == "group" and node.value in "({" and node.args[0].kind != "none"
    return node.args[0] if bracketed else node


def plain_exponent(r: Reader, outer: bool) -> Node:
    """In plain text ``^`` takes a signed operand, ``**`` too, and binds to the right; brackets around all of it are braces."""
    at = r.at
    start = r.starts[at]
    r.deeper()
    if r.kinds[at] == n.ADD and r.values[at] in "+-":
        if r.kinds[at + 1] not in STARTS:
            r.at += 1
            node = r.node("name", start, (), r.values[at])
        else:
            r.at += 1
            inner = plain_exponent(r, False)
            node = r.node("neg" if r.values[at] == "-" else "pos", start, (inner,))
    elif r.kinds[at] == n.MUL and r.values[at] == "ast":
        r.at += 1
        node = r.node("name", start, (), "ast")
    else:
        node = atom(r)
        if outer:
            node = inside(node)
        if r.kinds[r.at] == n.SUP:
            node = scripts(r, node)
    r.depth -= 1
    return node


def braced_script(r: Reader) -> Node:
    at = r.at
    kinds, values = r.kinds, r.values
    first, second = kinds[at + 1], kinds[at + 2]
    start = r.starts[at + 1]
    if first == n.RB:
        raise NotationError("an argument is missing", Span(r.starts[at], r.ends[at + 1]))
    if second == n.RB:
        value = values[at + 1]
        if first in (n.ADD, n.MUL) and value in LABELS:
            r.at += 3
            return Node("name", Span(start, r.ends[at + 1]), (), LABELS[value])
        if first in (n.COMMA, n.TICK) and kinds[at - 1] == n.SUP:  # x^{,} is a way to write a prime
            r.at += 3
            return Node("prime", Span(start, r.ends[at + 1]), (), "1")
        if first == n.COLON:
            r.at += 3
            return Node("name", Span(start, r.ends[at + 1]), (), ":")
    if first == n.PRIME:
        i, count = at + 1, 0
        while kinds[i] == n.PRIME:
            count += int(values[i])
            i += 1
        if kinds[i] != n.RB:
            r.at = i
            raise r.unexpected("a prime and something else in one superscript")
        r.at = i + 1
        return Node("prime", Span(start, r.ends[i - 1]), (), str(count))
    if first == n.REL:
        r.at += 2
        inner = RULES["sum"](r)
        if r.kinds[r.at] == n.REL and r.values[r.at] == ">" and values[at + 1] == "<":  # a^{<t>}
            r.at += 1
            node = r.node("group", start, (inner,), "⟨")
        else:  # x_{<t}, x_{\ne i}
            node = r.node("rel", start, (none_at(start), inner), values[at + 1])
        r.take(n.RB, "unclosed {")
        return node
    return argument(r)


def content_until(r: Reader, opening: int) -> Node:
    """The content of a brace group whose ``{`` is token ``opening``; stands after the ``}``."""
    if r.kinds[r.at] == n.RB:
        r.at += 1
        return none_at(r.ends[opening])
    r.deeper()
    saved = r.bar, r.integral, r.in_rows
    r.bar, r.integral, r.in_rows = None, False, False
    node = RULES["content"](r)
    r.bar, r.integral, r.in_rows = saved
    r.depth -= 1
    if r.kinds[r.at] != n.RB:
        if r.kinds[r.at] in (n.EOF, n.END, n.CLOSE, n.ROW, n.AMP):
            raise NotationError("unclosed {", Span(r.starts[opening], r.ends[opening]))
        raise r.unexpected()
    r.at += 1
    return node


def argument(r: Reader) -> Node:
    r"""The argument of a LaTeX command: a brace group, or one character or command."""
    at = r.at
    kind = r.kinds[at]
    if kind == n.LB:
        r.at += 1
        return content_until(r, at)
    start = r.starts[at]
    if kind == n.NAME or (kind == n.NUM and (len(r.values[at]) == 1 or not r.tex)):
        r.at += 1
        return r.node("name" if kind == n.NAME else "num", start, (), r.values[at])
    if (kind == n.NUM and r.values[at].isdigit()) or (kind == n.DNAME and r.text[start] != "\\"):
        r.split(at, n.NUM if kind == n.NUM else n.NAME)  # \frac12, \hat dx
        r.at += 1
        return r.node("num" if kind == n.NUM else "name", start, (), r.values[at])
    if kind in (n.WORD, n.FUNC, n.DNAME) and (r.text[start] == "\\" or not r.tex or not r.text[start].isascii()):
        r.at += 1
        return r.node("name", start, (), r.values[at])
    if kind in (n.WORD, n.FUNC):
        raise r.unexpected("only the first letter is the argument in LaTeX: write { }")
    if kind == n.DIFF and r.values[at] == "d":
        r.at += 1
        return r.node("name", start, (), "d")
    if kind in SCRIPT_ATOMS:
        return atom(r)
    raise r.unexpected("an argument is missing")


def braces(r: Reader) -> Node:
    """Braces show nothing: the node is the content's own."""
    at = r.at
    inner = at + 1
    while r.kinds[inner] == n.LB:
        inner += 1
    if r.kinds[inner] in (n.FUNC, n.BIG) and r.kinds[inner + 1] == n.RB:
        end = inner + 1
        while r.kinds[end] == n.RB and end - inner < inner - at:
            end += 1
        if end - inner - 1 < inner - at:
            end += r.kinds[end] == n.RB
        goes_on = r.kinds[end] in STARTS or r.kinds[end] in POSTFIX or r.kinds[end] == n.BAR or r.kinds[inner] == n.BIG
        if end - inner - 1 == inner - at and goes_on:
            # {\log} x, \mathop{\max}_i: the operator and not its name
            for tokens in (r.kinds, r.values, r.starts, r.ends):
                del tokens[inner + 1 : end], tokens[at:inner]
            r.bars = None
            return atom(r)
    if r.kinds[at + 1] == n.RB:
        r.at = at + 2
        kind = r.kinds[r.at]
        if kind in (n.SUB, n.SUP):
            return none_at(r.ends[at])  # {}^T
        if kind in STARTS:
            return atom(r)
        raise NotationError("empty braces", Span(r.starts[at], r.ends[at + 1]))
    r.at = at + 1
    return content_until(r, at)


# --- other operands --------------------------------------------------------------------------------------------------


def word(r: Reader) -> Node:
    r.at += 1
    return r.node("name", r.starts[r.at - 1], (), r.values[r.at - 1])


def words(r: Reader) -> Node:
    kind = "name" if naming(r) else "text"
    r.at += 1
    return r.node(kind, r.starts[r.at - 1], (), r.values[r.at - 1])


def naming(r: Reader) -> bool:
    """Whether the words reached are a name, as they are right before a bracket, a script or an equals sign."""
    after = r.at + 1
    while r.kinds[after] == n.RB:
        after += 1
    kind = r.kinds[after]
    equated = kind == n.REL and r.values[after] in ("=", ":=", "equiv", "approx", "sim")
    headed = equated or kind in POSTFIX or (kind == n.OPEN and not prose(r))
    return headed and NAMELIKE.fullmatch(r.values[r.at]) is not None


def words_apart(r: Reader) -> bool:
    """Whether the token reached is words that stand in front of an operand in a line, and that are no name or factor themselves."""
    if r.kinds[r.at] != n.TEXT or r.depth != r.level or naming(r):
        return False
    return r.kinds[r.at + 1] in STARTS and (r.kinds[r.at + 1] != n.OPEN or prose(r))


def prose(r: Reader) -> bool:
    """Whether the words reached cannot be the name of what a bracket behind them holds the argument of: ``\\text{using }(x^2)' = 2x``."""
    return r.values[r.at].lower() in n.PROSE or SPACE_INSIDE.search(r.text[r.starts[r.at] : r.ends[r.at]]) is not None


def relation_ahead(r: Reader) -> bool:
    """Whether a relation follows in the same statement."""
    depth, at = 0, r.at + 1
    while r.kinds[at] not in STATEMENT_ENDS or depth:
        kind = r.kinds[at]
        depth += (kind in OPENING) - (kind in CLOSING)
        if depth < 0 or kind == n.EOF:
            return False
        if kind == n.REL and not depth:
            return True
        at += 1
    return False


def ellipsis(r: Reader) -> Node:
    r.at += 1
    return r.node("ellipsis", r.starts[r.at - 1])


def placeholder(r: Reader) -> Node:
    r"""f(\cdot), max(0, -): an empty place that is marked."""
    at = r.at
    before, after = r.kinds[at - 1], r.kinds[at + 1]
    if before == n.LB and at > 1 and r.kinds[at - 2] in (n.SUB, n.SUP):
        before = n.OPEN
    if (
        after not in (n.CLOSE, n.RB, n.COMMA, n.RBAR, n.BAR, n.SEMI)
        or before not in (n.OPEN, n.COMMA, n.LBAR, n.BAR, n.SEMI)
        or (not r.depth)
    ):
        raise r.unexpected(f"nothing before {r.text[r.starts[at] : r.ends[at]]}")
    r.at += 1
    return r.node("none", r.starts[at])


def slice_colon(r: Reader) -> Node:
    """W_{:,j}"""
    before = r.kinds[r.at - 1]
    if before == n.LB and r.kinds[r.at - 2] in (n.SUB, n.SUP):
        before = n.OPEN
    if r.kinds[r.at + 1] not in (n.COMMA, n.RB, n.CLOSE) or before not in (n.COMMA, n.OPEN):
        raise r.unexpected()
    r.at += 1
    return r.node("name", r.starts[r.at - 1], (), ":")


def styled(r: Reader) -> Node:
    at = r.at
    r.at += 1
    style = r.values[at]
    r.deeper()
    inner = argument(r)
    r.depth -= 1
    if inner.kind == "none":
        raise r.unexpected("an argument is missing")
    node = r.node("styled", r.starts[at], (inner,), style)
    if (
        style == "bb"
        and inner.kind == "name"
        and inner.value == "E"
        and (r.kinds[r.at] == n.SUB or (r.kinds[r.at] == n.OPEN and r.kinds[r.at + 1] != n.BEGIN))
    ):
        return RULES["expectation"](r)
    return node


def switched(r: Reader) -> Node:
    r"""{\bf x}: the style of the rest of the group."""
    at = r.at
    r.at += 1
    if r.kinds[at + 1] == n.LB and (at == 0 or r.kinds[at - 1] != n.LB):
        inner = argument(r)
        if inner.kind == "none":
            raise NotationError("an argument is missing", Span(r.starts[at], r.ends[r.at - 1]))
    elif at > 0 and r.kinds[at - 1] == n.LB:
        inner = RULES["content"](r)
        if r.kinds[r.at] != n.RB:
            raise r.unexpected()
    else:
        raise NotationError("a change of style outside of braces", Span(r.starts[at], r.ends[at]))
    return r.node("styled", r.starts[at], (inner,), r.values[at])


def root(r: Reader) -> Node:
    at = r.at
    r.at += 1
    start = r.starts[at]
    r.deeper()
    if r.values[at] == "√":
        inner = factor(r) if r.kinds[r.at] in STARTS else argument(r)
        if inner.kind == "group" and inner.value == "(":
            inner = inner.args[0]
        elif r.kinds[r.at] in (n.NAME, n.NUM, n.WORD) and r.adjacent():
            raise r.unexpected("unclear how far the √ reaches")
        node = r.node("sqrt", start, (inner,))
    else:
        index: Node | None = None
        if r.kinds[r.at] == n.OPEN and r.values[r.at] == "[":
            opening = r.at
            r.at += 1
            index = RULES["content"](r)
            if r.kinds[r.at] != n.CLOSE or r.values[r.at] != "]":
                raise NotationError("unclosed [", Span(r.starts[opening], r.ends[opening]))
            r.at += 1
        inner = argument(r)
        node = r.node("sqrt", start, (inner,) if index is None else (inner, index))
    r.depth -= 1
    if inner.kind == "none":
        raise NotationError("an argument is missing", node.span)
    return node


def binomial(r: Reader) -> Node:
    at = r.at
    r.at += 1
    return r.node("call", r.starts[at], (argument(r), argument(r)), "binom")


def underbrace(r: Reader) -> Node:
    r"""\underbrace{a}_{words}: the words are a remark."""
    at = r.at
    r.at += 1
    if r.kinds[r.at] != n.LB or r.kinds[r.at + 1] == n.RB:
        raise NotationError("an argument is missing", Span(r.starts[at], r.ends[at]))
    inner = argument(r)
    while r.kinds[r.at] in (n.SUB, n.SUP):
        r.at += 1
        if r.kinds[r.at] in (n.EOF, n.RB, n.ROW, n.AMP, n.END):
            raise r.unexpected("an argument is missing")
        r.at = r.skip_braces(r.at) if r.kinds[r.at] == n.LB else r.at + 1
    return inner


def substack(r: Reader) -> Node:
    r"""\substack{a \\ b}: conditions one above the other."""
    at = r.at
    r.at += 1
    r.take(n.LB, r"\substack without its argument")
    rows = [RULES["content"](r)]
    while r.kinds[r.at] == n.ROW:
        r.at += 1
        if r.kinds[r.at] != n.RB:
            rows.append(RULES["content"](r))
    r.take(n.RB, "unclosed {")
    if any(r.kinds[k] == n.COMMA and r.values[k] == "wide" for k in range(at, r.at)):
        raise NotationError("& outside of a table", Span(r.starts[at], r.ends[r.at - 1]))
    for row in rows if len(rows) > 1 else ():
        if row.kind not in ("rel", "name", "and", "or", "not", "text"):
            raise NotationError("this is no condition", row.span)
    return rows[0] if len(rows) == 1 else r.node("and", r.starts[at], tuple(rows))

r"""The way back: a tree to LaTeX that reads as the same tree, and to a compact s-expression for tests and messages."""

from __future__ import annotations

import re
from collections.abc import Callable

from symact.notation import names as n
from symact.notation.syntax import Node

__all__ = ["to_latex", "to_sexpr"]

RELATION_SIGNS = {
    "=": "=", "!=": r"\ne", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge", ":=": ":=", "=:": "=:",
    "<<": r"\ll", ">>": r"\gg",
    "|": r"\mid", "||": r"\|", ":": ":", "implies": r"\Rightarrow", "iff": r"\iff", "impliedby": r"\Leftarrow",
}  # fmt: skip
PRODUCT_SIGNS = {"ast": "*", "div": r"\div", "@": "@", ".": "."}
STYLE_COMMANDS = {
    "bold": r"\mathbf", "cal": r"\mathcal", "bb": r"\mathbb", "frak": r"\mathfrak", "scr": r"\mathscr", "sf": r"\mathsf",
    "bar": r"\bar", "ring": r"\mathring",
}  # fmt: skip
LABEL_SIGNS = {"ast": "*", "star": r"\star", "circ": r"\circ", "+": "+", "-": "-", "pm": r"\pm", "times": r"\times", ":": ":"}
GROUP_SIGNS = {"(": "(", "[": "[", "{": r"\{", "⟨": r"\langle", "⌊": r"\lfloor", "⌈": r"\lceil"}
CLOSING_SIGNS = {")": ")", "]": "]", "(": ")", "[": "]", "{": r"\}", "⟨": r"\rangle", "⌊": r"\rfloor", "⌈": r"\rceil"}
BIG_SIGNS = {"sum": r"\sum", "prod": r"\prod", "int": r"\int", "E": r"\mathbb{E}", "argmax": r"\operatorname{argmax}",
             "argmin": r"\operatorname{argmin}"}  # fmt: skip
ENVIRONMENTS = {"plain": "matrix", "p": "pmatrix", "b": "bmatrix", "B": "Bmatrix", "v": "vmatrix", "V": "Vmatrix"}
TALL = frozenset("frac bigop deriv sqrt cases matrix rows".split())

# How tightly a node holds together, from a whole line down to one operand.
LINE, ITEM, RELATION, SUM, TERM, CHAIN, FACTOR = range(7)
LEVELS = {
    "rows": FACTOR, "stmts": LINE, "where": LINE, "seq": LINE, "and": ITEM, "or": ITEM, "not": ITEM,
    "rel": RELATION, "add": SUM,
    "neg": SUM, "pos": SUM, "pm": SUM, "mp": SUM, "mul": TERM, "juxt": CHAIN,
}  # fmt: skip
WORDABLE = frozenset("rel and or not text group name sub styled".split())
OPEN_ENDED = frozenset("bigop deriv diff".split())  # they would take what follows


def to_latex(node: Node) -> str:
    """LaTeX that parses to the same tree (``Node.same``) for every tree that a text was parsed to."""
    return show(node).strip()


def show(node: Node) -> str:
    return SHOW[node.kind](node)


def level(node: Node) -> int:
    if node.kind == "rel" and node.value.split(" ")[0] in ("implies", "iff", "impliedby", "|", ":", "||"):
        return LINE
    if node.kind == "frac" and node.value == "slash":
        return CHAIN
    return LEVELS.get(node.kind, FACTOR)


def ends_open(node: Node) -> bool:
    """What follows would be taken into the node's last part."""
    if node.kind in OPEN_ENDED or (node.kind == "call" and bare_call(node)):
        return True
    if node.kind in ("juxt", "mul", "neg", "pos"):
        return ends_open(node.args[-1])
    return node.kind == "sup" and node.args[0].kind == "call" and bare_call(node.args[0])


def bare_call(node: Node) -> bool:
    return bool(node.args) and node.args[0].kind == "juxt" and node.args[0].value == "bare"


def at_least(node: Node, wanted: int, last: bool = True) -> str:
    """The node, in braces if it would not hold together in its place."""
    if level(node) < wanted or (not last and ends_open(node)):
        return "{" + show(node) + "}"
    return show(node)


def tall(node: Node) -> bool:
    return any(x.kind in TALL for x in node.walk())


# --- leaves ----------------------------------------------------------------------------------------------------------


def show_name(node: Node) -> str:
    value = node.value
    if value in LABEL_SIGNS:
        return LABEL_SIGNS[value]
    if value in n.PRODUCTS.values():
        return PRODUCT_SIGNS.get(value, "\\" + value)
    if (len(value) == 1 and value.isascii()) or value == "dagger":
        return value if len(value) == 1 else r"\dagger"
    m = re.fullmatch(r"([A-Za-z]+?)([0-9]*)", value)
    if m and ((m[1] in n.GREEK and m[1] != "omicron") or (m[1] in n.SYMBOLS and not m[2])):
        return "\\" + value
    if (m and len(m[1]) == 1) or (len(value) == 2 and value[0] == "d" and value.isascii() and value.isalpha()):
        return value
    if value in n.FUNCTION_COMMANDS:
        return "\\" + value
    return r"\operatorname{" + value.replace("_", r"\_") + "}"


def show_text(node: Node) -> str:
    return r"\text{" + re.sub(r"([_%&#$])", r"\\\1", node.value) + "}"


def show_none(node: Node) -> str:
    return r"\cdot" if node.span.end > node.span.start else ""


# --- scripts and operands --------------------------------------------------------------------------------------------


def base(node: Node) -> str:
    """A node that gets a script."""
    if level(node) < FACTOR or ends_open(node) or expected(node):
        return "{" + show(node) + "}"
    if node.kind == "none":
        return "{}"
    return show(node)


def script(node: Node) -> str:
    shown = show(node)
    return shown if len(shown) == 1 and shown.isalnum() else f"{{{shown}}}"


def expected(node: Node) -> bool:
    """\\mathbb{E} without what is expected: a bracket after it would be that."""
    return node.kind == "styled" and node.value == "bb" and node.args[0].kind == "name" and node.args[0].value == "E"


def show_sub(node: Node) -> str:
    head, index = node.args
    shown = base(head)
    if head.kind in ("sub", "sup", "prime"):
        shown = "{" + show(head) + "}"
    return f"{shown}_{script(index)}"


def show_sup(node: Node) -> str:
    head, power = node.args
    if head.kind == "call" and len(head.args) == 1 and head.value in n.FUNCTION_COMMANDS and power.kind == "num":
        return f"{function_name(head.value)}^{{{show(power)}}}{call_arguments(head)}"
    shown = base(head)
    if head.kind == "sup" or (head.kind == "name" and head.value in n.FUNCTIONS):
        shown = "{" + shown + "}" if head.kind == "sup" else shown
    return f"{shown}^{script(power)}"


def show_prime(node: Node) -> str:
    head = node.args[0]
    shown = "{" + show(head) + "}" if head.kind in ("prime", "sup") else base(head)
    return shown + "'" * int(node.value)


def show_styled(node: Node) -> str:
    command = STYLE_COMMANDS.get(node.value, "\\" + node.value)
    return f"{command}{{{show(node.args[0])}}}"


def bracketed(left: str, inner: str, right: str, high: bool) -> str:
    if high:
        return rf"\left{left} {inner} \right{right}"
    return f"{left} {inner} {right}" if left.startswith("\\l") else f"{left}{inner}{right}"


def show_group(node: Node) -> str:
    inner = node.args[0]
    return bracketed(GROUP_SIGNS[node.value], show(inner), CLOSING_SIGNS[node.value], tall(inner))


def show_interval(node: Node) -> str:
    return f"{node.value[0]}{show(node.args[0])}, {show(node.args[1])}{node.value[1]}"


def show_abs(node: Node) -> str:
    return rf"\left| {show(node.args[0])} \right|"


def show_norm(node: Node) -> str:
    index = f"_{{{show(node.args[1])}}}" if len(node.args) > 1 else ""
    return rf"\left\| {show(node.args[0])} \right\|{index}"


def show_seq(node: Node) -> str:
    if node.value == ";":
        return " ; ".join(show(a) for a in node.args)
    return ", ".join(r"\cdot" if a.kind == "none" else at_least(a, ITEM) for a in node.args)


def show_sqrt(node: Node) -> str:
    index = f"[{show(node.args[1])}]" if len(node.args) > 1 else ""
    return rf"\sqrt{index}{{{show(node.args[0])}}}"


def show_frac(node: Node) -> str:
    above, below = node.args
    if node.value == "frac":
        return rf"\frac{{{show(above)}}}{{{show(below)}}}"
    if below.kind in ("neg", "pos"):
        divisor = show_signed(below, FACTOR, False)
    else:
        divisor = show(below) if below.kind == "juxt" and below.value == "bare" else at_least(below, FACTOR, False)
    return f"{at_least(above, CHAIN, False)} / {divisor}"


def show_at(node: Node) -> str:
    high = f"^{{{show(node.args[2])}}}" if len(node.args) > 2 else ""
    return rf"\left. {show(node.args[0])} \right|_{{{show(node.args[1])}}}{high}"


# --- operators -------------------------------------------------------------------------------------------------------


def show_add(node: Node) -> str:
    out = ""
    for k, term in enumerate(node.args):
        if k:
            out += " - " if term.kind == "neg" else " + "
            term = term.args[0] if term.kind == "neg" else term
        shown = show(term) if signed(term) or (not k and term.kind in ("pm", "mp")) else at_least(term, TERM)
        out += f"{{{shown}}}" if k < len(node.args) - 1 and ends_in_function(term) else shown
    return out


def ends_in_function(node: Node) -> bool:
    """A function's name without an argument at the end, to which what follows must not become one."""
    while node.kind in ("juxt", "mul", "neg", "pos", "bigop"):
        node = node.args[2] if node.kind == "bigop" else node.args[-1]
    return node.kind == "name" and node.value in n.FUNCTIONS


def signed(node: Node) -> bool:
    return node.kind in ("neg", "pos", "pm", "mp") and len(node.args) == 1


def show_sign(node: Node) -> str:
    sign = {"neg": "-", "pos": "+"}[node.kind]
    inner = node.args[0]
    return sign + (show(inner) if signed(inner) else at_least(inner, TERM))


def show_pm(node: Node) -> str:
    sign = "\\" + node.kind
    if len(node.args) == 1:
        inner = node.args[0]
        return f"{sign} {show(inner) if signed(inner) else at_least(inner, TERM)}"
    left, right = node.args
    first = show(left) if left.kind in ("add", "neg", "pos", "pm", "mp") else at_least(left, TERM)
    return f"{first} {sign} {at_least(right, TERM)}"


def show_mul(node: Node) -> str:
    sign = PRODUCT_SIGNS.get(node.value, "\\" + node.value)
    parts = []
    for k, factor in enumerate(node.args):
        last = k == len(node.args) - 1
        if factor.kind == "none":
            parts.append("")
        elif factor.kind in ("neg", "pos") and k:
            parts.append(show_signed(factor, CHAIN, last))
        elif factor.kind == "mul" and not k and (factor.value != node.value or node.value == "div"):
            parts.append(at_least(factor, TERM, False))
        else:
            parts.append(at_least(factor, CHAIN, last))
    if sign == ".":
        return ".".join(parts)
    return f" {sign} ".join(parts)


def show_signed(node: Node, wanted: int, last: bool) -> str:
    """``a \\cdot -b``: the sign after an operator."""
    return ("-" if node.kind == "neg" else "+") + at_least(node.args[0], wanted, last)


def show_juxt(node: Node) -> str:
    parts: list[str] = []
    for k, factor in enumerate(node.args):
        slash = factor.kind == "frac" and factor.value == "slash"
        last = k == len(node.args) - 1
        if k and not (k == 1 and hanging(node)) and not touching(node.args[k - 1], factor):
            parts.append(" ")
        unclear = node.args[1].kind in ("group", "sup", "sub", "interval") and not hanging(node)
        if slash and k == 0 and not ends_open(factor) and not unclear:
            parts.append(show(factor))
        else:
            parts.append(base(factor) if expected(factor) else at_least(factor, FACTOR, last or factor.kind == "deriv"))
    return "".join(parts)


def touching(before: Node, factor: Node) -> bool:
    """``1(x > 0)``: an indicator, which a space would make a number with its condition."""
    return before.value == "1" and factor.kind == "group" and before.span.end == factor.span.start


def hanging(node: Node) -> bool:
    """``1/2\\sigma``: without a space the second factor may as well stand below the line, and this must stay to be seen."""
    first, second = node.args[:2]
    number = first.kind == "frac" and first.value == "slash" and first.args[1].kind == "num"
    return number and first.span.end == second.span.start


# --- functions -------------------------------------------------------------------------------------------------------


def function_name(value: str) -> str:
    return (
        "\\" + value
        if value in n.FUNCTION_COMMANDS - {"argmax", "argmin", "sgn", "sech", "csch", "erf", "erfc"}
        else rf"\operatorname{{{value}}}"
    )


def call_arguments(node: Node) -> str:
    arguments = node.args
    if bare_call(node):
        return f"{{{show(arguments[0])}}}"
    inner = ", ".join(r"\cdot" if a.kind == "none" and len(arguments) > 1 else at_least(a, ITEM) for a in arguments)
    if len(arguments) == 1:
        inner = show(arguments[0])
    return bracketed("(", inner, ")", any(tall(a) for a in arguments))


def show_call(node: Node) -> str:
    if node.value == "factorial":
        inner = node.args[0]
        return ("{" + show(inner) + "}" if inner.kind == "call" and inner.value == "factorial" else base(inner)) + "!"
    if node.value == "binom":
        return rf"\binom{{{show(node.args[0])}}}{{{show(node.args[1])}}}"
    if node.args and node.args[-1].kind == "sub" and len(node.args) > 1 and is_head(node.args[-1], node.value):
        head = node.args[-1]
        rest = Node("call", node.span, node.args[:-1], node.value)
        return f"{function_name(node.value)}_{{{show(head.args[1])}}}{call_arguments(rest)}"
    return function_name(node.value) + call_arguments(node)


def is_head(node: Node, name: str) -> bool:
    return node.args[0].kind == "name" and node.args[0].value == name


def show_apply(node: Node) -> str:
    head = show(node.args[0])
    return head + call_arguments(Node("call", node.span, node.args[1:], ""))


def bound(sign: str, node: Node) -> str:
    return "" if node.kind == "none" else f"{sign}{{{show(node)}}}"


def show_bigop(node: Node) -> str:
    lower, upper, body = node.args[:3]
    sign = BIG_SIGNS.get(node.value, "\\" + node.value)
    shown = sign + bound("_", lower) + bound("^", upper)
    if node.value == "int":
        variable = node.args[3]
        tail = "" if variable.kind == "none" else rf" \,\mathrm{{d}} {at_least(variable, FACTOR)}"
        return f"{shown} {show(body) if level(body) >= SUM else at_least(body, SUM)}{tail}"
    if body.kind == "none":
        return shown
    if node.value in ("sum", "prod", "lim") and body.kind in ("neg", "pos") and not signed(body.args[0]):
        return f"{shown} {show_sign(body)}"
    if (node.value not in ("sum", "prod", "lim") and (body.kind == "juxt" or ends_open(body))) or body.kind in ("neg", "pos"):
        return f"{shown} {{{show(body)}}}"
    return f"{shown} {at_least(body, TERM)}"


def show_deriv(node: Node) -> str:
    operand, variables = node.args[0], node.args[1:]
    if node.value == "nabla":
        names = ", ".join(show(v) for v in variables)
        return rf"\nabla_{{{names}}}" if variables else r"\nabla"
    d = r"\partial" if node.value == "partial" else r"\mathrm{d}"
    order = f"^{{{len(variables)}}}" if len(variables) > 1 else ""
    above = (
        "" if operand.kind == "none" else " " + (show(operand) if operand.kind in ("neg", "pos") else at_least(operand, TERM))
    )
    below = " ".join(f"{d} {variable_of(v)}" for v in variables)
    return rf"\frac{{{d}{order}{above}}}{{{below}}}"


def variable_of(node: Node) -> str:
    return show(node) if node.kind == "juxt" else at_least(node, FACTOR)


def show_diff(node: Node) -> str:
    d = r"\partial" if node.value == "partial" else r"\mathrm{d}"
    return f"{d} {at_least(node.args[0], FACTOR)}"


# --- statements ------------------------------------------------------------------------------------------------------


def show_rel(node: Node) -> str:
    out = ""
    low = level(node) == LINE
    ops = node.value.split(" ")
    for k, member in enumerate(node.args):
        if k and ops[k - 1] in ("|", "||") and member.kind in ("neg", "pos"):
            out += " " + RELATION_SIGNS[ops[k - 1]] + "{" + show(member) + "}"
            continue
        if k:
            out += " " + RELATION_SIGNS.get(ops[k - 1], "\\" + ops[k - 1]) + " "
        if member.kind == "none":
            out += show(member)
            continue
        nested = (node.value == "to" and member.kind == "rel") or (member.kind == "seq" and not member.value)
        out += show(member) if low or nested else at_least(member, SUM)
    return out


def show_logic(node: Node) -> str:
    sign = rf" \l{'and' if node.kind == 'and' else 'or'} "
    return sign.join(at_least(a, RELATION if node.kind == "and" else ITEM) for a in node.args)


def show_not(node: Node) -> str:
    return rf"\lnot {show(node.args[0])}"


def show_condition(node: Node) -> str:
    """A condition with words between its parts, which keeps lists in it apart."""
    if node.kind in ("and", "or") and all(a.kind in WORDABLE for a in node.args):
        return rf" \text{{ {node.kind} }} ".join(show_condition(a) if a.kind == "and" else show(a) for a in node.args)
    return show(node)


def show_where(node: Node) -> str:
    statement, test = node.args
    if node.value in ("if", "forall") and statement.kind in ("where", "stmts"):
        words = "if" if node.value == "if" else "for all"  # in front, where it goes for all that follows
        return rf"\text{{{words} }} {show_condition(test)},\quad {show(statement)}"
    return show_condition_last(node)


def show_condition_last(node: Node) -> str:
    statement, test = node.args
    if test.kind == "none":
        return rf"{show_run(statement)} \quad \text{{otherwise}}"
    if node.value == "where":
        return rf"{show_run(statement)} ,\quad \text{{where }} {show(test)}"
    if node.value == "forall":
        return rf"{show_run(statement)} \quad \text{{for all }} {show(test)}"
    return rf"{show_run(statement)} \quad \text{{if }} {show_condition(test)}"


def show_run(node: Node) -> str:
    """Statements under one condition are set apart by wide spaces."""
    return r",\quad ".join(show(a) for a in node.args) if node.kind == "stmts" else show(node)


def show_stmts(node: Node) -> str:
    return r" ;\quad ".join(show_condition_last(a) if a.kind == "where" else show(a) for a in node.args)


def show_rows(node: Node) -> str:
    return "\\begin{aligned}\n" + " \\\\\n".join(show(a) for a in node.args) + "\n\\end{aligned}"


def show_cases(node: Node) -> str:
    rows = []
    for case in node.args:
        value, test = case.args
        rows.append(
            f"{at_least(value, ITEM)} & "
            + (r"\text{otherwise}" if test.kind == "none" else rf"\text{{if }} {show_condition(test)}")
        )
    return "\\begin{cases}\n" + " \\\\\n".join(rows) + "\n\\end{cases}"


def show_case(node: Node) -> str:
    return show_cases(Node("cases", node.span, (node,)))


def show_matrix(node: Node) -> str:
    env = ENVIRONMENTS[node.value]
    body = " \\\\\n".join(" & ".join(show(c) for c in row.args) for row in node.args)
    return f"\\begin{{{env}}}\n{body}\n\\end{{{env}}}"


SHOW: dict[str, Callable[[Node], str]] = {
    "num": lambda node: node.value.replace("%", r"\%"), "name": show_name, "text": show_text, "styled": show_styled,
    "sub": show_sub, "sup": show_sup,
    "prime": show_prime, "neg": show_sign, "pos": show_sign, "pm": show_pm, "mp": show_pm, "add": show_add, "mul": show_mul,
    "juxt": show_juxt, "frac": show_frac, "sqrt": show_sqrt, "call": show_call, "apply": show_apply, "group": show_group,
    "interval": show_interval, "abs": show_abs, "norm": show_norm, "seq": show_seq, "ellipsis": lambda node: r"\ldots",
    "bigop": show_bigop, "deriv": show_deriv, "diff": show_diff, "at": show_at, "cases": show_cases, "case": show_case,
    "matrix": show_matrix, "rel": show_rel, "and": show_logic, "or": show_logic, "not": show_not, "where": show_where,
    "rows": show_rows, "stmts": show_stmts, "none": show_none,
}  # fmt: skip


def to_sexpr(node: Node) -> str:
    """A compact s-expression: names and numbers bare, ``_`` for an empty place, ``kind[value]`` before the arguments."""
    if node.kind in ("num", "name"):
        return node.value.replace(" ", "~")
    if node.kind == "text":
        return repr(node.value)
    if node.kind == "none":
        return "_"
    if node.kind == "ellipsis":
        return "..."
    head = f"{node.kind}[{node.value}]" if node.value else node.kind
    return f"({' '.join([head, *map(to_sexpr, node.args)])})"

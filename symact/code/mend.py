"""Python that does not parse, mended where one reading of it is plain: each fault is named with its place."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass

from symact.code.texts import Text

__all__ = ["Fault", "mended", "powers_mended"]

MAX_FAULTS = 8
HEADER = re.compile(r"[ \t]*(?:def|class|if|elif|else|for|while|with|try|except|finally)\b")
DEFINING = re.compile(r"[ \t]*(?:def|class|@)\b")
WIDE = str.maketrans("（）［］｛｝，：；＝＋－＊／＜＞“”‘’−–×÷　", "()[]{},:;=+-*/<>\"\"''--*/ ")

SIGN = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*|\^(?!=)")  # a string, a comment, the sign itself
BITS = (ast.Compare, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.Invert)  # what stands beside an exclusive or

Parse = Callable[[str], "ast.Module | SyntaxError | None"]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a piece of code, and where in its excerpt; ``sure`` where the mended code is what was meant."""

    message: str
    start: int
    end: int
    sure: bool = True


def mended(text: Text, parse: Parse) -> tuple[Text, ast.Module, tuple[Fault, ...]] | None:
    """The text that parses, its tree and what was wrong; None where it cannot be mended."""
    faults: list[Fault] = []
    for _ in range(MAX_FAULTS):
        found = parse(text.text)
        if isinstance(found, ast.Module):
            return text, found, tuple(faults)
        if found is None:
            return None
        step = _step(text, found)
        if step is None:
            return None
        text, fault = step
        faults += [] if fault is None else [fault]
    return None


def _step(text: Text, error: SyntaxError) -> tuple[Text, Fault | None] | None:
    lines, message = text.lines, error.msg or ""
    number = min(max(error.lineno or 1, 1), len(lines)) - 1
    line, start = lines[number], text.starts[number]

    def fault(said: str, sure: bool = True, first: int = number) -> Fault:
        a, b = text.starts[first], text.starts[first] + len(lines[first])
        while a < b and text.text[a].isspace():
            a += 1
        return Fault(said, text.places[a], text.places[max(a, b - 1)] + 1, sure)

    if isinstance(error, IndentationError):
        return _reindented(text, number, message, fault)
    if "expected ':'" in message and HEADER.match(line):
        at = _before_comment(line)
        return text.replaced(start + at, start + at, ":"), fault("a colon is missing at the end of this line")
    if line.translate(WIDE) != line and ("invalid character" in message or "invalid non-printable" in message):
        plain = Text(text.text[:start] + line.translate(WIDE) + text.text[start + len(line) :], text.places)
        return plain, fault("a sign of ordinary text stands for one of Python")
    if "was never closed" in message:
        at = _before_comment(line)
        return text.replaced(start + at, start + at, ")"), fault("a bracket is opened here and never closed", sure=False)
    if "Missing parentheses in call to 'print'" in message:
        lead = len(line) - len(line.lstrip())
        return text.replaced(start + lead, start + len(line), "pass"), None  # Python 2
    return None


def _before_comment(line: str) -> int:
    return len(line.split("#", 1)[0].rstrip())


def _reindented(text: Text, number: int, message: str, fault: Callable[..., Fault]) -> tuple[Text, Fault] | None:
    """A function whose body is not indented, or not evenly: all its lines put one level below its head.

    Only where the body has no blocks of its own, whose lines could not be told apart.
    """
    lines = text.lines
    head = next((k for k in range(number - 1, -1, -1) if DEFINING.match(lines[k])), None)
    if head is None:
        return None
    margin = len(lines[head]) - len(lines[head].lstrip())
    end = next((k for k in range(number, len(lines)) if k > number and DEFINING.match(lines[k])), len(lines))
    body = lines[head + 1 : end]
    opening = [line for line in body if _before_comment(line) and line[_before_comment(line) - 1] == ":"]
    if opening or not any(line.strip() for line in body):
        return None
    level = " " * (margin + 4)
    new = [(level, len(line) - len(line.lstrip())) if line.strip() else ("", 0) for line in body]
    told = {
        "expected an indented block": "the body of this function is not indented",
        "unexpected indent": "this line is indented more than those around it",
        "unindent does not match": "this line is indented less than those around it",
    }
    said = next((words for key, words in told.items() if key in message), "the lines of this function are not indented evenly")
    return text.with_lines(head + 1, new), fault(said)


def _is_power(n: ast.BinOp) -> bool:
    """Whether numbers with a point are meant: a small exponent, a sign or arithmetic in it, or e for the base; and no bits."""
    if any(isinstance(m, BITS) for side in (n.left, n.right) for m in ast.walk(side)):
        return False
    small = isinstance(n.right, ast.Constant) and n.right.value in (2, 3, 4, 0.5)
    natural = isinstance(n.left, ast.Name) and n.left.id == "e"
    return small or natural or isinstance(n.right, ast.UnaryOp | ast.BinOp)


def powers_mended(text: Text, tree: ast.Module) -> tuple[Text, tuple[Fault, ...]]:
    """The text with ``**`` for ``^`` where that is meant for a power: exclusive or is one of conditions and whole numbers."""
    marks = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.BitXor)]
    if not all(map(_is_power, marks)):
        return text, ()
    faults: list[Fault] = []
    out = text
    for match in reversed(list(SIGN.finditer(text.text))):
        if match[0] == "^":
            at = text.places[match.start()]
            faults.append(Fault("^ is exclusive or in Python, which numbers with a point do not have: a power is **", at, at + 1))
            out = out.replaced(match.start(), match.end(), "**")
    return out, tuple(reversed(faults))

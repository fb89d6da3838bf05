r"""Macros of a LaTeX document: ``\newcommand``, ``\def``, ``\DeclareMathOperator``, and their expansion in formulas.

An expanded formula keeps the place of each character: what comes from an argument stands where the argument stands, what
comes from the macro stands at its use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from symact.documents.views import picked
from symact.source import Excerpt

__all__ = ["Macro", "closing_brace", "expanded", "macros_of"]

MAX_DEPTH, MAX_LENGTH, MAX_BODY = 20, 20_000, 2_000
DEFINITION = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|providecommand|DeclareRobustCommand|newcommandx)\*?|(?P<def>[gex]?def)|(?P<operator>DeclareMathOperator)(?P<star>\*?)"
    r"|(?P<pair>DeclarePairedDelimiter))\s*(?:\{\s*\\(?P<braced>[A-Za-z@]+)\s*\}|\\(?P<bare>[A-Za-z@]+))"
)
COUNT = re.compile(r"\s*\[(\d)\]")
DEFAULT = re.compile(r"\s*\[([^\[\]]*)\]")
PARAMETERS = re.compile(r"\s*((?:#\d)*)\s*(?=\{)")
COMMAND = re.compile(r"\\([A-Za-z@]+)\s*|\\.", re.DOTALL)
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
PARAMETER = re.compile(r"#(\d)")


@dataclass(frozen=True)
class Macro:
    """A macro: how many arguments it takes, the value of its optional first one, and its body with ``#1``."""

    arity: int
    default: str | None
    body: str


def closing_brace(text: str, at: int, limit: int = MAX_BODY) -> int:
    """The place of the brace that closes the one at ``at``, or -1."""
    depth = 0
    for match in BRACE.finditer(text, at, min(len(text), at + limit)):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0 and match[0] == "}":
            return match.start()
    return -1


def macros_of(text: str) -> tuple[dict[str, Macro], list[tuple[int, int]]]:
    """The macros that a text defines, and where the definitions stand.

    Of several definitions the last holds. One that refers to itself is left out.
    """
    macros: dict[str, Macro] = {}
    spans: list[tuple[int, int]] = []
    for match in DEFINITION.finditer(text):
        if spans and match.start() < spans[-1][1]:
            continue
        name, at, default = match["braced"] or match["bare"], match.end(), None
        arity = 0
        if match["def"] is not None:
            parameters = PARAMETERS.match(text, at)
            if parameters is None:
                continue
            arity, at = len(parameters[1]) // 2, parameters.end()
        elif match["new"] is not None and (count := COUNT.match(text, at)) is not None:
            arity, at = int(count[1]), count.end()
            if (optional := DEFAULT.match(text, at)) is not None:
                default, at = optional[1], optional.end()
        bodies, end = _groups(text, at, 2 if match["pair"] else 1)
        if not bodies:
            continue
        spans.append((match.start(), end))
        if any(re.search(rf"\\{name}(?![A-Za-z@])", body) for body in bodies):
            continue
        if match["pair"]:
            macros[name] = Macro(1, None, f"{bodies[0]} #1 {bodies[1]}")
        elif match["operator"]:
            macros[name] = Macro(0, None, f"\\operatorname{match['star']}{{{bodies[0]}}}")
        else:
            macros[name] = Macro(arity, default, bodies[0])
    return macros, spans


def _groups(text: str, at: int, count: int) -> tuple[list[str], int]:
    """The contents of so many groups in braces, and where the last ends; no contents where there are fewer."""
    out = []
    for _ in range(count):
        while text[at : at + 1].isspace():
            at += 1
        end = closing_brace(text, at) if text.startswith("{", at) else -1
        if end < 0:
            return [], at
        out.append(text[at + 1 : end])
        at = end + 1
    return out, at


def expanded(excerpt: Excerpt, macros: Mapping[str, Macro]) -> Excerpt | None:
    """The formula with the macros expanded, or None where they make it too long or too deep."""
    if not macros or not any(m[1] in macros for m in COMMAND.finditer(excerpt.text)):
        return excerpt
    out = _Expansion(macros)
    try:
        out.expand(excerpt.text, list(range(len(excerpt.text))), 0)
    except _TooLongError:
        return None
    places, free = [], 0  # the first place that no character before has taken
    for place in out.places:
        if place >= free:
            places.append(place)
            free = place + 1
        else:  # from a macro's body, or an argument out of turn
            free = max(free, ~place)
            places.append(free)
    return picked(excerpt, "".join(out.characters), [*places, len(excerpt.text)])


class _TooLongError(Exception):
    """The expansion exceeds a limit."""


class _Expansion:
    """The characters that an expansion has given so far, with their places.

    The place of a character from the body of a macro is that of the use, inverted (``~place``).
    """

    def __init__(self, macros: Mapping[str, Macro]) -> None:
        self.macros = macros
        self.characters: list[str] = []
        self.places: list[int] = []

    def expand(self, text: str, places: list[int], depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _TooLongError
        at = 0
        for match in COMMAND.finditer(text):
            if match.start() < at or match[1] not in self.macros:
                continue
            self.put(text[at : match.start()], places[at : match.start()])
            macro = self.macros[match[1]]
            arguments, end = _arguments(text, match.end() if macro.arity else match.end(1), macro)
            body, body_places = _filled(macro, arguments, text, places, min(places[match.start()], ~places[match.start()]))
            if body[-1:].isalpha() and macro.arity == 0 and text[end : end + 1].isalpha():
                body, body_places = body + " ", [*body_places, min(places[match.start()], ~places[match.start()])]
            self.expand(body, body_places, depth + 1)
            at = end
        self.put(text[at:], places[at:])

    def put(self, text: str, places: list[int]) -> None:
        if len(self.characters) + len(text) > MAX_LENGTH:
            raise _TooLongError
        self.characters += text
        self.places += places


def _arguments(text: str, at: int, macro: Macro) -> tuple[list[tuple[int, int] | None], int]:
    """The spans of the arguments of a use (None for the default), and where the use ends."""
    out: list[tuple[int, int] | None] = []
    for n in range(macro.arity):
        start = at
        while text[start : start + 1].isspace():
            start += 1
        if n == 0 and macro.default is not None:
            end = text.find("]", start) if text.startswith("[", start) else -1
            out.append((start + 1, end) if end > 0 else None)
            at = end + 1 if end > 0 else at
            continue
        if text.startswith("{", start) and (end := closing_brace(text, start, MAX_LENGTH)) > 0:
            out.append((start + 1, end))
            at = end + 1
        else:
            command = COMMAND.match(text, start)
            end = len(command[0].rstrip()) + start if command else min(start + 1, len(text))
            out.append((start, end))
            at = end
    return out, at


def _filled(
    macro: Macro, arguments: list[tuple[int, int] | None], text: str, places: list[int], use: int
) -> tuple[str, list[int]]:
    """The body of a macro with its arguments put in."""
    body: list[str] = []
    where: list[int] = []
    at = 0
    for match in PARAMETER.finditer(macro.body):
        body += macro.body[at : match.start()]
        where += [use] * (match.start() - at)
        number = int(match[1]) - 1
        span = arguments[number] if number < len(arguments) else None
        if span is not None:
            body += text[span[0] : span[1]]
            where += places[span[0] : span[1]]
        elif number == 0 and macro.default:
            body += macro.default
            where += [use] * len(macro.default)
        at = match.end()
        if len(body) > MAX_LENGTH:
            raise _TooLongError
    body += macro.body[at:]
    where += [use] * (len(macro.body) - at)
    return "".join(body), where

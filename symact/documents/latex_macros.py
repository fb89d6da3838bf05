r"""Macros of a LaTeX document: ``\newcommand``, ``\def``, ``\let``, ``\DeclareMathOperator`` and their kin, where they stand.

A definition holds from its place on, as in TeX; one that refers to itself is left out. What a macro does to a formula is
the matter of :mod:`symact.documents.latex_expansion`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["BUILT_IN", "DEFINITION", "Definitions", "Macro", "brace_pairs", "definitions_of"]

MAX_BODY = 2_000
DEFINITION = re.compile(
    r"\\(?:(?P<new>(?:re)?newcommand|(?P<provide>providecommand)|DeclareRobustCommand|newcommandx)\*?|(?P<def>[gex]?def)"
    r"|(?P<operator>DeclareMathOperator)(?P<star>\*?)|(?P<pair>DeclarePairedDelimiter)|(?P<let>let)"
    r"|(?P<document>(?:New|Renew|Provide|Declare)DocumentCommand)|(?P<environment>(?:re)?newenvironment\*?))"
    r"\s*(?:\{\s*\\?(?P<braced>[A-Za-z@]+\*?)\s*\}|\\(?P<bare>[A-Za-z@]+))"
)
COUNT = re.compile(r"\s*\[(\d)\]")
DEFAULT = re.compile(r"\s*\[([^\[\]]*)\]")
PARAMETERS = re.compile(r"\s*((?:#\d)*)\s*(?=\{)")
LET = re.compile(r"\s*=?\s*(\\(?:[A-Za-z@]+|.))")
SIGNATURE = re.compile(r"\s*\{\s*(?P<optional>o|O\s*\{(?P<default>[^{}]*)\})?\s*(?P<mandatory>(?:m\s*)*)\}")
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: how many arguments it takes, the value of its optional first one, and its body with ``#1``.

    A ``starred`` one may have a star after its name that changes nothing but sizes.
    """

    arity: int
    default: str | None
    body: str
    starred: bool = False


BUILT_IN: Mapping[str, Macro] = {"ensuremath": Macro(1, None, "#1"), "xspace": Macro(0, None, "")}  # what they mean in a formula


@dataclass
class Definitions:
    """All definitions of a text: for each name its macros with the places from which on they hold, and the environments.

    ``environments`` maps the name of an environment to what it begins with and ends with.
    """

    macros: dict[str, list[tuple[int, Macro]]] = field(default_factory=dict)
    environments: dict[str, tuple[str, str]] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def at(self, name: str, place: int) -> Macro | None:
        """What a name stands for at a place."""
        known = self.macros.get(name, ())
        i = bisect_right(known, place, key=lambda entry: entry[0])
        return known[i - 1][1] if i else None

    def add(self, name: str, place: int, macro: Macro) -> None:
        known = self.macros.setdefault(name, [])
        if not known or known[-1][1] != macro:
            known.append((place, macro))


def brace_pairs(text: str) -> dict[int, int]:
    """For the place of each brace that is closed, the place of the one that closes it."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in BRACE.finditer(text):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


def definitions_of(text: str, into: Definitions | None = None, place: int | None = None) -> Definitions:
    """The definitions in a text, added to those known already; they hold from their own place on, or from ``place``."""
    found = Definitions() if into is None else into
    found.spans = []
    braces = brace_pairs(text) if DEFINITION.search(text) else {}
    for match in DEFINITION.finditer(text):
        if found.spans and match.start() < found.spans[-1][1]:
            continue
        name = match["braced"] or match["bare"]
        end, macro = _environment(text, match, braces, found) if match["environment"] else _macro(text, match, braces, found)
        if end < 0:
            continue
        found.spans.append((match.start(), end))
        circular = macro is not None and re.search(rf"\\{re.escape(name)}(?![A-Za-z@])", macro.body)
        if macro is not None and not circular and not (match["provide"] and name in found.macros):
            found.add(name, match.start() if place is None else place, macro)
    return found


def _macro(text: str, match: re.Match[str], braces: Mapping[int, int], known: Definitions) -> tuple[int, Macro | None]:
    """Where a definition ends (-1 where there is none), and the macro that it makes, if it is of a kind that can be used."""
    at, arity, default = match.end(), 0, None
    if match["let"]:
        target = LET.match(text, at)
        if target is None:
            return -1, None
        return target.end(), known.at(target[1][1:], match.start()) or Macro(0, None, target[1])
    usable = True
    if match["def"]:
        parameters = PARAMETERS.match(text, at)
        if parameters is None:
            return -1, None
        arity, at = len(parameters[1]) // 2, parameters.end()
    elif match["document"]:
        signature = SIGNATURE.match(text, at)
        usable = signature is not None
        if signature is not None:
            default = None if signature["optional"] is None else signature["default"] or ""
            arity = signature["mandatory"].count("m") + (signature["optional"] is not None)
            at = signature.end()
        else:
            _, at = _groups(text, braces, at, 1)
    elif match["new"]:
        arity, default, at = _arguments(text, at)
    bodies, end = _groups(text, braces, at, 2 if match["pair"] else 1)
    if not bodies:
        return -1, None
    if match["pair"]:
        return end, Macro(2, "", f"{bodies[0]} #2 {bodies[1]}", starred=True)
    if match["operator"]:
        return end, Macro(0, None, f"\\operatorname{match['star']}{{{bodies[0]}}}")
    return end, Macro(arity, default, bodies[0]) if usable else None


def _environment(text: str, match: re.Match[str], braces: Mapping[int, int], found: Definitions) -> tuple[int, None]:
    bodies, end = _groups(text, braces, _arguments(text, match.end())[2], 2)
    if bodies:
        found.environments[match["braced"] or match["bare"]] = (bodies[0], bodies[1])
    return (end if bodies else -1), None


def _arguments(text: str, at: int) -> tuple[int, str | None, int]:
    """The number of arguments, the value of the optional first one, and where the body follows."""
    count = COUNT.match(text, at)
    if count is None:
        return 0, None, at
    optional = DEFAULT.match(text, count.end())
    return int(count[1]), optional[1] if optional else None, (optional or count).end()


def _groups(text: str, braces: Mapping[int, int], at: int, count: int) -> tuple[list[str], int]:
    """The contents of so many groups in braces, and where the last ends; no contents where there are fewer."""
    out = []
    for _ in range(count):
        while text[at : at + 1].isspace():
            at += 1
        end = braces.get(at, -1)
        if end < 0 or end - at > MAX_BODY:
            return [], at
        out.append(text[at + 1 : end])
        at = end + 1
    return out, at

r"""Formulas from documents made inert: read by a strict grammar over listed commands and spelled anew, or not passed on at all.

A document is not trusted: its LaTeX could read files, write them, or bring the compiler down. What comes out of
:func:`inert` has balanced braces, every command its arguments, no second superscript on one base, alignment marks only where
there is an alignment, and no command outside ``commands.py``; it compiles, and it does nothing but typeset.
"""

from __future__ import annotations

import re
import unicodedata

from symact.report import commands as c

__all__ = ["inert"]

MAX_DEPTH = 80  # of groups, each of which counts twice, and of arguments
MAX_LENGTH = 20_000
_TOKEN = re.compile(r"\\operatorname\*|\\[A-Za-z]+|\\.|%[^\n]*\n?|\s+|.", re.DOTALL)
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-*/=<>()[]|!,.:;?@")
_SPACES = frozenset({r"\,", r"\;", r"\:", r"\!", r"\ ", r"\>"})
_ESCAPED = frozenset({r"\{", r"\}", r"\|", r"\_", r"\%", r"\#", r"\&"})
_COLUMNS = re.compile(r"[lcr|\s]{1,20}")


class _Refused(Exception):
    """The text is not a formula that can be passed on."""


def inert(text: str) -> str | None:
    """The formula in one line of harmless LaTeX for a display, or None where it holds anything else."""
    if not text.strip() or len(text) > MAX_LENGTH:
        return None
    try:
        return _Speller(text).formula()
    except _Refused:
        return None


class _Speller:
    """Reads the tokens once, from left to right, and spells what it has understood."""

    def __init__(self, text: str) -> None:
        self.tokens = [t for t in _TOKEN.findall(text) if not t.startswith("%")]
        self.at = 0
        self.depth = 0

    def formula(self) -> str:
        rows = self.rows(stop=None, tabs=20)
        body = _environment("aligned", rows) if len(rows) > 1 else " ".join(rows[0])
        if not body.strip():
            raise _Refused
        return body

    # ---- tokens

    def peek(self) -> str | None:
        """The next token that is not white space."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next(self) -> str:
        token = self.peek()
        if token is None:
            raise _Refused
        self.at += 1
        return token

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Refused

    def expect(self, token: str) -> None:
        if self.next() != token:
            raise _Refused

    # ---- structure

    def rows(self, stop: str | None, tabs: int) -> list[list[str]]:
        r"""The cells of the rows up to ``stop`` (which stays): rows end at ``\\``, cells at one of ``tabs`` alignment marks."""
        rows = [[""]]
        while True:
            rows[-1][-1] += self.sequence({"&", r"\\", r"\cr", stop})
            token = self.peek()
            if token == stop:
                break
            self.at += 1
            if token == "&":
                rows[-1].append("")
                if len(rows[-1]) > tabs + 1:
                    raise _Refused
            else:
                self.gap()
                rows.append([""])
        return rows if any(cell.strip() for cell in rows[-1]) or len(rows) == 1 else rows[:-1]

    def gap(self) -> None:
        r"""The star or the length after ``\\``, which a report leaves out."""
        if self.peek() == "*":
            self.at += 1
        here = self.at
        if self.peek() == "[":
            end = next((k for k in range(self.at, min(self.at + 12, len(self.tokens))) if self.tokens[k] == "]"), None)
            inside = "".join(self.tokens[self.at + 1 : end]) if end else ""
            self.at = end + 1 if end and re.fullmatch(r"\s*-?[\d.]+\s*(pt|em|ex|mm|cm|mu)\s*", inside) else here

    def sequence(self, stops: set[str | None]) -> str:
        """Atoms with their scripts up to a token of ``stops`` (which stays)."""
        self.deeper()
        out = ""
        scripts = {"^": False, "_": False}
        while (token := self.peek()) not in stops:
            if token is None:
                raise _Refused
            if token in ("^", "_", "'"):
                sign = "_" if token == "_" else "^"
                if scripts[sign]:
                    raise _Refused  # a double script stops the compiler
                scripts[sign] = True
                out += self.script()
                continue
            piece = self.atom(stops)
            if piece.strip():  # a dropped command does not make room for a second script
                scripts = {"^": False, "_": False}
            out = _joined(out, piece)
        self.depth -= 1
        return out

    def script(self) -> str:
        sign = self.next()
        if sign != "'":
            return f"{sign}{{{self.argument()}}}"
        primes = "'"
        while self.peek() == "'":
            self.at += 1
            primes += "'"
        if self.peek() == "^":
            self.at += 1
            return "^{" + r"\prime" * len(primes) + f" {self.argument()}}}"
        return primes

    def argument(self) -> str:
        """What a command or a script takes: a group, or one atom."""
        self.deeper()
        token = self.peek()
        if token == "{":
            self.at += 1
            inner = self.sequence({"}"})
            self.expect("}")
        elif token is None or token in ("^", "_", "'", "&", r"\\", "}"):
            raise _Refused
        else:
            inner = self.atom(set())
        self.depth -= 1
        return inner

    def atom(self, stops: set[str | None]) -> str:
        token = self.next()
        if token == "{":
            self.at -= 1
            return f"{{{self.argument()}}}"
        if token in ("~", r"\ "):
            return r"\;"  # it may come to stand at an end, where white space is cut
        if token in _PLAIN or token in _SPACES or token in _ESCAPED:
            return token
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:], stops)
        return self.character(token)

    def character(self, char: str) -> str:
        """A character beyond ASCII: as its command, its ASCII twin, or text."""
        if char in c.UNICODE:
            return c.UNICODE[char]
        if "\uff01" <= char <= "\uff5e" and (twin := chr(ord(char) - 0xFEE0)) in _PLAIN:
            return twin
        if not char.isascii() and unicodedata.category(char) in ("Lo", "Lu", "Ll", "Po"):
            run = char
            while self.at < len(self.tokens) and unicodedata.category(self.tokens[self.at][0]) == "Lo":
                run += self.tokens[self.at]
                self.at += 1
            return rf"\text{{{run}}}"
        raise _Refused

    # ---- commands

    def command(self, name: str, stops: set[str | None]) -> str:
        alias = c.ALIASES.get(name, name)
        if alias in c.ARGUMENTS:
            return self.applied(alias)
        if alias != name:
            return alias
        if name in c.SYMBOLS:
            return f"\\{name}"
        if name in c.OPERATORS:
            return rf"\operatorname{{{c.OPERATORS[name]}}}"
        if name in c.TEXTS:
            return rf"\{c.TEXTS[name]}{{{self.text()}}}"
        if name in c.TOGGLES:
            return rf"\{c.TOGGLES[name]}{{{self.sequence(stops)}}}"
        if name in c.DROPPED:
            return ""
        if name in c.DROPPED_ARGUMENT:
            self.text()
            return " "
        if name in c.BIG:
            return rf"\{name}{self.delimiter()}"
        if name == "left":
            return self.fence()
        if name == "begin":
            return self.environment()
        raise _Refused

    def applied(self, name: str) -> str:
        option = ""
        if name == "sqrt" and self.peek() == "[":
            self.at += 1
            option = f"[{{{self.sequence({']'})}}}]"
            self.expect("]")
        if name == "substack":
            self.expect("{")
            rows = self.rows("}", 0)
            self.expect("}")
            return rf"\substack{{{_stacked(rows)}}}"
        return f"\\{name}{option}" + "".join(f"{{{self.argument()}}}" for _ in range(c.ARGUMENTS[name]))

    def delimiter(self) -> str:
        token = self.next()
        token = {"<": r"\langle", ">": r"\rangle", "‖": r"\|"}.get(token, token)
        if token not in c.DELIMITERS:
            raise _Refused
        return token + (" " if token[-1].isalpha() else "")

    def fence(self) -> str:
        left = self.delimiter()
        inner = self.sequence({r"\right", r"\middle"})
        while self.peek() == r"\middle":
            self.at += 1
            inner = _joined(f"{inner} \\middle{self.delimiter()}", self.sequence({r"\right", r"\middle"}))
        self.expect(r"\right")
        return _joined(rf"\left{left}", f"{inner} \\right{self.delimiter()}")

    def text(self) -> str:
        """A braced argument of plain words."""
        self.expect("{")
        inner = ""
        while (token := self.tokens[self.at] if self.at < len(self.tokens) else "") != "}":
            self.at += 1
            if token in _ESCAPED or token in _SPACES:
                inner += token
            elif token == "_":
                inner += r"\_"
            elif token == "~" or token.isspace():
                inner += " "
            elif len(token) == 1 and token not in "\\{$#&~^<>%`" and unicodedata.category(token)[0] in "LNPSMZ":
                inner += token
            else:
                raise _Refused
        self.at += 1
        return inner

    def environment(self) -> str:
        name = self.text()
        become, tabs = c.ENVIRONMENTS.get(name, ("", -1))
        if tabs < 0:
            raise _Refused
        columns = ""
        if name == "array":
            columns = self.text()
            if not _COLUMNS.fullmatch(columns):
                raise _Refused
            tabs = sum(columns.count(k) for k in "lcr") - 1
        elif name.startswith(("alignat", "alignedat")):
            self.text()
        rows = self.rows(r"\end", tabs)
        self.expect(r"\end")
        if self.text() != name:
            raise _Refused
        if become is None:
            if len(rows) != 1:
                raise _Refused
            return " ".join(rows[0])
        return _environment(become, rows, columns)


def _environment(name: str, rows: list[list[str]], columns: str = "") -> str:
    return rf"\begin{{{name}}}{f'{{{columns}}}' if columns else ''} {_stacked(rows)} \end{{{name}}}"


def _stacked(rows: list[list[str]]) -> str:
    r"""Rows with ``\\`` between them; one that starts with a bracket or a star would be taken for an option of ``\\``."""
    lines = (" & ".join(cells).strip() for cells in rows)
    return r" \\ ".join("{}" + line if line.startswith(("[", "*")) else line for line in lines)


def _joined(out: str, piece: str) -> str:
    """The pieces side by side, with a space where a letter would run into a command's name."""
    if not out or not piece:
        return out + piece
    word = out[out.rfind("\\") + 1 :] if "\\" in out else ""
    return f"{out} {piece}" if word.isalpha() and piece[0].isalpha() else out + piece

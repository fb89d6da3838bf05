r"""From characters to tokens, with a place for each; what only changes the look is dropped here.

Tokens are four parallel lists (kind, value, start, end), which is what makes reading fast. The rules for letters:

* LaTeX. A run of letters is one name if it is a known word (``names.KNOWN_WORDS``, functions), or ``d`` and one letter
  (``dW``), or if it is a word, that is four letters or more with a vowel among them (``target``). A short run around a function
  is taken apart (``xlnx``). Every other run is a product of its letters. After ``_`` and ``^`` only one letter or digit
  counts, as in LaTeX.
* Plain text. An identifier is one name (``log_softmax``); ``x_i`` and ``x_1`` have an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from symact.notation import names as n
from symact.notation import patterns as p
from symact.notation import words as w
from symact.notation.syntax import NotationError
from symact.notation.unicode_signs import script_run, sign_tokens
from symact.source import Span

__all__ = ["LOOSE_AFTER", "LOOSE_BEFORE", "MAX_CHARACTERS", "MAX_DIGITS", "MAX_TOKENS", "Tokens", "lex"]

MAX_CHARACTERS = 20_000
MAX_TOKENS = 4_000
MAX_DIGITS = 400
MAX_BRACES = 64  # of nesting inside the argument of a command that takes words

# Tokens next to which a wide space is only a space.
LOOSE_AFTER = frozenset(
    (n.QUAD, n.ADD, n.MUL, n.SLASH, n.REL, n.ARROW, n.LOGIC, n.OPEN, n.LB, n.LBAR, n.COMMA, n.SEMI, n.COLON, n.AMP, n.ROW,
     n.BEGIN, n.IF, n.FORALL, n.WHERE, n.AND, n.OR, n.NOT, n.SUB, n.SUP, n.LNULL)
)  # fmt: skip
TAKES_ARGUMENT = frozenset(
    (n.FRAC, n.SUB, n.SUP, n.STYLE, n.SQRT, n.BINOM, n.UNDER, n.OVER, n.BRACE, n.CLOSE, n.FUNC, n.SWITCH)
)
SIGNS = frozenset((n.REL, n.MUL, n.ADD, n.ARROW, n.COLON))
OPERANDS = frozenset((n.NUM, n.NAME, n.WORD, n.FUNC, n.BIG, n.DNAME, n.DIFF, n.NABLA, n.FRAC, n.SQRT, n.STYLE, n.OPEN, n.LBAR))
WORDS_IN_BRACES = frozenset((n.IF, n.FORALL, n.WHERE, n.AND, n.OR, n.WHEN))
LOOSE_BEFORE = frozenset(
    (n.QUAD, n.MUL, n.SLASH, n.REL, n.ARROW, n.LOGIC, n.CLOSE, n.RB, n.RBAR, n.COMMA, n.SEMI, n.DOT, n.COLON, n.AMP, n.ROW,
     n.END, n.AND, n.OR, n.IF, n.ELSE, n.FORALL, n.WHERE, n.WHEN, n.RNULL, n.EOF)
)  # fmt: skip


class Tokens(NamedTuple):
    kinds: list[str]
    values: list[str]
    starts: list[int]
    ends: list[int]


def matching_brace(text: str, at: int) -> int:
    """The offset after the brace that closes the one at ``at``; -1 if there is none."""
    depth = 0
    i = at
    while i < len(text):
        c = text[i]
        if c == "\\":
            i += 2
            continue
        if c == "{":
            depth += 1
            if depth > MAX_BRACES:
                raise NotationError(f"nested more than {MAX_BRACES} deep", Span(at, i + 1))
        elif c == "}":
            depth -= 1
            if depth == 0:
                return i + 1
        i += 1
    return -1


class Lexer:
    """One pass over a text; ``tex`` says which of the two notations it is in."""

    def __init__(self, text: str, tex: bool) -> None:
        self.source = text
        self.text = text if text.isascii() else text.translate(p.LOOKALIKES).translate(p.GREEK_CAPITALS)
        self.tex = tex
        self.loose = 0  # how many tokens there are where the last one is a word with a space behind it
        self.kinds: list[str] = []
        self.values: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def put(self, kind: str, value: str, start: int, end: int) -> None:
        kinds = self.kinds
        if kinds and kinds[-1] == n.QUAD and kind in LOOSE_BEFORE:
            if kind == n.QUAD:
                return
            self.pop(-1)
        if kind == n.RB and len(kinds) > 1 and kinds[-2] == n.LB and self.values[-1] == "d" and kinds[-1] in (n.DIFF, n.NAME):
            before = kinds[-3] if len(kinds) > 2 else n.LB
            if before not in TAKES_ARGUMENT and (before != n.RB or kinds[-1] == n.DIFF):  # {\rm d}x is a dx like any other
                self.pop(-2)
                return
        if kind == n.RB and len(kinds) > 1 and kinds[-2] == n.LB and kinds[-1] in WORDS_IN_BRACES:
            self.pop(-2)  # {\text{ for }}x
            return
        if kind == n.RB and len(kinds) > 2 and kinds[-1] in SIGNS and kinds[-2] == n.LB and kinds[-3] not in TAKES_ARGUMENT:
            self.pop(-2)  # x{=}1, \mathrel{\mathop:}=
            return
        if kind == n.REL and value == "=" and kinds and kinds[-1] == n.COLON:
            self.kinds[-1], self.values[-1], self.ends[-1] = n.REL, ":=", end
            return
        if kinds and self.loose == len(kinds) and kind in OPERANDS:
            kinds[-1] = n.TEXT  # \text{using } x: no factor
        kinds.append(kind)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    def put_all(self, pieces: Iterable[tuple[str, str, int, int]], start: int) -> None:
        for kind, value, a, b in pieces:
            self.put(kind, value, start + a, start + b)

    def pop(self, at: int) -> None:
        del self.kinds[at], self.values[at], self.starts[at], self.ends[at]

    def fail(self, reason: str, start: int, end: int) -> NotationError:
        return NotationError(reason, Span(start, end))

    def run(self, at: int = 0, end: int | None = None) -> None:
        """Read ``text[at:end]``."""
        text, tex = self.text, self.tex
        stop = len(text) if end is None else end
        match = (p.TEX if tex else p.PLAIN).match
        commands = n.COMMANDS
        while at < stop:
            m = match(text, at, stop)
            if m is None:
                raise self.fail(f"unexpected character {text[at]!r}", at, at + 1)
            what = m.lastgroup
            start, at = at, m.end()
            if what == "space":
                continue
            if what == "letters":
                self.letters(m[0], start)
                if tex and self.ends[-1] != at:
                    at = self.ends[-1]
            elif what == "sign":
                known = commands.get(m[0])
                if known is not None:
                    if m[0] in n.WORDED_OPERATORS and self.counts(m[0], at):
                        known = (n.BIG, n.WORDED_OPERATORS[m[0]])
                    elif m[0] in "`‘" and tex and self.kinds and self.ends[-1] == start and text[at : at + 1] in ("(", "\\"):
                        known = (n.PRIME, "1")  # f`(x) is a way to write f'(x)
                    elif m[0] == "!=" and tex and self.kinds and self.ends[-1] == start:
                        raise self.fail("unclear whether this is a factorial and = or the sign for unequal", start, at)
                    elif not tex and known[0] in (n.LB, n.RB):
                        known = (n.OPEN, "{") if m[0] == "{" else (n.CLOSE, "}")
                    self.put(*known, start, at)
                else:
                    self.sign(m[0], start, at)
            elif what == "number":
                if at - start > MAX_DIGITS:
                    raise self.fail(f"a number of more than {MAX_DIGITS} digits", start, at)
                value = m[0].replace("{,}", "").rstrip(".")
                percent = p.PERCENT[self.tex].match(text, at, stop)
                if percent:
                    value, at = value + "%", percent.end()
                self.put(n.NUM, value, start, at)
            elif what == "command":
                known = commands.get(m[0])
                if known is not None and known[0] not in (n.QUAD, n.ROW, n.OVER, n.UNDER):
                    self.put(*known, start, at)
                else:
                    at = self.command(m[0], start, at)
            elif what == "module":
                word = m[0].partition(".")[2]
                word = {"maximum": "max", "minimum": "min"}.get(word, word)  # of two arrays
                self.put(n.FUNC if word in n.FUNCTIONS else n.WORD, word, start, at)
            elif what == "han":
                self.han(m[0], start, at)
            else:
                self.put_all(script_run(m[0], what == "raised"), start)

    # --- letters and words -------------------------------------------------------------------------------------------

    def letters(self, run: str, start: int) -> None:
        if run in n.WORDED_OPERATORS and self.counts(run, start + len(run)):
            self.put(n.BIG, n.WORDED_OPERATORS[run], start, start + len(run))
            return
        if not self.tex:
            self.put_all(w.identifier(run), start)
            return
        if self.kinds and self.kinds[-1] in (n.SUB, n.SUP) and len(run) > 1:
            if run in n.KNOWN_WORDS or run in n.FUNCTIONS or w.letters(run)[0][0] == n.WORD:
                sign = "_" if self.kinds[-1] == n.SUB else "^"
                raise self.fail(
                    f"only the first letter after {sign} counts in LaTeX: write {sign}{{{run}}}", start, start + len(run)
                )
            self.put(n.NAME, run[0], start, start + 1)
            return
        self.put_all(w.letters(run), start)

    def counts(self, run: str, at: int) -> bool:
        """Whether an index follows a word or letter for a sum, which would be a name otherwise."""
        return (p.INDEXED if run.isascii() else p.COUNTED).match(self.text, at) is not None

    def han(self, run: str, start: int, end: int) -> None:
        """Chinese characters outside of \\text: a keyword, or a name where it is used as one, or words."""
        if run.endswith("时") and run not in n.KEYWORDS and run[:-1] == "":
            self.put(n.WHEN, "", start, end)
        else:
            self.words(run, start, end, start)

    def words(self, raw: str, start: int, end: int, inner: int, command: str = r"\text") -> None:
        r"""The content of \text{...}, \mathrm{...}: a keyword, a name, a number, words, or maths between dollars."""
        upright = command not in n.TEXTS
        operator = command.startswith(r"\operatorname")
        if "$" in raw:
            self.mixed(raw, inner)
            return
        clean = w.ESCAPES.sub(lambda m: m[1] if m[1] in "_%&#$" else " ", raw).replace("~", " ")
        clean = " ".join(clean.split())
        if upright and p.SPACED.fullmatch(clean):
            clean = clean.replace(" ", "")  # \mathrm{R e L U}: spaces between letters do not show
        key = clean.strip(" ,.;:").lower()
        if not key:
            if clean:
                self.put(n.COMMA, "", start, end)
            return
        if key in n.KEYWORDS and not self.in_script() and not (operator and key not in n.BARE_KEYWORDS):
            self.put(*n.KEYWORDS[key], start, end)
        elif key.isdigit() and key.isascii():
            self.put(n.NUM, key, start, end)
        elif w.WORD.fullmatch(clean):
            self.word(clean, start, end, upright)
            if self.kinds[-1] == n.WORD and not upright and raw[-1] in " ~" and clean not in n.KNOWN_WORDS:
                self.loose = len(self.kinds)
        elif key.replace(" ", "") in ("argmax", "argmin", "limsup", "liminf"):
            self.put(n.FUNC, key.replace(" ", ""), start, end)
        elif (upright and w.WORDS.fullmatch(clean) and not w.LEADING.match(key)) or (
            (upright or self.in_script()) and w.HAN_WORD.fullmatch(clean)
        ):
            self.put(n.WORD, clean, start, end)
        else:
            self.sentence(raw, clean, start, end, inner)

    def in_script(self) -> bool:
        for kind in reversed(self.kinds):
            if kind != n.LB:
                return kind in (n.SUB, n.SUP)
        return False

    def word(self, word: str, start: int, end: int, upright: bool) -> None:
        if word in n.FUNCTIONS:
            self.put(n.FUNC, word, start, end)
        elif word == "d":
            self.put(n.DIFF, "d", start, end)
        elif len(word) == 2 and word[0] == "d" and word[1].isalpha():
            self.put(n.DNAME, word, start, end)
        elif len(word) == 1:
            self.put(n.NAME, word, start, end)
        elif word.lower() in n.PROSE and not upright:
            self.put(n.TEXT, word, start, end)
        else:
            self.put(n.WORD, word, start, end)

    def sentence(self, raw: str, clean: str, start: int, end: int, inner: int) -> None:
        """Words with a keyword at their start or end, or words only."""
        lead = w.LEADING.match(raw.strip().lower())
        if (lead and raw.isascii()) or (lead and ord(lead[0][0]) > 127):
            at = inner + len(raw) - len(raw.lstrip())
            rest = raw.strip()[lead.end() :].strip(" ,.;:~")
            if rest:
                where = self.text.index(rest, at + lead.end())
                kind, value = n.KEYWORDS[lead[0].rstrip(".")]
                self.put(kind, value, start, at + lead.end())
                if w.MATHS_IN_TEXT.search(rest):
                    self.maths(where, where + len(rest))
                else:
                    self.words(rest, where, where + len(rest), where)
                return
        tail = w.TRAILING.search(raw.rstrip(" ,.;:~"))
        if tail and tail.start() > 0 and raw[: tail.start()].strip(" ,"):
            head = raw[: tail.start()].strip(" ,~")
            where = self.text.index(head, inner)
            self.words(head, where, where + len(head), where)
            self.put(*n.KEYWORDS[tail[0]], inner + tail.start(), end)
            return
        self.put(n.TEXT, clean, start, end)

    def mixed(self, raw: str, inner: int) -> None:
        r"""\text{for $x > 0$}: words and maths in turn."""
        if raw.count("$") % 2 or "\\" in w.ESCAPES.sub("", "".join(raw.split("$")[::2])):
            raise self.fail("a command inside words", inner, inner + len(raw))
        at = inner
        for i, piece in enumerate(raw.split("$")):
            if piece.strip():
                if i % 2:
                    self.run(at, at + len(piece))
                else:
                    self.words(piece, at, at + len(piece), at)
            at += len(piece) + 1

    def maths(self, start: int, end: int) -> None:
        """Mathematics in the middle of words: an identifier there is one name."""
        tex, self.tex = self.tex, False
        try:
            self.run(start, end)
        finally:
            self.tex = tex

    # --- commands ----------------------------------------------------------------------------------------------------

    def sign(self, sign: str, start: int, end: int) -> None:
        if sign == "**":
            self.put(n.SUP, "", start, end)
        elif sign == "||":
            self.put(n.BAR, "|", start, start + 1)
            self.put(n.BAR, "|", start + 1, end)
        elif mark := n.MARKS.get(sign):
            self.marked(mark, start, end)
        elif tokens := sign_tokens(sign):
            if tokens[0][0] == n.FRAC and self.kinds and self.kinds[-1] == n.NUM and self.ends[-1] == start:
                raise self.fail("a number right before a fraction", self.starts[-1], end)
            self.put_all(tokens, start)
        elif sign == "$":
            raise self.fail("stray $", start, end)
        else:
            raise self.fail(f"unexpected character {sign}", start, end)

    def marked(self, mark: str, start: int, end: int) -> None:
        """A combining mark puts itself above the letter before it."""
        if not self.kinds or self.kinds[-1] != n.NAME or self.ends[-1] != start:
            raise self.fail("a mark above what is no letter", start, end)
        at = self.starts[-1]
        self.kinds[-1:] = [n.STYLE, n.NAME]
        self.values[-1:] = [mark, self.values[-1]]
        self.starts[-1:] = [at, at]
        self.ends[-1:] = [at, end]

    def command(self, name: str, start: int, at: int) -> int:
        """A command that is more than one token or none; the offset after it."""
        text = self.text
        if at < len(text) and text[at] == "*" and name + "*" in STARRED:
            name, at = name + "*", at + 1
        if name in n.DROPPED:
            return at
        if name == r"\\" or name in (r"\cr", r"\newline"):
            m = p.ROW_SPACE.match(text, at)
            self.put(n.ROW, "", start, at)
            return m.end() if m else at
        if name in (r"\left", r"\right") or name in n.SIZES:
            return self.delimiter(name, start, at)
        if name in n.TEXTS or name in n.UPRIGHT:
            return self.upright(name, start, at)
        if name in n.WIDE_SPACES:
            if name not in (r"\quad", r"\qquad", r"\hfill", r"\hfil"):
                m = p.LENGTH.match(text, at)
                at = m.end() if m else at
            self.wide(start, at)
            return at
        if name in n.DROPPED_WITH_ARGUMENT:
            m = p.OPENING.match(text, at)
            end = matching_brace(text, m.end() - 1) if m else -1
            if end < 0:
                raise self.fail(f"{name} without its argument", start, at)
            return end
        if name in (r"\begin", r"\end"):
            return self.environment(name, start, at)
        if name in (r"\overset", r"\stackrel", r"\underset"):
            m = p.RELATION_UNDER.match(text, at)
            if m:
                if p.SAYS_MORE.search(m[1]):
                    raise self.fail("a condition or a question above a relation", start, m.end())
                value = n.RELATIONS.get(m[2]) or n.ARROWS[m[2]]
                if value == "=" and re.search("def|Delta|triangle", m[1]):
                    value = ":="
                self.put(n.REL if m[2] in n.RELATIONS else n.ARROW, value, start, m.end())
                return m.end()
            self.put(n.UNDER if name == r"\underset" else n.OVER, "", start, at)
            return at
        if name in (r"\xrightarrow", r"\xlongrightarrow") and (m := p.XARROW.match(text, at)):
            self.put(n.REL, "to", start, m.end())
            return m.end()
        if name == r"\arg":
            m = p.ARGUMENT_OF_ARG.match(text, at)
            if m:
                self.put(n.FUNC, "arg" + m[1], start, m.end())
                return m.end()
            self.put(n.WORD, "arg", start, at)
            return at
        if name == r"\not":
            m = p.DELIMITER.match(text, at)
            value = n.RELATIONS.get(m[1], "") if m else ""
            if m and value in n.NEGATED:
                self.put(n.REL, n.NEGATED[value], start, m.end())
                return m.end()
            raise self.fail(r"\not before something else than = or \in", start, at)
        if name in n.SWITCHES:
            self.put(n.SWITCH, n.SWITCHES[name], start, at)
            return at
        raise self.fail(f"unknown command {name}", start, at)

    def wide(self, start: int, end: int) -> None:
        if self.kinds and self.kinds[-1] not in LOOSE_AFTER:
            self.put(n.QUAD, "", start, end)
        elif self.kinds and self.kinds[-1] == n.COMMA:
            self.values[-1] = "wide"

    def delimiter(self, name: str, start: int, at: int) -> int:
        r"""\left, \right, \big... with what follows them: one token."""
        m = p.DELIMITER.match(self.text, at)
        sign = m[1] if m else ""
        left = name == r"\left" or name.endswith("l")
        right = name == r"\right" or name.endswith("r")
        if m and sign == "." and name in (r"\left", r"\right"):
            self.put(n.LNULL if left else n.RNULL, "", start, m.end())
        elif m and sign in n.BARS and n.BARS[sign] != "mid":
            self.put(n.LBAR if left else n.RBAR if right else n.BAR, n.BARS[sign], start, m.end())
        elif m and sign in n.LEFT_BARS:
            self.put(n.LBAR, n.LEFT_BARS[sign], start, m.end())
        elif m and sign in n.RIGHT_BARS:
            self.put(n.RBAR, n.RIGHT_BARS[sign], start, m.end())
        elif m and sign in n.OPENERS:
            self.put(n.OPEN, n.OPENERS[sign], start, m.end())
        elif m and sign in n.CLOSERS:
            self.put(n.CLOSE, n.CLOSERS[sign], start, m.end())
        elif m and sign == "<" and left:
            self.put(n.OPEN, "⟨", start, m.end())
        elif m and sign == ">" and right:
            self.put(n.CLOSE, "⟩", start, m.end())
        elif m and sign == "/":
            self.put(n.SLASH, "", start, m.end())
        else:
            raise self.fail(f"{name} without a delimiter", start, at)
        assert m is not None
        return m.end()

    def upright(self, name: str, start: int, at: int) -> int:
        r"""\text{...}, \mathrm{...}, \operatorname{...}, {\rm ...}."""
        text = self.text
        opening = at
        while opening < len(text) and text[opening] in " \n\t":
            opening += 1
        if opening < len(text) and text[opening] == "{":
            end = matching_brace(text, opening)
            if end < 0:
                raise self.fail(f"unclosed {{ of {name}", opening, opening + 1)
            raw = text[opening + 1 : end - 1]
            if name not in n.TEXTS and w.UPRIGHT_MATHS.search(w.ESCAPES.sub("", raw)):
                return at  # mathematics in upright letters: only the look is dropped
            if name in n.TEXTS and "$" not in raw and ("\\" in w.ESCAPES.sub("", raw) or "{" in raw):
                raise self.fail(f"a command inside {name}", start, end)
            if name in (r"\mathsf", r"\sf") and len(raw.strip()) == 1:
                self.put(n.STYLE, "sf", start, opening)
                return at
            self.words(raw, start, end, opening + 1, name)
            return end
        if name in n.TEXTS or name.startswith(r"\operatorname"):
            raise self.fail(f"{name} without its argument", start, at)
        m = p.LETTERS.match(text, opening)
        if not m:
            if name in (r"\rm", r"\it"):
                return at
            raise self.fail(f"{name} without its argument", start, at)
        end = m.end() if name in (r"\rm", r"\it", r"\sf", r"\tt") else opening + 1
        if name in (r"\mathsf", r"\sf") and end == opening + 1:
            self.put(n.STYLE, "sf", start, opening)
            return opening
        self.words(text[opening:end], start, end, opening, name)
        return end

    def environment(self, name: str, start: int, at: int) -> int:
        m = p.ENVIRONMENT.match(self.text, at)
        if not m:
            raise self.fail(f"{name} without a name", start, at)
        kind = m[1]
        if kind not in n.ENVIRONMENTS:
            raise self.fail(f"unknown environment {kind}", start, m.end())
        at = m.end()
        if name == r"\begin":
            if kind == "array" or kind.startswith("alignat") or kind in ("alignedat", "aligned", "gathered", "smallmatrix"):
                option = p.OPTION.match(self.text, at)
                at = option.end() if option else at
            if kind == "array" or kind.startswith("alignat") or kind == "alignedat":
                spec = p.OPENING.match(self.text, at)
                end = matching_brace(self.text, spec.end() - 1) if spec else -1
                if end < 0:
                    raise self.fail(rf"\begin{{{kind}}} without its columns", start, at)
                at = end
            self.put(n.BEGIN, kind, start, at)
        else:
            self.put(n.END, kind, start, at)
        return at


STARRED = frozenset(x for x in n.UPRIGHT | n.DROPPED_WITH_ARGUMENT | n.WIDE_SPACES if x.endswith("*"))


def lex(text: str, tex: bool) -> Tokens:
    """The tokens of a text, ended by EOF tokens. Raises NotationError for what is no notation at all."""
    if len(text) > MAX_CHARACTERS:
        raise NotationError(f"a formula of more than {MAX_CHARACTERS} characters", Span(MAX_CHARACTERS, len(text)))
    lexer = Lexer(text, tex)
    lexer.run()
    if len(lexer.kinds) > MAX_TOKENS:
        raise NotationError(f"a formula of more than {MAX_TOKENS} signs", Span(lexer.starts[MAX_TOKENS], len(text)))
    for _ in range(4):  # so that a rule may look at a few tokens after the one it reads
        lexer.put(n.EOF, "", len(text), len(text))
    return Tokens(lexer.kinds, lexer.values, lexer.starts, lexer.ends)

r"""Whether a dollar sign or an escaped bracket opens a formula, and where that one ends.

``$`` opens a formula where no space follows it, no space precedes the closing one and no digit follows that (pandoc's rule).
Spaces inside are accepted where the content is clearly mathematics (``$ f(x) $``); prose between two prices is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["bracket_is_maths", "closing_dollar", "is_prose", "opens_display", "opens_maths", "run_length", "unescaped"]

UNESCAPED = re.compile(r"\\.|(\$)", re.DOTALL)
TEXT_COMMAND = re.compile(r"\\(?:text\w*|mbox|hbox|mathrm|operatorname\*?|textrm|rm|tag\*?)\s*\{[^{}]*\}")
LABEL = re.compile(r"[_^]\{[^{}\s]*\}")  # n_{in} holds no English word
OPEN_TEXT = re.compile(r"\\(?:text\w*|mbox|hbox|intertext)\s*\{[^{}]*$")
STOPPED = re.compile(
    "the|an|of|to|and|or|in|on|is|are|be|by|as|at|it|we|if|then|with|from|this|that|not|use|see|than|more|for|was",
    re.IGNORECASE,
)
CONDITION_WORDS = frozenset({"if", "for", "and", "or", "then", "in", "is", "otherwise"})
KEYWORD = re.compile(r"(?:Id|Date|Revision|Rev|Author|Header|HeadURL|URL|Source|Log|Name|State):|\.[A-Za-z]")  # CVS, JSONPath
WORDS_OR_CJK = re.compile(r"[A-Za-z]{2}|[\u3000-\u9fff\uff00-\uffef]")
WORD = re.compile(r"(?<![\\A-Za-z_])[A-Za-z]{2,}")
CJK_RUN = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]{7,}|[，。；：、！？]\s*[\u3400-\u9fff]|[。；！？]")
SIGN = re.compile(r"\\[^\s$]|[\^_=<>≤≥≠≈∈+*/|]|[α-ωΑ-Ω∞√∑∏∫∂]")
NAME = re.compile(r"\s*[^\W\d_]{1,12}'*(?:\s*\([^()]*\))?\s*")
HANGING = ("=", "+", "-", "*", ",", "(", "<", ">", "/", ":", "")
OPENING = re.compile(r"\s?(?:\\[A-Za-z]{2,}|[A-Za-z](?:_|\^|'?\s?=\s?[^=\s]|'?\([^()\n]{1,20}\)\s?[=<>]))")
TEX_MARK = re.compile(r"\\[A-Za-z]|[\^_=&]")


def run_length(text: str, at: int) -> int:
    end = at + 1
    while text.startswith("$", end):
        end += 1
    return end - at


def unescaped(text: str) -> list[int]:
    """The places of the dollar signs that no backslash escapes."""
    return [m.start() for m in UNESCAPED.finditer(text) if m[1]]


def closing_dollar(text: str, at: int, next_dollar: Callable[[int], int]) -> int:
    """Where the formula opened by the single ``$`` at ``at`` ends, or -1 if nothing is opened."""
    end = next_dollar(at + 1)
    for _ in range(8):
        if end < 0 or text.find("{", at, end) < 0 or not OPEN_TEXT.search(text, max(at + 1, end - 200), end):
            break
        end = next_dollar(end + 1)  # a dollar inside \text{if $x$ …}
    if end <= at + 1:
        return -1
    run = run_length(text, end)
    if run > 2 or (run == 2 and next_dollar(end + 2) < 0):
        return -1
    return end if _is_formula(text, at + 1, end) else -1


def _is_formula(text: str, start: int, end: int) -> bool:
    content, after = text[start:end], text[end + 1 : end + 2]
    if after.isdigit() or KEYWORD.match(content) or "</" in content or is_prose(content) or _cuts_code(text, content, end):
        return False
    if after.isascii() and after.isalpha() and re.fullmatch(r"[A-Z_]{2,}[/:.]?|\w+[/:.]", content):
        return False  # $HOME/$PATH
    if not content[0].isspace() and not content[-1].isspace():
        return True
    if content[-1].isspace() and content.rstrip()[-1:] in HANGING:
        return False  # $x = $y
    return SIGN.search(content) is not None or NAME.fullmatch(content) is not None


def _cuts_code(text: str, content: str, end: int) -> bool:
    """Whether the closing dollar stands inside a code span that begins in the content."""
    if "`" not in content:
        return False
    ticks = len(re.findall(r"(?<![\^{])`", content))
    return ticks % 2 == 1 and text.find("`", end, end + 200) >= 0


def is_prose(content: str) -> bool:
    """Whether the content reads as words between two signs that do not belong together."""
    if WORDS_OR_CJK.search(content) is None:
        return False
    bare = LABEL.sub(" ", TEXT_COMMAND.sub(" ", content)) if "{" in content else content
    ordinary = [word.lower() for word in WORD.findall(bare) if STOPPED.fullmatch(word)]
    if "\\" in bare:
        return "\\begin" not in bare and sum(word not in CONDITION_WORDS for word in ordinary) > 1
    if ordinary or CJK_RUN.search(bare) is not None:
        return True
    return TEX_MARK.search(bare) is None and len(WORD.findall(bare)) > 3


def opens_maths(text: str, at: int) -> bool:
    """Whether what follows an opening ``$`` is written as mathematics, so that a missing end is worth a word."""
    if OPENING.match(text, at) is None:
        return False
    piece, dollar, _ = text[at : at + 200].partition("\n")[0].partition("$")
    return not dollar or re.search(r"\\[A-Za-z]{2,}|[\^_]", piece) is not None


def opens_display(text: str, at: int) -> bool:
    line = text[max(0, at - 80) : at].rpartition("\n")[2]
    following = text[at + 2 : at + 200].strip()
    return (not line.strip() and (not following or TEX_MARK.search(following) is not None)) or opens_maths(text, at + 2)


def bracket_is_maths(text: str, at: int, inner: int, end: int, after: int) -> bool:
    r"""Whether ``\[…\]`` or ``\(…\)`` is a formula; ``\[0, 1\]`` in a sentence and ``\(see above\)`` are escaped brackets."""
    content = text[inner:end]
    if not content.strip() or (text.startswith("(", after) and text[after - 1] == "]") or is_prose(content):
        return False
    if text[end - 1 : end] == "\\" and not text.startswith("\\\\", at):
        return False
    if SIGN.search(content) or text[inner - 1] == "(" or text.startswith("\\\\", at):
        return True
    before = text[max(0, at - 80) : at].rpartition("\n")[2]
    following = text[after : after + 80].partition("\n")[0]
    return not before.strip(" \t>*-+0123456789.") and not following.strip(" \t.,;，。\r")

"""How the characters of the two notations fall into tokens, and what follows a command."""

from __future__ import annotations

import re

from symact.notation import names as n

__all__ = [
    "TEX",
    "PLAIN",
    "LOOKALIKES",
    "GREEK_CAPITALS",
    "ROW_SPACE",
    "LETTERS",
    "SPACED",
    "INDEXED",
    "PERCENT",
    "COUNTED",
    "LENGTH",
    "OPENING",
    "OPTION",
    "ENVIRONMENT",
    "DELIMITER",
    "RELATION_UNDER",
    "SAYS_MORE",
    "XARROW",
    "ARGUMENT_OF_ARG",
]

NUMBER = r"(?:[0-9]+(?:\{,\}[0-9]{3})*(?:\.[0-9]+|\.(?=\s*[-+*/)]))?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
SIGNS = r":=|==|=:|!=|<=|>=|=>|->|\.\.\.|[^\s]"
ASSIGNS = r"<-(?=\s)"  # x <- 1; but x<-1 compares
MODULE = r"(?<![A-Za-z\\])(?P<module>(?:np|numpy|math|torch|tf)\.[a-z][a-z0-9_]*)"  # np.sum
TEX = re.compile(
    rf"(?P<space>(?:\s|~|%[^\n]*)+)|{MODULE}|(?P<letters>[A-Za-z]+(?:\\_[A-Za-z0-9]+)*)|(?P<number>{NUMBER})|(?P<command>\\(?:[A-Za-z]+|.|\n))"
    rf"|(?P<han>[㐀-鿿]+)|(?P<raised>[{''.join(n.SUPERSCRIPTS)}]+)|(?P<lowered>[{''.join(n.SUBSCRIPTS)}]+)|(?P<sign>{SIGNS})"
)
PLAIN = re.compile(
    rf"(?P<space>\s+)|{MODULE}|(?P<number>{NUMBER})|(?P<letters>[A-Za-zͰ-Ͽµℓ][A-Za-zͰ-Ͽµℓ0-9]*(?:_[A-Za-z0-9]+)*)"
    rf"|(?P<han>[㐀-鿿]+)|(?P<raised>[{''.join(n.SUPERSCRIPTS)}]+)|(?P<lowered>[{''.join(n.SUBSCRIPTS)}]+)"
    rf"|(?P<sign>\*\*|\|\||{ASSIGNS}|{SIGNS})"
)

# Characters that mean the same as an ASCII one; all replacements keep the length, so that offsets stay right.
LOOKALIKES = str.maketrans(
    {
        **{chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("−–‐‑", "-"),
        **dict.fromkeys(
            "　\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2061\u2062\ufeff", " "
        ),
        "。": ".",
        "、": ",",
        "ˆ": "^",
        "⁄": "/",
        "∕": "/",
        "∶": ":",
        "﹣": "-",
        "\u2032": "'",
        **{chr(0x1D434 + i): chr(65 + i) for i in range(26)},  # mathematical italic
        **{chr(0x1D44E + i): chr(97 + i) for i in range(26) if i != 7},
        "ℎ": "h",
        **{chr(0x1D6FC + i): chr(0x3B1 + i) for i in range(25)},
        **{chr(0x1D6E2 + i): chr(0x391 + i) for i in range(17)},
    }
)
GREEK_CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")  # these look like Latin letters and are read as such

ROW_SPACE = re.compile(r"\s*\*?\s*\[\s*-?[0-9.]+\s*[a-z]{2}\s*\]")
LETTERS = re.compile(r"[A-Za-z]+")
PERCENT = {True: re.compile(r"\s*\\%"), False: re.compile(r"\s?%(?!\s*[A-Za-z0-9(])")}  # in plain text a % b is a remainder
INDEXED = re.compile(r"\s*_\s*[{(A-Za-z]")
COUNTED = re.compile(r"\s*_\s*[{(][^{}()=]*=")  # Σ_{i=1}: no letter but a sum
SPACED = re.compile(r"[A-Za-z](?: [A-Za-z0-9])+")
LENGTH = re.compile(r"\s*(?:\{[^{}]*\}|-?[0-9.]+\s*[a-z]{2})")
OPENING = re.compile(r"\s*\{")
OPTION = re.compile(r"\s*\[[tcb]\]")
ENVIRONMENT = re.compile(r"\s*\{\s*([A-Za-z]+\*?)\s*\}")
DELIMITER = re.compile(r"\s*(\\[A-Za-z]+|\\[{}|]|[^\s\\A-Za-z0-9])")
# What stands above a relation and limits it, or asks: a comparison, an arrow, "if", "when", "?".
SAYS_MORE = re.compile(r"[<>≤≥?？]|\\(?:le|ge|leq|geq|ne|neq|to|rightarrow|in|lt|gt)(?![A-Za-z])|\b(?:if|when|for|as)\b|当|若")
RELATION_UNDER = re.compile(
    r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*(?:\{\s*)?(=|<|>|\\(?:sim|to|rightarrow|longrightarrow|leq?|geq?|approx|equiv|neq?|Rightarrow"
    r"|longleftrightarrow|in)(?![A-Za-z]))\s*(\})?"
)
XARROW = re.compile(r"\s*(?:\[[^\]]*\])?\s*\{(?:[^{}]|\{[^{}]*\})*\}")
ARGUMENT_OF_ARG = re.compile(r"\s*(?:\\[,;!: ]\s*)*\\(max|min)(?![A-Za-z])")

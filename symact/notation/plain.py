r"""Formulas that symact has printed as LaTeX, as a line for a terminal: ``\frac{x^{2}}{1 + e^{-x}}`` is ``x²/(1 + exp(-x))``."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["plain", "plain_words", "typed"]

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|[{}^_&]|\s+|[^\\{}^_&\s]")
_SIGNS = {
    "le": "≤", "ge": "≥", "ne": "≠", "in": "∈", "to": "→", "infty": "∞", "cdot": "·", "approx": "≈", "cup": "∪", "ldots": "…",
    "lfloor": "⌊", "rfloor": "⌋",
    "partial": "∂", "top": "ᵀ", "emptyset": "∅", "sum": "Σ", "ell": "ℓ", "pi": "π", "quad": "  ", ",": " ", "{": "{", "}": "}", "|": "|",
    **{name: chr(code) for name, code in zip(
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron".split(), range(0x3B1, 0x3C0), strict=True)},
    "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Phi": "Φ", "Gamma": "Γ", "Delta": "Δ",
}  # fmt: skip
_ABOVE = str.maketrans("0123456789-+nijk", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱʲᵏ")
_BELOW = str.maketrans("0123456789+-ijkn", "₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₖₙ")
_TYPED = {
    **{above: chr(letter) for letter, above in _ABOVE.items()}, **{below: chr(letter) for letter, below in _BELOW.items()},
    **{ord(sign): name for name, sign in _SIGNS.items() if name.isalpha() and ("α" <= sign <= "ω" or sign in "ΦΓΔ")},
    ord("·"): "*", ord("√"): "sqrt", ord("∂"): "d",
}  # fmt: skip
_WHOLE = re.compile(r"[√∂]?[\w.∞…]+|∂", re.UNICODE)
_CALL = re.compile(r"\w*\((.*)\)")


def plain_words(markdown: str) -> str:
    """Words with formulas between dollars, as plain text."""
    return re.sub(r"\$([^$]+)\$", lambda m: plain(m[1]), markdown)


def typed(latex: str) -> str:
    """The formula on one line, as it is typed: ``sigma(x)^2`` for ``σ(x)²``."""
    raised = re.sub(f"[{''.join(map(chr, _ABOVE.values()))}]+", lambda m: f"^{m[0].translate(_TYPED)}", plain(latex))
    return raised.translate(_TYPED)


def plain(latex: str) -> str:
    """The formula on one line."""
    tokens = _TOKEN.findall(latex.replace(r"\left", "").replace(r"\right", ""))
    out, _ = _sequence(tokens, 0, "")
    return re.sub(r" +", " ", out).strip()


def _sequence(tokens: list[str], at: int, end: str) -> tuple[str, int]:
    """The text up to a closing token, and the place behind it."""
    out = ""
    while at < len(tokens) and tokens[at] != end:
        token = tokens[at]
        at += 1
        if token.startswith("\\"):
            text, at = _command(token[1:], tokens, at)
            out += f" {text} " if token[1:] in ("le", "ge", "ne", "in", "to", "cdot", "approx", "cup") else text
        elif token in "^_" and token:
            inner, at = _argument(tokens, at)
            out = _raised(out, inner) if token == "^" else out + _lowered(inner)
        elif token == "{":
            inner, at = _sequence(tokens, at, "}")
            out += inner
        elif token == "&":
            out += " "
        else:
            out += " " if token.isspace() else token
    return out, at + 1


def _argument(tokens: list[str], at: int) -> tuple[str, int]:
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    if at < len(tokens) and tokens[at] == "{":
        inner, at = _sequence(tokens, at + 1, "}")
        return inner.strip(), at
    if at < len(tokens) and tokens[at].startswith("\\"):
        return _command(tokens[at][1:], tokens, at + 1)
    return (tokens[at], at + 1) if at < len(tokens) else ("", at)


def _command(name: str, tokens: list[str], at: int) -> tuple[str, int]:
    known = _COMMANDS.get(name)
    if known is not None:
        return known(tokens, at)
    if name == "\\":
        return "; ", at
    return _SIGNS.get(name, name), at


def _fraction(tokens: list[str], at: int) -> tuple[str, int]:
    above, at = _argument(tokens, at)
    below, at = _argument(tokens, at)
    above, below = (part.replace("∂ ", "∂") for part in (above, below))
    return f"{_bracketed(above)}/{_bracketed(below)}", at


def _root(tokens: list[str], at: int) -> tuple[str, int]:
    sign = "√"
    if at < len(tokens) and tokens[at] == "[":
        sign = {"3": "∛", "4": "∜"}.get(tokens[at + 1], f"{tokens[at + 1]}√")
        at += 3
    inner, at = _argument(tokens, at)
    return sign + _bracketed(inner), at


def _cases(tokens: list[str], at: int) -> tuple[str, int]:
    """``{ 0 if x < 0; 1 otherwise }``; of any other environment, what is in it."""
    kind, at = _argument(tokens, at)
    close = _matching_end(tokens, at)
    _, behind = _argument(tokens, close + 1)
    rows = ["  ".join(_sequence(cell, 0, "")[0].strip() for cell in _split(row, "&")) for row in _split(tokens[at:close], "\\\\")]
    if kind != "cases":
        return "; ".join(rows), behind
    rows = [re.sub(r",\s+otherwise$", " otherwise", re.sub(r",\s{2,}(?!otherwise)", " if ", row)) for row in rows]
    return "{ " + "; ".join(rows) + " }", behind


def _matching_end(tokens: list[str], at: int) -> int:
    depth = 0
    for k in range(at, len(tokens)):
        depth += (tokens[k] == r"\begin") - (tokens[k] == r"\end")
        if depth < 0:
            return k
    return len(tokens)


def _split(tokens: list[str], sign: str) -> list[list[str]]:
    """The parts between signs that stand in no environment of their own."""
    out: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == r"\begin") - (token == r"\end")
        if token == sign and not depth:
            out.append([])
        else:
            out[-1].append(token)
    return out


_COMMANDS: dict[str, Callable[[list[str], int], tuple[str, int]]] = {
    "frac": _fraction,
    "sqrt": _root,
    "begin": _cases,
    **dict.fromkeys(("mathrm", "operatorname", "text", "mathbf", "mathbb", "mathit"), _argument),
}


def _bracketed(text: str) -> str:
    call = _CALL.fullmatch(text)
    return text if _WHOLE.fullmatch(text) or (call and _is_closed(call[1])) else f"({text})"


def _is_closed(text: str) -> bool:
    """Whether no bracket closes that was not opened."""
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return True


def _raised(base: str, exponent: str) -> str:
    if exponent == "ᵀ":
        return base + exponent
    if base.endswith("e") and not base[-2:-1].isalpha():
        return f"{base[:-1]}exp({exponent})"
    short = exponent.translate(_ABOVE)
    return base + (short if re.fullmatch(r"-?[\dn]+", exponent) else f"^{_bracketed(exponent)}")


def _lowered(index: str) -> str:
    return index.translate(_BELOW) if re.fullmatch(r"[\dijkn+-]+", index) else f"[{index}]"

"""What a written name is: its canonical word, its indices, and the functions that standard names stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from symact.catalogue import Activation, lookup
from symact.notation.names import GREEK, PAIRS, SYMBOLS
from symact.notation.printer import to_latex
from symact.notation.syntax import Node
from symact.terms.functions import FUNCTIONS

__all__ = [
    "INDEX_LETTERS", "OPAQUE", "Written", "argument_of", "bracketed", "elementary", "event_word", "function_letters", "function_word",
    "index_place", "is_indicator", "is_place", "is_transpose", "is_word", "log_base", "neighbours", "numbered_name", "sequence_word",
    "standard_function", "word_of_label", "written_name",
]  # fmt: skip

INDEX_LETTERS = frozenset("i j k l m n r s".split())
NUMBERING = INDEX_LETTERS | frozenset("t h p q K L M N T".split())  # letters that number things in a superscript in brackets
# Letters that are functions when a bracket follows, though nothing binds them.
OPAQUE = frozenset("f g h phi varphi psi Phi Psi sigma varsigma".split())
_CHANCES = frozenset("P p Pr Q q L ell".split())
NO_LABELS = GREEK | SYMBOLS | {"top", "intercal", "dagger", "circ", "ast", "star", "prime"}  # what a superscript otherwise is
TRANSPOSES = ("top", "T", "intercal")
_GREEK_STANDARD = {"sigma": "sigmoid", "varsigma": "sigmoid"}
_WORDS = frozenset("in min sim lim nil ink".split())
_SPELLINGS = {
    "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "arsinh": "asinh", "arcosh": "acosh", "artanh": "atanh", "sgn": "sign", "Tanh": "tanh",
    "Phi": "Phi", "abs": "abs",
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A name as written: its canonical word (with labels, without indices), and the nodes of its indices."""

    word: str
    indices: tuple[Node, ...] = ()
    style: str = ""


def written_name(node: Node, bound: frozenset[str] = frozenset()) -> Written | None:
    """The name that a node writes, or None: ``x``, ``\\hat y_i``, ``W^{(1)}``, ``x^{(i)}_j``, ``p_{ij}``, ``y_{out}``.

    A letter in a bracket above a name numbers it, as one below does, before those below: ``x^{(i)}_j`` is entry i, j of "x^()".
    """
    if node.kind == "name":
        return Written(node.value)
    if node.kind == "styled":
        inner = written_name(node.args[0], bound)
        if inner is None:
            return None
        if node.value in ("bold", "vec", "bb", "cal", "underline"):
            return Written(inner.word, inner.indices, node.value)
        return Written(f"{inner.word}_{node.value}", inner.indices, inner.style)
    if node.kind == "sub":
        inner = written_name(node.args[0], bound)
        if inner is None:
            return None
        indices = _indices(node.args[1], bound)
        if indices is not None:
            return Written(inner.word, (*inner.indices, *indices), inner.style)
        label = _label(node.args[1], bound)
        return None if label is None else Written(f"{inner.word}_{label}", inner.indices, inner.style)
    if node.kind == "sup" and (groups := bracketed(node.args[1])):
        inner = written_name(node.args[0], bound)
        marks = [_mark(g, bound) for g in groups]
        if inner is None or any(m is None for m in marks):
            return None
        label = "".join(m.word for m in marks if m)
        places = tuple(place for m in marks if m for place in m.indices)
        return Written(f"{inner.word}^{label}", (*places, *inner.indices), inner.style)
    if node.kind == "sup" and is_word(node.args[1]):
        inner = written_name(node.args[0], bound)
        label = _label(node.args[1], bound)
        return None if inner is None or label is None else Written(f"{inner.word}^{label}", inner.indices, inner.style)
    if node.kind == "group" and node.value == "{":
        return written_name(node.args[0], bound)
    return None


def _indices(node: Node, bound: frozenset[str]) -> tuple[Node, ...] | None:
    """The index nodes, if the subscript is made of indices: i, ij, i,j, 1, i+1."""
    if node.kind in ("seq", "juxt"):
        letters = [a.value for a in node.args]
        if "".join(letters) in _WORDS and not bound.issuperset(letters):  # n_{in} is a label, not two indices
            return None
        if any(a.kind == "name" and a.value in bound for a in node.args):  # y_{o,c} under a sum over c
            bound |= {a.value for a in node.args if a.kind == "name" and len(a.value) == 1}
        parts = [_indices(a, bound) for a in node.args]
        return None if any(p is None for p in parts) else tuple(n for p in parts if p for n in p)
    if node.kind == "name":
        return (node,) if node.value in INDEX_LETTERS or node.value in bound else None
    if node.kind == "num":
        return (node,) if node.value.isdigit() else None
    if node.kind == "add" and all(a.kind in ("name", "num", "neg") for a in node.args):
        names = [a for a in node.walk() if a.kind == "name"]
        return (node,) if names and all(_indices(a, bound) for a in names) else None
    if node.kind == "group" and node.value in "({":
        return _indices(node.args[0], bound)
    return None


def numbered_name(node: Node) -> Written | None:
    """A name with a letter below it that may number it, whatever letter that is (``\\lambda_t``, ``\\eta_{t+1}``, ``c_0``); else None."""
    if node.kind != "sub":
        return None
    written = written_name(node, frozenset(n.value for n in node.args[1].walk() if n.kind == "name" and len(n.value) == 1))
    return written if written is not None and len(written.indices) == 1 else None


def sequence_word(word: str) -> str:
    """Under which name a sequence is bound of which the letter below tells members apart: λ itself may be another thing."""
    return f"{word}_*"


_SHIFTED = re.compile(r"((.+)_[a-z*])([+-]\d)?")


def word_of_label(word: str) -> str | None:
    """The name that a letter below tells apart: w of ``w_t``, ``w_t+1`` and of the sequence of all of them."""
    shifted = _SHIFTED.fullmatch(word)
    return None if shifted is None else shifted[2]


def neighbours(word: str) -> tuple[str, ...]:
    """The names beside one whose label is a letter that may count: of ``w_t+1`` these are ``w_t-1``, ``w_t``, ``w_t+2``, …"""
    shifted = _SHIFTED.fullmatch(word)
    if shifted is None:
        return ()
    return tuple(w for s in ("-2", "-1", "", "+1", "+2") if (w := shifted[1] + s) != word)


def is_word(exponent: Node) -> bool:
    """Whether a superscript is a word, which only tells names apart: ``v^{corrected}``, ``x^{\\text{new}}``."""
    if exponent.kind == "text":
        return True
    return exponent.kind == "name" and len(exponent.value) > 2 and exponent.value.isalpha() and exponent.value not in NO_LABELS


def bracketed(exponent: Node) -> tuple[Node, ...]:
    """The brackets that a superscript is made of: ``^{(i)}``, ``^{[l](i)}``; none for any other superscript."""
    groups = exponent.args if exponent.kind == "juxt" else (exponent,)
    return groups if all(g.kind == "group" for g in groups) else ()


def is_place(group: Node, bound: frozenset[str] = frozenset()) -> bool:
    """Whether a bracket in a superscript holds letters that number something: ``^{(i)}``, ``^{[l-1]}``, ``^{(t+1)}``."""
    inside = group.args[0]
    indices = _indices(inside, bound | NUMBERING)
    return bool(indices) and any(n.kind == "name" for i in indices or () for n in i.walk())


def index_place(node: Node) -> Node | None:
    """Where the indices of a name stand: below it, or in brackets above it; None where it has none."""
    if node.kind == "sub":
        return node.args[1]
    if node.kind == "sup" and any(is_place(g) for g in bracketed(node.args[1])):
        return node.args[1]
    return None


def _mark(group: Node, bound: frozenset[str]) -> Written | None:
    """What a bracket in a superscript adds to a name: an index, or a label (``^{[1]}``); None where it may be a power."""
    opener, closer = group.value, PAIRS[group.value]
    if is_place(group, bound):
        return Written(f"{opener}{closer}", _indices(group.args[0], bound | NUMBERING) or ())
    label = _label(group.args[0], bound)
    if label is None or (opener == "(" and not label.isdigit() and len(label) < 3):
        return None
    return Written(f"{opener}{label}{closer}")


def _label(node: Node, bound: frozenset[str] = frozenset()) -> str | None:
    """A subscript or superscript that only tells names apart: none that speaks of a ``bound`` index does."""
    if any(n.kind == "name" and n.value in bound for n in node.walk()):
        return None
    if node.kind in ("name", "num"):
        return node.value
    if node.kind == "text":
        return node.value.strip().replace(" ", "_")
    if node.kind in ("styled", "group"):
        return _label(node.args[0])
    if node.kind in ("juxt", "seq", "add"):
        parts = [_label(a) for a in node.args]
        sign = {"juxt": "", "seq": ",", "add": "+"}[node.kind]
        return None if any(p is None for p in parts) else sign.join(p for p in parts if p).replace("+-", "-")
    if node.kind == "neg":
        inner = _label(node.args[0])
        return None if inner is None else f"-{inner}"
    return None


def elementary(word: str) -> str | None:
    """The function of terms.functions that a word names (``ln`` is ``log``), or None."""
    word = _SPELLINGS.get(word, word)
    return word if word in FUNCTIONS and word not in ("phi", "gamma", "step", "round", "lambertw") else None


def standard_function(word: str) -> Activation | None:
    """The catalogue's function that a word or letter stands for where nothing else binds it."""
    if word in _GREEK_STANDARD:
        return lookup(_GREEK_STANDARD[word])
    if len(word) <= 2 or word in GREEK or elementary(word) is not None:
        return None
    return lookup(word)


def function_word(node: Node) -> str | None:
    """The word of a function head: ``f``, ``f'``, ``f^2``, ``\\mathbf f``, ``S_1``."""
    if node.kind == "prime" or (node.kind == "sup" and node.args[0].kind in ("name", "prime", "styled")):
        word = function_word(node.args[0])
        labels = bracketed(node.args[1]) if node.kind == "sup" else ()
        if word is None or not labels or labels[0].value == "(":
            return word
        return f"{word}^" + "".join(f"{g.value}{_label(g.args[0]) or ''}{PAIRS[g.value]}" for g in labels)  # g^{[l]}(z)
    written = written_name(node)
    if written is None:
        return None
    if written.indices and written.word in OPAQUE and all(n.kind in ("num", "name") for n in written.indices):
        return "_".join((written.word, *(n.value for n in written.indices)))  # g_3(x)
    return None if written.indices else written.word


def event_word(head: Node, bracket: Node) -> str | None:
    """The name that a probability or likelihood of an event is: ``P(t=1|z)``, ``\\mathcal{L}(\\theta|x)``; None for anything else."""
    written = written_name(head)
    inside = argument_of(bracket)
    if written is None or written.word not in _CHANCES or inside is None or bracket.kind != "group":
        return None
    if not any(n.kind == "rel" for n in (inside, *(inside.args if inside.kind == "seq" else ()))):
        return None
    return f"{to_latex(head)}({to_latex(inside)})"


def argument_of(node: Node) -> Node | None:
    """What stands in the bracket of an application, through a power or an index at the bracket."""
    while node.kind in ("sup", "sub"):
        node = node.args[0]
    return node.args[0] if node.kind == "group" and node.value in ("(", "[", "{") else None


def is_indicator(head: Node, condition: Node) -> bool:
    """Whether a one or an I, plain, bold or with a double stroke, is the sign of an indicator of what follows or stands below.

    A plain 1 with a space before a round bracket is a value with its condition (``1 \\ (x > 0)``).
    """
    styled = head.kind == "styled" and head.value in ("bb", "bold")
    sign = head.args[0] if styled else head
    if sign.kind not in ("num", "name") or sign.value not in ("1", "I"):
        return False
    if head.kind == "num" and condition.kind == "group" and condition.value == "(" and condition.span.start > head.span.end:
        return False
    while condition.kind == "group":
        condition = condition.args[0]
    return condition.kind in ("rel", "and", "or")


def function_letters(root: Node) -> frozenset[str]:
    """The letters that a formula uses as functions: before a bracket, with a prime, or differentiated by a variable."""
    out: set[str] = set()
    for node in root.walk():
        if node.kind == "juxt":
            for a, b in zip(node.args, node.args[1:], strict=False):
                word = function_word(a)
                if word is not None and argument_of(b) is not None:
                    out.add(word)
        if node.kind == "prime" or (node.kind == "deriv" and node.args[0].kind in ("name", "sup", "prime")):
            word = function_word(node.args[0])
            if word is not None:
                out.add(word)
    return frozenset(out)


def is_transpose(exponent: Node) -> bool:
    """``^T``, ``^\\top``, ``^{\\mathsf T}``."""
    name = exponent.args[0] if exponent.kind == "styled" and exponent.value in ("sf", "bold") else exponent
    return name.kind == "name" and name.value in TRANSPOSES


def log_base(node: Node) -> Node | None:
    """The base in ``\\log_2 x``: the parser leaves it as the operator's own subscript behind the arguments."""
    last = node.args[-1] if len(node.args) > 1 else None
    if last is not None and last.kind == "sub" and last.args[0].kind == "name" and last.args[0].value == node.value:
        return last.args[1]
    return None

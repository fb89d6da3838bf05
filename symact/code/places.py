"""Where a document may hold Python: code blocks that are not of another language, and code spans that define a function."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symact.documents.model import Block
from symact.source import Excerpt

__all__ = ["code_spans", "has_code", "is_python"]

PYTHON = frozenset("python python3 python2 py py3 ipython ipython3 pycon jupyter sage".split())
WRAPPERS = frozenset("code-cell code-block code sourcecode ipython testcode doctest prompt".split())
# `sigmoid = lambda x: …`, `def sigmoid(x): return …`, `sigmoid(x) = 1 / (1 + np.exp(-x))`
DEFINING = re.compile(r"\blambda\b|\bdef\b|\w\s*\([^()]*\)\s*=[^=]*?\b[a-z]\w*\.[a-z]")
SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)(?P<code>[^`\n]+)\1(?!`)")


def is_python(info: str) -> bool | None:
    """Whether a code block is Python by what its fence says; None where it says nothing."""
    words = [w.strip("{}.=,[]:").lower() for w in re.split(r"[\s=,]+", info) if w.strip("{}.=,[]:")]
    if not words:
        return None
    if words[0] in PYTHON:
        return True
    if words[0] in ("code-cell", *WRAPPERS, "language") and len(words) > 1:
        return words[1] in PYTHON
    return words[0] in ("ipython", "doctest", "code-cell")


def has_code(block: Block) -> bool:
    """Whether a block may hold Python."""
    if block.kind == "code":
        return is_python(block.info) is not False
    return DEFINING.search(block.excerpt.text) is not None and next(code_spans(block), None) is not None


def code_spans(block: Block) -> Iterator[Excerpt]:
    """The code spans of a text that define a function, and are no formulas."""
    excerpt = block.excerpt
    source, places = excerpt.source, excerpt.offsets or range(excerpt.start, excerpt.start + len(excerpt.text))
    written = "".join(source.text[k] for k in places[: len(excerpt.text)])  # with the marks that are masked in the text
    for match in SPAN.finditer(written):
        span = excerpt.span(*match.span())
        if DEFINING.search(match["code"]) and not any(m.outer.start < span.end and span.start < m.outer.end for m in block.maths):
            yield excerpt.part(*match.span("code"))

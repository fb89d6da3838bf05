"""What must hold for any text whatever: formulas and documents are answered, soon, and every place is exact."""

from __future__ import annotations

import time
from collections.abc import Mapping
from importlib import import_module
from itertools import accumulate
from typing import Any
from unittest.mock import patch

from symact import judge
from symact.documents import read_text
from symact.meaning.elaborate import Unclear
from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.printer import to_latex
from symact.notation.syntax import KINDS, Node, NotationError
from symact.report.jsonreport import to_json
from symact.verdict import Report, Verdict, undecided
from tests.meaning.statement_table import Said, understood

__all__ = ["check_document_text", "check_formula"]

FORMULA_SECONDS = 1.0
DOCUMENT_SECONDS = 5.0
NONE = Scope()
PIPELINE = import_module("symact.check")  # of this name the package has a function
RECORD = import_module("symact.record")

Json = dict[str, Any]


def check_formula(text: str, tex: bool) -> bool:
    """Whether the formula is read; if it is, its spans nest, and printed as LaTeX it is the same formula and says the same."""
    start = time.process_time()
    try:
        node = parse(text, tex=tex)
    except NotationError as why:
        assert why.reason
        assert 0 <= why.span.start <= why.span.end <= len(text), why
        assert time.process_time() - start < FORMULA_SECONDS
        return False
    check_spans(node, len(text))
    said = statement(node)
    assert time.process_time() - start < FORMULA_SECONDS
    printed = to_latex(node)
    again = parse(printed)
    assert again.same(node), printed
    assert same_statement(said, statement(again)), printed
    return True


def check_spans(root: Node, length: int) -> None:
    assert 0 <= root.span.start <= root.span.end <= length
    for parent in root.walk():
        assert parent.kind in KINDS
        for child in parent.args:
            assert parent.span.start <= child.span.start <= child.span.end <= parent.span.end, (parent, child)


def statement(node: Node) -> list[Said] | str:
    try:
        return understood(node, NONE)
    except Unclear as why:
        return why.reason


def same_statement(a: list[Said] | str, b: list[Said] | str) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        return a == b
    return len(a) == len(b) and all(x.same(y) for x, y in zip(a, b, strict=True))


def check_document_text(text: str, suffix: str) -> int:
    """How many claims the document makes; each of them, and each remark and unread piece, stands in the source where it says.

    Nothing is decided: that is bounded by a time of its own.
    """
    start = time.process_time()
    document = read_text(text, f"any{suffix}")
    with patch.object(judge, "decide_obligation", _undecided), patch.object(RECORD, "decide_obligation", _undecided):
        report = PIPELINE.check_document(document)
    assert time.process_time() - start < DOCUMENT_SECONDS
    texts = {b.excerpt.source.cell: b.excerpt.source.text for b in document.blocks} | {
        document.source.cell: document.source.text
    }
    (data,) = to_json(Report((report,)))["documents"]
    for claim in data["claims"]:
        check_slice(texts, claim)
        for finding in claim["findings"]:
            cut(texts, finding)
    for unread in data["unread"]:
        check_slice(texts, unread)
    return len(data["claims"])


def _undecided(_: object) -> Verdict:
    return undecided("incomplete")


def check_slice(texts: Mapping[int | None, str], record: Json) -> None:
    """The text at a record's lines and columns is the record's source."""
    assert cut(texts, record) == record["source"], record


def cut(texts: Mapping[int | None, str], record: Json) -> str:
    lines = texts[record.get("cell")].split("\n")
    assert 1 <= record["line"] <= record["end_line"] <= len(lines)
    assert 1 <= record["column"] <= len(lines[record["line"] - 1]) + 1
    assert 1 <= record["end_column"] <= len(lines[record["end_line"] - 1]) + 1
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    start, end = (starts[record[k + "line"] - 1] + record[k + "column"] - 1 for k in ("", "end_"))
    assert start <= end
    return texts[record.get("cell")][start:end]

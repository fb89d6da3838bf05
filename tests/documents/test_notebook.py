"""Notebooks: cells as sources, and edits of cells as edits of the file."""

from __future__ import annotations

import json

import pytest
from document_checks import check_positions, formulas
from hypothesis import given, settings
from hypothesis import strategies as st

from symact.documents import json_edits, read_text
from symact.source import Edit, Span, apply_edits

CODE = "%matplotlib inline\nx = 1  \n# symact: assume x > 0\n!ls"
CELLS = [
    {"cell_type": "markdown", "source": ["# A $x$\n", "\n", "|a|\n", "|-|\n", "|$y$|"]},
    {"cell_type": "code", "source": CODE, "outputs": [{"source": ["$no$"]}]},
    {"cell_type": "raw", "source": "$no$"},
    {"cell_type": "markdown", "source": '|b|\n|-|\n|$$z \\\\ "1"$$ 😀|'},
]
NOTEBOOK = json.dumps({"cells": CELLS, "metadata": {"source": "$no$"}, "nbformat": 4}, indent=1)


def test_cells() -> None:
    document = read_text(NOTEBOOK, "case.ipynb")
    assert formulas(document) == [("inline", "x"), ("inline", "y"), ("display", 'z \\\\ "1"')]
    assert [(b.kind, b.excerpt.source.cell, b.table) for b in document.blocks] == [
        ("heading", 0, -1), ("cell", 0, 0), ("cell", 0, 0), ("code", 1, -1), ("comment", 1, -1), ("cell", 3, 1), ("cell", 3, 1),
    ]  # fmt: skip
    code = document.blocks[3]
    assert code.excerpt.text.split("\n")[0].strip() == ""
    assert code.info == "python"
    place = document.blocks[2].excerpt.source.place(document.blocks[2].maths[0].outer)
    assert (place.cell, place.line, place.column) == (0, 5, 2)


def test_an_edit_of_a_cell_changes_nothing_else() -> None:
    document = read_text(NOTEBOOK, "case.ipynb")
    maths = document.blocks[-1].maths[0]
    edited = apply_edits(NOTEBOOK, json_edits(NOTEBOOK, 3, [Edit(maths.outer, '$"\\frac{1}{2}"$\n')]))
    expected = [*CELLS[:3], {**CELLS[3], "source": '|b|\n|-|\n|$"\\frac{1}{2}"$\n 😀|'}]
    assert json.loads(edited)["cells"] == expected
    assert len(edited) - len(NOTEBOOK) == len('$\\"\\\\frac{1}{2}\\"$\\n') - len('$$z \\\\\\\\ \\"1\\"$$')


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=8), min_size=1, max_size=4), st.booleans(), st.data())
def test_edits_agree_with_the_cell(lines: list[str], ascii_only: bool, data: st.DataObject) -> None:
    text = "".join(lines)
    cells = [{"source": ["other"]}, {"cell_type": "code", "source": lines}]
    notebook = json.dumps({"a": ["}"], "cells": cells}, ensure_ascii=ascii_only)
    if not text:
        return
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    edited = json.loads(apply_edits(notebook, json_edits(notebook, 1, [Edit(Span(start, end), 'n"\\\n')])))
    assert "".join(edited["cells"][1]["source"]) == text[:start] + 'n"\\\n' + text[end:]


KEYS = ["cells", "source", "worksheets", "cell_type", "metadata", "language_info", "name", "input"]
LEAVES = st.none() | st.booleans() | st.integers() | st.sampled_from(["markdown", "code", "$x$"]) | st.text(max_size=5)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner), max_leaves=20)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_any_json_is_read(value: object) -> None:
    read_text(json.dumps(value), "any.ipynb")
    check_positions(read_text(json.dumps(value)[1:], "any.ipynb"))


def test_a_notebook_of_format_3() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["A $x$"]},
        {"cell_type": "code", "input": "y = 1", "language": "Julia", "outputs": [{"text": "$no$"}]},
        {"cell_type": "markdown", "source": "|a|\n|-|\n"},
        {"cell_type": "markdown", "source": "|a|\n|-|\n"},
    ]
    document = read_text(json.dumps({"worksheets": [{"cells": cells[:2]}, {"cells": cells[2:]}], "nbformat": 3}), "a.ipynb")
    assert [(b.kind, b.level, b.info, b.table) for b in document.blocks] == [
        ("heading", 2, "", -1), ("code", 0, "julia", -1), ("cell", 0, "", 0), ("cell", 0, "", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["[]", "{}", '{"cells": {}}', "1", ""])
def test_json_without_cells_is_no_notebook(text: str) -> None:
    (unread,) = read_text(text, "a.ipynb").unread
    assert unread.reason.startswith("this is no notebook")


def test_broken_json_is_unread() -> None:
    (unread,) = read_text('{"cells": [\n x', "a.ipynb").unread
    assert unread.place.line == 2

"""reStructuredText: roles, directives, tables, and their positions."""

from __future__ import annotations

import pytest
from document_checks import check_positions, formulas
from hypothesis import given, settings
from hypothesis import strategies as st

from symact.documents import read_text

GRID = """\
+--------------------------------+--------------------------+
| Function 函数                  | Derivative               |
+================================+==========================+
| .. math::                      | .. math::                |
|    R(z) = \\begin{cases} z \\\\   |    R'(z) = 1             |
|      0 \\end{cases}             |                          |
+--------------------------------+--------------------------+
| :math:`a`                      | - one                    |
|                                | - ``x >= 0``             |
+--------------------------------+--------------------------+
"""

CASES = [
    ("a :math:`x` and `y`:math:, :math:`a\nb`.", [("inline", "x"), ("inline", "y"), ("inline", "a\nb")]),
    ("``f(x) = max(0, x)`` ``axis=1`` `link <http://a>`_", [("code-span", "f(x) = max(0, x)")]),
    ("a $x^2$ and *b* ``$y$``", [("inline", "x^2")]),
    (".. math:: a = b", [("display", "a = b")]),
    (".. math::\n\n   a = b\n   + c\n\n   d\n\ntext", [("display", "a = b\n   + c"), ("display", "d")]),
    (".. math::\n   :label: eq\n\n   a", [("display", "a")]),
    (".. math::\n\n   \\begin{a}\n   b\n\n   c\n   \\end{a}", [("display", "\\begin{a}\n   b\n\n   c\n   \\end{a}")]),
    ("1. one\n\n   .. math:: a\n\n2. :math:`b`\n   - :math:`c`", [("display", "a"), ("inline", "b"), ("inline", "c")]),
    ("is::\n\n    f(x) = x^2\n\n.. code-block:: python\n\n    $x$", [("fence", "f(x) = x^2")]),
    ("=====  =====\nA      B\n=====  =====\n中文   :math:`y`\n=====  =====", [("inline", "y")]),
    (".. note:: see :math:`x`\n\n   and :math:`y`\n\n.. raw:: html\n\n   $z$", [("inline", "x"), ("inline", "y")]),
    (".. [1] note :math:`x`\n.. _target: http://a\n.. comment :math:`z`", [("inline", "x")]),
    (":param x: the :math:`x`\n    and :math:`y`", [("inline", "x"), ("inline", "y")]),
    ("x: the :math:`a\n    b` of", [("inline", "a\n    b")]),
    ("term\n   definition :math:`x`", [("inline", "x")]),
    (
        GRID,
        [
            ("display", "R(z) = \\begin{cases} z \\\\\n  0 \\end{cases}"),
            ("display", "R'(z) = 1"),
            ("inline", "a"),
            ("code-span", "x >= 0"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_formulas(text: str, expected: list[tuple[str, str]]) -> None:
    document = read_text(text, "case.rst")
    check_positions(document)
    assert formulas(document) == expected


def test_a_formula_in_a_cell_has_the_place_of_each_character() -> None:
    document = read_text(GRID, "case.rst")
    maths = next(m for b in document.blocks for m in b.maths)
    at = maths.excerpt.text.index("0 \\end")
    assert document.source.line_column(maths.excerpt.span(at, at + 1).start) == (6, 8)


def test_blocks() -> None:
    text = (
        "=====\nTitle\n=====\n\nPart\n----\n\n- a\n\n  b\n\n.. symact: assume x > 0\n\n"
        ".. image:: a.png\n   :alt: pic\n\n>>> x\n1\n"
    )
    assert [(b.kind, b.excerpt.text.strip(), b.level, b.info, b.alt) for b in read_text(text, "case.rst").blocks] == [
        ("heading", "Title", 1, "", ""),
        ("heading", "Part", 2, "", ""),
        ("item", "a", 1, "", ""),
        ("item", "b", 1, "", ""),
        ("comment", "symact: assume x > 0", 0, "", ""),
        ("image", ".. image:: a.png", 0, "a.png", "pic"),
        ("code", ">>> x\n1", 0, "pycon", ""),
    ]


PIECES = r""".. math:: :: :math:` ` `` $ \begin{a} \end{a} - * 1. + +--+--+ | === ==== :a: >>> .. code:: .. [1] .. _a: 中文 x
= y .. image:: image:: x?tex=%41 .. note::"""
BLANKS = ["\n", "\n\n", "\n   ", "\n\n   ", "\t", "\r\n", "  ", " ", "\u3000", "\x0c"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*PIECES.split(), *BLANKS]), max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    check_positions(read_text(text, "any.rst"))

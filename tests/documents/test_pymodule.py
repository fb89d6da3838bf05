"""Python modules: docstrings with their escapes, code beside them, modules found by name."""

from __future__ import annotations

import ast
import inspect

import pytest
from document_checks import check_positions, formulas
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symact.documents import read_text

MODULE = """\
# symact: assume x > 0
'''Module é $x$.'''
class A:
    "One \\\\sigma" " and :math:`\\\\sigma(\\x41)`"

    @staticmethod
    def sigmoid(x):
        r\"\"\"
        Sigmoid.

        Notes
        -----
        .. math:: \\frac{1}{2}
            = 0.5
        \"\"\"
        return 1  # error: [wrong-code]
"""


def test_docstrings() -> None:
    document = read_text(MODULE, "case.py")
    check_positions(document)
    assert formulas(document) == [("inline", "x"), ("inline", "\\sigma(A)"), ("display", "\\frac{1}{2}\n    = 0.5")]
    inline = document.blocks[3].maths[0]
    assert document.source.slice(inline.outer) == ":math:`\\\\sigma(\\x41)`"
    assert document.source.slice(inline.excerpt.span(7, 8)) == "\\x41"
    assert [b.level for b in document.blocks if b.kind == "heading"] == [2, 3, 4]
    assert [b.excerpt.text for b in document.blocks if b.kind == "comment"] == ["symact: assume x > 0", "error: [wrong-code]"]
    (code,) = [b for b in document.blocks if b.kind == "code"]
    assert code.excerpt.text.startswith('@staticmethod\ndef sigmoid(x):\n    r"""')
    assert code.info == "python"
    at = code.excerpt.text.index("return")
    assert document.source.slice(code.excerpt.span(at, at + 6)) == "return"


@pytest.mark.parametrize("text", ["def (", "\0", "(" * 500, "x = '''"])
def test_text_that_is_no_python_is_unread(text: str) -> None:
    document = read_text(text, "case.py")
    assert document.blocks == ()
    assert len(document.unread) == 1


STYLES = [
    # a docstring as it stands in the file, and its formulas
    ("Args:\\n    x: the :math:`x` of\\n        ``f(x) = x^2``\\n\\nReturns:\\n    The $y$.", ["x", "f(x) = x^2", "y"]),
    ("Args::\\n    x (Tensor): of :math:`(N, C)`\\n\\nShape::\\n\\n    :math:`no`", ["(N, C)"]),
    ("Parameters\\n----------\\nx : float\\n    The $x$.\\n\\nExamples\\n--------\\n>>> f(1)\\n$no$\\n  $no$\\n", ["x"]),
    (":param x: the :math:`x`\\n:returns: :math:`y`", ["x", "y"]),
    ("# Title\\n\\n$$\\nx\\n$$\\n\\n```python\\n$no$\\n```", ["\nx\n"]),
    ("\\N{GREEK SMALL LETTER SIGMA} $\\N{GREEK SMALL LETTER SIGMA}$", ["σ"]),
]


@pytest.mark.parametrize(("docstring", "expected"), STYLES)
def test_styles_of_docstrings(docstring: str, expected: list[str]) -> None:
    document = read_text(f"class A:\n    def f(self):\n        '''{docstring}'''\n", "case.py")
    check_positions(document)
    assert [text for _, text in formulas(document)] == expected


def test_strings_side_by_side_are_one_docstring() -> None:
    document = read_text("def f():\n    ('a $x'  # why\n     r'^2$ and '\n     \"$y$\")\n", "case.py")
    check_positions(document)
    assert [text for _, text in formulas(document)] == ["x^2", "y"]


def test_a_function_in_a_function_has_its_code_there() -> None:
    text = "def f():\n    'A $x$.'\n    def g():\n        'B $y$.'\n    return g\n\nclass C:\n    async def h(self): 'D $z$.'\n"
    document = read_text(text, "case.py")
    code = [b.excerpt.text.split("(")[0] for b in document.blocks if b.kind == "code"]
    assert code == ["def f", "async def h"]
    assert [text for _, text in formulas(document)] == ["x", "y", "z"]


def test_tables_are_numbered_through_the_module() -> None:
    tables = "'''\n+---+\n| a |\n+---+\n'''\nclass A:\n    '''B\n\n    +---+\n    | a |\n    +---+\n    '''\n"
    assert [b.table for b in read_text(tables, "case.py").blocks if b.kind == "cell"] == [0, 1]


PIECES = "def f(): class A: ''' \"\"\" ' \" r' b' \\n \\x41 \\N{DASH} # symact: pass $x$ :math:`a` return é 中 ( )"
BLANKS = ["\n", "\n    ", "\n\n", " ", "\t", "\r\n", "\\\n", "\x0c"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES.split(), *BLANKS]), max_size=40).map("".join) | st.text(max_size=100))
def test_any_text_is_read(text: str) -> None:
    check_positions(read_text(text, "any.py"))


ESCAPES = ["x", "\\n", "\\\\", "\\x24", "\\t", "\\'", "é", "\n", "\n    ", "a "]
ESCAPES += ["\\u4e2d", "\\101", "\\\n", "\\U0001F600", "``", ":", "\t"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(ESCAPES), max_size=20), st.sampled_from(["", "r", "u", "R"]))
def test_docstrings_are_decoded_as_python_does(pieces: list[str], prefix: str) -> None:
    text = f"def f():\n    {prefix}'''``q = x^2" + "".join(pieces) + " .'''\n"
    document = read_text(text, "any.py")
    check_positions(document)
    function = ast.parse(text).body[0]
    assert isinstance(function, ast.FunctionDef)
    expected = ast.get_docstring(function, clean=False) or ""
    assume("\t" not in expected and "\r" not in expected)
    shown = {c for b in document.blocks if b.kind not in ("code", "heading") for c in b.excerpt.text if not c.isspace()}
    assert shown - set("`:*|_") <= set(inspect.cleandoc(expected))

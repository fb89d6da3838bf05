"""reStructuredText as docutils reads it: the same formulas in the same places, the same code, the same comments.

docutils knows no dollar signs and no formulas in literals, so the documents here have none.
"""

from __future__ import annotations

from itertools import zip_longest

from document_checks import check_positions
from docutils import nodes, utils
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, directives
from docutils.parsers.rst.directives.body import MathBlock
from hypothesis import given, settings
from hypothesis import strategies as st

from symact.documents import read_text
from symact.source import display_width

MathBlock.option_spec |= {"nowrap": directives.flag, "label": directives.unchanged}  # as Sphinx has them
Reading = dict[str, list[tuple[str, str]]]
KINDS = {nodes.title: "heading", nodes.entry: "cell", nodes.list_item: "item"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def kind(node: nodes.Node) -> str:
    """What a node stands in; an item in a cell is a cell, the title of a table or of a note is no heading."""
    around: set[type] = set()
    here: nodes.Node | None = node
    while here is not None:
        if not isinstance(here, nodes.title) or isinstance(here.parent, nodes.section | nodes.document):
            around.add(type(here))
        here = here.parent
    return next((name for type_, name in KINDS.items() if type_ in around), "paragraph")


def of_docutils(text: str) -> Reading:
    options = get_default_settings(Parser)  # type: ignore[no-untyped-call]
    options.report_level, options.halt_level, options.file_insertion_enabled, options.raw_enabled = 5, 6, False, False
    document = utils.new_document("case.rst", options)
    Parser().parse(text, document)
    found: Reading = {"formulas": [], "code": [], "comments": []}
    for node in document.findall():
        if isinstance(node, nodes.math | nodes.math_block):
            found["formulas"].append((kind(node), squeezed(node.astext())))
        elif isinstance(node, nodes.literal_block | nodes.doctest_block):
            found["code"].append(("", squeezed(node.astext())))
        elif isinstance(node, nodes.comment) and node.astext():
            found["comments"].append(("", squeezed(node.astext())))
    return found


def of_symact(text: str) -> Reading:
    document = read_text(text, "case.rst")
    check_positions(document)
    found: Reading = {"formulas": [], "code": [], "comments": []}
    for block in document.blocks:
        if block.kind == "code":
            found["code"].append(("", squeezed(block.excerpt.text)))
        elif block.kind == "comment":
            found["comments"].append(("", squeezed(block.excerpt.text)))
        found["formulas"] += [(block.kind, squeezed(m.excerpt.text)) for m in block.maths]
    return found


# -- documents made of parts -------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["word", "a", "the slope", "(see)", "*emphasised*", "``print(x, y)``", "函数", "x_1", "`link <http://a.b>`__"])
FORMULA = st.sampled_from(["x", "\\frac{1}{2}", "a + b = c", "\\sigma(x)", "x \\\\ y", "{a}_{i}", "é"])
ROLE = FORMULA.map(lambda f: f":math:`{f}`")
Part = list[str]  # its lines


@st.composite
def paragraphs(draw: st.DrawFn) -> Part:
    lines = draw(st.lists(st.lists(WORDS | ROLE, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3))
    return [f"Word {line}" for line in lines]


@st.composite
def displays(draw: st.DrawFn) -> Part:
    head = ".. math::" + draw(st.sampled_from(["", " y = 1"]))
    options = draw(st.sampled_from([[], ["   :name: here"], ["   :class: wide", "   :name: there"]]))
    formulas = draw(st.lists(st.lists(FORMULA, min_size=1, max_size=3), min_size=1, max_size=3))
    lines = [line for formula in formulas for line in ("", *(f"   {row}" for row in formula))]
    return [head, *options, *(lines if draw(st.booleans()) or head == ".. math::" else [])]


def indented(part: Part, by: int, first: str = "") -> Part:
    return [(" " * by if n or not first else first) + line if line or (first and not n) else "" for n, line in enumerate(part)]


def joined(parts: list[Part]) -> Part:
    return [line for n, part in enumerate(parts) for line in ([""] if n else []) + part]


def lists(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    marks = st.sampled_from(["- ", "* ", "-   "])
    items = st.tuples(marks, st.lists(inner, min_size=1, max_size=3))
    return items.map(lambda item: joined([indented(part, len(item[0]), item[0]) for part in item[1]]))


def numbered(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    items = st.lists(inner, min_size=1, max_size=3)
    return items.map(lambda parts: joined([indented(part, 3, f"{n}. ") for n, part in enumerate(parts, 1)]))


def holders(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    """Directives, fields, definitions, quotes: a first line with a part under it."""
    heads = [
        ".. note::\n", ".. admonition:: Title\n", ".. container:: wide\n", ".. class:: wide\n", ".. [1] Note\n",
        "term", ":field:\n", "Before:\n",
    ]  # fmt: skip
    return st.tuples(st.sampled_from(heads), inner).map(lambda p: [*p[0].split("\n"), *indented(p[1], 3)])


def cells(inner: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    return st.lists(st.tuples(inner, inner), min_size=1, max_size=3).map(grid)


def padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def grid(rows: list[tuple[Part, Part]]) -> Part:
    """A grid table with two columns."""
    widths = [max(display_width(line) for row in rows for line in row[column]) + 2 for column in (0, 1)]
    border = "+" + "+".join("-" * width for width in widths) + "+"
    lines = [border]
    for row in rows:
        for pair in zip_longest(*row, fillvalue=""):
            inner = [" " + padded(text, width - 1) for text, width in zip(pair, widths, strict=True)]
            lines.append(f"|{'|'.join(inner)}|")
        lines.append(border)
    return lines


@st.composite
def simple(draw: st.DrawFn) -> Part:
    rows = draw(st.lists(st.tuples(ROLE | WORDS, ROLE | WORDS, ROLE), min_size=1, max_size=4))
    border = "  ".join(["=" * 24] * 3)
    lines = [border]
    lines += ["  ".join(padded(cell, 24) for cell in row).rstrip() for row in rows]
    if len(rows) > 1 and draw(st.booleans()):
        lines.insert(2, border)
    return [*lines, border]


CODE = st.sampled_from([
    ["Code::", "", "    def f(x):", "        return x", "", "    :math:`no`"],
    [".. code:: python", "", "   y = [1]", "   :math:`no`"],
    [">>> print(1)", "1", "  :math:`no`"],
    [".. A comment with :math:`no`", "   and more"],
    [".. symact: assume x > 0"],
    [".. _target: http://a.b/"],
    ["..", "   comment"],
    [".. |name| replace:: Something :math:`s`"],
    ["| lines of :math:`v`", "| verse"],
    ["::", "", "  literal text"],
    ["-a  option :math:`o`", "--long  another"],
    ["- Word :math:`a`", "- Word", "  more :math:`b`", "- .. math:: c"],
    ["#. Word :math:`a`", "#. Word", "", "(i) Word :math:`b`", "(ii) more"],
    ["A. Word of :math:`Einstein`", "goes on", "", "x) Word"],
    ["term : a kind", "   Word :math:`d`", "other", "   Word", "", "   :math:`e`"],
    ["Word", "", "    quoted :math:`q`", "", "      deeper", "", "    again :math:`r`"],
    ["Word::", "", "> quoted :math:`no`", "> more", "", "Word :math:`s`"],
    [".. math::", "   :nowrap:", "", "   \\begin{align}", "   a &= b \\\\", "   c &= d", "   \\end{align}"],
    [".. image:: a.png", "   :alt: a", "", "Word :math:`i`"],
    [".. figure:: a.png", "   :alt: a", "", "   Word :math:`j`", "", "   more"],
    ["Word::", "   definition :math:`u` of a term"],
    ["Word :math:`of", "two` lines and :emphasis:`other` `role`:math: `x`:emphasis: [1]_"],
    [".. table:: Title :math:`w`", "", "   +---+---+", "   | a | b |", "   |   +---+", "   |   | c |", "   +---+---+"],
    ["====  ====  ====", " Two head    c", "----------  ----", ":m:   b     c", "      more  c", "", "a     b", "====  ====  ===="],
    [".. list-table:: Title :math:`w`", "", "   * - Word :math:`a`", "     - b", "   * - Word", "", "       more", "     - .. math:: c"],
])  # fmt: skip
TITLES = st.sampled_from([
    ["Title :math:`t`", "==============="], ["-----", "Title", "-----"], ["Word :math:`a`", "", "----", "", "Word"], ["函数", "===="],
])  # fmt: skip
LEAVES = paragraphs() | displays() | CODE
PARTS = st.recursive(
    LEAVES, lambda inner: lists(inner) | numbered(inner) | holders(inner) | cells(inner) | st.lists(inner, min_size=2, max_size=3).map(joined),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS | simple() | TITLES, min_size=1, max_size=4).map(joined))
def test_any_document_of_parts(lines: Part) -> None:
    text = "\n".join(lines) + "\n"
    assert of_symact(text) == of_docutils(text)

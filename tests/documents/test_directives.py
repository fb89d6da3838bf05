"""Directives are comments, whatever the format: each is a block of its own, where a reader meets it."""

from __future__ import annotations

import json

import pytest
from document_checks import check_positions

from symact.documents import read_text

LET = "symact: let g(u) = 1/u"
CASES = [
    # format, text, the kinds of the blocks in order
    (".md", f"$a$\n\n<!-- {LET} -->\n\n$b$", "paragraph comment paragraph"),
    (".md", f"$a$ <!--{LET}--> $b$", "paragraph comment"),
    (".md", f"- $a$\n\n  <!--\n  {LET}\n  -->\n- $b$", "item comment item"),
    (".md", f"<div>\n<!-- {LET} -->\n$b$</div>", "paragraph comment"),
    (".md", f"|a|\n|-|\n|$a$ <!-- {LET} -->|\n", "cell cell comment"),
    (".md", f"> $$\n> a % {LET}\n> $$\n\n$b$", "paragraph comment paragraph"),
    (".md", f"```math\n% {LET}\na\n```\n\n$b$", "paragraph comment paragraph"),
    (".md", f"```python\nx = 1  # {LET}\n```\n$b$", "code comment paragraph"),
    (".md", f"- a\n  ```\n  #   {LET}  \n  code()\n  ```\n", "item code comment"),
    (".tex", f"$a$\n% {LET}\n\n%{LET}\n$b$", "paragraph comment comment paragraph"),
    (".tex", f"\\begin{{align}}a % {LET}\n\\end{{align}}\n\n$b$", "paragraph comment paragraph"),
    (".tex", f"\\begin{{lstlisting}}\n# {LET}\n\\end{{lstlisting}}\n$b$", "code comment paragraph"),
    (".rst", f":math:`a`\n\n.. {LET}\n\n:math:`b`", "paragraph comment paragraph"),
    (".rst", f"- :math:`a`\n\n  ..\n     {LET}\n", "item comment"),
    (".rst", f".. math::\n\n   a % {LET}\n   b\n\n:math:`b`", "paragraph comment paragraph"),
    (".rst", f".. code:: python\n\n   # {LET}\n   x\n", "code comment"),
    (".py", f"'''M :math:`a`'''\n# {LET}\nx = 1\n", "paragraph comment"),
    (".py", f"def f(x):\n    '''Is :math:`a`.'''\n    return x  # {LET}\n", "heading paragraph code comment"),
    (".py", f"def f(x):\n    '''\n    .. {LET}\n\n    Is :math:`a`.\n    '''\n", "heading comment paragraph code"),
    (".py", f"'''\n.. math:: a % {LET}\n'''\n", "paragraph comment"),
]


@pytest.mark.parametrize(("suffix", "text", "kinds"), CASES)
def test_a_directive_is_a_comment_in_its_place(suffix: str, text: str, kinds: str) -> None:
    document = read_text(text, "case" + suffix)
    check_positions(document)
    assert [b.kind for b in document.blocks] == kinds.split()
    comments = [b.excerpt for b in document.blocks if b.kind == "comment"]
    assert {c.text for c in comments} == {LET}
    assert {document.source.slice(c.span()) for c in comments} == {LET}


@pytest.mark.parametrize(("kind", "text"), [("markdown", f"a <!-- {LET} -->"), ("code", f"# {LET}\nx"), ("code", f"x = 1 # {LET}")])
def test_directives_in_notebooks(kind: str, text: str) -> None:
    document = read_text(json.dumps({"cells": [{"cell_type": kind, "source": text.splitlines(keepends=True)}]}), "a.ipynb")
    (comment,) = [b for b in document.blocks if b.kind == "comment"]
    assert comment.excerpt.source.slice(comment.excerpt.span()) == LET
    assert comment.excerpt.source.cell == 0


@pytest.mark.parametrize("text", [f"`# {LET}`", f"\\# {LET}", f"$a \\% {LET}$"])
def test_what_is_no_comment(text: str) -> None:
    assert "comment" not in {b.kind for b in read_text(text, "case.md").blocks}

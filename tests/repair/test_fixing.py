"""Corrected documents: the rest byte for byte as it was, and nothing that was fixed is refuted again."""

from __future__ import annotations

import ast
import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest

import symact
from symact.cli import main
from symact.fixing import annotated, corrected
from symact.source import Source

NOTE = Path(__file__).parent.parent.parent / "notes" / "activation.md"
WRONG = "We have $\\tanh'(x) = 1 + \\tanh^2(x)$ and\r\n$\\frac{d}{dx} e^{2x} = e^{2x}$\ttoo.  \r\n\r\nEnd"
RIGHT = "We have $\\tanh'(x) = 1 - \\tanh^2(x)$ and\r\n$\\frac{d}{dx} e^{2x} = 2 e^{2x}$\ttoo.  \r\n\r\nEnd"
LOST = "The claim $\\int_0^x e^{-t^2}\\,dt = e^{-x^2}$ -- is wrong --> here.\n"


def test_all_other_characters_stay() -> None:
    result = corrected(Source("a.md", WRONG))
    assert result.text == RIGHT
    assert len(result.fixes) == 2
    assert result.report.summary["refuted"] == 0


def test_a_right_document_stays_as_it_is() -> None:
    assert corrected(Source("a.md", RIGHT)).text == RIGHT


def test_bars_in_cells_of_tables() -> None:
    text = "| function | derivative |\n|---|---|\n| $\\ln\\cosh x$ | $\\frac{d}{dx}\\frac{x^2}{2}\\mathrm{sign}(x) = x$ |\n"
    after = corrected(Source("a.md", text)).text
    assert [line.count("|") for line in after.splitlines()] == [3, 3, 3]


def test_a_cell_of_a_notebook_changes_inside_its_json() -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": ["$$\n", "\\tanh'(x) = 1 + \\tanh^2(x)\n", "$$"]}]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=3)
    after = corrected(Source("a.ipynb", text)).text
    assert after == text.replace("1 + ", "1 - ")


MODULE = '''def f():
    """One.

    .. math:: \\\\tanh'(x) = 1 + \\\\tanh^2(x)

    Also :math:`\\\\frac{d}{dx} \\\\sin x = x`.
    """


def g():
    r"""Two: :math:`\\frac{d}{dx} \\sin x = x`."""
'''


def test_strings_of_python_keep_their_backslashes() -> None:
    after = corrected(Source("a.py", MODULE)).text
    assert after == MODULE.replace("1 + ", "1 - ").replace("\\\\sin x = x", "\\\\sin x = \\\\cos(x)").replace(
        "\\sin x = x", "\\sin x = \\cos(x)"
    )


def test_the_note() -> None:
    """Every refuted formula of the note has a fix that holds, and only lines with findings are touched."""
    text = NOTE.read_text(encoding="utf-8")
    result = corrected(Source("activation.md", text))
    formulas = {68, 78, 79, 80, 81, 91, 92, 93, 290, 291}
    touched = {n for fix in result.fixes for n in range(fix.place.line, fix.place.end_line + 1)}
    assert formulas <= touched
    changes = SequenceMatcher(None, text.splitlines(), result.text.splitlines(), autojunk=False).get_opcodes()
    assert {n for what, a, b, _, _ in changes if what != "equal" for n in range(a + 1, b + 1)} <= touched


def test_notes_in_the_margin_end_no_comment_and_no_line(tmp_path: Path) -> None:
    source = Source("a.md", LOST.replace("e^{-x^2}$", "-1$"))
    result = corrected(source)
    text = annotated(Source("a.md", result.text), result.report)
    if result.report.summary["refuted"]:
        assert text.count("<!--") == 1
        assert text.count("-->") == 2
    tex = Source("a.tex", "\\begin{document}\n" + LOST + "\\end{document}\n")
    for line in annotated(tex, corrected(tex).report).splitlines():
        assert "% note" not in line or line.index("% note") > line.index("here.")


FENCED = "We take ELU with a small slope α:\n\n- so that\n  ```\n  leaky_relu(x) = max(α*x, x)\n  ```\n- and $\\tanh'(x) = 1 - \\tanh^2(x)$.\n"


def test_notes_on_the_code_of_a_notebook_are_comments() -> None:
    cell = "import numpy as np\ndef softplus(x):\n    return np.log(1 + np.exp(x))\ndef relu_grad(x):\n    return np.where(x > 0, 1.0, 0.0)"
    cells = [{"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": cell}]
    source = Source("a.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    (after,) = json.loads(annotated(source, corrected(source).report))["cells"]
    text = "".join(after["source"])
    assert text.startswith(cell + "\n# ") and "symact unstable-form" in text
    assert len(ast.parse(text).body) == 3


def test_a_bar_in_a_table_is_replaced_with_its_stroke() -> None:
    table = "| f | c |\n|---|---|\n| abs | $\\sqrt{x^2} = \\|x\\| + x$ |\n"
    assert corrected(Source("a.md", table)).text == table.replace("\\|x\\| + x", "\\vert x\\vert ")


def test_notes_change_nothing_that_is_read() -> None:
    """Behind a fence a note has a line of its own, in an item that of the item."""
    result = corrected(Source("a.md", FENCED))
    assert [c.verdict.status for c in result.report.claims] == ["conditional", "proved"]
    text = annotated(Source("a.md", FENCED), result.report)
    assert "  ```\n  <!-- symact missing-condition" in text
    (again,) = symact.check(text, "a.md").documents
    assert (again.found, again.summary) == (result.report.found, result.report.summary)


# ---- the command


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.md"
    path.write_bytes(WRONG.encode())
    return path


def test_the_diff_changes_nothing(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(wrong)]) == 0
    out, err = capsys.readouterr()
    assert [line[0] for line in out.splitlines() if line[:3] not in ("---", "+++")].count("+") == 2
    assert "2 fixes, 0 refuted claims left" in err
    assert wrong.read_bytes() == WRONG.encode()


def test_write(wrong: Path) -> None:
    assert main(["fix", "--write", str(wrong)]) == 0
    assert wrong.read_bytes() == RIGHT.encode()


def test_another_file(wrong: Path, tmp_path: Path) -> None:
    assert main(["fix", "-o", str(tmp_path / "right.md"), str(wrong)]) == 0
    assert (tmp_path / "right.md").read_bytes() == RIGHT.encode()
    assert wrong.read_bytes() == WRONG.encode()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--write", "--diff", "a.md"], "not allowed with"),
        (["-o", "x.md", "{wrong}", "{other}"], "-o names one document"),
        (["nowhere.md"], "no such file"),
        (["--annotate", "{rst}"], "marginal notes"),
    ],
)
def test_misuse(arguments: list[str], says: str, wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.md").write_text("$1 = 1$\n")
    (tmp_path / "a.rst").write_text("Title\n=====\n")
    names = {"wrong": wrong, "other": tmp_path / "other.md", "rst": tmp_path / "a.rst"}
    assert main(["fix", *(a.format(**names) for a in arguments)]) == 2
    assert says in capsys.readouterr().err

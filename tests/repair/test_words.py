"""What is written instead of a wrong value or set in a sentence, and how sure that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from symact.check import check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The range of tanh is [0, 1].", ("(-1, 1)", "safe")),
        ("Tanh is odd. Its range is [0, 1].", ("(-1, 1)", "unsafe")),  # it rests on a pronoun
        ("The output of tanh lies between 0 and 1.", ("-1 and 1", "safe")),
        ("Softplus 的输出介于 0 到 1 之间。", ("0 到 ∞", "safe")),
        ("The output of tanh lies between $0$ and $1$.", None),
    ],
)
def test_the_edit_of_a_sentence(tmp_path: Path, text: str, expected: tuple[str, str] | None) -> None:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (finding,) = check(path).findings
    assert (finding.fix and (finding.fix.replacement, finding.fix.applicability)) == expected

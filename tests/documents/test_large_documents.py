"""Texts larger than anybody writes: read up to a limit, and the rest is said to be unread."""

from __future__ import annotations

import pytest
from document_checks import check_positions

from symact.documents import read_text
from symact.documents.pymodule import MAX_LENGTH
from symact.documents.views import MAX_LINES, MAX_PARAGRAPH

LINES = "$x$ is\n\n" + "\n" * MAX_LINES
PARAGRAPH = "$x$ is " + "word " * (MAX_PARAGRAPH // 5)
TOO_LARGE = [
    *[(suffix, text, limit) for suffix in (".md", ".rst", ".tex") for text, limit in ((LINES, "lines"), (PARAGRAPH, "paragraph"))],
    (".py", "'''$x$'''\n" + "\n" * MAX_LENGTH, "module"),
]


@pytest.mark.parametrize(("suffix", "text", "limit"), TOO_LARGE)
def test_what_is_beyond_a_limit_is_unread(suffix: str, text: str, limit: str) -> None:
    document = read_text(text + " $y$", "large" + suffix)
    check_positions(document)
    (unread,) = document.unread
    assert limit in unread.reason
    assert unread.place.line == (MAX_LINES + 1 if limit == "lines" else 1)
    assert [m.excerpt.text for b in document.blocks for m in b.maths] == ([] if suffix == ".py" else ["x"])

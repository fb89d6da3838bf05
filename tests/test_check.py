"""The function ``check``: what it takes for a file and what for a text, and what a formula that is called wrong claims."""

from __future__ import annotations

import pytest

from symact import check
from symact.documents import ReadError


@pytest.mark.parametrize("text", ["", "We have $x = x$. " * 40, "nothing.here", "\0"])
def test_a_text_is_no_file(text: str) -> None:
    assert check(text).summary["refuted"] == 0


@pytest.mark.parametrize("name", ["missing.md", "folder/missing.tex"])
def test_a_missing_document_is_said(name: str) -> None:
    with pytest.raises(ReadError, match="there is no such file"):
        check(name)


def test_what_is_called_wrong_is_stated_as_its_negation() -> None:
    (claim,) = check("The following is wrong: $(a+b)^2 = a^2+b^2$.\n").claims
    assert (claim.verdict.status, claim.statement) == ("proved", "not ((a + b)**2 = a**2 + b**2)")
    assert claim.latex == r"\neg\,((a+b)^2 = a^2+b^2)"

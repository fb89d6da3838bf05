"""The forms that are recommended are proved to be what they stand for, and are tried where the others overflow."""

from __future__ import annotations

import pytest

from symact.catalogue import lookup
from symact.check import check
from symact.code.stable import STABLE

HEAD = "import numpy as np\nfrom scipy.special import xlog1py, xlogy\n\n"


@pytest.mark.parametrize("name", sorted(STABLE))
def test_a_stable_form_is_its_entry(name: str) -> None:
    entry = lookup(name)
    assert entry is not None
    names = [*entry.variables, *(n for n in ("alpha", "beta", "scale") if n in STABLE[name])]
    report = check(f"```python\n{HEAD}def {name}({', '.join(names)}):\n    return {STABLE[name]}\n```\n", "stable.md")
    assert [c.verdict.status for c in report.claims] == ["proved"]
    assert report.findings == ()

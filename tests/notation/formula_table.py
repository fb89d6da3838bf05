"""The table of formulas: each with the s-expression it must give, or the reason why it must not be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("formulas.txt")


@dataclass(frozen=True)
class Row:
    text: str
    expected: str
    tex: bool

    @property
    def is_refused(self) -> bool:
        return self.expected.startswith("! ")


def rows() -> list[Row]:
    found: list[Row] = []
    tex, text = True, ""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            tex = not line.endswith("(plain)")
        elif line.startswith("    "):
            found.append(Row(text, line[4:], tex))
        elif line and not line.startswith("# "):
            text = line
    return found

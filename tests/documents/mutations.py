"""Real documents, damaged: pieces taken out, doubled, moved, put where they do not belong, under any suffix.

``python -m tests.documents.mutations --seconds 300 FOLDER…`` damages the documents of the folders (those of this repository
without any) until it is stopped, and prints what was not read, was read at wrong places, or took too long.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from symact.documents import FORMATS, read_text
from symact.source import apply_edits
from tests.documents.document_checks import check_positions

ROOT = Path(__file__).parents[2]
SUFFIXES = [*FORMATS, ".txt"]
OWN = [*sorted((ROOT / "notes").glob("*")), *sorted((ROOT / "derivations").glob("*"))[:20], *sorted((ROOT / "tests" / "cases").glob("*")),
       ROOT / "README.md", *sorted((ROOT / "symact" / "documents").glob("*.py"))]  # fmt: skip
PIECES = [
    "$", "$$", "\\[", "\\]", "\\(", "\\)", "\\begin{align}", "\\end{align}", "```", "~~~", "`", "<!--", "-->", "{{< katex >}}", "{", "}",
    "\\", "%", "#", "|", "\n", "\r", "\r\n", "\n\n", "\t", "    ", "> ", "- ", "1. ", "---\n", ".. math::", ":math:`", "::\n\n", "+--+",
    "===", "'''", '"""', '"', "\\newcommand{\\a}[1]{#1}", "\\a", "\\begin{document}", "\\end{document}", "![](", "<img src=", "<div>",
    "</div>", "\ufeff", "\0", "😀", "e\u0301", "\u2028", "\x0c", "\x85", "中", "symact: ", "\\N{DASH}", "\\x24", "&lt;", "[^1]: ",
    "!!! note\n\n",
]  # fmt: skip


def damaged(text: str, dice: random.Random) -> str:
    """The text after a few accidents."""
    for _ in range(dice.randint(1, 6)):
        a, b = sorted(dice.randint(0, len(text)) for _ in range(2))
        b = min(b, a + dice.choice((3, 30, 300)))
        match dice.randrange(7):
            case 0:
                text = text[:a] + text[b:]
            case 1:
                text = text[:b] + text[a:b] + text[b:]
            case 2:
                at = dice.randint(0, len(text))
                text = text[:at] + text[a:b] + text[at:]
            case 3 | 4:
                text = text[:a] + dice.choice(PIECES) + text[a:]
            case 5:
                text = text[:a] + dice.choice(PIECES) + text[b:]
            case 6:
                text = text.replace("\n", dice.choice(("\r\n", "\r", "\n ", "\n\n")), dice.randint(1, 50))
    return text


def excerpt_of(text: str, dice: random.Random, length: int) -> str:
    start = dice.randint(0, max(0, len(text) - length))
    return text[start : start + length]


def read_and_check(text: str, suffix: str) -> None:
    """Reads a text under a suffix: nothing is raised, every place is exact, and no edit changes nothing."""
    document = read_text(text, "any" + suffix)
    check_positions(document)
    assert apply_edits(document.source.text, []) == text


def texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in SUFFIXES or file.suffix in (".bib", ".html"):
                try:
                    yield file.suffix, file.read_bytes().decode("utf-8")
                except UnicodeDecodeError:
                    continue


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", nargs="*", type=Path, default=OWN)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=0)
    o = options.parse_args()
    known, dice = list(texts(o.paths)), random.Random(o.seed)
    broken = count = 0
    end = time.monotonic() + o.seconds
    while time.monotonic() < end:
        suffix, text = dice.choice(known)
        text = damaged(excerpt_of(text, dice, dice.choice((500, 5_000, 50_000))), dice)
        suffix = dice.choice((suffix, suffix, dice.choice(SUFFIXES)))
        start = time.perf_counter()
        try:
            read_and_check(text, suffix)
        except Exception as why:  # noqa: BLE001 - a soak reports every fault and goes on
            broken += 1
            print(f"FAULT {suffix}: {type(why).__name__}: {str(why)[:200]}\n{text[:2000]!r}", flush=True)
        took = time.perf_counter() - start
        if took > 0.5 + len(text) * 20e-6:
            print(f"SLOW {suffix}: {took:.2f} s for {len(text)} characters\n{text[:2000]!r}", flush=True)
        count += 1
    print(f"{count} documents, {broken} faults")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

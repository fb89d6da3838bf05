"""A long look for texts that break reading, led by what code they reach: needs ``pip install atheris``.

    python -m tests.fuzz.fuzz_reading -max_total_time=900 -len_control=0 -max_len=400 [CORPUS_FOLDER]

The options are those of libFuzzer. The first byte of an input chooses what it is read as (a formula in LaTeX, one in plain text,
a document in one of the formats, or a seed for damage to a real one); what is found is written to ``crash-...`` in the present
folder, and ``python -m tests.fuzz.fuzz_reading crash-...`` shows it again.
"""

from __future__ import annotations

import os
import random
import sys

import atheris

os.environ["SYMACT_DEBUG"] = "1"  # a fault is not to be turned into a remark

with atheris.instrument_imports(include=["symact.notation", "symact.meaning", "symact.claims", "symact.documents"]):
    from tests.fuzz.invariants import check_document_text, check_formula
    from tests.fuzz.mutations import DOCUMENTS, PIECES, damaged_document, damaged_formula

SUFFIXES = sorted(DOCUMENTS)


def one(data: bytes) -> None:
    """Reads one input. Raises where something that must hold does not."""
    kind, rest = (data[0] % 8, data[1:]) if data else (0, b"")
    text = rest.decode("utf-8", "replace")
    if kind < 2:
        check_formula(text, kind == 0)
    elif kind == 2:
        check_formula("".join(PIECES[b % len(PIECES)] + " " * (b > 230) for b in rest), True)
    elif kind < 5:
        check_formula(*damaged_formula(random.Random(rest)))
    elif kind == 5 and rest:
        check_document_text(text[1:], SUFFIXES[rest[0] % len(SUFFIXES)])
    elif rest:
        check_document_text(
            damaged_document(random.Random(rest), SUFFIXES[rest[0] % len(SUFFIXES)]), SUFFIXES[rest[0] % len(SUFFIXES)]
        )


def main() -> None:
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

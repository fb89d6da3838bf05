"""How many formulas of a file are read: ``python -m tests.fuzz.read_formulas FILE``, one a line or JSON lines with "latex".

Each is read as LaTeX, or as plain text where that fails; what is read must print as LaTeX that is the same formula and says the
same. What is not read is listed; the exit code is 1 if fewer than 95 of 100 are.
"""

from __future__ import annotations

import sys
from pathlib import Path

from symact.notation.latex import parse
from symact.notation.syntax import NotationError
from tests.bench.bench_reading import texts
from tests.fuzz.invariants import check_formula


def main() -> int:
    formulas = texts(Path(sys.argv[1]))
    unread = [text for text in formulas if not check_formula(text, True) and not check_formula(text, False)]
    for text in unread:
        try:
            parse(text)
        except NotationError as why:
            print(f"unread: {text!r}: {why.reason}")
    share = 1 - len(unread) / len(formulas)
    print(
        f"read {len(formulas) - len(unread)} of {len(formulas)} formulas ({share:.1%}), each the same when printed and read again"
    )
    return 0 if share >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())

"""Times deciding equalities beside SymPy and, where it is installed, math-verify, in one run.

    python tests/bench/bench_decide.py [--quick]

Every identity of claims.txt is tried at x, at 2x and at x - 1 (true claims), and with a right side that is off by a small term
or factor (false claims). For each engine the table says how many answers were right, wrong and missing, with the median and
the 95th percentile of the time of one question. ``equals`` and ``simplify`` get ten seconds a question.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from symact.claims.given import as_term
from symact.decide import equal
from symact.terms.core import Term, num, substitute, sym
from symact.terms.sympy_bridge import to_sympy

X = sym("x")


def claims() -> list[tuple[Term, Term, bool]]:
    rows = [line for line in (Path(__file__).parent / "claims.txt").read_text().splitlines() if line and line[0] != "#"]
    out: list[tuple[Term, Term, bool]] = []
    for k, row in enumerate(rows):
        left, right = (as_term(side) for side in row.split(" = "))
        for m, place in enumerate((X, 2 * X, X - 1)):
            at = {X: place}
            a, b = substitute(left, at), substitute(right, at)
            wrong = (b + num("1/7"), b * num("8/7"), b + substitute(X / 9, at))[(k + m) % 3]
            out += [(a, b, True), (a, wrong, False)]
    return out


def symact_answer(a: Term, b: Term) -> bool | None:
    return {"proved": True, "refuted": False}.get(equal(a, b).status)


def engines() -> dict[str, Callable[[Term, Term], bool | None]]:
    import sympy

    def equals(a: Term, b: Term) -> bool | None:
        answer: bool | None = to_sympy(a).equals(to_sympy(b))
        return answer

    def simplify(a: Term, b: Term) -> bool | None:
        return bool(sympy.simplify(to_sympy(a) - to_sympy(b)) == 0)

    found: dict[str, Callable[[Term, Term], bool | None]] = {
        "symact": symact_answer,
        "SymPy simplify(a - b) == 0": simplify,
        "SymPy a.equals(b)": equals,
    }
    try:
        from math_verify import verify
    except ImportError:
        return found
    found["math-verify"] = lambda a, b: bool(verify([to_sympy(a)], [to_sympy(b)]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="symact alone")
    quick = parser.parse_args().quick
    questions = claims()
    print(f"{sum(t for *_, t in questions)} true and {sum(not t for *_, t in questions)} false claims\n")
    print("| engine | right | wrong | none | median ms | 95th percentile ms |\n|---|---|---|---|---|---|")
    for name, answer in engines().items():
        if quick and name != "symact":
            continue
        right = wrong = none = 0
        times = []
        for a, b, truth in questions:
            start = time.perf_counter()
            try:
                said = answer(a, b)
            except Exception:  # noqa: BLE001 - another engine's failure is an answer that is missing
                said = None
            times.append(1000 * (time.perf_counter() - start))
            right, wrong, none = right + (said is truth), wrong + (said is (not truth)), none + (said is None)
        cut = statistics.quantiles(times, n=20)[-1]
        print(f"| {name} | {right} | {wrong} | {none} | {statistics.median(times):.2f} | {cut:.2f} |", flush=True)


if __name__ == "__main__":
    main()

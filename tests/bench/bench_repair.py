"""How good corrections are, on documents of damaged formulas whose printed originals are known.

    python -m tests.bench.bench_repair DOCUMENT.md ANSWERS.json …

The answers are a list of objects, one for each claim, with its ``line`` and the ``original`` of its right side (empty where
the claim is true). Counted are the refuted claims with a fix, those whose corrected side is no longer than the original, and
those where it is the original up to the order of terms and factors. That each fix is true is decided anew in the corrected
document.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import symact
from symact.fixing import corrected
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.source import Source


def shape(node: Node) -> tuple[object, ...]:
    """A formula without the order of its terms and factors and without brackets that only group."""
    if node.kind == "group" and node.value in "([{":
        return shape(node.args[0])
    inner = [shape(a) for a in node.args]
    if node.kind in ("juxt", "mul", "add"):
        kind = "add" if node.kind == "add" else "product"
        flat = [part for s in inner for part in (s[1:] if s[0] == kind else (s,))]
        return (kind, *sorted(flat, key=repr))
    return (node.kind, "" if node.kind == "frac" else node.value, *inner)


def same(a: str, b: str) -> bool:
    try:
        return shape(parse(a)) == shape(parse(b))
    except NotationError:
        return False


def measure(document: Path, answers: Path) -> tuple[int, int, int, int, int]:
    """Refuted, corrected, no longer than the original, equal to it, refuted again in the corrected document."""
    originals = {a["line"]: a["original"] for a in json.loads(answers.read_text(encoding="utf-8"))}
    text = document.read_text(encoding="utf-8")
    (report,) = symact.check(text, document.name).documents
    refuted = fixed = short = equal = 0
    for claim in report.claims:
        original = originals.get(claim.place.line)
        if claim.verdict.status != "refuted" or not original:
            continue
        refuted += 1
        fix = claim.findings[0].fix
        if fix is None:
            continue
        fixed += 1
        place = report.source.span(claim.place)
        side = text[place.start : fix.span.start] + fix.replacement + text[fix.span.end : place.end]
        side = side.rsplit("=", 1)[-1].strip()
        short += len(side) <= len(original)
        equal += same(side, original)
    again = corrected(Source(document.name, text)).report.summary["refuted"]
    return refuted, fixed, short, equal, again


def main(paths: list[str]) -> None:
    print("| document | refuted | corrected | as short as the original | the original | refuted after `symact fix` | s |")
    print("|---|---|---|---|---|---|---|")
    for document, answers in zip(paths[::2], paths[1::2], strict=True):
        start = time.perf_counter()
        refuted, fixed, short, equal, again = measure(Path(document), Path(answers))
        share = [f"{n} ({n / refuted:.1%})" for n in (fixed, short, equal)]
        print(f"| {document} | {refuted} | {' | '.join(share)} | {again} | {time.perf_counter() - start:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1:])

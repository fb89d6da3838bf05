r"""Times reading formulas beside latex2sympy2-extended and SymPy's parse_latex, in one run, and says who reads them rightly.

    python -m tests.bench.bench_reading [FILE]

The formulas and what each says are in formulas.txt. A reading is right if it has the same relations, and its members the same
values at several points, for the names as they stand: others get it right too where they leave \sigma, e or x_{i} as plain
names, which are given their meaning here. It is wrong without a word where there is a result of another value or form, and
fails where there is none (an exception, or a forest of readings). FILE may hold other formulas, one a line or in JSON lines with
the key "latex": on these time is taken only. The others are measured where they are installed:

    pip install 'antlr4-python3-runtime==4.11.1' latex2sympy2-extended lark
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from symact.catalogue import lookup
from symact.meaning.scope import Scope
from symact.notation.latex import parse
from symact.notation.syntax import NotationError
from symact.terms.sympy_bridge import to_sympy
from tests.meaning.statement_table import Row, Said, rows, understood, wanted

FORMULAS = Path(__file__).parent / "formulas.txt"
SECONDS = 20  # for one question to a system, or to SymPy when values are compared
SIZES = {"n": 3, "N": 3, "m": 3, "i": 1, "j": 2, "k": 2}
POINTS = (-1.3, 0.7, 2.1)

Expr = Any  # sympy.Expr
Relation = tuple[list[str], list[Expr]]  # the signs of a chain and its members


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    def late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


# ---- the systems


def symact_reading(text: str) -> list[Said]:
    return understood(parse(text), Scope())


def systems() -> dict[str, Callable[[str], Any]]:
    found: dict[str, Callable[[str], Any]] = {"symact": symact_reading}
    try:
        from latex2sympy2_extended import latex2sympy

        found["latex2sympy2-extended"] = latex2sympy
    except ImportError:
        pass
    from sympy.parsing.latex import parse_latex

    for backend in ("antlr", "lark"):
        try:
            parse_latex("x", backend=backend)
        except ImportError:
            continue
        found[f"SymPy parse_latex, {backend}"] = lambda text, backend=backend: parse_latex(text, backend=backend)
    return found


# ---- what a result says


def relation_of(result: Any) -> Relation:
    """A result as signs and members. Raises ValueError where it is no single formula."""
    import sympy

    if isinstance(result, list) and len(result) == 1:
        result = result[0]
    if isinstance(result, Said):
        return list(result.signs), [to_sympy(m) for m in result.members]
    if isinstance(result, sympy.Basic) and isinstance(result, sympy.core.relational.Relational):
        return [{"Eq": "==", "Ne": "!="}.get(result.rel_op, result.rel_op)], [named(result.lhs), named(result.rhs)]
    if isinstance(result, sympy.Expr):
        return [], [named(result)]
    raise ValueError(f"not a formula: {type(result).__name__}")


def plain(name: str) -> str:
    """``y_{i}`` as ``y_i``, ``\\hat{y}`` as ``y_hat``."""
    name = re.sub(r"\\(hat|bar|tilde)\s*\{?(\w+)\}?", r"\2_\1", name)
    return re.sub(r"\\(?:mathrm|text|operatorname|mathbf)|[\\{} ]", "", name)


def named(e: Expr) -> Expr:
    """Another system's expression with names in our spelling, and entries ``x_{i}`` as such."""
    import sympy

    def swap(s: Expr) -> Expr:
        name = plain(s.name)
        if name in ("e", "pi"):
            return sympy.E if name == "e" else sympy.pi
        m = re.fullmatch(r"([A-Za-z]+(?:_hat)?)_(\d+|[ijkn]{1,2}|[ijkn],[ijkn])(_hat)?", name)
        if m is None:
            return sympy.Symbol(name)
        places = [m[2]] if m[2].isdigit() else [c for c in m[2] if c != ","]
        return sympy.IndexedBase(m[1] + (m[3] or ""))[
            tuple(sympy.sympify(p) if p.isdigit() else sympy.Symbol(p) for p in places)
        ]

    return e.xreplace({s: swap(s) for s in e.atoms(sympy.Symbol)})


# ---- whether it is right


def judged(expected: Relation, got: Relation) -> bool:
    (signs, members), (own_signs, own) = expected, got
    if [SIGN_KEYS.get(s, s) for s in signs] != [SIGN_KEYS.get(s, s) for s in own_signs] or len(members) != len(own):
        turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        if len(own) != 2 or [turned.get(s, s) for s in own_signs] != list(signs):
            return False
        own = own[::-1]
    compared = 0
    for k, x in enumerate(POINTS):
        for a, b in zip(members, own, strict=True):
            wanted_value = value(a, x, k)
            if wanted_value is None:
                continue
            compared += 1
            given = value(b, x, k)
            if given is None or abs(wanted_value - given) > 1e-6 * (1 + abs(wanted_value)):
                return False
    return compared > 0


SIGN_KEYS = {":=": "=="}


def value(e: Expr, x: float, k: int) -> complex | None:
    """The value at a point: of x, of other names by their spelling, of unknown functions by a formula of their own."""
    import sympy

    e = with_functions(e)
    sizes = {s: sympy.Integer(SIZES[s.name]) for s in e.free_symbols if isinstance(s, sympy.Symbol) and s.name in SIZES}
    e = e.subs(sizes).doit()
    e = e.replace(lambda t: isinstance(t, sympy.Indexed), lambda t: number(f"{t.base}{t.indices}", k))
    points = {s: sympy.Rational(str(x)) if s.name == "x" else number(s.name, k) for s in e.free_symbols}
    result = e.subs(points).doit().evalf(20)
    try:
        out = complex(result)
    except TypeError:
        return None
    return out if out == out and abs(out) < 1e300 else None


def number(name: str, k: int) -> Expr:
    """A number in (0, 1) that belongs to a name."""
    import sympy

    return sympy.Rational(sum((7 * i + 3) * ord(c) for i, c in enumerate(name)) % 89 + 5 + k, 101)


def with_functions(e: Expr) -> Expr:
    """Unknown functions with a meaning: that of the catalogue, or one that belongs to the name."""
    import sympy
    from sympy.core.function import AppliedUndef

    def meaning(call: Expr) -> Expr:
        name = plain(call.func.__name__)
        entry = lookup({"sigma": "sigmoid"}.get(name, name)) if name == "sigma" or len(name) > 2 else None
        if entry is not None and entry.kind == "elementwise" and len(call.args) == 1:
            return to_sympy(entry.expression).subs(sympy.Symbol("x", real=True), call.args[0])
        return sum(sympy.sin(a + number(name, m)) + a**2 * number(name, m + 1) for m, a in enumerate(call.args))

    while e.has(AppliedUndef):
        before = e
        e = e.replace(lambda t: isinstance(t, AppliedUndef), meaning)
        if e == before:
            break
    return e


def expected_of(row: Row) -> Relation:
    (said,) = wanted(row)
    assert isinstance(said, Said)
    return list(said.signs), [to_sympy(m) for m in said.members]


# ---- the run


def milliseconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    try:
        with limited(SECONDS):
            job()
    except Exception:  # noqa: BLE001 - a failure takes its time, too
        pass
    return 1000 * (time.perf_counter() - start)


def compare() -> None:
    table = rows(FORMULAS)
    print(
        f"{len(table)} formulas\n\n| system | right | silently wrong | fails | median ms | max ms |\n|---|---|---|---|---|---|"
    )
    for name, system in systems().items():
        right = wrong = fails = 0
        milliseconds(lambda system=system: system("x + 1"))  # what is loaded once is not the formula's time
        times = [min(milliseconds(lambda t=row.text, s=system: s(t)) for _ in range(3)) for row in table]
        for row in table:
            try:
                with limited(SECONDS):
                    got = relation_of(system(row.text))
            except Exception:  # noqa: BLE001 - whatever another system raises, it did not read the formula
                fails += 1
                continue
            try:
                with limited(SECONDS):
                    good = judged(expected_of(row), got)
            except Exception:  # noqa: BLE001 - what has no value where it should have one is wrong
                good = False
            right, wrong = right + good, wrong + (not good)
        print(f"| {name} | {right} | {wrong} | {fails} | {statistics.median(times):.2f} | {max(times):.1f} |", flush=True)


def texts(path: Path) -> list[str]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [json.loads(line)["latex"] if line.startswith("{") and '"latex"' in line else line for line in lines]


def timed(name: str, formulas: list[str]) -> None:
    def read(text: str) -> None:
        try:
            parse(text)
        except NotationError:
            parse(text, tex=False)

    times = [min(milliseconds(lambda t=text: read(t)) for _ in range(3)) for text in formulas]
    print(
        f"to a syntax tree, {len(times)} formulas of {name}: median {statistics.median(times):.3f} ms, max {max(times):.2f} ms"
    )


def grows() -> None:
    """How much longer ten times the formulas take."""
    from symact.documents import read_text

    once = "\n\n".join(f"$${row.text}$$" for row in rows(FORMULAS)[:46]) + "\n\n"

    def seconds(text: str) -> float:
        start = time.perf_counter()
        document = read_text(text, "a.md")
        for block in document.blocks:
            for maths in block.maths:
                milliseconds(lambda m=maths: parse(m.excerpt.text))
        return time.perf_counter() - start

    one = min(seconds(once) for _ in range(5))
    ten = min(seconds(once * 10) for _ in range(3))
    print(f"a document ten times as long takes {ten / one:.1f} times the time to read")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="other formulas, on which time is taken only")
    file = parser.parse_args().file
    compare()
    print()
    timed("the table", [row.text for row in rows(FORMULAS)])
    if file is not None:
        timed(file.name, texts(file))
    grows()


if __name__ == "__main__":
    main()

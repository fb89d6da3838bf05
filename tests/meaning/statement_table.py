"""The table of statements: formulas by construct, each with what it must say, or the reason why it must not be read.

## a heading begins a group; "(plain)" at its end says that its formulas are plain text
given x: vector; W: matrix; f(u) = u**2; a = 2      what is known in the group
\\formula
    statement; another statement                    as in ``sympy_source``, relations == := < ~~ (about) -> (tends to)
    ! reason                                        the parser must refuse it
    ? kind: reason                                  it is parsed, and elaboration must not guess
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from symact.claims.shapes import chains_of, ends_of_sums
from symact.meaning.elaborate import Elaborator, Unclear, condition
from symact.meaning.names import function_letters
from symact.meaning.scope import Binding, Scope
from symact.meaning.tensors import ShapeError, Tensor, Value, aligned
from symact.notation.latex import parse
from symact.notation.syntax import Node, NotationError
from symact.terms.core import TRUE, Term, free, index, sym
from tests.meaning.sympy_source import canonical, statement, term

TABLE = Path(__file__).with_name("statements.txt")
SIGNS = {"=": "==", "equiv": "==", "approx": "~~", "to": "->", "propto": "prop"}


@dataclass(frozen=True)
class Row:
    group: str
    text: str
    expected: str
    tex: bool
    scope: Scope


def rows(path: Path = TABLE) -> list[Row]:
    found: list[Row] = []
    group, tex, text, scope = "", True, "", Scope()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group, tex, scope = line[3:], not line.endswith("(plain)"), Scope()
        elif line.startswith("given "):
            scope = given(scope, line[6:])
        elif line.startswith("    "):
            found.append(Row(group, text.replace("⏎", "\n"), line[4:], tex, scope))
        elif line and not line.startswith("# "):
            text = line
    return found


def given(scope: Scope, text: str) -> Scope:
    """The scope with what a ``given`` line says."""
    for item in text.split("; "):
        if ": " in item:
            names, _, kind = item.partition(": ")
            scope = scope.with_ranks(dict.fromkeys(names.split(), {"vector": 1, "matrix": 2}[kind]))
        elif " = " in item:
            head, _, body = item.partition(" = ")
            name, _, formal = head.rstrip(")").partition("(")
            parameters = tuple(sym(p.strip()) for p in formal.split(",") if p.strip())
            scope = scope.bound(Binding(name, parameters, term(body)))
        else:
            raise ValueError(item)
    return scope


@dataclass(frozen=True)
class Said:
    """A relation chain as it was understood: signs, members (with entries at readable places), and conditions behind "if"."""

    signs: tuple[str, ...]
    members: tuple[Term, ...]

    def same(self, other: Said) -> bool:
        return self.signs == other.signs and [*map(canonical, self.members)] == [*map(canonical, other.members)]

    def __str__(self) -> str:
        out = repr(self.members[0])
        for sign, member in zip(self.signs, self.members[1:], strict=True):
            out += f" {sign} {member!r}"
        return out


def understood(root: Node, scope: Scope) -> list[Said]:
    """What a formula says in a scope, statement by statement. Raises Unclear."""
    spoken, sizes = function_letters(root), ends_of_sums(root)
    out = []
    for chain in chains_of(root):
        members, conditions = chain.members, chain.conditions
        e = Elaborator(scope, spoken=spoken, sizes=sizes)
        tests = [c for c in (TRUE if n.kind == "name" else condition(e, n) for n in conditions) if c != TRUE]  # for all x
        signs = [SIGNS.get(op, op) for op, _ in members[1:]]
        if set(signs) & {"in", "subset"}:
            node = Node("rel", members[0][1].span, tuple(n for _, n in members), " ".join(op for op, _ in members[1:]))
            out.append(Said(("if",) * len(tests), (condition(e, node), *tests)))
            continue
        values = [e.value(n) for _, n in members if n.kind != "none"]
        if len(values) < len(members):  # a row that goes on from a line before it
            signs = signs[1:]
        out.append(Said((*signs, *("if" for _ in tests)), (*entries(values, members[-1][1]), *tests)))
    return out


def entries(values: list[Value], node: Node) -> list[Term]:
    """All members at the same entry."""
    if not any(isinstance(v, Tensor) for v in values):
        return values  # type: ignore[return-value]
    if len(values) == 1 and isinstance(values[0], Tensor):
        return [aligned(values[0], values[0])[0]]
    tensor = next(v for v in values if isinstance(v, Tensor))
    try:
        for value in values:
            aligned(tensor, value) if value is not tensor else None
    except ShapeError as why:
        raise Unclear("incomplete", str(why), node) from None
    taken = {n.name for v in values for n in free(v.body if isinstance(v, Tensor) else v)}
    places = [index(n) for n in "ijklm" if n not in taken][: tensor.rank]
    return [v.at(*places) if isinstance(v, Tensor) else v for v in values]


def answer(row: Row) -> list[Said] | str:
    """What the row's formula says, or why it was not read."""
    try:
        return understood(parse(row.text, tex=row.tex), row.scope)
    except NotationError as error:
        return f"! {error.reason}"
    except Unclear as why:
        return f"? {why.reason}: {why.detail}"


def wanted(row: Row) -> list[Said] | str:
    if row.expected[:2] in ("! ", "? "):
        return row.expected
    return [Said(tuple(signs), tuple(members)) for signs, members in map(statement, row.expected.split("; "))]


def agrees(got: list[Said] | str, expected: list[Said] | str) -> bool:
    if isinstance(got, str) or isinstance(expected, str):
        return got == expected or (isinstance(got, str) and isinstance(expected, str) and got.startswith(f"{expected}: "))
    return len(got) == len(expected) and all(a.same(b) for a, b in zip(got, expected, strict=True))

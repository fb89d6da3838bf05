r"""Statements as tests write them, in SymPy's syntax, to the terms that elaboration must give.

Nothing of symact's own reading is used here: the text is Python and is taken apart with ``ast``. Beside SymPy's names there are
the catalogue's functions (``sigmoid(x)``), entries ``x[i]``, ``D(f)(x)`` and ``D(f, 1, 0)(x, y)`` for derivatives of unknown
functions, ``maxover`` and ``minover`` for extrema over an index, and ``name("W^[1]")`` for a name that is no identifier.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from fractions import Fraction

from symact.catalogue import lookup
from symact.terms import core as t
from symact.terms.core import BINDERS, Term
from symact.terms.functions import FUNCTIONS

__all__ = ["canonical", "statement", "term"]

OPERATORS: dict[type, Callable[[Term, Term], Term]] = {
    ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b, ast.Div: lambda a, b: a / b,
    ast.Pow: t.power,
}  # fmt: skip
COMPARISONS = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}
FROM_SYMPY = {f.sympy: name for name, f in FUNCTIONS.items() if f.sympy}
OVER_INDEX = {"Sum": "sum", "Product": "prod", "maxover": "maxover", "minover": "minover"}


class Compiler:
    """One text; ``indices`` are the names that stand in square brackets or are bound by a sum."""

    def __init__(self, tree: ast.AST) -> None:
        calls = [c for c in ast.walk(tree) if isinstance(c, ast.Call)]
        ends = _names(a.elts[2] for c in calls if _called(c) in OVER_INDEX for a in c.args[1:] if isinstance(a, ast.Tuple))
        places: list[ast.expr] = [s.slice for s in ast.walk(tree) if isinstance(s, ast.Subscript)]
        places += [a for c in calls if _called(c) == "KroneckerDelta" for a in c.args]
        coincide = [c for c in calls if _called(c) in ("Eq", "Ne") and _names(c.args) <= set("ijkl")]
        places += [a for c in coincide for a in c.args]
        self.indices = _names(places) - ends

    def term(self, node: ast.AST) -> Term:
        match node:
            case ast.Expression(body=body):
                return self.term(body)
            case ast.Constant(value=bool() as value):
                return t.TRUE if value else t.FALSE
            case ast.Constant(value=int() as value):
                return t.num(value)
            case ast.Constant(value=float()):
                return t.num(Fraction(ast.unparse(node)))
            case ast.Name(id=name):
                return self.named(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return t.neg(self.term(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return OPERATORS[type(op)](self.term(left), self.term(right))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return t.rel(COMPARISONS[type(op)], self.term(left), self.term(right))
            case ast.Subscript(value=base, slice=ast.Tuple(elts=places)):
                return t.at(_word(base), *map(self.term, places))
            case ast.Subscript(value=base, slice=place):
                return t.at(_word(base), self.term(place))
            case ast.Call(func=ast.Call(func=ast.Name(id="D"), args=[head, *orders]), args=args):
                counts = tuple(int(ast.literal_eval(o)) for o in orders) or (1,)
                return t.app(_word(head), *map(self.term, args), orders=counts)
            case ast.Call():
                return self.call(_called(node), node.args)
        raise ValueError(f"not understood: {ast.unparse(node)}")

    def named(self, name: str) -> Term:
        if name in ("pi", "oo"):
            return t.const(name)
        if name == "E":
            return t.exp(1)
        name = name.removesuffix("_")  # lambda_
        return t.index(name) if name in self.indices else t.sym(name)

    def call(self, name: str, args: list[ast.expr]) -> Term:
        if name == "name":
            return t.sym(_word(ast.Call(ast.Name("name"), args, [])))
        if name in OVER_INDEX or name == "Integral":
            body, (variable, lower, upper) = args[0], args[1].elts  # type: ignore[attr-defined]
            bound = (
                t.index(variable.id)
                if name in OVER_INDEX and variable.id in self.bound_as_index(name, variable.id)
                else t.sym(variable.id)
            )
            before, self.indices = self.indices, self.indices | ({variable.id} if bound.head == "ix" else set())
            inner = self.term(body)
            self.indices = before
            return Term(OVER_INDEX.get(name, "integral"), (bound, self.term(lower), self.term(upper), inner))
        if name == "Limit":
            body, variable, point, *side = args
            return Term("limit", (self.term(variable), self.term(point), side[0].value if side else "", self.term(body)))  # type: ignore[attr-defined]
        if name == "Piecewise":
            branches: list[Term] = []
            for pair in args:
                value, when = map(self.term, pair.elts)  # type: ignore[attr-defined]
                branches += [value] if when == t.TRUE else [when, value]
            return t.cases(*branches)
        values = [self.term(a) for a in args]
        if name in ("Eq", "Ne"):
            return t.rel(name.lower(), *values)
        if name in BUILT:
            return BUILT[name](*values)
        if name in FROM_SYMPY or name in FUNCTIONS:
            return t.fn(FROM_SYMPY.get(name, name), *values)
        entry = lookup(name) if len(name) > 2 else None
        if entry is not None and entry.kind == "elementwise":
            return t.substitute(entry.expression, dict(zip(map(t.sym, entry.variables), values, strict=True)))
        return t.app(name, *values)

    def bound_as_index(self, name: str, variable: str) -> set[str]:
        """Sums run over indices; an extremum only over what is used as one."""
        return {variable} if name in ("Sum", "Product") else self.indices


BUILT: dict[str, Callable[..., Term]] = {
    "exp": t.exp, "sqrt": t.sqrt, "Max": t.max_, "Min": t.min_, "And": t.all_of, "Or": t.any_of, "Not": t.not_,
    "KroneckerDelta": t.delta,
}  # fmt: skip


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name)} - {"name"}


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _word(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        return str(ast.literal_eval(node.args[0]))
    assert isinstance(node, ast.Name)
    return node.id


def term(source: str) -> Term:
    """The term of an expression."""
    tree = ast.parse(source.strip(), mode="eval")
    return Compiler(tree).term(tree)


def statement(source: str) -> tuple[list[str], list[Term]]:
    """The relations and the members of a chain ``a == b < c``; conditions after ``if`` follow as members with relation "if"."""
    whole, *conditions = source.split(" if ")
    pieces, ops = [], []
    rest = whole
    for op in _relations(whole):
        piece, _, rest = rest.partition(f" {op} ")
        pieces.append(piece)
        ops.append(op)
    pieces += [rest, *conditions]
    tree = ast.parse(f"({', '.join(f'({p})' for p in pieces)},)", mode="eval")
    compiler = Compiler(tree)
    assert isinstance(tree.body, ast.Tuple)
    return [*ops, *("if" for _ in conditions)], [compiler.term(p) for p in tree.body.elts]


SIGNS = ("==", ":=", "!=", "<=", ">=", "<", ">", "~~", "->", "prop", "sim")


def _relations(text: str) -> Iterable[str]:
    """The relation signs of a statement that stand outside of brackets, in order."""
    depth = 0
    for word in text.split(" "):
        if not depth and word in SIGNS:
            yield word
        depth += sum(map(word.count, "([")) - sum(map(word.count, ")]"))


def canonical(term_: Term, depth: int = 0) -> Term:
    """The term with summands, factors and conditions in a fixed order, and with bound names that only tell of their place."""
    if term_.head in BINDERS:
        new = Term(term_.args[0].head, (f"#{depth}",))
        args = list(term_.args)
        args[-1] = t.substitute(args[-1], {args[0]: new})
        args[0] = new
        return Term(term_.head, tuple(canonical(a, depth + 1) if isinstance(a, Term) else a for a in args))
    args = [canonical(a, depth) if isinstance(a, Term) else a for a in term_.args]
    if term_.head in ("add", "mul", "and", "or", "eq", "ne", "delta"):
        args.sort(key=repr)
    return Term(term_.head, tuple(args))

"""The claims of code: a function against what its name, its docstring and the formula around it say that it computes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from symact.catalogue import Activation
from symact.claims.code_names import OUTPUTS, Role, is_generic_name, role_of, role_of_sentence
from symact.claims.definitions import definition_equations
from symact.claims.docstrings import Formula, formulas_of
from symact.claims.model import Alternative, Gap, Proposal
from symact.code.cells import Cell
from symact.code.exact import GUARD, exact, is_guard
from symact.code.ops import walk
from symact.code.program import Program
from symact.code.reading import Reading, Unread, read_expression, read_function, read_method
from symact.code.texts import text_of
from symact.code.values import Class, Function
from symact.meaning.scope import Binding, Scope
from symact.obligations import Equation, Interval, Obligation, Range
from symact.source import Excerpt
from symact.terms.calculus import NotDifferentiable, diff
from symact.terms.core import ONE, Term, at, free, index, log, mul, num, parts, rel, substitute, sum_, sym, transform

__all__ = ["Coded", "claims_of_cell"]

FORWARD = ("forward", "call", "__call__", "activate", "apply", "compute", "f", "function", "value", "evaluate", "activation")
# Names for the gradient that a backward pass is given.
GRADIENTS = frozenset(
    "dA da dout d_out dy dY dZ dz dL dl grad grads grad_output grad_out gradient output_gradient upstream delta error dvalues g gy".split()
)
BACKWARD = ("backward", "derivative", "gradient", "grad", "prime", "df", "deriv", "d", "dx", "derive")
ONE_AXIS = re.compile(r"\b1-?d\b|\bone[- ]dimensional\b|\b(?:a|single|one) vector\b|一维|一个向量|\(\w+,\)", re.IGNORECASE)
SEVERAL = re.compile(r"\b(?:batch(?:es)?|rows?|matrix|matrices|[2-9n]-?d)\b|批|矩阵|二维", re.IGNORECASE)
N = sym("n")
FAR, NEAR = 15, Fraction(1, 10**5)  # where exponentials are cut off, and what that may change


@dataclass(frozen=True)
class Subject:
    """A function of the document's code, with the names that say what it is."""

    name: str
    function: Function
    role: Role
    kind: Class | None = None
    first: str = ""  # the method that is called before it on the same object
    described: bool = False  # the docstring says what it is, too


@dataclass(frozen=True)
class Coded:
    """A claim of code with the function that it is about; ``reading`` is what was read for a claim of its name."""

    proposal: Proposal
    subject: Subject
    cell: Cell
    program: Program
    scope: Scope
    reading: Reading | None = None

    @property
    def entries(self) -> tuple[Activation, ...]:
        return self.subject.role.entries

    def again(self, program: Program, cell: Cell) -> Coded | None:
        """The same claim of another text of the cell."""
        for other in _subjects(cell):
            if (other.name, other.function.name, other.role) == (self.subject.name, self.subject.function.name, self.subject.role):
                return next((c for c in _claims(program, other, cell, self.scope) if c.reading is not None), None)
        return None


def claims_of_cell(program: Program, cell: Cell, scope: Scope, lines: tuple[int, int] | None = None) -> Iterator[Coded]:
    """The claims of the functions that a cell defines (of those that begin within ``lines``, offsets in its source)."""
    for subject in _subjects(cell):
        start = cell.spot(subject.function.node).span.start
        if lines is None or lines[0] <= start < lines[1]:
            yield from _claims(program, subject, cell, scope)


# ---- what there is to judge


def _subjects(cell: Cell) -> Iterator[Subject]:
    for s in cell.tree.body:
        if isinstance(s, ast.FunctionDef):
            yield _subject(s.name, Function(s, cell))
        elif isinstance(s, ast.Assign) and len(s.targets) == 1 and isinstance(s.targets[0], ast.Name):
            body = s.value
            if isinstance(body, ast.Call) and len(body.args) == 1 and isinstance(body.args[0], ast.Lambda):
                body = body.args[0]  # np.vectorize(lambda x: ...)
            if isinstance(body, ast.Lambda):
                yield _subject(s.targets[0].id, Function(body, cell))
        elif isinstance(s, ast.ClassDef):
            yield from _methods(s, cell)


def _subject(name: str, function: Function) -> Subject:
    role = role_of(name)
    said = role_of_sentence(_docstring(function.node))
    if said is not None and not role.entries and is_generic_name(name):
        return Subject(name, function, replace(said, slope=said.slope or role.slope), described=True)
    return Subject(name, function, role, described=said is not None and said.entries[:1] == role.entries[:1])


def _methods(node: ast.ClassDef, cell: Cell) -> Iterator[Subject]:
    kind = Class(node, cell)
    role = role_of(node.name)
    methods = {s.name: s for s in node.body if isinstance(s, ast.FunctionDef)}
    before = next((n for n in FORWARD if n in methods), "")
    for name, method in methods.items():
        own = role_of(name)
        if name == before and role.entries:
            yield Subject(node.name, Function(method, cell), role, kind)
        elif name in BACKWARD and role.entries:
            first = before if before and _goes_back(method, methods[before]) else ""
            yield Subject(f"{node.name}.{name}", Function(method, cell), replace(role, slope=True), kind, first)
        elif own.entries and name != "__init__":
            yield Subject(name, Function(method, cell), own, kind)


def _goes_back(method: ast.FunctionDef, forward: ast.FunctionDef) -> bool:
    """Whether a method is given a gradient, or asks for what the forward pass has kept; else it is a function of its own input."""
    if method.name == "backward" or {a.arg for a in method.args.args} & {*GRADIENTS, "ctx"}:
        return True
    kept = {n.attr for n in ast.walk(forward) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
    return any(isinstance(n, ast.Attribute) and n.attr in kept for n in ast.walk(method))


def _docstring(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
        return ast.get_docstring(node) or ""
    return ""


# ---- what is claimed of it


def _claims(program: Program, subject: Subject, cell: Cell, scope: Scope) -> Iterator[Coded]:
    entries = subject.role.entries
    docs = list(formulas_of(cell, subject.function.node)) if isinstance(subject.function.node, ast.FunctionDef) else []
    if not (entries or docs or _is_known(program, subject, cell, scope)):
        return
    if subject.kind is not None:
        assert isinstance(subject.function.node, ast.FunctionDef)
        read = read_method(program, subject.kind, subject.function.node.name, subject.first)
    else:
        read = read_function(program, subject.function)
    about = _about(subject, entries) if entries else _own_about(program, subject, cell)
    source = cell.excerpt.source
    if isinstance(read, Unread):
        spot = read.spot if read.spot.source is source else cell.spot(subject.function.node)
        spec = subject.function.node.args
        few = len(spec.args) - len(spec.defaults) - (subject.kind is not None) <= _most(entries)
        few &= "\n" in cell.excerpt.text  # a line of code in a sentence names more often than it defines
        if entries and few and not subject.role.is_ordinary and entries[0].kind != "loss" and _returns(subject.function):
            gap = Gap("unreadable", read.reason)
            yield Coded(Proposal("code", spot.span, "", gap=gap, about=about), subject, cell, program, scope)
        return
    sure = all(f.sure for f in cell.faults)
    if read.single is not None and _is_for_vectors(cell.text(subject.function.node)):
        read = read.single
    if subject.role.slope and not read.upstream:
        read = _with_gradient(read)
    slope = subject.role.slope
    equations = list(_equations(entries, read, slope)) if entries else []
    if not entries or _formula(subject, scope) is not None:  # a name means what the document says of it, too
        equations += _own_equations(program, subject, cell, scope, read)
    if equations:
        lenient = list(_lenient(equations, entries, read, slope))
        if read.single is not None and entries:
            lenient += ((e, "for one vector alone") for e in _equations(entries, read.single, slope))
        proposal = Proposal(
            "code", read.spot.span, "", _alternatives(equations, entries, read, slope),
            assertive=sure and _asserts(subject, read, entries), about=about, lenient=tuple(lenient),
        )  # fmt: skip
        yield Coded(proposal, subject, cell, program, scope, read)
    for formula in docs:
        yield from (Coded(p, subject, cell, program, scope) for p in _described(program, cell, read.single or read, formula))


def _is_for_vectors(text: str) -> bool:
    """Whether the text of a function says that its input has one axis."""
    return ONE_AXIS.search(text) is not None and SEVERAL.search(text) is None


def _with_gradient(read: Reading) -> Reading:
    """Of two inputs of a derivative, one of them the gradient that is handed back."""
    given = [n for n in read.inputs if n in GRADIENTS]
    if len(read.inputs) != 2 or len(given) != 1:
        return read
    return replace(read, upstream=given[0], inputs=tuple(n for n in read.inputs if n not in given))


def _alternatives(equations: list[Equation], entries: tuple[Activation, ...], read: Reading, slope: bool) -> tuple[Alternative, ...]:
    """The equations; one with another entry than the first says what the code approximates where it holds."""
    exact_ones = set(_against(entries[0], read, _stated(read)[0], slope)) if len(entries) > 1 and not slope else set()
    main = next(iter(e.left for e in equations if e in exact_ones), None)
    return tuple(Alternative(e, approximates=None if main is None or e in exact_ones else main) for e in equations)


def _lenient(
    equations: list[Equation], entries: tuple[Activation, ...], read: Reading, slope: bool
) -> Iterator[tuple[Obligation, str]]:
    """What code satisfies that is right for a reader, and not to the letter."""
    guards = frozenset(k for k, v in read.defaults.items() if 0 < v <= GUARD) | {n for n in ("eps", "epsilon") if n in read.op.leaves}
    if guards or any(is_guard(o) or o.head == "rounded" for o in walk(read.op)):
        stated = exact(read.op, guards=guards)
        for entry in entries:
            yield from ((e, "up to numbers that are tiny or rounded") for e in _against(entry, read, stated, slope))
    kinks = entries[0].kinks if entries and entries[0].kind == "elementwise" and not slope else ()
    for e in equations:
        for k, x in product(kinks, e.variables or ()):
            yield replace(e, assumptions=(*e.assumptions, rel("ne", x, k.at))), f"except at {k.at!r}, where a value is a convention"
    if any(o.head == "number" and abs(o.data) >= FAR for o in walk(read.op)) or any(v >= FAR for v in read.defaults.values()):
        for e in equations:
            yield from ((o, f"up to {float(NEAR):g}") for o in _near(e, read))


def _near(e: Equation, read: Reading) -> Iterator[Obligation]:
    """That both sides differ by very little, with the parameters as they are where nobody gives them."""
    values = {sym(k): num(v) for k, v in read.defaults.items()}
    difference = substitute(e.right - e.left, values)
    names = free(difference)
    if len(names) == 1 and next(iter(names)).head == "sym":
        yield Range(difference, next(iter(names)), (Interval(num(-NEAR), num(NEAR), True, True),), "within")


def _described(program: Program, cell: Cell, read: Reading, formula: Formula) -> Iterator[Proposal]:
    """A formula of the docstring against what the function computes."""
    excerpt = Excerpt(cell.excerpt.source, formula.cell_text, 0)
    other = read_expression(program, formula.node, Cell(excerpt, ast.Module([], []), text_of(formula.cell_text), (), cell.number), read.ranks)
    if isinstance(other, Unread) or not set(other.inputs) <= {*read.inputs, *read.defaults, *read.undefined}:
        return
    if [a.size for a in other.axes] != [a.size for a in read.axes]:
        return
    span = cell.span(formula.start, formula.start + len(formula.text))
    names = tuple(read.inputs)
    left, right = _lowered(exact(read.op), names), _lowered(exact(other.op), names)
    equation = Equation(left, right, (), frozenset(sym(n) for n in names))
    yield Proposal(
        "code", span, "", (Alternative(equation),), assertive=formula.mode != "counted",
        disowned=formula.mode == "different", about="what its docstring says",
    )  # fmt: skip


def _returns(function: Function) -> bool:
    return isinstance(function.node, ast.Lambda) or any(
        isinstance(n, ast.Return) and n.value is not None for n in ast.walk(function.node)
    )


def _about(subject: Subject, entries: tuple[Activation, ...]) -> str:
    return f"the derivative of {entries[0].title}" if subject.role.slope else entries[0].title


def _own_about(program: Program, subject: Subject, cell: Cell) -> str:
    word = _word(program, subject, cell)
    return f"the derivative of {word}" if subject.role.slope or word != subject.name else word


def _asserts(subject: Subject, read: Reading, entries: tuple[Activation, ...]) -> bool:
    """Whether the name says so plainly that a function which differs is wrong."""
    if not entries:
        return True
    entry = entries[0]
    if subject.role.is_ordinary and not subject.described:
        return False
    if entry.kind == "vector" and subject.role.slope and len(read.axes) < 2:
        return False
    return len([n for n in read.inputs if n not in read.samples]) <= _most(entries)


def _most(entries: tuple[Activation, ...]) -> int:
    """How many inputs a function of that name may have."""
    return len(entries[0].variables) + max(len(e.parameters) for e in entries) if entries else 0


# ---- readings to equations


def _stated(read: Reading) -> list[Term]:
    """What a function computes: with decimals as the constants that they begin, and as they stand."""
    out = [exact(read.op)]
    if any(o.head == "constant" for o in walk(read.op)):
        out.append(exact(read.op, literal=True))
    return out


def _lowered(t: Term, names: Iterable[str]) -> Term:
    """The term with entries of inputs under fewer indices, where one index of all its entries is the same and free.

    A row of a matrix is a vector; an array of which only the entry itself occurs is a number.
    """
    for name in names:
        found = {s for s in parts(t) if s.head == "at" and s.name == name}
        while found:
            rank = len(next(iter(found)).args) - 1
            common = next(
                (k for k in range(1, rank + 1) if len({s.args[k] for s in found}) == 1 and next(iter(found)).args[k] in free(t)), None
            )
            if common is None:
                break
            mapping = {s: sym(name) if rank == 1 else Term("at", (s.args[0], *s.args[1:common], *s.args[common + 1 :])) for s in found}
            t = transform(t, lambda s, m=mapping: m.get(s))  # type: ignore[misc]
            found = {s for s in parts(t) if s.head == "at" and s.name == name}
    return t


def _equations(entries: tuple[Activation, ...], read: Reading, slope: bool) -> Iterator[Equation]:
    spare = {sym(k): num(v) for k, v in read.defaults.items()}
    offered = spare.keys() & {p.symbol for entry in entries for p in entry.parameters}  # whoever calls it may give these
    for stated in _stated(read):
        for entry in entries:
            yield from (e for e in _against(entry, read, stated, slope) if offered <= free(e.left))
    if spare and not offered and not entries[0].parameters:
        for stated in _stated(read):
            yield from _against(entries[0], read, substitute(stated, spare), slope)


def _against(entry: Activation, read: Reading, stated: Term, slope: bool) -> Iterator[Equation]:
    match entry.kind:
        case "elementwise":
            for own in _as_offered(entry):
                yield from _elementwise(own, read, stated, slope)
        case "vector":
            yield from _jacobian(entry, read, stated) if slope else _vector(entry, read, stated)
        case "random":
            if not slope:
                yield from _random(entry, read, stated)
        case "loss" | "gated":
            if not slope:
                yield from _several(entry, read, stated)


def _as_offered(entry: Activation) -> tuple[Activation, ...]:
    """The entry, and where it has several parameters, the entry with those of a library, and with the defaults of all but one."""
    if len(entry.parameters) < 2:
        return (entry,)
    sets = {tuple((p.symbol, num(p.frameworks[lib])) for p in entry.parameters) for lib in _libraries(entry)}
    known = [(p.symbol, num(p.default)) for p in entry.parameters if p.default is not None]
    if len(known) == len(entry.parameters):
        sets |= {(*known[:k], *known[k + 1 :]) for k in range(len(known))}
    return (entry, *(_with_values(entry, dict(values)) for values in sorted(sets, key=repr)))


def _with_values(entry: Activation, values: dict[Term, Term]) -> Activation:
    others = tuple(p for p in entry.parameters if p.symbol not in values)
    return replace(entry, expression=substitute(entry.expression, values), parameters=others)


def _libraries(entry: Activation) -> set[str]:
    """The libraries whose values are known for all parameters."""
    return set.intersection(*(set(p.frameworks) for p in entry.parameters)) if entry.parameters else set()


def _elementwise(entry: Activation, read: Reading, stated: Term, slope: bool) -> Iterator[Equation]:
    if not read.inputs and not read.undefined:
        return
    names = read.inputs or tuple(read.undefined)
    stated = _lowered(stated, names)
    x = sym(names[0])
    if not slope:
        yield from definition_equations(entry, stated, (x,), None, ())
        return
    upstream = sym(read.upstream) if read.upstream else ONE
    for fresh, body in _roles(x, names[0], stated, entry):
        yield from _slopes(entry, fresh, body, upstream)


def _roles(x: Term, name: str, stated: Term, entry: Activation) -> Iterator[tuple[Term, Term]]:
    """The variable with the derivative as stated in it: the parameter is the input, or (``y * (1 - y)``) the output."""
    other = sym("x" if name != "x" else "z")
    output = (other, substitute(stated, {x: substitute(entry.expression, {entry.variable: other})}))
    if name in OUTPUTS:
        yield output
        yield x, stated
    else:
        yield x, stated
        yield other, stated  # a conditional answer: it holds if x is the output


def _slopes(entry: Activation, x: Term, stated: Term, upstream: Term) -> Iterator[Equation]:
    try:
        derived = replace(entry, expression=mul(upstream, entry.slope()))
    except NotDifferentiable:
        return
    primitive = mul(upstream, substitute(entry.expression, {entry.variable: x}))
    for e in definition_equations(derived, stated, (x,), None, ()):
        yield replace(e, primitive=primitive, by=x)


def _vector(entry: Activation, read: Reading, stated: Term) -> Iterator[Equation]:
    if not read.inputs:
        return
    name = read.inputs[0]
    stated = _lowered(stated, read.inputs) if read.ranks.get(name, 0) > 1 else stated
    place = read.axes[-1].index if read.axes else None
    ranks = {len(s.args) - 1 for s in parts(stated) if s.head == "at" and s.name == name}
    if ranks == {2} and len(read.axes) == 2:
        outer, inner = (a.index for a in read.axes)
        for lift, own in ((lambda i: at("x", outer, i), inner), (lambda i: at("x", i, inner), outer)):
            lifted = transform(entry.expression, lambda s, f=lift: f(s.args[1]) if s.head == "at" else None)  # type: ignore[misc]
            body = substitute(lifted, {index("i"): own})
            named = transform(body, lambda s: Term("vec", (name,)) if s.head == "vec" else None)
            yield Equation(named, stated, entry.conditions, None)
        return
    i = place if place is not None and place in free(stated) else None
    argument = at(name, i) if i is not None else Term("vec", (name,))
    yield from definition_equations(entry, stated, (argument,), i, ())


def _jacobian(entry: Activation, read: Reading, stated: Term) -> Iterator[Equation]:
    """The matrix of the derivatives of component i by entry k; a vector is its diagonal."""
    if not read.inputs or not entry.is_indexed or not read.axes:
        return
    name = read.inputs[0]
    i = read.axes[0].index
    k = read.axes[1].index if len(read.axes) > 1 else i
    own = index("k") if k == i else k
    try:
        slope = diff(substitute(entry.expression, {index("i"): i}), at("x", own))
    except NotDifferentiable:
        return
    slope = substitute(slope, {own: k})
    for output in (name in OUTPUTS, name not in OUTPUTS):
        body = stated
        if output:
            put_out = {s: substitute(entry.expression, {index("i"): s.args[1]}) for s in parts(body) if s.head == "at" and s.name == name}
            body = transform(body, put_out.get)
            yield Equation(slope, body)
        else:
            yield Equation(transform(slope, lambda s: Term("vec", (name,)) if s.head == "vec" else None), body)


def _random(entry: Activation, read: Reading, stated: Term) -> Iterator[Equation]:
    """With a uniform sample in the code, the noise is what its law makes of it."""
    if not read.inputs or not read.axes:
        return
    name = read.inputs[0]
    i = read.axes[-1].index
    stated = _lowered(stated, [name, *read.samples]) if read.ranks.get(name, 0) > 1 else stated
    noise = next(iter(read.samples), None)
    expression = entry.expression
    if noise is not None and read.samples[noise] == "uniform":
        expression = transform(expression, lambda s: -log(-log(at(noise, s.args[1]))) if s.head == "at" and s.name == "G" else None)
    elif noise is not None:
        expression = transform(expression, lambda s: at(noise, s.args[1]) if s.head == "at" and s.name == "G" else None)
    own = replace(entry, expression=expression, variables=(entry.variables[0],), kind="vector")
    yield from definition_equations(own, stated, (at(name, i),), i, ())


def _several(entry: Activation, read: Reading, stated: Term) -> Iterator[Equation]:
    """Of two inputs; a loss may be a sum or a mean of entries, and differ by the factors that people put before it."""
    if len(read.inputs) != len(entry.variables):
        return
    stated = _lowered(stated, read.inputs) if not read.axes else stated
    arguments = tuple(sym(n) if not read.ranks.get(n) else Term("vec", (n,)) for n in read.inputs)
    indexed = any(s.head == "at" for s in parts(entry.expression))
    forms = [entry.expression]
    if entry.kind == "loss":
        if not indexed and any(a.head == "vec" for a in arguments):
            entry = replace(entry, kind="loss", expression=sum_(index("j"), 1, N, _entrywise(entry)))
            forms = [entry.expression]
        forms += [mul(entry.expression, f) for f in (N, 1 / N, num("1/2"), N / 2, 2, 1 / (2 * N))]
    for form in forms:
        own = replace(entry, expression=form)
        for order in (arguments, arguments[::-1]) if entry.kind == "loss" else (arguments,):
            yield from _matched(own, stated, order)


def _entrywise(entry: Activation) -> Term:
    return substitute(entry.expression, {sym(v): at(v, index("j")) for v in entry.variables})


def _matched(entry: Activation, stated: Term, arguments: tuple[Term, ...]) -> Iterator[Equation]:
    body = entry.expression
    renames = {v: a.name for v, a in zip(entry.variables, arguments, strict=True)}
    body = transform(body, lambda s: Term(s.head, (renames[s.name],)) if s.head in ("sym", "vec") and s.name in renames else None)
    own = replace(entry, expression=body, variables=())
    for e in definition_equations(own, stated, (), None, ()):
        variables = frozenset(v for a in arguments for v in free(a))
        yield replace(e, variables=variables if all(v.head == "sym" for v in variables) else None)


# ---- against what the document itself defines


def _is_known(program: Program, subject: Subject, cell: Cell, scope: Scope) -> bool:
    """Whether the document defines something by the name of a function, or by that of which it is the derivative."""
    word = _word(program, subject, cell)
    if subject.role.slope or word != subject.name:
        return program.binding(word, cell) is not None or _formula(subject, scope) is not None
    return _formula(subject, scope) is not None


def _word(program: Program, subject: Subject, cell: Cell) -> str:
    """The name of the function that is spoken of; ``df`` is the derivative of f where the code has an f."""
    name = subject.name
    plain = name[1:]
    if name[:1] == "d" and plain and program.binding(name, cell) is not None and program.binding(plain, cell) is not None:
        return plain
    return subject.role.word


def _formula(subject: Subject, scope: Scope) -> Binding | None:
    """The formula that the document has for a function; a single letter stands for many."""
    word = subject.role.word or subject.name
    binding = scope.find(word)
    if binding is None or not binding.is_function or binding.opaque or binding.body.head == "app" or len(word) < 2:
        return None
    return binding


def _own_equations(program: Program, subject: Subject, cell: Cell, scope: Scope, read: Reading) -> Iterator[Equation]:
    word = _word(program, subject, cell)
    slope = subject.role.slope or word != subject.name
    binding = _formula(subject, scope)
    if binding is not None and len(binding.formal) == len(read.inputs) and not read.ranks:
        values = {f: sym(n) for f, n in zip(binding.formal, read.inputs, strict=True)}
        yield from _own(substitute(binding.body, values), read, slope)
        return
    known = program.binding(word, cell) if slope else None
    if known is None or not isinstance(known.node, ast.FunctionDef | ast.Lambda):
        return
    other = read_function(program, Function(known.node, known.cell))
    if isinstance(other, Reading) and len(other.inputs) == 1 and len(read.inputs) == 1 and not other.ranks and not read.ranks:
        yield from _own(substitute(exact(other.op), {sym(other.inputs[0]): sym(read.inputs[0])}), read, True)


def _own(body: Term, read: Reading, slope: bool) -> Iterator[Equation]:
    """A function of the document, or its derivative, against the code; the code may take the output instead of the input."""
    x = sym(read.inputs[0])
    stated = exact(read.op)
    variables = frozenset(sym(n) for n in read.inputs)
    if not slope:
        yield Equation(body, stated, (), variables)
        return
    try:
        yield Equation(diff(body, x), stated, (), variables, body, x)
        other = sym("x" if x.name != "x" else "z")
        moved = substitute(body, {x: other})
        yield Equation(diff(moved, other), stated, (), frozenset((other,)), moved, other)
    except NotDifferentiable:
        return

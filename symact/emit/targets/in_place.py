"""Expressions as NumPy calls that write into arrays: an array is used again as soon as its value is not needed any more."""

from __future__ import annotations

import ast

__all__ = ["into_arrays", "scratch_of"]

UFUNCS: dict[type[ast.operator], str] = {ast.Add: "np.add", ast.Sub: "np.subtract", ast.Mult: "np.multiply", ast.Div: "np.divide"}
SLOW_WITH_NUMBERS = ("np.maximum", "np.minimum")  # four times slower than with an array
ZEROS = "zeros"  # one of the arrays for what is computed on the way that nothing is written into


def into_arrays(text: str) -> str:
    """The function with its values written into arrays ``y0``, ``y1``; ``w`` are arrays for what is computed on the way."""
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    last = node.body[-1]
    assert isinstance(last, ast.Return) and last.value is not None
    values = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
    w = Writer()
    assigned = {s.targets[0].id for s in node.body[:-1] if isinstance(s, ast.Assign) and isinstance(s.targets[0], ast.Name)}
    results = {v.id: f"y{k}" for k, v in reversed(list(enumerate(values))) if isinstance(v, ast.Name) and v.id in assigned}
    for n in ast.walk(node):  # a value with a name is computed where it is wanted
        if isinstance(n, ast.Name):
            n.id = results.get(n.id, n.id)
    for s in node.body[:-1]:
        assert isinstance(s, ast.Assign)
        target = s.targets[0]
        if isinstance(target, ast.Name):
            (w.fill if target.id in results.values() else w.assign)(target.id, s.value)
        else:
            w.lines.append(ast.unparse(s))
    for k, value in enumerate(values):
        if ast.unparse(value) != f"y{k}":
            w.fill(f"y{k}", value)
    arguments = ", ".join(["x", "w", *(f"y{k}" for k in range(len(values)))])
    lines, scratch = few_arrays(w.lines, w.scratch)
    lines = [*([f"{', '.join(scratch)}, = w"] if scratch else []), *lines]
    return f"def {node.name}({arguments}):\n" + "".join(f"    {line}\n" for line in lines)


def few_arrays(lines: list[str], scratch: list[str]) -> tuple[list[str], list[str]]:
    """The lines with as few arrays as it takes: what a line writes may go where the last of its operands stood."""
    trees = [ast.parse(line) for line in lines]
    used = [{n.id for n in ast.walk(t) if isinstance(n, ast.Name)} for t in trees]
    last = {name: max(k for k, names in enumerate(used) if name in names) for name in scratch}
    free: list[str] = []
    place: dict[str, str] = {}
    for k, (tree, names) in enumerate(zip(trees, used, strict=True)):
        over = sorted(place[n] for n in names & place.keys() - {ZEROS} if last[n] == k)
        new = [n for n in scratch if n in names and n not in place]
        for name in new:  # read and written by the same call, or not read by it
            room = ZEROS if name == ZEROS else next(iter(over), None) or (free.pop() if free else f"v{len(set(place.values()) - {ZEROS})}")
            place[name] = room
            over = [o for o in over if o != room]
        free += over
        for n in ast.walk(tree):
            if isinstance(n, ast.Name):
                n.id = place.get(n.id, n.id)
    kept = dict.fromkeys(place.values())
    return [ast.unparse(t) for t in trees], list(kept)


def scratch_of(text: str) -> int:
    """How many arrays such a function takes for what is computed on the way."""
    first = ast.parse(text).body[0].body[0]  # type: ignore[attr-defined]
    match first:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Name(id="w")):
            return len(names)
    return 0


class Writer:
    """The lines of a function."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.count = 0
        self.scratch: list[str] = []
        self.numbers: set[str] = set()  # names of what is no array

    def assign(self, name: str, value: ast.expr) -> None:
        """A new name, whose array takes all that is computed on the way to its value."""
        call = self.call(value)
        if call is None:
            self.lines.append(f"{name} = {ast.unparse(value)}")
            if self.is_number(value):
                self.numbers.add(name)
            return
        function, operands = call
        inner = next((k for k, a in enumerate(operands) if self.call(a)), None)
        if inner is None:
            self.scratch.append(name)
            self.apply(function, operands, None, name)
            return
        self.assign(name, operands[inner])
        self.apply(function, operands, inner, name)

    def fill(self, name: str, value: ast.expr) -> None:
        """An array that is there already."""
        call = self.call(value)
        if call is None:
            self.lines.append(f"{name}[...] = {ast.unparse(value)}")
            return
        function, operands = call
        inner = next((k for k, a in enumerate(operands) if self.call(a)), None)
        if inner is not None:
            self.fill(name, operands[inner])
        self.apply(function, operands, inner, name)

    def apply(self, function: str, operands: list[ast.expr], inner: int | None, name: str) -> None:
        """The function into the array of this name, which holds one of the operands."""
        texts = []
        if function in SLOW_WITH_NUMBERS and any(ast.unparse(a) == "0.0" for a in operands):
            self.scratch += [ZEROS] if ZEROS not in self.scratch else []
            operands = [ast.Name(ZEROS) if ast.unparse(a) == "0.0" else a for a in operands]
        for k, a in enumerate(operands):
            if k == inner:
                texts.append(name)
            elif self.call(a):
                self.count += 1
                texts.append(f"w{self.count}")
                self.assign(texts[-1], a)
            else:
                texts.append(ast.unparse(a))
        self.lines.append(f"{function}({', '.join(texts)}, out={name})")

    def is_number(self, value: ast.expr) -> bool:
        called = {id(n.func) for n in ast.walk(value) if isinstance(n, ast.Call)}
        return all(n.id in self.numbers for n in ast.walk(value) if isinstance(n, ast.Name) and id(n) not in called)

    def call(self, value: ast.expr) -> tuple[str, list[ast.expr]] | None:
        """A function of NumPy on arrays and its operands; None for a name, a number, and what is no such function."""
        if self.is_number(value):
            return None
        match value:
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return "np.negative", [operand]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in UFUNCS:
                return UFUNCS[type(op)], [left, right]
            case ast.Call(func=ast.Attribute(), args=args):
                return ast.unparse(value.func), args
        return None

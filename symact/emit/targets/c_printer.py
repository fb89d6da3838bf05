"""The language of kernels as C99: functions without branches for vector loops, and a path for the few elements that need more."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from symact.emit.forms import Far, Zone
from symact.emit.program import Core, Shortcut
from symact.emit.targets.library import definitions, needed, runtime

__all__ = ["body", "entry_points", "has_single"]

OWN = frozenset("exp_near log1p_near log1p_unit exp_of_pair expm1_of_pair times_exp pair_horner".split())
WORDS = {
    "tanh": "tanh_of", "log1p": "log1p_of", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "arcsinh": "asinh",
    "arccosh": "acosh", "arctanh": "atanh", "power": "pow", "erf": "erf_of", "erfc": "erfc_of",
}  # fmt: skip
EXPONENTIALS = {"exp": 0, "exp_of_pair": 0, "expm1": 0, "expm1_of_pair": 0, "times_exp": 2, "exp_near": 0}
SINGLE = {
    "exp": "exp_f", "expm1": "expm1_f", "log1p": "log1p_f", "log1p_near": "log1p_f", "log1p_unit": "log1p_f", "tanh": "tanh_f",
    "where": "pick_f", "maximum": "maximum_f", "minimum": "minimum_f", "sign": "sign_f", "absolute": "fabsf", "sqrt": "sqrtf",
    "erfcx_rough": "erfcx_rough_f",
}  # fmt: skip
ORDINARY = {"exp_near": "exp_normal", "exp_of_pair": "exp_normal", "times_exp": "times_exp_normal", "expm1_of_pair": "expm1_normal"}


class Printer:
    """Functions of the language of kernels as C; ``words`` rename what they call, ``tables`` are the coefficients in reach.

    ``real`` is double, or float for what is computed in float32.
    """

    def __init__(self, words: Mapping[str, str], tables: Mapping[str, Sequence[object]], real: str = "double") -> None:
        self.words = words
        self.tables = tables
        self.real = real
        self.mark = "f" if real == "float" else ""
        self.pairs = {name for name, node in definitions().items() if _gives_pair(node)}
        self.temporaries = 0

    def function(self, node: ast.FunctionDef, prefix: str = "INLINE ") -> str:
        kind = "pair" if _gives_pair(node) else self.real
        arguments = ", ".join(f"{self.real} {a.arg}" for a in node.args.args)
        body = self.statements(node.body[:-1], {a.arg for a in node.args.args})
        last = node.body[-1]
        assert isinstance(last, ast.Return) and last.value is not None
        if isinstance(last.value, ast.Tuple):
            high, low = map(self.expression, last.value.elts)
            body.append(f"return (pair){{{high}, {low}}};")
        else:
            body.append(f"return {self.expression(last.value)};")
        name = self.words.get(node.name, node.name)
        return f"{prefix}{kind} {name}({arguments}) {{\n" + "".join(f"    {line}\n" for line in body) + "}\n"

    def statements(self, nodes: Sequence[ast.stmt], known: set[str]) -> list[str]:
        out = []

        def declared(name: str, kind: str = self.real) -> str:
            new = "" if name in known else f"{kind} "
            known.add(name)
            return new + name

        for node in nodes:
            if isinstance(node, ast.Expr):  # the docstring
                out.append(f"/* {' '.join(ast.literal_eval(node.value).split())} */")
                continue
            assert isinstance(node, ast.Assign)
            target = node.targets[0]
            if isinstance(target, ast.Tuple):
                high, low = (e.id for e in target.elts if isinstance(e, ast.Name))
                if isinstance(node.value, ast.Tuple):
                    a, b = map(self.expression, node.value.elts)
                    out += [f"{declared(high)} = {a};", f"{declared(low)} = {b};"]
                    continue
                self.temporaries += 1
                both = f"p{self.temporaries}"
                out.append(f"pair {both} = {self.expression(node.value)};")
                out += [f"{declared(high)} = {both}.h;", f"{declared(low)} = {both}.l;"]
            else:
                assert isinstance(target, ast.Name)
                kind = "int" if _is_condition(node.value) else self.real
                out.append(f"{declared(target.id, kind)} = {self.expression(node.value)};")
        return out

    def expression(self, node: ast.expr) -> str:
        return self._expression(node)[0]

    def _expression(self, node: ast.expr) -> tuple[str, int]:
        """The text and how tightly it binds: 0 a condition or choice, 1 sums, 2 products, 3 signs, 5 the rest."""
        match node:
            case ast.Name(id=name):
                return name, 5
            case ast.Constant(value=float(value)):
                return repr(value) + self.mark, 5
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return f"-{self._wrapped(inner, 4)}", 3
            case ast.BinOp(left=left, op=op, right=right):
                sign, level = {ast.Add: ("+", 1), ast.Sub: ("-", 1), ast.Mult: ("*", 2), ast.Div: ("/", 2),
                               ast.BitAnd: ("&", 0), ast.BitOr: ("|", 0)}[type(op)]  # fmt: skip
                if level == 0:
                    return f"({self.expression(left)}) {sign} ({self.expression(right)})", 0
                return f"{self._wrapped(left, level)} {sign} {self._wrapped(right, level + 1)}", level
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                signs = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
                return f"{self._wrapped(left, 1)} {signs[type(op)]} {self._wrapped(right, 1)}", 0
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, arguments)
        raise AssertionError(ast.dump(node))

    def _wrapped(self, node: ast.expr, level: int) -> str:
        text, own = self._expression(node)
        return text if own >= level else f"({text})"

    def _call(self, name: str, arguments: list[ast.expr]) -> tuple[str, int]:
        if name == "where":
            condition, yes, no = map(self.expression, arguments)
            return f"{self.words.get(name, 'pick')}({condition}, {yes}, {no})", 5
        if name == "near":
            value, x = map(self.expression, arguments[:2])
            return _in_zone(ast.literal_eval(arguments[2]), ast.unparse(arguments[3]), x, value), 5
        if name == "horner":
            return self._polynomial(arguments[0], arguments[1]), 5
        if name in ("exp", "expm1") and not self.mark:
            name, arguments = f"{name}_of_pair", [*arguments, ast.Constant(0.0)]
        texts = [self.expression(a) for a in arguments]
        if name == "pair_horner":
            texts.append(str(len(self.tables[texts[2]])))
        return f"{self.words.get(name, name)}({', '.join(texts)})", 5

    def zone(self, name: str, place: tuple[Any, ...]) -> str:
        """The polynomial of a zone as a function of x."""
        _, _, high, low, n, even = place
        t, table = ast.Name("t"), ast.Name(name)
        lines = [f"double d = (x - {high!r}) - {low!r};".replace("- -", "+ "), f"double t = {'d * d' if even else 'd'};"]
        lines.append(f"return {' * '.join(['d'] * n + [self._polynomial(t, table)])};")
        return f"INLINE double {name.lower()}(double x) {{\n" + "".join(f"    {line}\n" for line in lines) + "}\n"

    def _polynomial(self, t: ast.expr, table: ast.expr) -> str:
        assert isinstance(table, ast.Name)
        coefficients = [f"{c!r}{self.mark}" for c in self.tables[table.id]]
        if self.mark:
            return _horner(coefficients, self._wrapped(t, 5), "MULTIPLY_ADD_F")
        if not isinstance(t, ast.Name):  # it would be written out for every coefficient
            return f"polynomial_{table.id.lower()}({self.expression(t)})"
        if len(coefficients) < 9:
            return _horner(coefficients, t.id)
        # four chains in t^4 side by side: one chain would wait for each of its steps
        square = f"({t.id} * {t.id})"
        a, b, c, d = (_horner(coefficients[::-1][k::4][::-1], f"({square} * {square})") for k in range(4))
        return f"MULTIPLY_ADD(MULTIPLY_ADD({d}, {t.id}, {c}), {square}, MULTIPLY_ADD({b}, {t.id}, {a}))"


def _in_zone(place: tuple[Any, ...], table: str, x: str, value: str) -> str:
    return f"pick(({x} > {place[0]!r}) & ({x} < {place[1]!r}), {table.lower()}({x}), {value})"


def _horner(coefficients: Sequence[str], t: str, step: str = "MULTIPLY_ADD") -> str:
    out = coefficients[0]
    for c in coefficients[1:]:
        out = f"{step}({out}, {t}, {c})"
    return out


def _gives_pair(node: ast.AST) -> bool:
    if not isinstance(node, ast.FunctionDef):
        return False
    if node.returns is not None:
        return isinstance(node.returns, ast.Name) and node.returns.id == "Pair"
    last = node.body[-1]
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Tuple)


def _is_condition(node: ast.expr) -> bool:
    return isinstance(node, ast.Compare) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr))


def body(cores: Sequence[Core], fast: bool = False) -> str:
    """Kernels and cores; every core gets a vector loop for float64 and one for float32, which may compute in float32 itself."""
    code = [t for c in cores for t in (c.fast, *c.exact, c.vector.text if c.vector else None) if t]
    names = needed(code, OWN)
    if any("pair_horner" in ast.unparse(definitions()[n]) for n in names):
        names = needed([*code, "pair_mul", "pair_add"], OWN)
    known = definitions()
    tables = {n: ast.literal_eval(known[n].value) for n in names if isinstance(known[n], ast.Assign)}  # type: ignore[union-attr]
    tables |= {k: v for c in cores for k, v in c.tables.items()}
    printer = Printer(WORDS, tables)
    parts = [runtime("base.c")]
    parts += [_table(n, v) for n, v in tables.items() if isinstance(v, tuple) and isinstance(v[0], tuple)]
    parts += [f"static const double {n} = {v!r};\n" for n, v in tables.items() if isinstance(v, float)]
    horner = runtime("pair_horner.c")
    for n in names:
        node = known[n]
        if isinstance(node, ast.FunctionDef):
            if "pair_horner" in ast.unparse(node) and horner:
                parts.append(horner)
                horner = ""
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call) and ast.unparse(inner.func) == "horner" and not isinstance(inner.args[0], ast.Name):
                    parts.append(_polynomial(printer, ast.unparse(inner.args[1])))
            parts.append(printer.function(node))
    parts.append(runtime("limit.c"))
    if fast:
        parts += [runtime("single.c"), *_in_single([c for c in cores if has_single(c)])]
    for c in cores:
        parts += _core(c, tables, fast and has_single(c))
    return "\n".join(p.strip("\n") + "\n" for p in parts)


def has_single(c: Core) -> bool:
    """Whether there is code in float32 for a core."""
    return c.single is not None and {n.func.id for n in ast.walk(ast.parse(c.single.text)) if _is_call(n)} <= SINGLE.keys()  # type: ignore[attr-defined]


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


def _in_single(cores: Sequence[Core]) -> list[str]:
    """The kernels in float32 that the cores use, beside those of ``single.c``."""
    if not any("erfcx_rough" in c.single.text for c in cores if c.single):
        return []
    known = definitions()
    tables = {n: ast.literal_eval(known[n].value) for n in needed(["erfcx_rough"]) if isinstance(known[n], ast.Assign)}  # type: ignore[union-attr]
    node = known["erfcx_rough"]
    assert isinstance(node, ast.FunctionDef)
    return [Printer(SINGLE, tables, "float").function(node)]


def _polynomial(printer: Printer, table: str) -> str:
    inner = printer.expression(ast.parse(f"horner(t, {table})", mode="eval").body)
    return f"static inline double polynomial_{table.lower()}(double t) {{ return {inner}; }}\n"


def _table(name: str, values: Sequence[tuple[float, float]]) -> str:
    return f"static const pair {name}[] = {{" + ", ".join(f"{{{h!r}, {low!r}}}" for h, low in values) + "};\n"


def _core(c: Core, tables: Mapping[str, Sequence[object]], fast: bool) -> list[str]:
    """The core three times: for vectors, where exponents are ordinary; for all arguments; in pairs. A fourth time in float32."""
    node = ast.parse(c.fast).body[0]
    assert isinstance(node, ast.FunctionDef)
    returned = _returned(node)
    arguments = "".join(f", double {a}" for a in c.arguments[1:])
    results = "".join(f", double *y{k}" for k in range(c.values))

    def function(
        suffix: str, words: Mapping[str, str], body: Sequence[ast.stmt], values: Sequence[ast.expr], doubts: Sequence[str],
        zones: Sequence[tuple[int, Zone, str]] = (),
    ) -> str:  # fmt: skip
        printer = Printer(words, tables)
        lines = printer.statements(body, set(c.arguments))
        results_in = [printer.expression(v) for v in values[: c.values]]
        for k, zone, table in zones:
            results_in[k] = _in_zone(zone.place, table, "x", results_in[k])
        lines += [f"*y{k} = {value};" for k, value in enumerate(results_in)]
        given = [f"({printer.expression(values[-1])})"] if len(values) > c.values else []
        lines.append(f"return {' | '.join([*given, *dict.fromkeys(doubts)]) or '0'};")
        text = "".join(f"    {line}\n" for line in lines)
        kind = "INLINE" if suffix == "vector" else "static"
        return f"{kind} int {c.name}_{suffix}(double x{arguments}{results}) {{\n{text}}}\n"

    ordinary = WORDS | ORDINARY
    if c.vector is None:
        tails = _Tails()
        body = [tails.visit(ast.parse(ast.unparse(n)).body[0]) for n in node.body[:-1]]
        doubts = ["!(fabs(x) <= 0x1p100)", *(f"(x < {edge!r})" for edge in tails.edges), *_extremes(node, Printer(ordinary, tables))]
        vector = function("vector", ordinary, body, returned, doubts)
    else:
        quick = ast.parse(c.vector.text).body[0]
        assert isinstance(quick, ast.FunctionDef)
        doubts = [_outside(c.vector), *_extremes(quick, Printer(ordinary, tables))]
        vector = function("vector", ordinary, quick.body[:-1], _returned(quick), doubts, c.vector.zones)
    zones = {ast.unparse(call.args[3]): ast.literal_eval(call.args[2]) for call in _calls(node, "near")}
    zones |= {table: zone.place for _, zone, table in (c.vector.zones if c.vector else ())}
    out = [Printer(WORDS, tables).zone(table, place) for table, place in zones.items()]
    out += [vector, function("whole", WORDS, node.body[:-1], returned, [])]
    printer = Printer(WORDS, tables)
    for t in c.exact:
        if t:
            exact = ast.parse(t).body[0]
            assert isinstance(exact, ast.FunctionDef)
            out.append(printer.function(exact, "static "))
    if fast and c.single is not None:
        rough = ast.parse(c.single.text).body[0]
        assert isinstance(rough, ast.FunctionDef)
        in_float = Printer(SINGLE, tables, "float")
        lines = [
            *in_float.statements(rough.body[:-1], set(c.arguments)),
            *(f"*y{k} = {in_float.expression(v)};" for k, v in enumerate(_returned(rough))),
            f"return {' | '.join([_outside(c.single, 'f'), *_extremes(rough, in_float, '87.0f')])};",
        ]
        results = "".join(f", float *y{k}" for k in range(c.values))
        out.append(f"INLINE int {c.name}_single(float x{results}) {{\n" + "".join(f"    {line}\n" for line in lines) + "}\n")
    return [*out, *_loops(c, fast)]


def _outside(s: Shortcut, mark: str = "") -> str:
    """The condition that a shortcut will not do."""
    left, right = (repr(edge) + mark if math.isfinite(edge) else f"{'-' if edge < 0 else ''}HUGE_VAL" for edge in (s.left, s.right))
    return f"!((x > {left}) & (x < {right}))"


def _returned(node: ast.FunctionDef) -> list[ast.expr]:
    last = node.body[-1]
    assert isinstance(last, ast.Return) and last.value is not None
    return list(last.value.elts) if isinstance(last.value, ast.Tuple) else [last.value]


def _calls(node: ast.AST, name: str) -> list[ast.Call]:
    return [c for c in ast.walk(node) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name) and c.func.id == name]


class _Tails(ast.NodeTransformer):
    """Leaves out what is chosen only where exponentials are not ordinary, and keeps where that is."""

    def __init__(self) -> None:
        self.edges: list[float] = []

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "where":
            found = re.fullmatch(r"x < (-[\d.]+)", ast.unparse(node.args[0]))
            if found and float(found[1]) <= -700.0:
                if float(found[1]) not in self.edges:
                    self.edges.append(float(found[1]))
                return node.args[2]
        return node


def _extremes(node: ast.FunctionDef, printer: Printer, most: str = "700.0") -> list[str]:
    """Conditions under which an exponential in the core is not ordinary."""
    found = []
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in EXPONENTIALS:
            h = printer.expression(call.args[EXPONENTIALS[call.func.id]])
            found.append(f"!({'fabsf' if printer.mark else 'fabs'}({h}) < {most})")
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "erfc":
            found.append(f"!(fabs({printer.expression(call.args[0])}) < 26.0)")
    return found


def _loops(c: Core, fast: bool) -> list[str]:
    """The path for one argument, and the loops over float64 and float32; ``fast`` lets the second compute in float32."""
    given = ", ".join(c.arguments)
    values = range(c.values)
    fill = {
        "CORE": c.name,
        "VALUES": str(c.values),
        "PARAMETERS": "".join(f", const double *{a}, size_t {a}_step" for a in c.arguments[1:]),
        "GIVEN": "".join(f", double {a}" for a in c.arguments[1:]),
        "PASSED": "".join(f", {a}" for a in c.arguments[1:]),
        "ELEMENTS": "".join(f", {a}[at * {a}_step]" for a in c.arguments[1:]),
        "ADDRESSES": "".join(f", &value{k}" for k in values),
        "POINTERS": "".join(f", &values[{k}]" for k in values),
        "EXACT": "\n".join(
            f"    if (doubt | (narrow & between_floats(values[{k}])))\n"
            f"        values[{k}] = settled({c.exact_name(k)}({given}), values[{k}], narrow);"
            for k, t in enumerate(c.exact)
            if t
        ),
        "FAR": ", ".join(f"{{{_side(left, c)}, {_side(right, c)}}}" for left, right in c.far),
    }

    def loop(name: str, real: str, inner: str, single: bool = False) -> dict[str, str]:
        """``real`` is what comes and goes, ``inner`` what it is computed in."""
        narrow = real == "float"
        cast, back = ("(double)" if narrow else ""), ("(float)" if narrow else "")
        between = " | ".join(f"between_floats(value{k})" for k in values)
        return {
            "LOOP": name, "REAL": real, "WORD": "int" if single else "int64_t", "FAST": f"{c.name}_{'single' if single else 'vector'}",
            "X": f"{'' if single else cast}x[at]", "DOUBLE": cast, "NARROW": str(int(narrow)),
            "OUTPUTS": "".join(f", {real} *restrict y{k}" for k in values),
            "LOCALS": f"{inner} " + ", ".join(f"value{k}" for k in values),
            "BETWEEN": f" doubt |= {between};" if narrow and not single else "",
            "STORE": " ".join(f"y{k}[at] = {'' if single else back}value{k};" for k in values),
            "MEND": " ".join(f"y{k}[at] = {back}values[{k}];" for k in values),
        }  # fmt: skip

    wide, narrow = entry_points(c)
    floats = loop(narrow, "float", "float", single=True) if fast else loop(narrow, "float", "double")
    return [
        _filled(runtime("one.c"), fill),
        _filled(runtime("loop.c"), fill | loop(wide, "double", "double")),
        _filled(runtime("loop.c"), fill | floats),
    ]


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"@([A-Z]+)@", lambda m: values[m[1]], text)


def _side(f: Far, c: Core) -> str:
    if f.power is not None:
        return f"{{POWER, {f.power}, 0.0}}"
    return f"{{{'TOLD' if c.arguments[1:] else 'COMPUTED'}, 0, {'NAN' if f.limit != f.limit else repr(f.limit).replace('inf', 'HUGE_VAL')}}}"


def entry_points(c: Core) -> tuple[str, str]:
    """The names of the loops for float64 and float32."""
    name = c.name.removesuffix("_core")
    return f"{name}_f64", f"{name}_f32"

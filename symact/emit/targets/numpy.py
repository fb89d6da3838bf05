"""Plain NumPy: blocks of doubles that stay in the cache, float32 rounded from them."""

from __future__ import annotations

from symact.emit.forms import Far
from symact.emit.program import Core
from symact.emit.targets.library import needed, runtime
from symact.emit.targets.pythonic import function, kernels, table

OWN = frozenset({"times_exp"})
HELPERS = {"horner": "_horner", "near": "_near", "scale2": "_scale2", "times_exp": "_times_exp"}
WORDS = {
    "absolute": "np.abs", "is_finite": "np.isfinite",
    **{w: f"np.{w}" for w in (
        "where maximum minimum sign copysign sqrt floor rint exp expm1 log log1p sin cos tan sinh cosh tanh arcsin arccos arctan "
        "arcsinh arccosh arctanh hypot power").split()},
    **HELPERS,
}  # fmt: skip


def body(cores: list[Core]) -> str:
    """Kernels, runtime and cores as the text of a module."""
    code = [t for c in cores for t in (c.fast, *c.exact) if t]
    extra = ["exp_of_pair"] if any("times_exp" in t for t in code) or needed(code, OWN) else []
    parts = kernels(needed([*code, *extra], OWN), WORDS)
    parts.append(runtime("numpy.py"))
    for c in cores:
        words = {**WORDS, **{t: f"_{t}" for t in c.tables}}
        parts += [table(f"_{name}", values) for name, values in c.tables.items()]
        parts.append(function(_grouped(c), words))
        parts += [function(t, words) for t in c.exact if t]
    return "\n\n".join(p.strip("\n") + "\n" for p in parts)


def _grouped(c: Core) -> str:
    """The fast core with its values in a tuple, and the doubt or None behind."""
    head, _, last = c.fast.rpartition("    return ")
    import ast

    returned = ast.parse(last.strip(), mode="eval").body
    items = returned.elts if isinstance(returned, ast.Tuple) else [returned]
    values = ", ".join(ast.unparse(i) for i in items[: c.values])
    doubt = ast.unparse(items[-1]) if c.doubts else "None"
    return f"{head}    return ({values},), {doubt}\n"


def pair_of_cores(c: Core) -> str:
    exact = ", ".join(c.exact_name(k) if t else "None" for k, t in enumerate(c.exact))
    return f"({c.name}, ({exact},), {far_out(c)})"


def far_out(c: Core) -> str:
    """How each value goes on, as a literal: a power and a limit for each side."""

    def side(f: Far) -> str:
        limit = repr(f.limit)
        return f"({f.power!r}, {limit if limit not in ('nan', 'inf', '-inf') else limit.replace('nan', 'np.nan').replace('inf', 'np.inf')})"

    return "(" + " ".join(f"({side(left)}, {side(right)})," for left, right in c.far) + ")"

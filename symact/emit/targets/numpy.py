"""Plain NumPy: blocks of doubles that stay in the cache, float32 rounded from them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from symact.emit.build import Family
from symact.emit.program import Core, Shortcut
from symact.emit.targets.in_place import into_arrays, scratch_of
from symact.emit.targets.library import load, needed, pruned, runtime
from symact.emit.targets.pythonic import cores_and_kernels, far_out, function, heading, signature

__all__ = ["body", "module", "runnable", "runnable_pairs", "runnable_shortcut"]

OWN = frozenset("times_exp log1p_near log1p_unit".split())
HELPERS = {"horner": "_horner", "near": "_near", "where": "_where", "single": "_single", "scale2": "_scale2", "times_exp": "_times_exp"}
WORDS = {
    "absolute": "np.abs", "is_finite": "np.isfinite",
    **{w: f"np.{w}" for w in (
        "maximum minimum sign copysign sqrt floor rint exp expm1 log log1p sin cos tan sinh cosh tanh arcsin arccos arctan "
        "arcsinh arccosh arctanh hypot power").split()},
    "log1p_near": "np.log1p", "log1p_unit": "np.log1p", **HELPERS,
}  # fmt: skip
SPECIAL = {"erfcx": "special.erfcx"}  # what scipy.special takes over where it is allowed


def module(family: Family, allow: frozenset[str] = frozenset(), fast: bool = False) -> str:
    """The module: kernels, the runtime, and a function for each unit."""
    imports = "import numpy as np\n" + ("from scipy import special\n" if "scipy" in allow else "")
    parts = [heading(family, "NumPy"), imports, body([c for u in family.units for c in u.cores], allow, fast)]

    def call(c: Core, given: Sequence[str]) -> str:
        return f"_apply({quadruple(c, fast, allow)}, x, ({''.join(f'{g}, ' for g in given)}), out)"

    parts += [signature(u, call, "out=None") for u in family.units]
    return pruned("\n\n".join(p.strip("\n") + "\n" for p in parts))


def body(cores: Sequence[Core], allow: frozenset[str] = frozenset(), fast: bool = False) -> str:
    """Kernels, runtime and cores as the text of a module."""
    shortcuts = [s for c in cores if (s := shortcut_of(c, fast))]
    words = words_of(allow)
    own = OWN | (SPECIAL.keys() if "scipy" in allow else set())
    code = [t for c in cores for t in (c.fast, *c.exact, ) if t] + [s.text for s in shortcuts]
    extra = ["exp_of_pair"] if "times_exp" in " ".join(code) or needed(code, own) else []
    kernels, printed = cores_and_kernels(cores, needed([*code, *extra], own), words, shortcuts)
    return "\n\n".join(p.strip("\n") + "\n" for p in [*kernels, runtime("numpy.py"), *printed])


def words_of(allow: frozenset[str]) -> dict[str, str]:
    return WORDS | (SPECIAL if "scipy" in allow else {})


def shortcut_of(c: Core, fast: bool) -> Shortcut | None:
    """What computes most values: as precise as the core, or less precise in the arithmetic of the argument."""
    return (c.rough if fast else None) or c.quick


def quadruple(c: Core, fast: bool = False, allow: frozenset[str] = frozenset()) -> str:
    """The shortcut with where it will do, the core, the cores in pairs, and how the values go on far out, as an expression."""
    exact = ", ".join(f"_{c.exact_name(k)}" if t else "None" for k, t in enumerate(c.exact))
    s = shortcut_of(c, fast)
    way = "None"
    if s is not None:
        left, right = (repr(edge).replace("inf", "np.inf") for edge in (s.left, s.right))
        zones = "".join(f"({k}, {zone.place!r}, _{table}), " for k, zone, table in s.zones)
        scratch = scratch_of(into_arrays(function(s.text, words_of(allow))))
        way = f"(_{c.name}_{'quick' if s is c.quick else 'rough'}, {scratch}, {left}, {right}, {s is not c.quick}, ({zones}))"
    return f"({way}, _{c.name}, ({exact},), {far_out(c, 'np.nan', 'np.inf')})"


def runnable_shortcut(c: Core, fast: bool) -> Callable[..., Any]:
    """The shortcut of a core with one value, as a function of an array."""
    s = shortcut_of(c, fast)
    assert s is not None
    everywhere = replace(s, left=-math.inf, right=math.inf)
    c = replace(c, rough=everywhere) if s is c.rough else replace(c, quick=everywhere)
    text = (
        f"import numpy as np\n\n{body([c], fast=fast)}\n\n"
        f"def f(x):\n    y = np.empty_like(x)\n    _by_shortcut({quadruple(c, fast)}[0], (None,), x, (y,), False)\n    return y\n"
    )
    made: Callable[..., Any] = load(text, "<symact shortcut>")["f"]
    return made


def runnable_pairs(c: Core) -> Callable[[Any], Any] | None:
    """A core with one value in pairs, as a function of an array of doubles; None where there are none."""
    if c.exact[0] is None:
        return None
    name = c.exact_name(0)
    text = f"import numpy as np\n\n{body([c])}\n\ndef f(x):\n    h, l = _{name}(x)\n    return h + l, l - ((h + l) - h)\n"
    made: Callable[[Any], Any] = load(text, "<symact pairs>")["f"]
    return made


def runnable(c: Core) -> Callable[..., Any]:
    """A core as a function of an array and the values of its parameters."""
    given = "".join(f"{a}, " for a in c.arguments[1:])
    text = f"import numpy as np\n\n{body([c])}\n\ndef f(x, {given}):\n    return _apply({quadruple(c)}, x, ({given}))\n"
    made: Callable[..., Any] = load(text, "<symact core>")["f"]
    return made

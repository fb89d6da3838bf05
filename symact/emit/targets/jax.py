"""jax: functions with their emitted derivatives as rules for forward mode, twice; jit, vmap and grad work on them."""

from __future__ import annotations

from collections.abc import Sequence

from symact.emit.build import Family
from symact.emit.program import Core
from symact.emit.targets.library import needed, pruned, runtime
from symact.emit.targets.pythonic import cores_and_kernels, far_out, heading, levels, signature, tower

__all__ = ["module"]

OWN = frozenset("two_sum quick_two_sum two_prod two_square pair_horner".split())
WORDS = {
    "absolute": "jnp.abs", "is_finite": "jnp.isfinite",
    **{w: f"jnp.{w}" for w in (
        "maximum minimum copysign sqrt floor rint exp expm1 log log1p sin cos tan sinh cosh tanh arcsin arccos arctan "
        "arcsinh arccosh arctanh hypot power").split()},
    **{w: f"_{w}" for w in "where sign horner near scale2 two_sum quick_two_sum two_prod two_square pair_horner".split()},
}  # fmt: skip


def module(family: Family, allow: frozenset[str] = frozenset()) -> str:
    """The module: kernels, the runtime, a tower of derivatives, and a function for each order."""
    cores = [c for u in family.units for c in u.cores]
    code = [t for c in cores for t in (c.fast, *c.exact) if t]
    kernels, printed = cores_and_kernels(cores, needed([*code, "pair_add", "pair_mul"], OWN), WORDS)
    imports = "import jax\nimport jax.numpy as jnp\n"
    parts = [heading(family, "jax"), imports, *kernels, runtime("jax.py"), *printed, *levels(family, triple)]

    def call(c: Core, given: Sequence[str]) -> str:
        return f"_apply({tower(family, c)}, x, ({''.join(f'{g}, ' for g in given)}))"

    parts += [signature(u, call) for u in family.units]
    return pruned("\n\n".join(p.strip("\n") + "\n" for p in parts))


def triple(c: Core) -> str:
    exact = ", ".join(f"_{c.exact_name(k)}" if t else "None" for k, t in enumerate(c.exact))
    return f"(_{c.name}, ({exact},), {far_out(c, 'jnp.nan', 'jnp.inf')})"

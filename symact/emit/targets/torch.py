"""PyTorch: functions that autograd differentiates by the emitted derivatives, twice."""

from __future__ import annotations

from collections.abc import Sequence

from symact.emit.build import Family
from symact.emit.program import Core
from symact.emit.targets.library import needed, pruned, runtime
from symact.emit.targets.pythonic import cores_and_kernels, far_out, heading, levels, signature, tower

__all__ = ["module"]

HELPERS = {w: f"_{w}" for w in "where maximum minimum sign copysign horner near scale2".split()}
WORDS = {
    "absolute": "abs", "is_finite": "torch.isfinite", "rint": "torch.round", "power": "torch.pow",
    **{w: f"torch.{w}" for w in (
        "sqrt floor exp expm1 log log1p sin cos tan sinh cosh tanh arcsin arccos arctan arcsinh arccosh arctanh hypot").split()},
    **HELPERS,
}  # fmt: skip


def module(family: Family, allow: frozenset[str] = frozenset()) -> str:
    """The module: kernels, the runtime, a tower of derivatives, and a function for each order."""
    cores = [c for u in family.units for c in u.cores]
    kernels, printed = cores_and_kernels(cores, needed([t for c in cores for t in (c.fast, *c.exact) if t]), WORDS)
    parts = [heading(family, "PyTorch"), "import torch\n", *kernels, runtime("torch.py"), *printed, *levels(family, triple)]

    def call(c: Core, given: Sequence[str]) -> str:
        return f"_apply({tower(family, c)}, x, ({''.join(f'{g}, ' for g in given)}))"

    parts += [signature(u, call) for u in family.units]
    return pruned("\n\n".join(p.strip("\n") + "\n" for p in parts))


def triple(c: Core) -> str:
    exact = ", ".join(f"_{c.exact_name(k)}" if t else "None" for k, t in enumerate(c.exact))
    return f"(_{c.name}, ({exact},), {far_out(c, 'torch.nan', 'torch.inf')})"

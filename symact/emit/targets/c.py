"""C99 without anything but libm: loops over arrays that the compiler makes vector code of; callable on NumPy arrays."""

from __future__ import annotations

import ctypes
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from symact.emit.build import Family, Unit
from symact.emit.compiled import FLAGS, Missing, compiled
from symact.emit.lower import double
from symact.emit.program import Core
from symact.emit.targets.c_printer import body, entry_points, has_single
from symact.emit.targets.library import load
from symact.emit.targets.pythonic import heading

__all__ = ["loaded", "module", "runnable_single"]


def module(family: Family, allow: frozenset[str] = frozenset(), fast: bool = False) -> str:
    """The source: a comment that says how each function is called, kernels, and two loops (float64, float32) for each core."""
    about = heading(family, "C").strip().strip('"').strip()
    lines = [*about.splitlines(), "", f"cc {' '.join(FLAGS)} -shared -fPIC -o {family.name}.so {family.name}.c -lm", ""]
    for u in family.units:
        for c in u.cores:
            lines += [*_prototypes(c), *(f"    {line}" for line in u.about), ""]
    lines.append("A parameter is an array and its step, 0 for the same value everywhere. x and y may not overlap.")
    comment = "\n".join(f" * {line}".rstrip() for line in lines).replace("*/", "* /").removeprefix(" * ")
    return f"/* {comment}\n */\n{body([c for u in family.units for c in u.cores], fast)}"


def _prototypes(c: Core) -> list[str]:
    def one(name: str, real: str) -> str:
        given = "".join(f", const double *{a}, size_t {a}_step" for a in c.arguments[1:])
        results = "".join(f", {real} *y{k}" for k in range(c.values))
        return f"void {name}(size_t size, const {real} *x{given}{results})"

    return [one(name, real) for name, real in zip(entry_points(c), ("double", "float"), strict=True)]


def loaded(text: str, where: str, family: Family, told: Family | None = None) -> dict[str, Callable[..., Any]]:
    """The functions on NumPy arrays, and what ``told`` says of them.

    Where there is no compiler they are those of the target numpy, with the same float32.
    """
    try:
        library = compiled(text)
    except Missing:
        from symact.emit.targets import numpy

        return load(numpy.module(family), where)
    return {u.name: _callable(library, u) for u in (told or family).units}


def _callable(library: Any, u: Unit) -> Callable[..., Any]:
    run = {c.name: runner(library, c) for c in u.cores}
    kinds = inspect.Parameter
    arguments = [
        kinds("x", kinds.POSITIONAL_OR_KEYWORD),
        *(kinds(name, kinds.POSITIONAL_OR_KEYWORD) for name in u.required),
        *(kinds(p.name, kinds.POSITIONAL_OR_KEYWORD, default=None) for p in u.optional),
        kinds("out", kinds.POSITIONAL_OR_KEYWORD, default=None),
    ]
    signature = inspect.Signature(arguments)

    def f(*args: Any, **kwargs: Any) -> Any:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        values = given.arguments
        optional = [values[p.name] for p in u.optional]
        if u.fixed is not None and all(v is None for v in optional):
            return run[u.fixed.name](values["x"], [values[r] for r in u.required], values["out"])
        assert u.opened is not None
        put = {p.name: float(double(p.default)) for p in u.optional if p.default is not None and values[p.name] is None}
        return run[u.opened.name](values["x"], [put.get(a, values.get(a)) for a in u.opened.arguments[1:]], values["out"])

    f.__name__ = f.__qualname__ = u.name
    f.__doc__ = "\n".join([*u.about, "Compiled from C."])
    f.__signature__ = signature  # type: ignore[attr-defined]
    return f


def runnable_single(c: Core) -> Callable[[Any], Any] | None:
    """What a core with one value gives in float32, as a function of an array; None where it has no such code. Raises Missing."""
    if not has_single(c):
        return None
    run = runner(compiled(body([c], fast=True)), c)
    return lambda x: run(x, (), None)


def runner(library: Any, c: Core) -> Callable[[Any, Sequence[Any], Any], Any]:
    """The loops of a core on NumPy arrays: float32 and float64 as they come, other numbers by way of float64."""
    loops = {}
    for name, kind in zip(entry_points(c), (np.float64, np.float32), strict=True):
        loop = getattr(library, name)
        loop.restype = None
        pairs = [ctypes.c_void_p, ctypes.c_size_t] * (len(c.arguments) - 1)
        loop.argtypes = [ctypes.c_size_t, ctypes.c_void_p, *pairs, *([ctypes.c_void_p] * c.values)]
        loops[np.dtype(kind)] = loop

    def run(x: Any, parameters: Sequence[Any], out: Any) -> Any:
        given = np.asarray(x)
        if given.dtype.kind not in "fiub":
            raise TypeError(f"expected real numbers, not {given.dtype}")
        kind = given.dtype if given.dtype.kind == "f" and given.dtype.itemsize <= 8 else np.dtype(np.float64)
        inner = kind if kind in loops else np.dtype(np.float64)
        rest = [np.asarray(p, dtype=np.float64) for p in parameters]
        shape = np.broadcast_shapes(given.shape, *(p.shape for p in rest))
        flat = np.ascontiguousarray(np.broadcast_to(given, shape), dtype=inner)
        rest = [np.ascontiguousarray(p if p.size == 1 else np.broadcast_to(p, shape)) for p in rest]
        made = [np.empty(shape, dtype=inner) for _ in range(c.values)]
        steps = [v for p in rest for v in (p.ctypes.data, int(p.size != 1))]
        loops[inner](flat.size, flat.ctypes.data, *steps, *(m.ctypes.data for m in made))
        if out is None:
            results = [m.astype(kind, copy=False)[()] for m in made]
            return results[0] if c.values == 1 else tuple(results)
        targets = out if isinstance(out, tuple) else (out,)
        if len(targets) != c.values or any(np.shape(target) != shape for target in targets):
            several = f"a tuple of {c.values} arrays" if c.values > 1 else "an array"
            raise ValueError(f"out is {several} of shape {shape}")
        for target, m in zip(targets, made, strict=True):
            np.copyto(target, m, casting="same_kind")
        return out

    return run

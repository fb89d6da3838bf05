"""The time for an element, in nanoseconds, beside sympy.lambdify, torch and jax, with that of a copy in the same run.

    python -m tests.bench.bench_speed [--size 1000000] [--dtype float64]

One thread each; the least of repetitions that are taken in turn, so that a slow second on a shared machine hits all alike.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

# before the packages are imported: they read these once
for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import numpy as np  # noqa: E402
import sympy  # noqa: E402

from symact.catalogue import activation  # noqa: E402
from symact.emit import lambdify  # noqa: E402
from symact.emit.rivals import JAX, TORCH  # noqa: E402
from symact.emit.subjects import X  # noqa: E402
from symact.terms.sympy_bridge import to_sympy  # noqa: E402

NAMES = ("sigmoid", "silu", "softplus", "mish", "gelu", "gelu_tanh", "tanh", "elu")
Function = Callable[[], Any]


def textbook(name: str, orders: tuple[int, ...]) -> Callable[[Any], Any]:
    """The formula of the catalogue with its defaults, differentiated and printed by SymPy."""
    e, x = to_sympy(activation(name).plain), to_sympy(X)
    return sympy.lambdify(x, [sympy.diff(e, x, o) for o in orders], ["scipy", "numpy"] if find_spec("scipy") else "numpy", cse=True)


def implementations(name: str, x: Any) -> dict[str, tuple[Function, Function]]:
    """f, and f with f', of everything that is here, on one array."""
    out: dict[str, tuple[Function, Function]] = {}
    one, both = textbook(name, (0,)), textbook(name, (0, 1))
    out["sympy.lambdify(cse=True)"] = (lambda: one(x), lambda: both(x))
    for target in ("numpy", "numpy-fast", "c", "c-fast"):
        f, g = lambdify(name, 0, target), lambdify(name, (0, 1), target)
        out[f"symact {target}"] = (lambda f=f: f(x), lambda g=g: g(x))
    if find_spec("torch") and name in TORCH:
        import torch

        torch.set_num_threads(1)
        called, given = TORCH[name]
        eager = getattr(torch.nn.functional, called)
        t = torch.tensor(x)
        ones = torch.ones_like(t)

        def gradient() -> Any:
            z = t.detach().requires_grad_()
            y = eager(z, **given)
            y.backward(ones)
            return y, z.grad

        out["torch eager"] = (lambda: eager(t, **given), gradient)
    if find_spec("jax") and name in JAX:
        import jax

        jax.config.update("jax_enable_x64", True)
        called, more = JAX[name]
        h = getattr(jax.nn, called)
        fast = jax.jit(lambda z: h(z, **more))
        slope = jax.jit(lambda z: jax.jvp(lambda w: h(w, **more), (z,), (jax.numpy.ones_like(z),)))
        z = jax.numpy.asarray(x)
        out["jax jit"] = (lambda: fast(z).block_until_ready(), lambda: jax.block_until_ready(slope(z)))
    return out


def measured(functions: dict[str, Function], size: int, rounds: int) -> dict[str, float]:
    """The least nanoseconds for an element, the functions in turn."""
    taken: dict[str, list[float]] = {name: [] for name in functions}
    with np.errstate(all="ignore"):
        for function in functions.values():
            function()
        for _ in range(rounds):
            for name, function in functions.items():
                start = time.perf_counter()
                function()
                taken[name].append((time.perf_counter() - start) / size * 1e9)
    return {name: min(times) for name, times in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--dtype", default="float64")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("names", nargs="*", default=NAMES)
    options = parser.parse_args()
    x = (np.random.default_rng(0).normal(size=options.size) * 3).astype(options.dtype)
    y = np.empty_like(x)
    names = ["symact numpy", "symact numpy-fast", "symact c", "symact c-fast", "sympy.lambdify(cse=True)", "torch eager", "jax jit"]
    print(f"{options.dtype}, {options.size} elements, ns an element: f / f with f'\n\n| function | copy | {' | '.join(names)} |")
    print("|---" * (len(names) + 2) + "|")
    for name in options.names:
        found = implementations(name, x)
        functions = {f"{k} {n}": f for n, pair in found.items() for k, f in enumerate(pair)}
        times = measured({"copy": lambda: np.copyto(y, x), **functions}, options.size, options.rounds)
        cells = [f"{times[f'0 {n}']:.2f} / {times[f'1 {n}']:.2f}" if n in found else "-" for n in names]
        print(f"| {name} | {times['copy']:.2f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()

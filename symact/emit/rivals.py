"""What else computes these functions on this machine, to be measured on the same points: torch, jax, scipy, sympy.lambdify."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import numpy as np

from symact.catalogue import Activation

__all__ = ["RIVALS", "rival"]

Function = Callable[[Any], Any]

# names in torch.nn.functional and jax.nn, with arguments that make them the catalogue's function
TORCH: Mapping[str, tuple[str, dict[str, Any]]] = {
    "sigmoid": ("sigmoid", {}), "tanh": ("tanh", {}), "log_sigmoid": ("logsigmoid", {}), "hard_sigmoid": ("hardsigmoid", {}),
    "hard_tanh": ("hardtanh", {}), "softsign": ("softsign", {}), "relu": ("relu", {}), "leaky_relu": ("leaky_relu", {}),
    "relu6": ("relu6", {}), "hard_shrink": ("hardshrink", {}), "soft_shrink": ("softshrink", {}), "tanh_shrink": ("tanhshrink", {}),
    "hard_swish": ("hardswish", {}), "elu": ("elu", {}), "selu": ("selu", {}), "celu": ("celu", {}), "softplus": ("softplus", {}),
    "silu": ("silu", {}), "gelu": ("gelu", {}), "gelu_tanh": ("gelu", {"approximate": "tanh"}), "mish": ("mish", {}),
}  # fmt: skip
JAX: Mapping[str, tuple[str, dict[str, Any]]] = {
    "sigmoid": ("sigmoid", {}), "tanh": ("tanh", {}), "log_sigmoid": ("log_sigmoid", {}), "hard_sigmoid": ("hard_sigmoid", {}),
    "hard_tanh": ("hard_tanh", {}), "softsign": ("soft_sign", {}), "relu": ("relu", {}), "leaky_relu": ("leaky_relu", {}),
    "relu6": ("relu6", {}), "hard_swish": ("hard_swish", {}), "elu": ("elu", {}), "selu": ("selu", {}), "celu": ("celu", {}),
    "softplus": ("softplus", {}), "silu": ("silu", {}), "gelu": ("gelu", {"approximate": False}), "gelu_tanh": ("gelu", {}),
    "mish": ("mish", {}), "squareplus": ("squareplus", {}), "sparse_plus": ("sparse_plus", {}),
}  # fmt: skip
SCIPY = {"sigmoid": "expit", "log_sigmoid": "log_expit", "erf": "erf"}


def _torch(a: Activation, order: int, values: Mapping[str, Fraction]) -> Function | None:
    if a.name not in TORCH:
        return None
    import torch

    name, more = TORCH[a.name]
    f = getattr(torch.nn.functional, name)

    def run(x: Any) -> Any:
        z = torch.tensor(x, requires_grad=order > 0)
        y = f(z, **more)
        for k in range(order):
            if not y.requires_grad:
                return np.zeros_like(x)
            (y,) = torch.autograd.grad(y.sum(), z, create_graph=k + 1 < order)
        return y.detach().numpy()

    return run


def _jax(a: Activation, order: int, values: Mapping[str, Fraction]) -> Function | None:
    if a.name not in JAX:
        return None
    import jax

    jax.config.update("jax_enable_x64", True)
    name, more = JAX[a.name]

    def f(x: Any) -> Any:
        return getattr(jax.nn, name)(x, **more)

    for _ in range(order):
        f = jax.grad(f)
    whole = jax.jit(jax.vmap(f))
    return lambda x: np.asarray(whole(x))


def _scipy(a: Activation, order: int, values: Mapping[str, Fraction]) -> Function | None:
    if order or a.name not in SCIPY:
        return None
    from scipy import special

    made: Function = getattr(special, SCIPY[a.name])
    return made


def _sympy(a: Activation, order: int, values: Mapping[str, Fraction]) -> Function | None:
    """The textbook formula, differentiated by SymPy and printed by it for NumPy (and SciPy, where there is an error function)."""
    import sympy

    from symact.terms.core import num, substitute, sym
    from symact.terms.sympy_bridge import to_sympy

    e = to_sympy(substitute(a.expression, {sym(k): num(v) for k, v in values.items()}))
    x = to_sympy(a.variable)
    made = sympy.lambdify(x, sympy.diff(e, x, order), ["scipy", "numpy"] if find_spec("scipy") else "numpy")
    return lambda z: np.broadcast_to(made(z), np.shape(z))


RIVALS: dict[str, tuple[str, Callable[[Activation, int, Mapping[str, Fraction]], Function | None]]] = {
    "torch.nn": ("torch", _torch),
    "jax.nn": ("jax", _jax),
    "scipy.special": ("scipy", _scipy),
    "sympy.lambdify": ("sympy", _sympy),
}


def rival(name: str, a: Activation, order: int, values: Mapping[str, Fraction]) -> Function | None:
    """The function of that library on arrays; None where it has none, or fails to make it."""
    package, make = RIVALS[name]
    if find_spec(package) is None:
        return None
    made = make(a, order, values)
    if made is None:
        return None

    def quiet(x: Any) -> Any:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return made(x)

    return quiet

"""Forms that do not overflow, in the language of those who write the others; a test holds each of them to its entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from symact.code.hazards import Hazard

__all__ = ["PARAMETERS", "STABLE", "advice_on"]

_TOP = "np.max(x, axis=-1, keepdims=True)"

STABLE = {
    "sigmoid": "np.exp(-np.logaddexp(0, -x))",
    "tanh": "np.tanh(x)",
    "softplus": "np.logaddexp(0, x)",
    "softplus_beta": "np.logaddexp(0, beta * x) / beta",
    "log_sigmoid": "-np.logaddexp(0, -x)",
    "silu": "x * np.exp(-np.logaddexp(0, -x))",
    "swish_beta": "x * np.exp(-np.logaddexp(0, -beta * x))",
    "mish": "x * np.tanh(np.logaddexp(0, x))",
    "elu": "np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))",
    "celu": "np.maximum(0, x) + alpha * np.expm1(np.minimum(x, 0) / alpha)",
    "selu": "scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))",
    "softmax": f"np.exp(x - {_TOP}) / np.sum(np.exp(x - {_TOP}), axis=-1, keepdims=True)",
    "log_softmax": f"x - {_TOP} - np.log(np.sum(np.exp(x - {_TOP}), axis=-1, keepdims=True))",
    "logsumexp": "np.max(x) + np.log(np.sum(np.exp(x - np.max(x))))",
    "log_cosh": "np.abs(y - t) + np.log1p(np.exp(-2 * np.abs(y - t))) - np.log(2)",
    "binary_cross_entropy": "-(xlogy(t, p) + xlog1py(1 - t, -p))",
    "cross_entropy": "-np.sum(xlogy(t, p))",
    "binary_cross_entropy_with_logits": "np.logaddexp(0, x) - t * x",
}
PARAMETERS = ("alpha", "beta", "scale")
ADVICE = {
    "overflow": "bound what is exponentiated: np.exp(np.minimum(x, 0)) in the branch for x <= 0, np.exp(-np.abs(x)) elsewhere",
    "logarithm": "keep the logarithm away from 0: np.log(np.maximum(p, np.finfo(float).tiny))",
    "quotient": "divide by np.where(x == 0, 1, x), and choose the value at 0 by another where",
    "gradient": "bound the argument inside the branch as well: torch.exp(torch.clamp(x, max=0))",
    "sample": "keep the sample away from 0: torch.rand_like(x).clamp_min(torch.finfo(x.dtype).tiny)",
}


def advice_on(hazard: Hazard, entries: Iterable[str], slope: bool, parameters: Set[str] = frozenset()) -> str:
    """What to write instead: the stable form of one of the entries with just these parameters, or a rule."""
    if not slope and hazard.kind not in ("gradient", "sample"):
        for entry in entries:
            form = STABLE.get(entry)
            if form is not None and parameters == {n for n in PARAMETERS if re.search(rf"\b{n}\b", form)}:
                return f"a stable form is {form}"
    return ADVICE[hazard.kind]

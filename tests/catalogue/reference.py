"""The same functions written a second time in mpmath, from the papers and the frameworks' code."""

from __future__ import annotations

from mpmath import atan, cos, erf, exp, expm1, fabs, log, log1p, mpf, ncdf, pi, sign, sin, sqrt, tanh

H = mpf(1) / 2


def sig(x):
    return exp(x) / (exp(x) + 1)


def sp(x):
    return log1p(exp(x))


def clamp(x, low, high):
    return min(max(x, low), high)


REFERENCE = {
    "sigmoid": lambda x: (1 + tanh(x / 2)) / 2,
    "tanh": tanh,
    "log_sigmoid": lambda x: -sp(-x),
    "hard_sigmoid": lambda x, a, b: clamp(a * x + b, 0, 1),
    "hard_tanh": lambda x, a, b: clamp(x, a, b),
    "bipolar_sigmoid": lambda x: 2 * sig(x) - 1,
    "lecun_tanh": lambda x: mpf("1.7159") * tanh(x * 2 / 3),
    "arctan": atan,
    "gudermannian": lambda x: atan((exp(x) - exp(-x)) / 2),
    "softsign": lambda x: x / (fabs(x) + 1),
    "elliott": lambda x: H * x / (1 + fabs(x)) + H,
    "isru": lambda x, alpha: x * (1 + alpha * x * x) ** (-H),
    "rootsig": lambda x: x / (1 + sqrt(x * x + 1)),
    "erf": erf,
    "laplace": lambda x, mu, sigma: ncdf((x - mu) / sigma),
    "derf": lambda x, alpha, s: erf(s + alpha * x),
    "dyt": lambda x, alpha, beta, gamma: gamma * tanh(alpha * x) + beta,
    "loglog": lambda x: exp(-exp(-x)),
    "cloglog": lambda x: -expm1(-exp(x)),
    "sparse_sigmoid": lambda x: clamp(H * (x + 1), 0, 1),
    "binary_step": lambda x: mpf(1 if x >= 0 else 0),
    "sign": sign,
    "sqnl": lambda x: mpf(sign(x)) if fabs(x) > 2 else x - sign(x) * x * x / 4,
    "softclipping": lambda x, alpha: (sp(alpha * x) - sp(alpha * (x - 1))) / alpha,
    "relu": lambda x: x if x > 0 else mpf(0),
    "leaky_relu": lambda x, alpha: x if x > 0 else alpha * x,
    "prelu": lambda x, alpha: x if x > 0 else alpha * x,
    "rrelu": lambda x, l, u: x if x > 0 else x * (l + u) / 2,  # noqa: E741
    "relu6": lambda x: clamp(x, 0, 6),
    "relu_n": lambda x, n: clamp(x, 0, n),
    "thresholded_relu": lambda x, theta: x * (x > theta),
    "threshold": lambda x, t, v: x if x > t else v,
    "hard_shrink": lambda x, **p: x * (fabs(x) > p["lambda"]),
    "soft_shrink": lambda x, **p: sign(x) * max(fabs(x) - p["lambda"], 0),
    "tanh_shrink": lambda x: x - tanh(x),
    "absolute": fabs,
    "squared_relu": lambda x: x * x if x > 0 else mpf(0),
    "repu": lambda x, p: x**p if x > 0 else mpf(0),
    "star_relu": lambda x, s, b: s * max(x, 0) ** 2 + b,
    "frelu": lambda x, b: max(x, 0) + b,
    "nlrelu": lambda x, beta: log1p(beta * max(x, 0)),
    "flatten_t_swish": lambda x, T: (x * sig(x) if x >= 0 else 0) + T,
    "sign_relu": lambda x, alpha: x if x >= 0 else alpha * x / (1 - x),
    "srelu": lambda x, l, a, r, b: clamp(x, l, r) + b * max(x - r, 0) + a * min(x - l, 0),  # noqa: E741
    "sparse_plus": lambda x: x if x >= 1 else mpf(0) if x <= -1 else (x + 1) ** 2 / 4,
    "squareplus": lambda x, b: H * (x + sqrt(x * x + b)),
    "bent_identity": lambda x: (sqrt(x * x + 1) - 1) / 2 + x,
    "symlog": lambda x: sign(x) * log(1 + fabs(x)),
    "softmodulusq": lambda x: x * x * (2 - fabs(x)) if fabs(x) <= 1 else fabs(x),
    "softmodulust": lambda x, alpha: x * tanh(x / alpha),
    "identity": lambda x: x,
    "hard_swish": lambda x: x * clamp(x + 3, 0, 6) / 6,
    "hard_mish": lambda x: H * x * clamp(x + 2, 0, 2),
    "elu": lambda x, alpha: x if x > 0 else alpha * expm1(x),
    "celu": lambda x, alpha: x if x > 0 else alpha * expm1(x / alpha),
    "selu": lambda x, **p: p["lambda"] * (x if x > 0 else p["alpha"] * expm1(x)),
    "softplus": sp,
    "softplus_beta": lambda x, beta: sp(beta * x) / beta,
    "shifted_softplus": lambda x: log(H * exp(x) + H),
    "exponential": exp,
    "pelu": lambda x, a, b: a / b * x if x >= 0 else a * expm1(x / b),
    "mpelu": lambda x, alpha, beta: x if x > 0 else alpha * expm1(beta * x),
    "soft_exponential": lambda x, alpha: alpha + expm1(alpha * x) / alpha,
    "isrlu": lambda x, alpha: x if x >= 0 else x / sqrt(1 + alpha * x * x),
    "sqlu": lambda x: x if x > 0 else mpf(-1) if x < -2 else x + x * x / 4,
    "symexp": lambda x: sign(x) * expm1(fabs(x)),
    "xielu": lambda x, a, b, beta: (a * x * x if x > 0 else b * (expm1(x) - x)) + beta * x,
    "gaussian": lambda x: exp(-x * x),
    "elish": lambda x: (x if x >= 0 else expm1(x)) * sig(x),
    "hard_elish": lambda x: (x if x >= 0 else expm1(x)) * clamp((x + 1) / 2, 0, 1),
    "silu": lambda x: x * sig(x),
    "swish_beta": lambda x, beta: x * sig(beta * x),
    "gelu": lambda x: x * ncdf(x),
    "gelu_tanh": lambda x: H * x * (1 + tanh(sqrt(2 / pi) * (x + mpf("0.044715") * x**3))),
    "quick_gelu": lambda x: x * sig(mpf("1.702") * x),
    "mish": lambda x: x * ((1 + exp(x)) ** 2 - 1) / ((1 + exp(x)) ** 2 + 1),
    "lisht": lambda x: x * tanh(x),
    "tanhexp": lambda x: x * tanh(exp(x)),
    "serf": lambda x: x * erf(sp(x)),
    "smish": lambda x: x * tanh(log1p(sig(x))),
    "logish": lambda x: x * log1p(sig(x)),
    "phish": lambda x: x * tanh(x * ncdf(x)),
    "gish": lambda x: x * log(2 - exp(-exp(x))),
    "eswish": lambda x, beta: beta * x * sig(x),
    "aria2": lambda x, alpha, beta: x * sig(beta * x) ** alpha,
    "acon_c": lambda x, p, q, beta: (p - q) * x * sig(beta * (p - q) * x) + q * x,
    "delu": lambda x, n: (n + H) * x + fabs(exp(-x) - 1) if x > 0 else x * sig(x),
    "sine": sin,
    "siren": lambda x, omega: sin(omega * x),
    "cosine": cos,
    "sinc": lambda x: sin(x) / x,
    "sinc_pi": lambda x: sin(pi * x) / (pi * x),
    "snake": lambda x, alpha: x + (1 - cos(2 * alpha * x)) / (2 * alpha),
    "gcu": lambda x: x * cos(x),
    "sinlu": lambda x, alpha, beta: (x + alpha * sin(beta * x)) * sig(x),
    "coslu": lambda x, alpha, beta: (x + alpha * cos(beta * x)) * sig(x),
}  # fmt: skip
PARAMETERS = {"l": "-1.25", "q": "0.25", "p": "3", "t": "-0.4"}

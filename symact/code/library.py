"""What numerical libraries offer, by the name of the function: NumPy, math, SciPy, torch, TensorFlow, JAX, Keras.

A function means the same in all of them but for the names of its arguments, of which every spelling is taken. What is not in
these tables is not understood, and what depends on it is not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from symact.catalogue import ACTIVATIONS
from symact.code.elementwise import ELEMENTWISE
from symact.code.floating import ARITHMETIC, Machine
from symact.code.ops import Op, Spot, number, op, walk
from symact.code.values import Array, Axis, Constant, Opaque, Shape, Tuple, Unclear, Value, combined

__all__ = ["ALIASES", "BARE", "CALLS", "CASTS", "CONSTANTS", "LIBRARIES", "VAST", "Call", "Host", "elementwise", "indicator", "truth"]

INPUTS = "x a input input_ tensor logits features x1 self condition values"  # names of a first argument
VAST = 1e30  # numbers are no greater
THRESHOLD = 20  # of softplus in torch
NEUTRAL = frozenset("inplace name out dtype".split())  # arguments that leave the values as they are


class Host(Protocol):
    """What the functions of a library ask of the reader that calls them."""

    def apply(self, function: Value, args: Sequence[Value], spot: Spot | None) -> Value: ...

    def reduced(self, head: str, x: Array, axis: int | None, keep: bool, spot: Spot | None) -> Array: ...

    def axis_of(self, x: Array, axis: int) -> int: ...

    def length(self, x: Array, axis: int | None) -> Array: ...

    def fresh(self, x: Array, law: str) -> Array: ...


@dataclass
class Call:
    """A call on its way: the arguments as values."""

    host: Host
    path: str
    args: list[Value]
    named: dict[str, Value] = field(default_factory=dict)
    spot: Spot | None = None

    def get(self, place: int, names: str = "") -> Value | None:
        """An argument by its place or by one of its names."""
        if 0 <= place < len(self.args):
            return self.args[place]
        return next((self.named[n] for n in names.split() if n in self.named), None)

    def array(self, place: int, names: str = INPUTS) -> Array:
        value = self.get(place, names)
        if value is None:
            raise Unclear(f"{self.path} without an argument", self.spot)
        return self.as_array(value)

    def as_array(self, value: Value) -> Array:
        if isinstance(value, Array):
            return value
        if isinstance(value, Constant) and isinstance(value.value, bool):
            return Array(number(int(value.value)))
        if isinstance(value, Opaque):
            raise Unclear(value.reason, self.spot)
        raise Unclear(f"{self.path} of something that is no array", self.spot)

    def whole(self, place: int, names: str) -> int | None:
        value = self.get(place, names)
        if value is None or value == Constant(None):
            return None
        found = value.op.constant if isinstance(value, Array) else None
        if isinstance(value, Constant) and isinstance(value.value, int):
            found = Fraction(value.value)
        if found is None or found.denominator != 1:
            raise Unclear(f"an argument of {self.path} that is no whole number", self.spot)
        return int(found)

    def flag(self, place: int, names: str) -> bool:
        value = self.get(place, names)
        return value is not None and truth(value)

    @property
    def root(self) -> str:
        """The library whose function it is."""
        return self.path.split(".")[0]

    @property
    def axis(self) -> int | None:
        return self.whole(1, "axis dim")

    @property
    def keep(self) -> bool:
        return self.flag(3 if self.path.startswith("numpy") else 2, "keepdims keepdim keep_dims")


def truth(value: Value) -> bool:
    """Whether a value that directs a computation is true. Raises Unclear."""
    if isinstance(value, Constant):
        return bool(value.value)
    if isinstance(value, Array) and value.op.constant is not None:
        return value.op.constant != 0
    raise Unclear("whether a value is true is not known")


def indicator(x: Array) -> Array:
    """A condition as the number 1 or 0."""
    if not x.op.is_condition:
        return x
    return Array(op("where", x.op, number(1), number(0), spot=x.op.spot), x.axes, x.mask)


def elementwise(head: str, arrays: Sequence[Array], spot: Spot | None, data: Any = None) -> Array:
    """A function entry by entry; conditions among the arguments count as 1 and 0. Raises Unclear for powers of many digits."""
    out = combined(head, *map(indicator, arrays), data=data, spot=spot)
    if head == "pow" and _is_vast(out.op):
        raise Unclear("a number of many digits", spot)
    return out


def _is_vast(power: Op) -> bool:
    """Whether a power of numbers has more digits than are followed."""
    if any(o.head not in ARITHMETIC and o.head != "number" for o in walk(power)):
        return False
    value = abs(Machine({}).value(power))
    return value > VAST or (value == 0 and Machine({}).value(power.args[0]) != 0)


def compared(head: str) -> Callable[[Call], Array]:
    def call(c: Call) -> Array:
        a, b = c.array(0), c.array(1, "x2 b other y")
        return elementwise({"gt": "lt", "ge": "le"}.get(head, head), (b, a) if head in ("gt", "ge") else (a, b), c.spot)

    return call


def joined(head: str) -> Callable[[Call], Array]:
    def call(c: Call) -> Array:
        given = [c.array(k) for k in range(len(c.args))]
        return combined(head, *map(condition, given), spot=c.spot)

    return call


def condition(x: Array) -> Array:
    """An array as a condition: the numbers 1 and 0 made of one are undone."""
    if x.op.is_condition:
        return x
    o = x.op
    if o.head == "where" and o.args[1].constant == 1 and o.args[2].constant == 0:
        return Array(o.args[0], x.axes, x.mask)
    raise Unclear("a number in the place of a condition")


# ---- arithmetic and elementary functions


def unary(head: str) -> Callable[[Call], Array]:
    return lambda c: elementwise(head, [c.array(0)], c.spot, c.root)


def binary(head: str) -> Callable[[Call], Array]:
    return lambda c: elementwise(head, [c.array(0), c.array(1, "x2 b other exponent values y")], c.spot, c.root)


def extremum(over: str, between: str) -> Callable[[Call], Value]:
    """max and min: of two arrays entry by entry, else over an axis; torch gives the places, too."""

    def call(c: Call) -> Value:
        second = c.get(1)
        builtin = c.path.startswith("builtins.")
        several = c.get(0)
        if isinstance(several, Tuple) and several.items and builtin and len(c.args) == 1:
            return _folded(between, [c.as_array(v) for v in several.items], c.spot)
        other = c.named.get("other")
        if builtin and len(c.args) > 1:
            return _folded(between, [c.as_array(v) for v in c.args], c.spot)
        if other is not None or (c.path.startswith("torch") and isinstance(second, Array) and not _is_written(second)):
            return elementwise(between, [c.array(0), c.as_array(other if other is not None else c.args[1])], c.spot)
        out = c.host.reduced(over, c.array(0), c.axis, c.keep, c.spot)
        if c.path.startswith("torch.") and c.axis is not None and c.path.rsplit(".", 1)[-1] in ("max", "min"):
            return Tuple((out, Opaque("places of extrema")))
        return out

    return call


def _is_written(x: Array) -> bool:
    """Whether an array is a number as it is written, which has a place, and not an array of zeros."""
    return x.op.constant is not None and x.op.spot is not None


def _folded(head: str, arrays: Sequence[Array], spot: Spot | None) -> Array:
    out = arrays[0]
    for a in arrays[1:]:
        out = elementwise(head, [out, a], spot)
    return out


def reduction(head: str) -> Callable[[Call], Array]:
    def call(c: Call) -> Array:
        x = c.args[0] if c.args else None
        if isinstance(x, Tuple):
            return _folded({"sum": "add", "prod": "mul"}[head], [c.as_array(v) for v in x.items], c.spot)
        return c.host.reduced(head, indicator(c.array(0)), c.axis, c.keep, c.spot)

    return call


def mean(c: Call) -> Array:
    x = indicator(c.array(0))
    total = c.host.reduced("sum", x, c.axis, c.keep, c.spot)
    return elementwise("div", [total, c.host.length(x, c.axis)], c.spot)


def logsumexp(c: Call) -> Array:
    return _logsumexp(c, c.array(0), c.axis, c.keep)


def _logsumexp(c: Call, x: Array, axis: int | None, keep: bool) -> Array:
    """With the greatest entry taken out, as libraries have it."""
    top = c.host.reduced("max", x, axis, True, c.spot)
    total = c.host.reduced("sum", elementwise("exp", [elementwise("sub", [x, top], c.spot)], c.spot), axis, keep, c.spot)
    if not keep:
        top = c.host.reduced("max", x, axis, False, c.spot)
    return elementwise("add", [top, elementwise("log", [total], c.spot)], c.spot)


def _last(c: Call) -> int:
    return -1 if c.axis is None else c.axis


def softmax(c: Call) -> Array:
    x, axis = c.array(0), c.axis if c.path.startswith("scipy") else _last(c)
    shifted = elementwise("sub", [x, c.host.reduced("max", x, axis, True, c.spot)], c.spot)
    grown = elementwise("exp", [shifted], c.spot)
    return elementwise("div", [grown, c.host.reduced("sum", grown, axis, True, c.spot)], c.spot)


def log_softmax(c: Call) -> Array:
    x = c.array(0)
    return elementwise("sub", [x, _logsumexp(c, x, _last(c), True)], c.spot)


def softmin(c: Call) -> Array:
    return softmax(Call(c.host, c.path, [elementwise("neg", [c.array(0)], c.spot), *c.args[1:]], c.named, c.spot))


def clip(c: Call) -> Array:
    """clip(x, low, high); either end may be missing."""
    x = c.array(0)
    for place, names, head in ((1, "min a_min min_value clip_value_min low", "maximum"), (2, "max a_max max_value clip_value_max", "minimum")):
        end = c.get(place, names)
        if end is not None and end != Constant(None):
            x = elementwise(head, [x, c.as_array(end)], c.spot)
    return x


def where(c: Call) -> Array:
    if len(c.args) + len(c.named) < 3:
        raise Unclear("where with a condition alone gives places", c.spot)
    chosen = condition(c.array(0))
    return combined("where", chosen, indicator(c.array(1, "x input")), indicator(c.array(2, "y other")), data=c.root, spot=c.spot)


def masked_fill(c: Call) -> Array:
    return combined("where", condition(c.array(1, "mask")), c.array(2, "value"), c.array(0), spot=c.spot)


def _each(value: Value | None) -> tuple[Value, ...]:
    if isinstance(value, Tuple):
        return value.items
    raise Unclear("a list of cases that is not written out")


def select(c: Call) -> Array:
    """np.select(conditions, choices, default): the first that holds."""
    last = c.get(2, "default")
    out = Array(number(0)) if last is None else c.as_array(last)
    pairs = zip(_each(c.get(0, "condlist")), _each(c.get(1, "choicelist")), strict=True)
    for chosen, value in reversed(list(pairs)):
        out = combined("where", condition(c.as_array(chosen)), indicator(c.as_array(value)), out, data=c.root, spot=c.spot)
    return out


def piecewise(c: Call) -> Array:
    """np.piecewise(x, conditions, functions): the last condition that holds; one function more than conditions is the rest."""
    x = c.array(0)
    chosen, functions = _each(c.get(1, "condlist")), _each(c.get(2, "funclist"))

    def at(f: Value) -> Array:
        return c.as_array(f if isinstance(f, Array) else c.host.apply(f, [x], c.spot))

    out = at(functions[-1]) if len(functions) == len(chosen) + 1 else Array(number(0))
    for one, f in zip(chosen, functions, strict=False):
        out = combined("where", condition(c.as_array(one)), at(f), out, spot=c.spot)
    return out


# ---- arrays made of arrays


def same(c: Call) -> Value:
    """A function that leaves the values as they are: a cast, a copy, a tensor made of an array."""
    x = c.args[0] if c.args else c.array(0)
    if isinstance(x, Tuple | Constant | Shape):
        return x
    found = indicator(c.as_array(x))
    return Array(found.op, found.axes, found.mask)


def as_bool(c: Call) -> Array:
    x = c.array(0)
    return x if x.op.is_condition else elementwise("ne", [x, Array(number(0))], c.spot)


def filled(value: int | None) -> Callable[[Call], Array]:
    """An array of one value in the shape of another one, or in a shape."""

    def call(c: Call) -> Array:
        given = c.get(0, "shape size input a x")
        entry = Array(number(value)) if value is not None else c.array(1, "fill_value value")
        if isinstance(given, Shape):
            return Array(entry.op, given.axes)
        if isinstance(given, Array) and (c.path.endswith("_like") or given.op.constant is None):
            return Array(entry.op, given.axes, given.mask)
        return Array(entry.op)

    return call


def expanded(c: Call) -> Array:
    x, axis = c.array(0), c.axis
    place = 0 if axis is None else axis if axis >= 0 else len(x.axes) + 1 + axis
    return Array(x.op, (*x.axes[:place], None, *x.axes[place:]), x.mask, x)


def squeezed(c: Call) -> Array:
    x = c.array(0)
    return Array(x.op, tuple(a for a in x.axes if a is not None), x.mask, x)


def random(law: str) -> Callable[[Call], Value]:
    """A sample of a law, entry by entry of the array whose shape it takes."""

    def call(c: Call) -> Value:
        for v in (*c.args, *c.named.values()):
            if isinstance(v, Shape):
                return c.host.fresh(Array(number(0), v.axes), law)
        x = c.get(0, "input")
        if c.path.endswith("_like") and isinstance(x, Array):
            return c.host.fresh(x, law)
        return Opaque("a random sample of a shape that is not known")

    return call


def vectorised(c: Call) -> Value:
    return c.args[0] if c.args else c.array(0)


def _matrix(x: Array) -> tuple[Axis | None, Axis | None]:
    a, b = x.axes
    return a, b


def product(c: Call) -> Array:
    """The matrix product, where one side is a vector along the axis that meets, or a column meets a row."""
    a, b = c.array(0), c.array(1, "b other x2 mat2")
    if len(a.axes) == 2 and len(b.axes) == 2:
        (rows, inner), (other, columns) = _matrix(a), _matrix(b)
        if inner is None and other is None and rows is not None:
            return _outer(c, rows, columns, a, b)
    if len(a.axes) == 1 and len(b.axes) == 1 and a.axes == b.axes:
        return c.host.reduced("sum", elementwise("mul", [a, b], c.spot), 0, False, c.spot)
    raise Unclear("a matrix product", c.spot)


def outer(c: Call) -> Array:
    a, b = c.array(0), c.array(1, "b other vec2")
    if len(a.axes) != 1 or len(b.axes) != 1:
        c.host.axis_of(a, 0)
        c.host.axis_of(b, 0)
        raise Unclear("an outer product of what is no vector", c.spot)
    rows, columns = a.axes[0], b.axes[0]
    assert rows is not None
    return _outer(c, rows, columns, a, b)


def _outer(c: Call, rows: Axis, columns: Axis | None, a: Array, b: Array) -> Array:
    other = rows.other()
    right = b.op if columns is None else op("moved", b.op, data=(columns, other), spot=c.spot)
    return Array(op("mul", a.op, right, spot=c.spot), (rows, None if columns is None else other))


def diagonal(c: Call) -> Array:
    """A vector on the diagonal of a matrix."""
    x = c.array(0)
    present = [a for a in x.axes if a is not None]
    if not present:
        c.host.axis_of(x, 0)
    if len(present) != 1:
        raise Unclear("the diagonal of a matrix", c.spot)
    other = present[0].other()
    same_place = op("eq", Op("leaf", (), present[0].index), Op("leaf", (), other.index))
    return Array(op("where", same_place, x.op, number(0), spot=c.spot), (present[0], other))


# ---- activations


@dataclass(frozen=True)
class Offered:
    """A function of the catalogue as libraries offer it: their names for its parameters, with the defaults."""

    entry: str
    parameters: Mapping[str, str] = field(default_factory=dict)  # the catalogue's name: theirs, with a default of this library
    followed: frozenset[str] = frozenset()  # names of further arguments, which are followed elsewhere


def offered(o: Offered) -> Callable[[Call], Array]:
    """A call with the parameters of the entry; one with an argument that may change the values is not understood."""
    entry = ACTIVATIONS[o.entry]
    theirs = {p.name: o.parameters.get(p.name, p.name) for p in entry.parameters}
    known = {*INPUTS.split(), *NEUTRAL, *o.followed, *(n for names in theirs.values() for n in names.split())}

    def call(c: Call) -> Array:
        extra = [v for v in c.args[1 + len(theirs) + len(o.followed) :] if not isinstance(v, Constant)]
        if extra or not c.named.keys() <= known:
            raise Unclear(f"an argument of {c.path} that is not followed", c.spot)
        args = [c.array(0)]
        names = [entry.variables[0]]
        for place, p in enumerate(entry.parameters, 1):
            given = c.get(place, theirs[p.name])
            names.append(p.name)
            if given is not None:
                args.append(c.as_array(given))
                continue
            default = p.frameworks.get(c.root, p.default)
            if default is None:
                raise Unclear(f"{c.path} without its {p.name}", c.spot)
            args.append(Array(number(default)))
        return elementwise("entry", args, c.spot, (entry, tuple(names)))

    return call


def gelu(c: Call) -> Array:
    """torch and tf are exact unless they are asked to approximate; JAX approximates unless it is asked not to."""
    how = c.get(1, "approximate")
    rough = c.path.startswith("jax") if how is None else how == Constant("tanh") or (how != Constant("none") and truth(how))
    return offered(Offered("gelu_tanh" if rough else "gelu", followed=frozenset({"approximate"})))(c)


def softplus(c: Call) -> Array:
    """softplus(x, beta, threshold): above the threshold that torch has, x itself; its own is one that floats do not tell."""
    whole = offered(Offered("softplus_beta", followed=frozenset({"threshold"})))(c)
    end = c.get(2, "threshold")
    if end is None or c.as_array(end).op.constant == THRESHOLD:
        return whole
    x, beta = c.array(0), c.get(1, "beta")
    scaled = x if beta is None else elementwise("mul", [x, c.as_array(beta)], c.spot)
    return combined("where", elementwise("lt", [c.as_array(end), scaled], c.spot), x, whole, spot=c.spot)


OFFERED: dict[str, Offered] = {
    "sigmoid": Offered("sigmoid"), "expit": Offered("sigmoid"),
    "log_sigmoid": Offered("log_sigmoid"), "logsigmoid": Offered("log_sigmoid"), "log_expit": Offered("log_sigmoid"),
    "softsign": Offered("softsign"), "soft_sign": Offered("softsign"),
    "relu": Offered("relu"), "relu6": Offered("relu6"), "leaky_relu": Offered("leaky_relu", {"alpha": "negative_slope alpha"}),
    "prelu": Offered("prelu", {"alpha": "weight"}), "elu": Offered("elu"), "celu": Offered("celu"), "selu": Offered("selu"),
    "silu": Offered("silu"), "swish": Offered("silu"), "mish": Offered("mish"),
    "hardtanh": Offered("hard_tanh", {"a": "min_val", "b": "max_val"}), "hard_tanh": Offered("hard_tanh"),
    "hardsigmoid": Offered("hard_sigmoid"), "hard_sigmoid": Offered("hard_sigmoid"),
    "hardswish": Offered("hard_swish"), "hard_swish": Offered("hard_swish"), "hard_silu": Offered("hard_swish"),
    "tanhshrink": Offered("tanh_shrink"), "tanh_shrink": Offered("tanh_shrink"),
    "softshrink": Offered("soft_shrink", {"lambda": "lambd threshold"}), "hardshrink": Offered("hard_shrink", {"lambda": "lambd threshold"}),
    "threshold": Offered("threshold", {"t": "threshold", "v": "value"}), "squareplus": Offered("squareplus"),
}  # fmt: skip

# ---- the tables

CALLS: dict[str, Callable[[Call], Value]] = {
    **{name: offered(o) for name, o in OFFERED.items()},
    **{name: unary(name) for name in ELEMENTWISE},
    **{name: binary(name) for name in ("logaddexp", "heaviside", "xlogy", "xlog1py", "maximum", "minimum", "hypot")},
    "gelu": gelu, "softplus": softplus,
    "absolute": unary("abs"), "fabs": unary("abs"), "negative": unary("neg"), "neg": unary("neg"), "arctan": unary("atan"),
    "arcsin": unary("asin"), "arccos": unary("acos"), "arcsinh": unary("asinh"), "arccosh": unary("acosh"),
    "arctanh": unary("atanh"), "lgamma": unary("loggamma"), "gammaln": unary("loggamma"), "psi": unary("digamma"),
    "sgn": unary("sign"), "fmax": binary("maximum"), "fmin": binary("minimum"),
    "add": binary("add"), "subtract": binary("sub"), "sub": binary("sub"), "multiply": binary("mul"),
    "mul": binary("mul"), "divide": binary("div"), "div": binary("div"), "true_divide": binary("div"), "power": binary("pow"),
    "pow": binary("pow"), "float_power": binary("pow"),
    "greater": compared("gt"), "gt": compared("gt"), "greater_equal": compared("ge"), "ge": compared("ge"),
    "less": compared("lt"), "lt": compared("lt"), "less_equal": compared("le"), "le": compared("le"),
    "equal": compared("eq"), "eq": compared("eq"), "not_equal": compared("ne"), "ne": compared("ne"),
    "logical_and": joined("and"), "logical_or": joined("or"), "logical_not": joined("not"),
    "max": extremum("max", "maximum"), "amax": extremum("max", "maximum"), "reduce_max": extremum("max", "maximum"),
    "min": extremum("min", "minimum"), "amin": extremum("min", "minimum"), "reduce_min": extremum("min", "minimum"),
    "sum": reduction("sum"), "reduce_sum": reduction("sum"), "fsum": reduction("sum"), "nansum": reduction("sum"),
    "prod": reduction("prod"), "reduce_prod": reduction("prod"), "mean": mean, "reduce_mean": mean, "average": mean,
    "logsumexp": logsumexp, "reduce_logsumexp": logsumexp,
    "softmax": softmax, "log_softmax": log_softmax, "softmin": softmin,
    "clip": clip, "clamp": clip, "clip_by_value": clip, "clamp_min": clip,
    "where": where, "select": select, "piecewise": piecewise, "masked_fill": masked_fill, "cond": where,
    "zeros_like": filled(0), "ones_like": filled(1), "full_like": filled(None), "zeros": filled(0), "ones": filled(1),
    "empty_like": filled(0), "empty": filled(0), "full": filled(None), "new_zeros": filled(0), "new_ones": filled(1),
    "expand_dims": expanded, "unsqueeze": expanded, "squeeze": squeezed, "outer": outer, "ger": outer,
    "dot": product, "matmul": product, "mm": product, "inner": product,
    "diag": diagonal, "diagflat": diagonal, "diag_embed": diagonal,
    "vectorize": vectorised, "frompyfunc": vectorised, "jit": vectorised, "vmap": vectorised, "function": vectorised,
}  # fmt: skip
CALLS |= dict.fromkeys(
    "array asarray asanyarray atleast_1d tensor as_tensor Tensor FloatTensor from_numpy constant convert_to_tensor cast astype "
    "float double half copy clone detach numpy cpu cuda to type type_as contiguous asfarray float64 float32 float16 "
    "requires_grad_ stop_gradient Identity Variable Parameter list tolist item ascontiguousarray ensure_shape".split(),
    same,
)
CALLS["bool"] = as_bool
CASTS = frozenset("float int double half bool list".split())  # built-in names, and methods, that are casts

RANDOM = {
    "rand_like": "uniform", "rand": "uniform", "uniform": "uniform", "random_sample": "uniform", "random": "uniform",
    "randn_like": "normal", "randn": "normal", "standard_normal": "normal", "normal": "normal", "gumbel": "gumbel",
}  # fmt: skip
CALLS |= {f"random.{name}": random(law) for name, law in RANDOM.items()}

CONSTANTS = {"pi": "pi", "e": "e", "inf": "inf", "nan": "nan", "newaxis": "newaxis"}

# What stands for which library where nothing is imported, and the modules in which its functions are looked for.
ALIASES = {
    "np": "numpy", "numpy": "numpy", "math": "math", "scipy": "scipy", "special": "scipy.special", "sp": "scipy", "torch": "torch",
    "nn": "torch.nn", "F": "torch.nn.functional", "functional": "torch.nn.functional", "tf": "tensorflow",
    "tensorflow": "tensorflow", "jax": "jax", "jnp": "jax.numpy", "lax": "jax.lax", "keras": "keras", "K": "keras.backend",
    "ops": "keras.ops", "cp": "cupy", "cupy": "cupy", "npx": "mxnet.npx", "nd": "mxnet.nd", "mx": "mxnet", "cmath": "math",
    "warnings": "warnings", "plt": "matplotlib.pyplot", "Tensor": "torch.Tensor",
}  # fmt: skip
LIBRARIES = frozenset("numpy math scipy torch tensorflow jax keras cupy mxnet autograd builtins".split())

# Functions that snippets use without their library, as after ``from math import *``.
BARE = frozenset(
    "exp log sqrt sin cos tan tanh sinh cosh erf erfc expm1 log1p log2 log10 expit maximum minimum where clip fabs softmax "
    "logsumexp sigmoid relu softplus atan arctan floor ceil".split()
)

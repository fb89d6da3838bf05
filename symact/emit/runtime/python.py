"""Single numbers through cores; there is no array and no float32."""

from __future__ import annotations

import math

# ---- emitted from here on
_HORIZON = 2.0**100  # beyond, a function is a power of x, or goes on as it is computed
_FURTHER = 2.0**10  # times as far, the power shows


def _values(fast, exact, x, parameters):
    """The values, in doubt from the cores in pairs."""
    values, doubt = fast(x, *parameters)
    values = list(values)
    for k, core in enumerate(exact):
        if core is not None and doubt:
            h, l = core(x, *parameters)
            if 1e-280 < abs(h + l) < 1e280:
                values[k] = h + l
    return values


def _beyond(x, value, edge, there, further, side):
    """The value beyond the horizon from the one on it, or as computed and with the limit at infinity, if it is known.

    Which power of x it follows is known, or told by the value further out where it depends on parameters.
    """
    power, limit = side
    if power is None and further is not None:
        power = 0 if there == further == 0.0 else _exponent(further / there if there else math.nan)
    if power is None:
        if math.isinf(x) and limit != limit and math.isnan(value) and abs(there) < 1e-27:
            return 0.0  # 0 times infinity
        return limit if math.isinf(x) and limit == limit else value
    for _ in range(abs(power) if there else 0):
        there = there * (x / edge) if power > 0 else there / (x / edge)
    return there


def _exponent(ratio):
    """n where this is the ratio of x**n at two places, the one 2**10 times as far out as the other."""
    if ratio != ratio or ratio == 0.0 or math.isinf(ratio):
        return None
    n = round(math.log2(abs(ratio)) / 10.0)
    return n if abs(abs(ratio) / 2.0 ** (10 * n) - 1.0) < 1e-12 else None


def _apply(fast, exact, far, x, parameters):
    x, parameters = float(x), tuple(map(float, parameters))
    if math.isnan(x):
        values = [x] * len(exact)
    else:
        values = _values(fast, exact, x, parameters)
        if abs(x) > _HORIZON:
            edge = math.copysign(_HORIZON, x)
            there = _values(fast, exact, edge, parameters)
            further = _values(fast, exact, edge * _FURTHER, parameters) if parameters else [None] * len(there)
            values = [_beyond(x, v, edge, t, u, sides[x > 0.0]) for v, t, u, sides in zip(values, there, further, far)]
    return values[0] if len(values) == 1 else tuple(values)

"""Single numbers through cores; there is no array and no float32."""

from __future__ import annotations

import math

# ---- emitted from here on
_HORIZON = 2.0**100  # beyond, a function is a power of x, or goes on as it is computed


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


def _beyond(x, value, edge, there, side):
    """The value beyond the horizon from the one on it, or as computed and with the limit at infinity, if it is known."""
    power, limit = side
    if power is None:
        if math.isinf(x) and limit != limit and math.isnan(value) and abs(there) < 1e-27:
            return 0.0  # 0 times infinity
        return limit if math.isinf(x) and limit == limit else value
    for _ in range(abs(power) if there else 0):
        there = there * (x / edge) if power > 0 else there / (x / edge)
    return there


def _apply(fast, exact, far, x, parameters):
    x, parameters = float(x), tuple(map(float, parameters))
    if math.isnan(x):
        values = [x] * len(exact)
    else:
        values = _values(fast, exact, x, parameters)
        if abs(x) > _HORIZON:
            edge = math.copysign(_HORIZON, x)
            there = _values(fast, exact, edge, parameters)
            values = [_beyond(x, v, edge, t, sides[x > 0.0]) for v, t, sides in zip(values, there, far)]
    return values[0] if len(values) == 1 else tuple(values)

"""Facts about functions: ranges, extrema, limits, monotonicity, convexity, smoothness, zeros, bounds, integrals, values.

``find`` functions answer with exact data or raise :class:`Unknown`; ``decide_fact`` judges an obligation. Nothing is concluded
from samples: every answer rests on expansions with bounded remainders, on charts of signs with certified zeros, and on the exact
normal form.
"""

from symact.decide.facts.constants import Unknown
from symact.decide.facts.decide import decide_bound, decide_fact, decide_holds, decide_range, decide_tends
from symact.decide.facts.evidence_json import fact_from_json
from symact.decide.facts.extremum import Extremum, greatest, least
from symact.decide.facts.integral import decide_integral, integral_values
from symact.decide.facts.limit_of import Asymptote, asymptote, limit
from symact.decide.facts.lipschitz import LipschitzConstant, lipschitz
from symact.decide.facts.parity import decide_parity, parity
from symact.decide.facts.pieces import LINE, Layout, Piece, derived, layout
from symact.decide.facts.profile import period
from symact.decide.facts.quadrature import integral_ball
from symact.decide.facts.range_of import range_of, range_of_layout
from symact.decide.facts.reals import Interval, Real, set_latex
from symact.decide.facts.shape import convex_on, monotone_on, sign_intervals
from symact.decide.facts.signs import Signs, assuming
from symact.decide.facts.smoothness import Corner, Smoothness, smoothness
from symact.decide.facts.value import decide_value
from symact.decide.facts.zeros import fixed_points, zeros

__all__ = [
    "LINE", "Asymptote", "Corner", "Extremum", "Interval", "Layout", "LipschitzConstant", "Piece", "Real", "Signs", "Smoothness",
    "Unknown", "assuming", "asymptote", "convex_on", "decide_bound", "decide_fact", "decide_holds",
    "decide_integral", "decide_parity", "decide_range", "decide_tends", "decide_value", "derived", "fact_from_json", "fixed_points", "greatest",
    "integral_ball", "integral_values", "layout", "least", "limit", "lipschitz", "monotone_on", "parity", "period", "range_of",
    "range_of_layout", "set_latex", "sign_intervals", "smoothness", "zeros",
]  # fmt: skip

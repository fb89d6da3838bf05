"""Evidence read back from a report, so that it can be checked without being found again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symact.decide.facts.evidence import Cases, Cell, RangeFact, ShapeFact, SmoothFact, Witness
from symact.decide.facts.evidence_values import IntegralFact, LimitFact, ValueFact
from symact.decide.facts.reals import Interval, Real, Root
from symact.decide.facts.roots import derivative, point_sign
from symact.terms.core import Term
from symact.terms.serial import from_json

__all__ = ["fact_from_json"]


def fact_from_json(data: dict[str, Any]) -> Any:
    """The evidence that ``to_json`` of a fact wrote. Raises ValueError for anything else."""
    rule = _RULES.get(str(data.get("method")))
    if rule is None:
        raise ValueError(f"no fact has the method {data.get('method')!r}")
    try:
        return rule(data)
    except (KeyError, TypeError, IndexError) as bad:
        raise ValueError(f"incomplete evidence: {bad}") from None


def _real(data: dict[str, Any]) -> Real:
    root = None
    if "root" in data:
        r = data["root"]
        equation, variable = from_json(r["equation"]), from_json(r["variable"])
        low, high = Fraction(r["low"]), Fraction(r["high"])
        rising = point_sign(equation, variable, high)
        if not rising or point_sign(equation, variable, low) != -rising:
            raise ValueError("the ends of a root do not enclose it")
        root = Root(equation, derivative(equation, variable), variable, low, high, rising > 0)
    return Real(from_json(data["term"]), root, tuple(map(_real, data.get("kin", ()))))


def _interval(data: dict[str, Any]) -> Interval:
    return Interval(_real(data["lower"]), _real(data["upper"]), bool(data["lower_closed"]), bool(data["upper_closed"]))


def _cells(data: list[dict[str, Any]]) -> tuple[Cell, ...]:
    return tuple(Cell(_real(c["low"]), _real(c["high"]), int(c["sign"])) for c in data)


def _terms(data: dict[str, Any]) -> dict[str, Term]:
    return {k: from_json(v) for k, v in data["terms"].items()}


def _assumptions(data: dict[str, Any]) -> tuple[Term, ...]:
    return tuple(map(from_json, data.get("assumptions", ())))


def _witness(data: dict[str, Any]) -> Witness:
    point = {k: Fraction(v) for k, v in data["point"].items()}
    return Witness(tuple(map(from_json, data["conditions"])), point, data.get("truth", ""))


def _range(data: dict[str, Any]) -> RangeFact:
    t = _terms(data)
    found = tuple(map(_interval, data["found"]))
    return RangeFact(t["term"], t["variable"], found, _cells(data["cells"]), _assumptions(data))


def _shape(data: dict[str, Any]) -> ShapeFact:
    t = _terms(data)
    places = tuple(map(_interval, data["places"])) if "places" in data else None
    cells = _cells(data["cells"])
    return ShapeFact(t["term"], t["variable"], int(data["order"]), cells, places, data.get("truth", ""), _assumptions(data))


def _smooth(data: dict[str, Any]) -> SmoothFact:
    t = _terms(data)
    places = tuple(
        (
            _real(k["place"]),
            int(k["order"]),
            *(None if k[side] is None else _real(k[side]) for side in ("left", "right")),
        )
        for k in data["kinks"]
    )
    return SmoothFact(t["term"], t["variable"], places, data.get("truth", ""), _assumptions(data))  # type: ignore[arg-type]


def _limit(data: dict[str, Any]) -> LimitFact:
    t = _terms(data)
    return LimitFact(t["term"], t["variable"], t["point"], data["side"], t["value"], _assumptions(data))


def _value(data: dict[str, Any]) -> ValueFact:
    return ValueFact(_terms(data)["term"], data["right"], data["left"], bool(data["cut_off"]))


def _integral(data: dict[str, Any]) -> IntegralFact:
    t = _terms(data)
    value = t.get("value")
    shown = "" if value is not None else data["truth"]
    ends = t["lower"], t["upper"], value, t.get("antiderivative")
    return IntegralFact(t["term"], t["variable"], *ends, shown, _assumptions(data), data["method"])


def _cases(data: dict[str, Any]) -> Cases:
    """The outcomes of the cases are for the reader; what is checked again are their parts."""
    return Cases((), tuple(map(fact_from_json, data["parts"])), data.get("truth", ""))


_RULES = {
    "witness": _witness,
    "monotone-stretches": _range,
    "sign-chart": _shape,
    "one-sided-limits": _smooth,
    "expansion": _limit,
    "digits": _value,
    "antiderivative": _integral,
    "quadrature": _integral,
    "cases": _cases,
}

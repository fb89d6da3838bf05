"""The forms that a search has chosen for the catalogue, as data with their measured errors (``choices.json``)."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from symact.emit.forms import Far, Form, Quick, Tail, Zone
from symact.emit.measure import Measured
from symact.emit.program import Core
from symact.emit.search import Found, Subject, search
from symact.terms.serial import from_json, to_json
from symact.terms.text import to_text

__all__ = ["choice", "key", "row", "stored"]

FILE = "choices.json"
LIVE = 60  # points of each kind in the search for an expression that nobody has searched for before


def choice(name: str, s: Subject, run: Callable[[Core], Callable[..., Any]]) -> Found:
    """The stored form where there is one for this very function, else what a short search finds. Raises NotEmitted."""
    known = stored().get(key(name, s))
    if known is not None and known["of"] == to_text(s.f):
        return _found(known)
    return search(s, run, LIVE)


def key(name: str, s: Subject) -> str:
    """``leaky_relu 1``, and ``leaky_relu 1 of alpha`` where parameters are open."""
    return " ".join([name, str(s.order), *(["of", *(p.symbol.name for p in s.parameters)] if s.parameters else [])])


@cache
def stored() -> dict[str, Any]:
    path = files("symact.emit") / FILE
    out: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return out


def row(s: Subject, found: Found) -> dict[str, Any]:
    """A choice as JSON."""
    f, e = found.form, found.error
    return {
        "of": to_text(s.f),
        "form": f.name,
        "term": to_json(f.term),
        "zones": _zones(f.zones),
        "careful": f.careful,
        "ratio": f.ratio,
        "tail": None if f.tail is None else [f.tail.below, to_json(f.tail.term)],
        "far": [[side.power, _limit_text(side.limit)] for side in f.far],
        "kinks": [[to_json(at), to_json(value)] for at, value in f.kinks],
        "quick": [_way(q) for q in f.quick],
        "rough": [_way(q) for q in f.rough],
        "error": {"worst": round(e.worst, 3), "at": e.at, "mean": round(e.mean, 3), "lost": e.lost, "points": e.points},
    }


def _zones(zones: Iterable[Zone]) -> list[Any]:
    return [[z.high, z.low, z.left, z.right, z.multiplicity, z.even, list(z.coefficients)] for z in zones]


def _way(q: Quick) -> list[Any]:
    return [to_json(q.term), _zones(q.zones), q.left, q.right, q.error, *(e for e in (q.narrow, q.single) if math.isfinite(e))]


def _zones_of(data: Iterable[Any]) -> tuple[Zone, ...]:
    return tuple(Zone(h, low, left, right, m, even, tuple(c)) for h, low, left, right, m, even, c in data)


def _ways_of(data: Iterable[Any]) -> tuple[Quick, ...]:
    return tuple(Quick(from_json(t), _zones_of(zones), *rest) for t, zones, *rest in data)


def _found(data: Mapping[str, Any]) -> Found:
    zones = _zones_of(data["zones"])
    left, right = (Far(power, float(limit)) for power, limit in data["far"])
    kinks = tuple((from_json(at), from_json(value)) for at, value in data["kinks"])
    tail = None if data["tail"] is None else Tail(data["tail"][0], from_json(data["tail"][1]))
    form = Form(data["form"], from_json(data["term"]), zones, data["careful"], data["ratio"], tail, (left, right), kinks)
    form = replace(form, quick=_ways_of(data["quick"]), rough=_ways_of(data["rough"]))
    e = data["error"]
    return Found(form, Measured(e["worst"], e["at"], e["mean"], e["lost"], 0, 0, e["points"]))


def _limit_text(limit: float) -> str:
    return "nan" if math.isnan(limit) else repr(limit)

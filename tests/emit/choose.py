"""Searches for the forms of the catalogue's functions and writes them with their measured errors to ``choices.json``.

    python -m tests.emit.choose [NAME...]     # all functions whose definition has no stored form; the named ones anew
    python -m tests.emit.choose --shortcuts [NAME...]     # only the shortcuts, of all or of the named ones
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import symact.emit
from symact.catalogue import ACTIVATIONS
from symact.emit.build import elementwise
from symact.emit.choices import choice, key, row, stored
from symact.emit.search import Subject, search
from symact.emit.shortcuts import Runs, with_shortcuts
from symact.emit.subjects import parameters, subject
from symact.emit.targets.c import runnable_single
from symact.emit.targets.numpy import runnable, runnable_pairs, runnable_shortcut
from symact.terms.text import to_text

TARGET = Path(symact.emit.__file__).parent / "choices.json"
Job = tuple[str, int, bool]


def jobs() -> list[Job]:
    """Every function, order, and both with the defaults put in and with parameters open, as far as there are such."""
    out = []
    for a in elementwise():
        given = parameters(a)
        fixed = not given or any(p.default is not None for p in given)
        kinds = [*([True] if fixed else []), *([False] if given else [])]
        out += [(a.name, order, d) for d in kinds for order in range(3)]
    return out


def subject_of(job: Job) -> Subject:
    return subject(ACTIVATIONS[job[0]], *job[1:])


def missing(job: Job) -> bool:
    """Whether no form is stored for the function, or for another definition of it."""
    s = subject(ACTIVATIONS[job[0]], *job[1:])
    return stored().get(key(job[0], s), {}).get("of") != to_text(s.f)


def chosen_names() -> list[str]:
    """The functions whose forms are all stored; code for others is searched for when it is asked for, which takes seconds."""
    without = {job[0] for job in jobs() if missing(job)}
    return [a.name for a in elementwise() if a.name not in without]


def run(job: Job, anew: bool = True) -> tuple[Job, str, dict[str, Any] | str, float]:
    start = time.perf_counter()
    name, order, defaults = job
    s = subject(ACTIVATIONS[name], order, defaults)
    try:
        found = search(s, runnable) if anew else choice(name, s, runnable)
        made: dict[str, Any] | str = row(s, with_shortcuts(name, s, found, Runs(runnable, runnable_shortcut, runnable_single, runnable_pairs)))
    except Exception as error:  # noqa: BLE001 one that fails must not lose the others
        made = f"{type(error).__name__}: {error}"
    return job, key(name, s), made, time.perf_counter() - start


def main(names: list[str]) -> None:
    known = dict(stored())
    only = "--shortcuts" in names
    named = set(names) - {"--shortcuts"}
    todo = [j for j in jobs() if (j[0] in named if named else only or missing(j)) and not (only and subject_of(j).parameters)]
    with Pool(2) as pool:
        for _, where, made, took in pool.imap_unordered(partial(run, anew=not only), todo):
            if isinstance(made, str):
                print(f"none {where}: {made}", flush=True)
                continue
            known[where] = made
            e = made["error"]
            mark = "ok  " if e["worst"] <= 4 and not e["lost"] else "BAD "
            ways = " and ".join(f"{w} for {made[w][0][2]:g} < x < {made[w][0][3]:g} {made[w][0][4:]}" for w in ("quick", "rough") if made[w])
            mended = f"{len(made['zones'])} zones {made['ratio']} {'careful' if made['careful'] else ''} {ways}"
            print(f"{mark} {where}: {made['form']} {mended} {e['worst']:.4g} ulp at {e['at']!r}, lost {e['lost']}, {took:.1f} s", flush=True)
            if not len(known) % 20:
                write(known)
    write(known)


def write(known: dict[str, Any]) -> None:
    """One line a choice, in the order of the catalogue."""
    order = {key(n, subject(ACTIVATIONS[n], o, d)): k for k, (n, o, d) in enumerate(jobs())}
    kept = sorted((k for k in known if k in order), key=order.__getitem__)
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(known[k], separators=(',', ':'))}" for k in kept)
    TARGET.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

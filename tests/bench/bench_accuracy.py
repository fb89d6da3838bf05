"""The accuracy of this project's code beside sympy.lambdify, torch, jax and scipy, on the same points.

    python -m tests.bench.bench_accuracy [--points 700] [--dtype float64] [NAME...]

prints a row for each implementation; torch, jax and scipy where they are installed.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from importlib.util import find_spec

from symact.catalogue import activation
from symact.emit.accuracy import Row, rows
from symact.emit.build import elementwise
from symact.emit.rivals import RIVALS
from symact.emit.targets import TARGETS

HUGE = 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--points", type=int, default=700)
    parser.add_argument("--dtype", default="float64")
    parser.add_argument("--target", action="append", choices=list(TARGETS), help="of ours; numpy and torch without it")
    options = parser.parse_args()
    entries = [activation(n) for n in options.names] or elementwise()
    own = [name for name in options.target or ("numpy", "torch") if not TARGETS[name].needs or find_spec(TARGETS[name].needs)]
    others = [name for name, (package, _) in RIVALS.items() if find_spec(package)]
    found: dict[str, list[Row]] = defaultdict(list)
    for a in entries:
        for row in rows(a, [*own, *others], options.dtype, options.points):
            found[row.implementation].append(row)
    print(f"{len(entries)} functions, {options.dtype}")
    print("| implementation | orders run | within 4 ulp | worse than 1e6 ulp | with nan or inf for finite values | points flushed to 0 |")
    print("|---|---|---|---|---|---|")
    for name, made in found.items():
        ran = [r.measured for r in made if r.measured is not None]
        counts = (
            f"{len(ran)} of {len(made)}",
            sum(m.worst <= 4 and not m.lost for m in ran),
            sum(m.worst > HUGE for m in ran),
            sum(m.nan + m.infinite > 0 for m in ran),
            sum(m.zero for m in ran),
        )
        print(f"| {name} | {' | '.join(map(str, counts))} |")


if __name__ == "__main__":
    main()

"""Random true and false claims for as long as one likes: ``python -m tests.decide.soak --seconds 300 --seed 7``.

Prints every verdict that must not be, every claim that took longer than a second, and the shares of what was decided.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.decide.expressions import KINDS
from tests.decide.trials import Broken, mutation_trial, rewrite_trial

SLOW = 1.0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--show", action="store_true", help="print what was not decided")
    o = options.parse_args()
    counts: Counter[tuple[str, str, str]] = Counter()
    broken, seed, end = 0, o.seed * 1_000_000, time.monotonic() + o.seconds
    while time.monotonic() < end:
        for kind in KINDS:
            for name, trial in (("true", rewrite_trial), ("mutant", mutation_trial)):
                start = time.monotonic()
                try:
                    found = trial(kind, seed)
                except Broken as why:
                    broken += 1
                    print(f"BROKEN {seed}: {why}", flush=True)
                    continue
                except Exception as why:  # noqa: BLE001 - a soak reports every fault and goes on
                    broken += 1
                    print(f"FAULT {kind} {name} {seed}: {type(why).__name__}: {why}", flush=True)
                    continue
                if time.monotonic() - start > SLOW:
                    print(f"SLOW {time.monotonic() - start:.1f} s {seed}: {found}", flush=True)
                if found is None:
                    continue
                counts[kind, name, found.verdict.status] += 1
                if o.show and found.verdict.status == "undecided":
                    print(f"UNDECIDED {seed}: {found}", flush=True)
        seed += 1
    for key, n in sorted(counts.items()):
        print(*key, n)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

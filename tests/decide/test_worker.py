"""The worker is killed and replaced when SymPy hangs or eats memory, and whoever asks goes on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from symact.decide.facts import decide_fact
from symact.decide.worker import Failed, OutOfMemory, Timeout, Worker, ask
from symact.obligations import Holds
from symact.terms.core import Term, add, app, at, exp, fn, index, log, mul, num, power, sum_, sym

X, Y, Z, U, V = map(sym, "xyzuv")
SMALL = 320 * 1024 * 1024
HANGS = power(X, 100_003) + power(X, 99_991) + num(2)  # SymPy's factor was not seen to end on this
SWELLS = power(add(1, X, Y, Z, U, V), 60)  # nine million terms


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    w = Worker(SMALL)
    yield w
    w.close()


def still_works(w: Worker) -> bool:
    return w.ask("factor", X**2 - 1, timeout=5) == mul(X - 1, X + 1)


def test_answers(worker: Worker) -> None:
    assert worker.ask("limit", fn("sin", X) / X, X, num(0), num(0)) == num(1)
    assert worker.ask("antiderivative", X**2, X) == num("1/3") * X**3
    assert still_works(worker)


def test_it_is_warm(worker: Worker) -> None:
    still_works(worker)
    start = time.perf_counter()
    for _ in range(20):
        assert still_works(worker)
    assert time.perf_counter() - start < 1
    assert worker.started == 1


def test_a_hang_is_killed(worker: Worker) -> None:
    still_works(worker)
    before, start = worker.started, time.perf_counter()
    assert worker.ask("factor", HANGS, timeout=0.5) == Timeout(0.5)
    assert time.perf_counter() - start < 1.0  # and no more than half a second over the time
    assert worker.started == before + 1
    assert still_works(worker)


def test_what_needs_no_worker_goes_on_at_once(worker: Worker) -> None:
    worker.ask("factor", HANGS, timeout=0.3)
    start = time.perf_counter()
    assert decide_fact(Holds("increasing", 1 / (1 + exp(-X)), X)).status == "proved"
    assert time.perf_counter() - start < 0.5


def test_memory_is_limited(worker: Worker) -> None:
    answer = worker.ask("expand", SWELLS, timeout=60)  # out of memory after three seconds on a quiet machine
    assert isinstance(answer, OutOfMemory | Timeout)  # on a busy one it may be stopped first; contained it is in both cases
    assert still_works(worker)


BOMBS: list[tuple[str, Term]] = [
    ("expand", power(num(9), power(num(9), power(num(9), num(9))))),
    ("simplify", power(num(9), power(num(9), num(9)))),
    ("simplify", exp(exp(exp(exp(num(9)))))),
    ("expand", power(add(X, 1), 10**9)),
    ("factor", power(add(X, Y), 5000) - power(Z, 5000)),
    ("simplify", fn("gamma", power(num(10), 12))),
    ("expand", power(add(*(power(X, k) for k in range(200))), 200)),
    ("simplify", sum_(index("k"), 1, 10**9, power(index("k"), index("k")))),
    ("simplify", power(X, power(Y, power(Z, power(X, power(Y, power(Z, X))))))),
    ("antiderivative", exp(exp(X)) * log(fn("sin", exp(X))) * fn("erf", power(X, 7))),
]


def test_bombs_are_contained(worker: Worker) -> None:
    """An answer, a failure or a timeout, and the next question is answered."""
    for name, bomb in BOMBS:
        terms = (bomb, X) if name == "antiderivative" else (bomb,)
        start = time.perf_counter()
        answer = worker.ask(name, *terms, timeout=0.25)
        assert isinstance(answer, (Term, Timeout, OutOfMemory, Failed))
        assert time.perf_counter() - start < 30  # the start of a new process included
    assert still_works(worker)


def test_what_sympy_does_not_know(worker: Worker) -> None:
    assert isinstance(worker.ask("factor", Term("maxover", (index("j"), num(1), sym("n"), at("x", index("j"))))), Failed)
    assert isinstance(worker.ask("no such function", X), Failed)
    assert isinstance(worker.ask("limit", X), Failed)
    assert worker.ask("simplify", app("f", X)) == app("f", X)


def test_from_many_threads() -> None:
    answers: list[object] = []

    def question(k: int) -> None:
        answers.append(ask("expand", power(X + k, 2), timeout=10))

    threads = [threading.Thread(target=question, args=(k,)) for k in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(answers) == 8
    assert all(isinstance(a, Term) for a in answers)


def test_a_dead_process_is_replaced(worker: Worker) -> None:
    still_works(worker)
    assert worker.process is not None
    worker.process.kill()
    worker.process.wait()
    assert still_works(worker)

"""SymPy in a process of its own, with limits on time and memory; killed and replaced when it exceeds them.

Why a plain ``subprocess`` and neither ``multiprocessing`` nor pebble: a spawned child of multiprocessing runs the caller's main
module again, which a library must not ask of its users, and a forked one inherits the locks of other threads; pebble is built on
multiprocessing and would be one more dependency. Terms cross as lines of JSON, so nothing is pickled, and nothing that comes back
is executed. Killing is a signal to the child only; the caller needs neither signals of its own nor the main thread.

What SymPy answers is no proof. Whoever asks verifies it: an antiderivative by the normal form of its derivative, a factorisation
by multiplying out.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from symact.terms.core import Term
from symact.terms.serial import from_json, to_json

__all__ = ["Failed", "OutOfMemory", "Timeout", "Worker", "ask"]

MEMORY = 1536 * 1024 * 1024  # bytes of address space; SymPy itself takes about 200 MB
READY = 20.0  # seconds that a new process may take to import SymPy
SECONDS = 5.0
READY_LINE = "ready"
LARGEST = 4 * 1024 * 1024  # characters of an answer


@dataclass(frozen=True)
class Timeout:
    """No answer within the time; the process was replaced."""

    seconds: float


@dataclass(frozen=True)
class OutOfMemory:
    """The process asked for more memory than it may have; it was replaced."""


@dataclass(frozen=True)
class Failed:
    """SymPy has no answer, or the process died for another reason."""

    why: str


Answer = Term | Timeout | OutOfMemory | Failed


class Worker:
    """One warm process. ``ask`` may be called from any thread; calls wait for one another."""

    def __init__(self, memory: int = MEMORY) -> None:
        self.memory = memory
        self.turn = threading.Lock()
        self.process: subprocess.Popen[str] | None = None
        self.lines: queue.Queue[str | None] = queue.Queue()
        self.ready = False
        self.started = 0  # how many processes there have been

    def ask(self, name: str, *terms: Term, timeout: float = SECONDS) -> Answer:
        """The answer of one of FUNCTIONS to terms, within a time that does not count the start of a new process."""
        line = json.dumps([name, *map(to_json, terms)])
        with self.turn:
            if not self._is_alive():
                self._start()
            if not self.ready:
                if self._line(READY) != READY_LINE:
                    self._stop()
                    return Failed("the process did not start")
                self.ready = True
            answer = self._exchange(line, timeout)
            if isinstance(answer, (Timeout, OutOfMemory)):
                self._stop()
                self._start()  # the next caller finds a process that is importing already
            return answer

    def _exchange(self, line: str, timeout: float) -> Answer:
        assert self.process is not None and self.process.stdin is not None
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except (BrokenPipeError, OSError):
            return OutOfMemory()
        try:
            text = self.lines.get(timeout=timeout)
        except queue.Empty:
            return Timeout(timeout)
        if text is None:  # it died: the system or the C library ran out of memory
            return OutOfMemory()
        kind, value = json.loads(text)
        if kind == "term":
            try:
                return from_json(value)
            except ValueError as bad:
                return Failed(str(bad))
        return OutOfMemory() if kind == "memory" else Failed(str(value))

    def _line(self, timeout: float) -> str | None:
        """The next line of the process; None where it ends or is silent for that long."""
        try:
            text = self.lines.get(timeout=timeout)
        except queue.Empty:
            return None
        return None if text is None else text.strip()

    def _is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _start(self) -> None:
        self.lines = queue.Queue()
        self.ready = False
        self.started += 1
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "symact.decide.worker", str(self.memory)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=environment,
        )  # fmt: skip
        threading.Thread(target=_pump, args=(self.process.stdout, self.lines), daemon=True).start()

    def _stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    try:
                        stream.close()
                    except OSError:
                        continue
            self.process = None
        self.ready = False

    def close(self) -> None:
        """Ends the process; a later question starts a new one."""
        with self.turn:
            self._stop()


def _pump(stream: IO[str] | None, lines: queue.Queue[str | None]) -> None:
    """Lines of the process into the queue; None at its end. A thread of its own, since pipes have no timeouts."""
    try:
        for line in stream or ():
            lines.put(line)
    except ValueError:  # closed under our hands
        pass
    lines.put(None)


_worker: Worker | None = None
_guard = threading.Lock()


def ask(name: str, *terms: Term, timeout: float = SECONDS) -> Answer:
    """A question to the worker of this process, which is started when the first question comes."""
    global _worker
    with _guard:
        if _worker is None or _owner != os.getpid():
            _worker = _new_worker()
    return _worker.ask(name, *terms, timeout=timeout)


_owner = 0


def _new_worker() -> Worker:
    global _owner
    _owner = os.getpid()  # a forked child must not share the pipes of its parent
    worker = Worker()
    atexit.register(worker.close)
    return worker


# ---- the other side


def _limit(e: Any, x: Any, point: Any, side: Any) -> Any:
    import sympy

    return sympy.limit(e, x, point, "+" if side == 1 else "-" if side == -1 else "+-")


def _antiderivative(e: Any, x: Any) -> Any:
    import sympy

    return sympy.integrate(e, x)


def _sympy(name: str) -> Callable[..., Any]:
    def apply(*args: Any) -> Any:
        import sympy

        return getattr(sympy, name)(*args)

    return apply


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "limit": _limit,  # of e as x tends to a point, from above (1), below (-1) or both sides (0)
    "antiderivative": _antiderivative,
    "factor": _sympy("factor"),
    "expand": _sympy("expand"),
    "simplify": _sympy("simplify"),
}


def _serve(memory: int) -> None:
    """Answers line by line until the input ends."""
    _restrain(memory)
    import sympy  # noqa: F401  (warm before the first question)

    from symact.terms.sympy_bridge import NoCounterpart, from_sympy, to_sympy

    out = sys.stdout
    print(READY_LINE, file=out, flush=True)
    for line in sys.stdin:
        try:
            name, *terms = json.loads(line)
            result = FUNCTIONS[name](*(to_sympy(from_json(t)) for t in terms))
            answer = ["term", to_json(from_sympy(result))]
            text = json.dumps(answer)
            if len(text) > LARGEST:
                text = json.dumps(["failed", "the answer is too large"])
        except MemoryError:
            text = json.dumps(["memory", ""])
        except NoCounterpart as gap:
            text = json.dumps(["failed", str(gap)[:500]])
        except Exception as failure:  # noqa: BLE001  (SymPy raises anything; the process must answer)
            text = json.dumps(["failed", f"{type(failure).__name__}: {failure}"[:500]])
        print(text, file=out, flush=True)


def _restrain(memory: int) -> None:
    """A limit on the address space, where the system knows one; deep recursion fails early."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _serve(int(sys.argv[1]))

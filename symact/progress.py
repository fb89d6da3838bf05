"""What is being checked, said on a terminal while it takes long."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from symact.report.visible import flat

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["Watch", "watched"]

PATIENCE = 1.0  # seconds before anything is said
BRIEF = 60  # columns of a path


class Watch:
    """Says which document is in work, once it has been started from its own thread."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.path = ""
        self.done = 0
        self.lock = threading.Lock()
        self.bar: Progress | None = None
        self.task: TaskID | None = None
        self.ended = False

    def at(self, path: str) -> None:
        """The next document."""
        with self.lock:
            self.path, self.done = flat(path, BRIEF), self.done + 1
            self._show()

    def start(self) -> None:
        from rich.console import Console  # only who waits needs it
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with self.lock:
            if not self.ended:
                self.bar = Progress(*columns, console=Console(file=self.stream), transient=True)
                self.task = self.bar.add_task("")
                self._show()
                self.bar.start()

    def end(self) -> None:
        with self.lock:
            self.ended = True
            if self.bar is not None:
                self.bar.stop()

    def _show(self) -> None:
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, description=f"{self.path} ({self.done})" if self.done > 1 else self.path)


@contextmanager
def watched(stream: TextIO, patience: float = PATIENCE) -> Iterator[Watch]:
    """A watch that shows itself where the stream is a terminal and the work inside takes longer than ``patience`` seconds."""
    watch = Watch(stream)
    timer = threading.Timer(patience, watch.start)
    timer.daemon = True
    if stream.isatty():
        timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        watch.end()

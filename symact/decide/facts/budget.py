"""A limit on the time that one question may take, looked at wherever the search may become long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["OutOfTime", "left", "tick", "within"]

_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)


class OutOfTime(Exception):
    """The time is used up; nothing is concluded from that, and nothing is remembered of it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Limits what happens inside to so many seconds (an earlier limit stays)."""
    before = _DEADLINE.get()
    new = time.monotonic() + seconds
    token = _DEADLINE.set(new if before is None else min(before, new))
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def tick() -> None:
    """Raises OutOfTime where the deadline is past."""
    deadline = _DEADLINE.get()
    if deadline is not None and time.monotonic() > deadline:
        raise OutOfTime("the time is used up")


def left(most: float) -> float:
    """The seconds that are left, at most so many. Raises OutOfTime where there are none."""
    tick()
    deadline = _DEADLINE.get()
    return most if deadline is None else min(most, deadline - time.monotonic())

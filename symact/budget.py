"""A limit on the time that one question may take, looked at wherever the work may become long.

Time is that of the processor, so that a busy machine says the same. The clock is looked at between steps that are small
because sizes are bounded; what cannot be bounded (SymPy) runs in a process that is killed. Nothing is concluded from a lack of
time, and nothing is remembered of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

__all__ = ["OutOfTime", "left", "limited", "tick", "within"]

T = TypeVar("T")
_DEADLINE: ContextVar[float | None] = ContextVar("deadline", default=None)


class OutOfTime(Exception):
    """The time is used up."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Limits what happens inside to so many seconds (an earlier limit stays)."""
    before = _DEADLINE.get()
    new = time.process_time() + seconds
    token = _DEADLINE.set(new if before is None else min(before, new))
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def limited(seconds: float, job: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """The result of a job, or what stands for it where it takes longer.

    Raises OutOfTime where an earlier limit is past as well: then whoever set that one answers.
    """
    try:
        with within(seconds):
            return job()
    except OutOfTime:
        tick()
        return otherwise()


def tick() -> None:
    """Raises OutOfTime where the deadline is past."""
    deadline = _DEADLINE.get()
    if deadline is not None and time.process_time() > deadline:
        raise OutOfTime("the time is used up")


def left(most: float) -> float:
    """The seconds that are left, at most so many. Raises OutOfTime where there are none."""
    tick()
    deadline = _DEADLINE.get()
    return most if deadline is None else min(most, deadline - time.process_time())

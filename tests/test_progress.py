"""Progress is said on a terminal only, only when it takes long, and leaves nothing behind."""

from __future__ import annotations

import io
import time

import pytest

from symact.progress import watched


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_said_where_it_is_quick() -> None:
    stream = Terminal()
    with watched(stream, patience=30) as watch:
        watch.at("a.md")
    assert stream.getvalue() == ""


def test_nothing_is_said_where_nobody_looks() -> None:
    stream = io.StringIO()
    with watched(stream, patience=0) as watch:
        watch.at("a.md")
        time.sleep(0.05)
    assert stream.getvalue() == ""


def test_what_takes_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with watched(stream, patience=0.01) as watch:
        watch.at("first.md")
        watch.at("\x1b[2Jsecond [bold].md")
        for _ in range(300):
            if "second" in stream.getvalue():
                break
            time.sleep(0.02)
    assert "second [bold].md (2)" in stream.getvalue()
    assert "\x1b[2J" not in stream.getvalue()


def test_an_error_ends_it() -> None:
    stream = Terminal()
    with pytest.raises(ValueError, match="no"), watched(stream, patience=0.0):
        time.sleep(0.05)
        raise ValueError("no")

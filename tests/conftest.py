"""Shared by all tests: ``pytest --update`` writes the golden files anew instead of comparing with them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# The suite says the same today and tomorrow; new random examples are what the soaks are for.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the one in a file, or writes it there under ``--update``."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{path} is missing; run pytest --update and read what it writes"
        assert text == path.read_text(encoding="utf-8"), f"{path} differs; if the new text is right, run pytest --update"

    return compare


os.environ["SYMACT_DEBUG"] = "1"  # a fault in symact must fail a test, not become a remark

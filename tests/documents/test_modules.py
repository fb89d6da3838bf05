"""Modules by their names: the file that the finder of Python would load, without running anything."""

from __future__ import annotations

import json
import py_compile
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from symact.cli import main
from symact.documents import ReadError, find_documents, find_module

FILES = [
    "pack/__init__.py", "pack/inner/__init__.py", "pack/inner/leaf.py", "spread/one.py", "spread/deep/two.py",
    "single.py", "stub.pyi", "fast" + EXTENSION_SUFFIXES[0], "fast.pyi", "notes.md",
]  # fmt: skip
RUNS = "raise SystemExit('this was run')\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(RUNS)
    py_compile.compile(str(tmp_path / "single.py"), cfile=str(tmp_path / "bytes.pyc"))
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    return tmp_path


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("pack", "pack/__init__.py"),
        ("pack.inner", "pack/inner/__init__.py"),
        ("pack.inner.leaf", "pack/inner/leaf.py"),
        ("spread.one", "spread/one.py"),
        ("spread.deep.two", "spread/deep/two.py"),
        ("single", "single.py"),
    ],
)
def test_a_module_is_found_and_not_run(tree: Path, name: str, file: str) -> None:
    before = set(sys.modules)
    assert find_module(name) == tree / file
    assert find_documents([Path(name)]) == [tree / file]
    assert set(sys.modules) - before <= {"pkgutil", "zipimport"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pack.inner.leef", "pack.inner has no module leef; the nearest names are pack.inner.leaf"),
        ("packs.inner", "there is no such file, and no such module on the path; the nearest names are pack"),
        ("qqqqqqqq", "there is no such file, and no such module on the path; check the name"),
        ("single.part", "there is no such module, as single is no package"),
        ("spread", "is a package without a file of its own; name a module in it, or its folder"),
        ("stub", "has no source here; only its stub has text: TREE/stub.pyi"),
        ("fast", f"as it is an extension module (TREE/fast{EXTENSION_SUFFIXES[0]}); only its stub has text: TREE/fast.pyi"),
        ("bytes", "has no source, as it is compiled (TREE/bytes.pyc); name the file that it was made from"),
        ("sys", "has no source, as it is built into Python"),
        ("../etc", "is not the name of a module"),
    ],
)
def test_what_is_no_module_with_a_source(tree: Path, name: str, message: str) -> None:
    with pytest.raises(ReadError) as error:
        find_module(name)
    said = error.value.message.replace(str(tree), "TREE")
    assert said.startswith(f"{name}: ")
    assert message in said
    assert "\n" not in said


def test_files_come_before_modules(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    inside = [Path("pack", name) for name in ("__init__.py", "inner/__init__.py", "inner/leaf.py")]
    assert find_documents([Path("pack"), Path("notes.md")]) == [*inside, Path("notes.md")]
    assert find_documents([Path("missing.md")]) == [Path("missing.md")]  # `load` says what is wrong with it
    with pytest.raises(ReadError, match="no such module"):
        find_documents([Path("missing.document")])


def test_a_module_is_checked_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "json.decoder"]) == 0
    assert f"{Path(json.__file__).with_name('decoder.py')}: found 0 formulas" in capsys.readouterr().out
    assert main(["check", "json.decodr"]) == 2
    assert capsys.readouterr().err.startswith("symact: json.decodr: json has no module decodr; the nearest names are json.")

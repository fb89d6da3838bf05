"""`symact emit` and `symact accuracy`: files, tables, and one sentence with exit code 2 for what cannot be done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from symact.catalogue import activation
from symact.cli import main
from symact.emit import build, targets


def test_emit_writes_a_module(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["emit", "SiLU", "-o", str(tmp_path / "new")]) == 0
    text = (tmp_path / "new" / "silu.py").read_text(encoding="utf-8")
    assert all(f"def silu{name}(" in text for name in ("", "_prime", "_second", "_with_prime"))
    assert "wrote" in capsys.readouterr().err
    assert main(["emit", "silu", "--target", "c", "--order", "1"]) == 0
    out = capsys.readouterr().out
    assert "silu_prime_f64" in out and "silu_f64" not in out


def test_emit_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "elementwise", lambda: [activation(name) for name in ("relu", "silu", "glu")])
    assert main(["emit", "all", "--order", "0", "-o", str(tmp_path)]) == 0
    assert sorted(p.name for p in tmp_path.glob("*.py")) == ["glu.py", "relu.py", "silu.py"]


@pytest.mark.parametrize(("arguments", "said"), [
    (["emit", "sofmax"], "nearest names are softmax"), (["emit", "silu", "--target", "fortran"], "python, c, c-fast, torch, jax"),
    (["emit", "silu", "--order", "3"], "'3' is no order"), (["emit", "softmax", "--order", "0,2"], "orders 0 and 1, not 2"),
    (["emit", "softmax", "--target", "c"], "numpy only"), (["emit", "maxout"], "no code for"), (["emit", "all"], "name one with -o"),
    (["accuracy", "sofmax"], "nearest names are softmax"), (["accuracy", "softmax"], "function of vectors"),
    (["accuracy", "silu", "--target", "cuda"], "no target 'cuda'"), (["accuracy", "silu", "--points", "0"], "from 1 to 100000"),
    (["accuracy", "silu", "--dtype", "float8"], "invalid choice"),
])  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and said in captured.err and captured.err.count("\n") == 1


def test_what_is_not_installed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(targets, "find_spec", lambda _: None)
    assert main(["accuracy", "silu", "--target", "torch"]) == 2
    assert "needs torch, which is not installed" in capsys.readouterr().err
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.delenv("CC", raising=False)
    assert main(["accuracy", "silu", "--target", "c"]) == 2
    assert "needs a C compiler" in capsys.readouterr().err


def test_accuracy_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accuracy", "relu", "--target", "numpy", "--target", "python", "--points", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 7 and lines[0].split()[:3] == ["function", "implementation", "dtype"]
    assert all(line.split()[0] == "relu" for line in lines[1:])

"""A PDF where an engine is installed, a sentence where there is none or where it fails."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from symact import typeset
from symact.cli import main
from symact.typeset import ENGINES, NotTypeset, pdf_of

needs_engine = pytest.mark.skipif(not any(map(shutil.which, ENGINES)), reason="no LaTeX engine is installed")
PAGE = "\\documentclass{article}\\begin{document}%s\\end{document}\n"


def test_without_an_engine_it_is_said_and_the_page_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    Path("a.md").write_text("We have $x = x$.\n")
    assert main(["report", "a.md", "--format", "tex", "--pdf"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "symact: wrote a.report.tex"
    assert said[1].startswith("symact: a.report.pdf: was not made, as no LaTeX engine is installed: xelatex or tectonic")
    assert Path("a.report.tex").exists()


def test_an_engine_that_fails_or_hangs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = tmp_path / "xelatex"
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    for body, words in (("echo '! Undefined control sequence.'; exit 1", "Undefined control sequence"), ("exec sleep 5", "took longer")):
        engine.write_text(f"#!/bin/sh\n{body}\n")
        engine.chmod(engine.stat().st_mode | stat.S_IEXEC)
        monkeypatch.setattr(typeset, "SECONDS", 0.5)
        with pytest.raises(NotTypeset, match=words):
            pdf_of(PAGE % "x")


@needs_engine
def test_a_page_becomes_a_pdf_and_the_same_page_the_same(tmp_path: Path) -> None:
    first = pdf_of(PAGE % "Hello")
    assert first.startswith(b"%PDF")
    assert len(pdf_of(PAGE % "Hello")) == len(first)


@needs_engine
def test_an_engine_runs_no_program_and_reads_no_file_above(tmp_path: Path) -> None:
    secret = tmp_path / "secret.tex"
    secret.write_text("the secret")
    with pytest.raises(NotTypeset):
        pdf_of(PAGE % rf"\input{{{secret}}}")
    assert pdf_of(PAGE % rf"\immediate\write18{{touch {tmp_path}/pwned}}x")
    assert not (tmp_path / "pwned").exists()

"""The command line as a user meets it: exit codes, one clear sentence, and no document that breaks it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import symact
from symact.cli import COMMANDS, main
from symact.documents import ReadError

RIGHT = "# Sigmoid\n\n$$\n\\sigma(x) = \\frac{1}{1 + e^{-x}}\n$$\n"
WRONG = "# Sigmoid\n\n$$\n\\frac{d}{dx}(1 + e^{-x}) = e^{-x}\n$$\n"
LIMIT = 120  # seconds that any document may take


Done = subprocess.CompletedProcess[str]


def run(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str) -> Done:
    """symact as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "symact.cli", *map(str, arguments)], input=stdin, capture_output=True, timeout=LIMIT, cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    return Done(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def sentence(done: Done) -> str:
    """What was said on standard error: one line, and no traceback."""
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("symact: ")
    return lines[0]


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.md"
    path.write_text(RIGHT)
    return path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.md"
    path.write_text(WRONG)
    return path


# ---- check


def test_nothing_refuted_is_0(right: Path) -> None:
    done = run("check", right)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("1 claim = 1 proved + 0 refuted + 0 conditional + 0 undecided\n")


def test_something_refuted_is_1(wrong: Path) -> None:
    done = run("check", wrong.name, cwd=wrong.parent)
    assert (done.returncode, done.stderr) == (1, "")
    assert "error[wrong-derivative]" in done.stdout
    assert "--> wrong.md:4:" in done.stdout


def test_the_path_is_printed_as_it_was_given(wrong: Path) -> None:
    (wrong.parent / "notes").mkdir()
    (wrong.parent / "notes" / "wrong.md").write_text(WRONG)
    assert "--> notes/wrong.md:4:" in run("check", "notes/wrong.md", cwd=wrong.parent).stdout
    data = json.loads(run("check", "--format", "json", "notes/wrong.md", cwd=wrong.parent).stdout)
    assert data["documents"][0]["path"] == "notes/wrong.md"


def test_several_files_and_folders(right: Path, wrong: Path) -> None:
    done = run("check", right, wrong)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("2 documents: ")
    again = run("check", "--format", "json", right.parent, right)
    assert again.returncode == 1
    assert [Path(d["path"]).name for d in json.loads(again.stdout)["documents"]] == ["right.md", "wrong.md"]


def test_standard_input() -> None:
    done = run("check", "-", stdin=WRONG.encode())
    assert done.returncode == 1
    assert "--> <stdin>:4:" in done.stdout
    assert run("check", "-", stdin=RIGHT.encode()).returncode == 0


def test_json_is_data_whatever_the_encoding_of_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "激活.md"
    path.write_text("令 $f(x) = x$ 。\n", encoding="utf-8")
    done = run("check", "--format", "json", path, PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["documents"][0]["path"] == str(path)
    assert run("check", path, PYTHONIOENCODING="ascii").returncode == 0


def test_colour_only_where_it_is_wanted(wrong: Path) -> None:
    assert "\x1b[" not in run("check", wrong).stdout
    assert "\x1b[" in run("check", wrong, FORCE_COLOR="1").stdout
    assert "\x1b[" not in run("check", wrong, FORCE_COLOR="1", NO_COLOR="1").stdout


# ---- misuse


MISUSE = ["", "nonsense", "check", "check --format docx a.md", "check --nonsense a.md", "report", "derive", "derive --all tanh"]


@pytest.mark.parametrize("line", MISUSE)
def test_misuse_is_2_and_one_sentence(line: str) -> None:
    done = run(*line.split())
    assert done.returncode == 2
    assert done.stdout == ""
    sentence(done)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert COMMANDS[command].help.split()[-1] in capsys.readouterr().out


def test_a_missing_file(tmp_path: Path) -> None:
    done = run("check", "nothing.md", cwd=tmp_path)
    assert done.returncode == 2
    assert "nothing.md: there is no such file" in sentence(done)


def test_a_folder_without_documents(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    done = run("check", tmp_path)
    assert done.returncode == 2
    assert "has no documents" in sentence(done)


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes("größe".encode("latin-1"))
    done = run("check", "latin.md", cwd=tmp_path)
    assert done.returncode == 2
    assert re.search(r"latin\.md: .*UTF-8", sentence(done))
    assert run("check", "-", stdin=b"\xff").returncode == 2


def test_a_name_that_names_nothing(tmp_path: Path) -> None:
    assert "an empty name" in sentence(run("check", "", cwd=tmp_path))
    for name in ("a" * 5000, "a" * 5000 + ".md", "a" * 300 + "/b"):
        done = run("check", name, cwd=tmp_path)
        assert done.returncode == 2
        assert "a fault in symact" not in sentence(done)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_that_nobody_writes_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert "is a pipe" in sentence(run("check", "pipe.md", cwd=tmp_path))
    assert "has no documents" in sentence(run("check", ".", cwd=tmp_path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no such file"), ("", "is not JSON (line 1, column 1)"), ('{"documents": [}', "is not JSON (line 1, column 16)"),
        ("[]", "is no report of symact"), ("3", "is no report of symact"), ("{}", "is no report of symact"),
        ('{"documents": [3]}', "is no report of symact"), ('{"documents": [{"claims": [null]}]}', "is no report of symact"),
        ("[" * 100_000, "report.json"),
    ],
)  # fmt: skip
def test_verify_of_what_is_no_report(text: str | None, said: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "report.json").write_text(text)
    done = run("verify", "report.json", cwd=tmp_path)
    assert done.returncode == 2
    assert said in sentence(done)
    assert "NoneType" not in done.stderr and "object" not in done.stderr


def test_a_string_is_a_text_unless_it_is_a_path(right: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(right.parent)
    assert symact.check("right.md").claims and symact.check(str(right)).claims
    for text in ("", "$1/2 = 0.5$", "a" * 100_000, "a sentence, and/or another", r"$\sigma(x)/2 = x$ in note.md", "two\nlines.md"):
        assert symact.check(text).documents[0].path == "<text>"
    for name in ("nofile.md", "my file.md", "folder/nofile", "folder/nofile.rst"):
        with pytest.raises(ReadError, match="there is no such file"):
            symact.check(name)
    for wrong in (None, b"$x = x$", 3):
        with pytest.raises(TypeError, match="takes a path or a text, not"):
            symact.check(wrong)  # type: ignore[arg-type]


def test_a_file_that_cannot_be_read_hides_no_other(wrong: Path) -> None:
    done = run("check", wrong, wrong.parent / "nothing.md")
    assert done.returncode == 2
    assert "error[wrong-derivative]" in done.stdout
    assert "nothing.md" in sentence(done)


# ---- hard documents: an answer in bounded time, never a traceback

HARD = {
    "empty": "",
    "unclosed dollar": "It is $x = 1 and no more.\n\nThe next $y = y$ paragraph.\n",
    "unclosed display": "Text\n\n$$\nx = \n",
    "begin without end": "$$\n\\begin{align*}\nx &= x\n$$\n\n\\begin{cases} x\n",
    "end without begin": "$$ x = x \\end{align*} $$\n",
    "a tower": "$9^{9^{9^9}} = 1$\n",
    "a tower of factorials": "$((9!)!)! = 1$\n",
    "nested braces": f"$${'{' * 10_000}x{'}' * 10_000}$$\n",
    "nested fractions": f"$${chr(92)}frac{{1}}{{" * 3000 + "x" + "}" * 3000 + " = 1$$\n",
    "nested brackets": f"${'(' * 10_000}x{')' * 10_000} = x$\n",
    "a long sum": "$" + " + ".join(f"x_{{{k}}}" for k in range(5000)) + " = 0$\n",
    "many digits": f"${'9' * 100_000} = {'9' * 100_000}$\n",
    "a large power": "$(x + y + z)^{100000} = 1$\n",
    "nothing but signs": "$" * 10_000 + "\\" * 10_001 + "{" * 5000 + "\n",
    "control characters": "$x\x00 = \x1b[2J x$\n".replace("\x00", "\x01"),
    "code that would act": (
        "```python\nimport os\ndef f(x): return os.system('touch pwned')\n```\n\n$__import__('os').system('touch pwned') = 1$\n"
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_a_hard_document_gets_an_answer(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hard.md"
    path.write_text(HARD[name], encoding="utf-8")
    before = path.read_bytes()
    done = run("check", "--format", "json", "hard.md", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    (document,) = json.loads(done.stdout)["documents"]
    assert sum(document["summary"].values()) == len(document["claims"])
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["hard.md"]


@pytest.mark.parametrize("name", ["unclosed dollar", "unclosed display", "begin without end", "a tower", "nested braces"])
def test_what_was_not_read_or_decided_is_said(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hard.md"
    path.write_text(HARD[name], encoding="utf-8")
    (document,) = json.loads(run("check", "--format", "json", path).stdout)["documents"]
    undecided = [c for c in document["claims"] if c["verdict"] == "undecided"]
    assert document["unread"] or undecided
    assert all(c["reason"] for c in undecided)
    assert all(u["reason"] for u in document["unread"])
    text = run("check", path).stdout
    assert "undecided[" in text or "unread " in text


def test_ten_megabytes_take_bounded_time_and_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    line = "Words of prose that say nothing at all about mathematics, in line after line of a long document.\n"
    path.write_text(f"{line * 300}\n$x = x$\n\n" * 360, encoding="utf-8")
    assert path.stat().st_size > 10_000_000
    code = (
        "import re, sys\nfrom symact.cli import main\ncode = main(sys.argv[1:])\n"  # ru_maxrss would count the parent's memory as well
        "print(code, int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, "check", str(path)], capture_output=True, text=True, timeout=LIMIT)
    code_said, megabytes = map(int, done.stderr.split())
    assert code_said == 0
    assert megabytes < 500


# ---- faults of our own, readers who leave


def test_a_fault_in_one_document_is_said_and_hides_no_other(
    right: Path, wrong: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pipeline = import_module("symact.check")
    whole = pipeline.check_document

    def faulty(document: object) -> object:
        if getattr(document, "source").path == str(right):  # noqa: B009 - mypy sees an object
            raise RecursionError("too deep")
        return whole(document)

    monkeypatch.setattr(pipeline, "check_document", faulty)
    monkeypatch.delenv("SYMACT_DEBUG", raising=False)
    assert main(["check", str(right), str(wrong)]) == 2
    out, err = capsys.readouterr()
    assert "error[wrong-derivative]" in out
    assert "right.md: was not decided because of a fault in symact (RecursionError: too deep)" in err
    assert len(err.splitlines()) == 1

    monkeypatch.setenv("SYMACT_DEBUG", "1")
    with pytest.raises(RecursionError):
        main(["check", str(right)])


def test_an_interruption_is_not_a_traceback(
    right: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(document: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("symact.check"), "check_document", interrupted)
    assert main(["check", str(right)]) == 130
    assert capsys.readouterr().err == "symact: interrupted\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes of a shell")
def test_a_reader_who_leaves_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "many.md"
    path.write_text(WRONG * 400)
    command = f"{sys.executable} -m symact.cli check {path} | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=LIMIT)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


# ---- report


def test_report_writes_its_pages_beside_the_document(wrong: Path) -> None:
    done = run("report", wrong.name, cwd=wrong.parent)
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr.splitlines() == [f"symact: wrote wrong.report.{s}" for s in ("md", "tex", "html")]
    assert (wrong.parent / "wrong.report.md").read_text().startswith("<!-- generated by symact report -->\n")
    assert (wrong.parent / "wrong.report.tex").read_text().startswith("% generated by symact report\n")
    assert wrong.read_text() == WRONG
    first = (wrong.parent / "wrong.report.md").read_bytes()
    run("report", wrong.name, cwd=wrong.parent)
    assert (wrong.parent / "wrong.report.md").read_bytes() == first
    checked = json.loads(run("check", "--format", "json", wrong.parent).stdout)
    assert [Path(d["path"]).name for d in checked["documents"]] == ["wrong.md"]


def test_report_of_one_format_to_a_file_or_to_standard_output(wrong: Path) -> None:
    done = run("report", wrong, "--format", "tex", "-o", "-")
    assert done.returncode == 0
    assert done.stdout.startswith("% generated")
    page = wrong.parent / "sub" / "page.md"
    done = run("report", "-", "--format", "md", "-o", page, stdin=WRONG.encode())
    assert done.returncode == 0
    assert "# The mathematics of `<stdin>`" in page.read_text()


def test_report_writes_over_no_document(wrong: Path) -> None:
    done = run("report", wrong, "--format", "md", "-o", wrong)
    assert done.returncode == 2
    assert "is the document itself" in sentence(done)
    (wrong.parent / "wrong.report.md").write_text("my own words\n")
    done = run("report", wrong)
    assert done.returncode == 2
    assert "was not written by `symact report`" in sentence(done)
    assert wrong.read_text() == WRONG
    assert (wrong.parent / "wrong.report.md").read_text() == "my own words\n"


@pytest.mark.parametrize("more", [["-o", "x.md"], ["-"], ["right.md", "--format", "md", "-o", "x.md"]])
def test_report_says_what_it_cannot_do(more: list[str], right: Path, wrong: Path) -> None:
    done = run("report", wrong.name, *more, cwd=wrong.parent)
    assert done.returncode == 2
    sentence(done)
    assert not (wrong.parent / "x.md").exists()


# ---- derive


def test_derive_prints() -> None:
    done = run("derive", "tanh", "x*tanh(log(1+exp(x)))")
    assert done.returncode == 0, done.stderr
    assert "1 - tanh²(x)" in done.stdout and "range                      (-1, 1)" in done.stdout
    assert "tanh(softplus(x)) + x σ(x) (1 - tanh²(softplus(x)))" in done.stdout
    assert "$" not in done.stdout and "\\" not in done.stdout


def test_derive_writes_a_page_that_checks_as_proved(tmp_path: Path) -> None:
    done = run("derive", "tanh", "--out", "pages", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == "symact: wrote 2 files to pages\n"
    assert sorted(p.name for p in (tmp_path / "pages").rglob("*.*")) == ["tanh.md", "tanh.svg"]
    checked = run("check", "--format", "json", "pages", cwd=tmp_path)
    assert checked.returncode == 0
    summary = json.loads(checked.stdout)["summary"]
    assert summary["proved"] > 0
    assert summary["proved"] == sum(summary.values())


@pytest.mark.parametrize("written", ["log(-1-x^2)", "sqrt(x", "round(x)", "3 +", "i*x"])
def test_derive_of_what_has_no_derivative_says_so(written: str) -> None:
    done = run("derive", written)
    assert done.returncode == 2
    assert done.stdout == ""
    sentence(done)


def test_derive_by_a_variable_that_is_named() -> None:
    assert "u, v" in sentence(run("derive", "u^2*v"))
    done = run("derive", "u^2*v", "--by", "v")
    assert done.returncode == 0 and "f'(v)" in done.stdout


def test_derive_of_an_unknown_name_names_the_nearest(tmp_path: Path) -> None:
    done = run("derive", "sigmoyd", cwd=tmp_path)
    assert done.returncode == 2
    assert "sigmoid" in sentence(done)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("name", "text"), [("a.ipynb", "not json"), ("b.ipynb", '{"cells": 1}'), ("c.py", "def f(:")])
def test_a_document_that_is_not_of_its_format_is_2(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    done = run("check", name, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence(done).startswith(f"symact: {name}: this is no ")

"""Imports point one way, and asking for help loads nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import symact

ROOT = Path(symact.__file__).parent
HEAVY = {"sympy", "numpy", "jinja2", "markdown_it", "flint", "rich", "latex2mathml"}

# Each room may import from the rows above it, and within its row as long as there is no circle.
ROWS = (
    ("budget", "source", "verdict", "terms", "obligations"),
    ("documents", "notation", "catalogue", "decide"),
    ("meaning", "code"),
    ("claims",),
    ("repair", "recode", "snippets", "derive", "judge", "contradictions", "findings", "plots", "record", "check", "explain"),
    ("emit", "report"),
    ("study", "progress", "typeset", "fixing"),
    ("cli",),
)
ROW = {room: k for k, row in enumerate(ROWS) for room in row}
# What the rows would allow and the design does not: deciding sees no document, claims do not decide, a report computes nothing.
NEVER = {
    "decide": {"documents", "notation", "meaning", "claims"},
    "code": {"decide"},
    "claims": {"decide"},
    "report": set(ROW) - {"source", "verdict"},
}
# What a value shows of itself in a notebook is made by the head of the house, when a notebook asks for it.
ASKED = {("verdict", "report")}


def modules() -> list[Path]:
    return sorted(p for p in ROOT.rglob("*.py") if p != ROOT / "__init__.py")


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms that a module imports from, in its functions too; ``from symact import __version__`` names none."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "symact" else [node.module or ""]
        rooms |= {name.split(".")[1] for name in names if name.startswith("symact.")}
    return {r for r in rooms - {"__version__"} if (room(path), r) not in ASKED}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    own = room(path)
    assert own in ROW, f"{own} is in no row of ROWS: say where it belongs"
    for other in imported(path) - {own}:
        assert other in ROW, f"`from symact import {other}` hides where it comes from"
        assert ROW[other] <= ROW[own], f"{own} imports {other}, which is built on it"
        assert other not in NEVER.get(own, ()), f"{own} must not know {other}"


def test_there_is_no_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path in modules():
        graph.setdefault(room(path), set()).update(imported(path) - {room(path)})
    assert set(TopologicalSorter(graph).static_order()) <= set(ROW)


def loaded(code: str) -> set[str]:
    """The heavy packages that are loaded after a piece of code has run in a fresh interpreter."""
    show = f"import sys; print(*{HEAVY!r} & set(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("code", ["import symact", "import symact; symact.Report; symact.Verdict", "import symact.cli"])
def test_importing_loads_nothing_heavy(code: str) -> None:
    assert loaded(code) == set()


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["--version"], ["nonsense"]])
def test_asking_for_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = "from contextlib import *; import io, symact.cli\nwith redirect_stderr(io.StringIO()), suppress(SystemExit):"
    assert loaded(f"{code} symact.cli.main({arguments!r})") == set()


def test_checking_a_document_loads_no_sympy_no_numpy_no_jinja() -> None:
    assert loaded("import symact; symact.check('The slope is $x = x$.\\n')") <= {"markdown_it", "flint"}


# ---- the public surface


def test_the_public_names() -> None:
    assert len(symact.__all__) <= 12
    assert set(symact.__all__) <= set(dir(symact))
    for name in symact.__all__:
        assert getattr(symact, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        symact.nonsense  # noqa: B018


@pytest.mark.parametrize("name", ["check", "decide", "derive"])
def test_a_name_shared_with_a_module_stays_the_function(name: str) -> None:
    code = f"import symact.{name}, symact; from symact.{name} import *; assert callable(symact.{name}), symact.{name}"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert symact.__version__ == project["version"]

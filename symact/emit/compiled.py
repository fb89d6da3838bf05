"""C code as a library that is loaded here, compiled once and kept in a cache."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from symact.emit.lower import NotEmitted

__all__ = ["FLAGS", "Missing", "compiled", "compiler"]

# without contraction: a product that is fused into a sum is no longer the product whose rounding error is computed
FLAGS = ("-std=c99", "-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math")
PATIENCE = 120


class Missing(NotEmitted):
    """A package or a compiler that a target needs is not there."""


def compiler() -> str:
    """The C compiler: that of the environment variable CC, else cc, gcc or clang. Raises Missing."""
    for name in (os.environ.get("CC"), "cc", "gcc", "clang"):
        if name and (found := shutil.which(name)):
            return found
    raise Missing("the target c needs a C compiler, and neither cc, gcc nor clang is here; install one or set CC")


def compiled(source: str, flags: tuple[str, ...] = FLAGS) -> ctypes.CDLL:
    """The library of this source. Raises Missing where there is no compiler that compiles it."""
    return _compiled(source, flags, compiler())


@cache
def _compiled(source: str, flags: tuple[str, ...], program: str) -> ctypes.CDLL:
    name = hashlib.sha256("\0".join([source, program, *flags, _machine()]).encode()).hexdigest()[:32]
    folder = _cache()
    library = folder / f"{name}.so"
    try:
        return ctypes.CDLL(str(library))
    except OSError:  # not there yet, or damaged
        with tempfile.TemporaryDirectory(dir=folder) as work:
            made, text = Path(work, "made.so"), Path(work, "made.c")
            text.write_text(source, encoding="utf-8")
            command = [program, *flags, "-shared", "-fPIC", "-o", str(made), str(text), "-lm"]
            try:
                subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
            except (OSError, subprocess.SubprocessError) as error:
                raise Missing(f"the C compiler {program} did not compile the code ({type(error).__name__})") from error
            made.replace(library)  # whole or not at all, whoever else compiles it now
    return ctypes.CDLL(str(library))


def _cache() -> Path:
    """A folder that nobody else can write to: libraries are loaded from it."""
    root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    for folder in (Path(root, "symact"), Path(tempfile.gettempdir(), f"symact-{os.getuid()}")):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o022:
                return folder
        except OSError:
            continue
    return Path(tempfile.mkdtemp(prefix="symact-"))


@cache
def _machine() -> str:
    """What -march=native depends on."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    return "\n".join([platform.machine(), *sorted({line for line in lines if line.startswith(("flags", "model name", "Features"))})])

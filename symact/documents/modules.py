"""Python modules found by their dotted names: ``torch.nn.modules.activation`` is a file somewhere on the path.

Python's own finder walks ``sys.path``; it lists folders and runs nothing, neither the module nor the packages around it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec, PathFinder
from pathlib import Path
from pkgutil import iter_modules

from symact.documents.files import ReadError

__all__ = ["find_module", "is_module_name"]

LONGEST = 240  # bytes of a file's name without its suffix; systems take 255


def is_module_name(text: str) -> bool:
    """Whether a text could name a module: identifiers with dots between them, each fit to be the name of a file."""
    return all(part.isidentifier() and len(part.encode()) <= LONGEST for part in text.split("."))


def find_module(name: str) -> Path:
    """The source file of a module; of a package, that of its ``__init__``.

    Raises ReadError, whose message is one sentence, for a module that is not found or has no source.
    """
    if not is_module_name(name):
        raise ReadError(f"{name}: is not the name of a module")
    folders: list[str] = ["", *sys.path]
    around, _, last = name.rpartition(".")
    for depth, part in enumerate(around.split(".") if around else (), 1):
        so_far = ".".join(name.split(".")[:depth])
        package = _found(name, so_far, part, folders)
        if package.submodule_search_locations is None:
            raise ReadError(f"{name}: there is no such module, as {so_far} is no package")
        folders = list(package.submodule_search_locations)
    return _source(name, _found(name, name, last, folders), folders)


def _found(name: str, so_far: str, part: str, folders: list[str]) -> ModuleSpec:
    spec = PathFinder.find_spec(part, folders)
    if spec is None:
        raise ReadError(_not_found(name, so_far, folders))
    return spec


def _source(name: str, spec: ModuleSpec, folders: Sequence[str]) -> Path:
    """The source file that the finder has found."""
    if spec.origin is None:
        raise ReadError(f"{name}: is a package without a file of its own; name a module in it, or its folder")
    origin = Path(spec.origin)
    if origin.suffix == ".py" and origin.is_file():
        return origin
    stub = _stub(name, folders)
    way_out = f"only its stub has text: {stub}" if stub else "name the file that it was made from"
    what = "an extension module" if spec.origin.endswith(tuple(EXTENSION_SUFFIXES)) else "compiled" if origin.exists() else "packed"
    raise ReadError(f"{name}: has no source, as it is {what} ({origin}); {way_out}")


def _stub(name: str, folders: Sequence[str]) -> Path | None:
    """The file with the types of a module (``.pyi``)."""
    last = name.rpartition(".")[2]
    places = (place for folder in folders for place in (Path(folder, f"{last}.pyi"), Path(folder, last, "__init__.pyi")))
    return next((place for place in places if place.is_file()), None)


def _not_found(name: str, missing: str, folders: Sequence[str]) -> str:
    """Says which part of a name is not there, and what is called nearly so."""
    around, _, part = missing.rpartition(".")
    if part in sys.builtin_module_names and not around:
        return f"{name}: has no source, as it is built into Python"
    if (stub := _stub(missing, folders)) is not None:
        return f"{name}: has no source here; only its stub has text: {stub}"
    names = sorted({module.name for module in iter_modules(folders)})
    nearest = [f"{around}.{near}" if around else near for near in get_close_matches(part, names, 3)]
    hint = f"the nearest names are {', '.join(nearest)}" if nearest else "check the name"
    if around:
        return f"{name}: {around} has no module {part}; {hint}"
    return f"{name}: there is no such file, and no such module on the path; {hint}"

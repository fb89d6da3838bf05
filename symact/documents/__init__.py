"""Documents: from the text of a file to located blocks, whatever the format.

``load`` reads a file, ``read_text`` makes a :class:`Document` of a text; both are total on text: nothing in a document raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath

from symact.documents.files import MAX_BYTES, ReadError, decode, documents_in, exists, load_file
from symact.documents.latex_expansion import with_own_macros
from symact.documents.latexfile import read_latex
from symact.documents.markdown import read_markdown
from symact.documents.model import Block, Document, Maths
from symact.documents.modules import find_module, is_module_name
from symact.documents.notebook import json_edits, read_notebook
from symact.documents.pymodule import read_module
from symact.documents.rst import read_rst
from symact.source import Source

__all__ = [
    "FORMATS", "MAX_BYTES", "Block", "Document", "Maths", "ReadError", "decode", "find_documents", "find_module", "is_path", "json_edits",
    "load", "read_text",
]  # fmt: skip

Reader = Callable[[str, str], Document]

FORMATS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".qmd": read_markdown,
    ".rmd": read_markdown,
    ".rst": read_rst,
    ".tex": read_latex,
    ".latex": read_latex,
    ".ipynb": read_notebook,
    ".py": read_module,
    ".pyi": read_module,
}

_NAME = re.compile(r"(?:[A-Za-z]:)?[\w./\\~@+-]+")  # no formula: no $, =, ^ or braces

# How a text begins that has no suffix of a document, as standard input has none.
BEGINNINGS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"\ufeff?\s*(?:%[^\n]*\n\s*)*\\document(?:class|style)\b"), read_latex),
    (re.compile(r'\ufeff?\s*\{\s*"(?:cells|metadata|nbformat)"\s*:'), read_notebook),
)


def read_text(text: str, path: str) -> Document:
    """The document that a text is; the suffix of the path chooses the format, otherwise its beginning, otherwise Markdown."""
    reader = FORMATS.get(PurePath(path).suffix.lower())
    if reader is None:
        reader = next((reader for beginning, reader in BEGINNINGS if beginning.match(text)), read_markdown)
    return with_own_macros(reader(text, path))


def load(path: Path) -> Source:
    """The source in a file of UTF-8 text. Raises ReadError, whose message is one sentence with the place and the way out."""
    return load_file(path, known=path.suffix.lower() in FORMATS)


def is_path(text: str) -> bool:
    """Whether a text is the path of something that exists, or can only be meant as one: ``notes/note.md``."""
    if "\n" in text or not text:
        return False
    shaped = _NAME.fullmatch(text.replace(" ", "")) is not None
    known = PurePath(text).suffix.lower() in FORMATS or ("/" in text and " " not in text)
    return (shaped and known) or exists(Path(text))


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """The files as given, the documents in the folders, and the files of Python modules given by their dotted names.

    In folders: known suffixes, sorted, no hidden folders, no generated reports. Raises ReadError for a folder without
    documents, and for a name that is neither that of a file nor that of a module with a source.
    """
    return documents_in(map(_module_or_path, paths), FORMATS)


def _module_or_path(path: Path) -> Path:
    """The path as given; where nothing stands there, the file of the Python module of that name."""
    if exists(path) or not is_module_name(str(path)):
        return path
    try:
        return find_module(str(path))
    except ReadError:
        if path.suffix.lower() in FORMATS:
            return path  # a missing document, of which nobody wants to hear that it is no module
        raise

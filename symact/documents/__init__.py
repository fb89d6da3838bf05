"""Documents: from the text of a file to located blocks, whatever the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from symact.documents.markdown import read_markdown
from symact.documents.model import Block, Document, Maths

__all__ = ["FORMATS", "Block", "Document", "Maths", "read_text"]

Reader = Callable[[str, str], Document]

FORMATS: dict[str, Reader] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_markdown,
}


def read_text(text: str, path: str) -> Document:
    """The document that a text is; the suffix of the path chooses the format, and Markdown is the default."""
    return FORMATS.get(PurePath(path).suffix.lower(), read_markdown)(text, path)

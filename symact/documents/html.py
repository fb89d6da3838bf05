"""HTML tags in a running text; a ``<`` that begins no known tag is a sign of comparison."""

from __future__ import annotations

import re

__all__ = ["AUTOLINK", "attributes_of", "tag_at"]

TAG = re.compile(
    r"</?(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<attributes>(?:\s++[A-Za-z_:@][\w:.@-]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+)\s*+/?>"
)
TAGS = re.compile(
    "a|abbr|address|article|aside|audio|b|base|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn"
    "|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label"
    "|legend|li|link|main|mark|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select|small|source|span"
    "|strike|strong|style|sub|summary|sup|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.@-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))")
AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[\w.+-]++@[\w.-]++)>")


def tag_at(text: str, at: int) -> re.Match[str] | None:
    """The tag that begins at a ``<``, as a match with ``name`` and ``attributes``; ``a <b and c> d`` has none."""
    match = TAG.match(text, at)
    if match is None or not TAGS.fullmatch(match["name"]):
        return None
    bare = match["attributes"] and "=" not in match["attributes"]
    return None if bare and match["name"].lower() not in ("input", "details") else match


def attributes_of(tag: re.Match[str]) -> dict[str, tuple[str, int]]:
    """The values of the attributes of a tag, each with its place after the start of the tag."""
    return {m[1].lower(): (m[2] or m[3] or m[4] or "", m.start(m.lastindex or 0)) for m in ATTRIBUTE.finditer(tag[0])}

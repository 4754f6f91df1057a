"""Stored HTML as one line of text, for lists, search results and notifications."""

from html import unescape

import nh3

_prose = nh3.Cleaner(tags=set(), attributes={}, clean_content_tags={"pre", "blockquote"})
_text = nh3.Cleaner(tags=set(), attributes={}, clean_content_tags=set())


def excerpt(html: str, limit: int = 160) -> str:
    """The text of ``html``, at most ``limit`` code points of it, the last one "…" if it was cut.

    Without quotes and blocks of code, which say little; if there is nothing else, with them.
    """
    text = _line(_prose.clean(html)) or _line(_text.clean(html))
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def _line(html: str) -> str:
    return " ".join(unescape(html).split())

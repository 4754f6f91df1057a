"""Markdown, as people write it here, into HTML that is safe to show and cheap to make.

The dialect: Markdown with fenced code, tables, ~~strikethrough~~, task lists, single line breaks
kept, lists that interrupt paragraphs and nest by two to four spaces, and headings only with a
space after the "#". Headings begin at h3, below the page's own. HTML that is typed comes out as
text. Bare addresses become links; links lead to http, https or a path of this site, others stay as
typed. Pictures become links. No ids, no styles, and of classes only those that ``sanitise`` lists.
The characters that turn the direction of text around (U+202A–202E, U+2066–2069) are taken out:
with them a link shows another address than it leads to.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from forum.core.markup import box
from forum.core.markup.dialect import to_html
from forum.core.markup.excerpts import excerpt
from forum.core.markup.sanitise import clean, plain
from forum.core.markup.shape import is_ordinary
from forum.core.markup.sigils import tokens
from forum.core.markup.source import tidy

__all__ = ["RENDERER", "Rendered", "excerpt", "render", "tokens"]

# Stored beside each HTML. Raise it when the same source gives another HTML than before.
RENDERER = 1

# Three times the longest body that anybody can post; nothing longer is worth the box.
_LONGEST = 100_000

_NONE: Mapping[str, str] = MappingProxyType({})

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rendered:
    """``is_fallback``: the source as it was typed, because Markdown took too long with it.
    ``was_busy``: only because others were in the way; rendering it again later may do better."""

    html: str
    is_fallback: bool = False
    was_busy: bool = False


def render(source: str, links: Mapping[str, str] = _NONE) -> Rendered:
    """Safe HTML for any text whatever, within 1 s of processor time in all processes.

    ``links`` maps tokens ("@老许", "#手续费": see ``tokens``) to paths of this site; they become
    links of class "mention" or "tag" wherever they stand in running text, outside links and code.
    Never raises. What is of an odd shape (``shape.is_ordinary``) is rendered in a process of its
    own, one at a time, at most 0.4 s long; what takes longer, and what comes when three are there
    already, comes back as it was typed (``is_fallback``).
    """
    text = tidy(source)
    if len(text) > _LONGEST:
        return Rendered(plain(text), is_fallback=True)
    try:
        html = _here(text, links) if is_ordinary(text) else box.render(text, links)
    except box.Busy:
        return Rendered(plain(text), is_fallback=True, was_busy=True)
    return Rendered(plain(text), is_fallback=True) if html is None else Rendered(html)


def _here(text: str, links: Mapping[str, str]) -> str | None:
    try:
        return clean(to_html(text, links))
    except RecursionError:
        # Whoever called this had used up the stack already: there is no room to report it either.
        return None
    # Four libraries parse what strangers write; a page must not fail for a bug in one of them.
    except Exception:
        _log.exception("Markdown failed on an ordinary text.")
        return None

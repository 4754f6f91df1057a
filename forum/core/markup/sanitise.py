"""The last word on every HTML that is stored: what is not listed here does not get out."""

from html import escape

import nh3

from forum.core.markup.fences import CLASSES
from forum.core.markup.links import EXTERNAL_REL, is_local
from forum.core.markup.source import UNSHOWN
from forum.core.markup.trees import BOXES

_SIDES = {"left", "center", "right"}

_TAGS = {
    "a", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6", "hr", "input",
    "li", "ol", "p", "pre", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}

_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=set(),
    attributes={"a": {"href"}, "ol": {"start"}, "input": {"checked", "disabled"}},
    tag_attribute_values={
        "a": {"rel": {EXTERNAL_REL}},
        "input": {"type": {"checkbox"}, "aria-label": set(BOXES.values())},
    },
    allowed_classes={
        "a": {"mention", "tag", "picture"},
        "div": {"highlight", "plain"},
        "span": set(CLASSES),
        "ul": {"task-list"},
        "li": {"task-list-item"},
        "th": _SIDES,
        "td": _SIDES,
    },
    url_schemes={"http", "https"},
    url_relative=lambda url: url if is_local(url) else None,
    link_rel=None,
)


def clean(html: str) -> str:
    safe = _cleaner.clean(html)
    # An entity (&#x202e;) has become the character that it stands for.
    return _cleaner.clean(UNSHOWN.sub("", safe)) if UNSHOWN.search(safe) else safe


def plain(text: str) -> str:
    """The source as it was typed, for what is too dear to render; the class keeps line breaks."""
    return clean(f'<div class="plain">{escape(text, quote=False)}</div>')

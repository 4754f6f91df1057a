"""Links: which addresses are followed, and how addresses and pictures become links."""

import re
from collections.abc import Collection
from html import unescape
from typing import cast
from xml.etree.ElementTree import Element

from bleach.linkifier import LinkifyFilter
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as TreeInlines
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

Found = tuple[Element | str | None, int | None, int | None]

EXTERNAL_REL = "nofollow ugc noopener"

# The longest address that every browser and proxy takes.
_LONGEST = 2000

# No "@" before the path: https://bank.example@evil.example leads to the second. No mailto: it
# leads people off the site, to somebody whom nobody here can see.
_EXTERNAL = re.compile(
    r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\x00-\x1f]*)?", re.IGNORECASE
)
# "//host" and "/\host" are other sites.
_LOCAL = re.compile(r"(?:/(?![/\\])|[#?])[^\s\x00-\x1f]*")

# Without its semicolon "&copy=2" is a parameter.
_ENTITY = re.compile(r"&#?\w+;")

# A whole address in running text. The host is ASCII, so that a look-alike letter never becomes a
# link by itself. The path may hold Latin, Greek and Cyrillic letters but ends before Chinese,
# which follows an address without a space. A bracket belongs to it if it is closed inside, a full
# stop if more follows. Everything is possessive: no place is tried twice.
_IN_PATH = r"A-Za-z0-9\u00c0-\u052f_/=&%#$+@\-"
_BETWEEN = ".,:;!?'*~|"
_URL = (
    r"(?<![A-Za-z0-9])(?i:https?)://[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)*+(?::[0-9]{1,5}+)?+"
    rf"(?:[/?#](?:[{_IN_PATH}]++|[{_BETWEEN}]++(?=[{_IN_PATH}(])"
    rf"|\([{_IN_PATH}{_BETWEEN}]*+\))*+)?+"
    r"(?![@\\\x02]|:[^\s/?#]{0,100}@)"
)

# Markdown's patterns and their places in its order.
_LINKS = {"reference": 170, "link": 160, "short_reference": 130, "autolink": 120}
_PICTURES = {"image_link": 150, "image_reference": 140, "short_image_ref": 125}

_unescaper = UnescapeTreeprocessor()


class _Link(InlineProcessor):
    """A pattern of Markdown's, whose links go where one may go.

    One that may not be followed stays as it was typed, so that everybody sees what it is.
    """

    ANCESTOR_EXCLUDES: Collection[str] = ("a",)

    def __init__(self, pattern: InlineProcessor, md: Markdown) -> None:
        super().__init__(pattern.pattern, md)
        self.inner = pattern

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        found, start, end = self.inner.handleMatch(m, data)
        if not isinstance(found, Element):
            return found, start, end
        made = self.remake(found)
        return (None, None, None) if made is None else (made, start, end)

    def remake(self, found: Element) -> Element | str | None:
        href = _address(found.get("href", ""))
        return None if href is None else _anchor(href, found.text or "")


class _Picture(_Link):
    """Readers load no foreign picture: its server would learn who reads what, and when."""

    ANCESTOR_EXCLUDES: Collection[str] = ()

    def remake(self, found: Element) -> Element | str | None:
        href, alt = _address(found.get("src", "")), found.get("alt", "")
        if href is None:
            return None
        return (alt or href) if self.is_inside_link() else _anchor(href, alt, "picture")

    def is_inside_link(self) -> bool:
        return "a" in cast(TreeInlines, cast(Markdown, self.md).treeprocessors["inline"]).ancestors


class _BareUrl(InlineProcessor):
    """An address in running text: bleach cuts off what is not part of it.

    This happens inside Markdown, so that stars and underlines in an address mark no emphasis, and
    so that nothing need be parsed twice: bleach's own walk over the HTML costs ten times as much.
    """

    ANCESTOR_EXCLUDES: Collection[str] = ("a",)
    linker = LinkifyFilter((), callbacks=[], url_re=re.compile(_URL))

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        _, link, *_ = self.linker.handle_links([{"type": "Characters", "data": m[0]}])
        url = link["data"]
        href = _address(url)
        if href is None:
            return None, None, None
        return _anchor(href, AtomicString(url)), m.start(), m.start() + len(url)


def _address(href: str) -> str | None:
    """Where ``href`` leads, escapes and entities resolved; None if it may not be followed."""
    if len(href) > _LONGEST:
        return None
    href = _unescaper.unescape(href)
    href = _ENTITY.sub(lambda entity: unescape(entity[0]), href).strip().replace(" ", "%20")
    return href if _EXTERNAL.fullmatch(href) or is_local(href) else None


def _anchor(href: str, text: str, css_class: str = "") -> Element:
    link = Element("a", {"class": css_class} if css_class else {})
    # What was resolved must not be resolved again by the browser: &amp;#47; is no slash.
    link.set("href", href.replace("&", f"{AMP_SUBSTITUTE}amp;"))
    if _EXTERNAL.match(href):
        link.set("rel", EXTERNAL_REL)
    link.text = text if text.strip() else AtomicString(href)
    return link


def is_local(href: str) -> bool:
    return _LOCAL.fullmatch(href) is not None


def teach(md: Markdown) -> None:
    """Put these patterns in the place of Markdown's own."""
    patterns = md.inlinePatterns
    for name, priority in _LINKS.items():
        patterns.register(_Link(patterns[name], md), name, priority)
    for name, priority in _PICTURES.items():
        patterns.register(_Picture(patterns[name], md), name, priority)
    patterns.register(_BareUrl(_URL, md), "bare_url", 110)
    patterns.deregister("automail")

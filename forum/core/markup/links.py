"""Links: which addresses are followed, and how addresses and pictures become links."""

import re
from html import unescape
from xml.etree.ElementTree import Element

from bleach.linkifier import LinkifyFilter
from markdown import Markdown
from markdown.inlinepatterns import (
    AUTOLINK_RE,
    IMAGE_LINK_RE,
    IMAGE_REFERENCE_RE,
    LINK_RE,
    REFERENCE_RE,
    AutolinkInlineProcessor,
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.util import AMP_SUBSTITUTE, AtomicString

Found = tuple[Element | str | None, int | None, int | None]

EXTERNAL_REL = "nofollow ugc noopener"

# The longest address that every browser and proxy takes.
_LONGEST = 2000

# No "@" before the path: https://bank.example@evil.example leads to the second. No mailto: it
# would lead people off the site to whom nobody can see.
_EXTERNAL = re.compile(r"https?://[^\s/?#\\@]+(?:[/?#][^\s\x00-\x1f]*)?", re.IGNORECASE)
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


class _Checked(InlineProcessor):
    """Makes the link or picture that a pattern of Markdown found into a link that may be followed.

    One that may not be followed stays text, as it was typed, so that everybody sees what it is.
    """

    md: Markdown

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        found, start, end = super().handleMatch(m, data)
        if not isinstance(found, Element):
            return found, start, end
        made = self.remake(found)
        return (None, None, None) if made is None else (made, start, end)

    def remake(self, found: Element) -> Element | str | None:
        href = self.address(found.get("href", ""))
        return None if href is None else anchor(href, found.text or "")

    def address(self, href: str) -> str | None:
        """Where ``href`` leads, escapes and entities resolved; None if it may not be followed."""
        if len(href) > _LONGEST:
            return None
        href = self.md.treeprocessors["unescape"].unescape(href)
        href = _ENTITY.sub(lambda entity: unescape(entity[0]), href).strip()
        allowed = _EXTERNAL.fullmatch(href) or _LOCAL.fullmatch(href)
        return href if allowed else None


class _Picture(_Checked):
    """Readers load no foreign picture: its server would learn who reads what, and when."""

    def remake(self, found: Element) -> Element | str | None:
        href, alt = self.address(found.get("src", "")), found.get("alt", "")
        if href is None:
            return None
        if "a" in self.md.treeprocessors["inline"].ancestors:
            return alt or href
        return anchor(href, alt, "picture")


class _Link(_Checked, LinkInlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)


class _Reference(_Checked, ReferenceInlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)


class _ShortReference(_Checked, ShortReferenceInlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)


class _Autolink(_Checked, AutolinkInlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)


class _PictureLink(_Picture, ImageInlineProcessor):
    pass


class _PictureReference(_Picture, ImageReferenceInlineProcessor):
    pass


class _ShortPictureReference(_Picture, ShortImageReferenceInlineProcessor):
    pass


class _BareUrl(_Checked):
    """An address in running text. bleach cuts off what is not part of it and makes the link.

    This happens inside Markdown, so that stars and underlines in an address mark no emphasis, and
    so that nothing need be parsed twice: bleach's own walk over the HTML costs ten times as much.
    """

    ANCESTOR_EXCLUDES = ("a",)
    linker = LinkifyFilter((), callbacks=[], url_re=re.compile(_URL))

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        tokens = list(self.linker.handle_links([{"type": "Characters", "data": m[0]}]))
        url = tokens[1]["data"]
        href = self.address(url)
        if href is None:
            return None, None, None
        return anchor(href, AtomicString(url)), m.start(), m.start() + len(url)


def is_local(href: str) -> bool:
    return _LOCAL.fullmatch(href) is not None


def anchor(href: str, text: str, css_class: str = "") -> Element:
    link = Element("a", {"class": css_class} if css_class else {})
    # What was resolved must not be resolved again by the browser: &amp;#47; is no slash.
    link.set("href", href.replace("&", f"{AMP_SUBSTITUTE}amp;"))
    if _EXTERNAL.match(href):
        link.set("rel", EXTERNAL_REL)
    link.text = text if text.strip() else AtomicString(href)
    return link


def teach(md: Markdown) -> None:
    """Put these patterns in the place of Markdown's own."""
    patterns = md.inlinePatterns
    patterns.register(_Reference(REFERENCE_RE, md), "reference", 170)
    patterns.register(_Link(LINK_RE, md), "link", 160)
    patterns.register(_PictureLink(IMAGE_LINK_RE, md), "image_link", 150)
    patterns.register(_PictureReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
    patterns.register(_ShortReference(REFERENCE_RE, md), "short_reference", 130)
    patterns.register(_ShortPictureReference(IMAGE_REFERENCE_RE, md), "short_image_ref", 125)
    patterns.register(_Autolink(AUTOLINK_RE, md), "autolink", 120)
    patterns.register(_BareUrl(_URL, md), "bare_url", 110)
    patterns.deregister("automail")

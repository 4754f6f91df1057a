"""What somebody wrote there, as Markdown that shows here what the dump's HTML shows."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from forum.core import markup
from forum.safety.door import admit
from forum.transfer.stackexchange.markdown import to_markdown

# What is longer is cut: the rest of an answer is worth more than none of it.
MOST = 32_000
_CUT = "\n\n…"

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_COUNTED = {"pre", "li", "blockquote", "br", "hr", "table", "em", "strong", "a", *_HEADINGS}
# A comment has no blocks: what would begin one is a character.
_BLOCK = re.compile(
    r"^(?:([#>+-]|\*(?=\s|\**$)|~(?=~~)|`(?=``[^`]*$)|\[(?=[^\]]*\]:))|(\d+)(?=[.)]\s))"
)


@dataclass(frozen=True)
class Prose:
    body: str
    html: str
    renderer: int
    # From the history's own Markdown, or made from the HTML.
    is_original: bool
    is_cut: bool


def post_prose(source: str | None, html: str) -> Prose:
    """The history's source if it shows here what the HTML shows, or else the HTML as Markdown.

    A source may show something else: it holds HTML, it breaks its lines where the other dialect
    does not, or it is not what stands there any more. Raises ``Invalid`` when nothing is left.
    """
    if source and len(source) <= MOST:
        prose = _write(source, is_original=True)
        if _look(prose.html) == _look(html):
            return prose
    return _write(to_markdown(html), is_original=False)


def comment_prose(text: str) -> Prose:
    """Raises ``Invalid`` when nothing is left."""
    line = " ".join(text.split())
    line = _BLOCK.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\", line)
    return _write(line, is_original=True)


def _write(body: str, *, is_original: bool) -> Prose:
    is_cut = len(body) > MOST
    body = admit(body[: MOST - len(_CUT)].rstrip() + _CUT if is_cut else body, "body")
    rendered = markup.render(body)
    # 0: "threads render" tries again what was not rendered because others were in the way.
    renderer = 0 if rendered.was_busy else markup.RENDERER
    return Prose(body, rendered.html, renderer, is_original, is_cut)


def cut_line(text: str, most: int) -> str:
    """A title or a name, at most ``most`` characters of it."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class _Look(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links = 0
        self.tags: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        tag = {"b": "strong", "i": "em"}.get(tag, tag)
        self.links += tag == "a"
        if tag in _COUNTED:
            self.tags["h" if tag in _HEADINGS else tag] += 1
        elif tag == "img":
            given = dict(attributes)
            self.text.append(given.get("alt") or given.get("src") or "")
            # A picture is a link here, and inside a link its description.
            self.tags["a"] += not self.links

    def handle_endtag(self, tag: str) -> None:
        self.links -= tag == "a"

    def handle_data(self, text: str) -> None:
        self.text.append(text)


def _look(html: str) -> tuple[str, Counter[str]]:
    """The words and the marks, whatever the white space."""
    look = _Look()
    look.feed(html)
    look.close()
    return unicodedata.normalize("NFC", "".join("".join(look.text).split())), look.tags



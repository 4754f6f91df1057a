"""The dialect of Markdown that people write here, as HTML that nobody has checked yet."""

from collections.abc import Mapping
from typing import cast

from markdown import Markdown
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import DelimiterProcessor
from pymdownx.saneheaders import SaneHeadersExtension
from pymdownx.superfences import SuperFencesCodeExtension

from forum.core.markup import fences, links, lists, trees
from forum.core.markup.sigils import Sigils


class _Dialect(Markdown):
    def __init__(self) -> None:
        fence = {"name": "*", "class": "", "format": fences.draw, "validator": fences.accept}
        super().__init__(  # type: ignore[no-untyped-call]
            extensions=[
                SuperFencesCodeExtension(custom_fences=[fence]),
                TableExtension(use_align_attribute=True),
                Nl2BrExtension(),
                SaneHeadersExtension(),
                SaneListExtension(),
            ],
            output_format="html",
        )
        self.sigils = Sigils(self)
        self.inlinePatterns.register(self.sigils, "sigils", 105)
        self._leave_html()
        self._mark_deletions()
        for part in (fences, lists, links, trees):
            part.teach(self)

    def _leave_html(self) -> None:
        """As text: whoever pastes a log with <tags> wants to see them, and nobody needs any."""
        self.preprocessors.deregister("html_block")
        self.inlinePatterns.deregister("html")
        self.inlinePatterns.deregister("entity")

    def _mark_deletions(self) -> None:
        """By Markdown's own delimiters, which close before Chinese; pymdownx's do not."""
        cast(DelimiterProcessor, self.delimiters).add("~", "del", double=True)
        self.ESCAPED_CHARS += ["~", "@"]


# Instances that are not at work: to make one costs as much as to render five posts. A list's pop
# and append are atomic, so threads need no lock.
_idle: list[_Dialect] = []


def to_html(source: str, known: Mapping[str, str]) -> str:
    """Convert a tidy source. Raises whatever Markdown raises; typed HTML comes out as text."""
    md = _take()
    md.sigils.links = known
    html = md.reset().convert(source)
    # Not in a finally: after an exception the parser still believes to be inside a list.
    _idle.append(md)
    return html


def _take() -> _Dialect:
    try:
        return _idle.pop()
    except IndexError:
        return _Dialect()

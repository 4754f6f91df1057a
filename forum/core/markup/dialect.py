"""The dialect of Markdown that people write here, as HTML that nobody has checked yet."""

import re
from collections.abc import Mapping

from markdown import Markdown
from markdown.extensions.nl2br import Nl2BrExtension
from markdown.extensions.tables import TableExtension
from mdx_breakless_lists.mdx_breakless_lists import BreaklessListsProcessor
from mdx_truly_sane_lists.mdx_truly_sane_lists import TrulySaneListExtension
from pymdownx.saneheaders import SaneHeadersExtension
from pymdownx.superfences import SuperFencesCodeExtension

from forum.core.markup import fences, links, trees
from forum.core.markup.sigils import Sigils

# As the extension has it, and inside quotes too.
_ITEM = re.compile(r"[> ]*(?:[0-9]+\.|[*+-]) ")

# Instances that are not at work: to make one costs as much as to render five posts. A list's pop
# and append are atomic, so threads need no lock.
_idle: list[Markdown] = []


def to_html(source: str, known: Mapping[str, str]) -> str:
    """Convert a tidy source. Raises whatever Markdown raises; typed HTML comes out as text."""
    md = _take()
    md.inlinePatterns["sigils"].links = known
    html = md.reset().convert(source)
    # Not in a finally: after an exception the parser still believes to be inside a list.
    _idle.append(md)
    return html


def _take() -> Markdown:
    try:
        return _idle.pop()
    except IndexError:
        return _build()


def _build() -> Markdown:
    fence = {"name": "*", "class": "", "format": fences.draw, "validator": fences.accept}
    md = Markdown(
        extensions=[
            SuperFencesCodeExtension(custom_fences=[fence]),
            TableExtension(use_align_attribute=True),
            Nl2BrExtension(),
            SaneHeadersExtension(),
            TrulySaneListExtension(nested_indent=2),
        ],
        output_format="html",
    )
    # As text: whoever pastes a log with <tags> wants to see them, and nobody needs any.
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    md.inlinePatterns.deregister("entity")
    # After the fences (25): its own place is before them, where it puts blank lines into code.
    breakless = BreaklessListsProcessor(md.parser)
    breakless.LI_RE = _ITEM
    md.preprocessors.register(breakless, "breakless_lists", 24)
    # Markdown's own delimiters close before Chinese, which pymdownx's "tilde" does not.
    md.delimiters.add("~", "del", double=True)
    md.ESCAPED_CHARS += ["~", "@"]
    md.parser.blockprocessors["olist"].LAZY_OL = False
    md.inlinePatterns.register(Sigils(md), "sigils", 105)
    fences.teach(md)
    links.teach(md)
    trees.teach(md)
    return md

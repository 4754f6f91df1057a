"""Mails that were written in HTML only, as the lines that are seen."""

import re
from html.parser import HTMLParser

import nh3

_QUOTING = {"blockquote"}
_BREAKING = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}


def from_html(html: str) -> str:
    """Lines as they are seen, quotes marked by ">" as in plain mails."""
    tags = _BREAKING | _QUOTING
    reader = _Reader()
    # Whole and without surprises, so that the reader after it can be simple.
    reader.feed(nh3.clean(html, tags=tags, attributes={}, link_rel=None))
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reader.lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines, self.depth, self.kept = [""], 0, 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag in _QUOTING
        self.kept += tag == "pre"
        self._end_line(twice=tag == "p", always=tag == "br")
        if tag == "li":
            self.lines[-1] = f"{self._quoted()}- "

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in _QUOTING
        self.kept -= tag == "pre"
        self._end_line(twice=tag == "p")

    def handle_data(self, data: str) -> None:
        for number, line in enumerate(data.split("\n") if self.kept else [data]):
            if number:
                self._end_line(always=True)
            words = line if self.kept else re.sub(r"[ \t\r\n\xa0]+", " ", line)
            self.lines[-1] = self.lines[-1] or self._quoted()
            if not self.kept and self.lines[-1][-1:] in ("", " "):
                words = words.lstrip()
            self.lines[-1] += words

    def _end_line(self, twice: bool = False, always: bool = False) -> None:
        if always or self.lines[-1].strip("> -"):
            self.lines.append("")
        if twice and not self.lines[-1] and any(self.lines[-2:-1]):
            self.lines.append("")

    def _quoted(self) -> str:
        return "> " * min(self.depth, 3)

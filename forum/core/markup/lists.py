"""Lists as CommonMark has them, said in the way that Python-Markdown understands.

Python-Markdown nests by four spaces exactly, wants a blank line before a list, and lets a bullet
among numbers be text. People indent by two, three or four, and press Enter once.
"""

import re
from dataclasses import dataclass

from markdown import Markdown
from markdown.preprocessors import Preprocessor

_QUOTE = re.compile(r"(?: {0,3}>)+ ?")
_ITEM = re.compile(r"( *)([*+-]|[0-9]{1,9}[.)])( +)(?=\S)")
_RULE = re.compile(r" {0,3}([*_-])(?: *\1){2,} *$")

# What Python-Markdown takes for one level.
_STEP = 4

# A child stands this much to the right of its parent's mark, or more.
_LEAST_STEP = 2


@dataclass(frozen=True)
class _Item:
    indent: int
    content: int
    is_numbered: bool


class Lists(Preprocessor):
    """Indents by four per level; a blank line before whatever would be taken for text otherwise."""

    def run(self, lines: list[str]) -> list[str]:
        self.out: list[str] = []
        self.enter(0)
        for line in lines:
            self.add(line)
        return self.out

    def enter(self, depth: int) -> None:
        """Begin with lines that stand in so many quotes: no list goes on from others."""
        self.depth, self.open = depth, list[_Item]()
        # What the line before was: blank, text, or a quote or another block inside an item.
        self.last = "blank"

    def add(self, line: str) -> None:
        quote = self.quote(line)
        depth, rest = quote.count(">"), line[len(quote) :]
        if depth != self.depth:
            self.enter(depth)
        if not rest.strip():
            self.last = "blank"
            self.out.append(line)
        elif item := self.item(rest):
            self.begin(item, quote, rest)
        else:
            self.go_on(quote, rest)

    def quote(self, line: str) -> str:
        """The marks of quotes that ``line`` begins with, unless they stand inside an item."""
        found = _QUOTE.match(line)
        if found is None or (self.open and not self.depth and line.startswith(" " * _LEAST_STEP)):
            return ""
        return found[0]

    def item(self, rest: str) -> re.Match[str] | None:
        """The mark at the head of a line, if it begins an item and is not code, a rule or text."""
        mark = _ITEM.match(rest)
        if mark is None or _RULE.match(rest):
            return None
        if self.open:
            return mark if len(mark[1]) < self.open[-1].content + _STEP else None
        # A year at the beginning of a line begins no list.
        is_text = self.last != "blank" and mark[2][0].isdigit() and mark[2][:-1] != "1"
        return None if is_text or len(mark[1]) >= _STEP else mark

    def begin(self, mark: re.Match[str], quote: str, rest: str) -> None:
        indent, is_numbered = len(mark[1]), mark[2][0].isdigit()
        before = self.leave(indent)
        is_first = before is None and not self.open
        is_unlike = before is not None and before.is_numbered != is_numbered
        if is_first or is_unlike or self.last in ("quote", "block"):
            self.part(quote)
        head = f"{quote}{' ' * _STEP * len(self.open)}{mark[2].replace(')', '.')} "
        self.out.append(head + rest[mark.end() :])
        width = len(mark[2]) + (len(mark[3]) if len(mark[3]) <= _STEP else 1)
        self.open.append(_Item(indent, indent + width, is_numbered))
        self.last = "text"

    def go_on(self, quote: str, rest: str) -> None:
        """A line that begins no item: the rest of a paragraph, or a block inside an item."""
        indent = len(rest) - len(rest.lstrip(" "))
        if self.open and indent < _LEAST_STEP and _RULE.match(rest):
            self.part(quote)
        if self.last == "blank":
            self.leave(indent)
            self.last = "block" if self.open else "text"
        if self.open and indent:
            rest = rest.lstrip(" ")
            if rest[0] == ">" and self.last != "quote":
                self.part(quote)
                self.last = "quote"
            deeper = max(indent - self.open[-1].content, 0)
            rest = " " * (_STEP * len(self.open) + deeper) + rest
        self.out.append(quote + rest)

    def part(self, quote: str) -> None:
        if self.last != "blank":
            self.out.append(quote.rstrip())
            self.last = "blank"

    def leave(self, indent: int) -> _Item | None:
        """Close the items that a line so far to the left is not inside; the last one of them."""
        closed = None
        while self.open and indent < self.open[-1].indent + _LEAST_STEP:
            closed = self.open.pop()
        return closed


def teach(md: Markdown) -> None:
    md.preprocessors.register(Lists(md), "lists", 22)

"""Which sources are so ordinary in shape that rendering them at once cannot take long."""

import re

# A long answer; what is longer costs more only because it is longer.
_LONGEST = 10_000

# Markdown looks through a block once for every mark in it, and each mark that it finds makes the
# block 16 characters longer. So much looking takes 0.1 s.
_WORK = 5_000_000
_GROWTH = 16
_MARKS = re.compile(r"[\[\]()*_~`<>&\\|!#@:=\n-]")
_BLOCK_END = re.compile(r"\n[ \t]*\n")

# Quotes and lists that begin inside one another on one line, and steps of indentation: each level
# reads everything inside it again.
_DEEP = re.compile(
    r"^[ \t]*(?:(?:>|(?:[*+-]|\d+\.)[ \t])[ \t]*){5}|^[ \t>]{40}", re.MULTILINE
)

# A table has as many cells as its first line has columns, in every line.
_WIDE = re.compile(r"^(?:[^|\n]*\|){16}", re.MULTILINE)

# Pygments takes up to 0.2 s for 1,000 characters that are written against it (as C#), and eight
# times as much for twice as many.
_COLOURED = re.compile(r"^[ \t>]*(?:`{3}|~{3})[`~ \t{.]*[\w#+-]", re.MULTILINE)
_MOST_COLOURED = 1_000


def is_ordinary(text: str) -> bool:
    """Whether ``text`` may be rendered in this process: at most 0.3 s whatever it holds.

    Judged by what can be counted in one pass. 99% of the posts of a large forum are ordinary
    (benchmarks/markup_attack.py searches for texts that are called so and are not).
    """
    if len(text) > _LONGEST or _DEEP.search(text) or _WIDE.search(text):
        return False
    if len(text) > _MOST_COLOURED and _COLOURED.search(text):
        return False
    return sum(map(_work, _BLOCK_END.split(text))) <= _WORK


def _work(block: str) -> int:
    marks = len(_MARKS.findall(block))
    return marks * (len(block) + _GROWTH * marks)

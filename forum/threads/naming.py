"""Whom a post calls by name, and whom it quotes: read from its HTML, which is ours."""

import re

from forum.threads.writing import mentions

_QUOTE = re.compile(r"(</?blockquote>)")
_POST = re.compile(r'href="/p/(\d{1,18})"')

# Nobody reads an answer to more posts than these.
MOST_QUOTED = 10


def called_by_name(html: str) -> tuple[str, ...]:
    """Handles outside quotations: who is named in what others said was named by them."""
    return mentions("".join(text for depth, text in _by_depth(html) if depth == 0))


def quoted_posts(html: str) -> list[int]:
    """Ids of the posts that outermost quotations lead to, at most ten."""
    quoted = "".join(text for depth, text in _by_depth(html) if depth == 1)
    return list(dict.fromkeys(int(found) for found in _POST.findall(quoted)))[:MOST_QUOTED]


def _by_depth(html: str) -> list[tuple[int, str]]:
    depth, parts = 0, []
    for text in _QUOTE.split(html):
        if text == "<blockquote>":
            depth += 1
        elif text == "</blockquote>":
            depth -= 1
        else:
            parts.append((depth, text))
    return parts

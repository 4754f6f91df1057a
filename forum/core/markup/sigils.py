"""Words behind a sigil: @mentions and #tags, found in a source and made links."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from forum.core.markup.source import outside_fences, tidy

# A word behind a sigil has 1 to 30 characters; Chinese keyboards give the wide sigils.
LONGEST = 30
_WIDE = {"＠": "@", "＃": "#"}
_CLASSES = {"@": "mention", "#": "tag"}

# Written without spaces, so that a word behind a sigil may run into the next one: Han, Kana,
# Hangul, Bopomofo and Thai.
_UNSPACED = (
    "\u0e00-\u0e7f\u1100-\u11ff\u3005-\u3007\u3040-\u312f\u3130-\u318f\u31a0-\u31bf\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
_JOIN = re.compile(f"[{_UNSPACED}]")
# An address of mail, a path and "C#" hold no sigil; Chinese before it is fine.
_SIGIL = re.compile(rf"(?<![^\W{_UNSPACED}])(?<![@#＠＃/.&\\-])[@#＠＃]([\w.-]{{1,{LONGEST}}})")

_CODE_SPAN = re.compile(r"`[^`\n]+`")

# Nobody mentions more people in one post, and one look-up is enough for all of them.
MOST_PLACES = 50
MOST_TOKENS = 300


def tokens(source: str) -> set[str]:
    """Every word behind a sigil that ``render`` would make a link if ``links`` held it.

    The sigil is always "@" or "#", also where the text has its wide form; the rest is as it stands
    in the text. Where words are written without spaces ("@老许说得对"), each beginning that could
    be a name is returned ("@老", "@老许", …) and ``render`` takes the longest that it is given.
    At most 300 tokens, from the first 50 places. Code is left out where that is cheap to know.
    """
    text = _CODE_SPAN.sub(" ", outside_fences(tidy(source)))
    places = islice(_SIGIL.finditer(text), MOST_PLACES)
    return set(islice((token for place in places for token in _read(place)), MOST_TOKENS))


def _read(match: re.Match[str]) -> Iterator[str]:
    """The tokens that may stand at this place, the longest first."""
    sigil, run = _WIDE.get(match[0][0], match[0][0]), match[1]
    least = 2 if sigil == "@" else 1
    whole = len(run.rstrip(".-"))
    for end in range(whole, least - 1, -1):
        if end == whole or _is_seam(run, end):
            yield sigil + run[:end]


def _is_seam(run: str, end: int) -> bool:
    """Whether a name may end here, in the middle of a run."""
    return run[end - 1] not in ".-" and bool(_JOIN.match(run[end - 1]) or _JOIN.match(run[end]))


class Sigils(InlineProcessor):
    """Makes links of the tokens in ``links``, which the caller sets before each conversion."""

    ANCESTOR_EXCLUDES = ("a",)
    links: Mapping[str, str] = {}

    def __init__(self, md: Markdown) -> None:
        super().__init__(_SIGIL.pattern, md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        for token in _read(m):
            if token in self.links:
                link = Element("a", {"class": _CLASSES[token[0]], "href": self.links[token]})
                end = m.start() + len(token)
                link.text = AtomicString(data[m.start() : end])
                return link, m.start(), end
        return None, None, None

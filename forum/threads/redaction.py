"""What redacting may do to a text once the time for edits is over: take away, never add."""

import re
from os.path import commonprefix

# More stretches than this are another text.
MOST_GAPS = 10
# What stays between two gaps is looked for by so much of its beginning.
_ANCHOR = 200
# Stands behind both texts, so that their ends must meet; nobody can type it.
_END = "\0"
_MARKS = re.compile(r"\[?(?:[…*█]|\.{3})+\]?")
# A letter or digit of a script that puts spaces between words.
_LETTER = r"[^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_INSIDE = re.compile(f"{_LETTER}{{2}}")


def only_takes_away(before: str, after: str) -> bool:
    """Whether ``after`` is ``before`` without a few stretches, or with … * █ in their place.

    Whole words go, unless a mark shows where one was cut: what is left makes no new word.
    """
    before, after = before + _END, after + _END
    at = done = 0
    for _gap in range(MOST_GAPS + 1):
        same = len(commonprefix([before[at:], after[done:]]))
        start, at, done = done, at + same, done + same
        if done == len(after):
            return True
        if mark := _MARKS.match(after, done):
            done = mark.end()
        else:
            back = _back_to_a_word(before[at - same : at + 1], after[start : done + 1])
            at, done = at - back, done - back
        found = _next(before, at, after, done, anywhere=mark is not None)
        if found is None:
            return False
        at = found
    return False


def _back_to_a_word(before: str, after: str) -> int:
    """How far the two, which differ in the last character only, run into the same word."""
    back = 0
    while back < len(after) - 1:
        end = len(after) - 1 - back
        if not _INSIDE.match(after[end - 1 : end + 1]) and not _INSIDE.match(
            after[end - 1] + before[end]
        ):
            return back
        back += 1
    return back


def _next(before: str, at: int, after: str, done: int, *, anywhere: bool) -> int | None:
    """Where in ``before``, from ``at``, the text goes on as ``after`` does for longest."""
    fits, too_long = 0, min(_ANCHOR, len(after) - done) + 1
    found = None
    by_word = not anywhere and re.match(_LETTER, after[done])
    while too_long - fits > 1:
        length = (fits + too_long) // 2
        wanted = after[done : done + length]
        here = _word(wanted, before, at) if by_word else before.find(wanted, at)
        if here >= 0:
            fits, found = length, here
        else:
            too_long = length
    return found


def _word(wanted: str, before: str, at: int) -> int:
    # The look behind comes last: what begins with plain letters is searched for much faster.
    pattern = rf"{re.escape(wanted)}(?<!{_LETTER}.{{{len(wanted)}}})"
    here = re.compile(pattern, re.DOTALL).search(before, at)
    return here.start() if here else -1

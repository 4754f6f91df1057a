"""What an edit changed, line by line and word by word, at a bounded cost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "came"]
Opcode = tuple[str, int, int, int, int]

# difflib compares each with each: more pairs than this are not looked at (0.1 s at the worst).
MOST_PAIRS = 40_000

# Of more changed lines in one place the changed words are not sought.
MOST_LINES = 40

# Unchanged lines that are shown around a change.
CONTEXT = 2

# A word, or one character of a language that has no spaces.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W_]+|\s+|.", re.S)


@dataclass(frozen=True)
class Line:
    """``pieces`` are texts, each with whether it is what changed in the line."""

    kind: Kind
    pieces: tuple[tuple[str, bool], ...]


def diff(before: str, after: str) -> list[Line]:
    """Lines with their changes; what is far from any change is left out, with … in its place."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[Line] = []
    for tag, a1, a2, b1, b2 in _opcodes(old, new):
        if tag == "equal":
            lines += (_plain("same", line) for line in old[a1:a2])
        else:
            lines += _changed(old[a1:a2], new[b1:b2])
    return list(_near_changes(lines))


def _plain(kind: Kind, line: str) -> Line:
    return Line(kind, ((line, False),))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    if len(old) != len(new) or len(old) > MOST_LINES:
        yield from (_plain("gone", line) for line in old)
        yield from (_plain("came", line) for line in new)
        return
    pairs = [_pair(*lines) for lines in zip(old, new, strict=True)]
    yield from (gone for gone, _came in pairs)
    yield from (came for _gone, came in pairs)


def _pair(before: str, after: str) -> tuple[Line, Line]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    gone: list[tuple[str, bool]] = []
    came: list[tuple[str, bool]] = []
    for tag, a1, a2, b1, b2 in _opcodes(old, new):
        if a1 < a2:
            gone.append(("".join(old[a1:a2]), tag != "equal"))
        if b1 < b2:
            came.append(("".join(new[b1:b2]), tag != "equal"))
    return Line("gone", tuple(gone)), Line("came", tuple(came))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
    """difflib's, of what is between the common beginning and the common end."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    a2, b2 = len(old) - end, len(new) - end
    codes: list[Opcode] = [("equal", 0, start, 0, start)] if start else []
    if (a2 - start) * (b2 - start) > MOST_PAIRS:
        codes.append(("replace", start, a2, start, b2))
    else:
        matcher = SequenceMatcher(None, old[start:a2], new[start:b2], autojunk=False)
        codes += (
            (tag, i + start, j + start, k + start, n + start)
            for tag, i, j, k, n in matcher.get_opcodes()
        )
    return codes + ([("equal", a2, len(old), b2, len(new))] if end else [])


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))


def _near_changes(lines: list[Line]) -> Iterator[Line]:
    near: set[int] = set()
    for n, line in enumerate(lines):
        if line.kind != "same":
            near.update(range(n - CONTEXT, n + CONTEXT + 1))
    for n, line in enumerate(lines):
        if n in near:
            yield line
        elif n - 1 in near or n == 0:
            yield _plain("same", "…")

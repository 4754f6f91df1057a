"""The source as it goes into the renderer, and which of its lines are code."""

import re
from collections.abc import Iterator

# What no page may show: control characters, the explicit bidirectional controls (they display a
# link or a number backwards, CVE-2021-42574), halves of characters, and Unicode's noncharacters.
UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")


def tidy(source: str) -> str:
    """Unix line ends, nothing of ``UNSHOWN``, and a fence that was left open closed at the end."""
    text = UNSHOWN.sub("", _LINE_END.sub("\n", source))
    *_, (_line, fence) = _walk(text)
    return f"{text}\n{fence}" if fence else text


def outside_fences(text: str) -> str:
    return "\n".join(line for line, fence in _walk(text) if not fence)


def fenced_length(text: str) -> int:
    return sum(len(line) for line, fence in _walk(text) if fence)


def _walk(text: str) -> Iterator[tuple[str, str]]:
    """Each line with the fence that is open after it. Fences inside quotes and lists count not."""
    fence = ""
    for line in text.split("\n"):
        if fence:
            yield line, fence
            fence = "" if line.rstrip() == fence else fence
        elif opening := _FENCE.match(line):
            fence = opening[1]
            yield line, fence
        else:
            yield line, ""

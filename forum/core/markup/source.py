"""The source as it goes into the renderer, and which of its lines are code."""

import re

# What no page may show: control characters, the explicit bidirectional controls (they display a
# link or a number backwards, CVE-2021-42574), halves of characters, and Unicode's noncharacters.
UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\x85")
_FENCE = re.compile(r"(`{3,}+(?=[^`]*$)|~{3,}+)")


def tidy(source: str) -> str:
    """Unix line ends, nothing of ``UNSHOWN``, and a fence that was left open closed at the end."""
    text = UNSHOWN.sub("", _LINE_END.sub("\n", source))
    _, fence = _walk(text)
    return f"{text}\n{fence}" if fence else text


def outside_fences(text: str) -> str:
    lines, _ = _walk(text)
    return "\n".join(lines)


def _walk(text: str) -> tuple[list[str], str]:
    """The lines outside fences, and the fence that is still open at the end, or "".

    Fences inside quotes and lists, which end with those, are not looked at.
    """
    outside, fence = [], ""
    for line in text.split("\n"):
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif opening := _FENCE.match(line):
            fence = opening[1]
        else:
            outside.append(line)
    return outside, fence

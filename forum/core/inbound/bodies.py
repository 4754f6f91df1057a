"""The words of a mail: which part holds them, and in which letters."""

import codecs
from collections.abc import Iterator
from email.message import Message

from forum.core.inbound.html import from_html

MOST_PARTS = 200
# Twice the longest post; and as much HTML as takes nh3 two seconds when it is written to hurt.
LONGEST_TEXT, LONGEST_HTML = 64_000, 128_000
# What mail programs call by the name of a smaller set that it is not.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "ascii": "utf-8"}
# Python's own, which are no letters: some take time that grows with the square.
_NO_LETTERS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}


def text_of(mail: Message) -> str:
    """What is written in it, without attachments and without mails that lie in it. Of two that say
    the same the plain one."""
    seen = _Parts(MOST_PARTS)
    found = "\n".join(text for text in _texts(mail, seen) if text.strip())
    return whole(found[:LONGEST_TEXT])


def whole(text: str) -> str:
    """Without halves of characters (UTF-7 can spell them), which no database holds."""
    return text.encode("utf-8", "ignore").decode()


class _Parts:
    def __init__(self, left: int) -> None:
        self.left = left


def _texts(part: Message, seen: _Parts) -> Iterator[str]:
    seen.left -= 1
    kind = part.get_content_type()
    if seen.left < 0 or part.get_content_disposition() == "attachment":
        return
    if part.is_multipart():
        mails = [child for child in part.get_payload() if isinstance(child, Message)]
        if kind == "multipart/alternative":
            yield _best(mails, seen)
        elif kind.startswith("multipart/"):
            for child in mails:
                yield from _texts(child, seen)
    elif kind == "text/plain":
        yield _unfolded(_letters(part, LONGEST_TEXT * 2), part)
    elif kind == "text/html":
        yield from_html(_letters(part, LONGEST_HTML))


def _best(mails: list[Message], seen: _Parts) -> str:
    """The plain one comes first, says RFC 2046, and is what we want; some leave it empty."""
    for mail in mails:
        text = "\n".join(_texts(mail, seen))
        if text.strip():
            return text
    return ""


def _letters(part: Message, longest: int) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return decoded(payload[: longest * 2], str(part.get_param("charset") or ""))[:longest]


def decoded(text: bytes, charset: str) -> str:
    """In the letters that it says, or else in those that fit; what fits none is left out."""
    for name in (_known(charset), "utf-8", "gb18030"):
        try:
            # Not final: cut in the middle of a letter, the last bytes are no mistake.
            return codecs.getincrementaldecoder(name)().decode(text)
        except (UnicodeError, LookupError):
            continue
    return text.decode("utf-8", "ignore")


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip()[:40]).name
        # Raises for base64 and its kind.
        b"x".decode(name, "ignore")
    except (LookupError, ValueError):
        return "utf-8"
    name = _LARGER.get(name, name)
    return "utf-8" if name.replace("_", "-") in _NO_LETTERS else name


def _unfolded(text: str, part: Message) -> str:
    """RFC 3676: a line that ends with a blank goes on in the next one."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    drops = str(part.get_param("delsp") or "").lower() == "yes"
    lines: list[str] = []
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = line.startswith(">")
        line = line.removeprefix(" ")
        if goes_on and not quoted:
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not quoted
        if goes_on and drops:
            lines[-1] = lines[-1].removesuffix(" ")
    return "\n".join(lines)

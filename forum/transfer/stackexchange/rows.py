"""The rows of a dump's file, one at a time, however large the file and whatever is broken in it.

A "<" cannot stand in an attribute, so every "<row" begins a row: each is parsed by itself, and
what is wrong with one harms no other. No row knows of a document type, so no entity can be defined.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from forum.core.errors import Invalid

# A body has 30,000 characters there, a row of history perhaps three times as many; every one of
# them may be an entity of six bytes.
LARGEST_ROW = 4 * 1024 * 1024
_CHUNK = 256 * 1024

_START = b"<row"
_END = re.compile(rb"</(?!row>)\w+>\s*\Z")
_ID = re.compile(rb'\bId="(-?\d{1,18})"')
_ENCODING = re.compile(rb"""encoding=["']([\w-]+)["']""")

Attributes = dict[str, str]


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a row, in words; ``row`` is its Id, or its place in the file."""

    file: str
    row: str
    why: str


def read_rows(path: Path, advance: Callable[[int], None]) -> Iterator[Attributes | Flaw]:
    """The attributes of each row, or why there are none.

    ``advance`` is told how many bytes were read. Raises ``Invalid`` for what is no dump at all.
    """
    ended = False
    for place, piece in enumerate(_pieces(path, advance)):
        if place == 0:
            _check_head(path, piece)
            ended = _END.search(piece) is not None
            continue
        body = _END.sub(b"", piece)
        ended = body != piece
        yield _parse(path.name, place, body, ended)
    if not ended:
        yield Flaw(path.name, "end", "The file ends early: what came after is missing.")


def _pieces(path: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    """What stands before the first row, then each row without its "<row"."""
    held = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            advance(len(chunk))
            *whole, held = (held + chunk).split(_START)
            yield from whole
            # Its end is not stored: whoever sees that it is too long sees that it is broken.
            held = held if len(held) <= 2 * LARGEST_ROW else held[:LARGEST_ROW] + held[-8:]
    yield held


def _check_head(path: Path, head: bytes) -> None:
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise Invalid(f"{path.name} declares a document type, which no dump does.", "folder")
    encoding = _ENCODING.search(head)
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") or (
        encoding and encoding[1].lower() not in (b"utf-8", b"utf8")
    ):
        raise Invalid(f"{path.name} is no XML in UTF-8.", "folder")


def _parse(file: str, place: int, piece: bytes, ended: bool) -> Attributes | Flaw:
    found = _ID.search(piece)
    name = found[1].decode() if found else f"row {place}"
    if len(piece) > LARGEST_ROW:
        return Flaw(file, name, f"It is longer than {LARGEST_ROW:,} bytes.")
    try:
        return dict(ElementTree.fromstring(_START + piece.rstrip()).attrib)
    except ElementTree.ParseError as error:
        return Flaw(file, name, f"It is no XML: {error}.")

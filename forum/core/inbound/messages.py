"""One mail, read. Nothing that strangers write makes it raise, and nothing of it is run or kept."""

import hashlib
import logging
import re
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import getaddresses
from typing import Literal

from forum.core.inbound import bodies, bounces, quotes
from forum.core.inbound.bounces import Bounce
from forum.core.text import clean, one_line

# What somebody writes stands before what they attach: the rest of a larger mail is not read.
LARGEST = 1024 * 1024
# The standard library's parser asks each level about each line: 200 levels take it 12 seconds.
MOST_BOUNDARIES = 30
# As the parser takes the word: "boundary =" and "boundary*0*=" are boundaries, too.
_BOUNDARY = re.compile(rb"boundary[\s*0-9]*=", re.IGNORECASE)
LONGEST_HEADER = 20_000
# Its reader of parameters takes time that grows with the square: a mebibyte of semicolons between
# quotation marks half an hour, each time that it is asked.
LONGEST_KIND = 1000
MOST_RECIPIENTS = 50

Kind = Literal["reply", "automatic", "bounce"]

log = logging.getLogger(__name__)


class _Short(Compat32):
    """Cuts what has parameters before anything reads them."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_KIND] if name.lower().startswith("content-") else value


@dataclass(frozen=True)
class Incoming:
    """What came in.

    ``sender`` is what stands in From, which anybody can write there. ``message_id`` is never
    empty: the same mail has the same. ``text`` is what they wrote themselves, plain.
    """

    kind: Kind
    sender: str = ""
    recipients: tuple[str, ...] = ()
    message_id: str = ""
    subject: str = ""
    text: str = ""
    bounce: Bounce | None = None


def parse(raw: bytes) -> Incoming:
    """Reads the first ``LARGEST`` bytes. What cannot be read is an automatic mail without text."""
    raw = raw[:LARGEST]
    unread = Incoming("automatic", message_id=_hash(raw))
    if len(_BOUNDARY.findall(raw)) > MOST_BOUNDARIES:
        return unread
    try:
        return _read(BytesParser(policy=_Short()).parsebytes(raw), unread.message_id)
    except Exception as error:
        # The standard library's reader of mail was not written for all that strangers send.
        log.warning("A mail that came in cannot be read: %s", type(error).__name__)
        return unread


def _read(mail: Message, hashed: str) -> Incoming:
    senders, text = _addresses(mail, ("From",)), bodies.text_of(mail)
    bounce = bounces.find(mail, text)
    automatic = bounces.is_automatic(mail) or len(senders) != 1
    kind: Kind = "bounce" if bounce else "automatic" if automatic else "reply"
    return Incoming(
        kind=kind,
        sender=senders[0] if senders else "",
        recipients=_addresses(mail, ("Delivered-To", "X-Original-To", "To", "Cc")),
        message_id=_plain(_header(mail, "Message-ID"))[:255] or hashed,
        subject=_plain(_header(mail, "Subject"))[:255],
        text=clean(quotes.without_quotes(text)) if kind == "reply" else "",
        bounce=bounce,
    )


def _addresses(mail: Message, names: tuple[str, ...]) -> tuple[str, ...]:
    given = [str(value)[:LONGEST_HEADER] for name in names for value in mail.get_all(name, [])]
    found = [address for _name, address in getaddresses(given[:MOST_RECIPIENTS]) if "@" in address]
    return tuple(dict.fromkeys(_plain(address) for address in found))[:MOST_RECIPIENTS]


def _header(mail: Message, name: str) -> str:
    parts = decode_header(str(mail.get(name, ""))[:LONGEST_HEADER])
    return "".join(
        text if isinstance(text, str) else bodies.decoded(text, charset or "")
        for text, charset in parts
    )


def _plain(text: str) -> str:
    return one_line(bodies.whole(text))


def _hash(raw: bytes) -> str:
    return f"<{hashlib.sha256(raw).hexdigest()}@sha256.invalid>"

"""What no person wrote: mail that came back, and answers of machines."""

import re
from dataclasses import dataclass
from email.message import Message

from forum.core.smtp import LONGEST_SENTENCE, is_for_good, status_of
from forum.core.text import one_line

_MACHINE = re.compile(r"\b(mailer-daemon|postmaster)@", re.IGNORECASE)
_RETURNED = re.compile(r"退信|undeliver|returned|failure|failed", re.IGNORECASE)
# As servers quote each other in letters that RFC 3464 knows nothing of.
_ANSWER = re.compile(r"(?<![\d.])([45]\d\d)[ -]#?([245]\.\d{1,3}\.\d{1,3}\b)?([^\n]{0,200})")


@dataclass(frozen=True)
class Bounce:
    """``is_hard``: nobody is there, for good. ``sentence`` is the server's, in one line."""

    is_hard: bool
    status: str
    sentence: str


def find(mail: Message, text: str) -> Bounce | None:
    """None also for a delay and for a receipt: neither says that a mail did not arrive."""
    if mail.get_content_type() == "multipart/report":
        for part in mail.walk():
            if part.get_content_type() == "message/delivery-status":
                return _reported(part)
    return _guessed(mail, text)


def _reported(part: Message) -> Bounce | None:
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and _field(block, "Action").lower() == "failed":
            status, said = _field(block, "Status"), _field(block, "Diagnostic-Code")
            status = status.split()[0] if status else ""
            return Bounce(is_for_good(status), status[:12], (said or status)[:LONGEST_SENTENCE])
    return None


def _guessed(mail: Message, text: str) -> Bounce | None:
    """Exim's, and those of servers that write a letter only."""
    failed = mail.get("X-Failed-Recipients") is not None
    returned = _RETURNED.search(_field(mail, "Subject") + text[:2000])
    if not failed and not (_MACHINE.search(_field(mail, "From")) and returned):
        return None
    found = _ANSWER.search(text)
    if not found:
        return Bounce(False, "", "")
    status = found[2] or status_of(int(found[1]), found[3])
    return Bounce(is_for_good(status), status, one_line(found[0])[:LONGEST_SENTENCE])


def is_automatic(mail: Message) -> bool:
    """RFC 3834, and what was there before it."""
    said = _field(mail, "Auto-Submitted").lower()
    return (
        said not in ("", "no")
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or _field(mail, "Precedence").lower() in ("bulk", "auto_reply", "junk", "list")
        or _field(mail, "Return-Path") == "<>"
        or mail.get_content_type() == "multipart/report"
        or _MACHINE.search(_field(mail, "From")) is not None
    )


def _field(mail: Message, name: str) -> str:
    return one_line(str(mail.get(name, ""))[:1000])

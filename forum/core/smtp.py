"""One mail to the server of ``SMTP_URL``, and what its answer means."""

import re
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from forum.core.text import one_line

# A mail server that does not answer must not hold up the worker for longer; and one that answers
# slowly, some ten times a mail, not until the job's lease is over and another worker sends it, too.
PATIENCE_S, WHOLE_S = 20, 45
LONGEST_SENTENCE = 200
# RFC 3463: 5.2.2 mailbox full, 5.2.3 and 5.3.4 too long, 5.6 the content, 5.7 their policy, such as
# a blocklist that we are on. They say nothing about whether somebody is there.
_NOT_THE_ADDRESS = re.compile(r"5\.(2\.2|2\.3|3\.4|6\.\d+|7\.\d+)$")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\D|$)")


class Refused(Exception):
    """Nobody is at this address, says the server; ``sentence`` is how it said so."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def is_for_good(status: str) -> bool:
    """Whether an enhanced status (RFC 3463) means that no mail will ever arrive."""
    return status.startswith("5.") and not _NOT_THE_ADDRESS.match(status)


def status_of(code: int, said: str) -> str:
    """The enhanced status in a server's answer, or the one that its code alone means."""
    found = _STATUS.match(said.lstrip("# "))
    if found:
        return found[0]
    # 552 is a mailbox that is full (RFC 5321, 4.2.3).
    return "5.2.2" if code == 552 else f"{code // 100}.0.0"


def deliver(url: str, message: EmailMessage, sender: str, to: str) -> None:
    """Raises what ``core.mail.send`` raises."""
    name, _at, domain = to.rpartition("@")
    try:
        address = f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise Refused(f"{domain} is no name of a host.") from error
    with _connect(url) as server:
        try:
            server.send_message(message, sender, [address])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[address]
            raise _refusal(code, said.decode("utf-8", "replace")) from error
        except smtplib.SMTPNotSupportedError as error:
            if address.isascii():
                raise
            raise Refused("The server takes no address in this script (SMTPUTF8).") from error


def _refusal(code: int, said: str) -> Exception:
    sentence = f"{code} {one_line(said)}"[:LONGEST_SENTENCE]
    if is_for_good(status_of(code, said)):
        return Refused(sentence)
    return smtplib.SMTPResponseException(code, sentence)


@cache
def _context() -> ssl.SSLContext:
    """Reading the list of authorities takes longer than sending a mail."""
    return ssl.create_default_context()


class _Hurried(smtplib.SMTP):
    """Waits for each answer as long as the whole may still last."""

    def __init__(self, host: str, port: int, **named: Any) -> None:
        self._ends_at = time.monotonic() + WHOLE_S
        super().__init__(host, port, timeout=PATIENCE_S, **named)

    def getreply(self) -> tuple[int, bytes]:
        left = self._ends_at - time.monotonic()
        if left <= 0:
            self.close()
            raise smtplib.SMTPServerDisconnected("The server takes too long.")
        if self.sock is not None:
            self.sock.settimeout(min(PATIENCE_S, left))
        return super().getreply()


class _HurriedSsl(_Hurried, smtplib.SMTP_SSL):
    pass


@contextmanager
def _connect(url: str) -> Iterator[smtplib.SMTP]:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    with (
        _HurriedSsl(host, parts.port or 465, context=_context())
        if parts.scheme == "smtps"
        else _Hurried(host, parts.port or 25)
    ) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server

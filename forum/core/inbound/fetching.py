"""Mail that waits in a mailbox, fetched by IMAP from ``INBOX_URL``."""

import imaplib
import logging
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy.exc import OperationalError

from forum.core.db import db
from forum.core.inbound.messages import LARGEST
from forum.core.inbound.taking import take

PATIENCE_S = 20
# After it no further mail is begun: meanwhile the worker looks for no job that is due. The next
# minute brings the rest.
WHOLE_S = 15
# Where a mail goes that the program failed over, for the operator to look at.
FAILED = "Failed"

log = logging.getLogger(__name__)


def fetch() -> int:
    """Take what is there and delete it; answers how many. Nothing without ``INBOX_URL``.

    Raises ``OSError`` or ``imaplib.IMAP4.error`` when the server does not play along, and
    ``OperationalError`` when the database is away: then mail stays where it is.
    """
    url = current_app.extensions["config"].inbox_url
    if not url:
        return 0
    with _mailbox(url) as server:
        _status, found = server.uid("SEARCH", "UNDELETED")
        count, end = 0, time.monotonic() + WHOLE_S
        for uid in (found[0] or b"").split():
            _take_one(server, uid.decode())
            count += 1
            if time.monotonic() > end:
                break
        server.expunge()
    return count


def _take_one(server: imaplib.IMAP4, uid: str) -> None:
    _status, parts = server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    if not raw:
        # Another worker was first, or the server cannot give it now.
        return
    try:
        log.info("Mail %s: %s", uid, take(raw))
    except (OSError, OperationalError):
        raise
    except Exception:
        log.exception("Mail %s could not be taken; it is in %s now.", uid, FAILED)
        db.session.remove()
        server.create(FAILED)
        if server.uid("COPY", uid, FAILED)[0] != "OK":
            return
    server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)")


@contextmanager
def _mailbox(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    with (
        imaplib.IMAP4_SSL(host, parts.port or 993, timeout=PATIENCE_S, ssl_context=context)
        if parts.scheme == "imaps"
        else imaplib.IMAP4(host, parts.port or 143, timeout=PATIENCE_S)
    ) as server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        name = unquote(parts.path.strip("/")) or "INBOX"
        status, said = server.select(f'"{name}"')
        if status != "OK":
            raise imaplib.IMAP4.error(f"{name} cannot be opened: {said[0]!r}")
        yield server

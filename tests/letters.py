"""The mail that the program has written, as its reader gets it."""

import re
from email import message_from_bytes
from email.policy import default

from flask import current_app

from forum.core.jobs import run_due


def letters():
    """Do what is due, and take the mails out of the outbox, the oldest first."""
    run_due()
    outbox = current_app.extensions["config"].data_dir / "outbox"
    found = sorted(outbox.glob("*.eml")) if outbox.exists() else []
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in found]
    for path in found:
        path.unlink()
    return mails


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def code_in(mail):
    return re.search(r"\b(\d{8})\b", text_of(mail))[1]

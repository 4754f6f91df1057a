"""Mail that comes in, from a mail server's pipe or from a mailbox."""

import imaplib
import logging
import os
import sys

import click
from flask.cli import AppGroup

from forum.core.inbound import LARGEST
from forum.core.inbound.fetching import fetch
from forum.core.inbound.taking import take

cli = AppGroup("mail", help="Mail that comes in: receive, fetch.")

log = logging.getLogger(__name__)


@cli.command()
def receive() -> None:
    """Take one mail from standard input; for a pipe of Postfix or Exim.

    Exit status 0: the mail is dealt with. 75: try again later.
    """
    raw = sys.stdin.buffer.read(LARGEST)
    while sys.stdin.buffer.read(LARGEST):
        # To the end, or the mail server takes us for dead.
        continue
    try:
        click.echo(take(raw))
    except Exception:
        # Any other status sends the mail back to a person who can do nothing about it.
        log.exception("A mail could not be taken; the mail server keeps it.")
        raise SystemExit(os.EX_TEMPFAIL) from None


@cli.command("fetch")
def fetch_waiting() -> None:
    """Take what waits in the mailbox of INBOX_URL, and delete it there."""
    try:
        click.echo(f"{fetch()} mails.")
    except (OSError, imaplib.IMAP4.error) as error:
        raise click.ClickException(str(error)) from error

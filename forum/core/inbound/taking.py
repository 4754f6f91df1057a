"""Who takes a mail that came in: by the purpose of the address that it was sent to."""

import logging
from collections.abc import Callable, Mapping

from flask import current_app
from flask_babel import force_locale

from forum.core import letters, mail
from forum.core.config import Config
from forum.core.db import read
from forum.core.errors import ForumError
from forum.core.inbound.messages import Incoming, parse
from forum.core.languages import locale_of
from forum.core.mailbox import read_address
from forum.core.settings import all_settings

# Purpose of ``core.mailbox`` → who takes such mail, given the ids in the address. It may get a mail
# twice, with the same ``message_id``. A ForumError goes back to whoever wrote a reply.
Takers = Mapping[str, Callable[[tuple[int, ...], Incoming], None]]

log = logging.getLogger(__name__)


class NotTaken(ForumError):
    """A refusal in the language of who wrote; any other ForumError is said in the site's."""

    def __init__(self, message: str, language: str) -> None:
        super().__init__(message)
        self.language = language


def take(raw: bytes) -> str:
    """What became of it, in words for a log. Raises what the taker raises but for ForumError."""
    config: Config = current_app.extensions["config"]
    takers: Takers = current_app.extensions["incoming"]
    incoming = parse(raw)
    found = [read_address(config, address) for address in incoming.recipients]
    purpose, ids = next((one for one in found if one), ("", ()))
    # To the address for bounces come holiday notes, too; to the one for replies, bounces.
    if incoming.kind != purpose or purpose not in takers:
        return f"not for us ({incoming.kind}, to {purpose or 'no address of ours'})"
    with read() as connection:
        language = all_settings(connection)["language"]
    try:
        with force_locale(locale_of(language)):
            takers[purpose](ids, incoming)
    except ForumError as refusal:
        if incoming.kind == "reply":
            _answer(config, incoming, refusal, getattr(refusal, "language", language))
        return f"refused: {refusal.code}"
    return f"taken: {purpose}"


def _answer(config: Config, incoming: Incoming, refusal: ForumError, language: str) -> None:
    written = letters.write(
        "not_taken", language, html=False,
        reason=refusal.message, subject=incoming.subject, text=incoming.text,
    )
    letter = mail.Letter(
        to=incoming.sender,
        subject=written.subject,
        text=written.text,
        from_name=written.site_name,
        references=(incoming.message_id,),
    )
    try:
        mail.send(config, letter)
    except (mail.Refused, ValueError):
        log.info("Nobody is where a mail that was refused says that it comes from.")

"""Who takes a mail that came in: by the purpose of the address that it was sent to."""

import logging
import re
from collections.abc import Callable, Mapping

from flask import current_app
from flask_babel import force_locale

from forum.core import jobs, letters, mail
from forum.core.config import Config
from forum.core.db import read, transaction
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
    """A refusal in the language of who wrote; any other ForumError is said in the site's.

    ``owner``: whom it goes to, without what was written, where nobody knows who wrote: From may
    name anybody, and the site would carry strangers' words to them.
    """

    def __init__(self, message: str, language: str, owner: str = "") -> None:
        super().__init__(message)
        self.language, self.owner = language, owner


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
            _answer(incoming, refusal, language)
        return f"refused: {refusal.code}"
    return f"taken: {purpose}"


@transaction()
def _answer(incoming: Incoming, refusal: ForumError, language: str) -> None:
    names = re.fullmatch(r"<[\x21-\x7e]+@[\x21-\x7e]+>", incoming.message_id)
    owner = getattr(refusal, "owner", "")
    jobs.enqueue(
        "tell_not_taken",
        to=owner or incoming.sender,
        language=getattr(refusal, "language", language),
        reason=str(refusal.message),
        subject="" if owner else incoming.subject,
        text="" if owner else incoming.text,
        message_id=incoming.message_id if names and not owner else "",
    )


def tell_not_taken(to: str, language: str, message_id: str, **shown: str) -> None:
    """The reason, and what they wrote, to whoever wrote it."""
    written = letters.write("not_taken", language, html=False, **shown)
    references = (message_id,) if message_id else ()
    letter = mail.Letter(
        to, written.subject, written.text, references=references, from_name=written.site_name
    )
    try:
        mail.send(current_app.extensions["config"], letter)
    except (mail.Refused, ValueError):
        log.info("Nobody is where a mail that was refused says that it comes from.")

"""Mails to people, in their language. The first line of a template is the subject.

Mails about an account hold no link: the code is typed at the address that the person knows.
"""

import logging

from flask import current_app

from forum.core import letters, mail
from forum.core.db import let_go

log = logging.getLogger(__name__)


def send(to: str, language: str | None, template: str, **shown: object) -> None:
    """Raises ``OSError`` when trying again may help; where nobody is, that is the end of it."""
    written = letters.write(template, language, html=False, **shown)
    letter = mail.Letter(to, written.subject, written.text, from_name=written.site_name)
    let_go()
    try:
        mail.send(current_app.extensions["config"], letter)
    except mail.Refused as refused:
        log.warning("A mail about an account was refused: %s", refused.sentence)

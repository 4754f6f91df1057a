"""Mails to people, in their language. The first line of a template is the subject.

Mails about an account hold no link: the code is typed at the address that the person knows.
"""

import logging

from flask import current_app, render_template
from flask_babel import force_locale

from forum.core import mail
from forum.core.db import read
from forum.core.languages import locale_of, pick
from forum.core.settings import all_settings

log = logging.getLogger(__name__)


def send(to: str, language: str | None, template: str, **shown: object) -> None:
    """Raises ``OSError`` when trying again may help; where nobody is, that is the end of it."""
    with read() as connection:
        settings = all_settings(connection)
    language = language or settings["language"]
    config = current_app.extensions["config"]
    with force_locale(locale_of(language)):
        subject, text = render_template(
            f"mail/{template}.txt",
            site_name=pick(settings["name"], language),
            site_url=config.site_url,
            **shown,
        ).split("\n", 1)
    letter = mail.Letter(to=to, subject=subject, text=text.strip() + "\n")
    try:
        mail.send(config, letter)
    except mail.Refused as refused:
        log.warning("A mail about an account was refused: %s", refused.sentence)

"""Mails to people, in their language. The first line of a template is the subject.

Mails about an account hold no link: the code is typed at the address that the person knows.
"""

from flask import current_app, render_template
from flask_babel import force_locale

from forum.core import mail
from forum.core.db import read
from forum.core.languages import locale_of, pick
from forum.core.settings import all_settings


def send(to: str, language: str | None, template: str, **shown: object) -> None:
    """Raises what ``core.mail.send`` raises."""
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
    mail.send(config, to=to, subject=subject, text=text.strip() + "\n")

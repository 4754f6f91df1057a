"""Who is written to: their language, their zone, whether they may be written to now."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import current_app
from flask_babel import force_locale
from sqlalchemy import func, select

from forum.accounts.actions.mailing import stop_mail
from forum.accounts.models import User
from forum.core import letters, mail
from forum.core.clock import now
from forum.core.config import Config
from forum.core.db import db, let_go, read
from forum.core.jobs import Later
from forum.core.languages import locale_of
from forum.core.mailbox import reply_address
from forum.core.settings import all_settings
from forum.notifications.models import Mailing
from forum.notifications.queries.wishes import wishes_of
from forum.notifications.quiet import quiet_until

# Beyond it what happens stands in the list and in the digest.
MOST_A_DAY = 100
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reader:
    user: User
    # "" where they have none.
    email: str
    language: str
    zone: ZoneInfo

    def speaking(self) -> AbstractContextManager[None]:
        return force_locale(locale_of(self.language))

    @property
    def at(self) -> Callable[[datetime], str]:
        """A moment as they read it."""
        words = locale_of(self.language)
        return lambda moment: format_datetime(
            moment.astimezone(self.zone), "medium" if words.language == "en" else "short",
            locale=words,
        )  # fmt: skip


def reader_of(user_id: int) -> Reader | None:
    """None for who cannot be written to: no address, one where nobody is, a suspended account."""
    reader = reader_by_push(user_id)
    if reader is None or not reader.email or reader.user.mail_stopped_at is not None:
        return None
    return reader


def reader_by_push(user_id: int) -> Reader | None:
    """Whatever their mailbox is like; None while they are suspended."""
    user = db.session.get(User, user_id)
    if user is None:
        return None
    if user.suspended_until is not None and user.suspended_until > now():
        return None
    settings = _settings()
    zone = ZoneInfo(user.time_zone or settings["time_zone"])
    return Reader(user, user.email or "", user.language or settings["language"], zone)


def language_of(user: User) -> str:
    return user.language or str(_settings()["language"])


def _settings() -> dict[str, Any]:
    with read() as connection:
        return all_settings(connection)


def send_letter(
    reader: Reader,
    written: letters.Written,
    list_name: str,
    unsubscribe: str,
    message_id: str,
    *,
    references: tuple[str, ...] = (),
    reply_to: str = "",
    from_name: str = "",
) -> bool:
    """False when nobody is at their address, who is then not written to any more. Raises
    ``OSError`` when trying again may help."""
    config: Config = current_app.extensions["config"]
    letter = mail.Letter(
        to=reader.email,
        subject=written.subject,
        text=written.text,
        html=written.html,
        message_id=message_id,
        references=references,
        list_id=f"{list_name}.{urlsplit(config.site_url).hostname}",
        unsubscribe_url=unsubscribe,
        reply_to=reply_to,
        from_name=f"{from_name} · {written.site_name}" if from_name else written.site_name,
        bounce_to=reply_address(config, "bounce", reader.user.id, today()),
    )
    user_id = reader.user.id
    let_go()
    try:
        mail.send(config, letter)
    except mail.Refused as refused:
        stop_mail(user_id, refused.sentence)
        return False
    return True


def today() -> int:
    """In days since 1970, as the addresses hold it that are given out today."""
    return int(now().timestamp() // DAY.total_seconds())


def wait_for(reader: Reader) -> None:
    """Raises ``Later`` during their quiet hours."""
    until = quiet_until(wishes_of(reader.user.id).quiet, reader.zone, now())
    if until is not None:
        raise Later(until)


def is_used_up(user_id: int) -> bool:
    """Whether they got as many mails within a day as anybody gets."""
    lately = (Mailing.user_id == user_id, Mailing.sent_at > now() - DAY)
    count = db.session.scalar(select(func.count()).where(*lately)) or 0
    return count >= MOST_A_DAY

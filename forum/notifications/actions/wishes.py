"""How somebody wants to be told."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import delete

from forum import policy
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Invalid
from forum.notifications.kinds import CHANNELS, TOPICS
from forum.notifications.models import NotificationChoice, NotificationWishes
from forum.notifications.wishes import DIGESTS

DAY = 24 * 60


@transaction()
def change_notification_wishes(
    *,
    choices: Mapping[tuple[str, str], bool] | None = None,
    quiet: tuple[int, int] | None | bool = True,
    digest: str | None = None,
    follows_along: bool | None = None,
    by: User,
) -> NotificationWishes:
    """What is left out stays.

    ``choices``: (topic, channel) → wanted. ``quiet``: from and until in minutes since midnight of
    their own zone, None for no quiet hours, True: as they are. Raises ``Invalid``.
    """
    lock(by)
    policy.require(policy.change_notification_wishes(by))
    wishes = _wishes_of(by)
    for (topic, channel), wanted in (choices or {}).items():
        _choose(by, topic, channel, wanted)
    if not isinstance(quiet, bool):
        wishes.quiet_from, wishes.quiet_until = _quiet(quiet)
    if digest is not None:
        if digest not in DIGESTS:
            raise Invalid(_("Choose a digest every day, every week or never."), "digest")
        wishes.digest = digest
    if follows_along is not None:
        wishes.follows_along = follows_along
    return wishes


def _wishes_of(user: User) -> NotificationWishes:
    wishes = db.session.get(NotificationWishes, user.id)
    if wishes is None:
        # The first digest covers what happens from now on.
        wishes = NotificationWishes(user_id=user.id, digested_at=now())
        db.session.add(wishes)
        db.session.flush()
    return wishes


def _choose(user: User, name: str, channel: str, wanted: bool) -> None:
    topic, field = TOPICS.get(name), f"choices.{name}.{channel}"
    if topic is None or channel not in CHANNELS:
        raise Invalid(_("There is no such choice."), field)
    if channel in topic.fixed:
        if wanted != topic.wants(channel, None):
            raise Invalid(_("This cannot be switched off."), field)
        return
    mine = NotificationChoice
    known = (mine.user_id == user.id, mine.topic == name, mine.channel == channel)
    db.session.execute(delete(mine).where(*known))
    if wanted != topic.wants(channel, None):
        db.session.add(mine(user_id=user.id, topic=name, channel=channel, is_wanted=wanted))


def _quiet(hours: tuple[int, int] | None) -> tuple[int | None, int | None]:
    if hours is None:
        return None, None
    if not all(0 <= minute < DAY for minute in hours):
        raise Invalid(_("Quiet hours are times of a day, such as 22:00."), "quiet")
    return (None, None) if hours[0] == hours[1] else hours

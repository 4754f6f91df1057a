"""Being told: notices, wishes, levels."""

from typing import Any

from flask_babel import lazy_gettext as _
from marshmallow import ValidationError

from forum.api.v1.schemas.fields import (
    Address,
    Choice,
    Flag,
    In,
    Listing,
    Many,
    Moment,
    Out,
    Part,
    Switch,
    Text,
    Whole,
)
from forum.api.v1.schemas.people import Author
from forum.api.v1.schemas.threads import Paging
from forum.notifications.kinds import CHANNELS, KINDS, TOPICS
from forum.notifications.levels import LEVELS
from forum.notifications.queries.listing import MOST_COUNTED
from forum.notifications.quiet import minutes_of
from forum.notifications.wishes import DIGESTS

MOST_READ = 100


class Notification(Out):
    id = Whole()
    kind = Choice(list(KINDS))
    count = Whole(1)
    thread_id = Whole(allow_none=True)
    post_id = Whole(allow_none=True)
    text = Text()
    url = Address()
    created_at = Moment()
    read_at = Moment(allow_none=True)


class Notifications(Listing):
    items = Many(Part(Notification))


class NotificationPaging(Paging):
    unread = Switch(load_default=False)


class Unread(Out):
    unread = Whole(0, MOST_COUNTED)


class Reading(In):
    ids = Many(Whole(), MOST_READ, load_default=None)


class Read(Out):
    read = Whole(0)


class Channels(Out):
    app = Flag()
    mail = Flag()
    push = Flag()
    # Those that cannot be switched.
    fixed = Many(Choice(CHANNELS))


class ChannelWish(In):
    app = Flag()
    mail = Flag()
    push = Flag()


Topics = Out.from_dict({name: Part(Channels) for name in TOPICS}, name="Topics")
TopicWishes = In.from_dict({name: Part(ChannelWish) for name in TOPICS}, name="TopicWishes")


class Clock(Text):
    """A time of a day, "22:00"."""

    def __init__(self, **given: Any) -> None:
        pattern = {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
        super().__init__(required=True, validate=_be_a_time, metadata=pattern, **given)


def _be_a_time(text: str) -> None:
    if minutes_of(text) is None:
        raise ValidationError([_("Quiet hours are times of a day, such as 22:00.")])


class Quiet(Out):
    # A word that Python keeps for itself.
    from_ = Clock(data_key="from")
    until = Clock()


class QuietWish(In):
    from_ = Clock(data_key="from")
    until = Clock()


class NotificationWishes(Out):
    choices = Part(Topics)
    quiet = Part(Quiet, allow_none=True)
    digest = Choice(DIGESTS)
    follows_along = Flag()
    mail_stopped_at = Moment(allow_none=True)
    mail_stopped_reason = Text(allow_none=True)


class EditNotificationWishes(In):
    choices = Part(TopicWishes)
    quiet = Part(QuietWish, allow_none=True)
    digest = Choice(DIGESTS)
    follows_along = Flag()


class LevelWish(In):
    level = Choice(LEVELS, required=True)


class Level(Out):
    level = Choice(LEVELS)


class ThreadWithLevel(Level):
    id = Whole()
    title = Text()
    url = Address()


class CategoryWithLevel(Level):
    slug = Text()
    name = Text()
    url = Address()


class TagWithLevel(Level):
    name = Text()
    url = Address()


class Levels(Out):
    threads = Many(Part(ThreadWithLevel))
    categories = Many(Part(CategoryWithLevel))
    tags = Many(Part(TagWithLevel))
    muted = Many(Part(Author))

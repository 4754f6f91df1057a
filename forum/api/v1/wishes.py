"""How one wants to be told."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.accounts.actions import mailing
from forum.api.v1 import shapes
from forum.api.v1.asking import nothing
from forum.api.v1.schemas import notifications as schemas
from forum.http.programs import scope
from forum.http.visitor import enter, member
from forum.notifications.actions import wishes
from forum.notifications.kinds import CHANNELS, TOPICS, Topic
from forum.notifications.queries.wishes import Wishes, wishes_of
from forum.notifications.quiet import clock_of, minutes_of

bp = APIBlueprint("api_wishes", __name__, url_prefix="/api/v1", tag="Notifications")


@bp.get("/me/notification-wishes")
@enter("members")
@scope("read")
@bp.output(schemas.NotificationWishes)
def get_notification_wishes() -> ResponseReturnValue:
    """Read how you want to be told.

    Channels that are `fixed` are as they are, whatever you wish. `mail_stopped_at` is when a mail
    server said that nobody is at your address, if one did; since then you are sent no notices.
    """
    return _wishes()


def _wishes() -> shapes.Json:
    user = member()
    mine = wishes_of(user.id)
    return {
        "choices": {topic.name: _channels(topic, mine) for topic in TOPICS.values()},
        "quiet": _quiet(mine.quiet) if mine.quiet else None,
        "digest": mine.digest,
        "follows_along": mine.follows_along,
        "mail_stopped_at": user.mail_stopped_at,
        "mail_stopped_reason": user.mail_stopped_why or None,
    }


def _channels(topic: Topic, mine: Wishes) -> shapes.Json:
    wanted = {channel: mine.wants(topic, channel) for channel in CHANNELS}
    return {**wanted, "fixed": list(topic.fixed)}


def _quiet(hours: tuple[int, int]) -> shapes.Json:
    return {"from_": clock_of(hours[0]), "until": clock_of(hours[1])}


@bp.patch("/me/notification-wishes")
@enter("members")
@scope("write")
@bp.input(schemas.EditNotificationWishes)
@bp.output(schemas.NotificationWishes)
def change_notification_wishes(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Change how you want to be told.

    What is left out stays. `quiet` are two times of a day in your own time zone, between which you
    are sent no mail and no push; null, or the same time twice, is no quiet hours. `follows_along`
    is whether you follow what you reply to and what you read for long.
    """
    choices = {
        (topic, channel): wanted
        for topic, channels in json_data.pop("choices", {}).items()
        for channel, wanted in channels.items()
    }
    if quiet := json_data.get("quiet"):
        json_data["quiet"] = minutes_of(quiet["from_"]), minutes_of(quiet["until"])
    wishes.change_notification_wishes(choices=choices, by=member(), **json_data)
    return _wishes()


@bp.delete("/me/mail-stop")
@enter("members")
@scope("write")
@bp.output({}, 204)
def resume_mail() -> ResponseReturnValue:
    """Be sent mail again.

    For when your mailbox works again; what was held back stays unsent.
    """
    mailing.resume_mail(member(), by=member())
    return nothing()

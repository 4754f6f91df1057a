"""How the visitor wants to be told: channels by topic, the digest, quiet hours."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import mailing
from forum.accounts.devices import device
from forum.core.errors import ForumError, Invalid
from forum.http.language import zone
from forum.http.responses import see_other
from forum.http.visitor import enter, member, visitor
from forum.notifications.actions.push_keys import push_pair
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.kinds import CHANNELS, TOPICS, Topic
from forum.notifications.queries.devices import list_devices
from forum.notifications.queries.wishes import wishes_of
from forum.notifications.quiet import clock_of, minutes_of
from forum.web.forms import by_field, with_error

bp = Blueprint("wishes", __name__, url_prefix="/settings/notifications")


@bp.get("")
@enter("members")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("")
@enter("members")
def change() -> ResponseReturnValue:
    form = request.form
    try:
        change_notification_wishes(
            choices=_choices(set(form.getlist("wants")), with_push="shows_push" in form),
            quiet=_quiet(form.get("quiet_from", ""), form.get("quiet_until", "")),
            digest=form.get("digest", ""),
            follows_along="follows_along" in form,
            by=member(),
        )
    except ForumError as error:
        return _page(error)
    flash(_("Saved."), "ok")
    return see_other("wishes.show")


@bp.post("/resume-mail")
@enter("members")
def resume_mail() -> ResponseReturnValue:
    mailing.resume_mail(member(), by=member())
    flash(_("We will write to you again."), "ok")
    return see_other("wishes.show")


def _choices(ticked: set[str], *, with_push: bool) -> dict[tuple[str, str], bool]:
    """What can be ticked, and whether it is."""
    boxes = {
        f"{topic.name}.{channel}": (topic.name, channel)
        for topic in TOPICS.values()
        for channel in CHANNELS
        if channel not in topic.fixed and (with_push or channel != "push")
    }
    if not ticked <= boxes.keys():
        raise Invalid(_("There is no such choice."), "wants")
    return {choice: box in ticked for box, choice in boxes.items()}


def _quiet(start: str, end: str) -> tuple[int, int] | None:
    if not start and not end:
        return None
    begins, ends = minutes_of(start), minutes_of(end)
    if start and not end:
        raise Invalid(_("Say also until when."), "quiet_until")
    if end and not start:
        raise Invalid(_("Say also from when."), "quiet_from")
    if begins is None or ends is None:
        raise Invalid(_("Quiet hours are times of a day, such as 22:00."), "quiet")
    return begins, ends


def _clock(quiet: tuple[int, int] | None, end: int) -> str:
    """As a field of the type time wants it."""
    typed = request.form.get(("quiet_from", "quiet_until")[end])
    if typed is not None:
        return typed
    return clock_of(quiet[end]) if quiet else ""


def _page(error: ForumError | None = None) -> ResponseReturnValue:
    devices = list_devices(visitor().id)
    page = render_template(
        "accounts/settings/notifications.html",
        here_is="notifications",
        errors=by_field(error),
        person=member(),
        wishes=wishes_of(visitor().id),
        topics=_topics(),
        devices=devices,
        channels=_channels(bool(devices)),
        push_key=push_pair().public,
        device=device,
        zone=zone().key,
        clock=_clock,
    )
    return with_error(page, error)


def _channels(with_push: bool) -> list[tuple[str, str]]:
    words = {"app": _("Here"), "mail": _("By mail"), "push": _("On devices")}
    return [(channel, words[channel]) for channel in CHANNELS if channel != "push" or with_push]


def _topics() -> list[tuple[Topic, str]]:
    words = {
        "mentions": _("Somebody mentions me"),
        "replies": _("Somebody replies to me or quotes me"),
        "answers": _("My question is answered, or my answer accepted"),
        "solutions": _("A question that I follow is solved"),
        "following": _("Something is new where I follow or watch"),
        "announcements": _("Staff announce something, and how it goes"),
        "moderation": _("A moderator decides about my posts or reports"),
        "critical": _("Staff warn of a danger for everybody"),
        "security": _("Something changes in my account"),
    }
    return [(topic, words[topic.name]) for topic in TOPICS.values()]

"""One person as moderators see them: sanctions, flags, last posts. And what one reads oneself."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import policy
from forum.accounts.models import User
from forum.accounts.queries import get_by_handle, get_user
from forum.core import markup
from forum.core.clock import now
from forum.core.errors import ForumError, Invalid
from forum.http.language import zone
from forum.http.responses import see_other
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.moderation.actions import sanctioning
from forum.moderation.queries import sanctions
from forum.web import moderation_words as words
from forum.web.forms import by_field, with_error

bp = Blueprint("sanctions", __name__)


@bp.get("/moderation/people/<handle>")
@enter("moderators")
def person(handle: str) -> ResponseReturnValue:
    return _page(get_by_handle(handle), None)


@bp.post("/moderation/people/<handle>")
@enter("moderators")
def sanction(handle: str) -> ResponseReturnValue:
    user, reason = get_by_handle(handle), request.form.get("reason", "")
    try:
        if request.form.get("kind") == "suspension":
            sanctioning.suspend_person(user, _until(), reason, by=member())
            flash(_("Suspended. Every session of theirs has ended."), "ok")
        elif request.form.get("kind") == "silence":
            sanctioning.silence_person(user, _until(), reason, by=member())
            flash(_("Silenced."), "ok")
        else:
            raise Invalid(_("Choose silence or suspension."), "kind")
    except ForumError as error:
        return _page(get_by_handle(handle), error)
    return see_other("sanctions.person", handle=user.handle)


@bp.post("/moderation/sanctions/<int:sanction_id>/end")
@enter("moderators")
def end(sanction_id: int) -> ResponseReturnValue:
    found = sanctions.get_sanction(sanction_id)
    sanctioning.end_sanction(found, by=member())
    flash(_("Ended."), "ok")
    return see_other("sanctions.person", handle=get_user(found.user_id).handle)


@bp.get("/settings/standing")
@enter("members")
def standing() -> ResponseReturnValue:
    """What the visitor reads about their own sanctions; not who decided."""
    rows = sanctions.sanctions_of(visitor().id)
    return render_template(
        "moderation/standing.html", rows=rows, kinds=words.KINDS, here_is="standing", errors={}
    )


def _page(user: User, error: ForumError | None) -> ResponseReturnValue:
    places = [category.id for category in site().visible_to(visitor())]
    page = render_template(
        "moderation/person.html",
        person=user,
        rows=sanctions.sanctions_of(user.id),
        record=sanctions.record_of(user.id),
        posts=sanctions.recent_posts(user.id, places),
        allowed=policy.silence_person(visitor(), user),
        kinds=words.KINDS,
        periods=list(words.PERIODS.items()),
        excerpt=markup.excerpt,
        errors=by_field(error),
    )
    return with_error(page, error)


def _until() -> datetime:
    """From a number of days, or a date, which begins at midnight in the moderator's zone."""
    period = request.form.get("until", "")
    if period in words.PERIODS and period != "date":
        return now() + timedelta(days=int(period))
    try:
        day = date.fromisoformat(request.form.get("date", ""))
    except ValueError as error:
        raise Invalid(_("Choose until when."), "until") from error
    if not 2000 <= day.year < 3000:
        raise Invalid(_("Choose a date in the next hundred years."), "until")
    return datetime.combine(day, time(), zone())

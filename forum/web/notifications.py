"""What the visitor was told, and reading it."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import NotFound
from forum.core.numbers import LARGEST_ID, whole
from forum.http.bell import visible_ids
from forum.http.moments import format_moment
from forum.http.responses import see_other, see_path
from forum.http.visitor import enter, visitor
from forum.notifications.actions.reading import read_notifications
from forum.notifications.queries.listing import get_notice, list_notices
from forum.notifications.words import sentence
from forum.web.forms import number_in

bp = Blueprint("notifications", __name__, url_prefix="/notifications")


@bp.get("")
@enter("members")
def show() -> ResponseReturnValue:
    """``?show=unread`` leaves out what was read."""
    unread_only = request.args.get("show") == "unread"
    after = whole(request.args.get("after", ""))
    page = list_notices(visitor(), visible_ids(), unread_only=unread_only, after=after)
    narrowed = "show=unread&" if unread_only else ""
    return render_template(
        "notifications/list.html",
        page=page,
        unread_only=unread_only,
        is_first=after is None,
        older=f"/notifications?{narrowed}after={page.next}" if page.next else "",
        sentence=lambda notice: sentence(notice, format_moment),
    )


@bp.get(f"/<int(max={LARGEST_ID}):notice_id>")
@enter("members")
def go(notice_id: int) -> ResponseReturnValue:
    """Read it, and go where it leads."""
    notice = get_notice(notice_id, visitor(), visible_ids())
    if notice is None:
        raise NotFound(_("This notice is gone, or what it told of is."))
    read_notifications([notice_id], by=visitor())
    return see_path(notice.path)


@bp.post("/read")
@enter("members")
def read() -> ResponseReturnValue:
    """One line, or all."""
    if "all" in request.form:
        read_notifications(by=visitor())
        flash(_("All is read."), "ok")
    else:
        gone = _("This notice is gone, or what it told of is.")
        read_notifications([number_in(request.form.get("id", ""), "id", gone)], by=visitor())
    return see_other("notifications.show")

"""Pins: staff put threads above lists, readers put them away."""

from flask import Blueprint, Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.announcements.actions import pins, reading
from forum.announcements.actions.pins import PinWish
from forum.announcements.queries.pins import find_pin
from forum.core.clock import now
from forum.core.errors import ForumError
from forum.core.numbers import whole
from forum.http import official
from forum.http.moments import from_input, to_input, zone_name
from forum.http.official import COOKIE, cookie_with
from forum.http.responses import safe_next, see_path
from forum.http.visitor import enter, member, visitor
from forum.threads.models import Thread
from forum.threads.queries import finding
from forum.web.forms import by_field, with_error

bp = Blueprint("pins", __name__)

A_YEAR = 365 * 86400


@bp.get("/announcements/pins")
@enter("staff")
def everything() -> ResponseReturnValue:
    return render_template("announcements/pins.html", pins=official.pins(), moment=now())


@bp.get("/t/<int:thread_id>/pin")
@enter("staff")
def show(thread_id: int) -> ResponseReturnValue:
    return _form(finding.get_thread(thread_id, visitor()))


@bp.post("/t/<int:thread_id>/pin")
@enter("staff")
def pin(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    try:
        pins.pin_thread(thread, _wish(), by=member())
    except ForumError as error:
        return _form(finding.get_thread(thread_id, visitor()), error)
    flash(_("Pinned."), "ok")
    return see_path(safe_next("/announcements/pins"))


def _wish() -> PinWish:
    start, end = request.form.get("from", ""), request.form.get("until", "")
    return PinWish(
        request.form.get("scope", ""),
        from_=from_input(start, "from") if start else None,
        until=from_input(end, "until") if end else None,
    )


def _form(thread: Thread, error: ForumError | None = None) -> ResponseReturnValue:
    page = render_template(
        "announcements/pin.html",
        thread=thread,
        pin=find_pin(thread.id),
        typed=request.form,
        errors=by_field(error),
        to_input=to_input,
        zone=zone_name(now()),
    )
    return with_error(page, error)


@bp.post("/t/<int:thread_id>/unpin")
@enter("staff")
def unpin(thread_id: int) -> ResponseReturnValue:
    pins.unpin_thread(finding.get_thread(thread_id, visitor()), by=member())
    flash(_("No longer pinned."), "ok")
    return see_path(safe_next("/announcements/pins"))


@bp.post("/t/<int:thread_id>/pin/move")
@enter("staff")
def move(thread_id: int) -> ResponseReturnValue:
    order = whole(request.form.get("order", ""))
    thread = finding.get_thread(thread_id, visitor())
    pins.move_pin(thread, -1 if order is None else order, by=member())
    return see_path("/announcements/pins")


@bp.post("/announcements/<int:thread_id>/put-away")
@enter("everyone")
def put_away(thread_id: int) -> ResponseReturnValue:
    """The banner or the pin of this thread, for this person, in this phase."""
    thread = finding.get_thread(thread_id, visitor())
    place, phase = request.form.get("place", ""), request.form.get("phase", "")
    if visitor().id:
        reading.put_away(thread, place, phase, by=member())
        return see_path(safe_next())
    reading.check_token(place, phase)
    response: Response = see_path(safe_next())  # type: ignore[assignment]
    value = cookie_with((place, thread_id, phase))
    response.set_cookie(COOKIE, value, max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


@bp.post("/announcements/bring-back")
@enter("everyone")
def bring_back() -> ResponseReturnValue:
    if visitor().id:
        reading.bring_back(by=member())
        return see_path(safe_next())
    response: Response = see_path(safe_next())  # type: ignore[assignment]
    response.delete_cookie(COOKIE, samesite="Lax", httponly=True)
    return response

"""Announcements: their list, writing one, and moving one on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.announcements.actions import publishing, updates
from forum.announcements.actions.pins import PinWish
from forum.announcements.actions.windows import WindowWish
from forum.announcements.models import KINDS, OFFICIAL
from forum.announcements.queries import pages
from forum.announcements.states import is_over_at, steps_at
from forum.categories.models import Category
from forum.categories.queries import CategoryView, get_category
from forum.core import stamps
from forum.core.clock import now
from forum.core.errors import ForumError, NotFound
from forum.http import cursors
from forum.http.language import zone
from forum.http.moments import from_input, to_input, zone_name
from forum.http.names import name_page
from forum.http.official import official
from forum.http.responses import see_path
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.threads.models import Thread
from forum.threads.queries import finding
from forum.web.forms import by_field, with_error

bp = Blueprint("announcements", __name__)
bp.add_app_template_global(zone_name)


@bp.app_template_global()
def on_one_day(one: datetime, other: datetime) -> bool:
    """In the reader's zone."""
    return one.astimezone(zone()).date() == other.astimezone(zone()).date()


@bp.get("/announcements")
@enter("everyone")
def everything() -> ResponseReturnValue:
    name_page(OFFICIAL, stamps.LISTS)
    kind = request.args.get("kind")
    if kind is not None and kind not in KINDS:
        abort(404)
    after = cursors.decode(request.args.get("after"))
    categories = [category.id for category in site().visible_to(visitor())]
    page = pages.list_announcements(visitor(), categories, kind=kind, after=after)
    query = f"kind={kind}&" if kind else ""
    return render_template(
        "announcements/list.html",
        page=page,
        kind=kind,
        kinds=KINDS,
        is_first=after is None,
        older=f"/announcements?{query}after={cursors.encode(page.next)}" if page.next else "",
        by_id={category.id: category for category in site().categories},
    )


@bp.get("/announcements/new")
@enter("officials")
def new() -> ResponseReturnValue:
    return _form({"kind": request.args.get("kind", "notice"), "pin": "everywhere"})


@bp.post("/announcements/new")
@enter("officials")
def send_new() -> ResponseReturnValue:
    form = request.form
    try:
        announcement = publishing.publish_announcement(
            _category(form.get("category", "")),
            form.get("kind", ""),
            form.get("language", ""),
            form.get("title", ""),
            form.get("body", ""),
            is_critical="is_critical" in form and form.get("kind") == "security",
            pin=pin_wish(),
            maintenance=_window_wish() if form.get("kind") == "maintenance" else None,
            by=member(),
        )
    except ForumError as error:
        return _form(form, error)
    flash(_("Published."), "ok")
    return see_path(announcement.thread.path)


def _official_categories() -> list[CategoryView]:
    return [category for category in site().visible_to(visitor()) if category.is_official]


def _category(slug: str) -> Category:
    """The one that was chosen, or the first official one."""
    first = next(iter(_official_categories()), None)
    if not slug and first is None:
        raise NotFound(_("There is no official category yet."))
    return get_category(slug or (first.slug if first else ""), visitor())


def pin_wish() -> PinWish | None:
    scope, until = request.form.get("pin", ""), request.form.get("pin_until", "")
    if not scope:
        return None
    start = request.form.get("pin_from", "")
    return PinWish(
        scope,
        from_=from_input(start, "pin_from") if start else None,
        until=from_input(until, "pin_until") if until else None,
    )


def _window_wish() -> WindowWish:
    return WindowWish(
        from_input(request.form.get("starts_at", ""), "starts_at"),
        from_input(request.form.get("ends_at", ""), "ends_at"),
        _impacts(),
        request.form.get("to_do", ""),
    )


def _impacts() -> dict[str, str]:
    chosen = {one.slug: request.form.get(f"impact-{one.slug}", "") for one in official().services}
    return {slug: impact for slug, impact in chosen.items() if impact}


def _form(typed: Mapping[str, Any], error: ForumError | None = None) -> ResponseReturnValue:
    page = render_template(
        "announcements/new.html",
        typed=typed,
        errors=by_field(error),
        kinds=KINDS,
        categories=_official_categories(),
        services=official().services,
        zone=zone_name(now()),
    )
    return with_error(page, error)


@bp.get("/announcements/<int:thread_id>/manage")
@enter("officials")
def manage(thread_id: int) -> ResponseReturnValue:
    return _manage(finding.get_thread(thread_id, visitor()))


@bp.post("/announcements/<int:thread_id>/update")
@enter("officials")
def post_update(thread_id: int) -> ResponseReturnValue:
    """Words, a step of the maintenance, or both."""
    thread = finding.get_thread(thread_id, visitor())
    body, state = request.form.get("body", ""), request.form.get("state") or None
    try:
        if state and not body.strip():
            updates.change_maintenance(thread, state=state, by=member())
        else:
            updates.post_update(thread, body, state, by=member())
    except ForumError as error:
        return _manage(finding.get_thread(thread_id, visitor()), error)
    flash(_("Update posted."), "ok")
    return see_path(f"/announcements/{thread_id}/manage")


@bp.post("/announcements/<int:thread_id>/window")
@enter("officials")
def change_window(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    before = _view(thread)
    try:
        updates.change_maintenance(
            thread,
            starts_at=_moved("starts_at", before),
            ends_at=_moved("ends_at", before),
            services=_impacts(),
            to_do=request.form.get("to_do", ""),
            by=member(),
        )
    except ForumError as error:
        return _manage(finding.get_thread(thread_id, visitor()), error)
    flash(_("Changed."), "ok")
    return see_path(f"/announcements/{thread_id}/manage")


def _moved(name: str, before: pages.AnnouncementView) -> Any:
    """None where the field still says what it said: it holds no seconds."""
    text = request.form.get(name, "")
    if before.window and text == to_input(getattr(before.window, name)):
        return None
    return from_input(text, name)


def _view(thread: Thread) -> pages.AnnouncementView:
    found = pages.find_announcement(thread.id)
    if found is None:
        raise NotFound(_("This thread is not an announcement."))
    return found


def _manage(thread: Thread, error: ForumError | None = None) -> ResponseReturnValue:
    view, moment = _view(thread), now()
    pin = view.pin
    page = render_template(
        "announcements/manage.html",
        thread=thread,
        announcement=view,
        unpinned_at=pin.pinned_until if pin and is_over_at(pin, moment) else None,
        services=official().services,
        errors=by_field(error),
        typed=request.form,
        to_input=to_input,
        steps=steps_at(view.window, now()) if view.window else [],
        zone=zone_name(now()),
    )
    return with_error(page, error)

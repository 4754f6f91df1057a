"""The page of a person, and what an administrator does on it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.actions import roles
from forum.accounts.models import User
from forum.accounts.queries import get_by_handle
from forum.core import stamps
from forum.core.errors import ForumError
from forum.http import cursors
from forum.http.names import name_page
from forum.http.responses import see_path
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.notifications.queries.wishes import has_muted
from forum.threads.queries.by_author import count_by_author, list_replies
from forum.threads.queries.lists import list_by_author

bp = Blueprint("people", __name__)


@bp.get("/u/me")
@enter("members")
def me() -> ResponseReturnValue:
    return see_path(f"/u/{visitor().handle}")


@bp.get("/u/<handle>")
@enter("everyone")
def show(handle: str) -> ResponseReturnValue:
    person = get_by_handle(handle)
    name_page(stamps.LISTS, f"user/{person.id}")
    if person.handle != handle:
        return redirect(person.path, 301)
    return _page(person, "threads")


@bp.get("/u/<handle>/replies")
@enter("everyone")
def show_replies(handle: str) -> ResponseReturnValue:
    person = get_by_handle(handle)
    name_page(stamps.LISTS, f"user/{person.id}")
    if person.handle != handle:
        return redirect(f"{person.path}/replies", 301)
    return _page(person, "replies")


def _page(person: User, tab: str, error: ForumError | None = None) -> ResponseReturnValue:
    after = cursors.decode(request.args.get("after"))
    ids = [category.id for category in site().visible_to(visitor())]
    listed: Any = list_by_author if tab == "threads" else list_replies
    page = listed(person.id, visitor(), ids, after=after)
    html = render_template(
        "accounts/profile.html",
        person=person,
        muted=has_muted(visitor().id, person.id),
        counts=count_by_author(person.id, visitor(), ids),
        tab=tab,
        page=page,
        older=f"{request.path}?after={cursors.encode(page.next)}" if page.next else "",
        is_first=after is None,
        by_id={c.id: c for c in site().categories},
        error=error,
    )
    return html, error.status if error else 200


@bp.post("/u/<handle>/role")
@enter("administrators")
def grant_role(handle: str) -> ResponseReturnValue:
    person = get_by_handle(handle)
    role, reason = request.form.get("role", ""), request.form.get("reason", "")
    try:
        roles.grant_role(person, role, reason, by=member())
    except ForumError as error:
        return _page(person, "threads", error)
    flash(_("%(name)s has another role now.", name=person.display_name), "ok")
    return see_path(person.path)

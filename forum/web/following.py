"""How much the visitor wants to hear: of a thread, a category, a tag; and of whom nothing."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.queries import get_by_handle
from forum.categories.queries import get_category
from forum.http.bell import visible_ids
from forum.http.responses import see_other, see_path
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.notifications.actions import following
from forum.notifications.queries import wishes
from forum.threads.queries.finding import get_thread
from forum.threads.queries.tags import get_shown_tag

bp = Blueprint("following", __name__)


@bp.post("/t/<int:thread_id>/level")
@enter("members")
def set_thread_level(thread_id: int) -> ResponseReturnValue:
    thread = get_thread(thread_id, visitor())
    following.set_thread_level(thread, request.form.get("level", ""), by=member())
    return _back(thread.path)


@bp.post("/c/<slug>/level")
@enter("members")
def set_category_level(slug: str) -> ResponseReturnValue:
    category = get_category(slug, visitor())
    following.set_category_level(category, request.form.get("level", ""), by=member())
    return _back(category.path)


@bp.post("/tag/<name>/level")
@enter("members")
def set_tag_level(name: str) -> ResponseReturnValue:
    tag = get_shown_tag(name, site().visible_to(visitor()))
    following.set_tag_level(tag, request.form.get("level", ""), by=member())
    return _back(tag.path)


@bp.post("/u/<handle>/mute")
@enter("members")
def mute_person(handle: str) -> ResponseReturnValue:
    person = get_by_handle(handle)
    following.mute_person(person, by=member())
    flash(_("You will not be told of what %(name)s writes.", name=person.display_name), "ok")
    return _back(person.path)


@bp.post("/u/<handle>/unmute")
@enter("members")
def unmute_person(handle: str) -> ResponseReturnValue:
    person = get_by_handle(handle)
    following.unmute_person(person, by=member())
    flash(_("You hear of %(name)s again.", name=person.display_name), "ok")
    return _back(person.path)


def _back(path: str) -> ResponseReturnValue:
    """To where the form stood: the thing's own page, or the list in the settings."""
    if "settings" in request.form:
        return see_other("following.show")
    return see_path(path)


@bp.get("/settings/following")
@enter("members")
def show() -> ResponseReturnValue:
    person = visitor()
    levels = wishes.followed_categories(person.id)
    return render_template(
        "accounts/settings/following.html",
        here_is="following",
        errors={},
        threads=wishes.followed_threads(person.id, visible_ids()),
        categories=[(one, levels.get(one.id)) for one in site().visible_to(person)],
        tags=wishes.followed_tags(person.id),
        people=wishes.muted_people(person.id),
    )

"""What moderators do with a whole thread."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.categories.models import Category
from forum.categories.queries import get_category
from forum.core.errors import ForumError, Invalid, NotFound
from forum.http.language import language
from forum.http.responses import see_path
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import editing, hiding, moderating, tagging
from forum.threads.models import Thread
from forum.threads.queries import finding
from forum.web.forms import Question, because, by_field, tag_names, with_error

bp = Blueprint("tools", __name__, url_prefix="/threads/<int:thread_id>")


def _locking(thread: Thread) -> Question:
    text = _("Only staff can then reply. Everybody sees the reason.")
    return Question(_("Lock this thread?"), text, _("Lock it"), thread.path)


@bp.get("/lock")
@enter("moderators")
def ask_lock(thread_id: int) -> ResponseReturnValue:
    return _locking(finding.get_thread(thread_id, visitor())).ask()


@bp.post("/lock")
@enter("moderators")
def lock(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    try:
        moderating.lock_thread(thread, because(), by=member())
    except ForumError as error:
        return _locking(thread).ask(error)
    return see_path(thread.path)


@bp.post("/unlock")
@enter("moderators")
def unlock(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    moderating.unlock_thread(thread, by=member())
    flash(_("Unlocked: everybody can reply again."), "ok")
    return see_path(thread.path)


def _hiding(thread: Thread) -> Question:
    text = _("Only staff and its author will see it, and this reason. It can be brought back.")
    return Question(_("Hide this thread?"), text, _("Hide it"), thread.path)


@bp.get("/hide")
@enter("moderators")
def ask_hide(thread_id: int) -> ResponseReturnValue:
    return _hiding(finding.get_thread(thread_id, visitor())).ask()


@bp.post("/hide")
@enter("moderators")
def hide(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    try:
        hiding.hide_thread(thread, because(), by=member())
    except ForumError as error:
        return _hiding(thread).ask(error)
    return see_path(thread.path)


@bp.post("/restore")
@enter("moderators")
def restore(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    hiding.restore_thread(thread, by=member())
    flash(_("The thread is back."), "ok")
    return see_path(thread.path)


@bp.get("/move")
@enter("moderators")
def ask_move(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    return _form("move", thread, thread.category.slug)


@bp.post("/move")
@enter("moderators")
def move(thread_id: int) -> ResponseReturnValue:
    thread, typed = finding.get_thread(thread_id, visitor()), request.form.get("category", "")
    try:
        moderating.move_thread(thread, _category(typed), because(), by=member())
    except ForumError as error:
        return _form("move", thread, typed, error)
    return see_path(thread.path)


def _category(slug: str) -> Category:
    try:
        return get_category(slug, visitor())
    except NotFound as error:
        raise Invalid(error.message, "category") from error


@bp.get("/rename")
@enter("moderators")
def ask_rename(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    return _form("rename", thread, thread.title)


@bp.post("/rename")
@enter("moderators")
def rename(thread_id: int) -> ResponseReturnValue:
    thread, typed = finding.get_thread(thread_id, visitor()), request.form.get("title", "")
    try:
        opening = finding.get_opening(thread)
        editing.rename_thread(thread, opening, typed, because(), by=member())
    except ForumError as error:
        return _form("rename", thread, typed, error)
    return see_path(thread.path)


@bp.get("/retag")
@enter("moderators")
def ask_retag(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    return _form("retag", thread, " ".join(thread.tags))


@bp.post("/retag")
@enter("moderators")
def retag(thread_id: int) -> ResponseReturnValue:
    thread, typed = finding.get_thread(thread_id, visitor()), request.form.get("tags", "")
    try:
        opening = finding.get_opening(thread)
        tagging.retag_thread(thread, opening, tag_names(typed), because(), by=member())
    except ForumError as error:
        return _form("retag", thread, typed, error)
    return see_path(thread.path)


def _form(
    kind: str, thread: Thread, typed: str, error: ForumError | None = None
) -> ResponseReturnValue:
    places = [c for c in site().visible_to(visitor()) if not c.is_official]
    page = render_template(
        "threads/tool.html",
        kind=kind,
        thread=thread,
        typed=typed,
        choices=[(c.slug, c.name(language())) for c in places],
        reason=because(),
        errors=by_field(error),
    )
    return with_error(page, error)

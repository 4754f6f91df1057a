"""Starting a thread, and seeing a text before it is sent."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import policy
from forum.categories.models import Category
from forum.categories.queries import CategoryView, get_category
from forum.core.errors import ForumError, Invalid, NotFound
from forum.http.language import language
from forum.http.responses import see_path
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.threads.actions.posting import start_thread
from forum.web.forms import by_field, preview_of, tag_names, wants_preview, with_error

bp = Blueprint("asking", __name__)


@dataclass(frozen=True)
class Typed:
    category: str = ""
    title: str = ""
    body: str = ""
    tags: str = ""


@bp.get("/ask")
@enter("members")
def ask() -> ResponseReturnValue:
    """``?category=`` chooses one, ``?title=`` is what somebody looked for in vain."""
    given = request.args
    return _page(Typed(given.get("category", ""), given.get("title", "")[:150]))


@bp.post("/ask")
@enter("members")
def send_thread() -> ResponseReturnValue:
    form = request.form
    typed = Typed(*(form.get(name, "") for name in ("category", "title", "body", "tags")))
    try:
        if wants_preview():
            return _page(typed, preview=preview_of(typed.body))
        thread = start_thread(
            _category(typed.category), typed.title, typed.body, tag_names(typed.tags), by=member()
        )
    except ForumError as error:
        return _page(typed, error=error)
    if member().trust_level == 0:
        warning = _("Staff never write to you first: whoever does is a thief.")
        flash(_("Published. Replies appear on this page. %(warning)s", warning=warning), "ok")
    return see_path(thread.path)


def _category(slug: str) -> Category:
    try:
        return get_category(slug, visitor())
    except NotFound as error:
        raise Invalid(_("Choose where your question belongs."), "category") from error


def _page(typed: Typed, preview: str = "", error: ForumError | None = None) -> ResponseReturnValue:
    places = _places()
    page = render_template(
        "threads/ask.html",
        typed=typed,
        choices=[(c.slug, c.name(language())) for c in places],
        may_ask=policy.write(visitor()),
        preview=preview,
        errors=by_field(error),
    )
    return with_error(page, error)


def _places() -> list[CategoryView]:
    """Announcements have a form of their own."""
    here = site().visible_to(visitor())
    return [c for c in here if not c.is_official and policy.start_thread(visitor(), c)]


@bp.post("/preview")
@enter("members")
def preview() -> ResponseReturnValue:
    """A fragment: the body as it would look."""
    return render_template("threads/_preview.html", html=preview_of(request.form.get("body", "")))

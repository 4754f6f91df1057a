"""The page of a thread, replying to it, and how far it was read."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from babel.dates import format_timedelta
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError

from forum.accounts.visitors import Guest, Visitor
from forum.announcements.queries.pages import find_announcement
from forum.core.errors import ForumError, NotFound
from forum.http.bell import unread_notices
from forum.http.language import locale
from forum.http.names import name_page
from forum.http.people import address_of
from forum.http.responses import page_number, see_path
from forum.http.site import category
from forum.http.visitor import enter, member, visitor
from forum.moderation.queries.log import why_hidden
from forum.notifications.queries.listing import has_unread
from forum.notifications.queries.wishes import level_and_mail
from forum.threads.actions import posting, reading
from forum.threads.models import PAGE, Post, page_of
from forum.threads.queries import finding, pages
from forum.threads.queries.quoting import quoted
from forum.threads.queries.rows import ThreadHead
from forum.web.forms import by_field, number_in, preview_of, wants_preview, with_error
from forum.web.structured import question_page

bp = Blueprint("threads", __name__)

# Set by site.js: such a browser says itself how far somebody has read.
SCRIPTS_COOKIE = "scripts"


@dataclass(frozen=True)
class Draft:
    """What stands in the reply form."""

    body: str = ""
    # The id of the post that is answered, and its number; 0 for the thread as a whole.
    reply_to: int = 0
    reply_number: int = 0
    preview: str = ""
    error: ForumError | None = None


@bp.get("/t/<int:thread_id>")
@bp.get("/t/<int:thread_id>/<slug>")
@enter("everyone")
def show(thread_id: int, slug: str = "") -> ResponseReturnValue:
    name_page(f"thread/{thread_id}")
    head = pages.get_head(thread_id, visitor())
    page = page_number(request.args.get("page"))
    if slug != head.slug:
        query = f"?page={page}" if page > 1 else ""
        return redirect(head.path + query, 301)
    return _thread_page(head, page, _asked_draft(head) if visitor().id else Draft())


def _asked_draft(head: ThreadHead) -> Draft:
    """Without JavaScript, "quote" and "reply" are links that come back here."""
    with suppress(ForumError):
        for name in ("quote", "reply_to"):
            if post_id := request.args.get(name, type=int):
                post = finding.get_post(post_id, visitor())
                if post.thread_id == head.id:
                    body = quoted(post, visitor()) if name == "quote" else ""
                    return Draft(body, post.id, post.number)
    return Draft()


def _thread_page(head: ThreadHead, page: int, draft: Draft) -> ResponseReturnValue:
    last = page_of(max(1, head.last_number))
    if not 1 <= page <= last:
        abort(404)
    posts = pages.posts_of(head, visitor(), page)
    if not posts and (further := pages.next_page(head, page)):
        return see_path(f"{head.path}?page={further}")
    level, no_mail = level_and_mail(head.id, visitor().id)
    html = render_template(
        "threads/show.html",
        thread=head,
        posts=posts,
        page=page,
        last_page=last,
        category=category(head.category.id),
        hidden_because=why_hidden(head.id) if head.state == "hidden" else "",
        level=level,
        no_mail=no_mail,
        announcement=find_announcement(head.id) if head.category.is_official else None,
        page_size=PAGE,
        site_url=current_app.extensions["config"].site_url,
        first_reply=_first_reply(head),
        structured=question_page(head, posts) if page == 1 and not visitor().id else None,
        draft=draft,
        errors=by_field(draft.error),
    )
    response = current_app.make_response(with_error(html, draft.error))
    _read_later(response, head, page * PAGE)
    return response


def _first_reply(head: ThreadHead) -> str:
    """After how long: "8 minutes"."""
    if head.first_reply_at is None:
        return ""
    return format_timedelta(head.first_reply_at - head.created_at, locale=locale())


def _read_later(response: Response, head: ThreadHead, number: int) -> None:
    """Note how far this page went, once it is sent: the reader need not wait for that."""
    number = min(number, head.last_number)
    was_read = (head.read_number or 0) >= number
    if not visitor().id or SCRIPTS_COOKIE in request.cookies or (was_read and not unread_notices()):
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    response.call_on_close(partial(_note_read, app, head, number, visitor()))


def _note_read(app: Flask, head: ThreadHead, number: int, reader: Visitor | Guest) -> None:
    # The answer is out: nobody could be told that the database was busy.
    with app.app_context(), suppress(ForumError, OperationalError):
        if (head.read_number or 0) >= number and not has_unread(reader.id, head.id):
            return
        reading.mark_read(head, number, by=reader)


@bp.post("/t/<int:thread_id>/read")
@enter("members")
def mark_read(thread_id: int) -> ResponseReturnValue:
    number = number_in(request.form.get("number", ""), "number", _("This is no number of a post."))
    seconds = number_in(
        request.form.get("seconds", "0"), "seconds", _("This is no number of seconds.")
    )
    head = pages.get_head(thread_id, visitor())
    reading.mark_read(head, number, seconds=seconds, by=visitor())
    return "", 204


@bp.get("/p/<int:post_id>")
@enter("everyone")
def find_post(post_id: int) -> ResponseReturnValue:
    thread, number = finding.find_place(post_id, visitor())
    return redirect(address_of(thread, number), 302)


@bp.post("/t/<int:thread_id>/reply")
@enter("members")
def reply(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    draft = Draft(request.form.get("body", ""))
    try:
        to = _reply_to()
        draft = replace(draft, reply_to=to.id, reply_number=to.number) if to else draft
        if wants_preview():
            return _draw_again(thread_id, replace(draft, preview=preview_of(draft.body)))
        post = posting.reply(thread, draft.body, to=to, by=member())
    except ForumError as error:
        # What was typed is given back with the sentence, whatever the reason.
        return _draw_again(thread_id, replace(draft, error=error))
    return see_path(address_of(post.thread, post.number))


def _draw_again(thread_id: int, draft: Draft) -> ResponseReturnValue:
    head = pages.get_head(thread_id, visitor())
    return _thread_page(head, page_of(max(1, head.last_number)), draft)


def _reply_to() -> Post | None:
    given = request.form.get("reply_to", "")
    if not given:
        return None
    gone = _("The post that you answer is not in this thread.")
    try:
        return finding.get_post(number_in(given, "reply_to", gone), visitor())
    except NotFound as error:
        raise NotFound(gone) from error

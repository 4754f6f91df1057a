"""The page of a thread, and what people do on it."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import ForumError, Invalid
from forum.http.names import name_page
from forum.http.people import address_of
from forum.http.responses import page_number, see_path
from forum.http.site import site
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import answers, posting
from forum.threads.models import page_of
from forum.threads.queries import finding, pages

bp = Blueprint("threads", __name__)


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
    return _thread_page(head, page)


def _thread_page(
    head: pages.ThreadHead, page: int, draft: str = "", error: ForumError | None = None
) -> ResponseReturnValue:
    last = page_of(max(1, head.last_number))
    if not 1 <= page <= last:
        abort(404)
    posts = pages.posts_of(head, visitor(), page)
    if not posts and (further := pages.next_page(head, page)):
        return see_path(f"{head.path}?page={further}")
    html = render_template(
        "threads/show.html",
        thread=head,
        posts=posts,
        page=page,
        last_page=last,
        category=next(c for c in site().categories if c.id == head.category.id),
        draft=draft,
        error=error,
    )
    return html, error.status if error else 200


@bp.get("/p/<int:post_id>")
@enter("everyone")
def find_post(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    return redirect(address_of(post.thread, post.number), 302)


@bp.post("/t/<int:thread_id>/reply")
@enter("members")
def reply(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    body = request.form.get("body", "")
    try:
        post = posting.reply(thread, body, to=_reply_to(), by=member())
    except ForumError as error:
        # What was typed is given back with the sentence, whatever the reason.
        head = pages.get_head(thread_id, visitor())
        return _thread_page(head, page_of(head.last_number), body, error)
    return see_path(address_of(post.thread, post.number))


def _reply_to() -> "finding.Post | None":
    given = request.form.get("reply_to", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit()):
        raise Invalid(_("The post that you answer is not in this thread."), "reply_to")
    return finding.get_post(int(given), visitor())


@bp.post("/posts/<int:post_id>/acceptance")
@enter("members")
def accept_answer(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    answers.accept_answer(post, by=member())
    flash(_("Accepted. Others with the same question will find this answer first."), "ok")
    return see_path(address_of(post.thread, post.number))


@bp.post("/t/<int:thread_id>/acceptance/undo")
@enter("members")
def unaccept_answer(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    answers.unaccept_answer(thread, by=member())
    flash(_("Undone: the question is open again."), "ok")
    return see_path(thread.path)

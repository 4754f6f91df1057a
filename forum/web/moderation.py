"""Reporting a post, the review queue, and the action log."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum import policy
from forum.accounts.queries import find_by_handle
from forum.core.clock import now
from forum.core.errors import ForumError
from forum.core.numbers import whole
from forum.http.people import address_of
from forum.http.responses import see_other, see_path
from forum.http.visitor import enter, member, visitor
from forum.http.waiting import items_waiting, reviewed_categories
from forum.moderation.actions.flagging import flag_post
from forum.moderation.actions.reviewing import decide_item
from forum.moderation.queries import log as log_queries
from forum.moderation.queries import queue as queue_queries
from forum.threads.models import Post
from forum.threads.queries import finding
from forum.threads.queries.posts import author_of
from forum.web import moderation_words as words
from forum.web.forms import by_field, with_error
from forum.web.log_words import changes_in_words

bp = Blueprint("moderation", __name__)


@bp.get("/posts/<int:post_id>/flag")
@enter("members")
def show_flag(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    policy.require(policy.flag_post(visitor(), post.thread, post))
    return _flag_page(post, None)


@bp.post("/posts/<int:post_id>/flag")
@enter("members")
def send_flag(post_id: int) -> ResponseReturnValue:
    post = finding.get_post(post_id, visitor())
    try:
        flag_post(post, request.form.get("reason", ""), request.form.get("note", ""), by=member())
    except ForumError as error:
        return _flag_page(finding.get_post(post_id, visitor()), error)
    flash(_("Thank you. A moderator will look at it."), "ok")
    return see_path(address_of(post.thread, post.number))


def _flag_page(post: Post, error: ForumError | None) -> ResponseReturnValue:
    page = render_template(
        "moderation/flag.html",
        post=post,
        author=author_of(post, visitor()),
        reasons=[(key, text, words.HINTS[key]) for key, text in words.REASONS.items()],
        waits=error is None and queue_queries.has_flagged(post.id, visitor().id),
        back=address_of(post.thread, post.number),
        errors=by_field(error),
    )
    return with_error(page, error)


@bp.get("/moderation")
@enter("staff")
def moderation() -> ResponseReturnValue:
    return see_other("moderation.queue" if policy.is_moderator(visitor()) else "moderation.log")


@bp.get("/moderation/queue")
@enter("moderators")
def queue() -> ResponseReturnValue:
    return _queue_page(None)


@bp.post("/moderation/queue/<int:item_id>")
@enter("moderators")
def decide(item_id: int) -> ResponseReturnValue:
    item = queue_queries.get_item(item_id, visitor())
    decision = request.form.get("decision", "")
    try:
        decide_item(item, decision, request.form.get("reason", ""), by=member())
    except ForumError as error:
        return _queue_page(error, item_id)
    sentences = {
        "agree": _("Hidden. Readers see your reason in its place."),
        "disagree": _("Decided: nothing is wrong with it."),
        "ignore": _("Put aside, without a decision about the post."),
    }
    flash(sentences[decision], "ok")
    return see_other("moderation.queue")


def _queue_page(error: ForumError | None, tried: int = 0) -> ResponseReturnValue:
    after = whole(request.args.get("after", "")) or 0
    page = queue_queries.list_open(after, categories=reviewed_categories())
    waited = now() - min(row.opened_at for row in page.rows) if page.rows else None
    html = render_template(
        "moderation/queue.html",
        page=page,
        total=items_waiting(),
        waited=_span(int(waited.total_seconds() // 60)) if waited else "",
        reasons=words.REASONS,
        hiding_reason=words.hiding_reason,
        errors=by_field(error),
        tried=tried,
    )
    return with_error(html, error)


def _span(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s hour", "%(num)s hours", minutes // 60)
    return ngettext("%(num)s day", "%(num)s days", minutes // 1440)


@bp.get("/moderation/log")
@enter("staff")
def log() -> ResponseReturnValue:
    """``?by=handle&verb=&subject=thread/12`` narrow it."""
    by, verb = request.args.get("by", "").strip(), request.args.get("verb", "")[:60]
    subject = request.args.get("subject", "").strip()[:60]
    person = find_by_handle(by) if by else None
    page = log_queries.list_log(
        # Nobody has the id 0: an unknown handle finds nothing.
        by_id=(person.id if person else 0) if by else None,
        verb=verb,
        subject=subject,
        before=whole(request.args.get("before", "")),
    )
    return render_template(
        "moderation/log.html",
        page=page, by=by, verb=verb, subject=subject, verbs=words.VERBS, reasons=words.REASONS,
        decisions=words.DECISIONS, subject_name=words.subject_name, in_words=changes_in_words,
    )

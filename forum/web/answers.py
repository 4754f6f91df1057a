"""What becomes of a question."""

import re

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum import policy
from forum.core.errors import ForumError, Gone, Invalid, NotFound
from forum.http.people import address_of
from forum.http.responses import see_path
from forum.http.visitor import enter, member, visitor
from forum.threads.actions import answers
from forum.threads.models import Thread
from forum.threads.queries import finding
from forum.web.forms import Question, because, by_field, number_in, with_error

bp = Blueprint("answers", __name__)

# An address of a thread, with or without the site's name, or its number.
_THREAD = re.compile(r"(?:\S*?/t/|#)?([0-9]{1,19})(?:[/?#]\S*)?")


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
    flash(_("Undone: nothing is accepted any more."), "ok")
    return see_path(thread.path)


def _locking(thread: Thread) -> Question:
    return Question(
        _("Lock the choice of the answer?"),
        _("Only moderators can then accept, undo or close. Everybody sees the reason."),
        _("Lock the choice"),
        thread.path,
    )


@bp.get("/threads/<int:thread_id>/choice/lock")
@enter("moderators")
def ask_lock_choice(thread_id: int) -> ResponseReturnValue:
    return _locking(finding.get_thread(thread_id, visitor())).ask()


@bp.post("/threads/<int:thread_id>/choice/lock")
@enter("moderators")
def lock_choice(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    try:
        answers.lock_choice(thread, because(), by=member())
    except ForumError as error:
        return _locking(thread).ask(error)
    return see_path(thread.path)


@bp.post("/threads/<int:thread_id>/choice/unlock")
@enter("moderators")
def unlock_choice(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    answers.unlock_choice(thread, by=member())
    return see_path(thread.path)


def _closing(thread: Thread) -> Question:
    return Question(
        _("Solved without an answer?"),
        _("Say in a line what happened, if you can: it helps whoever comes here next."),
        _("Close the question"),
        thread.path,
        reason="optional",
        danger=False,
    )


@bp.get("/threads/<int:thread_id>/close")
@enter("members")
def ask_close(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    policy.require(policy.close_thread(visitor(), thread))
    return _closing(thread).ask()


@bp.post("/threads/<int:thread_id>/close")
@enter("members")
def close(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    try:
        answers.close_thread(thread, because(), by=member())
    except ForumError as error:
        return _closing(thread).ask(error)
    return see_path(thread.path)


@bp.post("/threads/<int:thread_id>/reopen")
@enter("members")
def reopen(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    answers.reopen_thread(thread, by=member())
    flash(_("The question is open again."), "ok")
    return see_path(thread.path)


@bp.get("/threads/<int:thread_id>/duplicate")
@enter("members")
def ask_duplicate(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    policy.require(policy.mark_duplicate(visitor(), thread, thread))
    return _duplicate_form(thread)


@bp.post("/threads/<int:thread_id>/duplicate")
@enter("members")
def mark_duplicate(thread_id: int) -> ResponseReturnValue:
    thread = finding.get_thread(thread_id, visitor())
    try:
        answers.mark_duplicate(thread, _original(), by=member())
    except ForumError as error:
        return _duplicate_form(thread, error)
    return see_path(thread.path)


def _original() -> Thread:
    sentence = _("Paste the address of the other thread, or its number.")
    found = _THREAD.fullmatch(request.form.get("original", "").strip()[:500])
    number = number_in(found[1] if found else "", "original", sentence)
    try:
        return finding.get_thread(number, visitor())
    except (NotFound, Gone) as error:
        raise Invalid(error.message, "original") from error


def _duplicate_form(thread: Thread, error: ForumError | None = None) -> ResponseReturnValue:
    page = render_template(
        "threads/duplicate.html",
        thread=thread,
        original=request.form.get("original", ""),
        errors=by_field(error),
    )
    return with_error(page, error)

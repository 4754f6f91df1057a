"""Threads: starting them, what answers them, and what moderators do with them."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from forum.core.clock import now
from forum.policy.people import (
    is_guest,
    is_moderator,
    is_official,
    is_staff,
    moderate,
    reaches,
    write,
)
from forum.policy.posts import edit_post, speak_for, take_part
from forum.policy.seeing import see_thread
from forum.policy.shapes import Category, Person, Post, Thread
from forum.policy.verdicts import YES, No, Verdict

UNDO_WINDOW = timedelta(days=30)


def start_thread(person: Person, category: Category) -> Verdict:
    if not (allowed := write(person)):
        return allowed
    if not reaches(person, category.may_see):
        return No(_("This category does not exist."))
    if category.is_official and not is_official(person):
        return No(_("Only official staff start threads here."))
    if not reaches(person, category.may_start):
        return No(_("You cannot start a thread in this category yet."))
    return YES


# Answers


def accept_answer(person: Person, thread: Thread, post: Post) -> Verdict:
    if not (allowed := _decide(person, thread)):
        return allowed
    if thread.resolution == "none":
        return No(_("This is a discussion: it has no answer."))
    if post.number == 1:
        return No(_("A question cannot be its own answer."))
    if post.state != "public" or post.staff_only:
        return No(_("Only a post that everybody sees can be the answer."))
    return YES


def unaccept_answer(person: Person, thread: Thread, accepted_at: datetime) -> Verdict:
    if not (allowed := _decide(person, thread)):
        return allowed
    if not is_staff(person) and now() - accepted_at > UNDO_WINDOW:
        return No(_("The choice is more than 30 days old; only staff can undo it."))
    return YES


def close_thread(person: Person, thread: Thread) -> Verdict:
    """Solved without an answer, by the asker or staff."""
    if thread.resolution == "none":
        return No(_("This is a discussion: it has no answer."))
    return _decide(person, thread)


def reopen_thread(person: Person, thread: Thread) -> Verdict:
    return _decide(person, thread)


def mark_duplicate(person: Person, thread: Thread, original: Thread) -> Verdict:
    if not see_thread(person, original):
        return No(_("This thread does not exist or was removed."))
    if thread.resolution == "none":
        return No(_("This is a discussion: it has no answer."))
    return _decide(person, thread)


def _decide(person: Person, thread: Thread) -> Verdict:
    """What all decisions about a question's state share."""
    if not (allowed := take_part(person, thread)):
        return allowed
    if thread.is_choice_locked and not is_moderator(person):
        return No(_("A moderator has locked this choice."))
    if is_staff(person):
        return YES
    if person.id != thread.author_id:
        return No(_("Only the person who asked, or staff, can decide this."))
    if thread.is_locked:
        return No(_("This thread is locked."))
    return YES


def lock_choice(person: Person) -> Verdict:
    return moderate(person)


def unlock_choice(person: Person) -> Verdict:
    return moderate(person)


# "Me too"


def say_me_too(person: Person, thread: Thread) -> Verdict:
    """That one has met it too: it asks for an answer, so there must be none yet."""
    if not (allowed := take_part(person, thread)):
        return allowed
    if thread.state != "public":
        return No(_("This thread was removed."))
    if thread.resolution == "none":
        return No(_("This is a discussion: write a reply instead."))
    if person.id == thread.author_id:
        return No(_("You asked this: you are counted already."))
    if thread.resolution == "duplicate":
        return No(_("This is a duplicate. Say “Me too” on the question that it leads to."))
    if thread.resolution != "open":
        return No(_("This question is solved. If that does not help you, ask a new question."))
    if thread.is_locked:
        return No(_("This thread is locked. You can ask a new question."))
    return YES


def take_back_me_too(person: Person, thread: Thread) -> Verdict:
    """At any time, silenced or not, as long as one sees the thread."""
    if is_guest(person):
        return No(_("Sign in first."))
    return YES if see_thread(person, thread) else No(_("This thread was removed."))


# Tools of moderators


def rename_thread(person: Person, thread: Thread, opening: Post) -> Verdict:
    return _label(person, thread, opening)


def retag_thread(person: Person, thread: Thread, opening: Post) -> Verdict:
    return _label(person, thread, opening)


def _label(person: Person, thread: Thread, opening: Post) -> Verdict:
    """What others ask is named by moderators, what the site says by officials."""
    if is_moderator(person):
        return speak_for(person, thread, opening)
    if person.id != opening.author_id and not thread.category.is_official:
        return moderate(person)
    return edit_post(person, thread, opening)


def merge_tag(person: Person) -> Verdict:
    """By a moderator, or by the operator, who acts as the system."""
    return YES if person.role == "system" else moderate(person)


def reserve_tag(person: Person) -> Verdict:
    return YES if person.role == "system" else moderate(person)


def use_reserved_tag(person: Person) -> Verdict:
    return YES if is_staff(person) else No(_("This tag is for staff."))


def move_thread(person: Person, thread: Thread, category: Category) -> Verdict:
    if category.is_official or thread.category.is_official:
        return No(_("Announcements cannot be moved in or out of an official category."))
    if not reaches(person, category.may_see):
        return No(_("This category does not exist."))
    return moderate(person)


def lock_thread(person: Person) -> Verdict:
    return moderate(person)


def unlock_thread(person: Person) -> Verdict:
    return moderate(person)


def hide_thread(person: Person) -> Verdict:
    return moderate(person)


def restore_thread(person: Person) -> Verdict:
    return moderate(person)

"""Threads and answers."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _

from forum.core.clock import now
from forum.policy.people import (
    administer,
    is_guest,
    is_moderator,
    is_official,
    is_staff,
    reaches,
    write,
)
from forum.policy.seeing import see_post, see_thread
from forum.policy.shapes import Category, Person, Post, Thread
from forum.policy.verdicts import YES, No, Verdict

# Discourse's: long enough to mend, too short to rewrite what others relied on.
EDIT_WINDOW_NEW = timedelta(hours=24)
EDIT_WINDOW = timedelta(days=30)
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


def reply(person: Person, thread: Thread) -> Verdict:
    if not (allowed := _take_part(person, thread)):
        return allowed
    if thread.is_locked and not is_staff(person):
        return No(_("This thread is locked. You can ask a new question."))
    if not reaches(person, thread.category.may_reply) and person.id != thread.author_id:
        return No(_("You cannot reply in this category yet."))
    return YES


def _take_part(person: Person, thread: Thread) -> Verdict:
    if not (allowed := write(person)):
        return allowed
    if not see_thread(person, thread):
        return No(_("This thread was removed."))
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
    if not (allowed := _take_part(person, thread)):
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
    return YES if is_moderator(person) else No(_("Only a moderator can do this."))


def unlock_choice(person: Person) -> Verdict:
    return YES if is_moderator(person) else No(_("Only a moderator can do this."))


# Posts


def edit_post(person: Person, thread: Thread, post: Post) -> Verdict:
    if not (allowed := _take_part(person, thread)):
        return allowed
    if post.state == "purged" or not see_post(person, thread, post):
        return No(_("This post was removed."))
    if is_staff(person):
        return _speak_for(person, thread, post)
    if person.id != post.author_id:
        return No(_("Only its author or staff can edit this post."))
    if thread.is_locked:
        return No(_("This thread is locked."))
    if post.hidden_by_id not in (None, person.id):
        return No(_("Staff have hidden this post."))
    if now() - post.created_at > (EDIT_WINDOW if person.trust_level >= 2 else EDIT_WINDOW_NEW):
        return No(_("The time for edits is over. You can still redact or withdraw the post."))
    return YES


def _speak_for(person: Person, thread: Thread, post: Post) -> Verdict:
    """A moderator's edit must not read as if the site had said it."""
    official = post.is_official or (thread.category.is_official and post.number == 1)
    if official and person.id != post.author_id and not is_official(person):
        return No(_("Only official staff do this."))
    return YES


def redact_post(person: Person, post: Post) -> Verdict:
    """At any time, silenced or not: nobody is kept from taking back a telephone number."""
    if post.state == "purged":
        return No(_("This post was removed."))
    if person.id == post.author_id or is_moderator(person):
        return YES
    return No(_("Only its author or a moderator can do this."))


def hide_post(person: Person, post: Post) -> Verdict:
    """What its author withdrew staff can take over: then the author cannot restore it."""
    taken_over = is_withdrawn(post) and person.id != post.author_id
    if post.state in ("hidden", "purged") and not taken_over:
        return No(_("This post is hidden already."))
    if person.id == post.author_id or is_staff(person):
        return YES
    return No(_("Only its author or staff can do this."))


def is_withdrawn(post: Post) -> bool:
    """Hidden by its own author."""
    return post.state == "hidden" and post.hidden_by_id is not None and (
        post.hidden_by_id == post.author_id
    )


def restore_post(person: Person, post: Post) -> Verdict:
    if post.state != "hidden":
        return No(_("This post is not hidden."))
    if is_staff(person):
        return YES
    if person.id == post.author_id and post.hidden_by_id == person.id:
        return write(person)
    return No(_("Only staff can bring this post back."))


def purge_post(person: Person) -> Verdict:
    return administer(person)


def purge_revisions(person: Person) -> Verdict:
    return _moderator(person)


def vote(person: Person, thread: Thread, post: Post) -> Verdict:
    if not (allowed := _take_part(person, thread)):
        return allowed
    if post.state != "public" or not see_post(person, thread, post):
        return No(_("This post was removed."))
    if person.id == post.author_id:
        return No(_("You cannot vote for your own post."))
    return YES


def take_back_vote(person: Person) -> Verdict:
    return YES


def mark_read(person: Person, thread: Thread) -> Verdict:
    if is_guest(person) or not see_thread(person, thread):
        return No(_("This thread was removed."))
    return YES


# Tools of moderators


def rename_thread(person: Person, thread: Thread, opening: Post) -> Verdict:
    return _label(person, thread, opening)


def retag_thread(person: Person, thread: Thread, opening: Post) -> Verdict:
    return _label(person, thread, opening)


def _label(person: Person, thread: Thread, opening: Post) -> Verdict:
    """What others ask is named by moderators, what the site says by officials."""
    if is_moderator(person):
        return _speak_for(person, thread, opening)
    if person.id != opening.author_id and not thread.category.is_official:
        return _moderator(person)
    return edit_post(person, thread, opening)


def merge_tag(person: Person) -> Verdict:
    """By a moderator, or by the operator, who acts as the system."""
    return YES if person.role == "system" else _moderator(person)


def reserve_tag(person: Person) -> Verdict:
    return YES if person.role == "system" else _moderator(person)


def use_reserved_tag(person: Person) -> Verdict:
    return YES if is_staff(person) else No(_("This tag is for staff."))


def move_thread(person: Person, thread: Thread, category: Category) -> Verdict:
    if category.is_official or thread.category.is_official:
        return No(_("Announcements cannot be moved in or out of an official category."))
    if not reaches(person, category.may_see):
        return No(_("This category does not exist."))
    return _moderator(person)


def lock_thread(person: Person) -> Verdict:
    return _moderator(person)


def unlock_thread(person: Person) -> Verdict:
    return _moderator(person)


def hide_thread(person: Person) -> Verdict:
    return _moderator(person)


def restore_thread(person: Person) -> Verdict:
    return _moderator(person)


def _moderator(person: Person) -> Verdict:
    return YES if is_moderator(person) else No(_("Only a moderator can do this."))

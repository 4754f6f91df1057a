"""Posts: writing them, changing them, taking them away, voting for them."""

from datetime import timedelta

from flask_babel import lazy_gettext as _

from forum.core.clock import now
from forum.policy.people import (
    administer,
    is_guest,
    is_moderator,
    is_official,
    is_staff,
    moderate,
    reaches,
    write,
)
from forum.policy.seeing import see_post, see_thread
from forum.policy.shapes import Person, Post, Thread
from forum.policy.verdicts import YES, No, Verdict

# Discourse's: long enough to mend, too short to rewrite what others relied on.
EDIT_WINDOW_NEW = timedelta(hours=24)
EDIT_WINDOW = timedelta(days=30)


def reply(person: Person, thread: Thread) -> Verdict:
    if not (allowed := take_part(person, thread)):
        return allowed
    if thread.is_locked and not is_staff(person):
        return No(_("This thread is locked. You can ask a new question."))
    if not reaches(person, thread.category.may_reply) and person.id != thread.author_id:
        return No(_("You cannot reply in this category yet."))
    return YES


def take_part(person: Person, thread: Thread) -> Verdict:
    """What holds for everything that is written into a thread."""
    if not (allowed := write(person)):
        return allowed
    if not see_thread(person, thread):
        return No(_("This thread was removed."))
    return YES


def has_say_over_post(person: Person, post: Post) -> bool:
    """Whether editing, redacting, hiding or restoring it could be theirs at all: asked once, it
    spares a page four questions for each post of others."""
    return person.id == post.author_id or is_staff(person)


def edit_post(person: Person, thread: Thread, post: Post) -> Verdict:
    if not (allowed := take_part(person, thread)):
        return allowed
    if post.state == "purged" or not see_post(person, thread, post):
        return No(_("This post was removed."))
    if is_staff(person):
        return speak_for(person, thread, post)
    if person.id != post.author_id:
        return No(_("Only its author or staff can edit this post."))
    if thread.is_locked:
        return No(_("This thread is locked."))
    if post.hidden_by_id not in (None, person.id):
        return No(_("Staff have hidden this post."))
    if now() - post.created_at > (EDIT_WINDOW if person.trust_level >= 2 else EDIT_WINDOW_NEW):
        return No(_("The time for edits is over. You can still redact or withdraw the post."))
    return YES


def speak_for(person: Person, thread: Thread, post: Post) -> Verdict:
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
    return moderate(person)


def vote(person: Person, thread: Thread, post: Post) -> Verdict:
    if not (allowed := take_part(person, thread)):
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

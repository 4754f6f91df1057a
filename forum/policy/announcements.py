"""The official voice: who speaks with it."""

from flask_babel import lazy_gettext as _

from forum.policy.people import is_guest, is_moderator, is_official, operate
from forum.policy.posts import reply
from forum.policy.seeing import see_thread
from forum.policy.shapes import Category, Person, Thread
from forum.policy.threads import start_thread
from forum.policy.verdicts import YES, No, Verdict


def publish_announcement(person: Person, category: Category) -> Verdict:
    if not category.is_official:
        return No(_("Announcements stand in an official category."))
    return start_thread(person, category)


def post_update(person: Person, thread: Thread) -> Verdict:
    if not (allowed := _official(person)):
        return allowed
    return reply(person, thread)


def step_maintenance(person: Person) -> Verdict:
    return _official(person)


def change_maintenance(person: Person) -> Verdict:
    return _official(person)


def postpone_maintenance(person: Person) -> Verdict:
    return _official(person)


def create_service(person: Person) -> Verdict:
    return operate(person)


def pin_thread(person: Person, thread: Thread) -> Verdict:
    """Announcements are the officials' to pin, other threads also the moderators'."""
    if not see_thread(person, thread):
        return No(_("This thread was removed."))
    if thread.state != "public" or thread.staff_only or thread.audience != "category":
        return No(_("Only what everybody sees can be pinned."))
    return unpin_thread(person, thread)


def unpin_thread(person: Person, thread: Thread) -> Verdict:
    if thread.category.is_official:
        return _official(person)
    if is_official(person) or is_moderator(person):
        return YES
    return No(_("Only staff pin threads."))


def move_pin(person: Person) -> Verdict:
    if is_official(person) or is_moderator(person):
        return YES
    return No(_("Only staff pin threads."))


def put_away(person: Person, thread: Thread) -> Verdict:
    return YES if see_thread(person, thread) else No(_("This thread was removed."))


def bring_back(person: Person) -> Verdict:
    return No(_("Sign in first.")) if is_guest(person) else YES


def _official(person: Person) -> Verdict:
    return YES if is_official(person) else No(_("Only official staff do this."))

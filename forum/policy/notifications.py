"""What somebody may say about what they are told."""

from flask_babel import lazy_gettext as _

from forum.policy.people import is_guest, is_staff
from forum.policy.posts import reply
from forum.policy.seeing import see_category, see_thread
from forum.policy.shapes import Category, Person, Thread
from forum.policy.verdicts import YES, No, Verdict


def read_notifications(person: Person) -> Verdict:
    return _signed_in(person)


def change_notification_wishes(person: Person) -> Verdict:
    return _signed_in(person)


def reply_by_mail(person: Person, thread: Thread) -> Verdict:
    """Not for staff: what stands in From anybody can write there, and theirs is the official
    voice."""
    if is_staff(person):
        return No(_("Staff write on the site, not by mail: mail can be forged."))
    return reply(person, thread)


def add_device(person: Person) -> Verdict:
    return _signed_in(person)


def remove_device(person: Person) -> Verdict:
    return _signed_in(person)


def set_thread_level(person: Person, thread: Thread) -> Verdict:
    if not see_thread(person, thread):
        return No(_("This thread was removed."))
    return _signed_in(person)


def set_category_level(person: Person, category: Category) -> Verdict:
    if not see_category(person, category):
        return No(_("This category does not exist."))
    return _signed_in(person)


def set_tag_level(person: Person) -> Verdict:
    return _signed_in(person)


def mute_person(person: Person, other: Person) -> Verdict:
    if person.id == other.id:
        return No(_("You cannot mute yourself."))
    if other.role != "member":
        return No(_("Staff cannot be muted: they may have to warn you."))
    return _signed_in(person)


def unmute_person(person: Person) -> Verdict:
    return _signed_in(person)


def _signed_in(person: Person) -> Verdict:
    return No(_("Sign in first.")) if is_guest(person) else YES

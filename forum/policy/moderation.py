"""Flags, reviews, sanctions, and the site itself."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _

from forum.policy.people import (
    administer,
    is_administrator,
    is_staff,
    moderate,
    operate,
    write,
)
from forum.policy.seeing import see_post
from forum.policy.shapes import Person, Post, Thread
from forum.policy.verdicts import YES, No, Verdict


def flag_post(person: Person, thread: Thread, post: Post) -> Verdict:
    if not (allowed := write(person)):
        return allowed
    if not see_post(person, thread, post):
        return No(_("This post was removed."))
    if person.id == post.author_id:
        return No(_("You cannot report your own post. You can edit or withdraw it."))
    return YES


def decide_item(person: Person, post: Post, flaggers: Collection[int]) -> Verdict:
    """Nobody judges in their own case; an administrator may be the only one there is."""
    if not (allowed := moderate(person)):
        return allowed
    if not is_administrator(person) and person.id in (post.author_id, *flaggers):
        return No(_("This is about your own post or your own report: another moderator decides."))
    return YES


def silence_person(person: Person, other: Person) -> Verdict:
    return _sanction(person, other)


def suspend_person(person: Person, other: Person) -> Verdict:
    return _sanction(person, other)


def end_sanction(person: Person, other: Person) -> Verdict:
    return _sanction(person, other)


def _sanction(person: Person, other: Person) -> Verdict:
    """Nobody judges themselves; staff are judged by administrators."""
    if not (allowed := moderate(person)):
        return allowed
    if other.role == "system":
        return No(_("This is not a person."))
    if person.id == other.id:
        return No(_("You cannot do this to yourself."))
    if is_staff(other) and not is_administrator(person):
        return No(_("Only an administrator can do this to staff."))
    return YES


# Administration


def change_site(person: Person) -> Verdict:
    return administer(person)


def change_texts(person: Person) -> Verdict:
    return administer(person)


def retry_job(person: Person) -> Verdict:
    return administer(person)


def create_category(person: Person) -> Verdict:
    return operate(person)


def edit_category(person: Person) -> Verdict:
    return administer(person)


def shift_category(person: Person) -> Verdict:
    return administer(person)


def delete_category(person: Person) -> Verdict:
    return administer(person)

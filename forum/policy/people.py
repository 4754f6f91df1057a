"""Who somebody is, and what they may do to accounts."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _

from forum.core.clock import now
from forum.policy.shapes import Person
from forum.policy.verdicts import YES, No, Verdict

STAFF = ("moderator", "official", "administrator")


def is_guest(person: Person) -> bool:
    return person.id == 0


def is_staff(person: Person) -> bool:
    return person.role in STAFF


def is_newcomer(person: Person) -> bool:
    """Who has narrower limits and is helped along."""
    return person.trust_level == 0 and not is_staff(person)


def is_moderator(person: Person) -> bool:
    return person.role in ("moderator", "administrator")


def is_official(person: Person) -> bool:
    return person.role in ("official", "administrator")


def is_administrator(person: Person) -> bool:
    return person.role == "administrator"


def reaches(person: Person, reach: str) -> bool:
    """Whether a category's setting (``shapes.Reach``) lets this person in."""
    if reach == "everyone":
        return True
    if reach == "nobody" or is_guest(person):
        return False
    if reach == "members" or is_administrator(person):
        return True
    if reach == "official":
        return is_official(person)
    if is_staff(person):
        return True
    return reach.startswith("trust_") and person.trust_level >= int(reach[-1])


def write(person: Person) -> Verdict:
    """What holds for everything that others will read."""
    if is_guest(person):
        return No(_("Sign in first."))
    return speak_until(person.silenced_until)


def speak_until(until: datetime | None) -> Verdict:
    if until is not None and until > now():
        return No(
            _(
                "You cannot post until %(date)s (UTC). The reason is in your settings.",
                date=f"{until:%Y-%m-%d %H:%M}",
            )
        )
    return YES


def edit_profile(person: Person, owner: Person) -> Verdict:
    if person.id == owner.id:
        return write(person)
    return No(_("Only the person themselves can change a profile."))


def change_preferences(person: Person, owner: Person) -> Verdict:
    return _own(person, owner)


def resume_mail(person: Person, owner: Person) -> Verdict:
    return _own(person, owner)


def change_password(person: Person, owner: Person) -> Verdict:
    return _own(person, owner)


def end_sign_in(person: Person, owner: Person) -> Verdict:
    return _own(person, owner)


def end_other_sign_ins(person: Person, owner: Person) -> Verdict:
    return _own(person, owner)


def make_token(person: Person, owner: Person, scopes: Collection[str]) -> Verdict:
    if not (allowed := _own(person, owner)):
        return allowed
    if not set(scopes) <= set(scopes_of(person)):
        return No(_("A token cannot do more than you can."))
    return YES


def scopes_of(person: Person) -> list[str]:
    """What a program may be allowed to do as this person."""
    more = {
        "moderate": is_moderator(person),
        "announce": is_official(person),
        "admin": is_administrator(person),
    }
    return ["read", "write", *(scope for scope, allowed in more.items() if allowed)]


def revoke_token(person: Person, owner: Person) -> Verdict:
    return _own(person, owner)


def _own(person: Person, owner: Person) -> Verdict:
    if not is_guest(person) and person.id == owner.id:
        return YES
    return No(_("These settings belong to somebody else."))


def grant_role(person: Person, other: Person) -> Verdict:
    return _raise(person, other)


def set_trust(person: Person, other: Person) -> Verdict:
    return _raise(person, other)


def _raise(person: Person, other: Person) -> Verdict:
    if other.role == "system":
        return No(_("This is not a person."))
    return operate(person)


def create_account_with_password(person: Person) -> Verdict:
    """Past the sign-up: no code by mail, any role."""
    return operate(person)


def operate(person: Person) -> Verdict:
    """By an administrator, or by the operator, who acts as the system."""
    return YES if person.role == "system" else administer(person)


def administer(person: Person) -> Verdict:
    return YES if is_administrator(person) else No(_("Only an administrator can do this."))


def moderate(person: Person) -> Verdict:
    return YES if is_moderator(person) else No(_("Only a moderator can do this."))

"""Silencing and suspending people, and ending that early."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum import policy
from forum.accounts.actions.standing import set_standing
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.moderation.events import Sanctioned, SanctionEnded
from forum.moderation.models import Sanction, is_over
from forum.safety.door import admit

# "For ever" that still is a date.
LONGEST = timedelta(days=36_525)


@transaction()
def silence_person(user: User, until: datetime, reason: str, *, by: User) -> Sanction:
    """They read and sign in, and post nothing until then. Takes the place of a silence before."""
    lock(user)
    policy.require(policy.silence_person(by, user))
    return _sanction(user, "silence", until, reason, by)


@transaction()
def suspend_person(user: User, until: datetime, reason: str, *, by: User) -> Sanction:
    """Every session ends, no token works, and at sign-in they read until when and why."""
    lock(user)
    policy.require(policy.suspend_person(by, user))
    return _sanction(user, "suspension", until, reason, by)


@transaction()
def end_sanction(sanction: Sanction, *, by: User) -> None:
    """Before its time. Raises ``Conflict`` when it is over already."""
    user = lock(sanction.user)
    policy.require(policy.end_sanction(by, user))
    if is_over(sanction):
        raise Conflict(_("This is over already."))
    sanction.ended_at, sanction.ended_by_id = now(), by.id
    _set(user, sanction.kind, None)
    publish(SanctionEnded(sanction, by))
    changes = {"sanction": sanction.id, "kind": sanction.kind}
    publish(StaffAct(by.id, "end_sanction", f"user/{user.id}", changes=changes))


def _sanction(user: User, kind: str, until: datetime, reason: str, by: User) -> Sanction:
    why = admit(reason, "reason")
    if until <= now():
        raise Invalid(_("Choose a date in the future."), "until")
    if until > now() + LONGEST:
        raise Invalid(_("Choose a date in the next hundred years."), "until")
    _end_former(user, kind, by)
    sanction = Sanction(user=user, kind=kind, until=until, reason=why, by=by)
    db.session.add(sanction)
    db.session.flush()
    _set(user, kind, until)
    publish(Sanctioned(sanction, by))
    changes = {"sanction": sanction.id, "until": until.isoformat(timespec="seconds")}
    verb = "silence_person" if kind == "silence" else "suspend_person"
    publish(StaffAct(by.id, verb, f"user/{user.id}", why, changes))
    return sanction


def _end_former(user: User, kind: str, by: User) -> None:
    former = db.session.scalars(
        select(Sanction).where(
            Sanction.user_id == user.id, Sanction.kind == kind, Sanction.ended_at.is_(None)
        )
    ).first()
    if former is not None:
        former.ended_at, former.ended_by_id = min(now(), former.until), by.id
        db.session.flush()


def _set(user: User, kind: str, until: datetime | None) -> None:
    if kind == "silence":
        set_standing(user, silenced_until=until)
    else:
        set_standing(user, suspended_until=until)

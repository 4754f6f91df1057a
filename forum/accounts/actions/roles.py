"""What people may do: roles, given by an administrator, and trust levels."""

from flask_babel import gettext as _
from sqlalchemy import or_, select

from forum import policy
from forum.accounts.events import RoleGranted
from forum.accounts.models import ROLES, TRUST_LEVELS, User
from forum.core import stamps
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.safety.door import admit


@transaction()
def grant_role(user: User, role: str, reason: str, *, by: User) -> None:
    """Raises ``Conflict`` rather than leave the installation without an administrator."""
    others = _lock_administrators(user)
    lock(user)
    policy.require(policy.grant_role(by, user))
    if role not in ROLES or role == "system":
        raise Invalid(_("This role does not exist."), "role")
    why, before = admit(reason, "reason"), user.role
    if role == before:
        return
    if before == "administrator" and not others:
        raise Conflict(_("Nobody else is an administrator. Give somebody else the role first."))
    user.role = role
    publish(RoleGranted(user, before, by))
    publish(StaffAct(by.id, "grant_role", f"user/{user.id}", why, {"from": before, "to": role}))
    # The role stands beside the name on every page that they ever wrote on.
    stamps.touch(db.session(), stamps.SITE)


def _lock_administrators(user: User) -> int:
    """How many there are beside ``user``. In the order of ids: two who remove each other wait."""
    statement = (
        select(User.id)
        .where(or_(User.role == "administrator", User.id == user.id))
        .order_by(User.id)
        .with_for_update(key_share=True)
    )
    return sum(found != user.id for found in db.session.scalars(statement))


@transaction()
def set_trust(user: User, level: int, *, by: User) -> None:
    """Raises ``Invalid`` for what is no level."""
    lock(user)
    policy.require(policy.set_trust(by, user))
    if level not in TRUST_LEVELS:
        raise Invalid(_("Trust levels are 0 to 4."), "level")
    changes = {"from": user.trust_level, "to": level}
    user.trust_level = level
    publish(StaffAct(by.id, "set_trust", f"user/{user.id}", changes=changes))

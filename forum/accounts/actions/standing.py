"""Until when somebody may not write, or not come in: what moderation decides about a person."""

from datetime import datetime
from types import EllipsisType

from forum.accounts.actions.signing import end_all_sign_ins
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import lock, transaction


@transaction()
def set_standing(
    user: User,
    *,
    silenced_until: datetime | None | EllipsisType = ...,
    suspended_until: datetime | None | EllipsisType = ...,
) -> None:
    """What is left out stays as it is, None lifts it. A suspension ends all sign-ins.

    Whoever calls it has asked the rule, and publishes the ``StaffAct``.
    """
    lock(user)
    if not isinstance(silenced_until, EllipsisType):
        user.silenced_until = silenced_until
    if not isinstance(suspended_until, EllipsisType):
        user.suspended_until = suspended_until
        if suspended_until is not None and suspended_until > now():
            end_all_sign_ins(user)

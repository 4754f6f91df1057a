"""Whether mail reaches somebody."""

from forum import policy
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, lock, transaction

LONGEST_REASON = 200


@transaction()
def stop_mail(user_id: int, why: str) -> None:
    """Nobody is at their address, as ``why``, the words of its server, says. They read it on their
    next visit; mails about their account are still tried."""
    user = db.session.get(User, user_id)
    if user is None or lock(user).mail_stopped_at is not None:
        return
    user.mail_stopped_at, user.mail_stopped_why = now(), why[:LONGEST_REASON]


@transaction()
def resume_mail(user: User, *, by: User) -> None:
    """Mail that was held back in the meantime stays unsent."""
    lock(user)
    policy.require(policy.resume_mail(by, user))
    user.mail_stopped_at, user.mail_stopped_why = None, ""

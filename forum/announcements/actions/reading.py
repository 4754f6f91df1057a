"""What readers put away for themselves, and bring back."""

import re

from flask_babel import gettext as _
from sqlalchemy import delete

from forum import policy
from forum.accounts.models import User
from forum.announcements.models import PLACES, PutAway
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Invalid
from forum.threads.models import Thread

_PHASE = re.compile(r"[a-z0-9_]{1,32}")


def check_token(place: str, phase: str) -> None:
    """Raises ``Invalid`` for what no page of ours has sent."""
    if place not in PLACES or not _PHASE.fullmatch(phase):
        raise Invalid(_("This page is out of date. Load it again."), "phase")


@transaction()
def put_away(thread: Thread, place: str, phase: str, *, by: User) -> None:
    """Show this person the banner or pin no more, until the thread is in another phase."""
    check_token(place, phase)
    lock(by)
    policy.require(policy.put_away(by, thread))
    row = db.session.get(PutAway, (by.id, thread.id, place))
    if row is None:
        row = PutAway(user_id=by.id, thread_id=thread.id, place=place)
        db.session.add(row)
    row.phase, row.put_away_at = phase, now()


@transaction()
def bring_back(*, by: User) -> None:
    """Everything that this person has put away stands where it stood."""
    lock(by)
    policy.require(policy.bring_back(by))
    db.session.execute(delete(PutAway).where(PutAway.user_id == by.id))

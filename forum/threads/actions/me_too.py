"""Saying that one has met what a question asks about."""

from forum import policy
from forum.accounts.models import User
from forum.core import stamps
from forum.core.db import db, lock, transaction
from forum.core.events import publish
from forum.threads.events import MeTooTakenBack, MetToo
from forum.threads.limits import check_me_too_pace
from forum.threads.models import MeToo, Thread


@transaction()
def say_me_too(thread: Thread, *, by: User) -> None:
    """Once per person and question; saying it again changes nothing."""
    lock(by)
    lock(thread)
    policy.require(policy.say_me_too(by, thread))
    if _said(thread, by) is not None:
        return
    check_me_too_pace(by)
    db.session.add(MeToo(thread_id=thread.id, user_id=by.id))
    _add(thread, 1)
    publish(MetToo(thread, by))


@transaction()
def take_back_me_too(thread: Thread, *, by: User) -> None:
    """Also when the question is solved by now."""
    lock(thread)
    policy.require(policy.take_back_me_too(by, thread))
    said = _said(thread, by)
    if said is None:
        return
    db.session.delete(said)
    _add(thread, -1)
    publish(MeTooTakenBack(thread, by))


def _said(thread: Thread, by: User) -> MeToo | None:
    return db.session.get(MeToo, (thread.id, by.id))


def _add(thread: Thread, people: int) -> None:
    thread.me_toos += people
    # Only the thread's own page shows them.
    stamps.touch(db.session(), f"thread/{thread.id}")

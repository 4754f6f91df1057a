"""Being taken off one list of mails by a signed address."""

from sqlalchemy import delete

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.dialects import dialect, insert
from forum.notifications.kinds import TOPICS
from forum.notifications.levels import ThreadLevel
from forum.notifications.models import NotificationChoice, NotificationWishes
from forum.notifications.queries.audience import level_without_own
from forum.notifications.unsubscribing import List
from forum.threads.models import Thread


@transaction()
def unsubscribe(user_id: int, what: List, which: int | str) -> None:
    """Only from this list; doing it twice changes nothing. Whoever holds the address may."""
    if db.session.get(User, user_id) is None:
        return
    if what == "thread":
        _leave_thread(user_id, int(which))
    elif what == "digest":
        _stop_digest(user_id)
    elif which in TOPICS:
        _refuse_topic(user_id, str(which))


def _leave_thread(user_id: int, thread_id: int) -> None:
    """No more mails; the list stays as it was."""
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        return
    session, level = db.session(), level_without_own(user_id, thread)
    row = {"user_id": user_id, "thread_id": thread_id, "level": level, "reason": "chosen"}
    put = insert(dialect(session), ThreadLevel).values(row | {"no_mail": True, "set_at": now()})
    keys = ["user_id", "thread_id"]
    session.execute(put.on_conflict_do_update(index_elements=keys, set_={"no_mail": True}))


def _stop_digest(user_id: int) -> None:
    session = db.session()
    row = {"user_id": user_id, "digest": "none", "digested_at": now(), "follows_along": True}
    put = insert(dialect(session), NotificationWishes).values(row)
    session.execute(
        put.on_conflict_do_update(index_elements=["user_id"], set_={"digest": "none"})
    )


def _refuse_topic(user_id: int, topic: str) -> None:
    mine = NotificationChoice
    known = (mine.user_id == user_id, mine.topic == topic, mine.channel == "mail")
    db.session.execute(delete(mine).where(*known))
    db.session.add(mine(user_id=user_id, topic=topic, channel="mail", is_wanted=False))

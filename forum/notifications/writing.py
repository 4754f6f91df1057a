"""From "who is told what" to rows: seen by them, wanted by them, each event once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum import policy
from forum.accounts.models import User
from forum.core import jobs, push
from forum.core.clock import now
from forum.core.db import after_commit, db, transaction
from forum.core.dialects import dialect, insert
from forum.notifications.kinds import topic_of
from forum.notifications.models import Mailing, Notification, NotificationChoice, ThreadLevel
from forum.notifications.reach import Told
from forum.threads.models import Post, Thread

# People told in one transaction: some tenths of a second.
AT_ONCE = 1000
# What happens within it goes into one mail.
BATCH = timedelta(minutes=10)


@dataclass(frozen=True)
class Event:
    """What happened: the columns that all its notifications share."""

    name: str
    thread: Thread | None = None
    post: Post | None = None
    by_id: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)

    def is_seen_by(self, person: User) -> bool:
        if self.post is not None:
            return policy.see_post(person, self.post.thread, self.post)
        return self.thread is None or policy.see_thread(person, self.thread)


def tell(event: Event, told: Mapping[int, Told]) -> int:
    """Everybody in ``told`` who may see it and wants to hear of it; answers how many were told
    for the first time. Commits after each thousand: a second run goes on where the first ended."""
    everybody = sorted(told)
    count = 0
    for start in range(0, len(everybody), AT_ONCE):
        some = everybody[start : start + AT_ONCE]
        count += _tell_some(event, {user_id: told[user_id] for user_id in some})
    return count


@transaction()
def _tell_some(event: Event, told: Mapping[int, Told]) -> int:
    session = db.session()
    rows = _rows(event, told)
    if not rows:
        return 0
    made = insert(dialect(session), Notification).on_conflict_do_nothing()
    new = session.scalars(made.returning(Notification.user_id), rows).all()
    after_commit(lambda: push.publish(map(push.bell_of, new)))
    to_mail = {row["user_id"] for row in rows if row["wants_mail"]}
    _open_mailings(session, event, sorted(to_mail.intersection(new)))
    return len(new)


def _rows(event: Event, told: Mapping[int, Told]) -> list[dict[str, Any]]:
    people = db.session.scalars(select(User).where(User.id.in_(told))).all()
    chosen = _choices(list(told))
    unsubscribed = _unsubscribed(event, list(told))
    rows = []
    for person in people:
        if not event.is_seen_by(person):
            continue
        mine = told[person.id]
        topic = topic_of(mine.kind)
        listed = topic.wants("app", chosen.get((person.id, topic.name, "app")))
        mailed = (
            topic.wants("mail", chosen.get((person.id, topic.name, "mail")))
            and not mine.is_quiet
            and person.email is not None
            and person.mail_stopped_at is None
            and person.id not in unsubscribed
        )
        if listed or mailed:
            rows.append(_row(event, person.id, mine.kind, listed, mailed))
    return rows


def _row(event: Event, user_id: int, kind: str, listed: bool, mailed: bool) -> dict[str, Any]:
    return {
        "user_id": user_id,
        "kind": kind,
        "event": event.name,
        "thread_id": event.thread.id if event.thread else None,
        "post_id": event.post.id if event.post else None,
        "by_id": event.by_id,
        "about": dict(event.about),
        "created_at": now(),
        "is_listed": listed,
        "wants_mail": mailed,
    }


def _choices(user_ids: Sequence[int]) -> dict[tuple[int, str, str], bool]:
    choice = NotificationChoice
    statement = select(choice.user_id, choice.topic, choice.channel, choice.is_wanted)
    found = db.session.execute(statement.where(choice.user_id.in_(user_ids)))
    return {(user_id, topic, channel): wanted for user_id, topic, channel, wanted in found}


def _unsubscribed(event: Event, user_ids: Sequence[int]) -> set[int]:
    if event.thread is None:
        return set()
    here = (ThreadLevel.thread_id == event.thread.id, ThreadLevel.user_id.in_(user_ids))
    statement = select(ThreadLevel.user_id).where(*here, ThreadLevel.no_mail.is_(True))
    return set(db.session.scalars(statement))


def _open_mailings(session: Session, event: Event, user_ids: Sequence[int]) -> None:
    """One that is open takes this in; its row stays locked, so that it is not sealed without it."""
    if not user_ids:
        return
    thread_id = event.thread.id if event.thread else None
    opened = insert(dialect(session), Mailing)
    one_more = {"notices": Mailing.notices + 1}
    where = Mailing.sealed_at.is_(None), Mailing.thread_id.is_not(None)
    if thread_id is None:
        where = Mailing.sealed_at.is_(None), Mailing.thread_id.is_(None)
    keys = ["user_id"] if thread_id is None else ["user_id", "thread_id"]
    statement = opened.on_conflict_do_update(
        index_elements=keys, index_where=where[0] & where[1], set_=one_more
    ).returning(Mailing.id, Mailing.notices)
    made = now()
    rows = [
        {"user_id": user_id, "thread_id": thread_id, "notices": 1, "made_at": made}
        for user_id in user_ids
    ]
    found = session.execute(statement, rows).all()
    fresh = [{"mailing_id": mailing_id} for mailing_id, notices in found if notices == 1]
    jobs.enqueue_many("send_mailing", fresh, run_at=made + BATCH)

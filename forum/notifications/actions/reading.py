"""Having read what one was told."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, or_, select, update

from forum import policy
from forum.accounts.models import User
from forum.core import push
from forum.core.clock import now
from forum.core.db import after_commit, db, transaction
from forum.notifications.models import Mailing, Notification
from forum.policy.shapes import Person
from forum.threads.models import Post

KEPT = timedelta(days=60)


@transaction()
def read_notifications(ids: Collection[int] | None = None, *, by: User | Person) -> int:
    """These of them, or all; with each the others of its thread and kind, as they are shown in one
    line. Answers how many were unread."""
    policy.require(policy.read_notifications(by))
    after_commit(lambda: push.publish([push.bell_of(by.id)]))
    if ids is None:
        return _read(Notification.user_id == by.id)
    return sum(_read(Notification.user_id == by.id, _line_of(number, by.id)) for number in ids)


def _line_of(number: int, user_id: int) -> ColumnElement[bool]:
    here = select(Notification.thread_id, Notification.kind).where(
        Notification.id == number, Notification.user_id == user_id
    )
    thread_id, kind = db.session.execute(here).one_or_none() or (None, "")
    if thread_id is None:
        return Notification.id == number
    return (Notification.thread_id == thread_id) & (Notification.kind == kind)


def read_in_thread(user_id: int, thread_id: int, number: int) -> None:
    """Inside a transaction: what was told of its posts up to this number, and of it as a whole."""
    seen = select(Post.id).where(Post.thread_id == thread_id, Post.number <= number)
    read = _read(
        Notification.user_id == user_id,
        Notification.thread_id == thread_id,
        or_(Notification.post_id.is_(None), Notification.post_id.in_(seen)),
    )
    if read:
        after_commit(lambda: push.publish([push.bell_of(user_id)]))


def _read(*which: ColumnElement[bool]) -> int:
    unread = (*which, Notification.read_at.is_(None))
    read = update(Notification).where(*unread).values(read_at=now()).returning(Notification.id)
    return len(db.session.execute(read, execution_options={"synchronize_session": False}).all())


@transaction()
def sweep() -> None:
    """What was told 60 days ago is forgotten, and the mails that held nothing else."""
    old = now() - KEPT
    db.session.execute(delete(Notification).where(Notification.created_at < old))
    used = exists().where(Notification.mailing_id == Mailing.id)
    db.session.execute(delete(Mailing).where(Mailing.made_at < old - timedelta(days=1), ~used))

"""From "who is told what" to rows: seen by them, wanted by them, each event once."""

import time
from collections import defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from forum import policy
from forum.accounts.models import User
from forum.core import jobs, push
from forum.core.clock import now
from forum.core.db import after_commit, db, transaction
from forum.core.dialects import dialect, insert
from forum.notifications.kinds import topic_of
from forum.notifications.models import Mailing, Notification, NotificationChoice, ThreadLevel
from forum.notifications.queries.devices import devices_of
from forum.notifications.reach import Told
from forum.policy.shapes import Person
from forum.threads.models import Post, Thread

# People told in one transaction: some tenths of a second.
AT_ONCE = 1000
# Half of a job's lease: with 5,000 people a second that is enough for a large community.
LONGEST_S = 30
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

    def is_seen_by(self, person: Person) -> bool:
        if self.post is not None:
            return policy.see_post(person, self.post.thread, self.post)
        return self.thread is None or policy.see_thread(person, self.thread)


def tell(event: Event, told: Mapping[int, Told]) -> None:
    """Everybody in ``told`` who may see it and wants to hear of it, each once.

    Outside a transaction it commits after each thousand, and a second run goes on where the first
    ended. Raises ``Later`` for the rest when a job might outlast its lease.
    """
    everybody, started = sorted(told.keys() - _told_already(event)), time.monotonic()
    for start in range(0, len(everybody), AT_ONCE):
        if time.monotonic() - started > LONGEST_S:
            raise jobs.Later(now())
        some = everybody[start : start + AT_ONCE]
        _tell_some(event, {user_id: told[user_id] for user_id in some})


def _told_already(event: Event) -> set[int]:
    listed = (Notification.event == event.name, Notification.is_listed.is_(True))
    return set(db.session.scalars(select(Notification.user_id).where(*listed)))


@transaction()
def _tell_some(event: Event, told: Mapping[int, Told]) -> None:
    session = db.session()
    to_mail: list[int] = []
    to_push: list[dict[str, int]] = []
    new: list[int] = []
    devices = devices_of([user_id for user_id, mine in told.items() if not mine.is_quiet])
    for way, user_ids in _ways(event, told, devices).items():
        rows = session.execute(_insert(event, way, user_ids))
        made = {user_id: number for user_id, number in rows}
        new.extend(made)
        if way.wants_mail:
            to_mail.extend(made)
        if way.wants_push:
            to_push.extend(_pushes(made, devices))
        if way.is_listed:
            _list_again(event, set(user_ids).difference(made))
    after_commit(lambda: push.publish(map(push.bell_of, new)))
    _open_mailings(session, event, sorted(to_mail))
    jobs.enqueue_many("send_push", to_push)


def _pushes(
    made: Mapping[int, int], devices: Mapping[int, Sequence[int]]
) -> list[dict[str, int]]:
    """``made``: person → the row that tells them."""
    return [
        {"notification_id": number, "subscription_id": device}
        for user_id, number in made.items()
        for device in devices[user_id]
    ]


def _list_again(event: Event, user_ids: Collection[int]) -> None:
    """What was taken back meanwhile and is true again."""
    if not user_ids:
        return
    hidden = (Notification.event == event.name, Notification.is_listed.is_(False))
    again = update(Notification).where(*hidden, Notification.user_id.in_(user_ids))
    db.session.execute(
        again.values(is_listed=True, read_at=None),
        execution_options={"synchronize_session": False},
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """How somebody is told of it."""

    kind: str
    is_listed: bool
    wants_mail: bool
    wants_push: bool


_PERSON: tuple[Any, ...] = (
    User.id, User.role, User.trust_level, User.silenced_until, User.email, User.mail_stopped_at,
)  # fmt: skip


def _ways(
    event: Event, told: Mapping[int, Told], with_devices: Container[int]
) -> dict[_Way, list[int]]:
    """Who is told in which way; thousands of people have a few."""
    people = db.session.execute(select(*_PERSON).where(User.id.in_(told))).all()
    chosen, unsubscribed = _choices(list(told)), _unsubscribed(event, list(told))
    ways: defaultdict[_Way, list[int]] = defaultdict(list)
    for person in people:
        if not event.is_seen_by(person):
            continue
        mine = told[person.id]
        topic = topic_of(mine.kind)
        is_listed = topic.wants("app", chosen.get((person.id, topic.name, "app")))
        wants_mail = (
            topic.wants("mail", chosen.get((person.id, topic.name, "mail")))
            and not mine.is_quiet
            and person.email is not None
            and person.mail_stopped_at is None
            and person.id not in unsubscribed
        )
        wants_push = (
            person.id in with_devices
            and topic.wants("push", chosen.get((person.id, topic.name, "push")))
            and not mine.is_quiet
        )
        if is_listed or wants_mail or wants_push:
            ways[_Way(mine.kind, is_listed, wants_mail, wants_push)].append(person.id)
    return ways


def _insert(event: Event, way: _Way, user_ids: Sequence[int]) -> Any:
    """Answers who had not been told, and the row of each. From a SELECT: a thousand rows of twelve
    places each take the driver longer to read than the database to write."""
    values = {
        "kind": way.kind,
        "event": event.name,
        "thread_id": event.thread.id if event.thread else None,
        "post_id": event.post.id if event.post else None,
        "by_id": event.by_id,
        "about": dict(event.about),
        "created_at": now(),
        "is_listed": way.is_listed,
        "wants_mail": way.wants_mail,
    }
    columns = Notification.__table__.c
    shared = [literal(value, columns[name].type) for name, value in values.items()]
    rows = select(User.id, *shared).where(User.id.in_(user_ids))
    made = insert(dialect(db.session()), Notification).from_select(["user_id", *values], rows)
    return made.on_conflict_do_nothing().returning(Notification.user_id, Notification.id)


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

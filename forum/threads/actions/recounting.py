"""The columns that other rows add up to, added up afresh."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select, update

from forum.core.db import db, lock, read, transaction
from forum.threads.changes import touch_thread
from forum.threads.models import Post, Thread, ThreadTag, Vote
from forum.threads.queries.sums import Wrong, find_wrong

_BATCH = 200
# All are counted; so many of each kind are shown.
_EXAMPLES = 5


@dataclass
class Recount:
    threads: int = 0
    off: Counter[str] = field(default_factory=Counter)
    examples: list[Wrong] = field(default_factory=list)

    def note(self, wrong: Wrong) -> None:
        self.off[wrong.kind] += 1
        if self.off[wrong.kind] <= _EXAMPLES:
            self.examples.append(wrong)


def count_threads() -> int:
    with read() as connection:
        return connection.scalar(select(func.count()).select_from(Thread)) or 0


def recount_threads(advance: Callable[[int], None]) -> Recount:
    """Put right what is off, each thread under its lock; ``advance`` hears how many were seen.

    Whatever people do meanwhile is counted once, by them or by this.
    """
    recount = Recount()
    for ids in _batches():
        with read() as connection:
            suspects = sorted({wrong.thread_id for wrong in find_wrong(connection, ids)})
        for thread_id in suspects:
            for wrong in _put_right(thread_id):
                recount.note(wrong)
        recount.threads += len(ids)
        advance(len(ids))
    return recount


def _batches() -> Iterator[list[int]]:
    last = 0
    while True:
        with read() as connection:
            next_ids = select(Thread.id).where(Thread.id > last).order_by(Thread.id).limit(_BATCH)
            ids = list(connection.scalars(next_ids))
        if not ids:
            return
        yield ids
        last = ids[-1]


@transaction()
def _put_right(thread_id: int) -> list[Wrong]:
    thread = db.session.get(Thread, thread_id)
    if thread is None:
        return []
    lock(thread)
    wrong = find_wrong(db.session(), [thread_id])
    for one in wrong:
        _PUT.get(one.kind, _put_column)(thread, one)
    if wrong:
        touch_thread(thread)
    return wrong


def _put_column(thread: Thread, wrong: Wrong) -> None:
    setattr(thread, wrong.kind, wrong.counted)


def _put_votes(thread: Thread, wrong: Wrong) -> None:
    # Who votes changes the post, not the thread: only the post's own lock holds them off.
    post = lock(db.session.get_one(Post, wrong.post_id))
    given = select(func.count()).where(Vote.post_id == post.id)
    post.votes = post.imported_score + (db.session.scalar(given) or 0)


def _put_tag_time(thread: Thread, wrong: Wrong) -> None:
    db.session.execute(
        update(ThreadTag)
        .where(ThreadTag.thread_id == thread.id)
        .values(last_post_at=wrong.counted)
    )


_PUT = {"votes": _put_votes, "tag_last_post_at": _put_tag_time}

"""What questions say of each other: links, and which is asked elsewhere already."""

from collections.abc import Collection
from sqlite3 import Row

from sqlalchemy import insert

from forum.core.db import db, transaction
from forum.threads.changes import resolve
from forum.threads.models import Thread, ThreadLink
from forum.threads.states import Duplicate
from forum.transfer.stackexchange.drafting import as_moment
from forum.transfer.stackexchange.scratch import Scratch, marks
from forum.transfer.stackexchange.storing import Ids, known_threads


@transaction()
def store_links(site: str, scratch: Scratch, fresh: Collection[int]) -> None:
    """Between threads of which one is fresh, and both are here.

    What staff undid since between two threads that were here before stays undone.
    """
    relations = _relations(scratch, list(fresh))
    ends = {end for row in relations for end in (row["from_id"], row["to_id"])}
    ids = known_threads(db.session(), site, ends)
    here = [row for row in relations if row["from_id"] in ids and row["to_id"] in ids]
    links = [_link(row, ids) for row in here if not row["is_duplicate"]]
    if links:
        db.session.execute(insert(ThreadLink), links)
    for row in here:
        if row["is_duplicate"]:
            _mark(db.session.get_one(Thread, ids[row["from_id"]]), row, ids)


def _relations(scratch: Scratch, numbers: list[int]) -> list[Row]:
    wanted = marks(numbers)
    return scratch.select(
        "SELECT from_id, to_id, is_duplicate, min(at) AS at FROM relations"
        f" WHERE from_id IN ({wanted}) OR to_id IN ({wanted})"
        " GROUP BY from_id, to_id, is_duplicate ORDER BY from_id, to_id",
        *numbers,
        *numbers,
    )


def _link(row: Row, ids: Ids) -> dict[str, object]:
    return {
        "from_id": ids[row["from_id"]],
        "to_id": ids[row["to_id"]],
        "linked_at": as_moment(row["at"]),
    }


def _mark(thread: Thread, row: Row, ids: Ids) -> None:
    if thread.duplicate is None:
        original = ids[row["to_id"]]
        thread.duplicate = Duplicate(original_id=original, marked_at=as_moment(row["at"]))
        resolve(thread)

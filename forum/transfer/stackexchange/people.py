"""The dump's people, without passwords and addresses: nobody can sign in as one of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import insert, select

from forum.accounts.actions.creating import tidy_handle
from forum.accounts.models import SYSTEM_ID, User
from forum.core.db import db, read, transaction
from forum.core.errors import Invalid
from forum.core.text import clean, skeleton
from forum.safety.door import admit
from forum.transfer.stackexchange.batches import again_if_raced
from forum.transfer.stackexchange.fields import moment, number
from forum.transfer.stackexchange.origins import of_posts
from forum.transfer.stackexchange.prose import cut_line
from forum.transfer.stackexchange.reading import PEOPLE, Advance, each
from forum.transfer.stackexchange.report import Report
from forum.transfer.stackexchange.rows import Attributes, read_rows
from forum.transfer.stackexchange.scratch import Scratch

# The site's own robot.
COMMUNITY = -1

_BATCH = 500
_LONGEST_HANDLE = 30
_LONGEST_NAME = 40
_NOT_HANDLE = re.compile(r"[^\w.-]+")
_EDGES = "_.-"


@dataclass(frozen=True)
class Person:
    origin_id: int
    name: str
    joined_at: datetime


def import_people(scratch: Scratch, folder: Path, report: Report, advance: Advance) -> None:
    people = _people(scratch, folder, report, advance)
    while batch := list(islice(people, _BATCH)):
        added = again_if_raced(partial(_store, batch, of_posts(report.site)))
        report.added["people"] += added


def _people(
    scratch: Scratch, folder: Path, report: Report, advance: Advance
) -> Iterator[Person]:
    found: list[Person] = []

    def put(row: Attributes) -> None:
        report.in_dump["people"] += 1
        person = Person(number(row, "Id"), row.get("DisplayName", ""), moment(row, "CreationDate"))
        scratch.add("people", person.origin_id)
        if person.origin_id == COMMUNITY:
            report.in_dump["the system"] += 1
        else:
            found.append(person)

    for row in read_rows(folder / PEOPLE, advance):
        each(row, PEOPLE, report, put)
        yield from found
        found.clear()


@transaction()
def _store(batch: Sequence[Person], origin: str) -> int:
    """Those of the batch who are not here yet; answers how many they were."""
    known = _known(origin, [person.origin_id for person in batch])
    fresh = {person.origin_id: person for person in batch if person.origin_id not in known}
    wishes = {person.origin_id: _wish(person) for person in fresh.values()}
    taken = _taken(skeleton(wish) for wish in wishes.values())
    rows = []
    for person in fresh.values():
        handle = _free_handle(wishes[person.origin_id], person.origin_id, taken)
        taken.add(skeleton(handle))
        rows.append(_row(person, handle) | {"origin": origin})
    if rows:
        db.session.execute(insert(User), rows)
    return len(rows)


def _row(person: Person, handle: str) -> dict[str, object]:
    return {
        "handle": handle,
        "skeleton": skeleton(handle),
        "display_name": _display_name(person.name) or handle,
        "joined_at": person.joined_at,
        "origin_id": person.origin_id,
    }


def _wish(person: Person) -> str:
    """The handle nearest to the name: what cannot stand in one becomes "_"."""
    name = unicodedata.normalize("NFKC", clean(person.name))
    handle = _NOT_HANDLE.sub("_", name)[:_LONGEST_HANDLE].strip(_EDGES)
    try:
        return tidy_handle(handle)
    except Invalid:
        return f"user-{person.origin_id}"


def _free_handle(wish: str, origin_id: int, taken: set[str]) -> str:
    """``wish``, or with the person's number behind it when somebody looks like that already."""
    if skeleton(wish) not in taken:
        return wish
    tail = f"-{abs(origin_id)}"
    while True:
        handle = wish[: _LONGEST_HANDLE - len(tail)].rstrip(_EDGES) + tail
        if skeleton(handle) not in taken and not _taken([skeleton(handle)]):
            return handle
        tail += "x"


def _display_name(name: str) -> str:
    try:
        return admit(cut_line(clean(name), _LONGEST_NAME), "display_name")
    except Invalid:
        return ""


def _taken(skeletons: Iterable[str]) -> set[str]:
    return set(db.session.scalars(select(User.skeleton).where(User.skeleton.in_(list(skeletons)))))


def _known(origin: str, numbers: Sequence[int]) -> set[int | None]:
    mine = (User.origin == origin, User.origin_id.in_(numbers))
    return set(db.session.scalars(select(User.origin_id).where(*mine)))


def ids_of_people(site: str, numbers: set[int]) -> dict[int, int]:
    """Their ids here, by their numbers there; who did not come in is missing."""
    statement = select(User.origin_id, User.id).where(
        User.origin == of_posts(site), User.origin_id.in_(numbers)
    )
    with read() as connection:
        found = {old: new for old, new in connection.execute(statement) if old is not None}
    return found | {COMMUNITY: SYSTEM_ID}

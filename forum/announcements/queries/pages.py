"""What an announcement's page and the list of announcements show."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select, tuple_

from forum.announcements.models import Announcement, MaintenanceWindow, Pin
from forum.announcements.queries.parts import ChangeRow, ServiceImpact, UpdateRow, parts_of
from forum.announcements.queries.standing import (
    PIN,
    PIN_COLUMNS,
    WINDOW,
    WINDOW_COLUMNS,
    PinRow,
    WindowRow,
    pin_row,
    window_row,
)
from forum.announcements.states import State, state_at
from forum.core.clock import now
from forum.core.columns import Columns
from forum.core.db import read
from forum.policy.shapes import Person
from forum.threads.models import PAGE, Thread
from forum.threads.queries.lists import Key, rows_by_id
from forum.threads.queries.rows import ThreadRow
from forum.threads.queries.seeing import listed

# The threads that a statement is executed with.
THREADS: BindParameter[Any] = bindparam("threads", expanding=True)


@dataclass(frozen=True)
class AnnouncementView:
    """All about an announcement but its thread. Services by name, the newest change and update
    first."""

    thread_id: int
    kind: str
    is_critical: bool
    window: WindowRow | None
    to_do: str
    pin: PinRow | None
    services: list[ServiceImpact] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    updates: list[UpdateRow] = field(default_factory=list)

    @property
    def state(self) -> State | None:
        """Of its maintenance, at this moment."""
        return state_at(self.window, now()) if self.window else None


def find_announcement(thread_id: int) -> AnnouncementView | None:
    """None for an ordinary thread; whether somebody may see it is the thread's to say."""
    return find_announcements([thread_id]).get(thread_id)


def find_announcements(thread_ids: Collection[int]) -> dict[int, AnnouncementView]:
    """Those of these threads that are some. One query: what there are many of comes as parts, each
    beside the announcement itself."""
    found: dict[int, list[Any]] = defaultdict(list)
    with read() as connection:
        for row in connection.execute(_announcements(), {"threads": list(thread_ids)}):
            found[row[0]].append(row)
    return {thread_id: _view(thread_id, rows) for thread_id, rows in found.items()}


_HEAD = Columns(
    thread_id=Announcement.thread_id,
    kind=Announcement.kind,
    is_critical=Announcement.is_critical,
    to_do=MaintenanceWindow.to_do,
    **WINDOW_COLUMNS,
    **PIN_COLUMNS,
)
_ABOUT = _HEAD.take("kind", "is_critical", "to_do")
_WINDOW, _PIN = _HEAD.take(*WINDOW), _HEAD.take(*PIN)


# Built once: it is the largest of all statements, and each announcement's page needs it.
@cache
def _announcements() -> Select[Any]:
    parts = parts_of(THREADS)
    return (
        select(*_HEAD.all(), *parts.c)
        .select_from(Announcement)
        .outerjoin(MaintenanceWindow, MaintenanceWindow.thread_id == Announcement.thread_id)
        .outerjoin(Pin, Pin.thread_id == Announcement.thread_id)
        .outerjoin(parts, parts.c.of_thread == Announcement.thread_id)
        .where(Announcement.thread_id.in_(THREADS))
    )


def _view(thread_id: int, rows: Any) -> AnnouncementView:
    head = rows[0]
    kind, is_critical, to_do = _ABOUT(head)
    window, pin = window_row(_WINDOW(head)), pin_row(_PIN(head))
    view = AnnouncementView(thread_id, kind, is_critical, window, to_do or "", pin)
    # The number orders them: a service's place, a change's id, a post's number.
    for what, number, word, text, names, first, second, at in sorted(
        (part for row in rows if (part := row[len(_HEAD) : -1])[0]), key=lambda part: part[1]
    ):
        if what == "service":
            view.services.append(ServiceImpact(text, word, names))
        elif what == "change":
            view.changes.insert(0, ChangeRow(first, second, at))
        else:
            view.updates.insert(0, UpdateRow(number, word, at, text))
    return view


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """A line of the list."""

    thread: ThreadRow
    kind: str
    is_critical: bool
    window: WindowRow | None

    @property
    def state(self) -> State | None:
        return state_at(self.window, now()) if self.window else None


_LINE = Columns(
    id=Thread.id,
    created_at=Thread.created_at,
    kind=Announcement.kind,
    is_critical=Announcement.is_critical,
    **WINDOW_COLUMNS,
)
_LINE_WINDOW = _LINE.take(*WINDOW)


@dataclass(frozen=True)
class AnnouncementPage:
    rows: list[AnnouncementRow]
    next: Key | None


def list_announcements(
    person: Person,
    categories: Collection[int],
    *,
    kind: str | None = None,
    after: Key | None = None,
    limit: int = PAGE,
) -> AnnouncementPage:
    """Of these categories, which ``person`` may see; the newest first. Two queries."""
    order = (Thread.created_at, Thread.id)
    statement = (
        select(*_LINE.all())
        .join(Announcement, Announcement.thread_id == Thread.id)
        .outerjoin(MaintenanceWindow, MaintenanceWindow.thread_id == Thread.id)
        .where(listed(), Thread.category_id.in_(list(categories)))
        .order_by(*(column.desc() for column in order))
        .limit(limit + 1)
    )
    if kind is not None:
        statement = statement.where(Announcement.kind == kind)
    if after is not None:
        statement = statement.where(tuple_(*order) < tuple_(after.last_post_at, after.id))
    with read() as connection:
        found = connection.execute(statement).all()
    shown, more = found[:limit], len(found) > limit
    threads = {row.id: row for row in rows_by_id([row.id for row in shown], person, categories)}
    rows = [
        AnnouncementRow(threads[row.id], row.kind, row.is_critical, window_row(_LINE_WINDOW(row)))
        for row in shown
        if row.id in threads
    ]
    return AnnouncementPage(rows, Key(shown[-1].created_at, shown[-1].id) if more else None)

"""What may stand above pages: pinned threads and maintenance that is not over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, union

from forum.accounts.visitors import Guest
from forum.announcements.models import (
    Announcement,
    MaintenanceWindow,
    MonitoredService,
    Pin,
)
from forum.core.clock import now
from forum.core.columns import Columns, fields_of
from forum.core.db import read
from forum.core.languages import pick
from forum.threads.models import Thread
from forum.threads.queries.lists import rows_by_id
from forum.threads.queries.rows import ThreadRow

# Each is read at every change of one of them; more than these nobody could read.
MOST = 100


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A ``states.Window``."""

    starts_at: datetime
    ends_at: datetime
    started_at: datetime | None
    verifying_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PinRow:
    """A ``states.Span``, and what else is shown of it."""

    scope: str
    position: int
    pinned_from: datetime
    pinned_until: datetime | None
    pinned_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """A thread with all that decides whether, where and how it stands above pages."""

    thread: ThreadRow
    # None: an ordinary thread that is pinned.
    kind: str | None
    is_critical: bool
    phase: int
    window: WindowRow | None
    pin: PinRow | None


@dataclass(frozen=True, slots=True)
class ServiceRow:
    id: int
    slug: str
    names: dict[str, str]

    def name(self, language: str) -> str:
        return pick(self.names, language)


@dataclass(frozen=True)
class Official:
    standing: list[Standing]
    services: list[ServiceRow]
    # Also of threads that nobody sees now, which may come back.
    thread_ids: frozenset[int]


WINDOW = fields_of(WindowRow)
PIN = fields_of(PinRow)
# Under the names of the fields.
WINDOW_COLUMNS: dict[str, Any] = {name: getattr(MaintenanceWindow, name) for name in WINDOW}
PIN_COLUMNS: dict[str, Any] = {name: getattr(Pin, name) for name in PIN}

_STANDING = Columns(
    thread_id=Thread.id,
    kind=Announcement.kind,
    is_critical=Announcement.is_critical,
    phase=Announcement.phase,
    **WINDOW_COLUMNS,
    **PIN_COLUMNS,
)
_ABOUT = _STANDING.take("kind", "is_critical", "phase")
_WINDOW, _PIN = _STANDING.take(*WINDOW), _STANDING.take(*PIN)


def load_official(categories: Collection[int]) -> Official:
    """As far as the public lists of these categories show it. Three queries."""
    with read() as connection:
        found = {row[0]: row for row in connection.execute(_candidates())}
        services = connection.execute(_services()).all()
    rows = rows_by_id(list(found), Guest(), categories) if found else []
    return Official(
        [_standing(row, found[row.id]) for row in rows],
        [ServiceRow(*row) for row in services],
        frozenset(found),
    )


def is_pin_not_over() -> ColumnElement[bool]:
    return or_(Pin.pinned_until.is_(None), Pin.pinned_until > now())


def _candidates() -> Any:
    pinned = select(Pin.thread_id).where(is_pin_not_over())
    unfinished = select(MaintenanceWindow.thread_id).where(
        MaintenanceWindow.completed_at.is_(None), MaintenanceWindow.cancelled_at.is_(None)
    )
    return (
        select(*_STANDING.all())
        .outerjoin(Announcement, Announcement.thread_id == Thread.id)
        .outerjoin(MaintenanceWindow, MaintenanceWindow.thread_id == Thread.id)
        .outerjoin(Pin, Pin.thread_id == Thread.id)
        .where(Thread.id.in_(union(pinned, unfinished)))
        .order_by(Thread.id.desc())
        .limit(MOST)
    )


def _services() -> Any:
    columns = (MonitoredService.id, MonitoredService.slug, MonitoredService.names)
    return select(*columns).order_by(MonitoredService.position, MonitoredService.id)


def _standing(thread: ThreadRow, row: Any) -> Standing:
    kind, is_critical, phase = _ABOUT(row)
    window, pin = window_row(_WINDOW(row)), pin_row(_PIN(row))
    return Standing(thread, kind, bool(is_critical), phase or 0, window, pin)


def window_row(columns: Any) -> WindowRow | None:
    """None for the columns of an outer join that found nothing."""
    return WindowRow(*columns) if columns[0] else None


def pin_row(columns: Any) -> PinRow | None:
    return PinRow(*columns) if columns[0] else None

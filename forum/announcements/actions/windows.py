"""Maintenance: announced, moved on by staff's word, postponed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum import policy
from forum.accounts.models import User
from forum.announcements.changes import announcement_of, touch_official, window_of
from forum.announcements.events import (
    MaintenanceCancelled,
    MaintenanceChanged,
    MaintenanceCompleted,
    MaintenanceStarted,
    MaintenanceVerifying,
)
from forum.announcements.models import (
    IMPACTS,
    MaintenanceWindow,
    MonitoredService,
    Pin,
    WindowChange,
    WindowService,
)
from forum.announcements.states import FINISHED, applies_at, can_step, state_at
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.safety.door import admit
from forum.threads.models import Thread

# What is farther or longer is a slip of the finger.
FARTHEST, LONGEST = timedelta(days=366), timedelta(days=30)


@dataclass(frozen=True)
class WindowWish:
    """``services``: slug → impact."""

    starts_at: datetime
    ends_at: datetime
    services: Mapping[str, str]
    to_do: str = ""


def add_window(thread_id: int, wish: WindowWish) -> MaintenanceWindow:
    """Inside a transaction. Raises ``Invalid`` for starts_at, ends_at, services or to_do."""
    check_span(wish.starts_at, wish.ends_at)
    to_do = admit(wish.to_do, "to_do")
    window = MaintenanceWindow(
        thread_id=thread_id, starts_at=wish.starts_at, ends_at=wish.ends_at, to_do=to_do
    )
    set_services(window, wish.services)
    db.session.add(window)
    return window


def set_services(window: MaintenanceWindow, impacts: Mapping[str, str]) -> None:
    """Inside a transaction. Raises ``Invalid``."""
    rows = db.session.scalars(
        select(MonitoredService).where(MonitoredService.slug.in_(list(impacts)))
    )
    known = {row.slug: row.id for row in rows}
    for slug, impact in impacts.items():
        if slug not in known:
            raise Invalid(_("There is no service “%(slug)s”.", slug=slug[:60]), "services")
        if impact not in IMPACTS:
            raise Invalid(_("Choose one of the impacts for each service."), "services")
    wanted = {known[slug]: impact for slug, impact in impacts.items()}
    kept = [row for row in window.services if row.service_id in wanted]
    for row in kept:
        row.impact = wanted.pop(row.service_id)
    window.services = kept + [
        WindowService(service_id=number, impact=impact) for number, impact in wanted.items()
    ]


def check_span(starts_at: datetime, ends_at: datetime) -> None:
    if starts_at.utcoffset() is None or ends_at.utcoffset() is None:
        raise Invalid(_("Say in which time zone."), "starts_at")
    if starts_at > now() + FARTHEST:
        raise Invalid(_("This is too far away: one year is possible."), "starts_at")
    if ends_at <= max(starts_at, now()):
        raise Invalid(_("A maintenance ends after it starts, and in the future."), "ends_at")
    if ends_at - starts_at > LONGEST:
        raise Invalid(_("This is too long: 30 days are possible."), "ends_at")


_NEWS = {
    "in_progress": ("started", MaintenanceStarted),
    "verifying": ("verifying", MaintenanceVerifying),
    "completed": ("completed", MaintenanceCompleted),
    "cancelled": ("cancelled", MaintenanceCancelled),
}


@transaction()
def step_maintenance(thread: Thread, state: str, *, by: User) -> None:
    """Say that it starts early, is being verified, is completed or cancelled.

    Raises ``Conflict``, and nothing changes, for a step that ``states.STEPS`` does not have.
    """
    lock(thread)
    policy.require(policy.step_maintenance(by))
    window = window_of(thread)
    if state not in _NEWS or not can_step(window, state, now()):
        raise Conflict(_("This maintenance cannot take that step now. Load the page again."))
    column, happened = _NEWS[state]
    setattr(window, f"{column}_at", now())
    setattr(window, f"{column}_by_id", by.id)
    if state in FINISHED:
        _end_pin(thread)
    touch_official(thread)
    publish(happened(window, by))
    publish(
        StaffAct(by.id, "step_maintenance", f"thread/{thread.id}", changes={"state": state})
    )


def _end_pin(thread: Thread) -> None:
    """What is over need not stand above lists; staff can pin it again."""
    pin = db.session.get(Pin, thread.id)
    if pin is not None and applies_at(pin, now()):
        pin.pinned_until = now()


@transaction()
def postpone_maintenance(
    thread: Thread, starts_at: datetime, ends_at: datetime, *, by: User
) -> None:
    """Give it another window; the old one stays in its history.

    One that had begun is scheduled again when the new start lies ahead. Raises ``Conflict`` once
    it is completed or cancelled; the same window changes nothing.
    """
    lock(thread)
    policy.require(policy.postpone_maintenance(by))
    window = window_of(thread)
    if state_at(window, now()) in FINISHED:
        raise Conflict(_("This maintenance is over. Announce a new one."))
    check_span(starts_at, ends_at)
    old, new = (window.starts_at, window.ends_at), (starts_at, ends_at)
    if old == new:
        return
    db.session.add(_change(thread, old, new, by))
    window.starts_at, window.ends_at = new
    if starts_at > now():
        window.started_at = window.started_by_id = None
        window.verifying_at = window.verifying_by_id = None
    announcement_of(thread).phase += 1
    touch_official(thread)
    publish(MaintenanceChanged(window, old, new, by))
    fields = {"fields": ["starts_at", "ends_at"]}
    publish(StaffAct(by.id, "postpone_maintenance", f"thread/{thread.id}", changes=fields))


def _change(
    thread: Thread, old: tuple[datetime, datetime], new: tuple[datetime, datetime], by: User
) -> WindowChange:
    return WindowChange(
        thread_id=thread.id,
        old_starts_at=old[0],
        old_ends_at=old[1],
        new_starts_at=new[0],
        new_ends_at=new[1],
        changed_by_id=by.id,
        changed_at=now(),
    )

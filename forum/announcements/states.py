"""The state of a maintenance window: what the clock says and what staff said, added up. And of a
pin."""

from datetime import datetime
from typing import Literal, Protocol, get_args

State = Literal["scheduled", "in_progress", "verifying", "completed", "cancelled", "overrun"]
STATES: tuple[State, ...] = get_args(State)
RUNNING = ("in_progress", "verifying", "overrun")
FINISHED = ("completed", "cancelled")

# What staff can say → the states in which they can say it. The clock starts a window by itself.
STEPS: dict[str, tuple[State, ...]] = {
    "in_progress": ("scheduled",),
    "verifying": ("in_progress",),
    "completed": ("in_progress", "verifying", "overrun"),
    "cancelled": ("scheduled", "in_progress"),
}


class Window(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def started_at(self) -> datetime | None: ...
    @property
    def verifying_at(self) -> datetime | None: ...
    @property
    def completed_at(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


def state_at(window: Window, moment: datetime) -> State:
    """overrun: past its end, and nobody has said that it is completed."""
    if window.cancelled_at:
        return "cancelled"
    if window.completed_at:
        return "completed"
    if moment >= window.ends_at:
        return "overrun"
    if window.verifying_at:
        return "verifying"
    if window.started_at or moment >= window.starts_at:
        return "in_progress"
    return "scheduled"


def can_step(window: Window, state: str, moment: datetime) -> bool:
    return state_at(window, moment) in STEPS.get(state, ())


def steps_at(window: Window, moment: datetime) -> list[str]:
    """What staff can say now, in the order in which things go."""
    return [state for state in STEPS if can_step(window, state, moment)]


class Span(Protocol):
    """From when to when a thread is pinned."""

    @property
    def pinned_from(self) -> datetime: ...
    @property
    def pinned_until(self) -> datetime | None: ...


def applies_at(pin: Span, moment: datetime) -> bool:
    return pin.pinned_from <= moment and not is_over_at(pin, moment)


def is_over_at(pin: Span, moment: datetime) -> bool:
    """Once it expired it is no pin, whether or not anybody has taken it down."""
    return pin.pinned_until is not None and pin.pinned_until <= moment

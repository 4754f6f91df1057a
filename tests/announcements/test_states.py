from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forum.announcements.states import STATES, STEPS, can_step, state_at, steps_at

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Window:
    starts_at: datetime = NOON
    ends_at: datetime = NOON + 2 * HOUR
    started_at: datetime | None = None
    verifying_at: datetime | None = None
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None


def test_the_clock_alone_starts_a_window_and_overruns_it():
    window = Window()

    states = [state_at(window, NOON + hours * HOUR) for hours in (-1, 0, 1, 2, 3)]

    assert states == ["scheduled", "in_progress", "in_progress", "overrun", "overrun"]


def test_staff_say_the_rest():
    early = Window(started_at=NOON - HOUR)
    verifying = Window(verifying_at=NOON + HOUR)

    assert state_at(early, NOON - HOUR) == "in_progress"
    assert state_at(verifying, NOON + HOUR) == "verifying"
    assert state_at(verifying, NOON + 2 * HOUR) == "overrun"
    assert state_at(replace(verifying, completed_at=NOON), NOON + 9 * HOUR) == "completed"
    assert state_at(replace(early, cancelled_at=NOON), NOON + 9 * HOUR) == "cancelled"


def test_what_can_be_said_in_each_state():
    window = Window()

    assert steps_at(window, NOON - HOUR) == ["in_progress", "cancelled"]
    assert steps_at(window, NOON) == ["verifying", "completed", "cancelled"]
    assert steps_at(replace(window, verifying_at=NOON), NOON) == ["completed"]
    assert steps_at(window, NOON + 2 * HOUR) == ["completed"]
    assert steps_at(replace(window, completed_at=NOON), NOON) == []
    assert steps_at(replace(window, cancelled_at=NOON), NOON) == []


COLUMN = {"in_progress": "started_at", "verifying": "verifying_at",
          "completed": "completed_at", "cancelled": "cancelled_at"}
AFTER = {"in_progress": "in_progress", "verifying": "verifying",
         "completed": "completed", "cancelled": "cancelled"}


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 90)), max_size=12))
def test_whatever_is_said_and_however_late_the_state_is_one_of_six(said):
    window, moment = Window(), NOON - HOUR

    for state, minutes in said:
        moment += timedelta(minutes=minutes)
        before = state_at(window, moment)
        if can_step(window, state, moment):
            window = replace(window, **{COLUMN[state]: moment})
            assert state_at(window, moment) == AFTER[state]
        else:
            assert before not in STEPS[state]
        assert state_at(window, moment) in STATES

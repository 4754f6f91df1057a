"""What the banner shows, and which pins: answers written by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from forum.announcements.queries.standing import PinRow, Standing, WindowRow
from forum.announcements.showing import banners_now, phase_of, pins_above, pins_now
from forum.threads.queries.rows import ThreadRow

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def thread(number, category=1):
    row = object.__new__(ThreadRow)
    for name, value in (("id", number), ("category_id", category), ("title", f"Thread {number}")):
        object.__setattr__(row, name, value)
    return row


def pin(scope="everywhere", position=0, start=NOON - HOUR, until=None):
    return PinRow(scope, position, start, until, NOON - HOUR)


def window(start, hours=2, **said):
    filled = dict.fromkeys(("started_at", "verifying_at", "completed_at", "cancelled_at")) | said
    return WindowRow(NOON + start * HOUR, NOON + (start + hours) * HOUR, **filled)


def standing(number, kind, *, critical=False, phase=1, window=None, pin=None, category=1):
    return Standing(thread(number, category), kind, critical, phase, window, pin)


CRITICAL = standing(1, "security", critical=True, pin=pin())
INCIDENT = standing(2, "incident", pin=pin())
RUNNING = standing(3, "maintenance", window=window(-1))
SECURITY = standing(4, "security", pin=pin())
SOON = standing(5, "maintenance", window=window(47))
LATER = standing(6, "maintenance", window=window(49))
NOTICE = standing(7, "notice", pin=pin())
OVERRUN = standing(8, "maintenance", window=window(-5))
VERIFYING = standing(9, "maintenance", window=window(-2, 9, verifying_at=NOON))
UNPINNED = standing(10, "security", critical=True)
IN_CATEGORY = standing(11, "incident", pin=pin("category"))
EXPIRED = standing(12, "security", critical=True, pin=pin(until=NOON))
NOT_YET = standing(13, "security", critical=True, pin=pin(start=NOON + HOUR))
CANCELLED = standing(14, "maintenance", window=window(1, cancelled_at=NOON))


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([SOON, SECURITY, RUNNING, INCIDENT, CRITICAL], CRITICAL),
        ([SOON, SECURITY, RUNNING, INCIDENT], INCIDENT),
        ([SOON, SECURITY, RUNNING], RUNNING),
        ([SOON, SECURITY], SECURITY),
        ([LATER, NOTICE, SOON], SOON),
        ([SECURITY, OVERRUN], OVERRUN),
        ([SECURITY, VERIFYING], VERIFYING),
        ([RUNNING, OVERRUN], OVERRUN),
        ([LATER, NOTICE, UNPINNED, IN_CATEGORY, EXPIRED, NOT_YET, CANCELLED], None),
    ],
)
def test_one_banner_beats_the_others(there, expected):
    found = banners_now(there, NOON)

    assert (found[0] if found else None) is expected


def test_a_maintenance_has_a_new_phase_in_each_state_and_at_each_postponement():
    one = standing(1, "maintenance", window=window(1))
    postponed = standing(1, "maintenance", phase=2, window=window(9))

    phases = [phase_of(one, NOON + hours * HOUR) for hours in (0, 1, 3)]

    assert phases == ["scheduled1", "in_progress1", "overrun1"]
    assert phase_of(postponed, NOON) == "scheduled2"


def test_a_security_notice_has_a_new_phase_at_each_update_and_a_notice_never():
    assert phase_of(standing(1, "security", phase=2, pin=pin()), NOON) == "security2"
    assert phase_of(NOTICE, NOON) == phase_of(NOTICE, NOON + 99 * HOUR)


def test_pins_stand_in_their_order_while_they_apply():
    there = [
        standing(1, "notice", pin=pin(position=2)),
        standing(2, None, pin=pin(position=1)),
        EXPIRED, NOT_YET, UNPINNED,
    ]

    assert [one.thread.id for one in pins_now(there, NOON)] == [2, 1]
    assert [one.thread.id for one in pins_now(there, NOON + HOUR)] == [13, 2, 1]


def test_at_most_two_pins_and_never_what_the_banner_shows():
    pinned = [standing(n, "notice", pin=pin(position=n)) for n in range(1, 5)]

    above = pins_above(pinned, (), pinned[0])

    assert [one.thread.id for one in above] == [2, 3]


def test_a_category_pin_stands_above_its_own_list_only():
    here = standing(1, None, pin=pin("category"), category=5)

    assert pins_above([here], (5,), None) == [here]
    assert pins_above([here], (6,), None) == []
    assert pins_above([here], (), None) == []

"""Quiet hours: no mail in between, in one's own time zone."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def minutes_of(clock: str) -> int | None:
    """Since midnight; None for what is no time of a day like "22:00"."""
    found = _CLOCK.fullmatch(clock)
    return int(found[1]) * 60 + int(found[2]) if found else None


def clock_of(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def quiet_until(hours: tuple[int, int] | None, zone: ZoneInfo, moment: datetime) -> datetime | None:
    """When the quiet hours end in which ``moment`` lies; None if it lies in none.

    ``hours``: from and until in minutes since midnight, by the clock on the wall: on the day on
    which that is put forward or back they are an hour shorter or longer.
    """
    if hours is None:
        return None
    start, end = hours
    here = moment.astimezone(zone)
    minute = here.hour * 60 + here.minute
    overnight = start > end
    inside = (minute >= start or minute < end) if overnight else start <= minute < end
    if not inside:
        return None
    day = here.date() + timedelta(days=1 if overnight and minute >= start else 0)
    until = datetime.combine(day, time(end // 60, end % 60), tzinfo=zone).astimezone(UTC)
    # An hour that the clock skips or repeats: never in the past.
    return max(until, moment + timedelta(minutes=1))

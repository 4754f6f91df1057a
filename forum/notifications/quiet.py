"""Quiet hours: no mail in between, in one's own time zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


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

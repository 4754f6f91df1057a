"""Times as readers read them: in their zone, with its name where there could be a doubt."""

from datetime import datetime

from babel.dates import format_date, format_datetime, format_time, get_timezone_name

from forum.http.language import locale, zone


def format_moment(moment: datetime, style: str = "datetime") -> str:
    """``style``: time, date, datetime or zoned (with the zone's name). "relative" is datetime:
    a guest's page is kept, and "8 minutes ago" would be kept with it."""
    here, words = moment.astimezone(zone()), locale()
    if style == "date":
        return format_date(here, "long", locale=words)
    if style == "time":
        return format_time(here, "short", locale=words)
    text = format_datetime(here, "medium" if words.language == "en" else "short", locale=words)
    return f"{text} ({zone_name(moment)})" if style == "zoned" else text


def zone_name(moment: datetime) -> str:
    """Like "中国标准时间, UTC+8"."""
    here = moment.astimezone(zone())
    offset = here.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    utc = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    return f"{get_timezone_name(here, locale=locale())}, {utc}"

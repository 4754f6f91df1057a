"""Times as readers read them: in their zone, with its name where there could be a doubt."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, get_timezone_name
from flask import g
from flask_babel import gettext as _

from forum.core.errors import Invalid
from forum.core.languages import locale_of
from forum.http.language import language, locale, zone


def format_moment(moment: datetime, style: str = "datetime") -> str:
    """``style``: time, date, datetime or zoned (with the zone's name).

    "relative" is datetime: a guest's page is kept, and "8 minutes ago" would be kept with it.
    """
    return format_for(moment, style, *reader())


def reader() -> tuple[ZoneInfo, str]:
    """Zone and language of this request; found once, since a page has dozens of moments."""
    if "reader" not in g:
        g.reader = (zone(), language())
    found: tuple[ZoneInfo, str] = g.reader
    return found


# Babel takes 0.1 ms for one, and the posts of a page are read again and again.
@lru_cache(20_000)
def format_for(moment: datetime, style: str, zone: ZoneInfo, language: str) -> str:
    here, words = moment.astimezone(zone), locale_of(language)
    if style == "date":
        return format_date(here, "long", locale=words)
    if style == "time":
        return format_time(here, "short", locale=words)
    text = _day_and_time(here, words)
    if style != "zoned":
        return text
    named = _zone_name(here, words)
    return f"{text}（{named}）" if words.language == "zh" else f"{text} ({named})"


def _day_and_time(here: datetime, words: Locale) -> str:
    """English's short form is a riddle of numbers, and its medium one has seconds."""
    if words.language != "en":
        return format_datetime(here, "short", locale=words)
    day, time = format_date(here, "medium", locale=words), format_time(here, "short", locale=words)
    return f"{day}, {time}"


def zone_name(moment: datetime) -> str:
    """Like "中国标准时间 UTC+8"."""
    return _zone_name(moment.astimezone(zone()), locale())


def _zone_name(here: datetime, words: Locale) -> str:
    offset = here.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    utc = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    return f"{get_timezone_name(here, locale=words)}{' ' if words.language == 'zh' else ', '}{utc}"


def to_input(moment: datetime | None) -> str:
    """For a field of the type datetime-local, in the reader's zone."""
    return f"{moment.astimezone(zone()):%Y-%m-%dT%H:%M}" if moment else ""


def from_input(text: str, field: str) -> datetime:
    """What a datetime-local field says, in the reader's zone. Raises ``Invalid``."""
    try:
        return datetime.fromisoformat(text[:16]).replace(tzinfo=zone()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(_("Give a day and a time."), field) from error

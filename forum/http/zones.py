"""Time zones to choose from, with the places that their names mean."""

from functools import cache
from zoneinfo import available_timezones

from babel.dates import get_timezone_location

from forum.core.languages import locale_of

# Where most who come here live; the other four hundred follow by name.
_FIRST = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Macau", "Asia/Singapore",
    "Asia/Kuala_Lumpur", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok", "Asia/Ho_Chi_Minh",
    "Asia/Manila", "Asia/Jakarta", "Asia/Dubai", "UTC",
)  # fmt: skip
_REGIONS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/",
    "Indian/", "Pacific/",
)  # fmt: skip


@cache
def zone_choices(language: str) -> list[tuple[str, str]]:
    """Like ("Asia/Shanghai", "Asia/Shanghai (中国时间)"), for a select field."""
    zones = available_timezones()
    others = sorted(z for z in zones if z.startswith(_REGIONS) and z not in _FIRST)
    first = [zone for zone in _FIRST if zone in zones]
    return [(zone, _words(zone, language)) for zone in (*first, *others)]


def _words(zone: str, language: str) -> str:
    if zone == "UTC":
        return zone
    return f"{zone.replace('_', ' ')} ({get_timezone_location(zone, locale=locale_of(language))})"

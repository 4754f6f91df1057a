"""What changed, in a line of the action log, as its readers say it.

Lines are never rewritten: whatever a line holds that has no words here is shown as it stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.lists import format_list
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as N_

from forum.http.language import language, locale
from forum.http.moments import format_moment
from forum.http.site import site

_WORDS: dict[str, Mapping[Any, object]] = {
    "scope": {
        "everywhere": N_("Above all lists"),
        "category": N_("Above the list of its category"),
    },
    "kind": {
        "notice": N_("Notice"),
        "release": N_("Release"),
        "security": N_("Security"),
        "maintenance": N_("Maintenance"),
        "incident": N_("Incident"),
        "silence": N_("Silence"),
        "suspension": N_("Suspension"),
    },
    "state": {
        "in_progress": N_("In progress"),
        "verifying": N_("Verifying"),
        "completed": N_("Completed"),
        "cancelled": N_("Cancelled"),
    },
    "role": {
        "member": N_("Member"),
        "moderator": N_("Moderator"),
        "official": N_("Official"),
        "administrator": N_("Administrator"),
    },
    "is_reserved": {True: N_("Staff only"), False: N_("Everybody")},
}

_FIELDS = {
    "title": N_("Title"),
    "body": N_("Text"),
    "tags": N_("Tags"),
    "starts_at": N_("Starts"),
    "ends_at": N_("Ends"),
    "services": N_("Affected services"),
    "to_do": N_("What to do"),
    "name": N_("Name"),
    "names": N_("Name"),
    "descriptions": N_("Description"),
    "slug": N_("Address"),
    "hue": N_("Colour"),
    "accent": N_("Colour"),
    "kind": N_("Kind"),
    "parent_id": N_("Inside"),
    "position": N_("Place"),
    "is_official": N_("Official"),
    "hides_askers": N_("Askers show as “somebody”"),
    "may_see": N_("See it"),
    "may_start": N_("Start a thread"),
    "may_reply": N_("Reply"),
    "language": N_("Language"),
    "time_zone": N_("Time zone"),
    "sign_ups": N_("Sign-ups"),
    "rules": N_("Rules"),
    "privacy": N_("Privacy"),
    "report": N_("Report to us"),
    "url": N_("Address"),
    "description": N_("Description"),
    "events": N_("News"),
    "includes_restricted": N_("Also what guests do not see"),
    "is_active": N_("On"),
}

# Numbers that lead nowhere, and what the line's own sentence says already.
_UNSAID = ("item", "sanction", "decision", "reason")


@dataclass(frozen=True)
class Part:
    text: str
    # Where it leads; "" for what leads nowhere.
    path: str = ""


def changes_in_words(changes: Mapping[str, Any]) -> list[Part]:
    """In the order of the names."""
    given = {name: value for name, value in sorted(changes.items()) if name not in _UNSAID}
    if set(given) == {"from", "to"}:
        return [Part(f"{_word('role', given['from'])} → {_word('role', given['to'])}")]
    return [_part(name, value) for name, value in given.items() if value is not None]


def category_name(number: Any) -> str:
    """Of one that is gone, its number."""
    found = (c.name(language()) for c in site().categories if str(c.id) == str(number))
    return next(found, "") or gettext("category %(number)s", number=number)


def _part(name: str, value: Any) -> Part:
    try:
        return _PARTS[name](value) if name in _PARTS else Part(_word(name, value))
    except (TypeError, ValueError):
        return Part(f"{name}: {value}")


def _word(name: str, value: Any) -> str:
    words = _WORDS.get(name, {})
    if value in words:
        return str(words[value])
    return str(value) if name in ("role", "state", "kind") else f"{name}: {value}"


def _fields(names: list[str]) -> Part:
    return Part(format_list([str(_FIELDS.get(name, name)) for name in names], locale=locale()))


def _moved(ids: list[int]) -> Part:
    before, after = ids
    return Part(f"{category_name(before)} → {category_name(after)}")


def _until(text: str) -> Part:
    moment = datetime.fromisoformat(text)
    return Part(gettext("until %(time)s", time=format_moment(moment)))


_PARTS: dict[str, Callable[[Any], Part]] = {
    "fields": _fields,
    "category": _moved,
    "until": _until,
    "original": lambda number: Part(gettext("thread %(number)s", number=number), f"/t/{number}"),
    "post": lambda number: Part(gettext("post %(number)s", number=number), f"/p/{number}"),
    "into": lambda number: Part(gettext("tag %(number)s", number=number)),
    "count": lambda number: Part(ngettext("%(num)s job", "%(num)s jobs", int(number))),
    "order": lambda place: Part(gettext("place %(number)s", number=place + 1)),
    "delivery": lambda number: Part(gettext("message %(number)s", number=number)),
}

"""What an administrator changes of the site itself."""

from collections.abc import Mapping
from zoneinfo import available_timezones

from flask_babel import gettext as _

from forum import policy
from forum.accounts.models import User
from forum.core import stamps
from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.events import StaffAct, publish
from forum.core.languages import LANGUAGES
from forum.core.settings import all_settings, store
from forum.safety.door import admit_by_language

# Palettes of accents.css; teal is site.css's own. None is the official blue.
ACCENTS = ("teal", "plum", "rose", "bronze", "moss", "graphite")
TEXTS = ("rules", "privacy", "report")


@transaction()
def change_site(
    names: Mapping[str, str],
    *,
    accent: str,
    language: str,
    time_zone: str,
    sign_ups: bool,
    by: User,
) -> None:
    """``names`` is language → name; one language's is needed, the others may be empty."""
    policy.require(policy.change_site(by))
    if language not in LANGUAGES:
        raise Invalid(_("This language is not spoken here."), "language")
    if time_zone not in available_timezones():
        raise Invalid(_("There is no such time zone."), "time_zone")
    if accent not in ACCENTS:
        raise Invalid(_("Choose one of the colours."), "accent")
    name = admit_by_language(names, "name", "name")
    if not name:
        raise Invalid(_("The site needs a name in one language at least."), f"name-{language}")
    wishes = {
        "name": name, "accent": accent, "language": language, "time_zone": time_zone,
        "sign_ups": sign_ups,
    }
    _store(wishes, "change_site", by)


@transaction()
def change_texts(key: str, texts: Mapping[str, str], *, by: User) -> None:
    """``key`` is one of ``TEXTS``; ``texts`` is language → Markdown. Empty: the built-in text."""
    policy.require(policy.change_texts(by))
    if key not in TEXTS:
        raise Invalid(_("There is no such text."), "key")
    _store({key: admit_by_language(texts, "page", "text")}, "change_texts", by)


def _store(wishes: Mapping[str, object], verb: str, by: User) -> None:
    before = all_settings(db.session.connection())
    changed = [key for key, wish in wishes.items() if before[key] != wish]
    if not changed:
        return
    for key in changed:
        store(db.session(), key, wishes[key])
    stamps.touch(db.session(), stamps.SITE)
    publish(StaffAct(by.id, verb, "site", changes={"fields": changed}))

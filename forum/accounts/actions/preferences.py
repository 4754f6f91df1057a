"""How somebody wants the site: language, time zone, theme; and who they say they are."""

from zoneinfo import available_timezones

from flask_babel import gettext as _

from forum import policy
from forum.accounts.models import User
from forum.core import stamps
from forum.core.db import db, lock, transaction
from forum.core.errors import Invalid
from forum.core.languages import LANGUAGES
from forum.safety.door import admit

THEMES = ("system", "light", "dark")


@transaction()
def change_preferences(
    user: User,
    *,
    language: str | None = None,
    time_zone: str | None = None,
    theme: str | None = None,
    by: User,
) -> None:
    """What is None stays as it is; "" is the site's own language or time zone."""
    lock(user)
    policy.require(policy.change_preferences(by, user))
    if language is not None:
        if language and language not in LANGUAGES:
            raise Invalid(_("This language is not spoken here."), "language")
        user.language = language or None
    if time_zone is not None:
        if time_zone and time_zone not in available_timezones():
            raise Invalid(_("There is no such time zone."), "time_zone")
        user.time_zone = time_zone or None
    if theme is not None:
        if theme not in THEMES:
            raise Invalid(_("Choose light, dark or system."), "theme")
        user.theme = theme


@transaction()
def edit_profile(user: User, display_name: str, about: str, *, by: User) -> None:
    lock(user)
    policy.require(policy.edit_profile(by, user))
    user.display_name, user.about = admit(display_name, "display_name"), admit(about, "about")
    # The name stands on every page that they ever wrote on.
    stamps.touch(db.session(), stamps.SITE)

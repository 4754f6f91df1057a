"""How somebody wants the site: language, time zone, theme; and who they say they are."""

from zoneinfo import available_timezones

from flask_babel import gettext as _

from forum import policy
from forum.accounts.actions.creating import tidy_display_name
from forum.accounts.models import THEMES, User
from forum.accounts.queries import find_by_handle
from forum.accounts.reserved import check_not_of_staff, check_not_reserved
from forum.core import stamps
from forum.core.db import db, lock, transaction
from forum.core.errors import Invalid
from forum.core.languages import LANGUAGES
from forum.safety.door import admit


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
    name = tidy_display_name(display_name)
    if name != user.display_name:
        _check_display_name(user, name)
        # It stands on every page that they ever wrote on.
        stamps.touch(db.session(), stamps.SITE)
    user.display_name, user.about = name, admit(about, "about")
    stamps.touch(db.session(), f"user/{user.id}")


def _check_display_name(user: User, name: str) -> None:
    """Raises ``Invalid`` for a name of authority, and for one that is another's handle."""
    if not policy.is_staff(user):
        check_not_reserved(name, "display_name")
        check_not_of_staff(name, "display_name")
    like = find_by_handle("".join(name.split()))
    if like is not None and like.id != user.id:
        raise Invalid(_("Somebody else is known by this name. Choose another."), "display_name")

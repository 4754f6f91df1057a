"""Taking the demonstration away: the database is made anew, as its migrations make it."""

from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select

from forum.accounts.models import SYSTEM_ID, User
from forum.core.db import db, read, transaction
from forum.core.errors import Conflict
from forum.core.stamps import SITE, Stamp
from forum.transfer.demo.loading import is_loaded
from forum.transfer.demo.stage import ORIGIN


def unload_demo(everybody: bool = False) -> None:
    """Leave an empty database: people and threads that came later go too.

    The log refuses to lose a line and names people, so rows cannot be picked out of it; hence all
    or nothing. Raises ``Conflict`` where there is no demonstration, or where somebody has signed
    up and ``everybody`` is not given.
    """
    if not is_loaded():
        raise Conflict(_("There is no demo in this database."))
    if not everybody and (count := _strangers()):
        raise Conflict(
            ngettext(
                "%(num)s person has signed up since. Say --everybody to remove them and what they"
                " wrote, or begin with a new database.",
                "%(num)s people have signed up since. Say --everybody to remove them and what they"
                " wrote, or begin with a new database.",
                count,
            )
        )
    last = _highest_stamp()
    db.session.remove()
    migrations = str(Path(current_app.root_path).parent / "migrations")
    downgrade(directory=migrations, revision="base")
    upgrade(directory=migrations)
    _go_on_from(last)


def _strangers() -> int:
    others = (User.id != SYSTEM_ID, User.origin.is_distinct_from(ORIGIN))
    with read() as connection:
        return connection.scalar(select(func.count()).select_from(User).where(*others)) or 0


def _highest_stamp() -> int:
    with read() as connection:
        return connection.scalar(select(func.max(Stamp.version))) or 0


@transaction()
def _go_on_from(last: int) -> None:
    """A browser may still hold pages that are named by the old stamps; no new page is called so."""
    db.session.add(Stamp(subject=SITE, version=last + 1))

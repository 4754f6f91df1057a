"""Putting the demonstration up in an empty database."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from forum.accounts.models import SYSTEM_ID, User
from forum.accounts.passwords import hash_password
from forum.announcements.models import MonitoredService
from forum.categories.models import Category
from forum.core import stamps
from forum.core.clock import now
from forum.core.db import db, read, transaction
from forum.core.errors import Conflict
from forum.core.settings import all_settings, store
from forum.core.text import skeleton
from forum.transfer.demo import notices, official, posting, texts
from forum.transfer.demo.stage import ORIGIN, Stage

# The same for all of them, and in the documentation: so the demonstration is for one's own
# machine only.
PASSWORD = "starmap-demo"

_SETTINGS = {
    "name": {"zh-Hans": "星图社区", "zh-Hant": "星圖社區", "en": "Starmap Community"},
    "language": "zh-Hans",
    "time_zone": "Asia/Shanghai",
    "demo": True,
}


def is_loaded() -> bool:
    with read() as connection:
        return bool(all_settings(connection)["demo"])


def is_empty() -> bool:
    """Nobody but the system actor, and no category."""
    with read() as connection:
        return _is_empty(connection)


def _is_empty(connection: Connection) -> bool:
    person = connection.scalar(select(User.id).where(User.id != SYSTEM_ID).limit(1))
    return person is None and connection.scalar(select(Category.id).limit(1)) is None


@transaction()
def load_demo() -> None:
    """People, categories, threads and what staff did, with times that end now; all or nothing.

    Raises ``Conflict`` unless the database is empty.
    """
    if not _is_empty(db.session.connection()):
        raise Conflict(_("This database is in use already; the demo needs an empty one."))
    stage = Stage(now())
    for key, value in _SETTINGS.items():
        store(db.session(), key, value)
    for number, person in enumerate(texts.people(), 1):
        stage.people[person.handle] = _person(stage, number, person)
    for number, category in enumerate(texts.categories(), 1):
        stage.categories[category.slug] = _category(number, category)
    for number, service in enumerate(texts.services(), 1):
        db.session.add(MonitoredService(position=number, **service))
    db.session.flush()
    threads = texts.threads()
    posting.post_all(stage, threads)
    official.speak(stage, threads)
    official.moderate(stage, threads)
    notices.tell(stage)
    stamps.touch(db.session(), stamps.SITE, stamps.LISTS)


def _person(stage: Stage, number: int, person: texts.PersonText) -> User:
    user = User(
        handle=person.handle,
        skeleton=skeleton(person.handle),
        display_name=person.name,
        email=person.email,
        password_hash=hash_password(PASSWORD) if person.email else None,
        role=person.role,
        trust_level=person.trust,
        about=person.about,
        language=person.language,
        time_zone=person.zone,
        suspended_until=stage.now + timedelta(days=365) if person.suspended else None,
        joined_at=stage.now - person.joined,
        origin=ORIGIN,
        origin_id=number,
    )
    db.session.add(user)
    return user


def _category(number: int, category: texts.CategoryText) -> Category:
    row = Category(
        slug=category.slug,
        names=category.names,
        descriptions=category.descriptions,
        hue=category.hue,
        position=number,
        kind=category.kind,
        is_official=category.official,
    )
    db.session.add(row)
    return row

"""The parts of the product that maintenance can touch."""

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum import policy
from forum.accounts.models import User
from forum.announcements.models import OFFICIAL, MonitoredService
from forum.core import stamps
from forum.core.db import db, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.core.text import slug as slug_of
from forum.safety.door import admit_by_language


@transaction()
def create_service(slug: str, names: Mapping[str, str], *, by: User) -> MonitoredService:
    """``names`` is language → name. Raises ``Invalid`` or ``Conflict``."""
    policy.require(policy.create_service(by))
    if not slug or slug_of(slug) != slug:
        raise Invalid(_("An address holds small letters, digits and - only."), "slug")
    clean = admit_by_language(names, "name", "name")
    if not clean:
        raise Invalid(_("Please write something here."), "name")
    last = db.session.scalar(select(func.max(MonitoredService.position))) or 0
    service = MonitoredService(slug=slug, names=clean, position=last + 1)
    db.session.add(service)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(_("There is a service of this name already.")) from error
    stamps.touch(db.session(), OFFICIAL)
    publish(StaffAct(by.id, "create_service", f"service/{service.id}"))
    return service

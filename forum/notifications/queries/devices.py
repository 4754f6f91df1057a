"""Which browsers show notices, as of now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, or_, select

from forum.accounts.models import IDLE, ApiToken, SignIn
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound
from forum.notifications.devices import PushSubscription


def is_live() -> ColumnElement[bool]:
    """Who has signed out in a browser is told nothing there any more: others may be using it."""
    signed_in = exists().where(
        SignIn.id == PushSubscription.sign_in_id,
        SignIn.ended_at.is_(None),
        SignIn.seen_at > now() - IDLE,
    )
    token = exists().where(
        ApiToken.id == PushSubscription.token_id,
        ApiToken.revoked_at.is_(None),
        or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now()),
    )
    return or_(signed_in, token)


def list_devices(user_id: int) -> list[PushSubscription]:
    """The newest first."""
    mine = select(PushSubscription).where(PushSubscription.user_id == user_id, is_live())
    newest = mine.order_by(PushSubscription.made_at.desc(), PushSubscription.id.desc())
    return list(db.session.scalars(newest))


def find_device(device_id: int) -> PushSubscription | None:
    one = select(PushSubscription).where(PushSubscription.id == device_id, is_live())
    return db.session.scalars(one).first()


def get_device(device_id: int, user_id: int) -> PushSubscription:
    """Raises ``NotFound`` when it is not theirs, or does not count any more."""
    device = find_device(device_id)
    if device is None or device.user_id != user_id:
        raise NotFound(_("This device shows no notices any more."))
    return device


def devices_of(user_ids: Collection[int]) -> Mapping[int, Sequence[int]]:
    """Person → their devices; who has none is not there. One query, or none."""
    if not user_ids:
        return {}
    columns = select(PushSubscription.user_id, PushSubscription.id)
    rows = db.session.execute(columns.where(PushSubscription.user_id.in_(user_ids), is_live()))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for user_id, device_id in rows:
        found[user_id].append(device_id)
    return found

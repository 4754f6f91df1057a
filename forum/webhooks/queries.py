"""Everything that reads webhooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import Select, select

from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.numbers import LARGEST_ID
from forum.webhooks.models import Delivery, Webhook

PAGE = 50


@dataclass(frozen=True)
class Wish:
    webhook_id: int
    includes_restricted: bool


@dataclass(frozen=True)
class Page:
    rows: Sequence[Delivery]
    # The id to go on below.
    next: int | None


def wishes_for(event: str) -> list[Wish]:
    """Inside a transaction: the active webhooks that want it. None is removed until it ends."""
    rows = db.session.execute(_active()).all()
    return [Wish(number, restricted) for number, events, restricted in rows if event in events]


# Built once: every reply asks it.
@cache
def _active() -> Select[int, list[str], bool]:
    columns = (Webhook.id, Webhook.events, Webhook.includes_restricted)
    active = select(*columns).where(Webhook.is_active).order_by(Webhook.id)
    return active.with_for_update(read=True, key_share=True)


def list_webhooks() -> Sequence[Webhook]:
    return db.session.scalars(select(Webhook).order_by(Webhook.id)).all()


def get_webhook(webhook_id: int) -> Webhook:
    """Raises ``NotFound``."""
    found = db.session.get(Webhook, webhook_id) if webhook_id <= LARGEST_ID else None
    if found is None:
        raise NotFound(_("There is no such webhook."))
    return found


def get_delivery(delivery_id: int) -> Delivery:
    """Raises ``NotFound``."""
    found = db.session.get(Delivery, delivery_id) if delivery_id <= LARGEST_ID else None
    if found is None:
        raise NotFound(_("There is no such message any more."))
    return found


def list_deliveries(webhook: Webhook, before: int | None = None, limit: int = PAGE) -> Page:
    """The newest first."""
    statement = select(Delivery).where(Delivery.webhook_id == webhook.id)
    if before is not None:
        statement = statement.where(Delivery.id < before)
    found = db.session.scalars(statement.order_by(Delivery.id.desc()).limit(limit + 1)).all()
    rows = found[:limit]
    return Page(rows, rows[-1].id if len(found) > limit else None)

"""What an administrator says of a webhook: where it leads and what it wants."""

import base64
import secrets
from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from sqlalchemy import delete, func, select

from forum import policy
from forum.accounts.models import User
from forum.core.addresses import Refused, place_of
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.safety.door import admit
from forum.webhooks.models import EVENTS, ROTATION, Delivery, Webhook

# Each asks of every reply whether it wants it.
MOST = 20
# Standard Webhooks: 24 to 64 random bytes.
SECRET_BYTES = 32

_WHY = {
    "url": N_("This is not an address like https://example.org/hook."),
    "scheme": N_("An address begins with https:// or http://."),
    "userinfo": N_("Leave name and password out of the address: messages are signed."),
    "port": N_("Of the ports, 80, 443 and those from 1024 on are possible."),
    "private": N_("This address lies inside a network. The operator can open it (WEBHOOK_ALLOW)."),
}


@transaction()
def create_webhook(
    url: str,
    events: Sequence[str],
    description: str = "",
    includes_restricted: bool = False,
    *,
    by: User,
) -> Webhook:
    """Its secret is shown now and not again. Raises ``Invalid``, and ``Conflict`` after 20."""
    lock(by)
    policy.require(policy.create_webhook(by))
    webhook = Webhook(
        url=_url(url),
        events=_events(events),
        description=admit(description, "description"),
        includes_restricted=includes_restricted,
        secret=_new_secret(),
        made_by=by,
    )
    if (db.session.scalar(select(func.count()).select_from(Webhook)) or 0) >= MOST:
        raise Conflict(_("There are %(count)s webhooks. Remove one first.", count=MOST))
    db.session.add(webhook)
    db.session.flush()
    _log("create_webhook", webhook, by)
    return webhook


@transaction()
def change_webhook(webhook: Webhook, *, by: User, **given: Any) -> None:
    """Put these of url, events, description, includes_restricted and is_active in place of what
    they are. To make it active again forgets why it was stopped."""
    lock(webhook)
    policy.require(policy.change_webhook(by))
    wishes = {name: _CHECKS[name](value) for name, value in given.items()}
    changed = [name for name, wish in wishes.items() if getattr(webhook, name) != wish]
    for name in changed:
        setattr(webhook, name, wishes[name])
    if "is_active" in changed:
        webhook.failing_since = webhook.stopped_at = webhook.stopped_because = None
    if changed:
        _log("change_webhook", webhook, by, {"fields": changed})


@transaction()
def rotate_secret(webhook: Webhook, *, by: User) -> None:
    """Another secret. For 24 hours messages are signed with both, so that receivers can change."""
    lock(webhook)
    policy.require(policy.rotate_secret(by))
    webhook.previous_secret, webhook.previous_until = webhook.secret, now() + ROTATION
    webhook.secret = _new_secret()
    _log("rotate_secret", webhook, by)


@transaction()
def remove_webhook(webhook: Webhook, *, by: User) -> None:
    """With what it was sent. What still waits is not sent."""
    lock(webhook)
    policy.require(policy.remove_webhook(by))
    _log("remove_webhook", webhook, by)
    # Whoever has just read that it wants something writes that down first (queries.wishes_for).
    db.session.execute(select(Webhook.id).where(Webhook.id == webhook.id).with_for_update())
    db.session.execute(delete(Delivery).where(Delivery.webhook_id == webhook.id))
    db.session.delete(webhook)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _log(verb: str, webhook: Webhook, by: User, changes: dict[str, object] | None = None) -> None:
    """Neither the secret nor the address, in which some receivers put another one."""
    publish(StaffAct(by.id, verb, f"webhook/{webhook.id}", changes=changes or {}))


def _url(url: str) -> str:
    url = admit(url, "url")
    try:
        place_of(url, current_app.extensions["config"].webhook_allow)
    except Refused as error:
        raise Invalid(str(_WHY[error.reason]), "url") from error
    return url


def _events(events: Sequence[str]) -> list[str]:
    """In our order, each once."""
    for event in events:
        if event not in EVENTS:
            raise Invalid(_("There is no event “%(name)s”.", name=event[:60]), "events")
    if not events:
        raise Invalid(_("Choose one event at least."), "events")
    return [event for event in EVENTS if event in events]


_CHECKS: dict[str, Any] = {
    "url": _url,
    "events": _events,
    "description": lambda text: admit(text, "description"),
    "includes_restricted": bool,
    "is_active": bool,
}

"""How a message fares: waiting, delivered, given up."""

import json
import random
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update

from forum.core.addresses import Refused
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.jobs import enqueue
from forum.core.outbound import Unreached
from forum.webhooks.models import Delivery, Webhook
from forum.webhooks.payloads import payload_of

# Standard Webhooks' own (docs/webhooks.md): after the first attempt, nine more in three days.
PAUSES = (
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20),
    timedelta(hours=24),
)
# So that a receiver that comes back is not met by everybody at once.
JITTER = 0.2
# Without one success: then the webhook is stopped.
PATIENCE = timedelta(days=5)
# How long what is over can be looked at and sent again.
KEPT = timedelta(days=30)

# Why an attempt failed, or why there was none. Refused is for ever; the last three: an answer that
# is no success, the webhook was stopped meanwhile, what it tells of went out of sight.
REFUSALS = Refused.REASONS
ERRORS = (*REFUSALS, *Unreached.REASONS, "answer", "stopped", "withheld")


@dataclass(frozen=True)
class Message:
    """Ready to be signed and sent."""

    id: str
    url: str
    secrets: list[str]
    body: str


@dataclass(frozen=True)
class Outcome:
    status: int | None = None
    error: str | None = None


def put_in_queue(delivery: Delivery) -> None:
    """Inside a transaction."""
    delivery.message_id = f"msg_{secrets.token_urlsafe(18)}"
    db.session.add(delivery)
    db.session.flush()
    enqueue("deliver_webhook", delivery_id=delivery.id)


@transaction()
def prepare(delivery_id: int) -> Message | None:
    """None where there is nothing to send (any more)."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None or delivery.is_finished:
        return None
    webhook = delivery.webhook
    if not webhook.is_active:
        _give_up(delivery, "stopped")
        return None
    payload = payload_of(delivery)
    if payload is None:
        _give_up(delivery, "withheld")
        return None
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return Message(delivery.message_id, webhook.url, webhook.secrets, body)


@transaction()
def settle(delivery_id: int, outcome: Outcome) -> datetime | None:
    """Write down how an attempt went; answers when to try again, if at all."""
    delivery = db.session.get(Delivery, delivery_id)
    if delivery is None or delivery.is_finished:
        return None
    webhook = lock(delivery.webhook)
    delivery.attempts += 1
    delivery.last_status, delivery.last_error = outcome.status, outcome.error
    if outcome.error is None:
        delivery.delivered_at, delivery.next_at, webhook.failing_since = now(), None, None
        return None
    webhook.failing_since = webhook.failing_since or now()
    _stop_if_hopeless(webhook, outcome)
    is_last = delivery.attempts > len(PAUSES) or outcome.error in REFUSALS
    if is_last or not webhook.is_active:
        _give_up(delivery, outcome.error)
        return None
    pause = PAUSES[delivery.attempts - 1] * random.uniform(1 - JITTER, 1 + JITTER)
    delivery.next_at = now() + pause
    return delivery.next_at


def _give_up(delivery: Delivery, error: str) -> None:
    delivery.given_up_at, delivery.next_at, delivery.last_error = now(), None, error


def _stop_if_hopeless(webhook: Webhook, outcome: Outcome) -> None:
    if not webhook.is_active or webhook.failing_since is None:
        return
    because = "gone" if outcome.status == 410 else "failing"
    if because == "gone" or now() - webhook.failing_since >= PATIENCE:
        webhook.is_active, webhook.stopped_at, webhook.stopped_because = False, now(), because


@transaction()
def sweep() -> None:
    """Forget what was over for long, and secrets that count no more."""
    old = now() - KEPT
    over = or_(Delivery.delivered_at < old, Delivery.given_up_at < old)
    db.session.execute(delete(Delivery).where(over))
    spent = update(Webhook).where(Webhook.previous_until < now())
    db.session.execute(spent.values(previous_secret=None, previous_until=None))

"""What an administrator has sent: a message again, or a test."""

from flask_babel import gettext as _

from forum import policy
from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import lock, transaction
from forum.core.errors import Conflict
from forum.core.events import StaffAct, publish
from forum.core.jobs import enqueue
from forum.webhooks.actions.delivering import put_in_queue
from forum.webhooks.models import TEST, Delivery, Webhook


@transaction()
def send_again(delivery: Delivery, *, by: User) -> None:
    """Under the same id, and what it tells as it is now, with all its attempts.

    Raises ``Conflict`` while it waits, and where its webhook is off.
    """
    webhook = lock(delivery.webhook)
    policy.require(policy.send_again(by))
    _check_active(webhook)
    if not delivery.is_finished:
        raise Conflict(_("This message is still being tried."))
    delivery.attempts, delivery.next_at = 0, now()
    delivery.delivered_at = delivery.given_up_at = None
    enqueue("deliver_webhook", delivery_id=delivery.id)
    changes = {"delivery": delivery.id}
    publish(StaffAct(by.id, "send_again", f"webhook/{webhook.id}", changes=changes))


@transaction()
def send_test(webhook: Webhook, *, by: User) -> Delivery:
    """A message that tells of nothing. Raises ``Conflict`` where the webhook is off."""
    lock(webhook)
    policy.require(policy.send_test(by))
    _check_active(webhook)
    delivery = Delivery(webhook_id=webhook.id, event=TEST)
    put_in_queue(delivery)
    publish(StaffAct(by.id, "send_test", f"webhook/{webhook.id}"))
    return delivery


def _check_active(webhook: Webhook) -> None:
    if not webhook.is_active:
        raise Conflict(_("This webhook is off. Turn it on first."))

"""Sending messages."""

from flask import current_app
from standardwebhooks import Webhook as Signer

from forum.core.addresses import Refused
from forum.core.clock import now
from forum.core.jobs import Later
from forum.core.outbound import Unreached, post
from forum.webhooks.actions.delivering import Message, Outcome, prepare, settle

AGENT = "Waymark-Webhooks (+https://www.standardwebhooks.com)"


def deliver_webhook(delivery_id: int) -> None:
    """Raises ``Later`` when the message is to be tried again."""
    message = prepare(delivery_id)
    if message is None:
        return
    if again := settle(delivery_id, _send(message)):
        raise Later(again)


def _send(message: Message) -> Outcome:
    allowed = current_app.extensions["config"].webhook_allow
    try:
        answer = post(message.url, message.body.encode(), headers_of(message), allowed=allowed)
    except (Refused, Unreached) as error:
        return Outcome(error=error.reason)
    return Outcome(answer.status, None if 200 <= answer.status < 300 else "answer")


def headers_of(message: Message) -> dict[str, str]:
    """Signed now: a receiver refuses what is older than a few minutes."""
    at = now()
    signatures = [Signer(secret).sign(message.id, at, message.body) for secret in message.secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }

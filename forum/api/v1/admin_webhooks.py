"""Webhooks: where news is sent, and how the messages fared."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.asking import created, listing, nothing
from forum.api.v1.schemas import webhooks as schemas
from forum.api.v1.schemas.threads import Paging
from forum.http import cursors
from forum.http.idempotent import once_by_key
from forum.http.programs import scope
from forum.http.visitor import enter, member
from forum.webhooks import queries
from forum.webhooks.actions import sending, setting_up
from forum.webhooks.models import Delivery, Webhook

bp = APIBlueprint(
    "api_admin_webhooks",
    __name__,
    url_prefix="/api/v1/admin/webhooks",
    tag="Administration of webhooks",
)

_SAME = (
    "id", "url", "description", "events", "includes_restricted", "made_at", "failing_since",
    "stopped_at", "stopped_because",
)
_OF_DELIVERY = (
    "id", "message_id", "event", "thread_id", "post_id", "state", "created_at", "attempts",
    "next_at", "last_status", "last_error", "delivered_at", "given_up_at",
)


def _webhook(row: Webhook) -> shapes.Json:
    return {name: getattr(row, name) for name in _SAME} | {
        "active": row.is_active,
        "made_by": row.made_by.handle,
        "old_secret_until": row.previous_until if len(row.secrets) > 1 else None,
    }


def _with_secret(row: Webhook) -> shapes.Json:
    return _webhook(row) | {"secret": row.secret}


def _delivery(row: Delivery) -> shapes.Json:
    return {name: getattr(row, name) for name in _OF_DELIVERY}


@bp.get("")
@enter("administrators")
@scope("admin")
@bp.output(schemas.Webhooks)
def list_webhooks() -> ResponseReturnValue:
    """List all webhooks, without their secrets."""
    return listing([_webhook(row) for row in queries.list_webhooks()])


@bp.post("")
@enter("administrators")
@scope("admin")
@bp.input(schemas.NewWebhook)
@bp.output(schemas.MadeWebhook, 201)
def create_webhook(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Send news to an address. The answer has the secret, which is not shown again.

    What guests do not see is left out unless you say `includes_restricted`. More than 20 are 409.
    """
    number = once_by_key(lambda: setting_up.create_webhook(**json_data, by=member()).id)
    return created(f"/admin/webhooks/{number}", _with_secret(queries.get_webhook(number)))


@bp.get("/<int:webhook_id>")
@enter("administrators")
@scope("admin")
@bp.output(schemas.Webhook)
def get_webhook(webhook_id: int) -> ResponseReturnValue:
    """Read a webhook, without its secret."""
    return _webhook(queries.get_webhook(webhook_id))


@bp.patch("/<int:webhook_id>")
@enter("administrators")
@scope("admin")
@bp.input(schemas.EditWebhook)
@bp.output(schemas.Webhook)
def edit_webhook(webhook_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Change a webhook, or turn it off and on: `active`. What is not sent stays."""
    webhook = queries.get_webhook(webhook_id)
    if "active" in json_data:
        json_data["is_active"] = json_data.pop("active")
    setting_up.change_webhook(webhook, **json_data, by=member())
    return _webhook(webhook)


@bp.delete("/<int:webhook_id>")
@enter("administrators")
@scope("admin")
@bp.output({}, 204)
def remove_webhook(webhook_id: int) -> ResponseReturnValue:
    """Remove a webhook with its log. What still waits is not sent."""
    setting_up.remove_webhook(queries.get_webhook(webhook_id), by=member())
    return nothing()


@bp.post("/<int:webhook_id>/secret")
@enter("administrators")
@scope("admin")
@bp.output(schemas.MadeWebhook, 201)
def rotate_webhook_secret(webhook_id: int) -> ResponseReturnValue:
    """Make another secret. For 24 hours messages carry signatures of both."""
    webhook = queries.get_webhook(webhook_id)
    once_by_key(lambda: _rotate(webhook))
    return _with_secret(queries.get_webhook(webhook_id)), 201


def _rotate(webhook: Webhook) -> int:
    setting_up.rotate_secret(webhook, by=member())
    return webhook.id


@bp.post("/<int:webhook_id>/test")
@enter("administrators")
@scope("admin")
@bp.output(schemas.Delivery, 201)
def test_webhook(webhook_id: int) -> ResponseReturnValue:
    """Send a message that tells of nothing: `webhook.test`. One that is off is 409."""
    webhook = queries.get_webhook(webhook_id)
    number = once_by_key(lambda: sending.send_test(webhook, by=member()).id)
    return _delivery(queries.get_delivery(number)), 201


@bp.get("/<int:webhook_id>/deliveries")
@enter("administrators")
@scope("admin")
@bp.input(Paging, location="query")
@bp.output(schemas.Deliveries)
def list_deliveries(webhook_id: int, query_data: dict[str, Any]) -> ResponseReturnValue:
    """List what was sent and how it fared, the newest first; for 30 days after it is over."""
    webhook, before = queries.get_webhook(webhook_id), cursors.decode_number(query_data["cursor"])
    page = queries.list_deliveries(webhook, before, query_data["limit"])
    more = cursors.encode_number(page.next) if page.next else None
    return listing([_delivery(row) for row in page.rows], more)


@bp.post("/deliveries/<int:delivery_id>/retry")
@enter("administrators")
@scope("admin")
@bp.output(schemas.Delivery)
def retry_delivery(delivery_id: int) -> ResponseReturnValue:
    """Send a message again, under the same id. While it is being tried it is 409."""
    delivery = queries.get_delivery(delivery_id)
    once_by_key(lambda: _again(delivery))
    return _delivery(queries.get_delivery(delivery_id))


def _again(delivery: Delivery) -> int:
    sending.send_again(delivery, by=member())
    return delivery.id

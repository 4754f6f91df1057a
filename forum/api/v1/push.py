"""Devices that show one's notices by web push."""

from typing import Any

from apiflask import APIBlueprint
from flask import request
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.asking import created, nothing
from forum.api.v1.schemas import push as schemas
from forum.core.webpush import Browser
from forum.http.idempotent import once_by_key
from forum.http.programs import scope
from forum.http.visitor import enter, member, sign_in_id, visitor
from forum.notifications.actions import devices
from forum.notifications.actions.push_keys import push_pair
from forum.notifications.devices import PushSubscription
from forum.notifications.queries.devices import get_device, list_devices

bp = APIBlueprint("api_push", __name__, url_prefix="/api/v1", tag="Push")


@bp.get("/me/push")
@enter("members")
@scope("read")
@bp.output(schemas.Push)
def get_push() -> ResponseReturnValue:
    """Read the public key to subscribe with, and your devices that show notices.

    The key (VAPID, in base64url) stays the same for as long as the site's database.
    """
    rows = list_devices(visitor().id)
    return {"public_key": push_pair().public, "subscriptions": [_device(row) for row in rows]}


def _device(row: PushSubscription) -> shapes.Json:
    names = ("id", "endpoint", "agent", "made_at", "failing_since")
    return {name: getattr(row, name) for name in names}


@bp.post("/me/push")
@enter("members")
@scope("write")
@bp.input(schemas.NewPushSubscription)
@bp.output(schemas.PushSubscription, 201)
def add_push_subscription(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Have your notices shown on a device.

    Send what the device gave you: an address that begins with https, and its keys in base64url. It
    is pushed to until your token or the browser's session ends, its push service says that it is
    gone, or you remove it; of more than ten the oldest goes. An address that is known is yours from
    now on, with these keys.
    """
    number = once_by_key(lambda: _add(json_data))
    return created(f"/me/push/{number}", _device(get_device(number, visitor().id)))


def _add(wish: dict[str, Any]) -> int:
    browser = Browser(wish["endpoint"], **wish["keys"])
    agent = request.headers.get("User-Agent", "")
    token_id = getattr(visitor(), "token_id", None)
    row = devices.add_device(
        browser, agent=agent, sign_in_id=sign_in_id(), token_id=token_id, by=member()
    )
    return row.id


@bp.delete("/me/push/<int:subscription_id>")
@enter("members")
@scope("write")
@bp.output({}, 204)
def remove_push_subscription(subscription_id: int) -> ResponseReturnValue:
    """Show no more notices on a device."""
    devices.remove_device(subscription_id, by=member())
    return nothing()

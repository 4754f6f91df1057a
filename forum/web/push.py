"""Notices by web push: the visitor's devices, and the script that shows what comes."""

from pathlib import Path

from flask import Blueprint, Response, current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.numbers import LARGEST_ID
from forum.core.webpush import Browser
from forum.http.responses import see_other
from forum.http.visitor import enter, member, sign_in_id
from forum.notifications.actions.devices import add_device, remove_device

bp = Blueprint("push", __name__)

_DEVICES = "/settings/notifications/devices"


@bp.get("/push-worker.js")
@enter("everyone")
def worker() -> ResponseReturnValue:
    """At the root: from there its scope is the whole site."""
    script = Path(str(current_app.static_folder)) / "js" / "push-worker.js"
    headers = {"Cache-Control": "no-cache"}
    return Response(script.read_bytes(), mimetype="text/javascript", headers=headers)


@bp.post(_DEVICES)
@enter("members")
def add() -> ResponseReturnValue:
    """What static/js/push.js got from the browser."""
    form, agent = request.form, request.headers.get("User-Agent", "")
    browser = Browser(form.get("endpoint", ""), form.get("p256dh", ""), form.get("auth", ""))
    add_device(browser, agent=agent, sign_in_id=sign_in_id(), by=member())
    flash(_("This device shows your notices now. Choose below which."), "ok")
    return see_other("wishes.show")


@bp.post(f"{_DEVICES}/<int(max={LARGEST_ID}):device_id>/remove")
@enter("members")
def remove(device_id: int) -> ResponseReturnValue:
    remove_device(device_id, by=member())
    flash(_("That device shows no notices any more."), "ok")
    return see_other("wishes.show")

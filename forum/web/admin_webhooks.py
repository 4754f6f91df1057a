"""Administration: where news is sent, and how the messages fared."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.errors import ForumError
from forum.core.numbers import LARGEST_ID, whole
from forum.http.responses import see_other
from forum.http.visitor import enter, member
from forum.web import webhook_words as words
from forum.web.forms import Question, by_field, with_error
from forum.webhooks import queries
from forum.webhooks.actions import sending, setting_up
from forum.webhooks.models import EVENTS, Webhook

bp = Blueprint("admin_webhooks", __name__, url_prefix="/admin/webhooks")

_COLUMNS = ("url", "description", "events", "includes_restricted", "is_active")
# Of one that is being thought up.
_NEW: dict[str, Any] = {
    "url": "", "description": "", "events": [], "includes_restricted": False, "is_active": True,
}
_ONE = f"/<int(max={LARGEST_ID}):webhook_id>"


@bp.get("")
@enter("administrators")
def webhooks() -> ResponseReturnValue:
    return render_template(
        "admin/webhooks.html", webhooks=queries.list_webhooks(), stops=words.STOPS
    )


@bp.get("/new")
@enter("administrators")
def new() -> ResponseReturnValue:
    return _page(None, _NEW)


@bp.post("/new")
@enter("administrators")
def create() -> ResponseReturnValue:
    typed = _typed()
    wishes = {name: wish for name, wish in typed.items() if name != "is_active"}
    try:
        webhook = setting_up.create_webhook(**wishes, by=member())
    except ForumError as error:
        return _page(None, typed, error)
    return _made(webhook)


def _made(webhook: Webhook) -> ResponseReturnValue:
    """Shown on this page and never again; no redirect could carry it."""
    return render_template("admin/webhook_secret.html", webhook=webhook)


@bp.get(_ONE)
@enter("administrators")
def show(webhook_id: int) -> ResponseReturnValue:
    webhook = queries.get_webhook(webhook_id)
    return _page(webhook, {column: getattr(webhook, column) for column in _COLUMNS})


@bp.post(_ONE)
@enter("administrators")
def change(webhook_id: int) -> ResponseReturnValue:
    typed = _typed()
    try:
        setting_up.change_webhook(queries.get_webhook(webhook_id), **typed, by=member())
    except ForumError as error:
        return _page(queries.get_webhook(webhook_id), typed, error)
    flash(_("Saved."), "ok")
    return see_other("admin_webhooks.show", webhook_id=webhook_id)


def _typed() -> dict[str, Any]:
    form = request.form
    return {
        "url": form.get("url", ""),
        "description": form.get("description", ""),
        "events": form.getlist("events"),
        "includes_restricted": form.get("includes_restricted") == "1",
        "is_active": form.get("is_active") == "1",
    }


def _page(
    webhook: Webhook | None, typed: dict[str, Any], error: ForumError | None = None
) -> ResponseReturnValue:
    page = render_template(
        "admin/webhook.html",
        webhook=webhook,
        typed=typed,
        events=[(event, words.EVENTS[event]) for event in EVENTS],
        stops=words.STOPS,
        errors=by_field(error),
    )
    return with_error(page, error)


@bp.post(f"{_ONE}/secret")
@enter("administrators")
def rotate(webhook_id: int) -> ResponseReturnValue:
    webhook = queries.get_webhook(webhook_id)
    setting_up.rotate_secret(webhook, by=member())
    return _made(webhook)


def _removing(webhook: Webhook) -> Question:
    return Question(
        _("Remove this webhook?"),
        _("Nothing more is sent to %(url)s, and its log is gone.", url=webhook.url),
        _("Remove it"),
        f"/admin/webhooks/{webhook.id}",
        reason="",
    )


@bp.get(f"{_ONE}/remove")
@enter("administrators")
def ask_remove(webhook_id: int) -> ResponseReturnValue:
    return _removing(queries.get_webhook(webhook_id)).ask()


@bp.post(f"{_ONE}/remove")
@enter("administrators")
def remove(webhook_id: int) -> ResponseReturnValue:
    setting_up.remove_webhook(queries.get_webhook(webhook_id), by=member())
    flash(_("Removed."), "ok")
    return see_other("admin_webhooks.webhooks")


@bp.get(f"{_ONE}/deliveries")
@enter("administrators")
def deliveries(webhook_id: int) -> ResponseReturnValue:
    webhook = queries.get_webhook(webhook_id)
    before = whole(request.args.get("before", ""))
    return render_template(
        "admin/webhook_log.html",
        webhook=webhook,
        page=queries.list_deliveries(webhook, before),
        words=words,
    )


@bp.post(f"{_ONE}/test")
@enter("administrators")
def test(webhook_id: int) -> ResponseReturnValue:
    webhook = queries.get_webhook(webhook_id)
    try:
        sending.send_test(webhook, by=member())
        flash(_("A test is on its way."), "ok")
    except ForumError as error:
        flash(error.message, "warn")
    return see_other("admin_webhooks.deliveries", webhook_id=webhook_id)


@bp.post(f"/deliveries/<int(max={LARGEST_ID}):delivery_id>/again")
@enter("administrators")
def again(delivery_id: int) -> ResponseReturnValue:
    delivery = queries.get_delivery(delivery_id)
    try:
        sending.send_again(delivery, by=member())
        flash(_("It is sent again."), "ok")
    except ForumError as error:
        flash(error.message, "warn")
    return see_other("admin_webhooks.deliveries", webhook_id=delivery.webhook_id)

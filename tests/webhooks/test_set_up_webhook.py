"""What an administrator, and nobody else, says of a webhook."""

import base64
from datetime import timedelta

import pytest

from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.moderation.models import LogLine
from forum.webhooks.actions.sending import send_again, send_test
from forum.webhooks.actions.setting_up import (
    MOST,
    change_webhook,
    create_webhook,
    remove_webhook,
    rotate_secret,
)
from forum.webhooks.models import Delivery, Webhook
from tests.make import make_administrator, make_moderator, make_official, make_webhook

pytestmark = pytest.mark.usefixtures("app")


def log():
    return [(line.verb, line.changes) for line in db.session.query(LogLine).order_by(LogLine.id)]


def test_a_secret_has_as_many_random_bytes_as_the_specification_asks_for():
    secrets = {make_webhook().secret for _number in range(3)}

    assert len(secrets) == 3
    for secret in secrets:
        kind, _line, letters = secret.partition("_")
        assert kind == "whsec"
        assert 24 <= len(base64.b64decode(letters, validate=True)) <= 64


@pytest.mark.parametrize("make", [make_moderator, make_official])
def test_only_an_administrator_may(make):
    by, webhook = make(), make_webhook()
    delivery = send_test(webhook, by=make_administrator())

    for act in (
        lambda: create_webhook("https://hooks.example/", ["post.created"], by=by),
        lambda: change_webhook(webhook, is_active=False, by=by),
        lambda: rotate_secret(webhook, by=by),
        lambda: remove_webhook(webhook, by=by),
        lambda: send_test(webhook, by=by),
        lambda: send_again(delivery, by=by),
    ):
        with pytest.raises(Forbidden):
            act()
    assert db.session.query(Webhook).count() == 1


def test_every_act_is_logged_without_secret_and_address():
    by = make_administrator()
    webhook = make_webhook("https://hooks.example/token-in-it", by=by)
    delivery = send_test(webhook, by=by)
    number, delivery.given_up_at = delivery.id, now()
    db.session.commit()

    change_webhook(webhook, url="https://hooks.example/other", is_active=True, by=by)
    rotate_secret(webhook, by=by)
    send_again(delivery, by=by)
    remove_webhook(webhook, by=by)

    assert log() == [
        ("create_webhook", {}),
        ("send_test", {}),
        ("change_webhook", {"fields": ["url"]}),
        ("rotate_secret", {}),
        ("send_again", {"delivery": number}),
        ("remove_webhook", {}),
    ]
    assert db.session.query(Delivery).count() == 0


def test_events_stand_in_our_order_each_once():
    webhook = make_webhook(events=["post.created", "thread.created", "post.created"])

    assert webhook.events == ["thread.created", "post.created"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"url": "http://2130706433/"}, "url"),
        ({"url": "http://[::ffff:10.0.0.1]/"}, "url"),
        ({"url": f"https://hooks.example/{'a' * 2000}"}, "url"),
        ({"url": ""}, "url"),
        ({"events": ["thread.exploded"]}, "events"),
        ({"events": []}, "events"),
        ({"description": "x" * 201}, "description"),
        ({"description": "\x00"}, "description"),
    ],
)
def test_what_cannot_be_is_refused(given, field):
    with pytest.raises(Invalid) as error:
        make_webhook(**given)

    assert error.value.field == field
    assert db.session.query(Webhook).count() == 0


def test_twenty_are_enough():
    for _number in range(MOST):
        make_webhook()

    with pytest.raises(Conflict, match="20"):
        make_webhook()


def test_the_same_again_is_no_change():
    webhook = make_webhook(description="The chat")
    before = len(log())

    change_webhook(webhook, description=" The chat ", is_active=True, by=make_administrator())

    assert len(log()) == before


def test_the_old_secret_counts_for_a_day():
    webhook = make_webhook()
    old = webhook.secret

    rotate_secret(webhook, by=make_administrator())

    assert webhook.secrets == [webhook.secret, old]
    webhook.previous_until = now() - timedelta(seconds=1)
    assert webhook.secrets == [webhook.secret]

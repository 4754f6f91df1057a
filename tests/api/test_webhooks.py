"""Webhooks over the API."""

import pytest

from forum.core.db import db
from forum.moderation.models import LogLine
from forum.threads.actions.answers import close_thread
from forum.webhooks.actions.setting_up import MOST
from forum.webhooks.models import Delivery
from tests.make import make_administrator, make_moderator, make_thread, make_webhook

NEW = {"url": "https://hooks.example/in", "events": ["thread.closed", "post.created"]}


@pytest.fixture
def admin(program):
    return program(make_administrator(), "admin")


def test_a_secret_is_shown_when_it_is_made_and_not_again(admin):
    made = admin.post("/admin/webhooks", NEW)

    assert made.status_code == 201
    assert made.json["secret"].startswith("whsec_")
    assert made.json["events"] == ["thread.closed", "post.created"]
    place = made.headers["Location"].partition("/api/v1")[2]
    found = admin.get(place)
    assert made.json == found.json | {"secret": made.json["secret"]}
    assert "secret" not in admin.get("/admin/webhooks").json["items"][0]


def test_what_is_sent_twice_with_a_key_is_made_once(admin):
    key = {"Idempotency-Key": "once"}

    first, again = (admin.post("/admin/webhooks", NEW, headers=key) for _time in range(2))

    assert first.json == again.json
    assert len(admin.get("/admin/webhooks").json["items"]) == 1


@pytest.mark.parametrize(
    ("wish", "field", "words"),
    [
        ({"url": "http://10.0.0.1/"}, "url", "inside a network"),
        ({"url": "http://[::1]/"}, "url", "inside a network"),
        ({"url": "http://2130706433/"}, "url", "inside a network"),
        ({"url": "https://me:secret@hooks.example/"}, "url", "name and password"),
        ({"url": "ftp://hooks.example/"}, "url", "https://"),
        ({"url": "https://hooks.example:25/"}, "url", "ports"),
        ({"url": "nowhere at all"}, "url", "not an address"),
        ({"url": f"https://hooks.example/{'a' * 2000}"}, "url", "wrong length"),
        ({"events": []}, "events", "at least"),
        ({"events": ["thread.exploded"]}, "events.0", "Choose one of"),
        ({"description": "x" * 201}, "description", "200 characters"),
        ({"secret": "whsec_AAAA"}, "secret", "no such field"),
    ],
)
def test_what_cannot_be_is_refused_by_field(admin, wish, field, words):
    for answer in (
        admin.post("/admin/webhooks", NEW | wish),
        admin.patch(f"/admin/webhooks/{make_webhook().id}", wish),
    ):
        assert answer.status_code == 422
        assert words in answer.json["errors"][field][0]


def test_there_is_a_limit(admin):
    for _number in range(MOST):
        make_webhook()

    answer = admin.post("/admin/webhooks", NEW)

    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    assert "20" in answer.json["detail"]


def test_a_webhook_is_changed_turned_off_and_removed(admin):
    place = f"/admin/webhooks/{make_webhook().id}"

    changed = admin.patch(place, {"events": ["post.hidden"], "active": False})
    same = admin.patch(place, {"active": False})

    assert (changed.json["events"], changed.json["active"]) == (["post.hidden"], False)
    assert same.json == changed.json
    assert admin.post(f"{place}/test").status_code == 409
    assert admin.delete(place).status_code == 204
    assert admin.get(place).status_code == 404
    lines = db.session.query(LogLine).order_by(LogLine.id).all()
    assert [line.verb for line in lines] == ["create_webhook", "change_webhook", "remove_webhook"]
    assert "hooks.example" not in str([line.changes for line in lines])


def test_a_secret_is_changed_and_the_old_one_counts_for_a_day(admin):
    webhook = make_webhook()
    before = webhook.secret

    answer = admin.post(f"/admin/webhooks/{webhook.id}/secret")

    assert answer.json["secret"] != before
    assert answer.json["old_secret_until"] is not None
    assert before not in str(answer.json)


def test_a_log_says_how_messages_fared_and_they_are_sent_again(admin):
    webhook, thread = make_webhook(), make_thread()
    close_thread(thread, by=thread.author)
    made = admin.post(f"/admin/webhooks/{webhook.id}/test").json

    page = admin.get(f"/admin/webhooks/{webhook.id}/deliveries?limit=1").json
    rest = admin.get(f"/admin/webhooks/{webhook.id}/deliveries?cursor={page['next']}").json

    assert page["items"] == [made]
    assert [(row["event"], row["thread_id"]) for row in rest["items"]] == [
        ("thread.closed", thread.id)
    ]
    retry = f"/admin/webhooks/deliveries/{made['id']}/retry"
    assert admin.post(retry).status_code == 409
    row = db.session.get(Delivery, made["id"])
    row.given_up_at = row.created_at
    db.session.commit()
    again = admin.post(retry).json
    assert (again["state"], again["message_id"]) == ("waiting", made["message_id"])


def test_a_number_that_no_webhook_has_is_unknown(admin):
    for path in ("/admin/webhooks/999", "/admin/webhooks/999/deliveries"):
        assert admin.get(path).status_code == 404
    assert admin.post("/admin/webhooks/deliveries/999/retry").status_code == 404


def test_moderators_do_not_send_news_elsewhere(program):
    answer = program(make_moderator(), "moderate").get("/admin/webhooks")

    assert answer.status_code == 403

"""Webhooks as an administrator sets them up, without a script."""

import re

import pytest

from forum.core.clock import now
from forum.core.db import db
from forum.threads.actions.answers import close_thread
from forum.webhooks.models import Delivery, Webhook
from tests.make import make_administrator, make_moderator, make_thread, make_webhook

FORM = {
    "url": "https://hooks.example/in", "description": "The chat", "is_active": "1",
    "events": ["post.created", "thread.created"],
}


@pytest.fixture
def administrator(visit):
    return visit(make_administrator())


def the_webhook():
    db.session.expire_all()
    return db.session.query(Webhook).one()


def test_one_is_made_and_its_secret_shown_once(administrator):
    answer = administrator.post("/admin/webhooks/new", data=FORM)

    webhook = the_webhook()
    assert webhook.events == ["thread.created", "post.created"]
    assert webhook.secret in answer.text
    pages = [
        administrator.get(f"/admin/webhooks{path}").text
        for path in ("", f"/{webhook.id}", f"/{webhook.id}/deliveries")
    ]
    assert all("whsec_" not in page and "The chat" in page for page in pages)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"url": "http://192.168.1.1/hook"}, "inside a network"),
        ({"url": "hooks.example"}, "begins with https://"),
        ({"events": []}, "Choose one event at least."),
        ({"events": ["thread.exploded"]}, "There is no event"),
        ({"description": "x" * 300}, "too long"),
    ],
)
def test_what_cannot_be_gives_the_form_back(administrator, wish, sentence):
    answer = administrator.post("/admin/webhooks/new", data=FORM | wish)

    assert answer.status_code == 422
    assert sentence in answer.text
    if "description" not in wish:
        assert 'value="The chat"' in answer.text
    assert db.session.query(Webhook).count() == 0


def test_one_is_changed_and_turned_off(administrator):
    webhook = make_webhook()
    form = {"url": "https://other.example/", "events": "flag.created", "includes_restricted": "1"}

    answer = administrator.post(f"/admin/webhooks/{webhook.id}", data=form)

    assert answer.status_code == 303
    changed = the_webhook()
    assert (changed.url, changed.events) == ("https://other.example/", ["flag.created"])
    assert (changed.includes_restricted, changed.is_active) == (True, False)


def test_why_one_was_stopped_is_said_and_it_is_turned_on_again(administrator):
    webhook = make_webhook()
    webhook.is_active, webhook.stopped_at, webhook.stopped_because = False, now(), "failing"
    db.session.commit()
    page = administrator.get(f"/admin/webhooks/{webhook.id}").text

    administrator.post(f"/admin/webhooks/{webhook.id}", data=FORM)

    assert "For five days nothing came through." in page
    assert (the_webhook().is_active, the_webhook().stopped_at) == (True, None)


def test_another_secret_is_shown_once(administrator):
    webhook = make_webhook()
    before = webhook.secret

    page = administrator.post(f"/admin/webhooks/{webhook.id}/secret").text

    assert the_webhook().secret in page
    assert before not in page
    assert "The old one still counts until" in page


def test_one_is_removed_after_a_question(administrator):
    webhook, thread = make_webhook(), make_thread()
    close_thread(thread, by=thread.author)
    place = f"/admin/webhooks/{webhook.id}/remove"

    question = administrator.get(place).text
    administrator.post(place)

    assert "Remove this webhook?" in question
    assert administrator.get("/admin/webhooks").text.count("hooks.example") == 0
    assert db.session.query(Delivery).count() == 0


def test_the_log_says_how_messages_fared_and_sends_one_again(administrator):
    webhook, thread = make_webhook(), make_thread()
    close_thread(thread, by=thread.author)
    row = db.session.query(Delivery).one()
    row.given_up_at, row.last_status, row.last_error, row.attempts = now(), 500, "answer", 10
    db.session.commit()
    place = f"/admin/webhooks/{webhook.id}/deliveries"
    page = administrator.get(place).text

    answer = administrator.post(f"/admin/webhooks/deliveries/{row.id}/again")

    for words in ("Given up", "HTTP 500", "10 attempts", row.message_id, f"/t/{thread.id}"):
        assert words in page
    assert answer.headers["Location"].endswith(place)
    after = administrator.get(place).text
    assert "It is sent again." in after
    assert "Waiting" in after and "Given up" not in after


def test_a_test_is_sent_and_the_log_has_pages(administrator):
    webhook = make_webhook()
    for _number in range(51):
        administrator.post(f"/admin/webhooks/{webhook.id}/test")

    first = administrator.get(f"/admin/webhooks/{webhook.id}/deliveries").text
    [older] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = administrator.get(older).text

    assert first.count("msg_") == 50
    assert second.count("msg_") == 1


def test_one_that_is_off_sends_no_test(administrator):
    webhook = make_webhook()
    webhook.is_active = False
    db.session.commit()

    page = administrator.post(f"/admin/webhooks/{webhook.id}/test", follow_redirects=True).text

    assert "This webhook is off. Turn it on first." in page


def test_the_action_log_says_it_in_words(visit):
    by = make_administrator()
    browser, webhook = visit(by), make_webhook(by=by)
    browser.post(f"/admin/webhooks/{webhook.id}", data=FORM)
    browser.post(f"/admin/webhooks/{webhook.id}/secret")

    page = browser.get("/moderation/log").text

    assert f"webhook {webhook.id}" in page
    assert "changed the secret of" in page
    assert "Description and News" in page


def test_nobody_else_finds_them(visit):
    assert visit(make_moderator()).get("/admin/webhooks").status_code == 403
    assert "/admin/webhooks/999" not in visit(make_administrator()).get("/admin/webhooks").text
    assert visit(make_administrator()).get("/admin/webhooks/999").status_code == 404

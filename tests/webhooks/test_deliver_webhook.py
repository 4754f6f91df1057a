"""Messages as a receiver gets them, over a real connection."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.errors import Conflict
from forum.core.jobs import Job
from forum.moderation.actions.flagging import flag_post
from forum.threads.actions.answers import accept_answer, close_thread
from forum.threads.actions.hiding import hide_post, hide_thread, purge_post
from forum.threads.actions.moderating import move_thread
from forum.threads.actions.posting import reply, start_thread
from forum.webhooks.actions.delivering import KEPT, PAUSES, sweep
from forum.webhooks.actions.sending import send_again, send_test
from forum.webhooks.actions.setting_up import change_webhook, remove_webhook, rotate_secret
from tests.make import (
    make_administrator,
    make_category,
    make_maintenance,
    make_moderator,
    make_post,
    make_thread,
    make_user,
    make_webhook,
)
from tests.webhooks.conftest import as_it_is, deliveries, work

pytestmark = pytest.mark.commits


def close(thread):
    close_thread(thread, by=thread.author)


def test_a_message_is_signed_and_says_what_happened(receiver, webhook):
    category, asker = make_category(slug="codes"), make_user(handle="asker")
    thread = start_thread(category, "How do I reset my code?", "Please **help**.", by=asker)

    work()

    [message] = receiver.messages(webhook.secret)
    assert message["type"] == "thread.created"
    assert message["data"]["thread"] == {
        "id": thread.id,
        "url": f"http://127.0.0.1:8000/t/{thread.id}/how-do-i-reset-my-code",
        "visibility": "public",
        "title": "How do I reset my code?",
        "category": "codes",
        "author": "asker",
        "excerpt": "Please help.",
        "state": "open",
        "tags": [],
        "language": "en",
        "reply_count": 0,
        "accepted_post_id": None,
        "created_at": f"{thread.created_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    [delivery] = deliveries()
    assert receiver.ids() == [delivery.message_id]
    assert (delivery.state, delivery.attempts, delivery.last_status) == ("delivered", 1, 204)


def test_a_post_an_answer_a_flag_and_a_maintenance_say_what_they_are(receiver, webhook):
    asker, helper = make_user(), make_user(handle="helper")
    thread = make_thread(author=asker)
    post = reply(thread, "Try the settings, please.", by=helper)
    accept_answer(post, by=asker)
    flag = flag_post(post, "other", "It says my name.", by=asker)
    make_maintenance()

    work()

    found = {message["type"]: message["data"] for message in receiver.messages(webhook.secret)}
    said = found["post.created"]["post"]
    assert (said["author"], said["number"], said["excerpt"]) == (
        "helper", 2, "Try the settings, please.",
    )
    assert found["answer.accepted"]["thread"]["state"] == "solved"
    flagged = found["flag.created"]
    assert flagged["flag"] == {"id": flag.id, "reason": "other"}
    assert flagged["item"]["flags"] == 1
    assert (flagged["post"]["excerpt"], flagged["post"]["visibility"]) == (None, "public")
    assert "It says" not in json.dumps(flagged) and asker.handle not in json.dumps(flagged)
    maintenance = found["announcement.published"]["announcement"]["maintenance"]
    assert maintenance["state"] == "scheduled"


def test_an_asker_whom_the_category_hides_has_no_name(receiver, webhook):
    thread = make_thread(is_anonymous=True)
    wide = make_webhook(f"{receiver.url}/wide", includes_restricted=True)
    reply(thread, "I am the one who asked.", by=thread.author)

    work()

    authors = []
    for headers, body in receiver.got:
        data = json.loads(body)["data"]
        authors.append((headers["webhook-id"], data["thread"]["author"], data["post"]["author"]))
    known = {delivery.message_id for delivery in deliveries(wide)}
    assert {(a, b) for number, a, b in authors if number not in known} == {(None, None)}
    handle = thread.author.handle
    assert {(a, b) for number, a, b in authors if number in known} == {(handle, handle)}


def test_nothing_of_a_text_is_kept_with_a_message(receiver, webhook):
    receiver.status = 500
    thread = start_thread(make_category(), "A zebratitle in it", "A zebrabody.", by=make_user())
    reply(thread, "A zebrareply, too.", by=make_user())

    work()

    assert "zebratitle" in receiver.got[0][1]
    for table in ("deliveries", "webhooks", "jobs", "log_lines"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert "zebra" not in str(rows)


@pytest.mark.parametrize("away", ["hidden", "purged"])
def test_what_was_hidden_before_it_is_sent_goes_out_without_a_word(receiver, webhook, away):
    thread = make_thread()
    post = reply(thread, "Something unwise, with zebras.", by=make_user())
    if away == "hidden":
        hide_post(post, "Unwise zebras.", by=make_moderator())
    else:
        purge_post(post, "Unwise zebras.", by=make_administrator())

    work()

    created, hidden = receiver.messages(webhook.secret)
    assert [created["type"], hidden["type"]] == ["post.created", "post.hidden"]
    for message in (created, hidden):
        assert message["data"]["post"]["visibility"] == away
        assert message["data"]["post"]["excerpt"] is None
    assert "zebra" not in str(receiver.got)
    assert hidden["data"]["thread"]["title"] is None


def test_what_is_out_of_sight_as_a_whole_is_not_told_any_more(receiver, webhook):
    thread = make_thread(title="A zebra in a thread")
    close(thread)
    hide_thread(thread, "Unwise.", by=make_moderator())
    other = make_thread(title="A zebra in a thread")
    close(other)
    move_thread(other, make_category(slug="quagga", may_see="staff"), "Ours.", by=make_moderator())

    work()

    got = receiver.messages(webhook.secret)
    assert [message["type"] for message in got] == ["thread.hidden", "thread.hidden"]
    said = [message["data"]["thread"]["visibility"] for message in got]
    assert said == ["hidden", "restricted"]
    assert "zebra" not in str(got) and "quagga" not in str(got)
    assert {d.last_error for d in deliveries() if d.state == "given_up"} == {"withheld"}


def test_what_fails_is_tried_again_as_long_as_the_schedule_says(receiver, webhook):
    receiver.status = 500
    close(make_thread())
    moment = now()

    for number, pause in enumerate(PAUSES, start=1):
        with time_machine.travel(moment, tick=False):
            work()
            [delivery] = deliveries()
            assert (delivery.attempts, delivery.last_status) == (number, 500)
            assert 0.8 * pause <= delivery.next_at - moment <= 1.2 * pause
            work()
        moment = delivery.next_at
    with time_machine.travel(moment + timedelta(seconds=1), tick=False):
        work()

    [delivery] = deliveries()
    assert (delivery.state, delivery.attempts) == ("given_up", 10)
    assert len(receiver.got) == 10
    assert set(receiver.ids()) == {delivery.message_id}
    assert db.session.query(Job).filter(Job.done_at.is_(None)).count() == 0
    assert as_it_is(webhook).is_active


def test_each_attempt_is_signed_afresh(receiver, webhook):
    receiver.status = 503
    close(make_thread())
    work()
    receiver.status = 200

    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        work()
        headers, body = receiver.got[1]
        assert Verifier(webhook.secret).verify(body, headers)["type"] == "thread.closed"

    first, second = (headers["webhook-signature"] for headers, _body in receiver.got)
    assert first != second
    assert deliveries()[0].state == "delivered"


def test_a_signature_of_another_secret_or_body_is_none(receiver, webhook):
    close(make_thread())
    work()
    [(headers, body)] = receiver.got

    for secret, said in ((make_webhook().secret, body), (webhook.secret, body + " ")):
        with pytest.raises(WebhookVerificationError):
            Verifier(secret).verify(said, headers)


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 429, 500])
def test_whatever_is_no_success_is_tried_again(receiver, webhook, status):
    receiver.status = status
    close(make_thread())

    work()

    [delivery] = deliveries()
    assert (delivery.state, delivery.last_status, delivery.last_error) == (
        "waiting", status, "answer",
    )


def test_nobody_listening_is_tried_again(receiver, webhook):
    receiver.close()
    close(make_thread())

    work()

    assert (deliveries()[0].state, deliveries()[0].last_error) == ("waiting", "connect")


def test_who_says_gone_is_asked_no_more(receiver, webhook):
    receiver.status = 410
    close(make_thread())
    close(make_thread())

    work()
    close(make_thread())

    stopped = as_it_is(webhook)
    assert (stopped.is_active, stopped.stopped_because) == (False, "gone")
    assert [d.last_error for d in deliveries()] == ["answer", "stopped"]
    assert len(receiver.got) == 1


def test_who_fails_for_five_days_is_stopped_and_can_be_turned_on_again(receiver, webhook):
    receiver.status = 500
    for day in range(6):
        with time_machine.travel(now() + timedelta(days=day), tick=False):
            close(make_thread())
            work()
            if day == 4:
                assert as_it_is(webhook).is_active

    stopped = as_it_is(webhook)
    assert (stopped.is_active, stopped.stopped_because) == (False, "failing")
    assert stopped.failing_since is not None
    change_webhook(stopped, is_active=True, by=make_administrator())
    assert as_it_is(webhook).stopped_at is as_it_is(webhook).failing_since is None


def test_one_success_ends_the_count_of_days(receiver, webhook):
    receiver.status = 500
    close(make_thread())
    work()
    assert as_it_is(webhook).failing_since is not None

    receiver.status = 200
    close(make_thread())
    work()

    assert as_it_is(webhook).failing_since is None


def test_a_name_that_leads_inside_is_refused_for_ever(app, monkeypatch, receiver):
    """It was opened when the webhook was made, and is not any more."""
    webhook = make_webhook(receiver.url)
    config = app.extensions["config"]
    monkeypatch.setitem(app.extensions, "config", replace(config, webhook_allow=frozenset()))
    close(make_thread())

    work()

    [delivery] = deliveries(webhook)
    assert (delivery.state, delivery.last_error) == ("given_up", "private")
    assert receiver.got == []


def test_for_a_day_both_secrets_count(receiver, webhook):
    old = webhook.secret
    rotate_secret(webhook, by=make_administrator())
    new = as_it_is(webhook).secret
    close(make_thread())
    work()

    assert old != new
    for secret in (old, new):
        assert len(receiver.messages(secret)) == 1
    with time_machine.travel(now() + timedelta(hours=25)):
        close(make_thread())
        work()
        headers, body = receiver.got[1]
        Verifier(new).verify(body, headers)
        with pytest.raises(WebhookVerificationError):
            Verifier(old).verify(body, headers)
        sweep()
        assert as_it_is(webhook).previous_secret is None


def test_a_message_is_sent_again_under_its_id(receiver, webhook):
    by = make_administrator()
    close(make_thread())
    with pytest.raises(Conflict, match="still being tried"):
        send_again(deliveries()[0], by=by)
    work()

    send_again(deliveries()[0], by=by)
    work()

    assert len(receiver.got) == 2
    assert len(set(receiver.ids())) == 1
    assert (deliveries()[0].state, deliveries()[0].attempts) == ("delivered", 1)


def test_a_test_tells_of_nothing(receiver, webhook):
    send_test(webhook, by=make_administrator())

    work()

    [message] = receiver.messages(webhook.secret)
    assert (message["type"], message["data"]) == ("webhook.test", {})


def test_a_webhook_that_was_turned_off_or_removed_gets_nothing_more(receiver, webhook):
    other, by = make_webhook(receiver.url), make_administrator()
    close(make_thread())
    change_webhook(webhook, is_active=False, by=by)
    remove_webhook(other, by=by)

    work()

    assert receiver.got == []
    assert [delivery.last_error for delivery in deliveries()] == ["stopped"]
    for act in (lambda: send_test(webhook, by=by), lambda: send_again(deliveries()[0], by=by)):
        with pytest.raises(Conflict, match="off"):
            act()


def test_a_job_that_runs_twice_sends_once(app, receiver, webhook):
    close(make_thread())
    work()
    with transaction():
        db.session.query(Job).update({"done_at": None, "arguments": {
            "delivery_id": deliveries()[0].id,
        }})

    work()

    assert len(receiver.got) == 1


def test_what_is_over_is_forgotten_after_thirty_days(receiver, webhook):
    close(make_thread())
    work()
    receiver.status = 500
    close(make_thread())
    work()

    with time_machine.travel(now() + KEPT + timedelta(days=1)):
        sweep()

    assert [delivery.state for delivery in deliveries()] == ["waiting"]


def test_a_post_that_nobody_else_sees_is_hidden_from_a_message_too(receiver, webhook):
    thread = make_thread()
    post = make_post(thread=thread, staff_only=True)
    reply(thread, "What everybody sees.", by=make_user())
    with transaction():
        deliveries()[0].post_id = post.id

    work()

    assert receiver.got == []
    assert deliveries()[0].last_error == "withheld"

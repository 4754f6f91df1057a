"""Which news is told to which webhook."""

from datetime import timedelta

import pytest

from forum.announcements.actions.updates import post_update
from forum.announcements.actions.windows import postpone_maintenance, step_maintenance
from forum.core.clock import now
from forum.core.db import db
from forum.moderation.actions.flagging import flag_post
from forum.moderation.actions.reviewing import decide_item
from forum.threads.actions.answers import (
    accept_answer,
    close_thread,
    mark_duplicate,
    reopen_thread,
    unaccept_answer,
)
from forum.threads.actions.editing import edit_post
from forum.threads.actions.hiding import (
    hide_post,
    hide_thread,
    purge_post,
    restore_post,
    restore_thread,
)
from forum.threads.actions.moderating import move_thread
from forum.threads.actions.posting import reply, start_thread
from forum.threads.models import Post
from forum.webhooks.actions.setting_up import change_webhook
from forum.webhooks.models import Delivery
from tests.make import (
    make_administrator,
    make_category,
    make_maintenance,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
    make_webhook,
)
from tests.webhooks.conftest import deliveries

pytestmark = pytest.mark.usefixtures("app")


def told(webhook=None):
    return [delivery.event for delivery in deliveries(webhook)]


def opening(thread):
    return db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()


def test_what_happens_in_a_thread_is_told():
    make_webhook()
    asker, helper = make_user(), make_user()

    thread = start_thread(make_category(), "How do I reset my code?", "Please help.", by=asker)
    post = reply(thread, "Try the settings, please.", by=helper)
    edit_post(post, "Try the settings, please!", by=helper)
    accept_answer(post, by=asker)
    unaccept_answer(thread, by=asker)
    close_thread(thread, by=asker)
    reopen_thread(thread, by=asker)
    mark_duplicate(thread, make_thread(), by=asker)

    assert told() == [
        "thread.created", "post.created", "post.edited", "answer.accepted", "answer.unaccepted",
        "thread.closed", "thread.reopened", "thread.closed",
    ]
    assert deliveries()[1].subject == {"thread_id": thread.id, "post_id": post.id}


def test_what_goes_out_of_sight_and_comes_back_is_told():
    make_webhook()
    moderator, thread = make_moderator(), make_thread()
    post = make_post(thread=thread)

    hide_post(post, "Rude.", by=moderator)
    restore_post(post, by=moderator)
    hide_thread(thread, "Rude.", by=moderator)
    restore_thread(thread, by=moderator)
    purge_post(post, "Secrets.", by=make_administrator())

    assert told() == [
        "post.hidden", "post.restored", "thread.hidden", "thread.restored", "post.hidden",
    ]


def test_a_thread_that_goes_with_its_opening_post_is_told():
    make_webhook()
    thread = make_thread()

    hide_post(opening(thread), "Rude.", by=make_moderator())

    assert sorted(told()) == ["post.hidden", "thread.hidden"]


def test_an_answer_that_is_hidden_is_none_any_more_and_that_is_told():
    make_webhook()
    thread = make_thread()
    post = make_post(thread=thread)
    accept_answer(post, by=thread.author)

    hide_post(post, "Rude.", by=make_moderator())

    assert told() == ["answer.accepted", "answer.unaccepted", "post.hidden"]


def test_what_is_officially_said_is_told():
    make_webhook()
    by = make_official()
    thread = make_maintenance().thread

    starts_at = now() + timedelta(hours=3)
    postpone_maintenance(thread, starts_at, starts_at + timedelta(hours=1), by=by)
    step_maintenance(thread, "in_progress", by=by)
    post_update(thread, "We look whether all is well.", "verifying", by=by)
    step_maintenance(thread, "completed", by=by)
    step_maintenance(make_maintenance().thread, "cancelled", by=by)

    assert told() == [
        "thread.created", "announcement.published", "maintenance.changed", "maintenance.started",
        "post.created", "maintenance.changed", "announcement.updated", "maintenance.completed",
        "thread.created", "announcement.published", "maintenance.cancelled",
    ]


def test_flags_and_their_decision_are_told():
    make_webhook()
    thread = make_thread()
    make_post(thread=thread)

    flag = flag_post(opening(thread), "scam", by=make_user())
    decide_item(flag.item, "agree", "A scam.", by=make_moderator())

    assert told() == ["flag.created", "post.hidden", "flag.decided"]
    assert deliveries()[0].subject == {
        "thread_id": thread.id, "post_id": flag.item.post_id, "item_id": flag.item_id,
        "flag_id": flag.id,
    }


def test_a_webhook_is_told_what_it_wants():
    wanted = make_webhook(events=["thread.closed"])
    other = make_webhook(events=["flag.created"])
    thread = make_thread()

    close_thread(thread, by=thread.author)

    assert told(wanted) == ["thread.closed"]
    assert told(other) == []


def test_a_webhook_that_is_off_is_told_nothing():
    webhook, thread = make_webhook(), make_thread()
    change_webhook(webhook, is_active=False, by=make_administrator())

    close_thread(thread, by=thread.author)

    assert told() == []


UNSEEN = [
    {"state": "hidden"}, {"state": "held"}, {"staff_only": True}, {"audience": "participants"},
    {"category": "members"}, {"category": "staff"},
]


@pytest.mark.parametrize("given", UNSEEN)
def test_what_guests_do_not_see_is_told_only_to_whom_that_was_granted(given):
    public, restricted = make_webhook(), make_webhook(includes_restricted=True)
    if reach := given.get("category"):
        given = {"category": make_category(may_see=reach)}
    thread = make_thread(**given)
    post = make_post(thread=thread)
    by = make_moderator()

    reply(thread, "Something for few.", by=by)
    accept_answer(post, by=by)
    hide_post(post, "Rude.", by=by)

    assert told(public) == []
    assert told(restricted) == [
        "post.created", "answer.accepted", "answer.unaccepted", "post.hidden",
    ]


def test_a_flag_where_guests_do_not_look_is_told_only_to_whom_that_was_granted():
    public, restricted = make_webhook(), make_webhook(includes_restricted=True)
    post = make_post(thread=make_thread(category=make_category(may_see="staff")))

    flag_post(post, "spam", by=make_moderator())

    assert (told(public), told(restricted)) == ([], ["flag.created"])


@pytest.mark.parametrize("given", [{"state": "held"}, {"staff_only": True}])
def test_an_edit_of_a_post_that_guests_do_not_see_is_not_told(given):
    make_webhook()
    post = make_post(thread=make_thread(), **given)

    edit_post(post, "Something else, for few.", by=make_moderator())

    assert told() == []


def test_a_thread_that_is_moved_out_of_sight_is_hidden_to_guests():
    make_webhook()
    by, thread, place = make_moderator(), make_thread(), make_category(may_see="staff")
    before, other = thread.category, make_category()

    move_thread(thread, other, "Wrong place.", by=by)
    move_thread(thread, place, "Wrong place.", by=by)
    move_thread(thread, before, "Wrong place.", by=by)

    assert told() == ["thread.hidden", "thread.restored"]


def test_a_change_that_fails_tells_nothing():
    make_webhook()
    thread = make_thread(resolution="none")

    with pytest.raises(Exception, match="discussion"):
        close_thread(thread, by=thread.author)

    assert db.session.query(Delivery).count() == 0

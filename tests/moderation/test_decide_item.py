from threading import Barrier, Thread

import pytest

from forum.accounts.models import User
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.moderation.actions.flagging import flag_post
from forum.moderation.actions.reviewing import decide_item
from forum.moderation.models import LogLine, ReviewItem
from forum.moderation.queries.queue import get_item, list_open, open_items
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.hiding import hide_post, restore_post
from forum.threads.models import Post
from tests.make import (
    make_administrator,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


def flagged(reason="scam"):
    post = make_post(thread=make_thread())
    return flag_post(post, reason, by=make_user()).item


def test_whoever_agrees_hides_the_post():
    item, moderator = flagged(), make_moderator()

    decide_item(item, "agree", "It leads to a fake site.", by=moderator)

    assert item.post.state == "hidden"
    assert item.post.hidden_reason == "It leads to a fake site."
    assert (item.decision, item.decided_by_id) == ("agree", moderator.id)
    assert open_items() == 0


def test_agreeing_needs_a_reason():
    item = flagged()

    with pytest.raises(Invalid):
        decide_item(item, "agree", " ", by=make_moderator())

    assert item.decided_at is None
    assert item.post.state == "public"


@pytest.mark.parametrize("decision", ["disagree", "ignore"])
def test_other_decisions_leave_the_post_as_it_is(decision):
    item = flagged()

    decide_item(item, decision, by=make_moderator())

    assert item.post.state == "public"
    assert item.decision == decision


def test_a_hidden_answer_is_no_longer_accepted():
    item = flagged()
    accept_answer(item.post, by=item.post.thread.author)

    decide_item(item, "agree", "Wrong and dangerous.", by=make_moderator())

    assert item.post.thread.resolution == "open"


def test_the_second_reads_who_was_first():
    item, first = flagged(), make_moderator(display_name="Anna")
    decide_item(item, "disagree", by=first)

    with pytest.raises(Conflict, match="Anna"):
        decide_item(item, "agree", "Spam.", by=make_moderator())

    assert item.post.state == "public"


def test_a_post_hidden_meanwhile_can_still_be_decided():
    item = flagged()
    item.post.state = "hidden"
    db.session.commit()

    decide_item(item, "agree", by=make_moderator())

    assert item.decision == "agree"


def test_what_is_no_decision_is_refused():
    with pytest.raises(Invalid):
        decide_item(flagged(), "perhaps", by=make_moderator())


@pytest.mark.parametrize("maker", [make_user, make_official])
def test_only_moderators_decide(maker):
    with pytest.raises(Forbidden):
        decide_item(flagged(), "disagree", by=maker())


def test_the_log_shows_the_flag_the_hiding_and_the_decision():
    item = flagged()

    decide_item(item, "agree", "Spam.", by=make_administrator())

    lines = db.session.query(LogLine).order_by(LogLine.id).all()
    assert [line.verb for line in lines] == ["flag_post", "hide_post", "decide_item"]
    assert {line.subject for line in lines} == {f"post/{item.post_id}"}
    assert lines[2].changes == {"item": item.id, "decision": "agree"}


def test_the_queue_begins_with_the_oldest_and_goes_on_by_key():
    items = [flagged() for _number in range(3)]

    first = list_open(limit=2)
    second = list_open(after=first.next, limit=2)

    assert [row.id for row in first.rows + second.rows] == [item.id for item in items]
    assert second.next is None


def test_the_most_frequent_reason_comes_first():
    post = make_post(thread=make_thread())
    for reason in ("rude", "scam", "scam"):
        flag_post(post, reason, by=make_user())

    assert list_open().rows[0].reasons == ["scam", "rude"]


@pytest.mark.commits
def test_of_two_who_decide_at_once_one_is_first(app):
    item_id = flagged().id
    moderators = [make_moderator(display_name=name).id for name in ("Anna", "Berta")]
    ready, outcomes = Barrier(2), []

    def decide(moderator_id):
        with app.app_context():
            by = db.session.get(User, moderator_id)
            item = get_item(item_id, by)
            ready.wait()
            try:
                decide_item(item, "agree", "Spam.", by=by)
                outcomes.append(by.display_name)
            except Conflict as error:
                outcomes.append(error.message)

    racers = [Thread(target=decide, args=(moderator,)) for moderator in moderators]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    db.session.rollback()
    winner = db.session.get(ReviewItem, item_id).decided_by.display_name
    assert sorted(outcomes) == sorted([winner, f"{winner} has decided this already."])
    assert db.session.query(LogLine).filter_by(verb="hide_post").count() == 1


@pytest.mark.commits
def test_twenty_flags_at_once_are_one_item(app):
    post_id = make_post(thread=make_thread()).id
    people = [make_user().id for _number in range(20)]

    def flag(person_id):
        with app.app_context():
            post = db.session.get(Post, post_id)
            flag_post(post, "scam", by=db.session.get(User, person_id))

    racers = [Thread(target=flag, args=(person,)) for person in people]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert [len(row.flags) for row in list_open().rows] == [20]


def test_what_its_author_withdrew_is_hidden_for_good():
    item, moderator = flagged(), make_moderator()
    hide_post(item.post, by=item.post.author)

    decide_item(item, "agree", "Scam.", by=moderator)

    assert (item.post.hidden_by_id, item.post.hidden_reason) == (moderator.id, "Scam.")
    with pytest.raises(Forbidden):
        restore_post(item.post, by=item.post.author)


def test_nobody_decides_about_their_own_post_or_their_own_report():
    author, flagger = make_moderator(), make_moderator()
    item = flag_post(make_post(thread=make_thread(), author=author), "rude", by=flagger).item

    for own in (author, flagger):
        with pytest.raises(Forbidden, match="another moderator"):
            decide_item(item, "disagree", by=own)

    decide_item(item, "disagree", by=make_moderator())


def test_an_administrator_decides_also_what_they_reported():
    by = make_administrator()
    item = flag_post(make_post(thread=make_thread()), "rude", by=by).item

    decide_item(item, "disagree", by=by)

    assert item.decision == "disagree"

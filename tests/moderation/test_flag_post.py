from datetime import timedelta

import pytest
import time_machine

from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, TooMany
from forum.moderation.actions.flagging import FLAGS_A_DAY, flag_post
from forum.moderation.actions.reviewing import decide_item
from forum.moderation.models import Flag, ReviewItem
from tests.make import make_moderator, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def test_a_flag_opens_a_review_item():
    post = make_post(thread=make_thread())

    flag = flag_post(post, "scam", "A fake site.", by=make_user())

    assert flag.item.post_id == post.id
    assert flag.item.decided_at is None
    assert (flag.reason, flag.note) == ("scam", "A fake site.")


def test_flags_of_one_post_are_one_item():
    post = make_post(thread=make_thread())

    first = flag_post(post, "scam", by=make_user())
    second = flag_post(post, "spam", by=make_user())

    assert first.item_id == second.item_id


def test_a_second_flag_of_the_same_person_is_refused():
    post, person = make_post(thread=make_thread()), make_user()
    flag_post(post, "scam", by=person)

    with pytest.raises(Conflict, match="already"):
        flag_post(post, "rude", by=person)

    assert db.session.query(Flag).count() == 1


def test_a_post_that_was_decided_can_be_flagged_again():
    post, person = make_post(thread=make_thread()), make_user()
    first = flag_post(post, "scam", by=person)
    decide_item(first.item, "disagree", by=make_moderator())

    again = flag_post(post, "scam", by=person)

    assert again.item_id != first.item_id
    assert db.session.query(ReviewItem).count() == 2


def test_nobody_flags_their_own_post():
    post = make_post(thread=make_thread())

    with pytest.raises(Forbidden, match="your own post"):
        flag_post(post, "spam", by=post.author)


def test_what_one_does_not_see_cannot_be_flagged():
    post = make_post(thread=make_thread(), state="hidden")

    with pytest.raises(Forbidden, match="removed"):
        flag_post(post, "spam", by=make_user())


def test_staff_are_told_that_a_post_is_hidden_already():
    post = make_post(thread=make_thread(), state="hidden")

    with pytest.raises(Conflict, match="hidden already"):
        flag_post(post, "spam", by=make_moderator())


@pytest.mark.parametrize(
    ("reason", "note", "field"),
    [
        ("boring", "", "reason"),
        ("", "", "reason"),
        ("other", " \n", "note"),
        ("scam", "x" * 501, "note"),
        ("scam", "a\x00b", "note"),
    ],
)
def test_a_flag_that_is_not_one_stores_nothing(reason, note, field):
    post = make_post(thread=make_thread())

    with pytest.raises(Invalid) as refused:
        flag_post(post, reason, note, by=make_user())

    assert refused.value.field == field
    assert db.session.query(ReviewItem).count() == 0


def test_there_is_an_end_to_the_flags_of_a_day():
    thread, person = make_thread(), make_user()
    for _number in range(FLAGS_A_DAY):
        flag_post(make_post(thread=thread), "spam", by=person)

    with pytest.raises(TooMany, match="20 posts a day"):
        flag_post(make_post(thread=thread), "spam", by=person)


def test_whoever_waits_as_long_as_they_are_told_can_report_again():
    by = make_user()
    with time_machine.travel(now() - timedelta(hours=23)):
        for _ in range(FLAGS_A_DAY):
            flag_post(make_post(thread=make_thread()), "spam", by=by)

    with pytest.raises(TooMany) as refused:
        flag_post(make_post(thread=make_thread()), "spam", by=by)

    assert 3500 < refused.value.retry_after <= 3600

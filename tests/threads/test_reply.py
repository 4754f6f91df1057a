from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.threads.actions.moderating import lock_thread
from forum.threads.actions.posting import reply
from forum.threads.events import Replied
from forum.threads.models import Post
from tests.make import make_category, make_moderator, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def posts():
    return db.session.scalar(select(func.count()).select_from(Post))


def test_a_reply_gets_the_next_number_and_moves_the_thread():
    thread = make_thread()

    post = reply(thread, "Try this.", by=make_user())

    assert (post.number, thread.last_number, thread.reply_count) == (2, 2, 1)
    assert thread.last_post_at == post.created_at


def test_a_reply_knows_which_post_it_answers():
    thread = make_thread()
    answered = make_post(thread=thread)

    post = reply(thread, "Did it help?", to=answered, by=make_user())

    assert post.reply_to_id == answered.id


def test_a_post_of_another_thread_cannot_be_answered_here():
    with pytest.raises(Invalid, match="not in this thread"):
        reply(make_thread(), "What?", to=make_post(thread=make_thread()), by=make_user())


def test_a_post_that_one_cannot_read_cannot_be_answered():
    thread = make_thread()
    hidden = make_post(thread=thread, state="hidden")

    with pytest.raises(Invalid):
        reply(thread, "What?", to=hidden, by=make_user())
    assert reply(thread, "What?", to=hidden, by=make_moderator())


def test_thanks_in_two_places_are_two_posts():
    by, thread = make_user(), make_thread()
    other, answered = make_thread(), make_post(thread=thread)
    start = datetime.now(UTC)

    for n, (where, to) in enumerate([(thread, None), (other, None), (thread, answered)]):
        with time_machine.travel(start + timedelta(seconds=5 * n), tick=False):
            reply(where, "谢谢", to=to, by=by)

    assert thread.last_number == 4
    assert other.last_number == 2


@pytest.mark.parametrize("minutes, is_one", [(4.99, True), (5, False)])
def test_the_same_words_are_one_post_for_five_minutes(minutes, is_one):
    by, thread, start = make_user(), make_thread(), datetime.now(UTC)
    with time_machine.travel(start, tick=False):
        first = reply(thread, "谢谢", by=by)

    with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
        again = reply(thread, " 谢谢\r\n", by=by)

    assert (again.id == first.id) == is_one
    assert thread.reply_count == (1 if is_one else 2)


def test_a_locked_thread_takes_replies_of_staff_only():

    thread, moderator = make_thread(), make_moderator()
    lock_thread(thread, "Over.", by=moderator)

    with pytest.raises(Forbidden, match="locked"):
        reply(thread, "But…", by=thread.author)
    assert reply(thread, "Last word.", by=moderator).number == 2


def test_the_asker_replies_where_others_may_not():
    thread = make_thread(category=make_category(may_reply="staff"))

    with pytest.raises(Forbidden):
        reply(thread, "Try this.", by=make_user())
    assert reply(thread, "More about it.", by=thread.author)


def test_a_silenced_person_writes_nothing():
    silenced = make_user(silenced_until=datetime.now(UTC) + timedelta(hours=1))

    with pytest.raises(Forbidden, match="cannot post until"):
        reply(make_thread(), "Try this.", by=silenced)
    assert posts() == 1


def test_nobody_replies_to_what_they_cannot_see():
    thread = make_thread(state="hidden")

    with pytest.raises(Forbidden):
        reply(thread, "Try this.", by=make_user())


def test_a_mention_leads_to_the_person(news):
    make_user(handle="老许")

    post = reply(make_thread(), "@老许说得对，@nobody-here", by=make_user())

    assert '>@老许</a>说得对' in post.html
    assert "@nobody-here" in post.html
    assert [type(event) for event in news] == [Replied]


def test_a_look_alike_of_a_name_is_no_mention():
    make_user(handle="momo")

    post = reply(make_thread(), "@m0m0 @MOMO", by=make_user())

    assert post.html.count('class="mention"') == 1
    assert "@m0m0 " in post.html

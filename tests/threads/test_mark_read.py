import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Forbidden
from forum.threads.actions.hiding import hide_post, purge_post
from forum.threads.actions.posting import reply, start_thread
from forum.threads.actions.reading import mark_read
from forum.threads.models import ReadingPosition
from forum.threads.queries.lists import list_threads
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_post,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


def position(by, thread):
    where = select(ReadingPosition.number).filter_by(user_id=by.id, thread_id=thread.id)
    return db.session.scalar(where)


def unread(by, thread):
    page = list_threads(by, [thread.category_id])
    return next(row.unread for row in page.rows if row.id == thread.id)


def test_reading_only_goes_forward():
    thread, by = make_thread(), make_user()
    make_post(thread=thread), make_post(thread=thread)

    for number, stands in ((2, 2), (3, 3), (1, 3)):
        mark_read(thread, number, by=by)
        assert position(by, thread) == stands


@pytest.mark.parametrize("number, stands", [(99, 1), (2**62, 1), (0, None), (-5, None)])
def test_nobody_has_read_what_is_not_there(number, stands):
    thread, by = make_thread(), make_user()

    mark_read(thread, number, by=by)

    assert position(by, thread) == stands


def test_what_one_cannot_see_one_has_not_read():
    with pytest.raises(Forbidden):
        mark_read(make_thread(state="hidden"), 1, by=make_user())


def test_unread_posts_are_counted():
    thread, by = make_thread(), make_user()
    assert unread(by, thread) == 0
    mark_read(thread, 1, by=by)

    for _ in range(3):
        make_post(thread=thread)

    assert unread(by, thread) == 3


def test_what_nobody_sees_is_not_unread():
    thread, by, moderator = make_thread(), make_user(), make_moderator()
    mark_read(thread, 1, by=by)
    hidden, purged = make_post(thread=thread), make_post(thread=thread)
    make_post(thread=thread), make_post(thread=thread, staff_only=True)

    hide_post(hidden, "Spam.", by=moderator)
    purge_post(purged, "Spam.", by=make_administrator())

    assert unread(by, thread) == 1


def test_ones_own_posts_are_no_news():
    asker, helper = make_user(), make_user()
    thread = start_thread(make_category(), "Where are my coins?", "Help.", by=asker)
    mark_read(thread, 1, by=helper)

    reply(thread, "Wait.", by=helper)

    assert (unread(asker, thread), unread(helper, thread)) == (1, 0)


def test_an_own_post_does_not_skip_what_was_not_read():
    thread, by = make_thread(), make_user()
    mark_read(thread, 1, by=by)
    make_post(thread=thread)

    reply(thread, "Wait.", by=by)

    assert position(by, thread) == 1

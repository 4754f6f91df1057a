import pytest

from forum.core.db import db
from forum.core.errors import Conflict, Forbidden
from forum.threads.actions.answers import accept_answer, unaccept_answer
from forum.threads.models import Post
from tests.make import make_moderator, make_post, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def test_the_asker_accepts_an_answer():
    thread = make_thread()
    post = make_post(thread=thread)

    accept_answer(post, by=thread.author)

    assert thread.answer_id == post.id
    assert thread.resolution == "solved"


def test_a_better_answer_replaces_the_first():
    thread = make_thread()
    first, better = make_post(thread=thread), make_post(thread=thread)
    accept_answer(first, by=thread.author)

    accept_answer(better, by=thread.author)

    assert thread.answer_id == better.id


def test_a_passer_by_is_refused_and_nothing_changes():
    thread = make_thread()
    post = make_post(thread=thread)

    with pytest.raises(Forbidden, match="Only the person who asked"):
        accept_answer(post, by=make_user())

    assert thread.answer_id is None


def test_the_opening_post_is_no_answer():
    thread = make_thread()
    opening = db.session.query(Post).filter_by(thread_id=thread.id, number=1).one()

    with pytest.raises(Forbidden, match="its own answer"):
        accept_answer(opening, by=thread.author)


def test_an_undone_acceptance_leaves_the_question_open():
    thread = make_thread()
    accept_answer(make_post(thread=thread), by=thread.author)

    unaccept_answer(thread, by=thread.author)

    assert thread.answer_id is None
    assert thread.resolution == "open"


def test_undoing_what_is_not_there_is_a_conflict():
    thread = make_thread()

    with pytest.raises(Conflict):
        unaccept_answer(thread, by=make_moderator())

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum.core.errors import Conflict, Forbidden, Invalid
from forum.threads.actions.answers import (
    accept_answer,
    close_thread,
    lock_choice,
    mark_duplicate,
    reopen_thread,
    unaccept_answer,
    unlock_choice,
)
from forum.threads.actions.moderating import lock_thread, move_thread
from forum.threads.events import (
    AnswerAccepted,
    AnswerUnaccepted,
    MarkedDuplicate,
    ThreadClosed,
    ThreadMoved,
)
from tests.make import (
    make_category,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


def test_accepting_the_same_again_tells_nobody(news):
    post = make_post(thread=make_thread())

    accept_answer(post, by=post.thread.author)
    accept_answer(post, by=post.thread.author)

    assert news == [AnswerAccepted(post, post.thread.author, None)]


def test_changing_the_choice_is_one_piece_of_news(news):
    thread = make_thread()
    first, better = make_post(thread=thread), make_post(thread=thread)
    accept_answer(first, by=thread.author)

    accept_answer(better, by=thread.author)

    assert news[1:] == [AnswerAccepted(better, thread.author, first)]


def test_the_asker_may_accept_their_own_answer():
    thread = make_thread()
    own = make_post(thread=thread, author=thread.author)

    accept_answer(own, by=thread.author)

    assert thread.answer_id == own.id


@pytest.mark.parametrize("given", [{"state": "hidden"}, {"state": "held"}, {"staff_only": True}])
def test_what_not_everybody_sees_is_no_answer(given):
    post = make_post(thread=make_thread(), **given)

    with pytest.raises(Forbidden, match="everybody sees"):
        accept_answer(post, by=make_moderator())


def test_a_discussion_has_no_answer():
    post = make_post(thread=make_thread(category=make_category(kind="discussions")))

    with pytest.raises(Forbidden, match="discussion"):
        accept_answer(post, by=post.thread.author)


@pytest.mark.parametrize("days, maker, allowed", [
    (30, None, True), (30.1, None, False), (400, make_official, True),
])
def test_an_acceptance_is_undone_within_thirty_days_by_staff_always(days, maker, allowed):
    start = datetime(2026, 3, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        post = make_post(thread=make_thread())
        accept_answer(post, by=post.thread.author)

    with time_machine.travel(start + timedelta(days=days), tick=False):
        by = maker() if maker else post.thread.author
        if allowed:
            unaccept_answer(post.thread, by=by)
        else:
            with pytest.raises(Forbidden, match="30 days"):
                unaccept_answer(post.thread, by=by)

    assert (post.thread.answer_id is None) == allowed


def test_a_locked_choice_is_for_moderators_only():
    thread, moderator = make_thread(), make_moderator()
    post = make_post(thread=thread)
    lock_choice(thread, "It was argued about.", by=moderator)

    for by in (thread.author, make_official()):
        with pytest.raises(Forbidden, match="this choice"):
            accept_answer(post, by=by)
    accept_answer(post, by=moderator)
    unlock_choice(thread, by=moderator)
    unaccept_answer(thread, by=thread.author)

    assert thread.answer_id is None


def test_in_a_locked_thread_the_asker_does_not_choose():
    post = make_post(thread=make_thread())
    lock_thread(post.thread, "Over.", by=make_moderator())

    with pytest.raises(Forbidden, match="locked"):
        accept_answer(post, by=post.thread.author)


def test_solved_without_an_answer_and_open_again(news):
    thread = make_thread()

    close_thread(thread, "It arrived.", by=thread.author)
    close_thread(thread, "It arrived.", by=thread.author)
    assert (thread.resolution, thread.closing.reason) == ("closed", "It arrived.")
    assert news == [ThreadClosed(thread, thread.author)]

    reopen_thread(thread, by=thread.author)
    assert thread.resolution == "open"


def test_what_has_an_answer_is_not_closed_without_one():
    post = make_post(thread=make_thread())
    accept_answer(post, by=post.thread.author)

    with pytest.raises(Conflict, match="Undo that first"):
        close_thread(post.thread, by=post.thread.author)


def test_an_answer_beats_a_closing():
    post = make_post(thread=make_thread())
    close_thread(post.thread, by=post.thread.author)

    accept_answer(post, by=post.thread.author)
    assert post.thread.resolution == "solved"

    unaccept_answer(post.thread, by=post.thread.author)
    assert post.thread.resolution == "closed"


def test_a_duplicate_leads_to_the_original(news):
    thread, original = make_thread(), make_thread()

    mark_duplicate(thread, original, by=thread.author)

    assert thread.resolution == "duplicate"
    assert thread.duplicate.original_id == original.id
    assert news == [MarkedDuplicate(thread, original, thread.author)]


def test_a_duplicate_can_be_given_another_original():
    thread, better = make_thread(), make_thread()
    mark_duplicate(thread, make_thread(), by=thread.author)

    mark_duplicate(thread, better, by=thread.author)

    assert thread.duplicate.original_id == better.id


def test_duplicates_lead_in_no_circle():
    first, second = make_thread(), make_thread()
    moderator = make_moderator()
    mark_duplicate(first, second, by=moderator)

    with pytest.raises(Invalid, match="a duplicate itself"):
        mark_duplicate(second, first, by=moderator)
    with pytest.raises(Invalid, match="no duplicate of itself"):
        mark_duplicate(second, second, by=moderator)


def test_nobody_is_sent_to_what_they_cannot_see():
    thread = make_thread()

    with pytest.raises(Forbidden, match="does not exist"):
        mark_duplicate(thread, make_thread(state="hidden"), by=thread.author)


@pytest.mark.parametrize("verb", [close_thread, reopen_thread])
def test_passers_by_decide_nothing(verb):
    with pytest.raises(Forbidden, match="Only the person who asked"):
        verb(make_thread(), by=make_user())


def test_moving_to_discussions_undoes_what_was_decided(news):
    post, moderator = make_post(thread=make_thread()), make_moderator()
    accept_answer(post, by=post.thread.author)

    move_thread(post.thread, make_category(kind="discussions"), by=moderator)

    assert (post.thread.resolution, post.thread.answer_id) == ("none", None)
    assert [type(event) for event in news] == [AnswerAccepted, AnswerUnaccepted, ThreadMoved]


def test_moving_between_questions_keeps_the_answer():
    post = make_post(thread=make_thread())
    accept_answer(post, by=post.thread.author)

    move_thread(post.thread, make_category(), "Belongs there.", by=make_moderator())

    assert (post.thread.resolution, post.thread.answer_id) == ("solved", post.id)


def test_who_was_sent_to_a_duplicate_is_sent_on():
    first, second, third = make_thread(), make_thread(), make_thread()
    moderator = make_moderator()
    mark_duplicate(first, second, by=moderator)

    mark_duplicate(second, third, by=moderator)

    assert (first.duplicate.original_id, second.duplicate.original_id) == (third.id, third.id)


def test_only_the_answer_that_one_means_is_undone():
    thread = make_thread()
    first, better = make_post(thread=thread), make_post(thread=thread)
    accept_answer(better, by=thread.author)

    with pytest.raises(Conflict, match="Another answer"):
        unaccept_answer(thread, first, by=thread.author)
    unaccept_answer(thread, better, by=thread.author)

    assert thread.answer_id is None


def test_an_asker_who_was_moved_out_of_sight_stays_there():
    thread, moderator = make_thread(), make_moderator()

    move_thread(thread, make_category(hides_askers=True), by=moderator)
    assert thread.is_anonymous

    move_thread(thread, make_category(), by=moderator)
    assert thread.is_anonymous

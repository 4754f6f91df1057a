import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Forbidden, Invalid
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.hiding import (
    hide_post,
    hide_thread,
    purge_post,
    restore_post,
    restore_thread,
)
from forum.threads.actions.posting import reply
from forum.threads.actions.tagging import retag_thread
from forum.threads.events import (
    AnswerAccepted,
    AnswerUnaccepted,
    PostHidden,
    PostPurged,
    PostRestored,
    ThreadHidden,
    ThreadRestored,
)
from forum.threads.models import Post, ThreadTag
from tests.make import (
    make_administrator,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


def opening_of(thread):
    return db.session.scalars(select(Post).filter_by(thread_id=thread.id, number=1)).one()


@pytest.mark.parametrize("maker", [make_moderator, make_official])
def test_staff_hide_with_a_reason_and_bring_back(news, maker):
    post, moderator = make_post(thread=make_thread()), maker()

    hide_post(post, "Asks for contacts.", by=moderator)
    assert (post.state, post.hidden_reason, post.thread.reply_count) == (
        "hidden", "Asks for contacts.", 0,
    )

    restore_post(post, by=moderator)
    assert (post.state, post.hidden_reason, post.thread.reply_count) == ("public", "", 1)
    assert news == [PostHidden(post, moderator), PostRestored(post, moderator)]


def test_a_moderator_gives_a_reason():
    with pytest.raises(Invalid) as refusal:
        hide_post(make_post(thread=make_thread()), " ", by=make_moderator())

    assert refusal.value.field == "reason"


def test_an_author_withdraws_and_brings_back():
    post = make_post(thread=make_thread())

    hide_post(post, by=post.author)
    restore_post(post, by=post.author)

    assert post.state == "public"


def test_what_a_moderator_hid_its_author_cannot_bring_back():
    post = make_post(thread=make_thread())
    hide_post(post, "Scam.", by=make_moderator())

    with pytest.raises(Forbidden, match="staff"):
        restore_post(post, by=post.author)


def test_others_cannot_hide():
    with pytest.raises(Forbidden):
        hide_post(make_post(thread=make_thread()), "No.", by=make_user())


def test_hiding_the_accepted_answer_undoes_the_acceptance(news):
    post = make_post(thread=make_thread())
    accept_answer(post, by=post.thread.author)

    hide_post(post, by=post.author)

    assert (post.thread.answer_id, post.thread.resolution) == (None, "open")
    assert [type(event) for event in news] == [AnswerAccepted, AnswerUnaccepted, PostHidden]


def test_hiding_the_last_reply_puts_the_thread_back_in_the_list():
    thread = make_thread()
    retag_thread(thread, opening_of(thread), ["fees"], by=make_moderator())
    asked_at = thread.last_post_at
    post = reply(thread, "Buy now!", by=make_user())

    hide_post(post, "Spam.", by=make_moderator())

    assert thread.last_post_at == asked_at
    assert db.session.scalar(select(ThreadTag.last_post_at)) == asked_at


def test_hiding_the_opening_post_takes_its_excerpt_out_of_lists():
    thread = make_thread(excerpt="Please help.")

    hide_post(opening_of(thread), by=thread.author)

    assert thread.excerpt == ""


def test_a_withdrawn_reply_can_be_written_again():
    thread, by = make_thread(), make_user()
    first = reply(thread, "Try this.", by=by)
    hide_post(first, by=by)
    first.created_at = thread.created_at
    db.session.commit()

    assert reply(thread, "Try this.", by=by).id != first.id


def test_a_purged_post_has_no_text_anywhere():
    post = make_post(thread=make_thread(), body="my seed words")

    purge_post(post, "A recovery phrase.", by=make_administrator())

    assert (post.state, post.body, post.html, post.thread.reply_count) == ("purged", "", "", 0)


def test_a_purged_number_is_not_used_again():
    post = make_post(thread=make_thread())
    purge_post(post, "Spam.", by=make_administrator())

    assert reply(post.thread, "Next.", by=make_user()).number == 3


def test_only_administrators_purge():
    post = make_post(thread=make_thread())

    for person in (post.author, make_moderator()):
        with pytest.raises(Forbidden, match="administrator"):
            purge_post(post, "Mine.", by=person)


def test_a_purged_post_does_not_come_back():
    post, administrator = make_post(thread=make_thread()), make_administrator()
    purge_post(post, "Spam.", by=administrator)

    with pytest.raises(Forbidden, match="not hidden"):
        restore_post(post, by=administrator)


def test_a_thread_is_hidden_and_brought_back():
    thread, moderator = make_thread(), make_moderator()

    hide_thread(thread, "Scam.", by=moderator)
    assert thread.state == "hidden"

    restore_thread(thread, by=moderator)
    assert thread.state == "public"


def test_its_author_cannot_hide_a_thread():
    thread = make_thread()

    with pytest.raises(Forbidden):
        hide_thread(thread, "Mine.", by=thread.author)


def test_a_moderator_takes_over_what_its_author_withdrew():
    post, moderator = make_post(thread=make_thread()), make_moderator()
    hide_post(post, by=post.author)

    hide_post(post, "Scam.", by=moderator)

    assert (post.hidden_by_id, post.hidden_reason) == (moderator.id, "Scam.")
    with pytest.raises(Forbidden):
        restore_post(post, by=post.author)
    with pytest.raises(Forbidden, match="already"):
        hide_post(post, "Again.", by=make_moderator())


def test_an_opening_that_nobody_answered_takes_its_thread_along(news):
    thread = make_thread()
    opening = opening_of(thread)
    make_post(thread=thread, author=thread.author)

    hide_post(opening, by=thread.author)
    assert thread.state == "hidden"

    restore_post(opening, by=thread.author)
    assert thread.state == "public"
    assert [type(event) for event in news] == [
        ThreadHidden, PostHidden, ThreadRestored, PostRestored,
    ]


def test_the_title_stays_for_those_who_answered():
    thread, moderator = make_thread(), make_moderator()
    answer = make_post(thread=thread)

    hide_post(opening_of(thread), "A telephone number.", by=moderator)
    assert thread.state == "public"

    hide_post(answer, "Spam.", by=moderator)
    assert thread.state == "hidden"

    restore_post(answer, by=moderator)
    assert thread.state == "public"


def test_what_a_moderator_hid_does_not_come_back_with_its_opening():
    thread = make_thread()
    opening = opening_of(thread)
    hide_post(opening, by=thread.author)

    hide_thread(thread, "Scam.", by=make_moderator())
    restore_post(opening, by=thread.author)

    assert thread.state == "hidden"


def test_a_purged_opening_takes_the_title_away_for_good(visit):
    thread = make_thread(title="Call me 555 1234 5678")
    make_post(thread=thread)
    with transaction():
        thread.title = "Call me 555 1234 5679"

    purge_post(opening_of(thread), "A number.", by=make_administrator())

    assert (thread.title, thread.state) == ("[…]", "public")
    assert "555" not in visit().get("/").text
    assert "555" not in visit().get(thread.path).text


def test_a_thread_of_which_no_text_is_left_is_gone(visit, news):
    thread, administrator = make_thread(), make_administrator()
    opening, answer = opening_of(thread), make_post(thread=thread, state="hidden")

    purge_post(opening, "A number.", by=administrator)
    assert thread.state == "hidden"

    purge_post(answer, "Another.", by=administrator)
    assert thread.state == "purged"
    assert visit(administrator).get(thread.path).status_code == 410
    assert [type(event) for event in news] == [ThreadHidden, PostPurged, PostPurged]


def test_the_page_that_asks_says_what_becomes_of_the_thread(visit):
    thread = make_thread()
    ask = f"/posts/{opening_of(thread).id}/hide"

    assert "whole thread goes out of sight" in visit(thread.author).get(ask).text

    make_post(thread=thread)
    assert "title and the replies stay" in visit(thread.author).get(ask).text

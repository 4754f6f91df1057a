import json

import pytest

from forum.threads.actions.answers import accept_answer
from forum.threads.actions.hiding import hide_post
from forum.threads.actions.moderating import lock_thread
from forum.threads.actions.posting import start_thread
from tests.make import make_category, make_moderator, make_post, make_thread, make_user


def structured(page):
    data = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(data)["mainEntity"]


def test_search_engines_are_told_question_and_answers(visit):
    thread = make_thread(title="</script><script>alert(1)</script>")
    answer, other = make_post(thread=thread, body="Wait.", votes=3), make_post(thread=thread)
    make_post(thread=thread, body="Buy now!", state="hidden")
    accept_answer(answer, by=thread.author)

    page = visit().get(thread.path).text
    question = structured(page)

    assert "alert(1)</script>" not in page
    assert question["name"] == thread.title
    assert question["answerCount"] == 2
    assert question["acceptedAnswer"]["text"] == "Wait."
    assert question["acceptedAnswer"]["upvoteCount"] == 3
    assert question["acceptedAnswer"]["author"]["name"] == answer.author.display_name
    assert [a["url"] for a in question["suggestedAnswer"]] == [f"http://127.0.0.1:8000/p/{other.id}"]


def test_search_engines_learn_no_hidden_name(visit):
    asker = make_user(display_name="Ana Real")
    thread = start_thread(
        make_category(hides_askers=True), "Somebody threatens me", "Help.", by=asker
    )

    page = visit().get(thread.path).text

    assert structured(page)["author"] == {"@type": "Person", "name": "Somebody"}
    assert "Ana Real" not in page
    assert asker.handle not in page


def test_a_discussion_is_no_question_to_search_engines(visit):
    thread = make_thread(category=make_category(kind="discussions"))

    assert "ld+json" not in visit().get(thread.path).text


def test_the_accepted_answer_stands_under_the_question_too(visit):
    thread = make_thread()
    make_post(thread=thread), make_post(thread=thread)
    answer = make_post(thread=thread, body="Wait until tomorrow.")
    accept_answer(answer, by=thread.author)

    page = visit().get(thread.path).text
    box = page.split('class="excerpt-box"')[1].split("</section>")[0]

    assert "Wait until tomorrow." in box
    assert f'href="{thread.path}#post-4"' in box
    assert "Solved:" in page


def test_hiding_the_answer_opens_the_question_on_the_page(visit):
    post = make_post(thread=make_thread())
    accept_answer(post, by=post.thread.author)
    hide_post(post, by=post.author)

    assert "Solved:" not in visit().get(post.thread.path).text


def test_the_asker_of_an_open_question_learns_how_to_accept(visit):
    thread = make_thread()
    words = "Did a reply help you?"
    assert words not in visit(thread.author).get(thread.path).text

    reply = make_post(thread=thread)
    assert words in visit(thread.author).get(thread.path).text
    assert words not in visit(reply.author).get(thread.path).text

    accept_answer(reply, by=thread.author)
    assert words not in visit(thread.author).get(thread.path).text


def test_nobody_is_told_to_accept_who_cannot(visit):
    thread = make_thread()
    make_post(thread=thread)

    lock_thread(thread, "Over.", by=make_moderator())

    assert "Did a reply help you?" not in visit(thread.author).get(thread.path).text


def test_a_duplicate_shows_its_original_on_top(visit):
    thread, original = make_thread(), make_thread(title="Where does my money stay?")
    asker = visit(thread.author)

    asked = asker.post(f"/threads/{thread.id}/duplicate", data={"original": ""})
    assert asked.status_code == 422
    for typed in (f"http://127.0.0.1:8000{original.path}?page=1#post-1", f"#{original.id}"):
        answer = asker.post(f"/threads/{thread.id}/duplicate", data={"original": typed})
        assert answer.status_code == 303
        page = visit().get(thread.path).text
        assert f'<a href="{original.path}">{original.title}</a>' in page
        asker.post(f"/threads/{thread.id}/reopen")
    assert "asked before" not in visit().get(thread.path).text


@pytest.mark.parametrize("typed", ["x", "/t/", "/t/0/x", "/t/99999", "9" * 40, "-1", "/u/1", "１"])
def test_a_duplicate_of_nothing_is_refused(visit, typed):
    thread = make_thread()

    page = visit(thread.author).post(f"/threads/{thread.id}/duplicate", data={"original": typed})

    assert page.status_code == 422
    assert 'id="field-original-error"' in page.text


def test_a_question_is_closed_and_opened_again(visit):
    thread = make_thread()
    asker = visit(thread.author)
    assert asker.get(f"/threads/{thread.id}/close").status_code == 200

    asker.post(f"/threads/{thread.id}/close", data={"reason": "It arrived."})
    assert "Closed without an accepted answer: It arrived." in visit().get(thread.path).text
    asker.post(f"/threads/{thread.id}/reopen")
    assert "Solved without" not in visit().get(thread.path).text

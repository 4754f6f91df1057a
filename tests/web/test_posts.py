from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.core.clock import now
from forum.core.db import db
from forum.threads.actions.editing import edit_post, redact_post
from forum.threads.actions.hiding import hide_post, hide_thread, restore_thread
from forum.threads.actions.moderating import lock_thread
from forum.threads.models import Post
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)


def opening_of(thread):
    return db.session.scalars(select(Post).filter_by(thread_id=thread.id, number=1)).one()


def old_post(**given):
    return make_post(thread=make_thread(), created_at=now() - timedelta(hours=1), **given)


def test_a_vote_without_scripts_comes_back_to_the_post(visit):
    post, reader = make_post(thread=make_thread()), visit(make_user())

    answer = reader.post(f"/posts/{post.id}/vote")

    assert answer.location == f"{post.thread.path}#post-2"
    assert 'aria-pressed="true"' in reader.get(post.thread.path).text


def test_a_vote_with_scripts_answers_with_the_post(visit):
    post, reader = make_post(thread=make_thread()), visit(make_user())

    given = reader.post(f"/posts/{post.id}/vote", headers={"X-Fragment": "1"}).text
    back = reader.post(f"/posts/{post.id}/vote/undo", headers={"X-Fragment": "1"}).text

    assert 'id="post-2"' in given
    assert "<html" not in given
    assert 'aria-pressed="true"' in given
    assert '<span class="num">1</span>' in given
    assert 'aria-pressed="false"' in back


def test_the_author_edits_a_question_with_title_and_tags(visit):
    thread = make_thread()
    opening, asker = opening_of(thread), visit(thread.author)
    assert "Please help." in asker.get(f"/posts/{opening.id}/edit").text

    typed = {"title": "How did I reset my code?", "body": "Found it.", "tags": "codes"}
    answer = asker.post(f"/posts/{opening.id}/edit", data=typed)

    assert answer.status_code == 303
    assert (thread.title, thread.tags, opening.body) == (
        "How did I reset my code?", ["codes"], "Found it.",
    )


def test_an_official_edits_the_text_of_a_question_and_leaves_its_title(visit):
    thread = make_thread(title="Where are my coins?", body="Call 123.")
    opening, official = opening_of(thread), visit(make_official())
    assert 'name="title"' not in official.get(f"/posts/{opening.id}/edit").text

    official.post(f"/posts/{opening.id}/edit", data={"body": "Call nobody.", "reason": "Safer."})

    assert (opening.body, thread.title) == ("Call nobody.", "Where are my coins?")


def test_a_mistake_in_an_edit_keeps_what_was_typed(visit):
    opening = opening_of(make_thread())
    typed = {"title": "No", "body": "A long new text.", "tags": "a1"}

    page = visit(opening.author).post(f"/posts/{opening.id}/edit", data=typed)

    assert page.status_code == 422
    assert "A long new text." in page.text
    assert opening.body == "Please help."


def test_an_edit_can_be_previewed(visit):
    post = old_post()

    page = visit(post.author).post(f"/posts/{post.id}/edit", data={"body": "**b**", "preview": "1"})

    assert "<strong>b</strong>" in page.text
    assert post.body == "Try this."


def test_the_history_shows_what_changed(visit):
    post = old_post(body="Wait a week.")
    edit_post(post, "Wait a day.", by=post.author)

    page = visit().get(f"/posts/{post.id}/history").text

    assert '<p class="gone"><del>Wait a <b>week</b>.</del></p>' in page
    assert '<p class="came"><ins>Wait a <b>day</b>.</ins></p>' in page


def test_what_was_redacted_only_staff_see(visit):
    post = old_post(body="Call 555-1234 now")
    redact_post(post, "Call … now", by=post.author)

    for reader in (visit(), visit(make_user()), visit(post.author)):
        assert "555-1234" not in reader.get(f"/posts/{post.id}/history").text
    assert "555-1234" in visit(make_moderator()).get(f"/posts/{post.id}/history").text


def test_redacting_on_the_page(visit):
    post = old_post(body="Call 555-1234 now")
    author = visit(post.author)
    assert "555-1234" in author.get(f"/posts/{post.id}/redact").text

    answer = author.post(f"/posts/{post.id}/redact", data={"body": "Call … now"})

    assert (answer.status_code, post.body) == (303, "Call … now")


def test_an_author_withdraws_and_brings_back(visit):
    post = old_post()
    author = visit(post.author)
    assert "Withdraw it" in author.get(f"/posts/{post.id}/hide").text

    author.post(f"/posts/{post.id}/hide")
    assert "Withdrawn. You can bring it back" in author.get("/").text
    assert "was withdrawn by its author" in visit().get(post.thread.path).text
    author.post(f"/posts/{post.id}/restore")
    assert "Try this." in visit().get(post.thread.path).text


def test_a_moderator_gives_a_reason_that_others_read(visit):
    post, moderator = old_post(body="Buy now!"), visit(make_moderator())

    page = moderator.post(f"/posts/{post.id}/hide", data={"reason": ""})
    assert page.status_code == 422
    moderator.post(f"/posts/{post.id}/hide", data={"reason": "Spam."})

    shown = visit().get(post.thread.path).text
    assert "Spam." in shown
    assert "Buy now!" not in shown
    assert visit().get(f"/p/{post.id}").location == f"{post.thread.path}#post-2"
    assert visit().get(f"/posts/{post.id}/history").status_code == 404


def test_purging_ends_with_410(visit):
    post, administrator = old_post(body="my seed"), visit(make_administrator())
    assert administrator.get(f"/posts/{post.id}/purge").status_code == 200

    administrator.post(f"/posts/{post.id}/purge", data={"reason": "A seed."})

    assert visit().get(f"/p/{post.id}").status_code == 410
    assert "my seed" not in visit(make_moderator()).get(post.thread.path).text


def test_earlier_versions_are_erased(visit):
    post, moderator = old_post(body="my seed"), visit(make_moderator())
    edit_post(post, "nothing", by=post.author)

    moderator.post(f"/posts/{post.id}/history/purge", data={"reason": "A seed."})

    assert "my seed" not in visit(make_moderator()).get(f"/posts/{post.id}/history").text


@pytest.mark.parametrize("path", ["edit", "redact", "hide", "purge", "history/purge"])
def test_pages_of_others_are_closed(visit, path):
    post = old_post()

    assert visit(make_user()).get(f"/posts/{post.id}/{path}").status_code == 403
    assert visit().get(f"/posts/{post.id}/{path}").status_code == 303
    assert visit(make_user()).get(f"/posts/99999/{path}").status_code in (403, 404)


def test_the_source_is_for_those_who_may_read_it(visit):
    post = old_post(body="So **bold**")

    source = visit(make_user()).get(f"/posts/{post.id}/source")
    hide_post(post, "Spam.", by=make_moderator())

    assert source.text == "So **bold**"
    assert source.content_type == "text/plain; charset=utf-8"
    assert visit(make_user()).get(f"/posts/{post.id}/source").status_code == 404


@pytest.mark.parametrize("tool, typed", [
    ("lock", {"reason": "Over."}),
    ("hide", {"reason": "Scam."}),
    ("rename", {"title": "A better title here"}),
    ("retag", {"tags": "fees lost"}),
    ("choice/lock", {"reason": "Settled."}),
])
def test_moderators_have_a_page_for_each_tool(visit, tool, typed):
    thread, moderator = make_thread(), visit(make_moderator())
    assert moderator.get(f"/threads/{thread.id}/{tool}").status_code == 200

    answer = moderator.post(f"/threads/{thread.id}/{tool}", data=typed)

    assert (answer.status_code, answer.location) == (303, thread.path)
    refused = visit(make_user()).post(f"/threads/{thread.id}/{tool}", data=typed)
    assert refused.status_code in (403, 404)
    assert visit().post(f"/threads/{thread.id}/{tool}", data=typed).status_code == 401


@pytest.mark.parametrize("tool", ["lock", "hide", "choice/lock"])
def test_these_tools_want_a_reason(visit, tool):
    thread = make_thread()

    page = visit(make_moderator()).post(f"/threads/{thread.id}/{tool}")

    assert page.status_code == 422
    assert 'id="field-reason-error"' in page.text


def test_a_thread_moves(visit):
    thread, place = make_thread(), make_category()
    moderator = visit(make_moderator())

    lost = moderator.post(f"/threads/{thread.id}/move", data={"category": "nowhere"})
    moved = moderator.post(f"/threads/{thread.id}/move", data={"category": place.slug})

    assert (lost.status_code, moved.status_code) == (422, 303)
    assert thread.category_id == place.id
    assert thread.title in visit().get(place.path).text


def test_locks_and_hiding_are_undone(visit):
    thread, by = make_thread(), make_moderator()
    lock_thread(thread, "Over.", by=by), hide_thread(thread, "Scam.", by=by)
    moderator = visit(by)

    moderator.post(f"/threads/{thread.id}/unlock")
    moderator.post(f"/threads/{thread.id}/restore")

    assert (thread.is_locked, thread.state) == (False, "public")


def test_the_author_of_a_hidden_thread_reads_why(visit):
    thread, moderator = make_thread(), make_moderator()
    author = visit(thread.author)
    hide_thread(thread, "Asks for money.", by=moderator)
    assert "Asks for money." in author.get(thread.path).text

    restore_thread(thread, by=moderator)
    hide_post(opening_of(thread), by=thread.author)

    assert thread.state == "hidden"
    assert "Asks for money." not in author.get(thread.path).text

"""What is taken away over the API, and what is then left."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.moderation.models import LogLine
from forum.threads.actions.editing import edit_post
from forum.threads.models import Revision
from forum.threads.queries.finding import get_opening
from tests.make import make_administrator, make_moderator, make_post, make_thread, make_user


def logged():
    return db.session.execute(select(LogLine.verb, LogLine.reason)).all()


def bodies_before(post):
    return set(db.session.scalars(select(Revision.body).where(Revision.post_id == post.id)))


@pytest.fixture
def edited():
    """A reply of a member, that said something else before."""
    post = make_post(thread=make_thread(), body="Call 0123456.")
    edit_post(post, "Call …", by=make_moderator())
    return post


def test_an_administrator_purges_a_post(program, edited):
    admin = program(make_administrator(), "admin")

    answer = admin.delete(f"/posts/{edited.id}/text?reason=A+telephone+number.")

    assert (answer.status_code, answer.data) == (204, b"")
    assert (edited.state, edited.body, bodies_before(edited)) == ("purged", "", {""})
    assert logged()[-1] == ("purge_post", "A telephone number.")
    assert admin.delete(f"/posts/{edited.id}/text?reason=x").json["code"] == "gone"
    assert program().get(f"/posts/{edited.id}").status_code == 410


def test_with_its_last_post_a_thread_is_gone(program):
    thread = make_thread()
    admin = program(make_administrator(), "admin")

    admin.delete(f"/posts/{get_opening(thread).id}/text", {"reason": "Spam."})

    assert admin.get(f"/threads/{thread.id}").status_code == 410


def test_a_moderator_purges_what_a_post_said_before(program, edited):
    moderator = program(make_moderator(), "moderate")

    answer = moderator.delete(f"/posts/{edited.id}/revisions", {"reason": "A telephone number."})

    assert answer.status_code == 204
    assert (edited.state, edited.body, bodies_before(edited)) == ("public", "Call …", {""})
    assert logged()[-1] == ("purge_revisions", "A telephone number.")


@pytest.mark.parametrize("part", ["text", "revisions"])
def test_nothing_is_purged_without_a_reason_or_by_a_program_that_may_not(program, edited, part):
    may = program(make_administrator(), "admin", "moderate")
    may_not = program(make_administrator(), "write")

    silent = may.delete(f"/posts/{edited.id}/{part}")
    weak = may_not.delete(f"/posts/{edited.id}/{part}?reason=x")

    assert (silent.status_code, list(silent.json["errors"])) == (422, ["reason"])
    assert (weak.status_code, weak.json["code"]) == (403, "missing_scope")
    assert bodies_before(edited) == {"Call 0123456."}


def test_an_asker_redacts_the_title(program):
    asker = make_user()
    thread = make_thread(author=asker, title="Call me at 0123456 now", body="Help.")
    mine, opening = program(asker, "write"), get_opening(thread)

    answer = mine.put(
        f"/posts/{opening.id}/redaction", {"body": "Help.", "title": "Call me at … now"}
    )

    assert answer.status_code == 200
    assert program().get(f"/threads/{thread.id}").json["title"] == "Call me at … now"
    assert program().get(f"/posts/{opening.id}/revisions").json["items"] == []
    (change,) = program(make_moderator()).get(f"/posts/{opening.id}/revisions").json["items"]
    assert (change["title"], change["redacted"]) == ("Call me at 0123456 now", True)


def test_a_reply_has_no_title_to_redact(program):
    author = make_user()
    reply = make_post(thread=make_thread(), author=author, body="Try this.")

    answer = program(author, "write").put(
        f"/posts/{reply.id}/redaction", {"body": "Try …", "title": "Another title"}
    )

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["title"])

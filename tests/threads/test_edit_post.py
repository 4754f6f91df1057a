from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from forum.accounts.visitors import Guest
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.core.events import StaffAct
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.editing import edit_post, redact_post, rename_thread
from forum.threads.actions.hiding import hide_post, purge_revisions
from forum.threads.actions.moderating import lock_thread
from forum.threads.events import PeopleMentioned, PostEdited
from forum.threads.models import Post, Revision
from forum.threads.queries.history import changes_of
from tests.make import (
    make_moderator,
    make_newcomer,
    make_official,
    make_post,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")

WRITTEN = datetime(2026, 3, 1, tzinfo=UTC)


def later(**given):
    return time_machine.travel(WRITTEN + timedelta(**given), tick=False)


def post_by(author, **given):
    thread = make_thread(created_at=WRITTEN)
    return make_post(thread=thread, author=author, created_at=WRITTEN, **given)


def opening_of(thread):
    return db.session.scalars(select(Post).filter_by(thread_id=thread.id, number=1)).one()


def revisions(post):
    mine = select(Revision).filter_by(post_id=post.id).order_by(Revision.number)
    return list(db.session.scalars(mine))


def test_an_edit_keeps_what_was_there_before():
    post = post_by(make_user(), body="Wait a week.")

    with later(hours=1):
        edit_post(post, "Wait a **day**.", by=post.author)

    assert post.html == "<p>Wait a <strong>day</strong>.</p>"
    assert [revision.body for revision in revisions(post)] == ["Wait a week."]
    assert post.edited_at == WRITTEN + timedelta(hours=1)


def test_a_slip_mended_at_once_is_no_revision():
    post = post_by(make_user())

    with later(minutes=5):
        edit_post(post, "Try that.", by=post.author)

    assert revisions(post) == []


def test_small_edits_in_a_row_do_not_rewrite_a_post_unseen():
    post = post_by(make_user(), body="v0")

    for n in range(1, 5):
        with later(minutes=4 * n):
            edit_post(post, f"v{n}", by=post.author)

    assert [revision.body for revision in revisions(post)] == ["v1", "v3"]


@pytest.mark.parametrize("maker", [make_moderator, make_official])
def test_an_edit_by_staff_is_always_a_revision_and_in_the_log(news, app, maker):
    post, moderator = post_by(make_user(), body="Call 123."), maker()
    acts = []
    listeners = app.extensions["listeners"]
    app.extensions["listeners"] = {**listeners, StaffAct: (acts.append,)}

    with later(minutes=1):
        edit_post(post, "Call nobody.", "No numbers.", by=moderator)

    assert [revision.edited_by_id for revision in revisions(post)] == [moderator.id]
    fields = {"fields": ["body"]}
    assert acts == [StaffAct(moderator.id, "edit_post", f"post/{post.id}", "No numbers.", fields)]


def test_the_same_text_changes_nothing(news):
    post = post_by(make_user(), body="Try this.")

    with later(hours=1):
        edit_post(post, "Try this.\n", by=post.author)

    assert (post.edited_at, revisions(post), news) == (None, [], [])


@pytest.mark.parametrize("trust, hours", [(0, 24), (1, 24), (2, 720), (4, 720)])
def test_the_time_for_edits_is_a_day_and_for_the_trusted_a_month(trust, hours):
    post = post_by(make_user(trust_level=trust))

    with later(hours=hours):
        edit_post(post, "Just in time.", by=post.author)
    with later(hours=hours, seconds=1), pytest.raises(Forbidden, match="time for edits"):
        edit_post(post, "Too late.", by=post.author)


def test_staff_edit_their_own_at_any_time():
    post = post_by(make_official())

    with later(days=400):
        edit_post(post, "Version 6 now.", by=post.author)

    assert post.body == "Version 6 now."


def test_others_cannot_edit():
    post = post_by(make_user())

    with pytest.raises(Forbidden, match="Only its author"):
        edit_post(post, "Mine now.", by=make_user())


@pytest.mark.parametrize("given", [{"title": "What to do now?"}, {"tags": ["scam"]}])
def test_an_official_leaves_the_title_and_the_tags_of_a_question_to_moderators(given):
    opening = opening_of(make_thread(body="Call 123."))

    with pytest.raises(Forbidden, match="moderator"):
        edit_post(opening, "Call nobody.", by=make_official(), **given)

    edit_post(opening, "Call nobody.", title=opening.thread.title, by=make_official())
    assert opening.body == "Call nobody."


def test_in_a_locked_thread_its_author_cannot_edit():
    post = make_post(thread=make_thread())
    lock_thread(post.thread, "Over.", by=make_moderator())

    with pytest.raises(Forbidden, match="locked"):
        edit_post(post, "Still.", by=post.author)


def test_what_a_moderator_hid_its_author_cannot_edit():
    post = make_post(thread=make_thread())
    hide_post(post, "Scam.", by=make_moderator())

    with pytest.raises(Forbidden, match="hidden this post"):
        edit_post(post, "Nice text.", by=post.author)


def test_the_title_and_tags_go_with_the_opening_post():
    thread = make_thread(created_at=WRITTEN, title="Where are my coins?")
    opening = opening_of(thread)

    with later(hours=1):
        edit_post(opening, "Found.", title="Where were my coins?", tags=["fees"], by=thread.author)

    assert (thread.title, thread.tags, thread.excerpt) == (
        "Where were my coins?", ["fees"], "Found.",
    )
    assert [(r.title, r.body) for r in revisions(opening)] == [
        ("Where are my coins?", "Please help.")
    ]


def test_a_reply_has_no_title():
    post = make_post(thread=make_thread(title="Where are my coins?"))

    edit_post(post, "Try that.", title="Another title here", tags=["x"], by=post.author)

    assert (post.thread.title, post.thread.tags) == ("Where are my coins?", [])


def test_a_new_title_is_in_the_history():
    thread = make_thread(title="Where are my coins?")
    opening = opening_of(thread)

    rename_thread(thread, opening, "Coins sent to another chain", by=make_moderator())

    change = changes_of(opening, Guest())[0]
    assert change.title_before == "Where are my coins?"
    assert change.title_after == "Coins sent to another chain"


def test_a_newcomers_limits_hold_for_edits_too():
    post = make_post(thread=make_thread(), author=make_newcomer())

    with pytest.raises(Invalid, match="2 links"):
        edit_post(post, "https://a.example https://b.example https://c.example", by=post.author)


def test_only_who_was_not_named_before_is_told(news):
    make_user(handle="momo"), make_user(handle="daniel")
    post = make_post(thread=make_thread())
    edit_post(post, "@momo look", by=post.author)
    news.clear()

    edit_post(post, "@momo @daniel look", by=post.author)

    assert news == [PostEdited(post, post.author), PeopleMentioned(post, post.author, ("daniel",))]


def test_redacting_puts_everything_before_out_of_sight():
    post = post_by(make_user(), body="Call 555-1234 please")
    with later(hours=1):
        edit_post(post, "Call 555-1234, please", by=post.author)

    with later(days=400):
        redact_post(post, "Call …, please", by=post.author)

    assert post.body == "Call …, please"
    assert changes_of(post, make_user()) == []
    assert len(changes_of(post, make_moderator())) == 2


def test_redacting_what_was_edited_already_hides_the_revisions():
    post = post_by(make_user(), body="Call 555-1234")
    with later(hours=1):
        edit_post(post, "Call me", by=post.author)

    with later(days=400):
        redact_post(post, "Call me", by=post.author)

    assert changes_of(post, Guest()) == []


def test_redacting_adds_nothing_once_the_time_for_edits_is_over():
    post = post_by(make_user(), body="Call me")

    with later(days=400), pytest.raises(Invalid, match="adds nothing"):
        redact_post(post, "Call me at 555-1234", by=post.author)


def test_the_silenced_may_redact_also_in_a_locked_thread():
    post = make_post(thread=make_thread(), body="Call 555-1234")
    lock_thread(post.thread, "Over.", by=make_moderator())
    post.author.silenced_until = datetime.now(UTC) + timedelta(days=1)
    db.session.commit()

    redact_post(post, "Call …", by=post.author)

    assert post.body == "Call …"


def test_a_title_can_be_redacted():
    thread = make_thread(title="Somebody called me from 555-1234")

    redact_post(
        opening_of(thread), "Please help.", title="Somebody called me from …", by=thread.author
    )

    assert thread.title == "Somebody called me from …"


def test_others_cannot_redact():
    with pytest.raises(Forbidden):
        redact_post(make_post(thread=make_thread()), "…", by=make_user())


def test_purged_revisions_hold_no_text():
    post = post_by(make_user(), body="secret")
    with later(hours=1):
        edit_post(post, "nothing", by=post.author)

    purge_revisions(post, "A telephone number.", by=make_moderator())

    assert [(r.body, r.title, r.is_hidden) for r in revisions(post)] == [("", None, True)]
    assert post.body == "nothing"


def test_an_accepted_answer_stays_accepted_when_it_is_edited():
    post = make_post(thread=make_thread())
    accept_answer(post, by=post.thread.author)

    edit_post(post, "Better said.", by=post.author)

    assert post.thread.answer_id == post.id

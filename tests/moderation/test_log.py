import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from forum.core.db import db, transaction
from forum.core.events import StaffAct, publish
from forum.moderation.models import LogLine
from forum.moderation.queries.log import list_log
from forum.threads.actions.moderating import lock_thread
from tests.make import make_moderator, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


@transaction()
def log(by, verb="lock_thread", subject="thread/1"):
    publish(StaffAct(by.id, verb, subject, "A reason.", {"fields": ["title"]}))


def test_an_act_of_staff_is_a_line():
    thread, moderator = make_thread(), make_moderator()

    lock_thread(thread, "It has become a quarrel.", by=moderator)

    line = db.session.query(LogLine).one()
    assert (line.by_id, line.verb) == (moderator.id, "lock_thread")
    assert (line.subject, line.reason) == (f"thread/{thread.id}", "It has become a quarrel.")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_lines SET reason = 'another'",
        "UPDATE log_lines SET by_id = 1",
        "DELETE FROM log_lines",
    ],
)
def test_a_line_can_neither_be_changed_nor_deleted(change):
    log(make_moderator())

    with pytest.raises(DatabaseError, match="only grows"), db.session.begin_nested():
        db.session.execute(text(change))

    assert db.session.query(LogLine).one().reason == "A reason."


def test_the_newest_line_comes_first_and_pages_are_cut_by_key():
    moderator = make_moderator()
    for number in range(5):
        log(moderator, subject=f"thread/{number}")

    first = list_log(limit=3)
    second = list_log(limit=3, before=first.next)

    assert [row.subject[-1] for row in first.rows + second.rows] == list("43210")
    assert second.next is None


def test_the_log_is_narrowed_by_person_verb_and_subject():
    anna, berta = make_moderator(), make_moderator()
    log(anna, "hide_post", "post/7")
    log(berta, "lock_thread", "thread/7")

    assert [row.by_handle for row in list_log(by_id=anna.id).rows] == [anna.handle]
    assert [row.verb for row in list_log(verb="lock_thread").rows] == ["lock_thread"]
    assert [row.subject for row in list_log(subject="post/7").rows] == ["post/7"]


def test_subjects_lead_to_their_pages():
    person = make_user()
    for subject in ("thread/7", "post/8", f"user/{person.id}", "site", "user/x", "user/999"):
        log(make_moderator(), subject=subject)

    paths = [row.path for row in list_log().rows]

    assert paths == ["", "", "", person.path, "/p/8", "/t/7"]

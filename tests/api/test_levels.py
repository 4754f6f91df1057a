"""How much programs say that somebody wants to hear, and how they want to be told."""

import pytest
from sqlalchemy import select

from forum.core.clock import now
from forum.core.db import db
from forum.notifications.kinds import TOPICS
from forum.notifications.levels import LEVELS
from forum.notifications.models import PersonMute, ThreadLevel
from forum.threads.actions.tagging import retag_thread
from forum.threads.queries.finding import get_opening
from tests.make import make_category, make_moderator, make_thread, make_user

WISHES = "/me/notification-wishes"


@pytest.mark.parametrize("level", LEVELS)
def test_a_threads_level_is_set_and_read(program, level):
    thread, mine = make_thread(), program(make_user(), "write")
    before = mine.get(f"/threads/{thread.id}").json["level"]

    answer = mine.put(f"/threads/{thread.id}/level", {"level": level})

    assert before is None
    assert (answer.status_code, answer.json["level"]) == (200, level)
    assert mine.get(f"/threads/{thread.id}").json["level"] == level
    assert program(make_user()).get(f"/threads/{thread.id}").json["level"] is None
    assert program().get(f"/threads/{thread.id}").json["level"] is None


def test_choosing_a_level_takes_mails_by_thread_up_again(program):
    thread, user = make_thread(), make_user()
    db.session.add(
        ThreadLevel(user_id=user.id, thread_id=thread.id, level="normal", no_mail=True)
    )
    db.session.commit()

    program(user, "write").put(f"/threads/{thread.id}/level", {"level": "watch"})

    row = db.session.scalars(select(ThreadLevel)).one()
    assert (row.level, row.no_mail) == ("watch", False)


def test_levels_are_listed(program):
    category = make_category(slug="codes", names={"en": "Codes"})
    author, other = make_user(), make_user(handle="bruno", display_name="Bruno")
    thread = make_thread(author=author, category=category, title="Where is my code?")
    retag_thread(thread, get_opening(thread), ["usdt"], "", by=author)
    mine = program(make_user(), "write")

    answers = [
        mine.put(f"/threads/{thread.id}/level", {"level": "mute"}),
        mine.put("/categories/codes/level", {"level": "follow"}),
        mine.put("/tags/USDT/level", {"level": "watch"}),
        mine.put("/users/bruno/mute"),
        mine.put("/users/bruno/mute"),
    ]
    levels = mine.get("/me/levels")

    site = "http://127.0.0.1:8000"
    assert [answer.status_code for answer in answers] == [200, 200, 200, 204, 204]
    assert [answer.json for answer in answers[1:3]] == [{"level": "follow"}, {"level": "watch"}]
    assert levels.json == {
        "threads": [
            {
                "id": thread.id, "title": "Where is my code?", "level": "mute",
                "url": f"{site}/t/{thread.id}/where-is-my-code",
            }
        ],
        "categories": [
            {"slug": "codes", "name": "Codes", "level": "follow", "url": f"{site}/c/codes"}
        ],
        "tags": [{"name": "usdt", "level": "watch", "url": f"{site}/tag/usdt"}],
        "muted": [
            {
                "handle": other.handle, "display_name": "Bruno", "role": "member",
                "url": f"{site}/u/bruno",
            }
        ],
    }


@pytest.mark.parametrize(
    "change", [{"state": "hidden"}, {"staff_only": True}, {"audience": "participants"}]
)
def test_what_is_hidden_is_not_listed(program, change):
    thread, mine = make_thread(), program(make_user(), "write")
    mine.put(f"/threads/{thread.id}/level", {"level": "watch"})
    for name, value in change.items():
        setattr(thread, name, value)
    db.session.commit()

    assert mine.get("/me/levels").json["threads"] == []


def test_somebody_is_heard_again(program):
    other, mine = make_user(), program(make_user(), "write")
    mine.put(f"/users/{other.handle}/mute")

    answers = [mine.delete(f"/users/{other.handle}/mute") for _n in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert db.session.scalars(select(PersonMute)).all() == []


def test_staff_and_oneself_cannot_be_muted(program):
    user, staff = make_user(), make_moderator()
    mine = program(user, "write")

    answers = [mine.put(f"/users/{one.handle}/mute") for one in (staff, user)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json["detail"] == "Staff cannot be muted: they may have to warn you."
    assert answers[1].json["detail"] == "You cannot mute yourself."


def test_wishes_begin_with_the_defaults(program):
    answer = program(make_user()).get(WISHES)

    wishes = dict(answer.json)
    choices = wishes.pop("choices")
    assert wishes == {
        "quiet": None, "digest": "weekly", "follows_along": True, "mail_stopped_at": None,
        "mail_stopped_reason": None,
    }
    assert list(choices) == list(TOPICS)
    assert choices["mentions"] == {"app": True, "mail": True, "push": True, "fixed": []}
    assert choices["critical"] == {
        "app": True, "mail": True, "push": True, "fixed": ["app", "mail", "push"],
    }
    assert choices["security"] == {
        "app": True, "mail": False, "push": True, "fixed": ["app", "mail"],
    }


def test_wishes_change_and_what_is_left_out_stays(program):
    mine = program(make_user(), "write")
    quiet = {"from": "22:00", "until": "08:05"}

    first = mine.patch(WISHES, {"choices": {"replies": {"mail": False}}, "quiet": quiet})
    second = mine.patch(WISHES, {"digest": "none", "follows_along": False})
    third = mine.patch(WISHES, {"choices": {"replies": {"app": False}}, "quiet": None})

    assert first.json["choices"]["replies"] == {
        "app": True, "mail": False, "push": True, "fixed": [],
    }
    assert (first.json["quiet"], first.json["digest"]) == (quiet, "weekly")
    assert (second.json["quiet"], second.json["digest"]) == (quiet, "none")
    assert second.json["follows_along"] is False
    assert third.json["choices"]["replies"] == {
        "app": False, "mail": False, "push": True, "fixed": [],
    }
    assert (third.json["quiet"], third.json["digest"]) == (None, "none")
    assert mine.get(WISHES).json == third.json


def test_the_same_time_twice_is_no_quiet_hours(program):
    mine = program(make_user(), "write")

    answer = mine.patch(WISHES, {"quiet": {"from": "07:00", "until": "07:00"}})

    assert answer.json["quiet"] is None


def test_what_is_fixed_can_be_sent_back_and_not_changed(program):
    mine = program(make_user(), "write")

    same = mine.patch(WISHES, {"choices": {"critical": {"mail": True}}})
    other = mine.patch(
        WISHES, {"digest": "none", "choices": {"critical": {"app": True, "mail": False}}}
    )

    assert same.status_code == 200
    assert other.status_code == 422
    assert other.json["errors"] == {"choices.critical.mail": ["This cannot be switched off."]}
    assert mine.get(WISHES).json["digest"] == "weekly"


def test_who_is_not_written_to_reads_why_and_ends_it(program):
    user = make_user(mail_stopped_at=now(), mail_stopped_why="550 No such mailbox")
    mine = program(user, "write")

    before = mine.get(WISHES).json
    answer = mine.delete("/me/mail-stop")
    after = mine.get(WISHES).json

    assert answer.status_code == 204
    assert before["mail_stopped_at"].endswith("Z")
    assert before["mail_stopped_reason"] == "550 No such mailbox"
    assert (after["mail_stopped_at"], after["mail_stopped_reason"]) == (None, None)

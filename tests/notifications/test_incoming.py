"""Mail that comes in: replies that become posts, and mail that came back."""

from dataclasses import replace

import pytest
import time_machine

from forum.accounts.actions.mailing import stop_mail
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.idempotency import sweep
from forum.core.inbound.taking import take
from forum.core.mailbox import reply_address
from forum.moderation.actions.sanctioning import silence_person, suspend_person
from forum.notifications.models import Notification
from forum.notifications.readers import today
from forum.threads.actions.hiding import hide_post
from forum.threads.actions.moderating import lock_thread
from forum.threads.actions.posting import reply
from forum.threads.models import Post
from tests.core.incoming_mails import HEAD, mail
from tests.core.test_inbound import OURS, report
from tests.letters import letters, text_of
from tests.make import make_moderator, make_newcomer, make_post, make_thread, make_user
from tests.notifications.test_mailing import DAY

pytestmark = pytest.mark.usefixtures("app")

# The address from which ``incoming_mails`` writes.
LIN = "lin@qq.com"


@pytest.fixture(autouse=True)
def _reply_to(app, monkeypatch):
    config = replace(app.extensions["config"], reply_to="reply@in.starmap.example")
    monkeypatch.setitem(app.extensions, "config", config)


@pytest.fixture
def lin():
    return make_user(email=LIN, language="en")


@pytest.fixture
def post():
    return make_post(thread=make_thread())


def written(app, person, post, body="It works.", **more):
    ours = reply_address(app.extensions["config"], "reply", person.id, post.id, today())
    return mail(body, head=HEAD.replace(OURS, ours), **more)


def replies(post):
    return db.session.query(Post).filter_by(reply_to_id=post.id).all()


def test_a_reply_is_published_as_on_the_web(app, lin, post):
    assert take(written(app, lin, post, "It **works**, @" + post.author.handle)) == "taken: reply"
    assert letters() == []

    (found,) = replies(post)
    assert (found.author, found.thread, found.number) == (lin, post.thread, 3)
    assert "<strong>works</strong>" in found.html
    # And told like any other.
    told = db.session.query(Notification).filter_by(user_id=post.author_id).one()
    assert (told.kind, told.post_id) == ("mention", found.id)


def test_what_it_quotes_is_left_out(app, lin, post):
    quoted = "On Wed, Nov 25, 2026 at 10:00 AM Waymark <forum@starmap.example> wrote:\n> Old"
    body = f"It works.\n\n{quoted}"

    take(written(app, lin, post, body))

    assert replies(post)[0].body == "It works."


def test_the_same_mail_is_one_post(app, lin, post):
    raw = written(app, lin, post)

    assert [take(raw), take(raw)] == ["taken: reply", "taken: reply"]

    assert len(replies(post)) == 1
    assert letters() == []


REFUSED = {
    "in a locked thread": (
        lambda post, lin: lock_thread(post.thread, "Too hot.", by=make_moderator()), "locked",
    ),
    "to a hidden post": (
        lambda post, lin: hide_post(post, "Spam.", by=make_moderator()), "not there any more",
    ),
    "from somebody silenced": (
        lambda post, lin: silence_person(lin, now() + DAY, "Rude.", by=make_moderator()),
        "until",
    ),
    "from somebody suspended": (
        lambda post, lin: suspend_person(lin, now() + DAY, "Spam.", by=make_moderator()),
        "This account is suspended until",
    ),
    "too soon after the last": (
        lambda post, lin: reply(post.thread, "Another one.", by=lin), "Please wait",
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_a_reply_that_is_refused_is_answered_with_the_sentence(app, lin, post, why):
    raw = written(app, lin, post)
    happens, sentence = REFUSED[why]
    with transaction():
        happens(post, lin)
    letters()

    assert take(raw).startswith("refused: ")

    (answer,) = letters()
    assert answer["To"] == LIN
    assert sentence in text_of(answer)
    assert "It works." in text_of(answer)
    assert replies(post) == []


def test_an_old_mail_cannot_be_answered(app, lin, post):
    raw = written(app, lin, post)

    with time_machine.travel(now() + 31 * DAY):
        assert take(raw) == "refused: bad_request"
        assert "too old" in text_of(letters()[0])

    assert replies(post) == []


def test_a_mail_that_was_caught_and_is_sent_again_says_nothing_new(app, lin, post):
    raw = written(app, lin, post)
    take(raw)

    with time_machine.travel(now() + 2 * DAY):
        sweep()
        assert take(raw.replace(b"Message-ID: <", b"Message-ID: <again-")) == "taken: reply"

    assert len(replies(post)) == 1


def test_staff_do_not_speak_by_mail(app, lin, post):
    raw = written(app, lin, post)
    with transaction():
        lin.role = "official"

    assert take(raw) == "refused: bad_request"

    assert replies(post) == []


def test_a_newcomer_s_limits_hold_by_mail(app, post):
    newcomer = make_newcomer(email=LIN, language="en")

    take(written(app, newcomer, post, "https://a.test https://b.test https://c.test"))

    assert replies(post) == []
    assert "link" in text_of(letters()[0])


def test_an_empty_reply_is_answered(app, lin, post):
    assert take(written(app, lin, post, "> Old words")).startswith("refused")

    assert len(letters()) == 1
    assert replies(post) == []


def test_who_gets_no_more_mail_can_still_answer_what_they_have(app, lin, post):
    stop_mail(lin.id, "550 5.1.1 No such user")

    take(written(app, lin, post))

    assert len(replies(post)) == 1


def test_a_forged_address_is_nobody_s(app, lin, post):
    ours = reply_address(app.extensions["config"], "reply", lin.id, post.id, today())
    forged = ours.replace("@", "a@")

    assert take(mail("x", head=HEAD.replace(OURS, forged))).startswith("not for us")
    assert (replies(post), letters()) == ([], [])


@pytest.mark.parametrize(
    ("status", "said", "stopped"),
    [
        ("5.1.1", "550 5.1.1 No such user", True),
        ("5.2.2", "552 5.2.2 Mailbox full", False),
        ("5.7.1", "554 5.7.1 Blocked", False),
        ("4.4.1", "451 4.4.1 Try later", False),
    ],
)
def test_mail_that_came_back_for_good_stops_mail(app, visit, lin, status, said, stopped):
    ours = reply_address(app.extensions["config"], "bounce", lin.id, today())
    raw = report("failed", status, said).replace(b"reply+b.abc@in.starmap.example", ours.encode())

    assert take(raw) == "taken: bounce"
    assert take(raw) == "taken: bounce"

    db.session.refresh(lin)
    assert (lin.mail_stopped_at is not None) is stopped
    assert ("Our mails do not reach you." in visit(lin).get("/").text) is stopped

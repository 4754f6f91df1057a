"""Who hears of new threads; and who hears differently since something changed."""

from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.roles import grant_role
from forum.categories.actions import edit_category
from forum.core.clock import now
from forum.core.db import transaction
from forum.threads.actions.posting import reply, start_thread
from tests.make import make_administrator
from tests.notifications.stage import CALL, build, forget, notices_of, told, with_thread
from tests.notifications.test_who_is_told import ANSWERED, BY_LEVEL, CALLED

pytestmark = pytest.mark.usefixtures("app")

# Of a new thread with the tag "fees", by "replier": there is no level for it yet.
NEW = {
    "catwatcher": "new_thread + mail",
    "catfollower": "new_thread",
    "tagwatcher": "new_thread + mail",
    "tagfollower": "new_thread",
}
# Who has muted the other thread has not muted this one.
CALLED_ANEW = CALLED | {"muter": "mention + mail"}


@pytest.mark.parametrize(
    ("body", "expected"), [("Where are they?", NEW), (f"Help me, {CALL}", NEW | CALLED_ANEW)]
)
def test_of_a_new_thread_those_hear_who_look_where_it_stands(body, expected):
    stage = build()

    start_thread(stage.category, "Where are my coins?", body, ["fees"], by=stage.replier)

    assert told() == expected


def test_in_a_discussion_the_first_author_hears_as_one_who_watches():
    stage = build(kind="discussions")
    thread = start_thread(stage.category, "How do you back up?", "Say.", by=stage.asker)
    told()
    forget()

    reply(thread, "On steel.", by=stage.answerer)

    assert told() == {"asker": "thread_post + mail", "catwatcher": "thread_post + mail"}


def test_who_was_made_staff_is_heard_by_those_who_had_muted_them():
    stage = with_thread()
    grant_role(stage.replier, "moderator", "She is.", by=make_administrator())
    told()
    forget()

    reply(stage.thread, "I help here now.", by=stage.replier)

    assert told() == BY_LEVEL | ANSWERED | {"ignorer": "thread_post + mail"}


@pytest.mark.parametrize("watcher", ["catwatcher", "tagwatcher"])
def test_who_watches_the_place_still_watches_a_thread_in_which_they_wrote(watcher):
    stage = with_thread()
    reply(stage.thread, "Me too.", by=stage.people[watcher])
    told()
    forget()

    reply(stage.thread, "Wait.", by=stage.replier)

    assert told() == BY_LEVEL | ANSWERED


def test_who_may_not_see_the_place_any_more_finds_nothing_of_it_and_gets_no_mail():
    stage = with_thread()
    reply(stage.thread, f"Ask {CALL}", by=stage.replier)

    edit_category(stage.category, may_see="staff", by=make_administrator())

    assert told() == {"staffwatcher": "thread_post + mail"}


def test_who_is_no_longer_staff_finds_nothing_of_what_staff_see():
    stage = with_thread()
    reply(stage.thread, "For us.", by=stage.replier)
    told()
    with transaction():
        stage.thread.staff_only = True
        stage.staffwatcher.role = "member"

    assert told() == {}


@pytest.mark.parametrize("hides", [True, False])
def test_the_name_of_an_anonymous_asker_is_shown_to_nobody(hides):
    stage = build(hides_askers=hides)
    thread = start_thread(stage.category, "Where are my coins?", "Say, @named", by=stage.asker)
    with time_machine.travel(now() + timedelta(minutes=1)):
        reply(thread, "Nothing yet, @quoted", by=stage.asker)
    reply(thread, "Wait, @watcher", by=stage.answerer)

    told()

    names = ("named", "quoted", "catwatcher", "watcher")
    shown = {name: notices_of(stage.people[name]) for name in names}
    names = {n.by.display_name for notices in shown.values() for n in notices}
    assert ("asker" in names) is not hides
    assert "answerer" in names

"""Of whom somebody hears nothing, and of whom nevertheless."""

from datetime import timedelta

import pytest
import time_machine

from forum.core.clock import now
from forum.core.db import transaction
from forum.core.jobs import run_due
from forum.notifications.actions.following import mute_person, set_thread_level
from forum.threads.actions.answers import accept_answer
from forum.threads.actions.posting import reply
from tests.letters import letters
from tests.make import make_category, make_post, make_thread, make_user
from tests.notifications.stage import notices_of, told

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("hides", [True, False])
def test_silence_does_not_tell_who_an_anonymous_asker_is(hides):
    asker, spy = make_user(), make_user()
    category = make_category(hides_askers=hides)
    thread = make_thread(author=asker, category=category, is_anonymous=hides)
    answer = make_post(thread=thread)
    set_thread_level(thread, "watch", by=spy)
    mute_person(asker, by=spy)

    reply(thread, "It is still the same here.", by=asker)
    accept_answer(answer, by=asker)
    told()

    assert {notice.kind for notice in notices_of(spy)} == (
        {"thread_post", "solved"} if hides else set()
    )


@pytest.mark.parametrize("hides", [True, False])
def test_missing_mails_do_not_tell_who_an_anonymous_asker_is(hides):
    asker, spy = make_user(), make_user(email="lin@starmap.example", language="en")
    category = make_category(hides_askers=hides)
    thread = make_thread(author=asker, category=category, is_anonymous=hides)
    set_thread_level(thread, "watch", by=spy)

    reply(thread, "It is still the same here.", by=asker)
    run_due()
    mute_person(asker, by=spy)
    with time_machine.travel(now() + timedelta(minutes=11)):
        mails = letters()

    assert len(mails) == hides


def test_who_became_staff_after_they_were_muted_is_heard():
    staff, member = make_user(), make_user()
    thread = make_thread(author=member)
    mute_person(staff, by=member)
    with transaction():
        staff.role = "moderator"

    reply(thread, "Give your recovery phrase to nobody.", by=staff)
    told()

    assert [notice.kind for notice in notices_of(member)] == ["answered"]

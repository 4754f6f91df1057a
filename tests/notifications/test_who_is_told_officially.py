"""Who hears of announcements and of what concerns their account: a table written by hand.

Who is not in a line hears nothing: neither in the list nor by mail.
"""

from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.passwords import replace_password
from forum.accounts.actions.roles import grant_role
from forum.accounts.actions.tokens import make_token
from forum.announcements.actions.updates import post_update
from forum.announcements.actions.windows import postpone_maintenance, step_maintenance
from forum.announcements.models import MaintenanceWindow
from forum.categories.actions import edit_category
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.moderation.actions.sanctioning import end_sanction, silence_person, suspend_person
from forum.threads.actions.hiding import hide_thread
from tests.make import make_administrator, make_announcement
from tests.notifications.stage import CALL, CAST, build, told, with_announcement

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
# Everybody who was here lately finds it in their list: not "away", not "official" who says it,
# not "outsider" who may not see the place. Who watches the place gets a mail.
QUIET = {"away", "official", "outsider", "catnormal", "catmuter"}


def everybody(kind, *, mailed=(), without=()):
    told = {name: kind for name in CAST if name not in {*QUIET, *without}}
    return told | dict.fromkeys(mailed, f"{kind} + mail")


def published(mailed=("catwatcher",)):
    # "exception" has muted the place, and there is no thread yet that they watch.
    return everybody("announcement_published", mailed=mailed, without={"exception"})


def later(kind):
    watchers = ("watcher", "both", "staffwatcher", "ignorer", "exception", "catwatcher")
    return everybody(kind, mailed=watchers, without={"normal", "muter"})


NAMED = dict.fromkeys(
    ("named", "muter", "catmuter", "tagmuter", "ignorer", "both", "replier"), "mention + mail"
)
CRITICAL = {
    name: "critical_notice + mail" for name in CAST if name not in ("away", "official", "outsider")
}


def announce(stage, kind="notice", **given):
    make_announcement(kind, category=stage.category, by=stage.official, **given)


PUBLISHED = {
    "a notice": (lambda s: announce(s), published()),
    # One post, one line: that they are named is the stronger.
    "a notice that names people": (lambda s: announce(s, body=f"Ask {CALL}"), published() | NAMED),
    "a security notice": (lambda s: announce(s, "security"), published()),
    "a critical one": (lambda s: announce(s, "security", is_critical=True), CRITICAL),
    "a critical one that names people": (
        lambda s: announce(s, "security", is_critical=True, body=f"Ask {CALL}"), CRITICAL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("event", PUBLISHED)
def test_of_an_announcement_these_hear_and_nobody_else(event):
    stage = build(is_official=True)
    happens, expected = PUBLISHED[event]

    happens(stage)

    assert told() == expected


def postpone(stage, by=2 * HOUR):
    window = db.session.get(MaintenanceWindow, stage.thread.id)
    starts_at, ends_at = window.starts_at + by, window.ends_at + by
    postpone_maintenance(stage.thread, starts_at, ends_at, by=stage.official)


def step(*states):
    def take(stage):
        for state in states:
            step_maintenance(stage.thread, state, by=stage.official)

    return take


def update(body, state=None):
    return lambda stage: post_update(stage.thread, body, state, by=stage.official)


STARTED = later("announcement_started")
UPDATED = later("announcement_updated")
LATER = {
    "an update": (update("Half is done."), UPDATED),
    "an update that names somebody": (
        update("Half is done, @named"), UPDATED | {"named": "mention + mail"},
    ),
    "an update that starts it": (update("We begin.", "in_progress"), STARTED),
    "it is postponed": (postpone, later("announcement_changed")),
    "staff start it": (step("in_progress"), STARTED),
    "it is cancelled": (step("cancelled"), later("announcement_cancelled")),
    "it is hidden": (lambda s: hide_thread(s.thread, "Wrong.", by=s.moderator), {
        "official": "post_hidden + mail",
    }),
}  # fmt: skip


@pytest.mark.parametrize("event", LATER)
def test_of_what_becomes_of_a_maintenance_these_hear_and_nobody_else(event):
    stage = with_announcement()
    happens, expected = LATER[event]

    # An official waits between two posts like everybody.
    with time_machine.travel(now() + timedelta(minutes=1)):
        happens(stage)

        assert told() == expected


def test_a_maintenance_that_starts_by_the_clock_is_told_to_the_same_and_to_who_announced_it():
    with_announcement()

    assert told(after=timedelta(minutes=30)) == {}
    with time_machine.travel(now() + HOUR):
        assert told() == STARTED | {"official": "announcement_started"}


def test_a_maintenance_that_staff_start_early_is_not_told_again_by_the_clock():
    stage = with_announcement()
    step("in_progress")(stage)
    assert told() == STARTED

    with time_machine.travel(now() + HOUR):
        assert {line.count("started") for line in told().values()} == {1}


def test_a_maintenance_that_was_postponed_or_cancelled_does_not_start_by_the_old_clock():
    stage = with_announcement()
    postpone(stage)
    told()

    with time_machine.travel(now() + HOUR):
        assert "announcement_started" not in " ".join(told().values())
    with time_machine.travel(now() + 3 * HOUR):
        assert "announcement_started" in told()["stranger"]


def test_a_maintenance_is_completed_once():
    stage = with_announcement()

    step("in_progress", "verifying", "completed")(stage)

    lines = told()
    assert lines["watcher"] == "announcement_completed & announcement_started + mail"
    assert lines.keys() == STARTED.keys()


def test_who_may_not_see_the_announcement_any_more_does_not_hear_that_it_starts():
    stage = with_announcement()
    edit_category(stage.category, may_see="staff", by=make_administrator())

    with time_machine.travel(now() + HOUR):
        assert told() == {
            "staffwatcher": "announcement_started + mail",
            "moderator": "announcement_started",
            "official": "announcement_started",
        }


def silence(stage):
    return silence_person(stage.named, now() + HOUR, "Rude.", by=stage.moderator)


def suspend(stage):
    return suspend_person(stage.named, now() + HOUR, "Spam.", by=stage.moderator)


ACCOUNT = {
    "a silence": (silence, "sanctioned + mail"),
    "its end": (
        lambda s: end_sanction(silence(s), by=s.moderator), "sanction_ended & sanctioned + mail",
    ),
    # Who is suspended is not written to: they read it where they sign in.
    "a suspension": (suspend, "sanctioned"),
    "a role": (
        lambda s: grant_role(s.named, "official", "She is.", by=make_administrator()),
        "role_granted",
    ),
    "a token": (lambda s: make_token(s.named, "A bot", ["read"], by=s.named), "token_made + mail"),
}  # fmt: skip


@pytest.mark.parametrize("event", ACCOUNT)
def test_of_what_concerns_their_account_nobody_else_hears(event):
    stage = build()
    happens, expected = ACCOUNT[event]

    happens(stage)

    assert told() == {"named": expected}


def test_of_a_new_password_the_mail_is_the_account_s_own():
    stage = build()

    replace_password(stage.named, "a hash")

    # No second mail beside the one that holds no link.
    assert told() == {"named": "password_changed + mail"}
    with transaction():
        stage.named.role = "member"
    with time_machine.travel(now() + HOUR):
        assert told() == {"named": "password_changed"}

from datetime import timedelta

import pytest
import time_machine

from forum.announcements.actions.pins import PinWish
from forum.announcements.actions.updates import change_maintenance, post_update
from forum.announcements.actions.windows import postpone_maintenance, step_maintenance
from forum.announcements.queries.pages import find_announcement
from forum.announcements.states import applies_at
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.threads.models import Post
from tests.make import (
    make_announcement,
    make_maintenance,
    make_moderator,
    make_official,
    make_service,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")
HOUR = timedelta(hours=1)


def _state(announcement):
    return find_announcement(announcement.thread_id).state


def test_a_maintenance_goes_its_way():
    announcement, by = make_maintenance(), make_official()
    seen = []

    for state in ("in_progress", "verifying", "completed"):
        step_maintenance(announcement.thread, state, by=by)
        seen.append(_state(announcement))

    assert seen == ["in_progress", "verifying", "completed"]
    assert announcement.window.completed_by_id == by.id


@pytest.mark.parametrize("state", ["verifying", "completed", "overrun", "scheduled", "nonsense"])
def test_an_illegal_step_is_a_conflict_and_changes_nothing(state):
    announcement = make_maintenance()

    with pytest.raises(Conflict):
        step_maintenance(announcement.thread, state, by=make_official())

    assert _state(announcement) == "scheduled"
    assert announcement.window.verifying_at is None


def test_what_is_completed_is_not_started_again():
    announcement, by = make_maintenance(starts_in=-HOUR), make_official()
    step_maintenance(announcement.thread, "completed", by=by)

    for state in ("in_progress", "verifying", "completed", "cancelled"):
        with pytest.raises(Conflict):
            step_maintenance(announcement.thread, state, by=by)


def test_a_pin_ends_with_its_maintenance():
    announcement = make_maintenance(starts_in=-HOUR, pin=PinWish())

    step_maintenance(announcement.thread, "completed", by=make_official())

    assert not applies_at(find_announcement(announcement.thread_id).pin, now())


@pytest.mark.parametrize("maker", [make_user, make_moderator])
def test_only_officials_move_a_maintenance(maker):
    announcement, by = make_maintenance(), maker()
    later = now() + 5 * HOUR

    with pytest.raises(Forbidden):
        step_maintenance(announcement.thread, "in_progress", by=by)
    with pytest.raises(Forbidden):
        postpone_maintenance(announcement.thread, later, later + HOUR, by=by)
    with pytest.raises(Forbidden):
        post_update(announcement.thread, "All is well.", by=by)
    with pytest.raises(Forbidden):
        change_maintenance(announcement.thread, to_do="Send me your coins.", by=by)

    assert _state(announcement) == "scheduled"


def test_postponing_keeps_the_old_window():
    announcement = make_maintenance()
    old = (announcement.window.starts_at, announcement.window.ends_at)
    new = (old[0] + 24 * HOUR, old[1] + 24 * HOUR)

    postpone_maintenance(announcement.thread, *new, by=make_official())

    view = find_announcement(announcement.thread_id)
    assert (view.window.starts_at, view.window.ends_at) == new
    assert [(one.starts_at, one.ends_at) for one in view.changes] == [old]


def test_the_same_window_again_changes_nothing():
    announcement = make_maintenance()
    window = announcement.window

    postpone_maintenance(
        announcement.thread, window.starts_at, window.ends_at, by=make_official()
    )

    assert find_announcement(announcement.thread_id).changes == []


def test_what_had_begun_is_scheduled_again_when_it_is_postponed():
    announcement, by = make_maintenance(), make_official()
    step_maintenance(announcement.thread, "in_progress", by=by)

    postpone_maintenance(announcement.thread, now() + HOUR, now() + 2 * HOUR, by=by)

    assert _state(announcement) == "scheduled"


def test_an_overrun_is_given_more_time():
    announcement = make_maintenance(starts_in=-HOUR, lasts=1.5 * HOUR)
    with time_machine.travel(now() + HOUR, tick=False):
        assert _state(announcement) == "overrun"
        starts_at = announcement.window.starts_at

        postpone_maintenance(announcement.thread, starts_at, now() + HOUR, by=make_official())

        assert _state(announcement) == "in_progress"


def test_what_is_over_is_not_postponed():
    announcement, by = make_maintenance(), make_official()
    step_maintenance(announcement.thread, "cancelled", by=by)

    with pytest.raises(Conflict):
        postpone_maintenance(announcement.thread, now() + HOUR, now() + 2 * HOUR, by=by)


def test_an_update_is_an_official_post_that_moves_the_maintenance_on():
    announcement = make_maintenance()

    post = post_update(announcement.thread, "We begin.", "in_progress", by=make_official())

    view = find_announcement(announcement.thread_id)
    assert post.is_official
    assert view.state == "in_progress"
    assert [(one.number, one.state) for one in view.updates] == [(2, "in_progress")]


def test_an_update_with_an_illegal_step_leaves_no_post():
    announcement = make_maintenance()

    with pytest.raises(Conflict):
        post_update(announcement.thread, "Done!", "completed", by=make_official())

    assert db.session.query(Post).filter_by(thread_id=announcement.thread_id).count() == 1


def test_the_same_update_sent_twice_is_one():
    announcement, by = make_maintenance(), make_official()

    first = post_update(announcement.thread, "We begin.", "in_progress", by=by)
    again = post_update(announcement.thread, "We begin.", "in_progress", by=by)

    assert first.id == again.id
    assert len(find_announcement(announcement.thread_id).updates) == 1


def test_everything_changes_in_one_step_or_nothing_does():
    make_service("withdrawals")
    make_service("deposits")
    announcement, by = make_maintenance(services={"withdrawals": "degraded"}), make_official()
    later = announcement.window.ends_at + HOUR

    change_maintenance(
        announcement.thread,
        state="in_progress",
        ends_at=later,
        services={"deposits": "full_outage"},
        note="It takes longer, and deposits are touched.",
        by=by,
    )
    with pytest.raises(Conflict):
        change_maintenance(announcement.thread, state="in_progress", to_do="Panic.", by=by)

    view = find_announcement(announcement.thread_id)
    assert (view.state, view.window.ends_at, view.to_do) == ("in_progress", later, "Wait.")
    assert [(one.slug, one.impact) for one in view.services] == [("deposits", "full_outage")]
    assert len(view.updates) == 1


def test_only_a_maintenance_has_steps():
    with pytest.raises(Conflict):
        step_maintenance(make_announcement().thread, "in_progress", by=make_official())
    with pytest.raises(Conflict):
        post_update(make_thread(), "Hm.", by=make_official())


def test_a_window_without_a_time_zone_is_refused():
    announcement = make_maintenance()
    naive = (now() + HOUR).replace(tzinfo=None)

    with pytest.raises(Invalid):
        change_maintenance(announcement.thread, starts_at=naive, by=make_official())

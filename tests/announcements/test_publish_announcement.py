from datetime import timedelta

import pytest

from forum.announcements.actions.pins import PinWish
from forum.announcements.actions.windows import WindowWish
from forum.announcements.models import Announcement, MaintenanceWindow, Pin
from forum.announcements.queries.pages import find_announcement, list_announcements
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.threads.models import Thread
from tests.make import (
    make_announcement,
    make_category,
    make_maintenance,
    make_moderator,
    make_official,
    make_service,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


def test_an_announcement_is_a_thread_with_a_kind():
    announcement = make_announcement("release", title="Version 5.2 is out", language="en")

    thread = announcement.thread
    assert (thread.title, thread.language, thread.resolution) == (
        "Version 5.2 is out", "en", "none",
    )
    assert find_announcement(thread.id).kind == "release"


def test_a_maintenance_has_a_window_with_services_and_a_pin():
    make_service("withdrawals")

    announcement = make_maintenance(services={"withdrawals": "degraded"}, pin=PinWish())

    view = find_announcement(announcement.thread_id)
    assert view.state == "scheduled"
    assert [(one.slug, one.impact) for one in view.services] == [("withdrawals", "degraded")]
    assert view.to_do == "Wait."
    assert view.pin.scope == "everywhere"


def test_the_same_words_twice_are_one_announcement():
    by, category = make_official(), make_category(is_official=True, kind="discussions")

    first = make_announcement(by=by, category=category)
    again = make_announcement(by=by, category=category)

    assert first.thread_id == again.thread_id


@pytest.mark.parametrize("maker", [make_user, make_moderator])
def test_only_officials_announce(maker):
    with pytest.raises(Forbidden):
        make_announcement(by=maker())

    assert db.session.query(Thread).count() == 0


def test_announcements_stand_in_an_official_category():
    with pytest.raises(Forbidden, match="official category"):
        make_announcement(category=make_category())


def _window(start=1, hours=2, **given):
    begins = now() + timedelta(hours=start)
    return WindowWish(begins, begins + timedelta(hours=hours), given.get("services", {}))


@pytest.mark.parametrize(
    ("field", "kind", "given"),
    [
        ("kind", "party", {}),
        ("language", "notice", {"language": "tlh"}),
        ("is_critical", "notice", {"is_critical": True}),
        ("maintenance", "maintenance", {}),
        ("maintenance", "notice", {"maintenance": "a window"}),
        ("starts_at", "maintenance", {"maintenance": (24 * 400, 2)}),
        ("ends_at", "maintenance", {"maintenance": (1, -1)}),
        ("ends_at", "maintenance", {"maintenance": (-5, 2)}),
        ("ends_at", "maintenance", {"maintenance": (1, 24 * 31)}),
        ("services", "maintenance", {"maintenance": {"nowhere": "degraded"}}),
        ("services", "maintenance", {"maintenance": {"withdrawals": "exploded"}}),
        ("title", "notice", {"title": "Hi"}),
        ("body", "notice", {"body": " "}),
        ("scope", "notice", {"pin": PinWish("moon")}),
        ("order", "notice", {"pin": PinWish(order=-1)}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(field, kind, given):
    make_service("withdrawals")
    wish = given.get("maintenance")
    if isinstance(wish, tuple):
        given = {"maintenance": _window(*wish)}
    elif isinstance(wish, dict):
        given = {"maintenance": _window(services=wish)}

    with pytest.raises(Invalid) as refusal:
        make_announcement(kind, **given)

    assert refusal.value.field == field
    for table in (Thread, Announcement, MaintenanceWindow, Pin):
        assert db.session.query(table).count() == 0


def test_the_list_is_newest_first_by_kind_and_shows_every_one_once():
    category = make_category(is_official=True, kind="discussions")
    made = [make_announcement(category=category, title=f"News number {n}") for n in range(5)]
    make_announcement("release", category=category)

    first = list_announcements(make_user(), [category.id], kind="notice", limit=3)
    rest = list_announcements(make_user(), [category.id], kind="notice", limit=3, after=first.next)

    shown = [row.thread.id for row in first.rows + rest.rows]
    assert shown == [one.thread_id for one in reversed(made)]
    assert rest.next is None

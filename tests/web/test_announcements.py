from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import event

from forum.announcements.actions.pins import PinWish, pin_thread
from forum.announcements.actions.windows import postpone_maintenance, step_maintenance
from forum.announcements.queries.pages import find_announcement
from forum.core.clock import now
from forum.core.db import db
from forum.threads.actions.hiding import hide_thread, restore_thread
from forum.threads.models import Thread
from tests.make import (
    make_announcement,
    make_category,
    make_maintenance,
    make_moderator,
    make_official,
    make_service,
    make_thread,
    make_user,
)

HOUR = timedelta(hours=1)
NOTICE = '<aside class="notice'


def _put_away(browser, announcement, place, phase):
    return browser.post(
        f"/announcements/{announcement.thread_id}/put-away",
        data={"place": place, "phase": phase, "next": "/tags"},
    )


def test_the_banner_stands_on_every_page_also_the_sign_in_page(visit):
    make_maintenance(title="Node upgrade tonight")
    thread = make_thread()

    pages = [visit().get(path).text for path in ("/", "/sign-in", thread.path, "/nowhere")]

    assert all(NOTICE in page and "Node upgrade tonight" in page for page in pages)
    assert "UTC+8" in pages[0]


def test_a_guests_page_is_another_when_the_window_begins_though_nobody_wrote(visit):
    announcement, guest = make_maintenance(), visit()
    for path in ("/", "/sign-in", announcement.thread.path):
        name = guest.get(path).headers["ETag"]
        assert guest.get(path, headers={"If-None-Match": name}).status_code == 304

        with time_machine.travel(now() + 1.5 * HOUR):
            later = guest.get(path, headers={"If-None-Match": name})

        assert later.status_code == 200
        assert "In progress" in later.text


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_was_put_away_comes_back_in_the_next_phase(visit, signed_in):
    announcement = make_maintenance(pin=PinWish())
    browser = visit(make_user()) if signed_in else visit()
    assert NOTICE in browser.get("/").text

    answer = _put_away(browser, announcement, "banner", "scheduled1")

    assert (answer.status_code, answer.location) == (303, "/tags")
    quiet = browser.get("/").text
    assert NOTICE not in quiet
    assert 'class="threads pins"' in quiet
    _put_away(browser, announcement, "pin", "scheduled1")
    assert 'class="threads pins"' not in browser.get("/").text
    with time_machine.travel(now() + 1.5 * HOUR):
        assert "In progress" in browser.get("/").text


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_was_put_away_is_brought_back(visit, signed_in):
    announcement = make_maintenance(pin=PinWish())
    browser = visit(make_user()) if signed_in else visit()
    _put_away(browser, announcement, "banner", "scheduled1")
    _put_away(browser, announcement, "pin", "scheduled1")
    assert "Bring back 2" in browser.get("/announcements").text

    browser.post("/announcements/bring-back", data={"next": "/"})

    assert NOTICE in browser.get("/").text


def test_putting_away_is_each_persons_own(visit):
    announcement = make_maintenance()

    _put_away(visit(make_user()), announcement, "banner", "scheduled1")

    assert NOTICE in visit(make_user()).get("/").text
    assert NOTICE in visit().get("/").text


def test_a_postponed_maintenance_is_shown_again(visit):
    announcement, guest = make_maintenance(), visit()
    _put_away(guest, announcement, "banner", "scheduled1")

    postpone_maintenance(
        announcement.thread, now() + 2 * HOUR, now() + 3 * HOUR, by=make_official()
    )

    assert NOTICE in guest.get("/").text


def test_the_guests_cookie_takes_nonsense_and_stays_short(visit):
    guest, announcement = visit(), make_maintenance()
    nonsense = "-".join(f"b{n}.scheduled1" for n in range(60)) + "-x9.y-b.%00"
    guest.set_cookie("put_away", nonsense, domain="127.0.0.1")
    assert guest.get("/").status_code == 200

    answer = _put_away(guest, announcement, "banner", "scheduled1")

    assert len(answer.headers["Set-Cookie"]) < 600
    assert f"b{announcement.thread_id}.scheduled1" in answer.headers["Set-Cookie"]


def test_a_cookie_that_changes_nothing_names_no_other_page(visit):
    make_maintenance()
    plain, other = visit(), visit()
    other.set_cookie("put_away", "b999.scheduled1", domain="127.0.0.1")

    assert plain.get("/").headers["ETag"] == other.get("/").headers["ETag"]


@pytest.mark.parametrize("data", [{}, {"place": "moon", "phase": "x1"},
                                  {"place": "banner", "phase": "<b>"}])
def test_what_no_page_of_ours_sent_is_422(visit, data):
    announcement = make_maintenance()
    path = f"/announcements/{announcement.thread_id}/put-away"

    assert visit().post(path, data=data).status_code == 422
    assert visit(make_user()).post(path, data=data).status_code == 422


def test_another_sites_form_puts_nothing_away(visit):
    announcement = make_maintenance()

    answer = visit().post(
        f"/announcements/{announcement.thread_id}/put-away",
        data={"place": "banner", "phase": "scheduled1"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 400


def test_a_hidden_announcement_vanishes_at_once_and_can_come_back(visit):
    announcement, moderator = make_maintenance(pin=PinWish()), make_moderator()
    guest = visit()
    assert NOTICE in guest.get("/").text

    hide_thread(announcement.thread, "A mistake", by=moderator)
    hidden = guest.get("/").text
    restore_thread(announcement.thread, by=moderator)

    assert NOTICE not in hidden
    assert "Something was announced" not in hidden
    assert NOTICE in guest.get("/").text


def test_the_banner_of_a_closed_category_is_for_those_who_see_it(visit):
    closed = make_category(
        is_official=True, kind="discussions", may_see="staff", may_reply="official"
    )
    make_maintenance(category=closed)

    assert NOTICE not in visit().get("/").text
    assert NOTICE not in visit(make_user()).get("/").text
    assert NOTICE in visit(make_moderator()).get("/").text


def test_a_completed_maintenance_is_gone_from_above(visit):
    announcement, guest = make_maintenance(starts_in=-HOUR, pin=PinWish()), visit()

    step_maintenance(announcement.thread, "completed", by=make_official())

    page = guest.get("/").text
    assert NOTICE not in page
    assert 'class="threads pins"' not in page
    manage = f"/announcements/{announcement.thread_id}/manage"
    assert "No longer pinned" in visit(make_official()).get(manage).text


def test_pins_stand_above_every_list_whatever_the_filter_but_only_on_its_first_page(visit):
    category = make_category()
    old = make_thread(title="Read me first please", created_at=now() - 900 * 24 * HOUR)
    for _ in range(21):
        make_thread(category=category)
    pin_thread(old, PinWish(), by=make_moderator())
    guest = visit()

    for path in ("/", "/unanswered", "/solved", category.path):
        assert guest.get(path).text.count(f'href="{old.path}"') == 1
    older = guest.get("/").text.split('rel="next" href="')[1].split('"')[0]
    assert 'class="threads pins"' not in guest.get(older.replace("&amp;", "&")).text


def test_an_expired_pin_is_no_pin_though_no_job_ran(visit):
    thread, guest = make_thread(), visit()
    pin_thread(thread, PinWish(until=now() + HOUR), by=make_moderator())
    name = guest.get("/").headers["ETag"]

    with time_machine.travel(now() + 2 * HOUR):
        later = guest.get("/", headers={"If-None-Match": name})

    assert later.status_code == 200
    assert 'class="threads pins"' not in later.text


def test_the_page_of_a_maintenance_says_all_about_it(visit):
    make_service("withdrawals")
    announcement = make_maintenance(services={"withdrawals": "partial_outage"})
    postpone_maintenance(
        announcement.thread, now() + 5 * HOUR, now() + 6 * HOUR, by=make_official()
    )

    page = visit().get(announcement.thread.path).text

    for text in ("Scheduled", "Withdrawals: Partial outage", "Wait.", "postponed", "UTC+8"):
        assert text in page
    assert "<del>" in page


def test_a_member_reads_times_in_their_own_zone_by_name(visit):
    announcement = make_maintenance()
    reader = make_user(time_zone="America/New_York")

    page = visit(reader).get(announcement.thread.path).text

    assert "UTC-5" in page or "UTC-4" in page
    assert 'data-zone="America/New_York"' in page


@pytest.mark.parametrize(
    ("lasts", "ends"), [(timedelta(hours=2), "9:30"), (timedelta(hours=20), "Mar 3, 2026, 3:30")]
)
def test_a_window_names_its_day_twice_only_where_it_ends_on_another(visit, lasts, ends):
    reader = make_user(language="en", time_zone="UTC")
    with time_machine.travel(datetime(2026, 3, 2, 6, 30, tzinfo=UTC)):
        page = visit(reader).get(make_maintenance(lasts=lasts).thread.path).text

    times = page.split("<dt>Time</dt>")[1].split("</dd>")[0].split(" – ")
    assert "Mar 2, 2026, 7:30" in times[0].replace("\u202f", " ")
    assert f">{ends}" in times[1] and "UTC+0" in times[1]


def test_an_announcements_page_costs_a_guest_four_queries_at_most(visit):
    make_service("withdrawals")
    announcement = make_maintenance(services={"withdrawals": "degraded"}, pin=PinWish())
    make_thread(category=make_category())
    guest, counts = visit(), {}
    guest.get("/")
    seen = []
    engine = db.session.get_bind()
    event.listen(engine, "before_cursor_execute", _note(seen))

    for path in (announcement.thread.path, "/", "/announcements", "/sign-in"):
        seen.clear()
        name = guest.get(path).headers["ETag"]
        counts[path] = len(seen)
        seen.clear()
        assert guest.get(path, headers={"If-None-Match": name}).status_code == 304
        assert len(seen) == 1

    assert counts[announcement.thread.path] <= 4
    assert counts["/"] <= 3
    assert counts["/announcements"] <= 3
    assert counts["/sign-in"] == 1


def _note(seen):
    def note(connection, cursor, statement, *rest):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    return note


# Writing


def _typed(**given):
    return {
        "kind": "maintenance", "language": "zh-Hans", "title": "比特币节点升级",
        "body": "提币延迟。",
        "pin": "everywhere", "starts_at": "2026-12-01T15:00", "ends_at": "2026-12-01T16:30",
        "impact-withdrawals": "degraded", "impact-deposits": "", "to_do": "什么都不用做。",
    } | given


@time_machine.travel(datetime(2026, 11, 30, tzinfo=UTC), tick=False)
def test_an_official_announces_maintenance_in_their_own_time_zone(visit):
    make_service("withdrawals")
    make_service("deposits")
    make_category(is_official=True, kind="discussions")
    official = visit(make_official(time_zone="Asia/Tokyo"))

    answer = official.post("/announcements/new", data=_typed())

    assert answer.status_code == 303
    thread = db.session.query(Thread).one()
    view = find_announcement(thread.id)
    assert view.window.starts_at == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert [(one.slug, one.impact) for one in view.services] == [("withdrawals", "degraded")]
    assert view.pin.scope == "everywhere"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"starts_at": "soon"}, 422),
        ({"ends_at": "9999-12-31T23:59"}, 422),
        ({"starts_at": "0001-01-01T00:00"}, 422),
        ({"ends_at": ""}, 422),
        ({"title": ""}, 422),
        ({"language": "xx"}, 422),
        ({"kind": "party"}, 422),
        ({"pin": "moon"}, 422),
        ({"pin_until": "yesterday"}, 422),
        ({"impact-withdrawals": "exploded"}, 422),
        ({"category": "nowhere"}, 404),
    ],
)
def test_a_mistake_gives_the_form_back_with_what_was_typed(visit, given, status):
    make_service("withdrawals")
    make_category(is_official=True, kind="discussions")

    answer = visit(make_official()).post("/announcements/new", data=_typed(**given))

    assert answer.status_code == status
    assert "提币延迟。" in answer.text
    assert db.session.query(Thread).count() == 0


def test_only_officials_come_to_where_announcements_are_written(visit):
    announcement = make_maintenance()
    base = f"/announcements/{announcement.thread_id}"

    for who, status in ((None, 401), (make_user(), 403), (make_moderator(), 403)):
        browser = visit(who)
        for path in ("/announcements/new", f"{base}/update", f"{base}/window"):
            assert browser.post(path, data={}).status_code == status
        assert browser.get(f"{base}/manage").status_code in (status, 303)


def test_an_official_moves_a_maintenance_on(visit):
    announcement, official = make_maintenance(), visit(make_official())
    base = f"/announcements/{announcement.thread_id}"

    official.post(f"{base}/update", data={"body": "We begin.", "state": "in_progress"})
    official.post(f"{base}/update", data={"body": "", "state": "verifying"})
    colleague = visit(make_official())
    refused = colleague.post(f"{base}/update", data={"body": "And?", "state": "in_progress"})

    assert refused.status_code == 409
    assert "And?" in refused.text
    view = find_announcement(announcement.thread_id)
    assert (view.state, len(view.updates)) == ("verifying", 1)
    assert "We begin." in visit().get(announcement.thread.path).text


def test_a_form_that_was_not_changed_postpones_nothing(visit):
    announcement = make_maintenance()
    official, base = visit(make_official()), f"/announcements/{announcement.thread_id}"
    form = official.get(f"{base}/manage").text
    fields = {
        name: form.split(f'name="{name}" type="datetime-local" value="')[1].split('"')[0]
        for name in ("starts_at", "ends_at")
    }

    official.post(f"{base}/window", data=fields | {"to_do": "Have a tea."})

    view = find_announcement(announcement.thread_id)
    assert (view.to_do, view.changes) == ("Have a tea.", [])


def test_staff_sort_pins_with_buttons(visit):
    first, second, staff = make_thread(), make_thread(), visit(make_moderator())
    for thread in (first, second):
        staff.post(f"/t/{thread.id}/pin", data={"scope": "everywhere", "from": "", "until": ""})

    staff.post(f"/t/{first.id}/pin/move", data={"order": "0"})
    listed = staff.get("/announcements/pins").text

    assert listed.index(first.path) < listed.index(second.path)
    assert staff.post(f"/t/{first.id}/pin/move", data={"order": "top"}).status_code == 422
    assert staff.post(f"/t/{first.id}/pin", data={"scope": ""}).status_code == 422
    assert visit(make_user()).post(f"/t/{first.id}/unpin").status_code == 403


def test_the_list_of_announcements_shows_kinds_and_states(visit):
    make_announcement("release", title="Version 5.2 is out")
    make_maintenance(title="Node upgrade tonight")

    page, releases = visit().get("/announcements").text, visit().get("/announcements?kind=release")

    assert "Node upgrade tonight" in page and "Scheduled" in page
    assert "Version 5.2 is out" in releases.text
    assert "Node upgrade tonight" not in releases.text.split("<main")[1]
    assert visit().get("/announcements?kind=party").status_code == 404

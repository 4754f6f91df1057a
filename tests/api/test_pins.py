"""Pins over the API: their list, their order, and what a reader puts away."""

from datetime import timedelta

import pytest
import time_machine

from forum.announcements.actions.pins import PinWish, pin_thread
from forum.core.clock import now
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


@pytest.fixture
def three():
    """Three pinned threads; the last is on top."""
    threads = [make_thread() for _n in range(3)]
    for thread in threads:
        pin_thread(thread, PinWish(), by=make_moderator())
    return [thread.id for thread in threads]


def listed(client):
    return [pin["thread"]["id"] for pin in client.get("/pins").json["items"]]


def test_pins_are_listed_with_all_that_was_said_of_them(program):
    thread = make_thread()
    begins, ends = now() + timedelta(hours=1), now() + timedelta(days=1)
    pin_thread(thread, PinWish("category", from_=begins, until=ends), by=make_moderator())

    answer = program(make_moderator(), "moderate").get("/pins")

    (pin,) = answer.json["items"]
    assert (pin["scope"], pin["order"], pin["applies"]) == ("category", 0, False)
    assert pin["from"] == f"{begins:%Y-%m-%dT%H:%M:%SZ}"
    assert pin["until"] == f"{ends:%Y-%m-%dT%H:%M:%SZ}"
    assert (pin["thread"]["id"], pin["thread"]["pinned"]) == (thread.id, False)


def test_what_staff_may_not_see_is_in_no_list_of_pins(program):
    thread = make_thread(category=make_category(may_see="official"))
    pin_thread(thread, PinWish("category"), by=make_official())

    assert listed(program(make_moderator(), "moderate")) == []
    assert listed(program(make_official(), "announce")) == [thread.id]


def test_a_pin_takes_the_place_of_another(program, three):
    moderator = program(make_moderator(), "moderate")
    first, second, third = three

    down = moderator.patch(f"/threads/{third}/pin", {"order": 1})
    after_down = listed(moderator)
    up = moderator.patch(f"/threads/{first}/pin", {"order": 0})

    assert (down.status_code, down.json["order"], up.json["order"]) == (200, 1, 0)
    assert after_down == [second, third, first]
    assert listed(moderator) == [first, second, third]


def test_order_counts_what_the_list_shows(program, three):
    expired, secret = make_thread(), make_thread(category=make_category(may_see="official"))
    soon = now() + timedelta(hours=1)
    pin_thread(expired, PinWish(until=soon), by=make_moderator())
    pin_thread(secret, PinWish("category"), by=make_official())
    first, second, third = three

    with time_machine.travel(soon + timedelta(hours=1)):
        moderator = program(make_moderator(), "moderate")
        down = moderator.patch(f"/threads/{third}/pin", {"order": 1})
        items = moderator.get("/pins").json["items"]
        everything = listed(program(make_official(), "announce"))

    assert down.json["order"] == 1
    assert [(pin["order"], pin["thread"]["id"]) for pin in items] == [
        (0, second), (1, third), (2, first),
    ]
    assert everything == [secret.id, second, third, first]


def test_a_thread_is_pinned_once_its_pin_begins(program):
    thread, begins = make_thread(), now() + timedelta(hours=1)
    pin_thread(thread, PinWish(from_=begins), by=make_moderator())
    guest = program()

    before = guest.get(f"/threads/{thread.id}").json["pinned"]
    with time_machine.travel(begins + timedelta(minutes=1)):
        after = guest.get(f"/threads/{thread.id}").json["pinned"]

    assert (before, after) == (False, True)


def test_a_pin_that_begins_later_can_be_moved(program, three):
    thread, moderator = make_thread(), program(make_moderator(), "moderate")
    pin_thread(thread, PinWish(from_=now() + timedelta(hours=1)), by=make_moderator())

    answer = moderator.patch(f"/threads/{thread.id}/pin", {"order": 3})

    assert (answer.status_code, answer.json["order"]) == (200, 3)
    assert listed(moderator)[-1] == thread.id


def test_a_reader_puts_away_the_banner_and_the_pin(program):
    soon = make_maintenance(pin=PinWish()).thread_id
    reader, guest = program(make_user(), "write"), program()
    before = reader.get("/standing").json

    for one in before["items"]:
        wish = {"place": one["place"], "phase": one["phase"]}
        assert reader.put(f"/me/put-away/{one['thread']['id']}", wish).status_code == 204

    after = reader.get("/standing").json
    places = [("banner", soon), ("pin", soon)]
    assert [(one["place"], one["thread"]["id"]) for one in before["items"]] == places
    assert (before["items"][0]["state"], before["put_away"]) == ("scheduled", 0)
    assert (after["items"], after["put_away"]) == ([], 2)
    assert guest.get("/standing").json["items"] == before["items"]

    assert reader.delete("/me/put-away").status_code == 204
    assert reader.get("/standing").json == before


def test_what_is_put_away_comes_back_in_another_phase(program):
    announcement = make_maintenance(pin=PinWish()).thread_id
    reader, official = program(make_user(), "write"), program(make_official(), "announce")
    banner = reader.get("/standing").json["items"][0]
    wish = {"place": "banner", "phase": banner["phase"]}
    reader.put(f"/me/put-away/{announcement}", wish)

    official.patch(f"/announcements/{announcement}/maintenance", {"state": "in_progress"})

    back = reader.get("/standing").json["items"][0]
    assert (back["place"], back["state"]) == ("banner", "in_progress")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"place": "roof", "phase": "scheduled"}, "place"),
        ({"place": "pin", "phase": "<b>"}, "phase"),
        ({"place": "pin"}, "phase"),
    ],
)
def test_nobody_puts_away_what_was_never_shown(program, wish, field):
    thread = make_announcement().thread_id

    answer = program(make_user(), "write").put(f"/me/put-away/{thread}", wish)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])


def test_officials_find_the_services_by_name(program):
    make_service("withdrawals")

    answer = program(make_official(), "announce").get("/services")

    assert answer.json["items"] == [
        {"slug": "withdrawals", "name": "Withdrawals", "names": {"en": "Withdrawals"}}
    ]

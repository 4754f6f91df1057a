from datetime import timedelta

import pytest
import time_machine

from forum.announcements.actions.pins import PinWish, move_pin, pin_thread, unpin_thread
from forum.announcements.models import Pin
from forum.announcements.queries.pins import find_pin
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from tests.make import (
    make_administrator,
    make_announcement,
    make_moderator,
    make_official,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


def _order():
    return [pin.thread_id for pin in db.session.query(Pin).order_by(Pin.position)]


@pytest.mark.parametrize("maker", [make_moderator, make_official, make_administrator])
def test_staff_pin_a_thread_above_the_others(maker):
    first, second = make_thread(), make_thread()
    pin_thread(first, PinWish(), by=maker())

    pin_thread(second, PinWish("category"), by=maker())

    assert _order() == [second.id, first.id]


def test_a_member_pins_nothing_not_even_their_own():
    thread = make_thread()

    with pytest.raises(Forbidden, match="Only staff pin"):
        pin_thread(thread, PinWish(), by=thread.author)


def test_announcements_are_the_officials_to_pin():
    thread = make_announcement(pin=PinWish()).thread

    for verb in (lambda by: pin_thread(thread, PinWish("category"), by=by),
                 lambda by: unpin_thread(thread, by=by)):
        with pytest.raises(Forbidden, match="official"):
            verb(make_moderator())

    assert db.session.get(Pin, thread.id).scope == "everywhere"


@pytest.mark.parametrize("state", [{"state": "hidden"}, {"state": "held"}, {"staff_only": True},
                                   {"audience": "participants"}])
def test_only_what_everybody_sees_is_pinned(state):
    with pytest.raises(Forbidden, match="everybody sees"):
        pin_thread(make_thread(**state), PinWish(), by=make_official())


def test_pinning_again_changes_the_pin_and_leaves_its_place():
    first, second, by = make_thread(), make_thread(), make_moderator()
    pin_thread(first, PinWish(), by=by)
    pin_thread(second, PinWish(), by=by)

    pin_thread(first, PinWish("category", until=now() + timedelta(days=1)), by=by)

    assert _order() == [second.id, first.id]
    assert find_pin(first.id).scope == "category"


def test_pinning_what_is_over_is_a_new_pin_on_top():
    first, second, by = make_thread(), make_thread(), make_moderator()
    pin_thread(first, PinWish(until=now() + timedelta(hours=1)), by=by)
    pin_thread(second, PinWish(), by=by)
    before = find_pin(first.id).pinned_at

    with time_machine.travel(now() + timedelta(hours=2)):
        pin_thread(first, PinWish(), by=by)

    assert _order() == [first.id, second.id]
    assert find_pin(first.id).pinned_at > before


def test_a_pin_is_moved_and_taken_down():
    first, second, third, by = make_thread(), make_thread(), make_thread(), make_moderator()
    for thread in (first, second, third):
        pin_thread(thread, PinWish(), by=by)

    move_pin(first, 0, by=by)
    unpin_thread(third, by=by)
    unpin_thread(third, by=by)

    assert _order() == [first.id, second.id]


def test_what_is_not_pinned_is_not_moved():
    with pytest.raises(Conflict):
        move_pin(make_thread(), 0, by=make_moderator())
    with pytest.raises(Forbidden):
        move_pin(make_thread(), 0, by=make_user())


def test_a_pin_ends_after_it_begins_and_in_the_future():
    thread, by, moment = make_thread(), make_moderator(), now()

    for wish, field in (
        (PinWish(until=moment - timedelta(hours=1)), "until"),
        (PinWish(from_=moment + timedelta(days=2), until=moment + timedelta(days=1)), "until"),
        (PinWish(from_=moment + timedelta(days=4000)), "from"),
        (PinWish(order=100_000), "order"),
    ):
        with pytest.raises(Invalid) as refusal:
            pin_thread(thread, wish, by=by)
        assert refusal.value.field == field

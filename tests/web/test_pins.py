"""The list of pins, and the form of one."""

import re
from datetime import timedelta

import pytest
import time_machine

from forum.announcements.actions.pins import PinWish, pin_thread
from forum.announcements.models import Pin
from forum.core.clock import now
from forum.core.db import db
from tests.make import make_category, make_moderator, make_official, make_thread


def test_a_moderator_reads_no_pin_of_a_category_for_officials(visit):
    secret = make_thread(title="Not for moderators yet", category=make_category(may_see="official"))
    pin_thread(secret, PinWish("category"), by=make_official())

    assert secret.title not in visit(make_moderator()).get("/announcements/pins").text
    assert secret.title in visit(make_official()).get("/announcements/pins").text


@pytest.fixture
def expired_between():
    """Three pinned threads in their order, and between the first two one whose pin is over."""
    first, over, second, third = (make_thread(title=f"A thread to pin {n}") for n in range(4))
    soon = now() + timedelta(hours=1)
    for thread in (third, second, over, first):
        until = soon if thread is over else None
        pin_thread(thread, PinWish(until=until), by=make_moderator())
    with time_machine.travel(soon + timedelta(hours=1)):
        yield [first.path, second.path, third.path]


def _listed(staff):
    page = staff.get("/announcements/pins").text.split("<main")[1]
    return re.findall(r'<h2><a href="(/t/[^"]+)"', page)


def _press(staff, place, word):
    """One of the buttons Up and Down of what stands at this place."""
    page = staff.get("/announcements/pins").text.split("<main")[1]
    card = page.split('<li class="card')[place + 1]
    form = next(form for form in card.split("<form")[1:] if f">{word} " in form)
    order = re.search(r'name="order" value="(\d+)"', form)[1]
    staff.post(re.search(r'action="([^"]+)"', form)[1], data={"order": order})


def test_a_pin_goes_down_past_an_expired_one(visit, expired_between):
    first, second, third = expired_between
    staff = visit(make_moderator())
    before = _listed(staff)

    _press(staff, 0, "Down")
    after_one = _listed(staff)
    _press(staff, 1, "Down")

    assert before == [first, second, third]
    assert after_one == [second, first, third]
    assert _listed(staff) == [second, third, first]
    assert sorted(pin.position for pin in db.session.query(Pin)) == [0, 1, 2, 3]


def test_a_pin_goes_up_past_an_expired_one(visit, expired_between):
    first, second, third = expired_between
    staff = visit(make_moderator())

    _press(staff, 1, "Up")
    _press(staff, 2, "Up")

    assert _listed(staff) == [second, third, first]


def _field(page, name):
    """What the field holds; None where it is empty."""
    tag = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)[0]
    return re.search(r'value="([^"]+)"|$', tag)[1]


def test_the_form_of_a_pin_that_begins_later_keeps_its_times(visit):
    thread, staff = make_thread(), visit(make_moderator())
    begins, ends = now() + timedelta(days=2), now() + timedelta(days=3)
    pin_thread(thread, PinWish("everywhere", from_=begins, until=ends), by=make_moderator())

    form = staff.get(f"/t/{thread.id}/pin").text
    typed = {name: _field(form, name) for name in ("from", "until")}
    staff.post(f"/t/{thread.id}/pin", data=typed | {"scope": "category"})

    assert re.search(r'value="everywhere"[^>]* checked', form)
    pin = db.session.get(Pin, thread.id)
    assert (pin.scope, begins - pin.pinned_from < timedelta(minutes=1)) == ("category", True)
    assert ends - pin.pinned_until < timedelta(minutes=1)


def test_the_form_of_a_pin_that_is_over_is_empty(visit):
    thread, soon = make_thread(), now() + timedelta(hours=1)
    pin_thread(thread, PinWish(until=soon), by=make_moderator())

    with time_machine.travel(soon + timedelta(hours=1)):
        form = visit(make_moderator()).get(f"/t/{thread.id}/pin").text

    assert (_field(form, "from"), _field(form, "until")) == (None, None)

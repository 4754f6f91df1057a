"""Which browsers show whose notices, and until when."""

from datetime import timedelta

import pytest
import time_machine

from forum.accounts.actions.passwords import give_new_password
from forum.accounts.actions.signing import begin_sign_in, end_other_sign_ins, sign_out
from forum.accounts.actions.tokens import make_token, revoke_token
from forum.accounts.models import IDLE, SignIn
from forum.accounts.queries import tokens
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Invalid, NotFound
from forum.core.tokens import digest
from forum.core.webpush import Browser
from forum.moderation.actions.sanctioning import suspend_person
from forum.notifications.actions.devices import add_device, remove_device, sweep
from forum.notifications.devices import LONGEST_ENDPOINT, MOST_DEVICES, PushSubscription
from forum.notifications.queries.devices import devices_of, list_devices
from tests.make import make_device, make_moderator, make_user
from tests.pushes import FakeBrowser, text

pytestmark = pytest.mark.usefixtures("app")


def sign_in_of(token):
    return db.session.query(SignIn.id).filter_by(token_hash=digest(token)).scalar()


def test_a_browser_that_comes_again_is_the_same_device_with_its_new_keys():
    person, browser = make_user(), FakeBrowser()
    first = make_device(person, browser).id
    newer = FakeBrowser()
    newer.endpoint = browser.endpoint

    again = make_device(person, newer)

    assert (again.id, again.p256dh) == (first, newer.p256dh)
    assert len(list_devices(person.id)) == 1


def test_a_browser_under_another_account_moves_over():
    browser, first, second = FakeBrowser(), make_user(), make_user()
    make_device(first, browser)

    moved = make_device(second, browser)

    assert list_devices(first.id) == []
    assert list_devices(second.id) == [moved]


def test_of_more_than_ten_the_oldest_goes():
    person, start = make_user(), now()
    made = []
    for number in range(MOST_DEVICES + 1):
        with time_machine.travel(start + timedelta(minutes=number), tick=False):
            made.append(make_device(person).id)

    assert [device.id for device in list_devices(person.id)] == made[:0:-1]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/1", "https://127.0.0.1/1", "https://10.0.0.1/", "ftp://push.example/",
        "https://me:secret@push.example/", "https://push.example:25/", "nothing",
        "https://[2606:4700::1111]/", "https://push.example/" + "x" * LONGEST_ENDPOINT,
    ],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_is_refused(endpoint):
    browser = FakeBrowser()
    browser.endpoint = endpoint

    with pytest.raises(Invalid) as refused:
        make_device(make_user(), browser)

    assert refused.value.field == "endpoint"


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", ""), ("short", "short"), (None, "AAAA"), (text(b"\4" + b"\1" * 64), None),
        (text(b"\2" + b"\1" * 64), None), ("ü" * 87, None), (None, "=" * 22),
    ],
)  # fmt: skip
def test_keys_that_no_browser_gives_are_refused(p256dh, auth):
    real = FakeBrowser().given()
    given = Browser(
        real.endpoint,
        real.p256dh if p256dh is None else p256dh,
        real.auth if auth is None else auth,
    )
    person = make_user()

    with pytest.raises(Invalid) as refused:
        add_device(given, sign_in_id=sign_in_of(begin_sign_in(person, "")), by=person)

    assert refused.value.field == "keys"


def test_nobody_removes_the_device_of_another():
    device = make_device(make_user()).id

    with pytest.raises(NotFound):
        remove_device(device, by=make_user())

    assert db.session.get(PushSubscription, device) is not None


def test_signing_out_ends_the_device():
    person = make_user()
    token = begin_sign_in(person, "")
    make_device(person, sign_in_id=sign_in_of(token))

    sign_out(token)

    assert list_devices(person.id) == []
    assert devices_of([person.id]) == {}


def test_signing_out_everywhere_else_leaves_this_one():
    person = make_user()
    mine = sign_in_of(begin_sign_in(person, ""))
    device = make_device(person, sign_in_id=mine)
    make_device(person)

    end_other_sign_ins(person, keep=mine, by=person)

    assert list_devices(person.id) == [device]


def test_a_new_password_ends_all():
    person = make_user()
    make_device(person)

    give_new_password(person)

    assert list_devices(person.id) == []


def test_a_suspension_ends_all():
    person = make_user()
    make_device(person)

    suspend_person(person, now() + timedelta(days=1), "Rude.", by=make_moderator())

    assert list_devices(person.id) == []


def test_a_sign_in_that_nobody_uses_ends_the_device():
    person = make_user()
    make_device(person)

    with time_machine.travel(now() + IDLE + timedelta(hours=1)):
        assert list_devices(person.id) == []


def test_what_a_program_added_ends_with_its_token():
    person = make_user()
    make_token(person, "a program", ["write"], by=person)
    [token] = tokens(person.id)
    device = make_device(person, token_id=token.id)
    assert list_devices(person.id) == [device]

    revoke_token(person, token.id, by=person)

    assert list_devices(person.id) == []


def test_ended_devices_are_swept_away():
    person = make_user()
    token = begin_sign_in(person, "")
    make_device(person, sign_in_id=sign_in_of(token))
    stays = make_device(person).id
    sign_out(token)

    sweep()

    assert [row.id for row in db.session.query(PushSubscription)] == [stays]

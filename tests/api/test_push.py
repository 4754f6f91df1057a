"""Devices that show notices, over the API."""

from forum.notifications.actions.push_keys import push_pair
from forum.notifications.queries.devices import list_devices
from tests.make import make_user
from tests.pushes import FakeBrowser


def body_of(browser):
    return {
        "endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth},
    }  # fmt: skip


def test_a_device_is_added_listed_and_removed(program):
    person, browser = make_user(), FakeBrowser()
    mine = program(person, "write")

    made = mine.post("/me/push", json=body_of(browser))

    assert made.status_code == 201
    assert made.json["endpoint"] == browser.endpoint and made.json["failing_since"] is None
    assert browser.auth not in made.text
    listed = mine.get("/me/push").json
    assert listed == {"public_key": push_pair().public, "subscriptions": [made.json]}
    assert push_pair().private not in mine.get("/me/push").text
    [device] = list_devices(person.id)
    assert device.token_id is not None
    assert mine.delete(f"/me/push/{made.json['id']}").status_code == 204
    assert mine.get("/me/push").json["subscriptions"] == []


def test_what_is_repeated_by_its_key_is_added_once(program):
    mine = program(make_user(), "write")
    body, key = body_of(FakeBrowser()), {"Idempotency-Key": "one"}

    first = mine.post("/me/push", json=body, headers=key)
    again = mine.post("/me/push", json=body, headers=key)

    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    mine.delete(f"/me/push/{first.json['id']}")
    assert mine.post("/me/push", json=body, headers=key).status_code == 404


def test_keys_that_no_browser_gives_are_named(program):
    body = body_of(FakeBrowser()) | {"keys": {"p256dh": "AAAA", "auth": "AAAA"}}

    answer = program(make_user(), "write").post("/me/push", json=body)

    assert answer.status_code == 422
    assert "keys" in str(answer.json)

"""Devices that show notices: the page, its forms, the worker's script."""

import pytest

from forum.core.db import db
from forum.notifications.actions.push_keys import push_pair
from forum.notifications.actions.wishes import change_notification_wishes
from forum.notifications.devices import PushSubscription
from forum.notifications.models import NotificationChoice
from forum.notifications.queries.devices import list_devices
from tests.make import make_device, make_user
from tests.pushes import FakeBrowser

pytestmark = pytest.mark.usefixtures("app")

PAGE = "/settings/notifications"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def form_of(browser):
    return {"endpoint": browser.endpoint, "p256dh": browser.p256dh, "auth": browser.auth}


def test_a_device_is_added_and_stands_in_the_list(visit):
    person, browser = make_user(), FakeBrowser()
    visitor = visit(person)

    answer = visitor.post(
        f"{PAGE}/devices", data=form_of(browser), headers={"User-Agent": FIREFOX}
    )

    assert (answer.status_code, answer.location) == (303, PAGE)
    page = visitor.get(PAGE).text
    assert "Firefox · Windows" in page and f'data-endpoint="{browser.endpoint}"' in page
    [device] = list_devices(person.id)
    assert device.sign_in_id is not None


def test_the_page_names_the_public_key_and_not_the_private_one(visit):
    page = visit(make_user()).get(PAGE).text

    assert f'data-key="{push_pair().public}"' in page
    assert push_pair().private not in page


def test_a_device_is_removed(visit):
    person = make_user()
    device = make_device(person).id

    answer = visit(person).post(f"{PAGE}/devices/{device}/remove")

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert db.session.get(PushSubscription, device) is None


def test_a_device_at_a_place_inside_is_refused(visit):
    browser = FakeBrowser("https://10.0.0.1")

    answer = visit(make_user()).post(f"{PAGE}/devices", data=form_of(browser))

    assert answer.status_code == 422
    assert db.session.query(PushSubscription).count() == 0


def test_the_column_is_there_once_there_is_a_device(visit):
    person = make_user()
    visitor = visit(person)
    assert "mentions.push" not in visitor.get(PAGE).text

    make_device(person)

    assert "mentions.push" in visitor.get(PAGE).text


def test_who_saves_without_that_column_keeps_their_choices(visit):
    person = make_user()
    change_notification_wishes(choices={("following", "push"): True}, by=person)

    visit(person).post(PAGE, data={"digest": "weekly", "wants": ["mentions.app"]})

    kept = db.session.query(NotificationChoice).filter_by(channel="push")
    assert [(row.topic, row.is_wanted) for row in kept] == [("following", True)]


def test_who_saves_with_that_column_chooses(visit):
    person = make_user()
    make_device(person)
    wants = ["mentions.push", "following.push", "security.push"]

    visit(person).post(PAGE, data={"digest": "weekly", "shows_push": "1", "wants": wants})

    chosen = {
        row.topic: row.is_wanted
        for row in db.session.query(NotificationChoice).filter_by(channel="push")
    }
    assert chosen == {"following": True, "replies": False, "answers": False}


def test_the_worker_has_the_whole_site_and_is_never_stale(visit):
    answer = visit().get("/push-worker.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    assert "caches" not in answer.text and '"fetch"' not in answer.text

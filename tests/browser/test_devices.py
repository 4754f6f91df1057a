"""Notices on this device, as far as a Chromium without a push service goes."""

import json

from playwright.sync_api import expect

from forum.core.db import db
from forum.notifications.devices import PushSubscription
from tests.browser.site import sign_in
from tests.pushes import FakeBrowser

PAGE = "/settings/notifications"
# What a browser is given by its maker's service, which this one has none of.
ANSWER = """({ endpoint, p256dh, auth }) => {
    const subscription = {
        endpoint, options: {}, toJSON: () => ({ endpoint, keys: { p256dh, auth } }),
        unsubscribe: async () => { sessionStorage.removeItem("on"); return true; },
    };
    PushManager.prototype.subscribe = async (wish) => {
        sessionStorage.setItem("on", wish.applicationServerKey.length);
        return subscription;
    };
    PushManager.prototype.getSubscription =
        async () => sessionStorage.getItem("on") ? subscription : null;
}"""
REGISTER = """async () => {
    await navigator.serviceWorker.register("/push-worker.js");
    const { scope, active } = await navigator.serviceWorker.ready;
    return [scope, new URL(active.scriptURL).pathname];
}"""
# Nobody but a person may open a window, so the test looks at which one would open.
CLICK = """async () => {
    const opened = [];
    Clients.prototype.openWindow = async (url) => opened.push(url);
    const [notification] = await self.registration.getNotifications();
    const click = new NotificationEvent("notificationclick", { notification });
    click.waitUntil = () => {};
    self.dispatchEvent(click);
    await new Promise((done) => setTimeout(done, 100));
    return opened;
}"""
LEFT = """() => navigator.serviceWorker.ready
    .then((registration) => registration.getNotifications()).then((all) => all.length)"""
WORKERS = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
BUTTON = "Show notices on this device"


def test_without_scripts_there_is_no_button(forum, window):
    page = window(javascript=False, language="en")
    sign_in(page, forum.person("ann"))

    page.goto(PAGE)

    expect(page.get_by_role("heading", name="Notices on your devices")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


def test_nothing_is_asked_before_the_press_and_a_refusal_is_explained(forum, window):
    page = window(language="en")
    sign_in(page, forum.person("ann"))

    page.goto(PAGE)
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    assert page.evaluate("Notification.permission") != "granted"
    assert page.evaluate(WORKERS) == 0
    # Headless Chromium refuses whatever was not granted beforehand.
    page.get_by_role("button", name=BUTTON).click()

    expect(page.get_by_text("Your browser blocks notices of this site.")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()


def test_the_worker_registers_and_what_fails_is_said(forum, window):
    page = window(language="en")
    page.context.grant_permissions(["notifications"], origin=forum.address)
    sign_in(page, forum.person("ann"))
    page.goto(PAGE)

    page.get_by_role("button", name=BUTTON).click()

    # No maker's service stands behind this Chromium.
    expect(page.get_by_text("Your browser did not reach its maker’s service.")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_enabled()
    assert page.evaluate(REGISTER) == [f"{forum.address}/", "/push-worker.js"]
    # Chromium itself writes that a window of this kind has none.
    forum.complaints[:] = [said for said in forum.complaints if "incognito" not in said]


def test_a_device_goes_on_and_off(forum, window):
    page, browser = window(language="en"), FakeBrowser()
    page.context.grant_permissions(["notifications"], origin=forum.address)
    given = {name: getattr(browser, name) for name in ("endpoint", "p256dh", "auth")}
    sign_in(page, forum.person("ann"))
    page.add_init_script(f"({ANSWER})({given})")
    page.goto(PAGE)

    page.get_by_role("button", name=BUTTON).click()

    expect(page.get_by_text("This device shows your notices now.")).to_be_visible()
    expect(page.get_by_text("This device shows them.")).to_be_visible()
    expect(page.get_by_text("this one")).to_be_visible()
    expect(page.locator("input[value='mentions.push']")).to_be_checked()
    with forum.app.app_context():
        assert db.session.query(PushSubscription).one().endpoint == browser.endpoint
    # A point of P-256.
    assert page.evaluate("sessionStorage.getItem('on')") == "65"

    page.get_by_role("button", name="Stop on this device").click()

    expect(page.get_by_text("That device shows no notices any more.")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('on')") is None
    with forum.app.app_context():
        assert db.session.query(PushSubscription).count() == 0


def test_the_worker_shows_what_comes_and_the_last_of_a_thread_alone(forum, window):
    page = window(language="en")
    page.context.grant_permissions(["notifications"], origin=forum.address)
    sign_in(page, forum.person("ann"))
    page.goto(PAGE)
    page.evaluate(REGISTER)

    for number in (1, 2):
        said = {"title": "Waymark", "body": f"Reply {number}", "url": f"/notifications/{number}",
                "tag": "thread-7", "lang": "en"}  # fmt: skip
        deliver(page, forum, said)

    shown = page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            const all = await registration.getNotifications();
            return all.map(({ title, body, data }) => [title, body, data.url]);
        }"""
    )
    assert shown == [["Waymark", "Reply 2", "/notifications/2"]]

    [worker] = page.context.service_workers
    assert worker.evaluate(CLICK) == [f"{forum.address}/notifications/2"]
    assert page.evaluate(LEFT) == 0


def deliver(page, forum, said):
    """By the browser's own tools for developers."""
    tools = page.context.new_cdp_session(page)
    found = {}
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.update({one["scopeURL"]: one for one in event["registrations"]}),
    )
    tools.send("ServiceWorker.enable")
    while f"{forum.address}/" not in found:
        page.wait_for_timeout(20)
    tools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": forum.address,
            "registrationId": found[f"{forum.address}/"]["registrationId"],
            "data": json.dumps(said),
        },
    )
    page.wait_for_timeout(300)
    tools.detach()

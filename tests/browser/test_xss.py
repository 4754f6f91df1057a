"""No payload runs in a real browser, wherever somebody can leave it."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from forum.core.db import transaction
from forum.core.markup import excerpt, render
from tests.browser.site import sign_in
from tests.make import make_category, make_post, make_thread, make_user

PAYLOADS = Path(__file__).parents[3] / "shared" / "data" / "xss" / "xss.jsonl"
POSTS_A_PAGE = 20
# Whatever a payload wants to call tells on it; so does what only the policy stopped.
TRAP = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
    window[name] = (...given) => { window.ran.push(`${name} ${given}`) };
addEventListener("securitypolicyviolation", (event) => window.ran.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# What would run only if somebody came near it.
ARMED = """() => [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
    .filter(({name, value}) => name.startsWith("on") || name === "srcdoc" || name === "style"
                               || /^\\s*(javascript|data|vbscript):/i.test(value))
    .map(({name, value}) => `${name}=${value}`)"""


def payloads():
    lines = PAYLOADS.read_text("utf-8").splitlines()
    # The door refuses a NUL, and PostgreSQL cannot store one.
    return [json.loads(line)["payload"].replace("\x00", "") for line in lines]


@pytest.fixture(
    params=[
        pytest.param(40, id="a sample"),
        pytest.param(1, id="all", marks=pytest.mark.slow),
    ]
)
def texts(request):
    if not PAYLOADS.exists():
        pytest.skip(f"The payloads are not here: {PAYLOADS}")
    return payloads()[:: request.param]


@pytest.fixture
def watched(window, forum):
    """A page that fails the test when anything runs in it, or is fetched from elsewhere."""
    page = window(language="en")
    page.add_init_script(TRAP)
    page.on("dialog", lambda dialog: forum.complaints.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: _note_foreign(forum, request.url))
    page.on("popup", lambda popup: forum.complaints.append(f"popup: {popup.url}"))
    page.on("download", lambda download: forum.complaints.append(f"download: {download.url}"))
    return page


def _note_foreign(forum, url):
    if not url.startswith((forum.address + "/", "chrome-extension:")):
        forum.complaints.append(f"asked for {url[:200]}")


def look(page, path):
    """Open a page, and see that it is that page and that nothing in it ran or waits to run."""
    answer = page.goto(path)
    assert answer.status == 200, path
    harmless(page, path)
    return answer


def harmless(page, path):
    assert page.evaluate("window.ran") == [], path
    assert page.evaluate(ARMED) == [], path


def batches(texts, size):
    return [texts[at : at + size] for at in range(0, len(texts), size)]


def test_no_payload_runs_in_a_post_or_over_the_api(forum, watched, texts):
    with forum.app.app_context():
        paths = [_thread_full_of(batch) for batch in batches(texts, POSTS_A_PAGE - 1)]

    for number, path in paths:
        look(watched, path)
        look_at_json(watched, f"/api/v1/threads/{number}/posts")


def look_at_json(page, path):
    answer = page.goto(path)
    assert answer.status == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert page.evaluate("window.ran") == []
    assert page.evaluate("document.contentType").endswith("json")


@transaction()
def _thread_full_of(batch):
    """Bodies as they are stored; names of people, of tags and of the category as they never are."""
    category = make_category(names={"en": batch[0], "zh-Hans": batch[0]})
    thread = make_thread(category=category, title=batch[0], tags=batch[:5], body="Please help.")
    for payload in batch:
        author = make_user(display_name=payload, about=payload)
        make_post(thread=thread, author=author, body=payload, html=render(payload).html)
    return thread.id, f"/t/{thread.id}"


def test_no_payload_runs_in_a_list(forum, watched, texts):
    with forum.app.app_context():
        _threads_named(texts)

    path = "/"
    seen = 0
    while path:
        look(watched, path)
        seen += watched.locator(".threads > li").count()
        older = watched.locator("a[rel=next]")
        path = older.get_attribute("href") if older.count() else ""

    assert seen == len(texts)
    look(watched, "/tags")
    look_at_json(watched, "/api/v1/threads")


@transaction()
def _threads_named(texts):
    author, category = make_user(), make_category()
    for payload in texts:
        short = excerpt(render(payload).html)
        make_thread(
            author=author, category=category, title=payload[:150], excerpt=short,
            tags=[payload[:30]],
        )


def test_no_payload_runs_on_a_profile(forum, watched, texts):
    few = texts[::40] if len(texts) > 100 else texts[::4]
    with forum.app.app_context():
        paths = [_person(payload) for payload in few]

    for path in paths:
        look(watched, path)


@transaction()
def _person(payload):
    return make_user(display_name=payload[:60], about=payload).path


def test_no_payload_runs_in_a_preview(forum, watched, texts):
    forum.category("help", "帮助")
    sign_in(watched, forum.person("ann"))
    watched.goto("/ask")
    watched.fill("[name=body]", "Nothing yet.")
    with watched.expect_response("**/preview"):
        watched.locator("[data-preview]").click()

    for batch in batches(texts, POSTS_A_PAGE):
        with watched.expect_response("**/preview") as answer:
            watched.fill("[name=body]", "\n\n".join(batch)[:32_000])
        assert answer.value.status == 200
        expect(watched.locator(".preview[aria-busy]")).to_have_count(0)
        harmless(watched, "/preview")


def test_the_trap_notices_what_would_run(forum, watched):
    with forum.app.app_context():
        thread = make_thread()
        make_post(thread=thread, html='<img src="//evil.example/a.png" onerror="alert(1)">')
        path = f"/t/{thread.id}"

    watched.goto(path)

    assert watched.evaluate("window.ran") != []
    assert watched.evaluate(ARMED) == ["onerror=alert(1)"]
    forum.complaints.clear()

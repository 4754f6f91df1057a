"""With the push process a reply arrives at once, however seldom the page asks by itself."""

import http.client
import os

import pytest
from playwright.sync_api import expect
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from tests.browser.conftest import running, windows
from tests.browser.test_live import answer, do_jobs, person, question
from tests.databases import missing
from tests.streams import pushing, wait_until

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
REDIS = f"redis://127.0.0.1:6379/{15 - WORKER % 15}"


def proxied(web, server):
    """What nginx does: the path of streams goes to the push process."""

    def answer(environ, start):
        if environ["PATH_INFO"] != "/live/stream":
            return web(environ, start)
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        cookie = {"Cookie": environ.get("HTTP_COOKIE", "")}
        connection.request("GET", f"/live/stream?{environ['QUERY_STRING']}", headers=cookie)
        stream = connection.getresponse()
        start(f"{stream.status} {stream.reason}", [("Content-Type", "text/event-stream")])
        return iter(lambda: stream.read1(1000), b"")

    return answer


@pytest.fixture
def forum(tmp_path):
    with Redis.from_url(REDIS) as redis:
        try:
            redis.ping()
        except RedisAway as error:
            missing("Redis", str(error))
    # By itself the page would ask after the test has given up.
    given = {"live_every": 40_000, "redis_url": REDIS, "live_url": "/live/stream"}
    with running(tmp_path, **given) as site, pushing(site.app) as server:
        site.app.wsgi_app = proxied(site.app.wsgi_app, server)
        site.category("transfers", "转账与手续费")
        site.push = server
        yield site


def test_a_reply_arrives_at_once_and_the_bell_counts(chromium, forum):
    with windows(chromium, forum) as window:
        asker, other = person(forum, window(), "小白白"), person(forum, window(), "老许")
        thread = question(forum, asker)
        wait_until(lambda: f"thread/{thread.split('/')[4]}" in forum.push.streams._about)

        answer(other, thread, "再等等，区块还没打包完。")
        do_jobs(forum)

        expect(asker.locator("[data-live-thread]")).to_be_visible()
        expect(asker.locator("[data-bell] .num")).to_have_text("1")
    assert forum.complaints == []

"""The push process: who may hear what, and what happens to those who do not listen."""

import os
import socket
from dataclasses import replace
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from flask_migrate import upgrade
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.http.streams import serving, streams
from forum.notifications.reach import Told
from forum.notifications.writing import Event, tell
from forum.threads.actions.hiding import hide_thread
from forum.threads.actions.posting import reply
from tests.conftest import Browser
from tests.databases import ROOT, fresh_database, missing
from tests.make import make_category, make_moderator, make_thread, make_user
from tests.redises import own_redis
from tests.streams import Stream, pushing, wait_until

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
REDIS = f"redis://127.0.0.1:6379/{15 - WORKER % 15}"


@pytest.fixture
def redis_url():
    with Redis.from_url(REDIS) as server:
        try:
            server.ping()
        except RedisAway as error:
            missing("Redis", str(error))
    return REDIS


@pytest.fixture
def forum(tmp_path, redis_url):
    """With a database of its own: the process sees what was really committed."""
    with fresh_database(tmp_path) as url:
        app = create_app(
            Config(
                database_url=url, data_dir=tmp_path, secret_key=uuid4().hex, redis_url=redis_url,
                live_url="/live/stream", password_memory=8, password_rounds=1,
            )
        )  # fmt: skip
        app.test_client_class = Browser
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            yield app
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def server(forum):
    with pushing(forum) as server:
        yield server


@pytest.fixture
def listen(server):
    """A stream of somebody's browser, once it is held."""
    opened = []

    def listen(query="", user=None, **headers):
        held = len(server.streams)
        stream = Stream(server, query, cookie_of(server, user) if user else "", **headers)
        opened.append(stream)
        if stream.status == 200:
            wait_until(lambda: len(server.streams) > held)
        return stream

    yield listen
    for stream in opened:
        stream.close()


def cookie_of(server, user):
    client = server._app.test_client(user=user)
    with server._app.test_request_context():
        jar = SimpleCookie()
        jar["waymark"] = client.get_cookie("waymark", domain="localhost").value
    return jar.output(header="").strip().split(";")[0]


def test_a_page_hears_of_its_thread_and_of_lists(listen):
    thread, other = make_thread(), make_thread()
    of_thread, of_lists = listen(f"thread={thread.id}"), listen("lists=1")

    reply(other, "Not here.", by=make_user())
    reply(thread, "Here.", by=make_user())

    assert of_thread.events() == [f"thread/{thread.id}"]
    assert of_lists.events(2) == ["lists", "lists"]
    assert of_thread.headers["Content-Type"] == "text/event-stream"
    assert of_thread.headers["Cache-Control"] == "private, no-store"


def test_a_member_hears_that_they_were_told_something_and_nobody_else_does(listen):
    user, other = make_user(), make_user()
    mine, theirs = listen(user=user), listen("lists=1", user=other)
    thread = make_thread()

    tell(Event("thread/1", thread), {user.id: Told("thread_post")})
    reply(thread, "For lists.", by=make_user())

    assert mine.events() == [f"bell/{user.id}"]
    assert theirs.events() == ["lists"]


def test_what_one_may_not_see_one_does_not_hear(listen):
    hidden, closed = make_thread(), make_thread(category=make_category(may_see="staff"))
    hide_thread(hidden, "Spam.", by=make_moderator())

    for thread in (hidden, closed):
        assert listen(f"thread={thread.id}", user=make_user()).status == 404
        assert listen(f"thread={thread.id}").status == 404
        assert listen(f"thread={thread.id}", user=make_moderator()).status == 200


@pytest.mark.parametrize("query", ["thread=x", "thread=0", f"thread={2**63}", "thread=%00"])
def test_what_is_no_thread_is_refused(listen, query):
    assert listen(query).status == 404


@pytest.mark.parametrize(
    "sent, status",
    [
        (b"POST /live/stream HTTP/1.1\r\n\r\n", b"405"),
        (b"GET / HTTP/1.1\r\n\r\n", b"404"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /live/stream HTTP/1.1\r\nX: " + b"x" * 40_000 + b"\r\n\r\n", b"431"),
    ],
)
def test_what_is_no_request_for_a_stream_is_refused(server, sent, status):
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(sent)

        assert connection.recv(100).split()[1] == status


def test_an_address_holds_so_many_and_no_more(listen, server, monkeypatch):
    monkeypatch.setattr(serving, "MOST_OF_ADDRESS", 2)
    first = listen("lists=1")
    listen("lists=1")

    assert listen("lists=1").status == 429

    first.close()
    wait_until(lambda: len(server.streams) == 1)
    assert listen("lists=1").status == 200


def test_a_network_of_ipv6_counts_as_one_address(listen, server, monkeypatch):
    monkeypatch.setattr(serving, "MOST_OF_ADDRESS", 2)
    monkeypatch.setattr(server, "_config", replace(server._config, trusted_proxies=1))

    seen = [
        listen("lists=1", **{"X-Forwarded-For": f"2001:db8:1:{end}"}).status
        for end in ("2::1", "2::2", "2:ffff::1", "3::1")
    ]

    assert seen == [200, 200, 429, 200]


def test_who_does_not_read_is_dropped(listen, server, monkeypatch):
    monkeypatch.setattr(streams, "MOST_WAITING", 0)
    stream = listen("lists=1")
    (held,) = server.streams._all
    held.writer.transport.write(b":" * 20_000_000)

    make_and_reply()

    wait_until(lambda: len(server.streams) == 0)
    stream.close()


def make_and_reply():
    reply(make_thread(), "Something new.", by=make_user())


def test_it_beats_so_that_proxies_keep_the_stream(forum, monkeypatch):
    monkeypatch.setattr(serving, "HEARTBEAT_S", 0.1)
    with pushing(forum) as server:
        stream = Stream(server, "lists=1")

        assert [stream.file.readline() for _ in range(4)][2] == ": \n"
        stream.close()


def test_a_stream_ends_after_its_time_and_the_browser_comes_again(forum, monkeypatch):
    monkeypatch.setattr(serving, "LIFE_S", 0.1)
    with pushing(forum) as server:
        stream = Stream(server, "lists=1")

        rest = stream.file.read()

        assert rest.startswith("retry: ")
        stream.close()


def test_the_process_goes_on_when_redis_was_away(tmp_path, monkeypatch):
    monkeypatch.setattr(serving, "REDIS_PAUSE_S", 0.1)
    with own_redis() as redis, fresh_database(tmp_path) as url:
        app = create_app(
            Config(
                database_url=url, data_dir=tmp_path, secret_key=uuid4().hex,
                redis_url=redis.url, live_url="/live/stream",
            )
        )  # fmt: skip
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            with pushing(app) as server:
                stream = Stream(server, "lists=1")
                wait_until(lambda: len(server.streams) == 1)
                redis.stop()
                # Nobody hears it, and it is posted all the same.
                make_and_reply()
                redis.start()
                app.extensions["push"]._silent_until = 0
                with Redis.from_url(redis.url) as client:
                    wait_until(lambda: client.pubsub_channels())
                make_and_reply()
                assert stream.events() == ["lists"]
                stream.close()
            db.session.remove()
            db.engine.dispose()


def test_where_there_is_no_push_process_pages_do_not_ask_for_one(visit):
    assert "data-live-stream" not in visit().get("/").text


def test_where_there_is_one_they_do(forum):
    assert 'data-live-stream="/live/stream"' in forum.test_client().get("/").text

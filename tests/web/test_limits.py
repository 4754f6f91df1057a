import os

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway

from forum.accounts.actions.tokens import make_token
from forum.core.errors import TooMany
from forum.http import limits
from forum.http.limits import _Limits
from tests.databases import missing
from tests.make import make_thread, make_user

# The tests empty it: each test process has its own, of the sixteen that a Redis has.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
REDIS = f"redis://127.0.0.1:6379/{15 - WORKER % 15}"


@pytest.fixture
def attach(app, monkeypatch):
    """Limits as another installation has them."""

    def attached(redis_url="", factor=1):
        monkeypatch.setitem(app.extensions, "limits", _Limits(redis_url, factor))

    return attached


@pytest.fixture
def redis():
    server = Redis.from_url(REDIS)
    try:
        server.flushdb()
    except RedisAway as error:
        missing("Redis", str(error))
    yield REDIS
    server.flushdb()
    server.close()


def spend(app, address="198.51.100.7"):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        limits.spend("a test", "2/minute")


def test_a_limit_is_used_up_and_says_for_how_long(app):
    spend(app)
    spend(app)

    with pytest.raises(TooMany) as refused:
        spend(app)

    assert 0 < refused.value.retry_after <= 60


def test_another_address_has_its_own(app):
    spend(app)
    spend(app)

    spend(app, "198.51.100.8")


def test_a_subscriber_of_ipv6_has_one_for_all_addresses(app):
    spend(app, "2001:db8:1:2::1")
    spend(app, "2001:db8:1:2:ffff::1")

    with pytest.raises(TooMany):
        spend(app, "2001:db8:1:2::9")
    spend(app, "2001:db8:1:3::1")


def test_an_operator_can_widen_all_limits(app, attach):
    attach(factor=3)
    for _ in range(6):
        spend(app)

    with pytest.raises(TooMany):
        spend(app)


def test_processes_share_their_counts_in_redis(app, attach, redis):
    attach(redis)
    spend(app)
    attach(redis)
    spend(app)

    with pytest.raises(TooMany):
        spend(app)


def test_without_redis_the_process_counts_alone(app, attach):
    attach("redis://127.0.0.1:9/0")
    spend(app)
    spend(app)

    with pytest.raises(TooMany):
        spend(app)


def test_a_count_is_forgiven(app, attach, redis):
    for url in ("", redis):
        attach(url)
        for _ in range(5):
            with app.test_request_context():
                limits.spend("password", "2/minute", "lin")
                limits.forgive("password", "2/minute", "lin")


def test_an_ipv4_address_that_is_written_as_ipv6_counts_as_itself(app):
    spend(app, "::ffff:198.51.100.7")
    spend(app, "198.51.100.7")

    with pytest.raises(TooMany):
        spend(app, "::ffff:198.51.100.7")
    spend(app, "::ffff:198.51.100.8")


def test_a_person_sends_thirty_texts_a_minute_refused_or_not(visit):
    user, thread = make_user(), make_thread()
    browser, token = visit(user), make_token(user, "a bot", ["write"], by=user)

    answers = [browser.post(f"/t/{thread.id}/reply", data={"body": f"x{n}"}) for n in range(30)]

    assert answers[1].status_code == 429
    assert "quick" in answers[1].text
    assert browser.post("/ask", data={"body": "x"}).status_code == 429
    bearer = {"Authorization": f"Bearer {token}"}
    assert visit().post("/api/v1/threads", json={"body": "x"}, headers=bearer).status_code == 429
    assert browser.post("/theme", data={"theme": "dark"}).status_code == 303
    assert visit(make_user()).post(f"/t/{thread.id}/reply", data={"body": "x"}).status_code == 303

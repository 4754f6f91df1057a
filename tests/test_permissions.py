"""Every way in, and what each person is answered there: the table of ``tests.permissions``."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import update
from werkzeug.exceptions import HTTPException

from forum.accounts.models import User
from forum.core.clock import now
from forum.core.db import db
from forum.http import limits, official, site
from tests.databases import empty
from tests.permissions import API, PAGES, ROWS, SILENCED
from tests.situation import MARKS, ROLES, make_situation

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(scope="module")
def names(app):
    """The situation, made once and really stored; each test undoes what it does to it."""
    with app.app_context():
        yield make_situation()
        db.session.remove()
        empty(db)


@pytest.fixture
def ask(app, names):
    """One of the six sends a row; whoever sends the next finds everything as it was."""

    def ask(role, method, path, sent=None, token=None):
        path, sent = named(path, names), named(sent or {}, names)
        given = {"data": sent}
        browser = app.test_client()
        if path.startswith("/api/"):
            token = token or f"program of {role}"
            given = {"headers": {} if role == "guest" else {"Authorization": f"Bearer {token}"}}
            given |= {"json": sent} if method != "GET" else {}
        elif role != "guest":
            with browser.session_transaction() as session:
                session["token"] = f"browser of {role}"
        with undone():
            return browser.open(path, method=method, **given)

    return ask


@contextmanager
def undone():
    savepoint = db.engines[None].begin_nested()
    try:
        yield
    finally:
        db.session.rollback()
        savepoint.rollback()
        for kept in (site, official, limits):
            kept.forget()


def named(thing, names):
    """With ids in place of the names in braces."""
    if isinstance(thing, dict):
        return {key: named(value, names) for key, value in thing.items()}
    if not isinstance(thing, str) or "{" not in thing:
        return thing
    return names.get(thing[1:-1]) or thing.format_map(names)


def said(answer):
    place = answer.headers.get("Location", "")
    return "in" if place.startswith("/sign-in?next=") else str(answer.status_code)


def overheard(role, answer):
    """Words that are not for them. What one has sent oneself may come back."""
    text = answer if isinstance(answer, str) else f"{answer.text} {answer.headers}"
    return {word for word, (_, readers) in MARKS.items() if word in text and role not in readers}


@pytest.mark.parametrize("row", ROWS, ids=[f"{method} {path}" for method, path, *_ in ROWS])
def test_everybody_is_answered_as_the_table_says(ask, row):
    method, path, expected, sent = row

    answers = {role: ask(role, method, path, sent) for role in ROLES}

    assert " ".join(said(answer) for answer in answers.values()) == expected
    for role, answer in answers.items():
        assert overheard(role, answer) - overheard(role, f"{path} {sent}") == set()


def test_the_table_has_every_way_in_and_no_other(app):
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }

    in_table = {(method, rule_of(app, method, path)) for method, path, *_ in ROWS}

    assert there - in_table == set()
    assert in_table - there == set()


def rule_of(app, method, path):
    """The rule that leads there, or the path itself where none does."""
    parts = path.partition("?")[0].split("/")
    plain = "/".join("1" if "{" in part else part for part in parts)
    try:
        match = app.url_map.bind("127.0.0.1:8000").match(plain, method=method, return_rule=True)
    except HTTPException:
        return path
    return match[0].rule


@pytest.mark.parametrize("word", MARKS)
def test_a_word_is_read_by_those_whom_it_is_for(ask, word):
    path, readers = MARKS[word]

    found = [role for role in ROLES if word in ask(role, "GET", path).text]

    assert found == [role for role in ROLES if role in readers]


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_counts_hold_what_everybody_may_see(ask, names, role):
    listed = ask(role, "GET", "/api/v1/threads?limit=100").json["items"]
    mine = ask(role, "GET", "/api/v1/users/{author_handle}/threads").json["items"]
    tags = ask(role, "GET", "/api/v1/tags").json["items"]
    profile = ask(role, "GET", "/u/{author_handle}").text
    thread = ask(role, "GET", "/api/v1/threads/{thread}").json

    public = {"thread", "open", "locked", "news", "flagged"}
    if role in ("moderator", "official", "administrator"):
        public.add("back")
    assert {row["id"] for row in listed} == {names[name] for name in public}
    assert {row["id"] for row in mine} == {names[name] for name in public - {"news", "flagged"}}
    assert [tag["name"] for tag in tags] == ["fees"]
    assert thread["reply_count"] == 3
    # Of the author's replies, one is public, and one more stands in the category for staff.
    counts = [int(number) for number in re.findall(r'<b class="num">(\d+)</b>', profile)]
    assert counts[:3] == [len(public) - 2, len(public) - 4, 0]


@pytest.mark.parametrize("role", ROLES[1:])
def test_notices_are_of_what_one_may_see(ask, names, role):
    listed = ask(role, "GET", "/api/v1/notifications?limit=100").json["items"]
    count = ask(role, "GET", "/api/v1/notifications/unread-count").json["unread"]

    threads, posts = {"thread"}, 0
    if role == "author":
        # And one of their account.
        threads, posts = {"thread", "gone", "waiting", "private"}, 2 + 1
    elif role != "member":
        threads, posts = {"thread", "gone", "waiting", "private", "staff", "back"}, 3
    found = [row["thread_id"] for row in listed if row["kind"] == "solved"]
    assert sorted(found) == sorted(names[name] for name in threads)
    assert count == len(threads) + posts


# What a token of all scopes may do, one that only reads may not.
WRITES = [row for row in API if row[0] != "GET" and "/preview" not in row[1]]
STAFF_READS = [row for row in API if row[0] == "GET" and row[2].startswith("401 403")]
SCOPED = WRITES + STAFF_READS


@pytest.mark.parametrize("row", SCOPED, ids=[f"{method} {path}" for method, path, *_ in SCOPED])
def test_a_token_that_only_reads_changes_nothing(ask, row):
    method, path, _expected, sent = (*row, {})[:4]

    answer = ask("administrator", method, path, sent, token="reader of administrator")

    assert (answer.status_code, answer.json["code"]) == (403, "missing_scope")


@pytest.fixture
def suspended(names):
    end = now() + timedelta(days=1)
    db.session.execute(update(User).values(suspended_until=end))
    db.session.commit()


def test_somebody_suspended_is_a_guest(ask, suspended):
    for method, path, expected, sent in ((*row, {})[:4] for row in PAGES[::5]):
        answer = ask("administrator", method, path, sent)

        assert said(answer) == expected.split()[0], f"{method} {path}"


def test_a_token_of_somebody_suspended_is_unknown(ask, suspended):
    for method, path, _expected, sent in ((*row, {})[:4] for row in API[::5]):
        answer = ask("administrator", method, path, sent)

        assert (answer.status_code, answer.json["code"]) == (401, "unknown_token")


@pytest.mark.parametrize(
    "row", SILENCED, ids=[f"{method} {path} {status}" for method, path, status, *_ in SILENCED]
)
def test_somebody_silenced_takes_back_and_says_nothing(ask, names, row):
    method, path, expected, sent = (*row, {})[:4]
    end = now() + timedelta(days=1)
    db.session.execute(update(User).where(User.handle == "bruno").values(silenced_until=end))
    db.session.commit()

    assert ask("author", method, path, sent).status_code == expected

"""Which way the database takes: a page costs the same wherever it lies."""

import re
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event, insert, text

from forum.accounts.visitors import Guest
from forum.core.clock import now
from forum.core.db import db
from forum.threads.models import Post, Thread
from forum.threads.queries.lists import Key, list_threads
from forum.threads.queries.pages import get_head, posts_of
from tests.databases import ON_POSTGRESQL
from tests.make import make_category, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def plan_of(ask):
    """The plan of the last statement that ``ask`` makes, in the database's own words."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        asked.append((statement, parameters))

    connection = db.session.connection()
    event.listen(connection.engine, "before_cursor_execute", note)
    ask()
    event.remove(connection.engine, "before_cursor_execute", note)
    explain = "EXPLAIN" if ON_POSTGRESQL else "EXPLAIN QUERY PLAN"
    rows = connection.exec_driver_sql(f"{explain} {asked[-1][0]}", asked[-1][1])
    return "\n".join(str(row[0 if ON_POSTGRESQL else 3]) for row in rows)


def shape(plan):
    """Without what depends on how many rows there are."""
    return re.sub(r"\(cost=.*?\)|\d+", "", plan)


@pytest.fixture
def categories():
    """With enough threads that no database would rather read them all."""
    author, at = make_user(), now() - timedelta(days=9)
    places = [make_category() for _ in range(3)]
    rows = [
        {
            "category_id": places[n % 3].id, "author_id": author.id, "title": "Where are my coins?",
            "resolution": ("open", "solved")[n % 2], "reply_count": n % 4,
            "created_at": at, "last_post_at": at + timedelta(seconds=n),
        }
        for n in range(4000)
    ]
    db.session.execute(insert(Thread), rows)
    db.session.execute(text("ANALYZE threads"))
    return [place.id for place in places]


LISTS = {
    "latest": ("ix_threads_latest", "ix_threads_category"),
    "unsolved": ("ix_threads_resolution", "ix_threads_category_resolution"),
    "solved": ("ix_threads_resolution", "ix_threads_category_resolution"),
    "unanswered": ("ix_threads_unanswered", "ix_threads_"),
}


@pytest.mark.parametrize("maker", [Guest, make_user])
def test_lists_walk_their_index(categories, maker):
    person = maker()
    after = Key(now() - timedelta(days=8, hours=23), 5)

    for kind, (of_all, of_one) in LISTS.items():
        for places, index in ((categories, of_all), (categories[:1], of_one)):
            for key in (None, after):
                plan = plan_of(partial(list_threads, person, places, kind=kind, after=key))
                # PostgreSQL chooses among them by how many threads a category has.
                assert ("ix_threads_" if ON_POSTGRESQL else index) in plan, plan
                assert not re.search(r"TEMP B-TREE|\bSort\b|Seq Scan on threads", plan), plan


def test_page_thousand_plans_like_page_one():
    thread, author = make_thread(), make_user()
    given = {"thread_id": thread.id, "author_id": author.id, "body": "x", "html": "", "renderer": 1}
    db.session.execute(insert(Post), [{"number": n, **given} for n in range(2, 20_001)])
    thread.last_number, thread.reply_count = 20_000, 19_999
    db.session.flush()
    db.session.execute(text("ANALYZE posts"))
    head = get_head(thread.id, Guest())

    first = plan_of(lambda: posts_of(head, Guest(), 1))
    last = plan_of(lambda: posts_of(head, Guest(), 1000))

    assert shape(first) == shape(last)
    assert "thread_id" in first
    assert "Seq Scan on posts" not in first
    assert len(posts_of(head, Guest(), 1000)) == 20

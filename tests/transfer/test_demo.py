"""The demonstration: what it brings, where it refuses, how it goes away."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import func, select

from forum.accounts.actions.signing import sign_in
from forum.accounts.models import SYSTEM_ID, User
from forum.announcements.models import MaintenanceWindow, Pin
from forum.announcements.states import state_at
from forum.core import stamps
from forum.core.clock import now
from forum.core.db import db, read
from forum.core.errors import Conflict
from forum.moderation.models import Flag, LogLine
from forum.threads.actions.recounting import recount_threads
from forum.threads.models import MeToo, Post, Thread, ThreadTag, page_of
from forum.transfer.demo import access, texts
from forum.transfer.demo.loading import PASSWORD, is_empty, is_loaded, load_demo
from forum.transfer.demo.unloading import unload_demo
from tests.make import make_category, make_user


@pytest.fixture
def loaded(app):
    load_demo()
    # As the next request finds it.
    db.session.rollback()


def thread(key):
    title = next(text.title for text in texts.threads() if text.key == key)
    return db.session.scalars(select(Thread).where(Thread.title == title)).one()


def post(found, number):
    return db.session.scalars(select(Post).filter_by(thread_id=found.id, number=number)).one()


def count(model, *which):
    return db.session.scalar(select(func.count()).select_from(model).where(*which))


@pytest.fixture
def on(app, monkeypatch):
    def deploy(**given):
        monkeypatch.setitem(
            app.extensions, "config", replace(app.extensions["config"], **given)
        )

    return deploy


def test_an_empty_forum_becomes_a_community(loaded):
    assert is_loaded()
    assert count(Thread) >= 40
    assert count(User, User.id != SYSTEM_ID) >= 25
    assert {row.category.slug for row in db.session.scalars(select(Thread))} == {
        "announcements", "start", "transfers", "security", "recovery", "ideas",
    }


def test_nothing_of_it_happened_in_the_future_or_before_its_author_came(loaded):
    posts = db.session.scalars(select(Post).order_by(Post.thread_id, Post.number)).all()

    assert all(post.created_at <= now() for post in posts)
    assert [post.author.handle for post in posts if post.created_at < post.author.joined_at] == []
    assert all(
        one.created_at <= two.created_at
        for one, two in pairwise(posts)
        if one.thread_id == two.thread_id
    )


def test_questions_were_met_by_others_until_they_were_solved(loaded):
    said = db.session.scalars(select(MeToo)).all()
    threads = {one.thread_id: db.session.get_one(Thread, one.thread_id) for one in said}

    assert thread("six-hours").me_toos == 4
    assert [one for one in said if one.user_id == threads[one.thread_id].author_id] == []
    for one in said:
        answer = threads[one.thread_id].acceptance
        begin, end = threads[one.thread_id].created_at, answer.accepted_at if answer else now()
        assert begin <= one.made_at <= end


def test_no_counter_is_off(loaded):
    assert not recount_threads(lambda seen: None).off


def test_tags_lists_know_when_their_threads_moved(loaded):
    rows = select(Thread.last_post_at, ThreadTag.last_post_at).join(
        ThreadTag, ThreadTag.thread_id == Thread.id
    )

    assert all(mine == theirs for mine, theirs in db.session.execute(rows))


def test_questions_end_in_every_way(loaded):
    ends = {
        "six-hours": ("solved", 2),
        "usdt-on-bsc": ("solved", 4),
        "eleven-words": ("solved", 2),
        "sync-wallet-approval": ("solved", 3),
        "lost-phone-codes": ("open", None),
        "arrived-by-itself": ("closed", None),
        "pending-duplicate": ("duplicate", None),
        "how-do-you-back-up": ("none", None),
    }

    for key, (resolution, number) in ends.items():
        found = thread(key)
        answer = post(found, number).id if number else None
        assert (key, found.resolution, found.answer_id) == (key, resolution, answer)


def test_the_threads_that_show_what_the_program_can_do(loaded):
    assert thread("eleven-words").choice_lock.reason
    assert thread("balance-zero").is_locked
    assert thread("lost-phone-codes").reply_count == 0
    assert thread("pending-duplicate").duplicate.original_id == thread("six-hours").id
    assert post(thread("wechat-agent"), 3).hidden_reason
    assert post(thread("sync-wallet-approval"), 5).is_official
    assert f'href="{post(thread("six-hours"), 2).path}"' in post(thread("six-hours"), 5).html
    assert "<table>" in post(thread("how-do-you-back-up"), 1).html
    assert page_of(thread("never-first").last_number) > 1


def test_the_maintenance_starts_in_half_an_hour(loaded):
    window = db.session.scalars(select(MaintenanceWindow)).one()

    assert state_at(window, now()) == "scheduled"
    assert state_at(window, now() + timedelta(minutes=31)) == "in_progress"
    assert db.session.get(Pin, window.thread_id).position == 0


def test_moderators_find_work_and_a_log_in_order(loaded):
    lines = db.session.scalars(select(LogLine).order_by(LogLine.id)).all()

    assert count(Flag) == 3
    assert {"hide_post", "suspend_person", "lock_choice"} <= {line.verb for line in lines}
    assert lines == sorted(lines, key=lambda line: line.logged_at)


def test_the_accounts_that_are_printed_can_sign_in(loaded):
    accounts = access.accounts()

    assert [account.role for account in accounts] == [
        "newcomer", "member", "moderator", "official", "administrator",
    ]
    for account in accounts:
        assert sign_in(account.handle, PASSWORD, agent="a test")
        assert sign_in(account.email, PASSWORD, agent="a test")


def test_who_pretended_to_be_staff_is_out(loaded):
    user = db.session.scalars(select(User).where(User.handle == "wang_8812")).one()

    assert user.suspended_until > now() and user.password_hash is None


def test_every_page_says_that_it_is_a_demonstration(loaded, visit):
    for path in ("/", thread("six-hours").path):
        page = visit().get(path, headers={"Accept-Language": "en"}).text

        assert "Demonstration data." in page


def test_a_forum_in_use_is_left_alone(app):
    make_user()

    with pytest.raises(Conflict):
        load_demo()


def test_categories_of_ones_own_are_left_alone_too(app):
    make_category()

    with pytest.raises(Conflict):
        load_demo()


@pytest.mark.parametrize(
    ("site_url", "host", "here", "reachable"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", True, False),
        ("http://localhost:8000", "::1", True, False),
        ("http://127.0.0.1:8000", "0.0.0.0", True, True),
        ("https://forum.example", "127.0.0.1", False, True),
        ("http://127.0.0.1.forum.example", "127.0.0.1", False, True),
    ],
)
def test_only_this_machine_may_have_public_passwords(on, site_url, host, here, reachable):
    on(site_url=site_url, host=host)

    assert (access.is_on_this_machine(), access.is_reachable()) == (here, reachable)


def test_elsewhere_the_operator_reads_why_not(app, on):
    on(site_url="https://forum.example")

    result = app.test_cli_runner().invoke(args=["demo", "load"])

    assert result.exit_code == 1
    assert "https://forum.example" in result.stderr
    assert is_empty()


def test_loading_twice_keeps_what_is_there(loaded, app):
    before = count(Post)

    result = app.test_cli_runner().invoke(args=["demo", "load"])

    assert result.exit_code == 0
    assert "here already" in result.stdout and PASSWORD in result.stdout
    assert count(Post) == before


def test_there_is_nothing_to_unload_in_a_forum_of_ones_own(app):
    with pytest.raises(Conflict):
        unload_demo()


def test_people_who_signed_up_since_are_not_removed_by_the_way(loaded):
    make_user()

    with pytest.raises(Conflict, match="1"):
        unload_demo()


@pytest.mark.commits
def test_unloading_leaves_an_empty_forum_whose_pages_have_new_names(app):
    load_demo()
    with read() as connection:
        before = stamps.versions(connection, [stamps.SITE])[stamps.SITE]

    unload_demo()

    assert is_empty() and not is_loaded()
    assert count(LogLine) == 0
    with read() as connection:
        assert stamps.versions(connection, [stamps.SITE])[stamps.SITE] > before


@pytest.mark.commits
def test_unloading_takes_everybody_when_told_to(app):
    load_demo()
    make_user()

    unload_demo(everybody=True)

    assert is_empty()


def test_it_can_be_loaded_on_any_day(app):
    # 29 February, and an hour that many zones skip: spans are spans, not dates.
    with time_machine.travel("2028-02-29T02:30:00+00:00"):
        load_demo()

        assert max(p.created_at for p in db.session.scalars(select(Post))) <= now()

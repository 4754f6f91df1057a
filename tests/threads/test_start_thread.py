import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.threads.actions.posting import start_thread
from forum.threads.models import Post, Thread
from tests.make import make_category, make_newcomer, make_official, make_user

pytestmark = pytest.mark.usefixtures("app")


def opening_of(thread):
    return db.session.scalars(select(Post).filter_by(thread_id=thread.id, number=1)).one()


def test_a_thread_begins_with_its_opening_post():
    category, asker = make_category(), make_user()

    thread = start_thread(category, "Where are my coins?", "I sent **all**.", by=asker)

    assert opening_of(thread).html == "<p>I sent <strong>all</strong>.</p>"
    assert (thread.last_number, thread.reply_count, thread.excerpt) == (1, 0, "I sent all.")
    assert thread.resolution == "open"


def test_a_discussion_has_nothing_to_solve():
    category = make_category(kind="discussions")

    thread = start_thread(category, "What do you think?", "Well?", by=make_user())

    assert thread.resolution == "none"


@pytest.mark.parametrize("title", ["密码忘了", "no coins", "x" * 150, "钱" * 150])
def test_a_title_may_be_as_short_as_it_makes_sense(title):
    assert start_thread(make_category(), title, "Help.", by=make_user()).title == title


BAD_TITLES = ["", "  ", "密码忘", "coins ?", "x" * 151, "钱" * 151, "a\x00bcdefg"]


@pytest.mark.parametrize("title", BAD_TITLES)
def test_a_title_that_says_nothing_is_refused(title):
    with pytest.raises(Invalid) as refusal:
        start_thread(make_category(), title, "Help.", by=make_user())

    assert refusal.value.field == "title"


@pytest.mark.parametrize("body", ["", " \n ", "x" * 32_001, "a\x00", "\ud800"])
def test_a_body_that_cannot_be_is_refused(body):
    with pytest.raises(Invalid) as refusal:
        start_thread(make_category(), "Where are my coins?", body, by=make_user())

    assert refusal.value.field == "body"
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


def test_the_longest_body_is_taken():
    thread = start_thread(make_category(), "Where are my coins?", "x" * 32_000, by=make_user())

    assert len(opening_of(thread).body) == 32_000


def test_the_same_words_twice_are_one_thread():
    category, asker = make_category(), make_user()

    first = start_thread(category, "Where are my coins?", "Help.", by=asker)
    again = start_thread(category, "Where are my coins?", "Help.", by=asker)

    assert again.id == first.id
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 1


def test_only_official_staff_start_threads_in_an_official_category():
    category = make_category(is_official=True)

    with pytest.raises(Forbidden, match="official"):
        start_thread(category, "We never ask for it", "Never.", by=make_user())

    assert start_thread(category, "We never ask for it", "Never.", by=make_official())


def test_a_category_says_who_may_start():
    category = make_category(may_start="trust_2")

    with pytest.raises(Forbidden):
        start_thread(category, "Where are my coins?", "Help.", by=make_user(trust_level=1))

    assert start_thread(category, "Where are my coins?", "Help.", by=make_user(trust_level=2))


@pytest.mark.parametrize(
    "title, language",
    [
        ("转账六个小时还没到账", "zh-Hans"),
        ("換了新手機怎麼辦", "zh-Hant"),
        ("Where is the money I sent?", "en"),
        ("Wo ist mein Geld geblieben", None),
        ("ビットコインが届かない", None),
    ],
)
def test_the_language_is_seen_from_the_characters(title, language):
    assert start_thread(make_category(), title, "…", by=make_user()).language == language


def test_a_newcomer_has_two_links_and_explorers_do_not_count():
    links = "https://a.example https://b.example https://mempool.space/tx/1 http://127.0.0.1:8000/p/1"

    assert start_thread(make_category(), "Is this real?", links, by=make_newcomer())
    with pytest.raises(Invalid, match="2 links"):
        more = f"{links} https://c.example"
        start_thread(make_category(), "Is this real?", more, by=make_newcomer())


def test_a_newcomer_mentions_two_people():
    for handle in ("老许", "momo", "daniel"):
        make_user(handle=handle)

    assert start_thread(make_category(), "Who can help?", "@老许说得对 @momo", by=make_newcomer())
    with pytest.raises(Invalid, match="2 people"):
        start_thread(make_category(), "Who can help?", "@老许 @momo @daniel", by=make_newcomer())


def test_a_newcomer_has_four_pictures():
    picture = "![x](https://a.example/x.png) "

    assert start_thread(make_category(), "See for yourself", picture * 4, by=make_newcomer())
    with pytest.raises(Invalid, match="4 pictures"):
        start_thread(make_category(), "See for yourself", picture * 5, by=make_newcomer())

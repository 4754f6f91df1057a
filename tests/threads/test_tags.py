import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Forbidden, Invalid, NotFound
from forum.threads.actions.posting import start_thread
from forum.threads.actions.tagging import merge_tag, reserve_tag, retag_thread
from forum.threads.models import Tag, ThreadTag
from forum.threads.queries.finding import get_opening
from forum.threads.queries.tags import get_tag, popular
from forum.threads.writing import links_for
from tests.make import make_category, make_moderator, make_official, make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def tagged(*names, by=None, category=None):
    by, category = by or make_user(), category or make_category()
    return start_thread(category, "Where are my coins?", "Help.", names, by=by)


def test_tags_are_tidied_and_keep_their_order():
    assert tagged("#Fees", "未确认", "fees", "ＵＳＤＴ", "two words").tags == [
        "fees", "未确认", "usdt", "two-words",
    ]


@pytest.mark.parametrize("names", [
    ("a", "b", "c", "d", "e", "f"), ("x" * 31,), ("a/b",), ("…",), ("a\x00",), ("<b>",),
])
def test_tags_that_cannot_be_are_refused(names):
    with pytest.raises(Invalid) as refusal:
        tagged(*names)

    assert refusal.value.field == "tags"


def test_a_synonym_resolves_before_and_after():
    moderator = make_moderator()
    before = tagged("手续费太高", "fees")
    merge_tag("手续费太高", "fees", by=moderator)

    after = tagged("手续费太高")

    assert before.tags == ["fees"]
    assert after.tags == ["fees"]
    assert get_tag("手续费太高").name == "fees"
    assert db.session.scalars(select(ThreadTag.thread_id)).all() == [before.id, after.id]


def test_synonyms_of_a_synonym_follow():
    moderator = make_moderator()
    merge_tag("a1", "b1", by=moderator)
    merge_tag("b1", "c1", by=moderator)

    assert tagged("a1").tags == ["c1"]


def test_a_tag_is_no_synonym_of_itself():
    moderator = make_moderator()
    merge_tag("a1", "b1", by=moderator)

    with pytest.raises(Invalid, match="of itself"):
        merge_tag("b1", "A1", by=moderator)


def test_a_reserved_tag_is_staffs_and_stays_where_it_is():
    reserve_tag("fixed", by=make_moderator())

    with pytest.raises(Invalid, match="for staff"):
        tagged("fixed")
    thread = tagged("fixed", by=make_official())
    retag_thread(thread, get_opening(thread), ["fixed", "fees"], by=thread.author)

    assert thread.tags == ["fixed", "fees"]


@pytest.mark.parametrize("verb, given", [(merge_tag, ("a1", "b1")), (reserve_tag, ("a1",))])
def test_only_moderators_order_tags(verb, given):
    with pytest.raises(Forbidden):
        verb(*given, by=make_user())


def test_the_author_changes_the_tags_others_do_not():
    thread = tagged("fees")
    opening = get_opening(thread)

    retag_thread(thread, opening, [], by=thread.author)
    assert thread.tags == []

    with pytest.raises(Forbidden):
        retag_thread(thread, opening, ["scam"], by=make_user())


def test_tags_are_counted_where_one_may_look():
    category, other = make_category(), make_category()
    tagged("fees", category=category), tagged("fees", "rare", category=other)
    make_thread(category=category, state="hidden")

    assert [(tag.name, tag.threads) for tag in popular([category])] == [("fees", 1)]
    assert [(tag.name, tag.threads) for tag in popular([category, other])] == [
        ("fees", 2), ("rare", 1),
    ]


def test_a_word_that_only_hidden_threads_bear_leads_nowhere():
    moderator, hidden = make_moderator(), make_thread(state="hidden")
    tagged("open"), tagged("secret", category=make_category(may_see="staff"), by=moderator)
    retag_thread(hidden, get_opening(hidden), ["gone"], by=moderator)
    merge_tag("free", "open", by=moderator)

    links = links_for("#open #free #secret #gone #unheard-of")

    assert links == {"#open": "/tag/open", "#free": "/tag/free"}


def test_there_is_no_tag_nobody_made():
    with pytest.raises(NotFound):
        get_tag("nothing")
    assert db.session.scalars(select(Tag)).all() == []

import pytest

from forum.accounts.queries import get_system
from forum.categories.actions import (
    create_category,
    delete_category,
    edit_category,
    shift_category,
)
from forum.categories.models import Category
from forum.categories.queries import all_categories
from forum.core import stamps
from forum.core.db import db, read
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.moderation.models import LogLine
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_official,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


def slugs():
    with read() as connection:
        return [category.slug for category in all_categories(connection)]


def test_an_administrator_creates_a_category():
    category = create_category("转账", {"zh-Hans": "转账"}, hue=3, by=make_administrator())

    assert category.path == "/c/转账"
    line = db.session.query(LogLine).one()
    assert (line.verb, line.subject) == ("create_category", f"category/{category.id}")


def test_what_the_operator_creates_is_the_systems():
    create_category("fees", {"en": "Fees"}, by=get_system())

    assert db.session.query(LogLine).one().by_id == 1


def test_an_address_is_given_once():
    make_category(slug="fees")
    other = make_category(slug="wallets")

    with pytest.raises(Conflict):
        create_category("fees", {"en": "Fees"}, by=make_administrator())
    with pytest.raises(Conflict):
        edit_category(other, slug="fees", parent_id=None, by=make_administrator())

    assert other.slug == "wallets"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"slug": "No Blanks"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"slug": "a\x00b"}, "slug"),
        ({"names": {"en": " ", "fr": "Frais"}}, "name"),
        ({"names": {"en": "x" * 61}}, "name-en"),
        ({"descriptions": {"en": "x" * 501}}, "description-en"),
        ({"hue": 0}, "hue"),
        ({"hue": 9}, "hue"),
        ({"kind": "quarrels"}, "kind"),
        ({"may_reply": "friends"}, "may_see"),
        ({"parent_id": 0}, "parent"),
        ({"parent_id": 2**62}, "parent"),
    ],
)
def test_what_makes_no_category_is_refused(given, field):
    category = make_category()

    with pytest.raises(Invalid) as refused:
        edit_category(category, **given, by=make_administrator())

    assert refused.value.field == field
    assert db.session.query(LogLine).count() == 0


def test_there_are_two_levels():
    by = make_administrator()
    top, inside, other = make_category(), make_category(), make_category()
    edit_category(inside, parent_id=top.id, by=by)

    for child, parent in ((other, inside), (top, other), (other, other)):
        with pytest.raises(Invalid):
            edit_category(child, parent_id=parent.id, by=by)

    assert other.parent_id is None


def test_what_stands_inside_comes_after_its_category():
    top, other = make_category(position=1), make_category(position=2)
    inside = make_category(position=3, parent_id=top.id)

    assert slugs() == [top.slug, inside.slug, other.slug]


def test_categories_change_places_on_their_level():
    by = make_administrator()
    first, second = make_category(position=1), make_category(position=2)
    make_category(position=3, parent_id=first.id)
    third = make_category(position=4)

    shift_category(third, -1, by=by)
    shift_category(first, -1, by=by)

    tops = [slug for slug in slugs() if slug in (first.slug, second.slug, third.slug)]
    assert tops == [first.slug, third.slug, second.slug]


def test_a_change_makes_every_page_a_new_one():
    category = make_category()
    with read() as connection:
        before = stamps.versions(connection, [stamps.SITE])

    edit_category(category, hue=5, by=make_administrator())

    with read() as connection:
        assert stamps.versions(connection, [stamps.SITE]) != before


def test_no_change_is_no_line():
    category = make_category(hue=5)

    edit_category(category, hue=5, names=category.names, by=make_administrator())

    assert db.session.query(LogLine).count() == 0


def test_an_empty_category_can_be_deleted():
    category = make_category()

    delete_category(category, by=make_administrator())

    assert db.session.query(Category).count() == 0


def test_a_category_with_threads_or_categories_stays():
    by, top = make_administrator(), make_category()
    make_category(parent_id=top.id)
    used = make_thread().category

    for category in (top, used):
        with pytest.raises(Conflict):
            delete_category(category, by=by)

    assert db.session.query(Category).count() == 3


@pytest.mark.parametrize("maker", [make_user, make_moderator, make_official])
def test_only_administrators_change_categories(maker):
    by, category = maker(), make_category()

    with pytest.raises(Forbidden):
        create_category("fees", {"en": "Fees"}, by=by)
    with pytest.raises(Forbidden):
        edit_category(category, hue=2, by=by)
    with pytest.raises(Forbidden):
        shift_category(category, 1, by=by)
    with pytest.raises(Forbidden):
        delete_category(category, by=by)

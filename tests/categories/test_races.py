"""Two administrators at once, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.categories.actions import edit_category
from forum.categories.models import Category
from forum.core.db import db, transaction
from forum.core.errors import Invalid
from tests.make import make_administrator, make_category

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.commits]


def test_two_categories_do_not_go_into_each_other_at_once(app):
    with transaction():
        admin_id = make_administrator().id
        pairs = [(make_category().id, make_category().id) for _ in range(8)]
    moves = [turned for one, two in pairs for turned in ((one, two), (two, one))]

    def move(given):
        with app.app_context(), suppress(Invalid):
            category = db.session.get_one(Category, given[0])
            edit_category(category, parent_id=given[1], by=db.session.get_one(User, admin_id))
            db.session.remove()

    db.session.remove()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(move, moves))

    parents = {row.id: row.parent_id for row in db.session.scalars(select(Category))}
    assert [sum(bool(parents[each]) for each in pair) for pair in pairs] == [1] * 8

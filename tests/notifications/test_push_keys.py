"""The pair of keys is made once, whoever needs it first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from forum.core.db import db
from forum.notifications.actions.push_keys import push_pair
from forum.notifications.devices import PushKey

pytestmark = pytest.mark.usefixtures("app")


def test_the_pair_stays_as_it_was_made():
    assert push_pair() == push_pair()
    assert db.session.query(PushKey).count() == 1


def test_the_private_key_is_in_no_text_of_it():
    pair = push_pair()

    assert pair.private not in repr(pair)


@pytest.mark.commits
def test_of_many_who_need_it_at_once_one_makes_it(app):
    together = Barrier(6)

    def need(_number):
        with app.app_context():
            together.wait(5)
            pair = push_pair()
            db.session.remove()
        return pair.private, pair.public

    db.session.remove()
    with ThreadPoolExecutor(6) as pool:
        pairs = set(pool.map(need, range(6)))

    [pair] = pairs
    row = db.session.query(PushKey).one()
    assert (row.private_key, row.public_key) == pair

from threading import Thread

import pytest

from forum.accounts.actions.roles import grant_role, set_trust
from forum.accounts.models import User
from forum.accounts.queries import get_system
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid
from forum.core.events import StaffAct
from tests.make import make_administrator, make_moderator, make_official, make_user

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def acts(app, monkeypatch):
    """What is published while a test runs."""
    heard = []
    listeners = dict(app.extensions["listeners"])
    listeners[StaffAct] = (*listeners.get(StaffAct, ()), heard.append)
    monkeypatch.setitem(app.extensions, "listeners", listeners)
    return heard


def test_an_administrator_gives_a_role_and_it_is_logged(acts):
    user, boss = make_user(), make_administrator()

    grant_role(user, "moderator", "Knows the place.", by=boss)

    assert user.role == "moderator"
    (act,) = acts
    assert (act.by_id, act.verb, act.subject) == (boss.id, "grant_role", f"user/{user.id}")
    assert act.changes == {"from": "member", "to": "moderator"}


def test_the_same_role_again_is_no_act(acts):
    grant_role(make_user(), "member", "Nothing new.", by=make_administrator())

    assert acts == []


@pytest.mark.parametrize("make", [make_user, make_moderator, make_official])
def test_nobody_else_gives_roles(make):
    user = make_user()

    with pytest.raises(Forbidden):
        grant_role(user, "administrator", "Me too.", by=make())
    with pytest.raises(Forbidden):
        set_trust(user, 4, by=make())


@pytest.mark.parametrize(
    ("role", "reason"),
    [("king", "x"), ("system", "x"), ("", "x"), ("moderator", ""), ("moderator", "x" * 501)],
)
def test_what_is_no_role_and_what_has_no_reason(role, reason):
    with pytest.raises(Invalid):
        grant_role(make_user(), role, reason, by=make_administrator())


def test_the_last_administrator_stays():
    boss = make_administrator()

    with pytest.raises(Conflict, match="Nobody else"):
        grant_role(boss, "member", "I am tired.", by=boss)

    grant_role(make_user(), "administrator", "My successor.", by=boss)
    grant_role(boss, "member", "I am tired.", by=boss)
    assert boss.role == "member"


def test_the_system_actor_gives_roles_and_gets_none():
    user = make_user()

    grant_role(user, "administrator", "By the operator.", by=get_system())

    with pytest.raises(Forbidden, match="not a person"):
        grant_role(get_system(), "member", "Why not.", by=user)


def test_trust_levels_are_0_to_4(acts):
    user, boss = make_user(), make_administrator()

    set_trust(user, 3, by=boss)

    assert user.trust_level == 3
    assert acts[0].changes == {"from": 1, "to": 3}
    for level in (-1, 5):
        with pytest.raises(Invalid):
            set_trust(user, level, by=boss)


@pytest.mark.commits
def test_two_administrators_who_remove_each_other_leave_one(app):
    one, two = make_administrator().id, make_administrator().id

    def remove(user_id, by_id):
        with app.app_context():
            user, by = db.session.get(User, user_id), db.session.get(User, by_id)
            try:
                grant_role(user, "member", "There can be only one.", by=by)
            except (Conflict, Forbidden):
                return

    threads = [Thread(target=remove, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    db.session.rollback()
    assert db.session.query(User).filter_by(role="administrator").count() == 1

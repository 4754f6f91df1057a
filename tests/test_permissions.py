"""Every way in, and what each person is answered there: the table of ``tests.permissions``."""

import pytest
from flask import json
from werkzeug.exceptions import HTTPException

from forum.accounts.actions.signing import begin_sign_in
from forum.core.db import db
from forum.http import limits, official, site
from tests.permissions import ROWS
from tests.situation import MARKS, ROLES, make_situation

pytestmark = pytest.mark.usefixtures("app")

ONE_BY_ONE = pytest.mark.parametrize("row", ROWS, ids=[f"{m} {path}" for m, path, *_ in ROWS])


class Cast:
    """The six people, each of whom finds the situation as it was made."""

    def __init__(self, visit):
        self.situation = make_situation()
        self.browsers = {
            role: visit(person) for role, person in self.situation.people.items() if role in ROLES
        }

    def ask(self, role, method, path, sent=None, token=None):
        path, sent = self._named(path), self._named(sent or {})
        given = {"data": sent}
        if path.startswith("/api/"):
            token = token or self.situation.tokens[role]
            given = {"headers": {"Authorization": f"Bearer {token}"} if token else {}}
            given |= {} if method == "GET" else {"json": sent}
        with undone():
            return self.browsers["guest" if token else role].open(path, method=method, **given)

    def _named(self, thing):
        """With ids in place of the names in braces."""
        if isinstance(thing, dict):
            return {key: self._named(value) for key, value in thing.items()}
        names = self.situation.names
        if not isinstance(thing, str) or "{" not in thing:
            return thing
        alone = thing[1:-1]
        return names[alone] if alone in names else thing.format_map(names)


class undone:
    """Whatever is done inside, everybody after it finds as it was."""

    def __enter__(self):
        self.savepoint = db.engines[None].begin_nested()

    def __exit__(self, *_error):
        db.session.rollback()
        self.savepoint.rollback()
        db.session.expire_all()
        for kept in (site, official, limits):
            kept.forget()


@pytest.fixture
def cast(visit):
    return Cast(visit)


@ONE_BY_ONE
def test_everybody_is_answered_as_the_table_says(cast, row):
    method, path, expected, sent = row

    answers = " ".join(said(cast.ask(role, method, path, sent)) for role in ROLES)

    assert answers == expected


def said(answer):
    to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in?next")
    return "in" if to_sign_in else str(answer.status_code)


def test_the_table_has_every_way_in_and_no_other(app):
    adapter = app.url_map.bind("127.0.0.1:8000")
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }

    in_table = {(method, rule_of(adapter, method, path)) for method, path, *_ in ROWS}

    assert there - in_table == set()
    assert in_table - there == set()


def rule_of(adapter, method, path):
    """The rule that leads there, or the path itself where none does."""
    names = dict.fromkeys((name for name in path.split("/")), 1)
    plain = "/".join("1" if "{" in name else name for name in names and path.split("?")[0].split("/"))
    try:
        return adapter.match(plain, method=method, return_rule=True)[0].rule
    except HTTPException:
        return path

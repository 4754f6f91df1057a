"""Every operation, with input that nobody thought of: no 500, no undocumented answer."""

import json
from pathlib import Path

import pytest
import schemathesis
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from forum.accounts.models import ApiToken
from forum.announcements.actions.pins import PinWish
from forum.announcements.actions.publishing import publish_announcement
from forum.api.document import document
from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db, transaction
from forum.core.tokens import digest, new_token
from forum.http import official, site
from forum.moderation.actions.flagging import flag_post
from forum.threads.actions.answers import accept_answer
from forum.webhooks.actions.sending import send_test
from tests import make
from tests.databases import ROOT, fresh_database

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EVERYTHING = ("read", "write", "moderate", "announce", "admin")
# The client of the tests cannot unpack.
PLAIN = {"Accept-Encoding": "identity"}
MANY = settings(
    max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def _described():
    """The document, before there is a test, since each operation is one."""
    config = Config(database_url="sqlite://", data_dir=Path("."), secret_key="a throwaway one")
    app = create_app(config)
    with app.app_context():
        return json.loads(document())


schema = schemathesis.openapi.from_dict(_described())


@pytest.fixture(scope="module")
def community(tmp_path_factory):
    """An installation of its own, without limits, in which low ids are of things that exist."""
    folder = tmp_path_factory.mktemp("fuzzed")
    with fresh_database(folder) as url:
        config = Config(
            database_url=url,
            data_dir=folder,
            secret_key="only for tests, and long enough",
            limit_factor=1_000_000,
            password_memory=8,
            password_rounds=1,
        )
        app = create_app(config)
        with app.app_context():
            site.forget()
            official.forget()
            upgrade(directory=str(ROOT / "migrations"))
            _settle()
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        site.forget()
        official.forget()


def _settle():
    administrator = make.make_administrator(handle="root")
    for kind in ("questions", "discussions", "questions"):
        thread = make.make_thread(category=make.make_category(kind=kind))
        posts = [make.make_post(thread=thread) for _n in range(3)]
        flag_post(posts[0], "spam", by=make.make_user())
        if kind == "questions":
            accept_answer(posts[1], by=administrator)
    news = make.make_category(is_official=True, slug="news")
    publish_announcement(
        news, "notice", "en", "We never ask for words", "Never.", pin=PinWish(), by=administrator
    )
    send_test(make.make_webhook(by=administrator), by=administrator)


@transaction()
def _insert_token(user):
    """More of them than anybody may have."""
    token = new_token()
    row = ApiToken(token_hash=digest(token), user_id=user.id, name="fuzz", scopes=list(EVERYTHING))
    db.session.add(row)
    return token


@pytest.fixture
def root_token(community):
    """A new one for every case: it may be the case that revokes it."""

    def token():
        with community.app_context():
            try:
                user = db.session.query(make.User).filter_by(handle="root").one()
                return _insert_token(user)
            finally:
                db.session.remove()

    return token


def test_the_document_is_valid_openapi(app):
    with app.test_request_context():
        validate(json.loads(document()))


def test_every_operation_is_named_and_described(app):
    with app.test_request_context():
        paths = json.loads(document())["paths"]

    operations = [operation for path in paths.values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert operation["summary"] and operation["description"] and operation["tags"]
        assert {"401", "429"} <= set(operation["responses"])


@pytest.mark.slow
@schema.parametrize()
@MANY
def test_an_administrators_program_gets_documented_answers_only(case, root_token, community):
    headers = PLAIN | {"Authorization": f"Bearer {root_token()}"}
    case.call_and_validate(app=community, headers=headers, checks=CHECKS)


@pytest.mark.slow
@schema.parametrize()
@MANY
def test_a_guest_gets_documented_answers_only(case, community):
    case.call_and_validate(app=community, headers=PLAIN, checks=CHECKS)

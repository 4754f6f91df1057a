import json

import pytest

from forum.accounts.models import SYSTEM_ID
from forum.announcements.actions.services import create_service
from forum.announcements.models import MonitoredService
from forum.core.db import db
from forum.core.errors import Forbidden
from forum.moderation.models import LogLine
from tests.make import make_maintenance, make_moderator, make_official, make_user


def test_an_operator_lists_announcements_for_a_program(app):
    announcement = make_maintenance()

    done = app.test_cli_runner().invoke(args=["announcements", "list", "--json"])

    assert done.exit_code == 0
    expected = {"id": announcement.thread_id, "kind": "maintenance", "state": "scheduled"}
    assert expected.items() <= json.loads(done.output)[0].items()


def test_an_operator_names_a_service_once(app):
    command = ["announcements", "service", "btc-out", "--name", "BTC 提币"]
    runner = app.test_cli_runner()

    first, again = runner.invoke(args=command), runner.invoke(args=command)

    assert (first.exit_code, again.exit_code) == (0, 1)
    assert "There is a service" in again.output
    service = db.session.query(MonitoredService).one()
    line = db.session.query(LogLine).one()
    assert (line.by_id, line.verb) == (SYSTEM_ID, "create_service")
    assert line.subject == f"service/{service.id}"


@pytest.mark.parametrize("maker", [make_user, make_moderator, make_official])
def test_who_is_no_administrator_names_no_service(app, maker):
    with pytest.raises(Forbidden):
        create_service("wallet", {"en": "Wallet"}, by=maker())

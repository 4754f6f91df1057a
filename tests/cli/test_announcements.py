import json

from forum.announcements.models import MonitoredService
from forum.core.db import db
from tests.make import make_maintenance


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
    assert db.session.query(MonitoredService).count() == 1

"""A push service for a test."""

from dataclasses import replace

import pytest

from forum.notifications import pushing
from tests.pushes import PushService


@pytest.fixture
def service(app, monkeypatch):
    service = PushService()
    opened = replace(
        app.extensions["config"], push_allow=frozenset({("127.0.0.1", service.port)})
    )
    monkeypatch.setitem(app.extensions, "config", opened)
    pushing.forget()
    yield service
    pushing.forget()
    service.close()

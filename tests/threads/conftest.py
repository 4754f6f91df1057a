"""What tests of threads share."""

import pytest

from forum.threads import events


@pytest.fixture
def news(app):
    """What was published, as a list; as any other listener hears it."""
    heard = []
    kinds = [kind for kind in vars(events).values() if isinstance(kind, type)]
    before = app.extensions["listeners"]
    listening = {kind: (*before.get(kind, ()), heard.append) for kind in kinds}
    app.extensions["listeners"] = {**before, **listening}
    yield heard
    app.extensions["listeners"] = before

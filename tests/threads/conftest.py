"""What tests of threads share."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from forum.core.db import db
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


@pytest.fixture
def at_once(app):
    """Runs ``act`` for each argument, all at the same time, each in a context of its own."""

    def run(act, given, workers=20):
        def alone(argument):
            with app.app_context():
                try:
                    return act(argument)
                finally:
                    db.session.remove()

        db.session.remove()
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(alone, given))

    return run

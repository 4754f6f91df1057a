"""A receiver that really listens, as an operator would open one inside: by WEBHOOK_ALLOW."""

from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from standardwebhooks import Webhook as Verifier

from forum.core import jobs
from forum.core.db import db
from forum.webhooks.models import Delivery, Webhook
from tests.make import make_webhook


class Receiver:
    """Keeps what it got, and answers with ``status``."""

    def __init__(self):
        self.status, self.got = 204, []
        received = self

        class Kind(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                received.got.append((dict(self.headers), body))
                self.send_response(received.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Kind)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/in"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def ids(self):
        return [headers["webhook-id"] for headers, _body in self.got]

    def messages(self, secret):
        """What it got, each verified by the library that receivers use."""
        return [Verifier(secret).verify(body, headers) for headers, body in self.got]


@pytest.fixture
def receiver(app, monkeypatch):
    receiver = Receiver()
    opened = replace(
        app.extensions["config"], webhook_allow=frozenset({("127.0.0.1", receiver.port)})
    )
    monkeypatch.setitem(app.extensions, "config", opened)
    yield receiver
    receiver.close()


@pytest.fixture
def webhook(receiver):
    return make_webhook(receiver.url)


def work():
    """What a worker would do now."""
    jobs.run_due()
    db.session.rollback()
    db.session.expire_all()


def deliveries(webhook=None):
    db.session.expire_all()
    rows = db.session.query(Delivery).order_by(Delivery.id)
    return rows.filter_by(webhook_id=webhook.id).all() if webhook else rows.all()


def as_it_is(webhook):
    db.session.expire_all()
    return db.session.get(Webhook, webhook.id)

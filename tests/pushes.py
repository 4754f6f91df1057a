"""A push service that really listens, opened as an operator would: by PUSH_ALLOW; and browsers."""

import base64
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from forum.core.webpush import Browser

_n = count(1)


def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class FakeBrowser:
    """What a browser keeps: its private key and its secret."""

    def __init__(self, service="https://push.example"):
        self.endpoint = f"{service}/{next(_n)}"
        self._key, self._secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    @property
    def p256dh(self):
        point = self._key.public_key()
        return text(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self):
        return text(self._secret)

    def given(self):
        """What it tells a site."""
        return Browser(self.endpoint, self.p256dh, self.auth)

    def read(self, body):
        plain = http_ece.decrypt(
            body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
        )
        return json.loads(plain)


class PushService:
    """Keeps what it got, and answers with ``status``."""

    def __init__(self):
        self.status, self.answers, self.got = 201, {}, []
        service = self

        class Kind(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.got.append((self.path, dict(self.headers), body))
                self.send_response(service.status)
                for name, value in {"Content-Length": "0", **service.answers}.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_):
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Kind)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def browser(self):
        return FakeBrowser(self.url)

    def read(self, browser):
        """What this browser is shown, the first first."""
        mine = browser.endpoint.removeprefix(self.url)
        return [browser.read(body) for path, _headers, body in self.got if path == mine]

    def headers(self):
        return [headers for _path, headers, _body in self.got]

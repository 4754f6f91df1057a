"""No request that somebody can cause goes inside: not by a name, not at a second look."""

import shutil
import socket
import ssl
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import run
from threading import Thread

import pytest

from forum.core import outbound
from forum.core.addresses import LONGEST_URL, Refused, is_public, place_of
from forum.core.outbound import MOST_BYTES, Unreached, post
from tests.databases import missing

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "0.1.2.3", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:db8::1",
    "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "100::1", "5f00::1",
]
PUBLIC = [
    "1.1.1.1", "93.184.216.34", "100.63.255.255", "172.32.0.1", "2606:4700::1111",
    "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_no_single_machine_on_the_internet_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "private"),
        ("http://10.0.0.1/", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"),
        ("http://[::1]/", "private"),
        ("http://[::ffff:127.0.0.1]:8080/", "private"),
        ("http://[::ffff:7f00:1]/", "private"),
        ("http://[64:ff9b::7f00:1]/", "private"),
        ("http://[fe80::1]/", "private"),
        ("http://100.64.0.1/", "private"),
        ("http://0.0.0.0/", "private"),
        ("http://0/", "private"),
        ("http://2130706433/", "private"),
        ("http://0x7f000001/", "private"),
        ("http://0x7f.1/", "private"),
        ("http://0177.0.0.1/", "private"),
        ("http://127.1/", "private"),
        ("http://１２７。０。０。１/", "private"),
        ("http://127.0.0.1:22/", "port"),
        ("https://hooks.example:25/", "port"),
        ("https://hooks.example:0/", "port"),
        ("ftp://hooks.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("hooks.example", "scheme"),
        ("https://me:secret@hooks.example/", "userinfo"),
        ("https://hooks.example@127.0.0.1/", "userinfo"),
        ("https:///path", "url"),
        ("https://hooks.example:99999/", "url"),
        ("https://hooks.example:x/", "url"),
        ("https://[::1/", "url"),
        ("https://hooks.%65xample/", "url"),
        ("https://hooks.example\\@127.0.0.1/", "url"),
        ("https://hooks.example/a b", "url"),
        ("https://hooks.example/\r\nX: y", "url"),
        (f"https://hooks.example/{'a' * LONGEST_URL}", "url"),
    ],
)
def test_a_url_that_leads_inside_or_nowhere_is_refused(url, reason):
    with pytest.raises(Refused) as refused:
        place_of(url)

    assert refused.value.reason == reason


def test_a_url_is_put_into_ascii():
    place = place_of("https://Bücher.example:8443/straße/%20?q=ä#there")

    assert (place.authority, place.target) == (
        "xn--bcher-kva.example:8443", "/stra%C3%9Fe/%20?q=%C3%A4",
    )


def test_an_open_place_is_that_host_at_that_port():
    allowed = {("127.0.0.1", 22), ("::1", 8080)}

    assert place_of("http://127.0.0.1:22/", allowed).is_allowed
    assert place_of("http://[::1]:8080/", allowed).is_allowed
    with pytest.raises(Refused):
        place_of("http://127.0.0.1:23/", allowed)


# What really happens on the wire.


class Door:
    """Listens at 127.0.0.1, counts who knocks and does what ``answer`` says."""

    def __init__(self, answer=b"HTTP/1.1 204 No Content\r\n\r\n"):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.knocks, self.heard, self.answer = 0, b"", answer
        Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                visitor, _from = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            with visitor:
                self._receive(visitor)

    def _receive(self, visitor):
        try:
            while not self.heard.endswith(b"{}"):
                self.heard += visitor.recv(65536)
            if callable(self.answer):
                self.answer(visitor)
            else:
                visitor.sendall(self.answer)
        except OSError:
            return

    def close(self):
        self._socket.close()


@pytest.fixture
def door():
    door = Door()
    yield door
    door.close()


def ask(door, *answers, allowed=False, **given):
    """Post to a name that is looked up as ``answers`` say, one after the other."""
    looks = iter(answers)
    url = f"http://hooks.example:{door.port}/in?a=1"
    opened = {("hooks.example", door.port)} if allowed else ()
    return post(url, b"{}", {"X-A": "b"}, allowed=opened, resolve=lambda *_: next(looks), **given)


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["::1"], ["10.0.0.1"], ["169.254.169.254"], ["93.184.216.34", "127.0.0.1"],
     ["::ffff:127.0.0.1"]],
)
def test_a_name_that_leads_inside_is_refused_before_any_connection(door, addresses):
    with pytest.raises(Refused):
        ask(door, addresses)

    assert door.knocks == 0


def test_a_name_that_turns_private_at_the_second_look_is_not_looked_up_twice(door, monkeypatch):
    """The connection goes to what was checked, even if the name leads elsewhere by then."""
    reached = []

    def connect(address, *_given, **_named):
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreached):
        ask(door, ["93.184.216.34"], ["127.0.0.1"])

    assert reached == [("93.184.216.34", door.port)]
    assert door.knocks == 0


def test_the_next_request_looks_again_and_is_refused(door, monkeypatch):
    looks = iter([["93.184.216.34"], ["127.0.0.1"]])
    url = f"http://hooks.example:{door.port}/"
    refused = []

    def connect(*_given, **_named):
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    for _time in range(2):
        try:
            post(url, b"", {}, resolve=lambda *_: next(looks))
        except (Refused, Unreached) as error:
            refused.append(type(error))

    assert refused == [Unreached, Refused]
    assert door.knocks == 0


def test_an_open_place_is_reached_with_what_is_sent(door):
    answer = ask(door, ["127.0.0.1"], allowed=True)

    assert answer.status == 204
    head, _space, body = door.heard.partition(b"\r\n\r\n")
    assert head.splitlines()[0] == b"POST /in?a=1 HTTP/1.1"
    assert f"Host: hooks.example:{door.port}".encode() in head
    assert body == b"{}"


def test_the_next_address_is_tried_where_nobody_listens(door):
    answer = ask(door, ["127.0.0.9", "127.0.0.1"], allowed=True)

    assert answer.status == 204


def test_a_redirect_leads_nowhere(door):
    inside = Door()
    door.answer = (
        b"HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\n"
        + f"Location: http://127.0.0.1:{inside.port}/\r\n\r\n".encode()
    )

    answer = ask(door, ["127.0.0.1"], allowed=True)

    assert answer.status == 307
    assert inside.knocks == 0
    inside.close()


def test_no_more_of_an_answer_is_read_than_anybody_needs(door):
    def pour(visitor):
        visitor.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _time in range(1000):
            visitor.sendall(b"x" * 10_000)

    door.answer = pour

    assert len(ask(door, ["127.0.0.1"], allowed=True).body) == MOST_BYTES


def test_who_drips_is_left_after_the_whole_time(door, monkeypatch):
    def drip(visitor):
        for letter in b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000:
            visitor.sendall(bytes([letter]))
            time.sleep(0.05)

    door.answer = drip
    monkeypatch.setattr(outbound, "WHOLE_S", 0.5)
    began = time.monotonic()

    with pytest.raises(Unreached) as error:
        ask(door, ["127.0.0.1"], allowed=True)

    assert error.value.reason == "timeout"
    assert time.monotonic() - began < 2


def test_a_name_server_that_lets_one_wait_is_left(monkeypatch):
    monkeypatch.setattr(outbound, "CONNECT_S", 0.2)
    began = time.monotonic()

    with pytest.raises(Unreached) as error:
        post("http://hooks.example/", b"", {}, resolve=lambda *_: time.sleep(2) or ["1.1.1.1"])

    assert error.value.reason == "resolve"
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("answer", "reason"), [(b"", "broken"), (b"SSH-2.0-OpenSSH\r\n\r\n", "broken")]
)
def test_what_is_no_answer_is_told_apart(door, answer, reason):
    door.answer = answer

    with pytest.raises(Unreached) as error:
        ask(door, ["127.0.0.1"], allowed=True)

    assert error.value.reason == reason


def test_nobody_listening_and_an_unknown_name_are_told_apart(door):
    def unknown(*_):
        raise socket.gaierror

    door.close()
    place = {("hooks.example", door.port)}
    url = f"http://hooks.example:{door.port}/"

    for resolve, reason in ((lambda *_: ["127.0.0.9"], "connect"), (unknown, "resolve")):
        with pytest.raises(Unreached) as error:
            post(url, b"", {}, allowed=place, resolve=resolve)
        assert error.value.reason == reason


def test_no_proxy_of_the_environment_gets_to_see_it(door, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.9:9")

    assert ask(door, ["127.0.0.1"], allowed=True).status == 204


# Certificates.


class Kind(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def secure_server(certificate, seen):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: seen.append(name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Kind)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def certificate(tmp_path):
    """Of hooks.example, signed by itself: certificate and key in one file."""
    if shutil.which("openssl") is None:
        missing("openssl", "no certificate can be made")
    path = tmp_path / "hooks.pem"
    subject = ["-subj", "/CN=hooks.example", "-addext", "subjectAltName=DNS:hooks.example"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", tmp_path / "key.pem", "-out", path, "-days", "9999"]
    run(["openssl", "req", "-x509", *key, *files, *subject], check=True, capture_output=True)
    path.write_text(path.read_text() + (tmp_path / "key.pem").read_text())
    return path


@pytest.mark.parametrize(
    ("name", "trusted", "outcome"),
    [("hooks.example", True, 200), ("other.example", True, "tls"), ("hooks.example", False, "tls")],
)
def test_a_certificate_is_checked_by_the_name_that_was_typed(
    certificate, monkeypatch, name, trusted, outcome
):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    seen = []
    outbound._trusted.cache_clear()

    with secure_server(certificate, seen) as port:
        try:
            found = post(
                f"https://{name}:{port}/", b"{}", {}, allowed={(name, port)},
                resolve=lambda *_: ["127.0.0.1"],
            ).status
        except Unreached as error:
            found = error.reason

    outbound._trusted.cache_clear()
    assert found == outcome
    assert seen == [name]

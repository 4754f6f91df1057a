"""The one way in which the program sends a request to an address that somebody typed.

The name is looked up once, every address that it has is checked, and the connection goes to an
address that was checked: a second look could be answered differently. Redirects are not followed,
since the specification of Standard Webhooks takes them for failures: so none leads inside.
Built on httpcore, which reads no proxy from the environment, keeps no cookie and unpacks nothing.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import httpcore

from forum.core.addresses import Allowed, Place, Refused, is_public, place_of

# Standard Webhooks says 15 to 30 seconds for the whole; nobody needs 5 to be connected.
CONNECT_S, WHOLE_S = 5.0, 15.0
# Of the answer; the rest is not read.
MOST_BYTES = 64 * 1024

# Host, port → addresses, like "192.0.2.1" or "2001:db8::1". Raises ``OSError``.
Resolver = Callable[[str, int], Sequence[str]]


class Unreached(OSError):
    """It did not answer this time. ``reason`` is one of ``REASONS``."""

    REASONS = ("resolve", "connect", "tls", "timeout", "broken")

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    status: int
    # Names in small letters.
    headers: Mapping[str, str]
    body: bytes


def look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allowed: Allowed = (),
    resolve: Resolver = look_up,
) -> Answer:
    """Raises ``Refused`` before any connection is made, and ``Unreached``.

    It takes 15 seconds at most, however slowly the other side speaks.
    """
    place = place_of(url, allowed)
    network = _Network(place, resolve, _Clock(WHOLE_S))
    secure = _trusted() if place.scheme == "https" else None
    given = [("Host", place.authority), *headers.items()]
    to = httpcore.URL(
        scheme=place.scheme, host=place.host, port=place.port, target=place.target
    )
    with (
        _failing(),
        httpcore.ConnectionPool(secure, network_backend=network) as pool,
        pool.stream("POST", to, headers=given, content=body) as answer,
    ):
        return Answer(answer.status, _fields(answer), _first_bytes(answer.iter_stream()))


def _fields(answer: httpcore.Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers
    }


@cache
def _trusted() -> ssl.SSLContext:
    """Whom this machine trusts."""
    return ssl.create_default_context()


def _first_bytes(parts: Iterable[bytes]) -> bytes:
    body = b""
    for part in parts:
        body += part
        if len(body) >= MOST_BYTES:
            break
    return body[:MOST_BYTES]


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise Unreached("timeout") from error
    except httpcore.ConnectError as error:
        # The pool drops the cause; httpcore makes its errors of what happened.
        is_tls = isinstance(error.args[0] if error.args else None, ssl.SSLError)
        raise Unreached("tls" if is_tls else "connect") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise Unreached("broken") from error


class _Clock:
    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self, most: float = WHOLE_S) -> float:
        """How many seconds there are, at most ``most``. Raises ``Unreached``."""
        left = min(most, self._ends_at - time.monotonic())
        if left <= 0:
            raise Unreached("timeout")
        return left


class _Network(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to nothing else."""

    def __init__(self, place: Place, resolve: Resolver, clock: _Clock) -> None:
        self._place, self._resolve, self._clock = place, resolve, clock
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, *_given: Any, **_named: Any) -> Any:
        addresses = _answered(lambda: self._resolve(self._place.host, port), self._clock)
        if not self._place.is_allowed and not all(is_public(address) for address in addresses):
            raise Refused("private")
        connecting = _Clock(self._clock.left(CONNECT_S))
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(address, port, connecting.left())
            except httpcore.ConnectError:
                continue
            return _Stream(stream, self._clock)
        raise Unreached("connect")


def _answered(ask: Callable[[], Sequence[str]], clock: _Clock) -> Sequence[str]:
    """In a thread, since nothing else can stop waiting for a name server that lets one wait."""
    answers: SimpleQueue[Sequence[str] | OSError | UnicodeError] = SimpleQueue()

    def wait() -> None:
        try:
            answers.put(ask())
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=wait, daemon=True).start()
    try:
        answer = answers.get(timeout=clock.left(CONNECT_S))
    except Empty:
        raise Unreached("resolve") from None
    if isinstance(answer, Exception) or not answer:
        raise Unreached("resolve")
    return answer


class _Stream(httpcore.NetworkStream):
    """Whatever is read or written, there is only what is left of the time for it."""

    def __init__(self, stream: httpcore.NetworkStream, clock: _Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._clock.left(CONNECT_S)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

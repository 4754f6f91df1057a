"""As much of HTTP as a stream needs: the head of a GET, and the heads of answers."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

# A browser's request for a stream is some hundred bytes, and the cookies of its site.
LARGEST_HEAD = 16 * 1024
PATIENCE_S = 10


class Refused(Exception):
    """With the status of the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True)
class Request:
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Raises ``Refused`` for what is no GET of HTTP/1, in time."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE_S)
    except TimeoutError as error:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from error
    except asyncio.LimitOverrunError as error:
        raise Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from error
    except asyncio.IncompleteReadError as error:
        raise Refused(HTTPStatus.BAD_REQUEST) from error
    first, *lines = head.decode("latin-1").split("\r\n")
    method, _, rest = first.partition(" ")
    target, _, version = rest.partition(" ")
    if not version.startswith("HTTP/1.") or not target.startswith("/"):
        raise Refused(HTTPStatus.BAD_REQUEST)
    if method != "GET":
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    pairs = (line.partition(":") for line in lines if ":" in line)
    return Request(target, {name.strip().lower(): value.strip() for name, _, value in pairs})


def address_of(request: Request, peer: str, trusted_proxies: int) -> str:
    """The client's, as the web server finds it: what the outermost proxy that we trust has seen."""
    said = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    if trusted_proxies and len(said) >= trusted_proxies and said[-trusted_proxies]:
        return said[-trusted_proxies]
    return peer


def refusal(status: HTTPStatus) -> bytes:
    body = f"{status.phrase}\n"
    retry = "Retry-After: 60\r\n" if status in (429, 503) else ""
    return (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain\r\n{retry}"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    ).encode()


def opening(retry_ms: int) -> bytes:
    return (
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: private, no-store\r\n"
        # nginx would hold back what is smaller than its buffer.
        "X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
        f"retry: {retry_ms}\n\n"
    ).encode()

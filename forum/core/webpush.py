"""Web push: one message to one browser, encrypted for it (RFC 8291) and signed by us (RFC 8292)."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from forum.core.addresses import Allowed, Refused, place_of
from forum.core.clock import now
from forum.core.outbound import Answer, post

# RFC 8292 lets a signature count for a day; clocks differ, and so may be wrong by half of one.
SIGNED_FOR = timedelta(hours=12)
# What a push service must take (RFC 8030) less what encrypting adds (RFC 8291).
MOST_BYTES = 3993
# An uncompressed point of P-256; a secret of 128 bits.
POINT, SECRET = 65, 16
AGENT = "Waymark-Push"

Urgency = Literal["very-low", "low", "normal", "high"]


@dataclass(frozen=True)
class Pair:
    """By it push services know who sends. Both parts are base64url."""

    private: str = field(repr=False)
    public: str


@dataclass(frozen=True)
class Browser:
    """Where a browser is reached, and what only it can read with: both as it gave them."""

    endpoint: str
    p256dh: str
    auth: str = field(repr=False)


@dataclass(frozen=True)
class Message:
    body: bytes
    # What is said under the same subject later takes its place while the browser is away.
    subject: str
    urgency: Urgency
    # How long the push service keeps it for a browser that is away.
    kept_for: timedelta


def new_pair() -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    number = key.private_numbers().private_value.to_bytes(32, "big")
    return Pair(_text(number), _text(_point(key)))


def check_place(endpoint: str, allowed: Allowed = ()) -> None:
    """Raises ``addresses.Refused``: also for plain http, but where an operator has opened it."""
    place = place_of(endpoint, allowed)
    if place.scheme != "https" and not place.is_allowed:
        raise Refused("scheme")
    # No browser's maker is reached by one, and the signature's library takes none.
    if ":" in place.host:
        raise Refused("url")


def tidy_keys(p256dh: str, auth: str) -> tuple[str, str]:
    """Without padding. Raises ``ValueError`` for what no browser gives."""
    point, secret = _bytes(p256dh, POINT), _bytes(auth, SECRET)
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    return _text(point), _text(secret)


def send(
    browser: Browser, message: Message, pair: Pair, contact: str, allowed: Allowed = ()
) -> Answer:
    """Raises what ``outbound.post`` raises. ``contact``: whom the push service may write to, as a
    URL."""
    headers = {
        "TTL": str(int(message.kept_for.total_seconds())),
        "Urgency": message.urgency,
        "Topic": topic(browser, message.subject),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "User-Agent": AGENT,
        **_signature(browser.endpoint, pair, contact, allowed),
    }
    sealed = encrypt(browser, message.body)
    return post(browser.endpoint, sealed, headers, allowed=allowed)


def topic(browser: Browser, subject: str) -> str:
    """Says nothing of the subject to the push service, not even that two browsers have the same."""
    known = hmac.new(browser.auth.encode(), subject.encode(), hashlib.sha256)
    return _text(known.digest())[:32]


def encrypt(browser: Browser, body: bytes) -> bytes:
    sealed: bytes = http_ece.encrypt(
        body,
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(browser.p256dh, POINT),
        auth_secret=_bytes(browser.auth, SECRET),
        version="aes128gcm",
    )
    return sealed


def _signature(endpoint: str, pair: Pair, contact: str, allowed: Allowed) -> dict[str, str]:
    place = place_of(endpoint, allowed)
    signer = Vapid02.from_raw(pair.private.encode())
    # Its pattern for a contact knows no port and no address of a machine.
    signer.conf = {"no-strict": True}
    until = int((now() + SIGNED_FOR).timestamp())
    claims = {"aud": f"{place.scheme}://{place.authority}", "exp": until, "sub": contact}
    signed: dict[str, str] = signer.sign(claims)
    return signed


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str, length: int) -> bytes:
    """Raises ``ValueError``."""
    bare = text.rstrip("=")
    try:
        raw = base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
    if len(raw) != length:
        raise ValueError(text)
    return raw

"""How often one address, account or browser may try something; kept in Redis where there is one.

Limits of a person are counted from rows, by actions. These keep guessing dear and mailboxes empty.
"""

import hashlib
import ipaddress
import time
from dataclasses import dataclass
from functools import cache

from flask import Flask, current_app, request
from flask_babel import gettext as _
from limits import RateLimitItem, WindowStats, parse_many
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from forum.core.errors import TooMany

# A Redis that does not answer must not hold up the page for longer.
PATIENCE_S = 0.5

# Signing in, signing up, a new password: per address.
TRIES = "10/minute; 60/hour"
# Passwords per account and address.
PASSWORDS = "10/15 minutes"
# Passwords per account from all addresses: guesses stay dear, its owner is not kept out.
ACCOUNT = "100/hour"
# Mails to one address, whoever asks for them.
MAILS = "5/hour"
# Another code for one attempt.
AGAIN = "1/minute; 3/hour"
# Typing asks for a preview after each pause; a program that renders for its own ends needs more.
PREVIEWS = "60/minute; 600/hour"
# Texts of a person, posted or refused; nobody writes one in two seconds.
WRITING = "30/minute"
# Another profile: a new name redraws every page.
PROFILES = "20/hour"
# Open pages that ask what is new: of a person, or of all who share an address.
LIVE = "1200/minute"
# Requests of a person's programs, and of an address without a token.
PROGRAM, STRANGER = "600/minute", "120/minute"


class _Limits:
    """Counts in Redis; while it is away, in this process."""

    def __init__(self, redis_url: str, factor: int) -> None:
        self.factor = factor
        self.memory = MovingWindowRateLimiter(MemoryStorage())
        self.shared = _shared(redis_url) if redis_url else self.memory

    def hit(self, rate: RateLimitItem, *key: str) -> bool:
        try:
            return self.shared.hit(rate, *key)
        except StorageError:
            return self.memory.hit(rate, *key)

    def stats(self, rate: RateLimitItem, *key: str) -> WindowStats:
        try:
            return self.shared.get_window_stats(rate, *key)
        except StorageError:
            return self.memory.get_window_stats(rate, *key)

    def clear(self, rate: RateLimitItem, *key: str) -> None:
        self.memory.clear(rate, *key)
        try:
            self.shared.clear(rate, *key)
        except StorageError:
            return


def _shared(url: str) -> MovingWindowRateLimiter:
    url = f"redis+{url}" if url.startswith("unix:") else url
    patience = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S}
    return MovingWindowRateLimiter(storage_from_string(url, wrap_exceptions=True, **patience))


def attach(app: Flask) -> None:
    config = app.extensions["config"]
    app.extensions["limits"] = _Limits(config.redis_url, config.limit_factor)


def spend(what: str, rates: str, whose: str | None = None) -> None:
    """Count a try of ``what``: of an address unless ``whose`` is given. Raises ``TooMany``."""
    limits: _Limits = current_app.extensions["limits"]
    key = (what, _digest(whose or client()))
    for rate in _rates(rates):
        if not limits.hit(rate, *key):
            left = int(limits.stats(rate, *key).reset_time - time.time()) + 1
            raise TooMany(_("That was too often. Please wait %(n)s seconds.", n=left), left)


@dataclass(frozen=True)
class Meter:
    """What is left of a limit, and when all of it is back."""

    most: int
    seconds: int
    left: int
    resets_in: int


def meter(what: str, rate: str, whose: str | None = None) -> Meter:
    """What ``spend`` has left of its one rate."""
    limits: _Limits = current_app.extensions["limits"]
    (item,) = _rates(rate)
    key = (what, _digest(whose or client()))
    stats = limits.stats(item, *key)
    resets_in = max(0, int(stats.reset_time - time.time()) + 1)
    return Meter(item.amount, item.get_expiry(), stats.remaining, resets_in)


def forgive(what: str, rates: str, whose: str) -> None:
    """Begin to count anew: whoever tried has shown that they may."""
    for rate in _rates(rates):
        current_app.extensions["limits"].clear(rate, what, _digest(whose))


def forget() -> None:
    """Every count of this process. For tests."""
    current_app.extensions["limits"].memory.storage.reset()


def _rates(text: str) -> list[RateLimitItem]:
    return _times(text, current_app.extensions["limits"].factor)


@cache
def _times(text: str, factor: int) -> list[RateLimitItem]:
    return [type(rate)(rate.amount * factor, rate.multiples) for rate in parse_many(text)]


def client() -> str:
    return one_client(request.remote_addr or "")


def one_client(text: str) -> str:
    """The address; of an IPv6 address the network, since one subscriber has all of it."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "?"
    if isinstance(address, ipaddress.IPv6Address):
        # A server that listens on both writes IPv4 as ::ffff:198.51.100.7.
        address = address.ipv4_mapped or address
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _digest(whose: str) -> str:
    """What counts tries need not hold the addresses of people's mail."""
    return hashlib.sha256(whose.encode(errors="replace")).hexdigest()[:24]

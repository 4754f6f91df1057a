"""Which addresses that somebody typed the program may connect to."""

import re
import socket
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urlsplit

import idna

# Longer ones are cut by servers and proxies.
LONGEST_URL = 2000

# Host and port that an operator has opened on purpose.
Allowed = Collection[tuple[str, int]]

_PORTS = {"http": 80, "https": 443}
# Below are services that do not speak HTTP and might take a request for something else.
_FIRST_FREE_PORT = 1024
_STRANGE = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_NAME = re.compile(r"[a-z0-9._-]{1,253}")

# What IANA has given out for the internet; all else in IPv6 is for something else.
_UNICAST = IPv6Network("2000::/3")
# RFC 6052; RFC 9637; RFC 6890, of which Python knows only some parts.
_NAT64, _DOCUMENTATION = IPv6Network("64:ff9b::/96"), IPv6Network("3fff::/20")
_PROTOCOLS = IPv4Network("192.0.0.0/24")


class Refused(Exception):
    """It may not be reached, now or later. ``reason`` is one of ``REASONS``."""

    REASONS = ("url", "scheme", "userinfo", "port", "private")

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Place:
    """Where a URL leads. ``host`` is in ASCII, ``target`` what is asked for there."""

    scheme: str
    host: str
    port: int
    target: str
    # An operator has said so: whatever the address is.
    is_allowed: bool

    @property
    def authority(self) -> str:
        """As the Host field says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(url: str, allowed: Allowed = ()) -> Place:
    """Raises ``Refused``, also where the host is a private address, however that is spelled.

    What a name leads to is not looked up here: that can be something else a moment later.
    """
    if len(url) > LONGEST_URL or _STRANGE.search(url):
        raise Refused("url")
    parts, port = _split(url)
    if parts.scheme not in _PORTS:
        raise Refused("scheme")
    if "@" in parts.netloc:
        raise Refused("userinfo")
    host = _ascii(parts.hostname or "")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        target += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    place = Place(parts.scheme, host, port, target, (host, port) in allowed)
    if not place.is_allowed:
        _check(place)
    return place


def _split(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("url") from error
    return parts, _PORTS.get(parts.scheme, 0) if port is None else port


def _ascii(host: str) -> str:
    if ":" in host:
        # Only brackets let a colon in, and urlsplit has looked at what is in them.
        return host
    try:
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise Refused("url") from error
    if not _NAME.fullmatch(name):
        raise Refused("url")
    return name


def _check(place: Place) -> None:
    if place.port not in _PORTS.values() and place.port < _FIRST_FREE_PORT:
        raise Refused("port")
    if (literal := _literal(place.host)) and not is_public(literal):
        raise Refused("private")


def _literal(host: str) -> str | None:
    """The address that a host is by itself: 127.0.0.1, but also 2130706433 and 0x7f.1."""
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return None
    return str(found[0][4][0])


def is_public(address: str) -> bool:
    """Whether it is one of the internet's, and of one machine: not of a network, a tunnel into
    one, a group, or nobody."""
    if "%" in address:
        return False
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        if (inner := _inside(found)) is not None:
            return is_public(str(inner))
        return found in _UNICAST and found not in _DOCUMENTATION and found.is_global
    if found in _PROTOCOLS or found.is_multicast or found.is_reserved:
        return False
    return found.is_global


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The address of version 4 that one of version 6 stands for."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour

"""Addresses that say what a mail to them is about, and that nobody else can make.

``reply+r.<token>@in.example``: the token holds ids and a signature over them.
"""

import hashlib
import hmac
import re
from base64 import b32decode, b32encode

from forum.core.config import Config

# What an address is for, and the letter for it. Addresses that were given out are good for ever.
PURPOSES = {"reply": "r", "bounce": "b"}
# RFC 5321, 4.5.3.1.1.
LONGEST_LOCAL_PART = 64
# 80 bits: each guess is a mail.
SIGNATURE_BYTES = 10
_EXTENSION = re.compile(r".*\+([a-z])\.([a-z2-7]{16,58})")


def reply_address(config: Config, purpose: str, *ids: int) -> str:
    """The same for the same ids. "" while ``REPLY_TO`` is not set, and for ids too many to fit:
    then the mail goes out without it."""
    local, at, host = config.reply_to.partition("@")
    packed = b"".join(_packed(one) for one in ids)
    token = b32encode(_signature(config, purpose, packed) + packed).decode().rstrip("=").lower()
    local = f"{local}+{PURPOSES[purpose]}.{token}"
    return f"{local}@{host}" if at and len(local) <= LONGEST_LOCAL_PART else ""


def read_address(config: Config, address: str) -> tuple[str, tuple[int, ...]] | None:
    """Purpose and ids, or None for an address that we did not make. Servers on the way may have
    changed capitals, and an operator the mailbox."""
    found = _EXTENSION.fullmatch(address.rpartition("@")[0].lower())
    purposes = [name for name, letter in PURPOSES.items() if found and letter == found[1]]
    if not found or not purposes:
        return None
    token = found[2].upper()
    try:
        given = b32decode(token + "=" * (-len(token) % 8))
    except ValueError:
        return None
    signature, packed = given[:SIGNATURE_BYTES], given[SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(config, purposes[0], packed)):
        return None
    return purposes[0], _unpacked(packed)


def _signature(config: Config, purpose: str, packed: bytes) -> bytes:
    said = f"mailbox {purpose} ".encode() + packed
    return hmac.digest(config.secret_key.encode(), said, hashlib.sha256)[:SIGNATURE_BYTES]


def _packed(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    if number < 0:
        raise ValueError("An id is not negative.")
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _unpacked(packed: bytes) -> tuple[int, ...]:
    ids, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            ids.append(number)
            number, shift = 0, 0
    return tuple(ids)

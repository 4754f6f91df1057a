"""Secrets that people carry: they are stored as hashes and compared in constant time."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a header or a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """SHA-256: enough for what has 256 random bits; passwords and short codes need more."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Eight digits to type from a mail; whoever checks it counts the attempts."""
    return f"{secrets.randbelow(10**8):08}"

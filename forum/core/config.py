"""How this installation is deployed: the environment, typed. A bad value stops the start."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from forum.core.numbers import whole

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class BadSetting(Exception):
    """A sentence that names the variable, what it holds and what it should hold."""


@dataclass(frozen=True)
class Config:
    database_url: str
    data_dir: Path
    secret_key: str
    redis_url: str = ""
    site_url: str = "http://127.0.0.1:8000"
    smtp_url: str = ""
    mail_from: str = "forum@localhost"
    # Where mail comes in: the address of answers and bounces, and the mailbox to fetch from.
    reply_to: str = ""
    inbox_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    job_threads: int = 2
    trusted_proxies: int = 0
    log_level: str = "INFO"
    # Receivers of webhooks that stand inside: host and port.
    webhook_allow: frozenset[tuple[str, int]] = frozenset()
    # And push services: apart, since any member may name one.
    push_allow: frozenset[tuple[str, int]] = frozenset()
    # Every limit per person and per address is multiplied by it; for load tests and fuzzing.
    limit_factor: int = 1
    # The path at which the proxy passes on to the push process, and where that listens; "": none.
    live_url: str = ""
    live_port: int = 8001
    # Milliseconds after which an open page asks what is new, while somebody looks at it.
    live_every: int = 15_000
    # Argon2's memory in KiB and rounds; the defaults are OWASP's (2024) minimum for argon2id.
    password_memory: int = 19456
    password_rounds: int = 2


def from_environment(env: Mapping[str, str] = os.environ) -> Config:
    """Raises ``BadSetting``. Makes ``DATA_DIR`` and, if there is none, the secret key in it."""
    data_dir = Path(env.get("DATA_DIR") or "instance").absolute()
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"DATA_DIR: {data_dir} cannot be made: {error.strerror}.") from error
    port = _number(env, "PORT", Config.port, 1, 65535)
    redis_url = _url("REDIS_URL", env.get("REDIS_URL", ""), ("redis", "rediss", "unix"))
    site_url = _site_url(env.get("SITE_URL") or f"http://127.0.0.1:{port}")
    return Config(
        database_url=_database_url(env.get("DATABASE_URL") or f"sqlite:///{data_dir}/forum.db"),
        data_dir=data_dir,
        secret_key=_secret_key(env.get("SECRET_KEY", ""), data_dir),
        redis_url=redis_url,
        site_url=site_url,
        smtp_url=_url("SMTP_URL", env.get("SMTP_URL", ""), ("smtp", "smtps", "smtp+starttls")),
        mail_from=env.get("MAIL_FROM") or f"forum@{urlsplit(site_url).hostname}",
        reply_to=_reply_to(env.get("REPLY_TO", "")),
        inbox_url=_inbox_url(env.get("INBOX_URL", "")),
        host=env.get("HOST") or Config.host,
        port=port,
        live_url=_live_url(env.get("LIVE_URL", ""), redis_url),
        live_port=_number(env, "LIVE_PORT", Config.live_port, 1, 65535),
        workers=_number(env, "WORKERS", Config.workers, 1, 128),
        job_threads=_number(env, "JOB_THREADS", Config.job_threads, 1, 32),
        trusted_proxies=_number(env, "TRUSTED_PROXIES", Config.trusted_proxies, 0, 10),
        log_level=_choice(env, "LOG_LEVEL", Config.log_level, LOG_LEVELS),
        webhook_allow=_places("WEBHOOK_ALLOW", env.get("WEBHOOK_ALLOW", "")),
        push_allow=_places("PUSH_ALLOW", env.get("PUSH_ALLOW", "")),
        limit_factor=_number(env, "LIMIT_FACTOR", Config.limit_factor, 1, 1_000_000),
    )


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name) or str(default)
    number = whole(text, high)
    if number is not None and number >= low:
        return number
    raise BadSetting(f"{name}: {text!r} is not a whole number from {low} to {high}.")


def _choice(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    text = (env.get(name) or default).upper()
    if text in allowed:
        return text
    raise BadSetting(f"{name}: {text!r} is none of {', '.join(allowed)}.")


def _url(name: str, text: str, schemes: tuple[str, ...]) -> str:
    if not text or urlsplit(text).scheme in schemes:
        return text
    raise BadSetting(f"{name}: {text!r} does not begin with {' or '.join(schemes)}://.")


def _reply_to(text: str) -> str:
    # The local part is at most 64 characters (RFC 5321), and up to 40 of them are ours.
    if not text or re.fullmatch(r"[A-Za-z0-9._-]{1,24}@[A-Za-z0-9.-]+", text):
        return text
    raise BadSetting(
        f"REPLY_TO: {text!r} is not an address like reply@in.example, with up to 24 letters, "
        "digits, dots, _ or - before the @; what follows a + in it is ours."
    )


def _inbox_url(text: str) -> str:
    with suppress(ValueError):
        parts = urlsplit(text)
        wanted = parts.scheme in ("imaps", "imap") and parts.hostname and parts.username
        if not text or (wanted and parts.port != 0):
            return text
    # Not quoted: it may hold a password.
    raise BadSetting("INBOX_URL is not an address like imaps://user:secret@mail.example/INBOX.")


def _places(name: str, text: str) -> frozenset[tuple[str, int]]:
    return frozenset(_place(name, one.strip()) for one in text.split(",") if one.strip())


def _place(name: str, text: str) -> tuple[str, int]:
    host, _colon, port = text.rpartition(":")
    number = whole(port, 65535)
    # As a URL's host is compared with it.
    host = host.lower().removeprefix("[").removesuffix("]")
    if number and host and not set(host) & set("/@ "):
        return host, number
    raise BadSetting(f"{name}: {text!r} is not a host and a port like hooks.internal:8080.")


def _live_url(text: str, redis_url: str) -> str:
    # A path, not an address: the pages' security policy lets them ask their own site only.
    if text and not re.fullmatch(r"(/[A-Za-z0-9_-]+)+", text):
        raise BadSetting(f"LIVE_URL: {text!r} is not a path like /live/stream.")
    if text and not redis_url:
        raise BadSetting("LIVE_URL is set and REDIS_URL is not: the push process hears by Redis.")
    return text


def _site_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/"):
        return text.rstrip("/")
    raise BadSetting(f"SITE_URL: {text!r} is not an address like https://forum.example.")


def _database_url(text: str) -> str:
    try:
        driver = make_url(text).drivername
    except ArgumentError as error:
        raise BadSetting(f"DATABASE_URL: {text!r} is not a database address.") from error
    if driver in ("sqlite", "postgresql+psycopg"):
        return text
    raise BadSetting(
        f"DATABASE_URL begins with {driver!r}; write sqlite:///… or postgresql+psycopg://…"
    )


def _secret_key(given: str, data_dir: Path) -> str:
    if given:
        if len(given) < 16:
            raise BadSetting("SECRET_KEY has fewer than 16 characters; leave it out or use more.")
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        _make_key(path)
    return path.read_text()


def _make_key(path: Path) -> None:
    """Of several processes that start at once one makes the key, and all read it whole."""
    draft = path.with_name(f".secret_key.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()

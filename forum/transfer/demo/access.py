"""Who gets into the demonstration, and from where: its passwords are public."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _

from forum.core.config import Config
from forum.core.errors import Forbidden
from forum.transfer.demo.texts import people


@dataclass(frozen=True)
class Account:
    handle: str
    email: str
    role: str


def accounts() -> list[Account]:
    """Newcomer first, administrator last."""
    told = [
        Account(person.handle, person.email, _role(person.role, person.trust))
        for person in people()
        if person.email
    ]
    return sorted(told, key=lambda account: _ORDER.index(account.role))


_ORDER = ("newcomer", "member", "moderator", "official", "administrator")


def _role(role: str, trust: int) -> str:
    return "newcomer" if role == "member" and trust == 0 else role


def is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_on_this_machine() -> bool:
    """Whether SITE_URL names this machine only."""
    return is_loopback(urlsplit(_config().site_url).hostname or "")


def is_reachable() -> bool:
    """Whether others could come in, whatever SITE_URL says."""
    return not (is_on_this_machine() and is_loopback(_config().host))


def require_loopback() -> None:
    """Raises ``Forbidden`` where others could sign in with the public passwords."""
    if not is_on_this_machine():
        raise Forbidden(
            _(
                "The demo has public passwords, so it runs on this machine only. SITE_URL is"
                " %(url)s; it would have to be like http://127.0.0.1:8000.",
                url=_config().site_url,
            )
        )


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config

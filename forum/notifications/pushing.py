"""Web push: one notice to one browser."""

import json
import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app

from forum.core import webpush
from forum.core.addresses import Refused
from forum.core.clock import now
from forum.core.config import Config
from forum.core.db import db, let_go, read
from forum.core.jobs import Later
from forum.core.languages import pick
from forum.core.numbers import whole
from forum.core.outbound import Answer, Unreached
from forum.core.settings import all_settings
from forum.notifications.actions.devices import note_gone, note_not_reached, note_reached
from forum.notifications.actions.push_keys import push_pair
from forum.notifications.items import Item, item_of
from forum.notifications.kinds import topic_of
from forum.notifications.models import Notification
from forum.notifications.queries.devices import find_device
from forum.notifications.queries.wanted import still_wanted
from forum.notifications.readers import Reader, reader_by_push, wait_for
from forum.notifications.words import sentence

# Later nobody wants to be called for it: it stands in the list. So long a push service keeps it.
STALE = timedelta(days=1)
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=1)
# A title may have 150 characters and a name 40.
LONGEST = 300

log = logging.getLogger(__name__)


class _Resting:
    """Push services that were not reached, and until when this process leaves them alone: with one
    away, a thousand jobs would each wait for it, and mails behind them. Tests empty it."""

    until: dict[str, datetime] = {}


def forget() -> None:
    _Resting.until = {}


def send_push(notification_id: int, subscription_id: int) -> None:
    """Nothing when it was read meanwhile, is a day old, or is not wanted or theirs to see any more.

    Raises ``Later`` in quiet hours, and while the push service is away. Run twice, what it sends
    takes the place of what it sent.
    """
    device = find_device(subscription_id)
    row = db.session.get(Notification, notification_id)
    # A browser may have moved to another account.
    if device is None or row is None or row.user_id != device.user_id or row.read_at is not None:
        return
    reader = reader_by_push(row.user_id)
    if reader is None or row.created_at < now() - STALE:
        return
    if not still_wanted(row.user_id, row.thread_id, "push")(row):
        return
    wait_for(reader)
    item = item_of(row, reader.user)
    if item is not None:
        told = _Told(device.id, device.failing_since is not None, row.created_at)
        browser = webpush.Browser(device.endpoint, device.p256dh, device.auth)
        _send(browser, told, message_of(row, item, reader))


def message_of(row: Notification, item: Item, reader: Reader) -> webpush.Message:
    """In the reader's language. ``tag``: the browser shows one notice of each."""
    with read() as connection:
        name = pick(all_settings(connection)["name"], reader.language)
    with reader.speaking():
        words = sentence(item, reader.at)
    tag = f"thread-{row.thread_id}" if row.thread_id else f"notice-{row.id}"
    said = {
        "title": name,
        "body": words[:LONGEST],
        "url": f"/notifications/{row.id}" if row.is_listed else item.path,
        "tag": tag,
        "lang": reader.language,
    }
    urgency: webpush.Urgency = "normal"
    if topic_of(row.kind).name in ("critical", "security"):
        urgency = "high"
    return webpush.Message(json.dumps(said, ensure_ascii=False).encode(), tag, urgency, STALE)


@dataclass(frozen=True)
class _Told:
    """What is known of device and notice while nothing of the database is held."""

    device_id: int
    is_failing: bool
    since: datetime


def _send(browser: webpush.Browser, told: _Told, message: webpush.Message) -> None:
    config: Config = current_app.extensions["config"]
    host = urlsplit(browser.endpoint).netloc
    if _Resting.until.get(host, now()) > now():
        raise Later(_again(told))
    pair = push_pair()
    let_go()
    try:
        answer = webpush.send(browser, message, pair, _contact(config), config.push_allow)
    except Refused:
        return note_not_reached(told.device_id)
    except Unreached as error:
        _rest(host, error.reason)
        note_not_reached(told.device_id)
        raise Later(_again(told)) from error
    _settle(told, host, answer)


def _settle(told: _Told, host: str, answer: Answer) -> None:
    """What the push service said (RFC 8030)."""
    if answer.status in (404, 410):
        note_gone(told.device_id)
    elif 200 <= answer.status < 300:
        if told.is_failing:
            note_reached(told.device_id)
    else:
        log.warning("The push service %s answered %s.", host, answer.status)
        note_not_reached(told.device_id)
        if answer.status == 429 or answer.status >= 500:
            raise Later(_again(told, answer.headers.get("retry-after", "")))


def _again(told: _Told, asked: str = "") -> datetime:
    """When to try again: as long from now as it has waited, within limits."""
    seconds = whole(asked)
    pause = timedelta(seconds=min(seconds, 86_400)) if seconds else now() - told.since
    return now() + min(max(pause, SOONEST), LATEST) * random.uniform(1, 1.25)


def _rest(host: str, reason: str) -> None:
    if host not in _Resting.until:
        log.warning("The push service %s is away: %s", host, reason)
    # Hosts are typed by anybody: those that may be asked again are forgotten.
    others = {name: until for name, until in _Resting.until.items() if until > now()}
    _Resting.until = others | {host: now() + SOONEST}


def _contact(config: Config) -> str:
    """Apple's push service takes no address of a mailbox that cannot exist."""
    url = config.site_url
    return url if url.startswith("https:") else f"mailto:{config.mail_from}"

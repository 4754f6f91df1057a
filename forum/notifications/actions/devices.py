"""Which browsers show notices: added and removed by their person, and by what push services say."""

from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from sqlalchemy import ColumnElement, delete, func, select, update

from forum import policy
from forum.accounts.models import User
from forum.core import webpush
from forum.core.addresses import Refused
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.dialects import dialect, insert
from forum.core.errors import Invalid, NotFound
from forum.notifications.devices import LONGEST_ENDPOINT, MOST_DEVICES, PushSubscription
from forum.notifications.queries.devices import is_live
from forum.safety.door import admit

# A push service that takes nothing for so long does not know the browser any more.
GIVEN_UP = timedelta(days=7)

_WHY = {
    "url": N_("This is not an address at which a browser is reached."),
    "scheme": N_("A browser is reached at an address that begins with https://."),
    "userinfo": N_("This is not an address at which a browser is reached."),
    "port": N_("Of the ports, 80, 443 and those from 1024 on are possible."),
    "private": N_("This address lies inside a network. The operator can open it (PUSH_ALLOW)."),
}


@transaction()
def add_device(
    browser: webpush.Browser,
    *,
    agent: str = "",
    sign_in_id: int | None = None,
    token_id: int | None = None,
    by: User,
) -> PushSubscription:
    """It shows their notices until the sign-in or the token ends by which it came: one of the two.

    The same browser under another account moves over; of more than ten the oldest goes. Raises
    ``Invalid``.
    """
    lock(by)
    policy.require(policy.add_device(by))
    endpoint, (p256dh, auth) = _endpoint(browser.endpoint), _keys(browser)
    row = {
        "user_id": by.id, "sign_in_id": sign_in_id, "token_id": token_id, "p256dh": p256dh,
        "auth": auth, "agent": agent[:200], "made_at": now(), "failing_since": None,
    }  # fmt: skip
    session = db.session()
    put = insert(dialect(session), PushSubscription).values(row | {"endpoint": endpoint})
    put_or_move = put.on_conflict_do_update(index_elements=["endpoint"], set_=row)
    device_id = session.scalars(put_or_move.returning(PushSubscription.id)).one()
    _drop_oldest(by)
    return session.get_one(PushSubscription, device_id, populate_existing=True)


def _endpoint(text: str) -> str:
    text = admit(text, "url", "endpoint")
    if len(text) > LONGEST_ENDPOINT:
        raise Invalid(str(_WHY["url"]), "endpoint")
    try:
        webpush.check_place(text, current_app.extensions["config"].push_allow)
    except Refused as error:
        raise Invalid(str(_WHY[error.reason]), "endpoint") from error
    return text


def _keys(browser: webpush.Browser) -> tuple[str, str]:
    try:
        return webpush.tidy_keys(browser.p256dh, browser.auth)
    except ValueError as error:
        raise Invalid(_("These are not the keys of a browser."), "keys") from error


def _drop_oldest(user: User) -> None:
    mine = PushSubscription.user_id == user.id
    order = (is_live().desc(), PushSubscription.made_at.desc(), PushSubscription.id.desc())
    kept = select(PushSubscription.id).where(mine).order_by(*order).limit(MOST_DEVICES)
    _delete(mine, PushSubscription.id.not_in(list(db.session.scalars(kept))))


@transaction()
def remove_device(device_id: int, *, by: User) -> None:
    """Raises ``NotFound`` when it is not theirs, or gone."""
    policy.require(policy.remove_device(by))
    if not _delete(PushSubscription.id == device_id, PushSubscription.user_id == by.id):
        raise NotFound(_("This device shows no notices any more."))


@transaction()
def note_gone(device_id: int) -> None:
    """Its push service knows it no more."""
    _delete(PushSubscription.id == device_id)


@transaction()
def note_reached(device_id: int) -> None:
    _note(device_id, None)


@transaction()
def note_not_reached(device_id: int) -> None:
    """After a week of it the device goes."""
    if _delete(
        PushSubscription.id == device_id, PushSubscription.failing_since < now() - GIVEN_UP
    ):
        return
    _note(device_id, func.coalesce(PushSubscription.failing_since, now()))


def _note(device_id: int, since: Any) -> None:
    """By a statement: the row may go meanwhile."""
    one = update(PushSubscription).where(PushSubscription.id == device_id)
    db.session.execute(
        one.values(failing_since=since), execution_options={"synchronize_session": False}
    )


@transaction()
def sweep() -> None:
    """Those whose sign-in or token has ended."""
    _delete(~is_live())


def _delete(*which: ColumnElement[bool]) -> bool:
    """Whether there was anything to delete."""
    gone = delete(PushSubscription).where(*which).returning(PushSubscription.id)
    found = db.session.execute(gone, execution_options={"synchronize_session": False})
    return bool(found.all())

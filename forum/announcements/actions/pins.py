"""Putting threads above lists, in an order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum import policy
from forum.accounts.models import User
from forum.announcements.changes import touch_official
from forum.announcements.models import SCOPES, Pin
from forum.announcements.queries.pins import listed_pins
from forum.announcements.states import is_over_at
from forum.core.clock import now
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid
from forum.core.events import StaffAct, publish
from forum.threads.models import Thread

# A date beyond is a slip of the finger.
FARTHEST = timedelta(days=5 * 366)


@dataclass(frozen=True)
class PinWish:
    """Where a thread should stand. ``order`` counts the pins that the list of pins shows to who
    wishes it, from 0, the top; None leaves it there, or on top."""

    scope: str = "everywhere"
    from_: datetime | None = None
    until: datetime | None = None
    order: int | None = None


@transaction()
def pin_thread(thread: Thread, wish: PinWish, *, by: User) -> Pin:
    """Pin it, or change its pin; one that is over is a new one, on top, which those who put the old
    one away see again. Raises ``Invalid`` for scope, from, until or order."""
    lock(thread)
    policy.require(policy.pin_thread(by, thread))
    _check(wish)
    pin = db.session.get(Pin, thread.id)
    order = wish.order
    if pin is not None and is_over_at(pin, now()):
        db.session.delete(pin)
        db.session.flush()
        pin = None
    if pin is None:
        pin = Pin(thread_id=thread.id, position=0, pinned_by_id=by.id)
        db.session.add(pin)
        order = wish.order or 0
    pin.scope, pin.pinned_until = wish.scope, wish.until
    pin.pinned_from = wish.from_ or now()
    db.session.flush()
    if order is not None:
        _put_at(pin, order, by)
    touch_official(thread)
    publish(StaffAct(by.id, "pin_thread", f"thread/{thread.id}", changes={"scope": wish.scope}))
    return pin


@transaction()
def unpin_thread(thread: Thread, *, by: User) -> None:
    """Unpinning what is not pinned changes nothing."""
    lock(thread)
    policy.require(policy.unpin_thread(by, thread))
    pin = db.session.get(Pin, thread.id)
    if pin is None:
        return
    db.session.delete(pin)
    touch_official(thread)
    publish(StaffAct(by.id, "unpin_thread", f"thread/{thread.id}"))


@transaction()
def move_pin(thread: Thread, order: int, *, by: User) -> int:
    """Put its pin at this place of the list that they see, 0 being the top; answers where it
    stands then. Raises ``Conflict`` if it has none."""
    lock(thread)
    policy.require(policy.move_pin(by))
    pin = db.session.get(Pin, thread.id)
    if pin is None:
        raise Conflict(_("This thread is not pinned."))
    _check_order(order)
    place = _put_at(pin, order, by)
    touch_official(thread)
    publish(StaffAct(by.id, "move_pin", f"thread/{thread.id}", changes={"order": place}))
    return place


def _check(wish: PinWish) -> None:
    if wish.scope not in SCOPES:
        raise Invalid(_("Pin it everywhere or in its category."), "scope")
    for moment, field in ((wish.from_, "from"), (wish.until, "until")):
        if moment is not None and moment > now() + FARTHEST:
            raise Invalid(_("This is too far away: five years are possible."), field)
    if wish.until is not None and wish.until <= max(wish.from_ or now(), now()):
        raise Invalid(_("A pin ends after it begins, and in the future."), "until")
    if wish.order is not None:
        _check_order(wish.order)


def _check_order(order: int) -> None:
    if not 0 <= order <= 1000:
        raise Invalid(_("The order is a number from 0, the top, to 1000."), "order")


def _put_at(pin: Pin, order: int, by: User) -> int:
    """Right below the one that is above it in their list: what they do not see keeps its place."""
    # Locked by id, so that two who sort at once do not wait for each other in a circle.
    pins = list(db.session.scalars(select(Pin).order_by(Pin.thread_id).with_for_update()))
    others = sorted((p for p in pins if p is not pin), key=lambda p: (p.position, -p.thread_id))
    shown = set(listed_pins(db.session(), by))
    above = [each for each in others if each.thread_id in shown][:order]
    others.insert(others.index(above[-1]) + 1 if above else 0, pin)
    for position, each in enumerate(others):
        each.position = position
    return len(above)

"""Pins: staff put threads above the lists, readers put them away."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.announcements.actions import pins, reading
from forum.announcements.models import OFFICIAL, Pin
from forum.announcements.queries.standing import Standing
from forum.announcements.showing import is_pinned, phase_of, state_of
from forum.api.v1 import shapes
from forum.api.v1.asking import listing, nothing
from forum.api.v1.schemas import official as schemas
from forum.api.v1.schemas.threads import WholeThread
from forum.categories.models import Category
from forum.core import stamps
from forum.core.clock import now
from forum.core.db import db
from forum.http import official
from forum.http.names import name_page
from forum.http.official import shown
from forum.http.programs import require_scope, scope
from forum.http.visitor import enter, member, visitor
from forum.threads.queries import finding

bp = APIBlueprint("api_pins", __name__, url_prefix="/api/v1", tag="Pins")


@bp.get("/pins")
@enter("staff")
@scope("moderate", "announce")
@bp.output(schemas.Pins)
def list_pins() -> ResponseReturnValue:
    """List the pins that you may see in their order, with those that begin later.

    `order` is a pin's place in this list, from 0, the top.
    `applies` says which ones stand there now. At most two stand above a list.
    """
    there = enumerate(official.pins())
    return listing([_pinned(one) | shapes.pin(one.pin, n) for n, one in there if one.pin])


def _pinned(one: Standing) -> shapes.Json:
    applies = is_pinned(one, now())
    thread = shapes.thread(one.thread, {one.thread.id} if applies else ())
    return {"thread": thread, "applies": applies}


@bp.put("/threads/<int:thread_id>/pin")
@enter("staff")
@scope("moderate", "announce")
@bp.input(schemas.PinWish)
@bp.output(WholeThread)
def pin_thread(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Pin a thread above the lists, or change its pin."""
    thread = finding.get_thread(thread_id, visitor())
    _require_scope_for(thread.category)
    pins.pin_thread(thread, pins.PinWish(**json_data), by=member())
    return shapes.whole_thread(thread_id)


@bp.patch("/threads/<int:thread_id>/pin")
@enter("staff")
@scope("moderate", "announce")
@bp.input(schemas.PinMove)
@bp.output(schemas.Pin)
def move_pin(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Move a pin up or down, to the `order` of the one whose place it takes; 0 is the top.

    What is not pinned is 409.
    """
    thread = finding.get_thread(thread_id, visitor())
    order = pins.move_pin(thread, json_data["order"], by=member())
    return shapes.pin(db.session.get_one(Pin, thread_id), order)


@bp.delete("/threads/<int:thread_id>/pin")
@enter("staff")
@scope("moderate", "announce")
@bp.output({}, 204)
def unpin_thread(thread_id: int) -> ResponseReturnValue:
    """Unpin a thread."""
    thread = finding.get_thread(thread_id, visitor())
    _require_scope_for(thread.category)
    pins.unpin_thread(thread, by=member())
    return nothing()


def _require_scope_for(category: Category) -> None:
    if category.is_official:
        require_scope("announce")


@bp.get("/standing")
@enter("everyone")
@scope("read")
@bp.output(schemas.Shown)
def list_standing() -> ResponseReturnValue:
    """List what stands above pages for you now: the banner, then the pins in their order.

    What you have put away is not among them; `put_away` says how much that is.
    """
    name_page(OFFICIAL, stamps.LISTS)
    now_shown = shown()
    places = [("banner", now_shown.banner)] if now_shown.banner else []
    places += [("pin", one) for one in now_shown.pinned]
    order = [one.thread.id for one in official.pins()]
    items = [_standing(place, one, order) for place, one in places if one]
    return {"items": items, "next": None, "put_away": now_shown.away}


def _standing(place: str, one: Standing, order: list[int]) -> shapes.Json:
    moment = now()
    return {
        "place": place,
        "phase": phase_of(one, moment),
        "kind": one.kind,
        "critical": one.is_critical,
        "state": state_of(one, moment),
        "pin": shapes.pin_of(one.thread.id, one.pin, order),
        "thread": _pinned(one)["thread"],
    }


@bp.put("/me/put-away/<int:thread_id>")
@enter("members")
@scope("write")
@bp.input(schemas.PuttingAway)
@bp.output({}, 204)
def put_away(thread_id: int, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Put a banner or a pin away for yourself, with the `place` and `phase` of `/standing`.

    In another phase it comes back.
    """
    thread = finding.get_thread(thread_id, visitor())
    reading.put_away(thread, json_data["place"], json_data["phase"], by=member())
    return nothing()


@bp.delete("/me/put-away")
@enter("members")
@scope("write")
@bp.output({}, 204)
def bring_back() -> ResponseReturnValue:
    """Bring back everything that you have put away."""
    reading.bring_back(by=member())
    return nothing()

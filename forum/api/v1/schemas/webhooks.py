"""Webhooks and the messages that they were sent."""

from forum.api.v1.schemas.fields import (
    Address,
    Choice,
    Flag,
    In,
    Listing,
    Many,
    Moment,
    Out,
    Part,
    Text,
    Whole,
)
from forum.core.addresses import LONGEST_URL
from forum.webhooks.actions.delivering import ERRORS
from forum.webhooks.models import EVENTS, STOPS, TEST


class Webhook(Out):
    id = Whole()
    url = Address()
    description = Text()
    events = Many(Choice(EVENTS))
    includes_restricted = Flag()
    active = Flag()
    made_by = Text()
    made_at = Moment()
    old_secret_until = Moment(allow_none=True)
    failing_since = Moment(allow_none=True)
    stopped_at = Moment(allow_none=True)
    stopped_because = Choice(STOPS, allow_none=True)


class Webhooks(Listing):
    items = Many(Part(Webhook))


class MadeWebhook(Webhook):
    secret = Text()


class _Wish(In):
    url = Text(LONGEST_URL)
    events = Many(Choice(EVENTS), len(EVENTS))
    description = Text(800)
    includes_restricted = Flag()


class NewWebhook(_Wish):
    url = Text(LONGEST_URL, required=True)
    events = Many(Choice(EVENTS), len(EVENTS), required=True)


class EditWebhook(_Wish):
    active = Flag()


class Delivery(Out):
    id = Whole()
    message_id = Text()
    event = Choice((*EVENTS, TEST))
    thread_id = Whole(allow_none=True)
    post_id = Whole(allow_none=True)
    state = Choice(("waiting", "delivered", "given_up"))
    created_at = Moment()
    attempts = Whole(0)
    next_at = Moment(allow_none=True)
    last_status = Whole(allow_none=True)
    last_error = Choice(ERRORS, allow_none=True)
    delivered_at = Moment(allow_none=True)
    given_up_at = Moment(allow_none=True)


class Deliveries(Listing):
    items = Many(Part(Delivery))

"""Devices that show notices by web push."""

from forum.api.v1.schemas.fields import Address, In, Many, Moment, Out, Part, Text, Whole
from forum.notifications.devices import LONGEST_ENDPOINT


class PushSubscription(Out):
    id = Whole()
    endpoint = Address()
    agent = Text()
    made_at = Moment()
    failing_since = Moment(allow_none=True)


class Push(Out):
    public_key = Text()
    subscriptions = Many(Part(PushSubscription))


class PushKeys(In):
    p256dh = Text(100, required=True)
    auth = Text(40, required=True)


class NewPushSubscription(In):
    endpoint = Text(LONGEST_ENDPOINT, least=1, required=True)
    keys = Part(PushKeys, required=True)

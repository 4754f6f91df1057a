"""The official voice."""

from forum.announcements.models import IMPACTS, KINDS, PLACES, SCOPES
from forum.announcements.states import STATES, STEPS
from forum.api.v1.schemas.fields import (
    Choice,
    Flag,
    In,
    Listing,
    Many,
    Moment,
    Out,
    Part,
    Text,
    Texts,
    Whole,
)
from forum.api.v1.schemas.threads import LONGEST_BODY, Paging, Thread
from forum.core.languages import LANGUAGES

MOST_SERVICES = 50


class Pin(Out):
    scope = Choice(SCOPES)
    order = Whole(0)
    # Words that Python keeps for itself.
    from_ = Moment(data_key="from")
    until = Moment(allow_none=True)


class PinWish(In):
    scope = Choice(SCOPES, load_default="everywhere")
    from_ = Moment(data_key="from", allow_none=True, load_default=None)
    until = Moment(allow_none=True, load_default=None)
    order = Whole(0, 1000, allow_none=True, load_default=None)


class PinMove(In):
    order = Whole(0, 1000, required=True)


class PinnedThread(Pin):
    thread = Part(Thread)
    applies = Flag()


class Pins(Listing):
    items = Many(Part(PinnedThread))


class Standing(Out):
    place = Choice(PLACES)
    phase = Text()
    kind = Choice(KINDS, allow_none=True)
    critical = Flag()
    state = Choice(STATES, allow_none=True)
    pin = Part(Pin, allow_none=True)
    thread = Part(Thread)


class Shown(Listing):
    items = Many(Part(Standing))
    put_away = Whole(0)


class PuttingAway(In):
    place = Choice(PLACES, required=True)
    phase = Text(200, required=True)


class Service(Out):
    slug = Text()
    name = Text()
    names = Texts()


class Services(Listing):
    items = Many(Part(Service))


class Impact(Out):
    service = Text()
    name = Text()
    impact = Choice(IMPACTS)


class ImpactWish(In):
    service = Text(200, required=True)
    impact = Choice(IMPACTS, required=True)


class Update(Out):
    number = Whole()
    state = Choice(STATES, allow_none=True)
    posted_at = Moment()
    html = Text()


class Maintenance(Out):
    state = Choice(STATES)
    starts_at = Moment()
    ends_at = Moment()
    services = Many(Part(Impact))
    to_do = Text()
    updates = Many(Part(Update))


class Announcement(Thread):
    kind = Choice(KINDS)
    language = Text(allow_none=True)
    critical = Flag()
    pin = Part(Pin, allow_none=True)
    maintenance = Part(Maintenance, allow_none=True)


class WholeAnnouncement(Announcement):
    body = Text(allow_none=True)
    html = Text(allow_none=True)
    updates = Many(Part(Update))


class Announcements(Listing):
    items = Many(Part(Announcement))


class AnnouncementPaging(Paging):
    kind = Choice(KINDS)


class MaintenanceWish(In):
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    services = Many(Part(ImpactWish), MOST_SERVICES, load_default=list)
    to_do = Text(2000, load_default="")


class NewAnnouncement(In):
    category = Text(200)
    kind = Choice(KINDS, required=True)
    language = Choice(list(LANGUAGES), required=True)
    title = Text(1000, required=True)
    body = Text(LONGEST_BODY, required=True)
    critical = Flag(load_default=False)
    pin = Part(PinWish, allow_none=True, load_default=None)
    maintenance = Part(MaintenanceWish, allow_none=True, load_default=None)


class NewUpdate(In):
    body = Text(LONGEST_BODY, required=True)
    state = Choice(list(STEPS), allow_none=True, load_default=None)


class MaintenanceChange(In):
    state = Choice(list(STEPS))
    starts_at = Moment()
    ends_at = Moment()
    services = Many(Part(ImpactWish), MOST_SERVICES)
    to_do = Text(2000)
    note = Text(LONGEST_BODY, load_default="")

"""Flags, the queue, the log, sanctions."""

from marshmallow import fields

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
    Whole,
)
from forum.api.v1.schemas.people import Author
from forum.api.v1.schemas.threads import Paging
from forum.moderation.models import DECISIONS, KINDS, REASONS


class NewFlag(In):
    reason = Choice(REASONS, required=True)
    note = Text(2000, load_default="")


class MadeFlag(Out):
    id = Whole()
    post_id = Whole()
    reason = Choice(REASONS)
    note = Text()


class Report(Out):
    reason = Choice(REASONS)
    note = Text()
    flagged_at = Moment()
    by = Text()


class Item(Out):
    id = Whole()
    opened_at = Moment()
    thread_id = Whole()
    post_id = Whole()
    html = Text()
    author = Part(Author, allow_none=True)
    flags = Many(Part(Report))


class Items(Listing):
    items = Many(Part(Item))


class Decision(In):
    decision = Choice(DECISIONS, required=True)
    reason = Text(2000, load_default="")


class Decided(Out):
    id = Whole()
    post_id = Whole()
    decision = Choice(DECISIONS)
    decided_by = Text(allow_none=True)
    decided_at = Moment()


class LogPaging(Paging):
    by = Text(200)
    verb = Text(200, load_default="")
    subject = Text(200, load_default="")


class LogLine(Out):
    id = Whole()
    at = Moment()
    by = Text()
    verb = Text()
    subject = Text()
    reason = Text()
    changes = fields.Dict(keys=Text())


class Log(Listing):
    items = Many(Part(LogLine))


class RecentPost(Out):
    id = Whole()
    number = Whole()
    title = Text()
    html = Text()
    state = Choice(("public", "held", "hidden"))
    created_at = Moment()


class Record(Out):
    flagged_posts = Whole(0)
    agreed = Whole(0)
    flags_given = Whole(0)
    recent_posts = Many(Part(RecentPost))


class NewSanction(In):
    kind = Choice(KINDS, required=True)
    until = Moment(required=True)
    reason = Text(2000, required=True)


class OwnSanction(Out):
    id = Whole()
    kind = Choice(KINDS)
    until = Moment()
    reason = Text()
    begun_at = Moment()
    ended_at = Moment(allow_none=True)
    over = Flag()


class OwnSanctions(Listing):
    items = Many(Part(OwnSanction))


class Sanction(OwnSanction):
    by = Text()


class Sanctions(Listing):
    items = Many(Part(Sanction))

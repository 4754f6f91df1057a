"""Posts: what people write."""

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
from forum.api.v1.schemas.threads import LONGEST_BODY
from forum.core.numbers import LARGEST_ID


class Post(Out):
    id = Whole()
    thread_id = Whole()
    number = Whole()
    author = Part(Author, allow_none=True)
    body = Text(allow_none=True)
    html = Text(allow_none=True)
    created_at = Moment()
    edited_at = Moment(allow_none=True)
    votes = Whole(-LARGEST_ID)
    accepted = Flag()
    official = Flag()
    state = Choice(("public", "held", "hidden"))
    hidden_reason = Text(allow_none=True)
    reply_to = Whole(allow_none=True)
    voted = Flag()


class Posts(Listing):
    items = Many(Part(Post))


class NewPost(In):
    body = Text(LONGEST_BODY, required=True)
    reply_to = Whole(allow_none=True, load_default=None)


class EditPost(In):
    body = Text(LONGEST_BODY, required=True)
    reason = Text(2000, load_default="")


class Redaction(In):
    body = Text(LONGEST_BODY, required=True)
    title = Text(1000)


class Revision(Out):
    number = Whole()
    title = Text(allow_none=True)
    body = Text()
    edited_by = Part(Author, allow_none=True)
    edited_at = Moment()
    redacted = Flag()


class Revisions(Listing):
    items = Many(Part(Revision))


class Draft(In):
    body = Text(LONGEST_BODY, required=True)


class Preview(Out):
    html = Text()

"""Threads and where they stand."""

from typing import get_args

from forum.api.v1.schemas.fields import (
    Address,
    Choice,
    Digits,
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
from forum.api.v1.schemas.people import Author
from forum.notifications.levels import LEVELS
from forum.policy.shapes import Resolution
from forum.threads.actions.tagging import MOST_TAGS
from forum.threads.queries.lists import List

# A discussion, which nothing solves, is open for programs.
STATES = tuple(state for state in get_args(Resolution) if state != "none")
KINDS = ("question", "discussion", "announcement")
LISTS = get_args(List)
LONGEST_PAGE = 100
# Longer is refused here already, whatever it is made of; the rooms say how much is possible.
LONGEST_BODY = 130_000


class Thread(Out):
    id = Whole()
    title = Text()
    slug = Text()
    url = Address()
    kind = Choice(KINDS)
    state = Choice(STATES)
    category = Text()
    tags = Many(Text())
    author = Part(Author, allow_none=True)
    created_at = Moment()
    last_post_at = Moment()
    reply_count = Whole(0)
    accepted_post_id = Whole(allow_none=True)
    locked = Flag()
    pinned = Flag()


class WholeThread(Thread):
    hidden = Flag()
    language = Text(allow_none=True)
    last_number = Whole(0)
    lock_reason = Text(allow_none=True)
    choice_lock_reason = Text(allow_none=True)
    closing_reason = Text(allow_none=True)
    accepted_at = Moment(allow_none=True)
    duplicate_of = Whole(allow_none=True)
    read_number = Whole(0, allow_none=True)
    me_too_count = Whole(0)
    said_me_too = Flag()
    # None: they have set none, and that of the category and the tags goes.
    level = Choice(LEVELS, allow_none=True)


class Threads(Listing):
    items = Many(Part(Thread))


class Paging(In):
    limit = Digits(1, LONGEST_PAGE, load_default=20)
    cursor = Text(200, load_default="")


class ThreadPaging(Paging):
    list = Choice(LISTS, load_default="latest")
    category = Text(200)
    tag = Text(200)


class NewThread(In):
    category = Text(200, required=True)
    title = Text(1000, required=True)
    body = Text(LONGEST_BODY, required=True)
    tags = Many(Text(200), 2 * MOST_TAGS, load_default=list)


class EditThread(In):
    title = Text(1000)
    tags = Many(Text(200), 2 * MOST_TAGS)
    category = Text(200)
    reason = Text(2000, load_default="")


class Reason(In):
    reason = Text(2000, load_default="")


class Original(In):
    original = Whole(required=True)


class ReadingPosition(In):
    number = Whole(1, required=True)


class Category(Out):
    slug = Text()
    name = Text()
    names = Texts()
    description = Text()
    kind = Choice(("questions", "discussions"))
    official = Flag()
    parent = Text(allow_none=True)
    url = Address()
    may_start = Flag()


class Categories(Listing):
    items = Many(Part(Category))


class Tag(Out):
    name = Text()
    threads = Whole(0)
    url = Address()


class Tags(Listing):
    items = Many(Part(Tag))

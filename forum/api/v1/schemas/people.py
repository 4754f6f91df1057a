"""People and their programs."""

from typing import get_args

from forum.accounts.actions.tokens import LONGEST_DAYS
from forum.accounts.models import ROLES, THEMES
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
from forum.core.languages import LANGUAGES
from forum.http.programs import Scope

SCOPES = get_args(Scope)


class Author(Out):
    handle = Text()
    display_name = Text()
    role = Choice(ROLES)
    url = Address()


class Person(Author):
    about = Text()
    trust_level = Whole(0, 4)
    joined_at = Moment()


class Profile(Person):
    threads = Whole(0)
    replies = Whole(0)
    accepted = Whole(0)


class Reply(Out):
    id = Whole()
    thread_id = Whole()
    number = Whole()
    title = Text()
    category = Text()
    url = Address()
    excerpt = Text()
    created_at = Moment()
    accepted = Flag()
    official = Flag()


class Replies(Listing):
    items = Many(Part(Reply))


class Me(Person):
    id = Whole()
    email = Text(allow_none=True)
    language = Text(allow_none=True)
    time_zone = Text(allow_none=True)
    theme = Choice(THEMES)
    silenced_until = Moment(allow_none=True)
    scopes = Many(Choice(SCOPES), allow_none=True)


class EditMe(In):
    display_name = Text(200)
    about = Text(3000)
    language = Choice(["", *LANGUAGES])
    time_zone = Text(60)
    theme = Choice(THEMES)


class Token(Out):
    id = Whole()
    name = Text()
    scopes = Many(Choice(SCOPES))
    made_at = Moment()
    expires_at = Moment(allow_none=True)


class NewToken(In):
    name = Text(200, required=True)
    scopes = Many(Choice(SCOPES), len(SCOPES), required=True)
    days = Whole(1, LONGEST_DAYS, allow_none=True, load_default=None)


class MadeToken(Token):
    token = Text(allow_none=True)


class Tokens(Listing):
    items = Many(Part(Token))


class Session(Out):
    id = Whole()
    agent = Text()
    signed_in_at = Moment()
    seen_at = Moment()
    current = Flag()


class Sessions(Listing):
    items = Many(Part(Session))


class NewRole(In):
    role = Choice([role for role in ROLES if role != "system"], required=True)
    reason = Text(2000, load_default="")

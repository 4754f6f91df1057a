"""The site itself, and its categories as administrators see them."""

from forum.accounts.models import HUES
from forum.api.v1.schemas.fields import (
    Address,
    Choice,
    Flag,
    In,
    Listing,
    Many,
    Out,
    Part,
    Text,
    Texts,
    Whole,
)
from forum.api.v1.schemas.threads import LONGEST_BODY
from forum.categories.models import KINDS, REACHES
from forum.core.languages import LANGUAGES
from forum.moderation.actions.site import ACCENTS, TEXTS


class Site(Out):
    name = Text()
    names = Texts()
    accent = Choice(ACCENTS)
    language = Choice(list(LANGUAGES))
    time_zone = Text()
    sign_ups = Flag()


class EditSite(In):
    names = Texts(1000)
    accent = Choice(ACCENTS)
    language = Choice(list(LANGUAGES))
    time_zone = Text(60)
    sign_ups = Flag()


class Page(Out):
    key = Choice(TEXTS)
    language = Choice(list(LANGUAGES))
    body = Text(allow_none=True)
    html = Text()
    texts = Texts()


class EditPage(In):
    texts = Texts(LONGEST_BODY, required=True)


class WholeCategory(Out):
    id = Whole()
    slug = Text()
    url = Address()
    names = Texts()
    descriptions = Texts()
    hue = Whole(1, HUES)
    kind = Choice(KINDS)
    official = Flag()
    hides_askers = Flag()
    parent = Text(allow_none=True)
    may_see = Choice(REACHES)
    may_start = Choice(REACHES)
    may_reply = Choice(REACHES)


class WholeCategories(Listing):
    items = Many(Part(WholeCategory))


class EditCategory(In):
    slug = Text(200)
    names = Texts(1000)
    descriptions = Texts(3000)
    hue = Whole(1, HUES)
    kind = Choice(KINDS)
    official = Flag()
    hides_askers = Flag()
    parent = Text(200, allow_none=True)
    may_see = Choice(REACHES)
    may_start = Choice(REACHES)
    may_reply = Choice(REACHES)


class NewCategory(EditCategory):
    slug = Text(200, required=True)
    names = Texts(1000, required=True)


class Shift(In):
    to = Choice(("up", "down"), required=True)

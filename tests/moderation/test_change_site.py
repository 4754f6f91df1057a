import pytest

from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.core.settings import all_settings
from forum.moderation.actions.site import change_site, change_texts
from forum.moderation.models import LogLine
from tests.make import make_administrator, make_moderator, make_official, make_user

pytestmark = pytest.mark.usefixtures("app")

WISHES = {"accent": "plum", "language": "en", "time_zone": "Europe/Zurich", "sign_ups": False}


def stored():
    return all_settings(db.session.connection())


def test_an_administrator_changes_the_site():
    change_site({"en": " Starmap ", "zh-Hans": ""}, **WISHES, by=make_administrator())

    assert stored() | WISHES | {"name": {"en": "Starmap"}} == stored()


def test_the_log_names_what_was_changed_and_not_how():
    by = make_administrator()
    change_site({"en": "Starmap"}, **WISHES, by=by)

    change_site({"en": "Starmap"}, **(WISHES | {"accent": "moss"}), by=by)

    line = db.session.query(LogLine).order_by(LogLine.id.desc()).first()
    assert (line.verb, line.subject) == ("change_site", "site")
    assert line.changes == {"fields": ["accent"]}


def test_no_change_is_no_line():
    by = make_administrator()
    change_texts("rules", {"en": "Be kind."}, by=by)

    change_texts("rules", {"en": "Be kind.", "zh-Hans": "  "}, by=by)

    assert db.session.query(LogLine).count() == 1


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"names": {}}, "name-en"),
        ({"names": {"en": "x" * 61}}, "name-en"),
        ({"accent": "blue"}, "accent"),
        ({"language": "fr"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
def test_what_cannot_be_is_refused(wish, field):
    with pytest.raises(Invalid) as refused:
        change_site(**({"names": {"en": "Starmap"}} | WISHES | wish), by=make_administrator())

    assert refused.value.field == field
    assert stored()["accent"] == "teal"


def test_there_are_three_texts():
    with pytest.raises(Invalid):
        change_texts("name", {"en": "Another"}, by=make_administrator())


@pytest.mark.parametrize("maker", [make_user, make_moderator, make_official])
def test_only_administrators_change_the_site(maker):
    by = maker()

    with pytest.raises(Forbidden):
        change_site({"en": "Starmap"}, **WISHES, by=by)
    with pytest.raises(Forbidden):
        change_texts("rules", {"en": "None."}, by=by)

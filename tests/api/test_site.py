"""Administration over the API: the site's settings and texts, and its categories."""

import pytest

from forum.core.db import db
from forum.moderation.models import LogLine
from tests.make import make_administrator, make_category, make_thread


@pytest.fixture
def admin(program):
    return program(make_administrator(), "admin")


def verbs():
    return [verb for (verb,) in db.session.query(LogLine.verb).order_by(LogLine.id)]


def test_what_is_sent_changes_the_site_and_the_rest_stays(program, admin):
    before = program().get("/site").json

    answer = admin.patch("/site", {"names": {"en": "Starmap"}, "sign_ups": False})

    changed = {"name": "Starmap", "names": {"en": "Starmap"}, "sign_ups": False}
    assert (answer.status_code, answer.json) == (200, before | changed)
    assert program().get("/site").json == answer.json
    assert verbs() == ["change_site"]


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"names": {"en": "x" * 61}}, "names.en"),
        ({"names": {}}, "names.zh-Hans"),
        ({"names": {"tlh": "Klingon"}}, "names.tlh.key"),
        ({"names": {"en": 5}}, "names.en.value"),
        ({"names": "Starmap"}, "names"),
        ({"accent": "pink"}, "accent"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"demo": False}, "demo"),
    ],
)
def test_a_site_that_cannot_be_is_refused_by_field(program, admin, wish, field):
    before = program().get("/site").json

    answer = admin.patch("/site", wish)

    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert program().get("/site").json == before


def test_a_text_is_built_in_until_somebody_writes_one(program, admin):
    guest = program()
    built_in = guest.get("/texts/rules").json

    written = admin.put("/texts/rules", {"texts": {"en": "**Be kind.**", "zh-Hans": "要友善。"}})

    assert (built_in["body"], built_in["texts"], built_in["language"]) == (None, {}, "en")
    assert built_in["html"].startswith("<p>") and "recovery phrase" in built_in["html"]
    assert written.json == guest.get("/texts/rules").json
    assert (written.json["body"], written.json["language"]) == ("**Be kind.**", "en")
    assert written.json["html"].strip() == "<p><strong>Be kind.</strong></p>"
    assert set(written.json["texts"]) == {"en", "zh-Hans"}

    admin.put("/texts/rules", {"texts": {}})

    assert guest.get("/texts/rules").json == built_in
    assert verbs() == ["change_texts"] * 2


@pytest.mark.parametrize("key", ["rules", "privacy", "report"])
def test_everybody_reads_the_texts_and_has_them_by_their_etag(program, key):
    first = program().get(f"/texts/{key}")
    again = program().get(f"/texts/{key}", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.json["key"], len(first.json["html"]) > 100) == (key, True)
    assert again.status_code == 304


def test_an_administrator_makes_changes_and_deletes_a_category(admin):
    wish = {"slug": "wallets", "names": {"en": "Wallets"}, "hue": 3, "may_see": "staff"}
    made = admin.post("/admin/categories", wish)
    inside = {"slug": "paper", "names": {"en": "Paper"}, "parent": "wallets"}
    child = admin.post("/admin/categories", inside)

    assert made.status_code == 201
    assert made.headers["Location"].endswith("/api/v1/admin/categories/wallets")
    assert made.json == made.json | wish | {"kind": "questions", "parent": None, "official": False}
    assert child.json["parent"] == "wallets"

    changed = admin.patch("/admin/categories/paper", {"slug": "steel", "parent": None})
    assert (changed.json["slug"], changed.json["parent"]) == ("steel", None)
    assert changed.json["names"] == {"en": "Paper"}

    assert admin.delete("/admin/categories/steel").status_code == 204
    assert admin.get("/admin/categories/steel").status_code == 404
    assert verbs() == ["create_category"] * 2 + ["edit_category", "delete_category"]


def test_a_category_is_made_once_by_its_key(admin):
    wish, key = {"slug": "wallets", "names": {"en": "Wallets"}}, {"Idempotency-Key": "k1"}

    first, again = (admin.post("/admin/categories", wish, headers=key) for _n in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_category_changes_places_with_its_neighbour(admin):
    for position, slug in enumerate(("one", "two", "three"), start=1):
        make_category(slug=slug, position=position)

    down = admin.post("/admin/categories/one/shift", {"to": "down"})
    up = admin.post("/admin/categories/two/shift", {"to": "up"})

    assert [row["slug"] for row in down.json["items"]] == ["two", "one", "three"]
    assert up.json == down.json


def test_what_nobody_sees_an_administrator_sees(program, admin):
    make_category(slug="closed", may_see="nobody")

    assert program(make_administrator()).get("/categories").json["items"] == []
    assert [row["slug"] for row in admin.get("/admin/categories").json["items"]] == ["closed"]


def test_a_category_with_threads_stays(admin):
    thread = make_thread(category=make_category(slug="full"))

    answer = admin.delete("/admin/categories/full")

    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    assert admin.get(f"/threads/{thread.id}").json["category"] == "full"


@pytest.mark.parametrize(
    ("wish", "status", "field"),
    [
        ({"slug": "Not A Slug"}, 422, "slug"),
        ({"slug": "taken"}, 409, None),
        ({"names": {}}, 422, "names"),
        ({"names": {"en": "x" * 61}}, 422, "names.en"),
        ({"descriptions": {"en": "x" * 501}}, 422, "descriptions.en"),
        ({"hue": 9}, 422, "hue"),
        ({"hue": "1"}, 422, "hue"),
        ({"kind": "chat"}, 422, "kind"),
        ({"may_see": "friends"}, 422, "may_see"),
        ({"parent": "nowhere"}, 422, "parent"),
        ({"position": 3}, 422, "position"),
    ],
)
def test_a_category_that_cannot_be_is_refused_by_field(admin, wish, status, field):
    make_category(slug="taken")
    make_category(slug="here")

    new = admin.post("/admin/categories", {"slug": "new", "names": {"en": "New"}} | wish)
    old = admin.patch("/admin/categories/here", wish)

    assert (new.status_code, old.status_code) == (status, status)
    assert list(new.json.get("errors", [None])) == list(old.json.get("errors", [None])) == [field]
    assert verbs() == []

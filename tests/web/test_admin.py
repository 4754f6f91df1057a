import pytest

from forum.categories.models import Category
from forum.core.db import db
from forum.moderation.actions.site import change_texts
from tests.make import make_administrator, make_category, make_thread

SITE = {
    "name-en": "Starmap", "name-zh-Hans": "星图", "accent": "plum", "language": "en",
    "time_zone": "Europe/Zurich", "sign_ups": "1",
}
CATEGORY = {
    "name-en": "Fees", "slug": "fees", "hue": "3", "kind": "questions", "may_see": "everyone",
    "may_start": "members", "may_reply": "members", "parent_id": "",
}


def test_another_name_and_colour_stand_on_every_page(visit):
    guest, administrator = visit(), visit(make_administrator())
    name = guest.get("/").headers["ETag"]

    answer = administrator.post("/admin/site", data=SITE)

    assert answer.status_code == 303
    page = guest.get("/", headers={"If-None-Match": name, "Accept-Language": "zh-CN"})
    assert page.status_code == 200
    assert "星图" in page.text
    assert 'data-accent="plum"' in page.text
    assert "accents.css" in page.text


def test_teal_needs_no_sheet_of_its_own(visit):
    assert "accent" not in visit().get("/").text


def test_a_site_without_a_name_gives_the_form_back(visit):
    form = SITE | {"name-en": " ", "name-zh-Hans": ""}

    answer = visit(make_administrator()).post("/admin/site", data=form)

    assert answer.status_code == 422
    assert "The site needs a name" in answer.text
    assert 'value="plum" checked' in answer.text


@pytest.mark.parametrize(
    ("key", "built_in"), [("rules", "Keep secrets secret"), ("privacy", "Cookies"),
                          ("report", "Do not wait for an answer.")],
)
def test_a_text_stands_on_its_page_instead_of_the_built_in_one(visit, key, built_in):
    guest = visit()
    before = guest.get(f"/{key}", headers={"Accept-Language": "en"})

    form = {"text-en": "# Be kind\n\n<script>x</script> [here](https://example.org)"}
    visit(make_administrator()).post(f"/admin/texts/{key}", data=form)

    after = guest.get(f"/{key}", headers={"Accept-Language": "en"}).text
    assert built_in in before.text
    assert built_in not in after
    assert "<h2>Be kind</h2>" in after
    assert "<script>x" not in after


def test_a_reader_gets_the_text_that_they_understand_best(app, visit):
    change_texts("rules", {"zh-Hans": "要友善。"}, by=make_administrator())

    page = visit().get("/rules", headers={"Accept-Language": "en"}).text

    assert "要友善。" in page
    assert 'lang="zh-Hans"' in page


def test_public_texts_have_a_name_and_set_no_cookie(visit):
    guest = visit()
    page = guest.get("/privacy")

    again = guest.get("/privacy", headers={"If-None-Match": page.headers["ETag"]})

    assert "Set-Cookie" not in page.headers
    assert again.status_code == 304


def test_a_text_that_is_too_long_is_given_back(visit):
    form = {"text-en": "x" * 32_001}

    answer = visit(make_administrator()).post("/admin/texts/rules", data=form)

    assert answer.status_code == 422
    assert "too long" in answer.text


def test_a_category_is_created_edited_shifted_and_deleted(visit):
    make_category(slug="first", position=1)
    administrator = visit(make_administrator())

    administrator.post("/admin/categories/new", data=CATEGORY | {"is_official": "1"})
    fees = db.session.query(Category).filter_by(slug="fees").one()
    path = f"/admin/categories/{fees.id}"
    administrator.post(f"{path}/shift", data={"step": "up"})
    administrator.post(path, data=CATEGORY | {"name-en": "Costs", "may_see": "members"})

    listed = administrator.get("/admin/categories").text
    assert listed.index("Costs") < listed.index("first")
    assert "Costs" not in visit().get("/", headers={"Accept-Language": "en"}).text
    assert administrator.post(f"{path}/delete").status_code == 303
    assert administrator.get(path).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"slug": "Two Words"}, 422),
        ({"slug": "taken"}, 409),
        ({"name-en": ""}, 422),
        ({"hue": "x"}, 422),
        ({"hue": "99"}, 422),
        ({"kind": ""}, 422),
        ({"may_see": "x"}, 422),
        ({"parent_id": "x"}, 422),
        ({"parent_id": "9" * 40}, 422),
        ({"description-en": "x" * 501}, 422),
    ],
)
def test_a_wrong_category_form_is_given_back(visit, wrong, status):
    make_category(slug="taken")

    answer = visit(make_administrator()).post(
        "/admin/categories/new", data=CATEGORY | {"description-zh-Hans": "手续费"} | wrong
    )

    assert answer.status_code == status
    assert "手续费" in answer.text
    assert db.session.query(Category).count() == 1


def test_a_category_with_threads_is_not_deleted(visit):
    category = make_thread().category
    administrator = visit(make_administrator())

    administrator.post(f"/admin/categories/{category.id}/delete")

    page = administrator.get(f"/admin/categories/{category.id}")
    assert page.status_code == 200
    assert "Move them first." in page.text


@pytest.mark.parametrize("path", ["/admin/categories/0", "/admin/categories/" + "9" * 30])
def test_a_category_that_is_not_there_is_404(visit, path):
    assert visit(make_administrator()).get(path).status_code == 404


def test_sign_ups_can_be_closed(visit):
    administrator = visit(make_administrator())
    box = 'type="checkbox" value="1" checked'
    before = administrator.get("/admin/site").text

    administrator.post("/admin/site", data=SITE | {"sign_ups": ""})

    assert box in before
    assert box not in administrator.get("/admin/site").text

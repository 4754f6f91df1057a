import re

import pytest

from forum.accounts.actions.preferences import edit_profile
from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.actions.standing import set_standing
from forum.accounts.models import ApiToken
from forum.accounts.passwords import hash_password
from forum.accounts.queries import find_program, find_visitor, sign_ins, tokens
from forum.core.clock import now
from forum.core.db import db, read
from forum.core.stamps import versions
from forum.http.zones import zone_choices
from tests.make import make_moderator, make_user

PASSWORD = "four unrelated words"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0"
PAGES = ["profile", "preferences", "password", "sessions", "tokens"]


@pytest.fixture
def lin(app):
    return make_user(handle="lin", language="en", password_hash=hash_password(PASSWORD))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_the_others_and_marks_itself(visit, lin, page):
    text = visit(lin).get(f"/settings/{page}").text

    for other in PAGES:
        assert f'href="/settings/{other}"' in text
    assert f'href="/settings/{page}" aria-current="page"' in text


@pytest.mark.parametrize("page", PAGES)
def test_guests_are_sent_to_sign_in(visit, page):
    answer = visit().get(f"/settings/{page}")

    assert answer.location == f"/sign-in?next=/settings/{page}"
    assert visit().post(f"/settings/{page}").status_code in (401, 405)


def test_settings_begin_with_the_profile(visit, lin):
    assert visit(lin).get("/settings").location == "/settings/profile"


def test_a_profile_is_changed(visit, lin):
    browser = visit(lin)

    browser.post("/settings/profile", data={"display_name": " 林  夏 ", "about": "a\r\nb <b>"})

    db.session.refresh(lin)
    assert (lin.display_name, lin.about) == ("林 夏", "a\nb <b>")
    assert "a\nb &lt;b&gt;" in visit().get("/u/lin").text


@pytest.mark.parametrize(("name", "about"), [
    ("", ""), ("x" * 41, ""), ("lin", "x" * 501), ("\x00", ""), ("lin", "\x00"), (" ", ""),
    ("官方客服", ""), ("Аdmin", ""), ("S u p p o r t", ""), ("xia", ""), ("ХІА", ""),
])  # fmt: skip
def test_what_cannot_be_a_name_is_given_back(visit, lin, name, about):
    make_user(handle="xia")

    page = visit(lin).post("/settings/profile", data={"display_name": name, "about": about})

    assert page.status_code == 422
    assert 'class="error"' in page.text
    db.session.refresh(lin)
    assert lin.display_name == "lin"


def test_a_silenced_person_changes_no_profile(visit, lin):
    set_standing(lin, silenced_until=now().replace(year=2099))

    page = visit(lin).post("/settings/profile", data={"display_name": "Lin", "about": "x"})

    assert page.status_code == 403
    assert "2099" in page.text


def test_preferences_are_changed_and_said_in_the_new_language(visit, lin):
    browser = visit(lin)
    wishes = {"language": "zh-Hans", "time_zone": "Asia/Tokyo", "theme": "dark"}

    answer = browser.post("/settings/preferences", data=wishes)

    page = browser.get(answer.location).text
    assert '<html lang="zh-Hans" data-theme="dark">' in page
    assert re.search(r'value="Asia/Tokyo" selected', page)


def test_preferences_go_back_to_the_sites(visit, lin):
    browser = visit(lin)

    browser.post("/settings/preferences", data={"language": "", "time_zone": "", "theme": "system"})

    db.session.refresh(lin)
    assert (lin.language, lin.time_zone) == (None, None)


@pytest.mark.parametrize("wish", [
    {"language": "xx"}, {"language": "\x00"}, {"time_zone": "Mars/Phobos"}, {"theme": "pink"},
    {"time_zone": "../../etc/passwd"}, {"time_zone": "x" * 10_000}, {"theme": ""},
])  # fmt: skip
def test_a_preference_that_does_not_exist_is_refused(visit, lin, wish):
    assert visit(lin).post("/settings/preferences", data=wish).status_code == 422


def test_asian_zones_come_first_and_all_are_there():
    zones = [zone for zone, _words in zone_choices("zh-Hans")]

    assert zones[0] == "Asia/Shanghai"
    assert {"Europe/Berlin", "America/Argentina/Ushuaia", "UTC"} <= set(zones)
    assert len(zones) == len(set(zones)) > 400


def test_a_password_is_changed_by_who_knows_it(visit, lin):
    browser, other = visit(lin), visit(lin)
    form = {"current": PASSWORD, "password": "another set of words"}

    answer = browser.post("/settings/password", data=form)

    assert answer.status_code == 303
    assert browser.get("/settings/password").status_code == 200
    assert other.get("/settings/password").status_code == 303
    assert browser.post("/settings/password", data=form).status_code == 422


def test_present_passwords_are_not_guessed(visit, lin):
    browser = visit(lin)
    form = {"current": "a guess", "password": "another set of words"}

    statuses = [browser.post("/settings/password", data=form).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]


def test_sign_ins_are_listed_with_this_one_marked(visit, lin):
    begin_sign_in(lin, FIREFOX)
    browser = visit(lin)

    page = browser.get("/settings/sessions").text

    assert "Firefox · Windows" in page
    assert page.count("this one") == 1


def test_one_sign_in_is_ended(visit, lin):
    token = begin_sign_in(lin, FIREFOX)
    lost = find_visitor(token).sign_in_id

    visit(lin).post(f"/settings/sessions/{lost}/end")

    assert find_visitor(token) is None


def test_all_other_sign_ins_are_ended(visit, lin):
    begin_sign_in(lin, FIREFOX)
    begin_sign_in(lin, FIREFOX)
    browser = visit(lin)

    browser.post("/settings/sessions/end-others")

    assert len(sign_ins(lin.id)) == 1
    assert browser.get("/settings/sessions").status_code == 200


def test_ending_this_one_signs_out(visit, lin):
    browser = visit(lin)
    (here,) = sign_ins(lin.id)

    assert browser.post(f"/settings/sessions/{here.id}/end").location == "/sign-in"
    assert browser.get("/settings/profile").status_code == 303


@pytest.mark.parametrize("number", ["0", "999999", str(2**63), "9" * 30, "x", "-1"])
def test_a_sign_in_or_token_that_is_not_mine_is_404(visit, lin, number):
    browser = visit(lin)

    assert browser.post(f"/settings/sessions/{number}/end").status_code == 404
    assert browser.post(f"/settings/tokens/{number}/revoke").status_code == 404


def test_anothers_sign_in_is_404(visit, lin):
    token = begin_sign_in(make_user(), "")

    answer = visit(lin).post(f"/settings/sessions/{find_visitor(token).sign_in_id}/end")

    assert answer.status_code == 404
    assert find_visitor(token)


def test_a_token_is_shown_once_and_works_until_it_is_revoked(visit, lin):
    browser = visit(lin)
    form = {"name": "my script", "scopes": ["read", "write"], "days": "30"}

    page = browser.post("/settings/tokens", data=form)

    token = re.search(r"<code>([\w-]{40,})</code>", page.text)[1]
    assert find_program(token).scopes == ("read", "write")
    assert page.headers["Cache-Control"] == "private, no-cache"
    later = browser.get("/settings/tokens").text
    assert "Write and change in your name ·" in later
    assert "my script" in later
    assert token not in later
    browser.post(f"/settings/tokens/{tokens(lin.id)[0].id}/revoke")
    assert find_program(token) is None


def test_scopes_are_offered_by_role(visit, lin):
    assert "Moderate" not in visit(lin).get("/settings/tokens").text
    assert "Moderate" in visit(make_moderator(language="en")).get("/settings/tokens").text


@pytest.mark.parametrize(("form", "status"), [
    ({"name": ""}, 422), ({"name": "\x00"}, 422), ({"name": "x" * 99}, 422),
    ({"scopes": []}, 422), ({"scopes": "root"}, 422), ({"scopes": "admin"}, 403),
    ({"days": "x"}, 422), ({"days": "31"}, 422), ({"days": "9" * 5000}, 422),
])  # fmt: skip
def test_what_makes_no_token_is_said(visit, lin, form, status):
    filled = {"name": "x", "scopes": "read", "days": ""} | form

    assert visit(lin).post("/settings/tokens", data=filled).status_code == status
    assert db.session.query(ApiToken).count() == 0


def test_a_token_does_not_open_the_settings(visit, lin):
    made = visit(lin).post("/settings/tokens", data={"name": "x", "scopes": "write", "days": ""})
    token = re.search(r"<code>([\w-]{40,})</code>", made.text)[1]

    answer = visit().get("/settings/tokens", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 303


def test_forms_need_their_token(visit, lin, app, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    browser = visit(lin)

    refused = browser.post("/settings/profile", data={"display_name": "Lin", "about": ""})
    page = browser.get("/settings/profile").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    form = {"display_name": "Lin", "about": "", "csrf_token": token}
    taken = browser.post("/settings/profile", data=form)

    assert (refused.status_code, taken.status_code) == (400, 303)


def test_a_profile_is_saved_so_often_an_hour(visit, lin):
    browser = visit(lin)
    answers = [
        browser.post("/settings/profile", data={"display_name": "lin", "about": str(n)})
        for n in range(21)
    ]

    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 3000
    assert ">20</textarea>" not in visit(lin).get("/settings/profile").text


def test_only_a_new_name_changes_every_page(lin):
    before = stamps_of("site", f"user/{lin.id}")

    edit_profile(lin, lin.display_name, "Hello.", by=lin)
    about = stamps_of("site", f"user/{lin.id}")
    edit_profile(lin, "Another Name", "Hello.", by=lin)
    name = stamps_of("site", f"user/{lin.id}")

    assert [after - earlier for after, earlier in zip(about, before, strict=True)] == [0, 1]
    assert [after - earlier for after, earlier in zip(name, about, strict=True)] == [1, 1]


def stamps_of(*subjects):
    with read() as connection:
        return list(versions(connection, subjects).values())

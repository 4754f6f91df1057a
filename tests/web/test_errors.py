import pytest

from tests.make import make_thread, make_user


def test_an_unknown_address_is_404_with_a_way_on(visit):
    page = visit().get("/nothing/here")

    assert page.status_code == 404
    assert 'href="/"' in page.text


def test_a_refusal_in_the_api_is_a_problem(visit):
    refusal = visit().get("/api/v1/nothing")

    assert refusal.status_code == 404
    assert refusal.content_type == "application/problem+json"
    assert refusal.json["status"] == 404


def test_a_wrong_method_says_which_are_right(visit):
    refusal = visit().put("/sign-in")

    assert refusal.status_code == 405
    assert "POST" in refusal.headers["Allow"]


def test_a_guest_is_sent_to_sign_in_and_back(visit):
    answer = visit().get("/ask")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/ask"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(visit, target):
    user = make_user()

    answer = visit(user).get("/sign-in", query_string={"next": target})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_form_is_refused(visit, site):
    thread = make_thread()

    answer = visit(make_user()).post(
        f"/t/{thread.id}/reply", data={"body": "Hello"}, headers={"Sec-Fetch-Site": site}
    )

    assert answer.status_code == 400


def test_a_form_without_a_token_is_refused(app, visit, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    thread = make_thread()

    answer = visit(make_user()).post(f"/t/{thread.id}/reply", data={"body": "Hello"})

    assert answer.status_code == 400
    assert "out of date" in answer.text


def test_a_forged_name_of_the_site_is_refused(visit):
    assert visit().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_every_page_is_hardened(visit):
    headers = visit().get("/").headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_health_is_told(visit):
    assert visit().get("/healthz").json == {"status": "ok"}
    assert visit().get("/readyz").json == {"status": "ready"}

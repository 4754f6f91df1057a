"""Who may come in with which token, and what a program may repeat."""

from datetime import timedelta

import pytest

from forum.accounts.actions.tokens import revoke_token
from forum.accounts.queries import tokens
from forum.core.clock import now
from forum.core.db import db
from forum.moderation.actions.sanctioning import suspend_person
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)


def test_an_unknown_token_is_not_a_guest(program):
    stranger = program()
    stranger.token = "made-up"

    answer = stranger.get("/threads")

    assert (answer.status_code, answer.json["code"]) == (401, "unknown_token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_is_refused(program):
    user = make_user()
    mine = program(user, "read")
    revoke_token(user, tokens(user.id)[0].id, by=user)

    assert mine.get("/me").status_code == 401


def test_nobody_comes_in_while_suspended(program):
    user = make_user()
    mine = program(user, "write")
    suspend_person(user, now() + timedelta(days=1), "Scam.", by=make_moderator())

    assert mine.get("/me").status_code == 401


def test_a_token_works_for_programs_only(program, visit):
    user, thread = make_user(), make_thread()
    token = program(user, "read").token

    answer = visit().post(
        f"/t/{thread.id}/reply", data={"body": "x"}, headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 401


@pytest.mark.parametrize("scopes", [("read",), ("moderate", "announce", "admin")])
def test_writing_needs_the_scope(program, scopes):
    thread = make_thread()

    answer = program(make_administrator(), *scopes).post(
        f"/threads/{thread.id}/posts", {"body": "x"}
    )

    assert (answer.status_code, answer.json["code"]) == (403, "missing_scope")


def test_what_is_others_needs_another_scope_than_what_is_ones_own(program):
    moderator = make_moderator()
    mine = program(moderator, "write")
    own = make_post(thread=make_thread(), author=moderator)
    other = make_post(thread=make_thread())

    assert mine.patch(f"/posts/{own.id}", {"body": "Better."}).status_code == 200
    assert mine.patch(f"/posts/{other.id}", {"body": "Mine."}).json["code"] == "missing_scope"


def test_a_scope_gives_no_power_that_its_person_lacks(program):
    thread = make_thread()
    member = program(make_user(), "write")

    answer = member.put(f"/threads/{thread.id}/lock", {"reason": "x"})

    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_a_program_cannot_make_itself_stronger(program):
    mine = program(make_moderator(), "write")

    answer = mine.post("/me/tokens", {"name": "more", "scopes": ["moderate"]})

    assert (answer.status_code, answer.json["code"]) == (403, "missing_scope")


@pytest.mark.parametrize(
    ("maker", "scope"), [(make_moderator, "moderate"), (make_official, "announce")]
)
def test_all_staff_read_the_log_with_what_their_tokens_may_do(program, maker, scope):
    assert program(maker(), scope).get("/moderation/log").status_code == 200


def test_a_token_is_made_used_and_revoked(program):
    mine = program(make_user(), "write")
    made = mine.post("/me/tokens", {"name": "a bot", "scopes": ["read"], "days": 30}).json
    bot = program()
    bot.token = made["token"]

    assert bot.get("/me").json["scopes"] == ["read"]
    assert mine.delete(f"/me/tokens/{made['id']}").status_code == 204
    assert bot.get("/me").status_code == 401


def test_a_guest_is_told_to_bring_a_token(program):
    answer = program().post("/threads", {"category": "x", "title": "x", "body": "x"})

    assert (answer.status_code, answer.json["code"]) == (401, "sign_in_first")


def test_a_browser_reads_and_needs_its_own_page_to_write(app, visit):
    user, thread = make_user(), make_thread()
    browser = visit(user)

    assert browser.get("/api/v1/me").json["handle"] == user.handle
    foreign = browser.put(
        f"/api/v1/threads/{thread.id}/reading-position",
        json={"number": 1},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert (foreign.status_code, foreign.json["code"]) == (400, "foreign_form")


@pytest.mark.parametrize("category", [{"may_see": "staff"}, {"may_see": "official"}])
def test_what_one_may_not_see_is_not_there(program, category):
    thread = make_thread(category=make_category(**category))
    post = make_post(thread=thread)
    member = program(make_user(), "write")

    for path in (f"/threads/{thread.id}", f"/threads/{thread.id}/posts", f"/posts/{post.id}"):
        assert member.get(path).status_code == 404
    assert member.put(f"/posts/{post.id}/vote").status_code == 404
    assert member.get("/threads").json["items"] == []
    assert program(make_official()).get(f"/threads/{thread.id}").status_code == 200


def test_the_same_key_does_it_once(program):
    make_category(slug="here")
    mine = program(make_user(), "write")
    wish = {"category": "here", "title": "How do I reset my code?", "body": "Please."}
    key = {"Idempotency-Key": "5f1c"}

    first = mine.post("/threads", wish, headers=key)
    again = mine.post("/threads", wish, headers=key)

    assert again.status_code == 201
    assert again.json["id"] == first.json["id"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]


def test_a_key_belongs_to_one_request(program):
    thread = make_thread()
    mine = program(make_user(), "write")
    key = {"Idempotency-Key": "5f1c"}
    mine.post(f"/threads/{thread.id}/posts", {"body": "One."}, headers=key)

    answer = mine.post(f"/threads/{thread.id}/posts", {"body": "Two."}, headers=key)

    assert answer.status_code == 422
    assert answer.json["errors"]["Idempotency-Key"]


def test_limits_are_told_and_kept(program):
    guest = program()
    first = guest.get("/categories")

    answers = [guest.get("/categories") for _n in range(125)]

    assert first.headers["RateLimit-Policy"] == '"api";q=120;w=60'
    assert first.headers["RateLimit"].startswith('"api";r=119;t=')
    assert (answers[-1].status_code, answers[-1].json["code"]) == (429, "too_many")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 61


def test_what_a_program_makes_does_not_outlive_it(program):
    user = make_user()
    mine = program(user, "write")
    tokens(user.id)[0].expires_at = now() + timedelta(days=1)
    db.session.commit()

    for days in (None, 30):
        wish = {"name": "a bot", "scopes": ["read"], "days": days}
        assert mine.post("/me/tokens", wish).status_code == 201

    assert {row.expires_at for row in tokens(user.id)} == {tokens(user.id)[0].expires_at}


def test_a_program_revokes_no_token_that_can_do_more(program):
    moderator = make_moderator()
    program(moderator, "write", "moderate")
    stronger = tokens(moderator.id)[0].id

    answer = program(moderator, "write").delete(f"/me/tokens/{stronger}")

    assert (answer.status_code, answer.json["code"]) == (403, "missing_scope")


def test_a_program_ends_no_session_of_a_browser(program, visit):
    user = make_user()
    browser, mine = visit(user), program(user, "write")
    (session,) = mine.get("/me/sessions").json["items"]

    answers = [mine.delete(path) for path in ("/me/sessions", f"/me/sessions/{session['id']}")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert browser.get("/settings/profile").status_code == 200

from datetime import timedelta

import pytest

from forum.accounts.models import ApiToken
from forum.accounts.passwords import hash_password
from forum.core.clock import now
from forum.core.db import db, transaction
from forum.core.tokens import digest
from forum.http.people import hue
from forum.moderation.actions.flagging import flag_post
from forum.moderation.actions.reviewing import decide_item
from forum.moderation.actions.sanctioning import silence_person, suspend_person
from forum.moderation.models import Flag, ReviewItem, Sanction
from forum.threads.actions.posting import start_thread
from forum.threads.queries.finding import get_opening
from tests.make import (
    make_administrator,
    make_category,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)

WEEK = timedelta(days=7)
MAKERS = {
    "guest": lambda: None,
    "member": make_user,
    "moderator": make_moderator,
    "official": make_official,
    "administrator": make_administrator,
}
# Guest, member, moderator, official, administrator. 303: to the sign-in page.
PAGES = {
    "/moderation": (303, 403, 303, 303, 303),
    "/moderation/queue": (303, 403, 200, 403, 200),
    "/moderation/log": (303, 403, 200, 200, 200),
    "/moderation/people/somebody": (303, 403, 200, 403, 200),
    "/settings/standing": (303, 200, 200, 200, 200),
    "/admin": (303, 403, 403, 403, 303),
    "/admin/site": (303, 403, 403, 403, 200),
    "/admin/categories": (303, 403, 403, 403, 200),
    "/admin/categories/new": (303, 403, 403, 403, 200),
    "/admin/texts": (303, 403, 403, 403, 303),
    "/admin/texts/privacy": (303, 403, 403, 403, 200),
    "/admin/texts/other": (303, 403, 403, 403, 404),
    "/rules": (200, 200, 200, 200, 200),
    "/privacy": (200, 200, 200, 200, 200),
    "/report": (200, 200, 200, 200, 200),
}
FORMS = {
    "/posts/{post}/flag": (401, 303, 303, 303, 303),
    "/moderation/queue/{item}": (401, 403, 303, 403, 303),
    "/moderation/people/somebody": (401, 403, 303, 403, 303),
    "/moderation/sanctions/{sanction}/end": (401, 403, 303, 403, 303),
    "/admin/site": (401, 403, 403, 403, 422),
    "/admin/texts/rules": (401, 403, 403, 403, 303),
    "/admin/categories/new": (401, 403, 403, 403, 422),
    "/admin/categories/{category}": (401, 403, 403, 403, 422),
    "/admin/categories/{category}/shift": (401, 403, 403, 403, 303),
    "/admin/categories/{category}/delete": (401, 403, 403, 403, 303),
}


def flagged():
    return flag_post(make_post(thread=make_thread()), "scam", "Fake site.", by=make_user()).item


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("place", "role"), list(enumerate(MAKERS)))
def test_who_opens_which_page(visit, path, place, role):
    make_user(handle="somebody")

    answer = visit(MAKERS[role]()).get(path)

    assert answer.status_code == PAGES[path][place]


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(("place", "role"), list(enumerate(MAKERS)))
def test_who_sends_which_form(visit, path, place, role):
    person, item = make_user(handle="somebody"), flagged()
    sanction = silence_person(person, now() + WEEK, "Insults.", by=make_moderator())
    given = {
        "post": make_post(thread=make_thread()).id,
        "item": item.id,
        "sanction": sanction.id,
        "category": item.post.thread.category_id,
    }
    form = {"reason": "scam", "decision": "ignore", "kind": "suspension", "until": "7"}

    answer = visit(MAKERS[role]()).post(path.format(**given), data=form)

    assert answer.status_code == FORMS[path][place]


def test_a_member_reports_a_post_and_a_moderator_hides_it(visit):
    post = make_post(thread=make_thread())
    member, moderator = visit(make_user()), visit(make_moderator())

    assert "Who reported a post" in member.get(f"/posts/{post.id}/flag").text
    sent = member.post(f"/posts/{post.id}/flag", data={"reason": "scam", "note": "Fake <site>."})
    queue = moderator.get("/moderation/queue").text
    item = db.session.query(ReviewItem).one()
    decided = moderator.post(
        f"/moderation/queue/{item.id}", data={"decision": "agree", "reason": "A fake site."}
    )

    assert sent.status_code == decided.status_code == 303
    assert "Fake &lt;site&gt;." in queue
    assert "A fake site." in visit().get(post.thread.path).text
    log = moderator.get("/moderation/log").text
    assert "reported" in log
    assert "hid" in log


def test_whoever_reports_an_asker_who_is_somebody_learns_no_name(visit):
    asker = make_user(display_name="Ana Real")
    thread = start_thread(
        make_category(hides_askers=True), "Somebody threatens me", "Help.", by=asker
    )
    path = f"/posts/{get_opening(thread).id}/flag"

    page = visit(make_user()).get(path).text
    given_back = visit(make_user()).post(path, data={"reason": ""}).text

    assert "By Somebody in" in page
    assert "Ana Real" not in page + given_back
    assert "By Ana Real in" in visit(make_moderator()).get(path).text


def test_a_moderator_reviews_nothing_that_they_may_not_see(visit):
    official, moderator = make_official(), make_moderator()
    thread = make_thread(category=make_category(may_see="official"), body="Not out yet.")
    item = flag_post(get_opening(thread), "other", "A date is wrong.", by=official).item
    decision = {"decision": "ignore"}

    queue = visit(moderator).get("/moderation/queue").text
    tried = visit(moderator).post(f"/moderation/queue/{item.id}", data=decision)

    assert "Not out yet." not in queue
    assert tried.status_code == 404
    assert "Not out yet." in visit(make_administrator()).get("/moderation/queue").text
    assert db.session.get_one(ReviewItem, item.id).decided_at is None


@pytest.mark.parametrize("make", [make_user, make_official])
def test_a_person_looks_in_the_queue_as_beside_their_post(visit, make):
    author = make(display_name="Lin")
    post = make_post(thread=make_thread(), author=author)
    flag_post(post, "spam", by=make_user())
    look = f'class="avatar {hue(author)} small"'

    queue = visit(make_moderator()).get("/moderation/queue").text

    assert look in queue


def test_nobody_is_offered_to_decide_their_own_case(visit):
    moderator, item = make_moderator(), flagged()
    decide = f'action="/moderation/queue/{item.id}"'
    flag_post(item.post, "spam", by=moderator)

    own = visit(moderator).get("/moderation/queue").text
    others = visit(make_moderator()).get("/moderation/queue").text

    assert decide not in own
    assert "another moderator decides" in own
    assert decide in others


def test_a_flag_without_a_reason_is_given_back(visit):
    post = make_post(thread=make_thread())

    answer = visit(make_user()).post(f"/posts/{post.id}/flag", data={"note": "Look at this."})

    assert answer.status_code == 422
    assert "Look at this." in answer.text
    assert "Choose what is wrong" in answer.text


def test_who_has_reported_is_told_so(visit):
    post, person = make_post(thread=make_thread()), make_user()
    flag_post(post, "scam", by=person)

    page = visit(person).get(f"/posts/{post.id}/flag").text

    assert "already" in page
    assert visit(person).post(f"/posts/{post.id}/flag", data={"reason": "rude"}).status_code == 409
    assert db.session.query(Flag).count() == 1


@pytest.mark.parametrize(("state", "status"), [("hidden", 404), ("purged", 410)])
def test_what_is_gone_cannot_be_reported(visit, state, status):
    post = make_post(thread=make_thread(), state=state)

    assert visit(make_user()).get(f"/posts/{post.id}/flag").status_code == status
    assert visit(make_user()).get("/posts/99999999999999999999/flag").status_code == 404


def test_the_second_moderator_reads_who_was_first(visit):
    item = flagged()
    decide_item(item, "disagree", by=make_moderator(display_name="Anna"))

    answer = visit(make_moderator()).post(
        f"/moderation/queue/{item.id}", data={"decision": "ignore"}
    )

    assert answer.status_code == 409
    assert "Anna has decided this already." in answer.text


def test_agreeing_without_a_reason_gives_the_form_back(visit):
    item = flagged()

    answer = visit(make_moderator()).post(
        f"/moderation/queue/{item.id}", data={"decision": "agree", "reason": " "}
    )

    assert answer.status_code == 422
    assert "Please write something here." in answer.text


def test_only_moderators_see_how_much_waits(visit):
    flagged()

    assert 'href="/moderation/queue"' in visit(make_moderator()).get("/").text
    assert 'href="/moderation/queue"' not in visit(make_user()).get("/").text


@pytest.mark.parametrize(
    "query", ["by=nobody", "verb=x", "subject=post/0", "before=x", "before=" + "9" * 30,
              "subject=%00", "verb=%00", "by=%00"],
)
def test_the_log_takes_any_filter(visit, query):
    answer = visit(make_moderator()).get(f"/moderation/log?{query}")

    assert answer.status_code == 200


def test_a_suspended_person_is_a_guest_at_the_next_request(visit):
    person = make_user()
    browser = visit(person)
    headers = {"Authorization": f"Bearer {program(person)}"}
    assert visit().get("/api/v1/me", headers=headers).status_code == 200

    suspend_person(person, now() + WEEK, "Scam.", by=make_moderator())

    assert browser.get("/settings/standing").status_code == 303
    assert visit().get("/api/v1/me", headers=headers).status_code == 401


@transaction()
def program(person):
    db.session.add(
        ApiToken(token_hash=digest("a token"), user_id=person.id, name="x", scopes=["read"])
    )
    return "a token"


def test_a_suspended_person_reads_why_at_sign_in(visit):
    person = make_user(password_hash=hash_password("correct horse battery"))
    suspend_person(person, now() + WEEK, "You posted a fake site.", by=make_moderator())

    answer = visit().post(
        "/sign-in", data={"name": person.handle, "password": "correct horse battery"}
    )

    assert answer.status_code == 403
    assert "suspended until" in answer.text
    assert "You posted a fake site." in answer.text


def test_a_silenced_person_reads_why(visit):
    person = make_user()
    silence_person(person, now() + WEEK, "Insults.", by=make_moderator(display_name="Anna"))

    browser = visit(person)

    assert "You cannot post until" in browser.get("/").text
    standing = browser.get("/settings/standing").text
    assert "Insults." in standing
    assert "Anna" not in standing


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"kind": "silence", "until": "7", "reason": ""}, "Please write something"),
        ({"kind": "", "until": "7", "reason": "x"}, "Choose silence or suspension"),
        ({"kind": "silence", "reason": "x"}, "Choose until when"),
        ({"kind": "silence", "until": "date", "date": "soon", "reason": "x"}, "Choose until"),
        ({"kind": "silence", "until": "date", "date": "2001-01-01", "reason": "x"}, "future"),
        ({"kind": "silence", "until": "date", "date": "9999-12-31", "reason": "x"}, "hundred"),
        ({"kind": "suspension", "until": "8", "reason": "x"}, "Choose until when"),
    ],
)
def test_a_sanction_form_says_what_is_missing(visit, form, sentence):
    person = make_user()

    answer = visit(make_moderator()).post(f"/moderation/people/{person.handle}", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.query(Sanction).count() == 0


def test_a_moderator_is_told_why_staff_cannot_be_sanctioned(visit):
    other = make_official()

    page = visit(make_moderator()).get(f"/moderation/people/{other.handle}").text

    assert "Only an administrator can do this to staff." in page


def test_a_sanction_until_a_date_and_its_end(visit):
    person, moderator = make_user(), visit(make_moderator())
    day = f"{now() + 3 * WEEK:%Y-%m-%d}"
    form = {"kind": "silence", "until": "date", "date": day, "reason": "Insults."}

    moderator.post(f"/moderation/people/{person.handle}", data=form)
    sanction = db.session.query(Sanction).one()
    ended = moderator.post(f"/moderation/sanctions/{sanction.id}/end")

    assert ended.status_code == 303
    assert "ended early" in moderator.get(f"/moderation/people/{person.handle}").text
    db.session.refresh(person)
    assert person.silenced_until is None

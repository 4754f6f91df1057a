from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.threads.models import Thread
from tests.make import make_category, make_newcomer, make_official, make_user


def threads():
    return db.session.scalar(select(func.count()).select_from(Thread))


def filled(category, /, **given):
    question = {"title": "Where are my coins?", "body": "I sent **all**.", "tags": "fees, #lost"}
    return {"category": category.slug} | question | given


def test_a_guest_signs_in_first_and_comes_back(visit):
    page = visit().get("/ask?category=fees")

    assert page.status_code == 303
    assert page.location == "/sign-in?next=/ask?category%3Dfees"


def test_asking_leads_to_the_new_thread(visit):
    category, asker = make_category(), make_user()

    answer = visit(asker).post("/ask", data=filled(category))

    thread = db.session.scalars(select(Thread)).one()
    assert (answer.status_code, answer.location) == (303, thread.path.replace("?", ""))
    assert thread.tags == ["fees", "lost"]


def test_a_newcomer_reads_what_comes_next(visit):
    place, newcomer, member = make_category(), visit(make_newcomer()), visit(make_user())

    for browser in (newcomer, member):
        browser.post("/ask", data=filled(place))

    assert "Staff never write to you first" in newcomer.get("/").text
    assert "Staff never write to you first" not in member.get("/").text


def test_a_category_is_chosen_beforehand(visit):
    make_category(), make_category(slug="transfers")

    page = visit(make_user()).get("/ask?category=transfers")

    assert '<option value="transfers" selected>' in page.text


def test_only_places_where_one_may_start_are_offered(visit):
    make_category(slug="open-to-all"), make_category(slug="news", is_official=True)
    make_category(slug="for-the-old", may_start="trust_3"), make_category(slug="x", may_see="staff")

    page = visit(make_user()).get("/ask").text

    assert "open-to-all" in page
    assert not any(f'value="{slug}"' in page for slug in ("news", "for-the-old", "x"))
    assert 'value="news"' not in visit(make_official()).get("/ask").text


@pytest.mark.parametrize("given, field", [
    ({"title": "coins"}, "title"),
    ({"title": "x" * 151}, "title"),
    ({"body": ""}, "body"),
    ({"body": "x" * 32_001}, "body"),
    ({"category": "nowhere"}, "category"),
    ({"category": ""}, "category"),
    ({"tags": "a b c d e f"}, "tags"),
    ({"tags": "<script>"}, "tags"),
])
def test_a_mistake_keeps_everything_that_was_typed(visit, given, field):
    typed = filled(make_category(), **given)

    page = visit(make_user()).post("/ask", data=typed)

    assert page.status_code == 422
    assert f'id="field-{field}-error"' in page.text
    assert "I sent **all**." in page.text or "body" in given
    assert "Where are my coins?" in page.text or "title" in given
    assert threads() == 0


def test_sending_twice_is_one_thread(visit):
    category, asker = make_category(), visit(make_user())

    first = asker.post("/ask", data=filled(category))
    again = asker.post("/ask", data=filled(category))

    assert first.location == again.location
    assert threads() == 1


def test_too_soon_is_429_and_keeps_what_was_typed(visit):
    category, asker = make_category(), visit(make_user())
    asker.post("/ask", data=filled(category))

    page = asker.post("/ask", data=filled(category, title="Something else now"))

    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) <= 15
    assert "Something else now" in page.text


def test_a_preview_without_scripts_draws_the_page_again(visit):
    page = visit(make_user()).post("/ask", data={"preview": "1", **filled(make_category())})

    assert page.status_code == 200
    assert "<strong>all</strong>" in page.text
    assert "I sent **all**." in page.text
    assert threads() == 0


def test_a_live_preview_is_a_fragment(visit):
    asker, live = visit(make_user()), {"X-Fragment": "1"}

    page = asker.post("/preview", data={"body": "So **bold**"}, headers=live)

    assert page.text.strip() == '<div class="prose"><p>So <strong>bold</strong></p></div>'


def test_a_preview_of_nothing_says_so(visit):
    page = visit(make_user()).post("/preview", data={"body": " "}, headers={"X-Fragment": "1"})

    assert page.status_code == 422
    assert "<html" not in page.text


def test_previews_are_limited_per_person(visit):
    one, other = visit(make_user()), visit(make_user())
    for _ in range(60):
        assert one.post("/preview", data={"body": "x"}).status_code == 200

    assert one.post("/preview", data={"body": "x"}).status_code == 429
    assert other.post("/preview", data={"body": "x"}).status_code == 200


def test_guests_get_no_preview(visit):
    assert visit().post("/preview", data={"body": "x"}).status_code == 401


def test_the_silenced_read_why(visit):
    make_category()
    silenced = make_user(silenced_until=datetime.now(UTC) + timedelta(days=1))

    assert "cannot post until" in visit(silenced).get("/ask").text

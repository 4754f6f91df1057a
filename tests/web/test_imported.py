"""Addresses that other sites had lead to where things stand now."""

import pytest

from forum.core.db import db
from forum.threads.actions.hiding import hide_post, hide_thread
from forum.threads.queries.finding import get_opening
from tests.make import make_category, make_moderator, make_post, make_thread

ORIGIN = "stackexchange:coins.example"


def make_imported(**given):
    """Question 17 with answer 18 and comment 19."""
    thread = make_thread(**given)
    opening = get_opening(thread)
    for row in (thread, opening):
        row.origin, row.origin_id = ORIGIN, 17
    db.session.commit()
    answer = make_post(thread=thread, origin=ORIGIN, origin_id=18)
    make_post(thread=thread, origin="stackexchange-comment:coins.example", origin_id=19)
    return thread, answer


@pytest.mark.parametrize(
    "old", ["/questions/17", "/questions/17/how-do-i", "/q/17", "/q/17/3", "/a/17"]
)
def test_a_question_is_found_at_its_old_addresses(visit, old):
    thread, _answer = make_imported()

    found = visit().get(old)

    assert (found.status_code, found.location) == (301, thread.path)


@pytest.mark.parametrize("old", ["/a/18", "/a/18/3", "/questions/17/how-do-i/18", "/questions/18"])
def test_an_answer_is_found_at_its_old_addresses(visit, old):
    thread, answer = make_imported()

    found = visit().get(old)

    assert found.status_code == 301
    assert found.location == f"{thread.path}#post-{answer.number}"


@pytest.mark.parametrize(
    "old",
    ["/questions/16", "/questions/19", "/a/19", f"/a/{9**40}", "/a/x", f"/questions/17/a/{9**40}"],
)
def test_what_never_came_in_is_not_found(visit, old):
    make_imported()

    assert visit().get(old).status_code == 404


def test_what_a_reader_may_not_see_is_not_found(visit):
    make_imported(category=make_category(may_see="staff"))

    assert visit().get("/questions/17").status_code == 404
    assert visit(make_moderator()).get("/questions/17").status_code == 301


def test_a_hidden_thread_is_not_found(visit):
    thread, _answer = make_imported()
    hide_thread(thread, "It is spam.", by=make_moderator())

    assert visit().get("/questions/17").status_code == 404
    assert visit().get("/a/18").status_code == 404


def test_a_hidden_answer_leads_to_its_stub_as_its_own_address_does(visit):
    thread, answer = make_imported()
    hide_post(answer, "It is spam.", by=make_moderator())

    assert visit().get("/a/18").location == f"{thread.path}#post-{answer.number}"

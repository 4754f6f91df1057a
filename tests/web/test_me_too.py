"""“Me too” below a question, as people see it."""

from forum.threads.actions.answers import accept_answer
from forum.threads.actions.me_too import say_me_too
from forum.threads.actions.moderating import move_thread
from tests.make import make_category, make_moderator, make_post, make_thread, make_user

FRAGMENT = {"X-Fragment": "1"}


def button(page):
    """The button's own words and attributes; "" where there is none."""
    before, _, after = page.partition('Me too <span class="num">')
    return before[before.rfind("<button") :] + after.partition("</button>")[0] if after else ""


def met_by(thread, people):
    for _ in range(people):
        say_me_too(thread, by=make_user())
    return thread


def test_without_scripts_one_comes_back_to_the_question(visit):
    thread, reader = make_thread(), visit(make_user())
    offered = button(reader.get(thread.path).text)

    answer = reader.post(f"/t/{thread.id}/me-too")

    said = button(reader.get(thread.path).text)
    assert f'formaction="/t/{thread.id}/me-too"' in offered
    assert 'aria-pressed="false"' in offered
    assert answer.location == f"{thread.path}#post-1"
    assert f'formaction="/t/{thread.id}/me-too/undo"' in said
    assert 'aria-pressed="true"' in said


def test_with_scripts_the_question_comes_back_alone(visit):
    thread, reader = make_thread(), visit(make_user())

    given = reader.post(f"/t/{thread.id}/me-too", headers=FRAGMENT).text
    back = reader.post(f"/t/{thread.id}/me-too/undo", headers=FRAGMENT).text

    assert 'id="post-1"' in given
    assert "<html" not in given
    assert 'aria-pressed="true"' in button(given)
    assert "2</span>" in button(given)
    assert 'aria-pressed="false"' in button(back)
    assert "1</span>" in button(back)


def test_guests_read_how_many_have_met_it_and_sign_in_first(visit):
    thread, guest = met_by(make_thread(), 4), visit()

    page = guest.get(thread.path).text

    assert "5 people have met this" in page
    assert not button(page)
    assert guest.post(f"/t/{thread.id}/me-too").status_code == 401


def test_the_asker_reads_the_count_when_somebody_else_has_met_it(visit):
    thread = make_thread()
    asker = visit(thread.author)

    assert "met this" not in asker.get(thread.path).text
    met_by(thread, 1)

    page = asker.get(thread.path).text
    assert "2 people have met this" in page
    assert not button(page)


def test_of_a_solved_question_the_count_stays_and_the_button_goes(visit):
    thread, said = met_by(make_thread(), 1), make_user()
    say_me_too(thread, by=said)
    accept_answer(make_post(thread=thread), by=thread.author)

    page = visit(make_user()).get(thread.path).text

    assert "3 people have met this" in page
    assert not button(page)
    assert 'aria-pressed="true"' in button(visit(said).get(thread.path).text)


def test_a_discussion_has_none_of_it(visit):
    thread, said = make_thread(), make_user()
    say_me_too(thread, by=said)
    move_thread(thread, make_category(kind="discussions"), by=make_moderator())

    for reader in (visit(), visit(said), visit(make_user())):
        page = reader.get(thread.path).text
        assert "met this" not in page
        assert not button(page)


def test_only_the_question_has_the_button(visit):
    thread = make_thread()
    make_post(thread=thread)

    assert visit(make_user()).get(thread.path).text.count("Me too") == 1

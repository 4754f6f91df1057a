import pytest

from forum.core.errors import Forbidden
from forum.threads.actions.editing import edit_post, rename_thread
from forum.threads.actions.posting import reply
from forum.threads.actions.tagging import retag_thread
from forum.threads.queries.finding import get_opening
from tests.make import (
    make_administrator,
    make_announcement,
    make_moderator,
    make_official,
    make_post,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("maker", "is_official"),
    [(make_user, False), (make_moderator, False), (make_official, True),
     (make_administrator, True)],
)  # fmt: skip
def test_officials_and_administrators_speak_for_the_site(maker, is_official):
    assert reply(make_thread(), "Try this.", by=maker()).is_official is is_official


def test_a_moderator_puts_no_words_into_its_mouth():
    thread = make_announcement().thread
    opening, by = get_opening(thread), make_moderator()
    post = make_post(thread=make_thread(), author=make_official(), is_official=True)

    with pytest.raises(Forbidden, match="official"):
        edit_post(post, "Send us your seed words.", by=by)
    with pytest.raises(Forbidden, match="official"):
        edit_post(opening, "Send us your seed words.", by=by)
    with pytest.raises(Forbidden, match="official"):
        rename_thread(thread, opening, "Send us your seed words", by=by)
    with pytest.raises(Forbidden, match="official"):
        retag_thread(thread, opening, ["scam"], by=by)


def test_another_official_mends_it():
    post = make_post(thread=make_thread(), author=make_official(), is_official=True)

    edit_post(post, "Corrected.", by=make_administrator())

    assert post.body == "Corrected."


def test_a_moderator_edits_their_own_post_and_members():
    by = make_moderator()
    own = make_post(thread=make_thread(), author=by)
    other = make_post(thread=make_announcement().thread)

    edit_post(own, "Mine.", by=by)
    edit_post(other, "Without a telephone number.", by=by)

    assert (own.body, other.body) == ("Mine.", "Without a telephone number.")


def test_a_moderators_post_says_who_speaks(visit):
    thread = make_thread()
    reply(thread, "Try this.", by=make_moderator())

    page = visit().get(thread.path).text

    assert ">Moderator<" in page
    assert ">Official<" not in page


def test_who_asks_without_a_name_shows_no_rank(visit):
    official = make_official()
    thread = make_thread(author=official, is_anonymous=True)
    post = make_post(thread=thread, author=official, is_official=True)

    guest, staff = (visit(who).get(f"/api/v1/posts/{post.id}").json for who in (None, official))

    assert (guest["official"], staff["official"]) == (False, True)

"""The moderator's page of a person."""

from tests.make import make_category, make_moderator, make_official, make_post, make_thread


def test_a_moderator_reads_no_post_of_a_category_for_officials(visit):
    official = make_official()
    secret = make_thread(title="Not for moderators yet", category=make_category(may_see="official"))
    make_post(thread=secret, author=official, body="The secret plan.")
    make_post(thread=make_thread(), author=official, body="Open to all.")

    page = visit(make_moderator()).get(f"/moderation/people/{official.handle}").text

    assert "Open to all." in page
    assert secret.title not in page and "The secret plan." not in page

"""People over the API: what they wrote, and what was decided about them."""

from datetime import timedelta

from forum.core.clock import now
from forum.moderation.actions.flagging import flag_post
from forum.moderation.actions.reviewing import decide_item
from forum.moderation.actions.sanctioning import silence_person
from forum.threads.actions.answers import accept_answer
from tests.make import make_category, make_moderator, make_post, make_thread, make_user


def test_somebodys_replies_are_walked_from_the_newest(program):
    helper, asker = make_user(handle="helper"), make_user()
    thread = make_thread(author=asker, title="Where are my coins?")
    posts = [
        make_post(thread=thread, author=helper, created_at=now() - timedelta(minutes=minutes))
        for minutes in (30, 20, 10)
    ]
    accept_answer(posts[2], by=asker)

    first = program().get("/users/helper/replies?limit=2")
    last = program().get(f"/users/helper/replies?limit=2&cursor={first.json['next']}")

    newest = first.json["items"][0]
    assert newest == newest | {
        "id": posts[2].id,
        "thread_id": thread.id,
        "number": 4,
        "title": "Where are my coins?",
        "category": thread.category.slug,
        "url": f"http://127.0.0.1:8000/p/{posts[2].id}",
        "excerpt": "Try this.",
        "accepted": True,
        "official": False,
    }
    assert 'rel="next"' in first.headers["Link"]
    assert [row["id"] for row in last.json["items"]] == [posts[0].id]
    assert last.json["next"] is None


def test_a_profile_counts_what_its_reader_may_see(program):
    helper = make_user(handle="helper")
    make_thread(author=helper)
    make_post(thread=make_thread(), author=helper)
    back = make_thread(category=make_category(may_see="staff"))
    make_post(thread=back, author=helper)

    guest, staff = program(), program(make_moderator())

    assert (guest.get("/users/helper").json["threads"], *replies_of(guest)) == (1, 1, 1)
    assert replies_of(staff) == (2, 2)


def replies_of(client):
    counted = client.get("/users/helper").json["replies"]
    return counted, len(client.get("/users/helper/replies").json["items"])


def test_one_reads_ones_own_sanctions_but_not_who_decided(program):
    rude, until = make_user(), now() + timedelta(days=3)
    silence_person(rude, until, "Insults.", by=make_moderator())

    (mine,) = program(rude, "read").get("/me/sanctions").json["items"]

    assert (mine["kind"], mine["reason"], mine["over"]) == ("silence", "Insults.", False)
    assert "by" not in mine


def test_a_moderator_reads_a_record_before_deciding(program):
    rude, moderator = make_user(handle="rude"), make_moderator()
    post = make_post(thread=make_thread(), author=rude, body="You fool.")
    decide_item(flag_post(post, "rude", by=make_user()).item, "agree", "Insult.", by=moderator)
    flag_post(make_post(thread=make_thread()), "spam", by=rude)

    record = program(moderator, "moderate").get("/users/rude/record").json

    assert (record["flagged_posts"], record["agreed"], record["flags_given"]) == (1, 1, 1)
    (last,) = record["recent_posts"]
    assert (last["id"], last["state"], last["html"]) == (post.id, "hidden", "<p>You fool.</p>")


def test_a_record_holds_no_post_that_its_reader_may_not_see(program):
    person = make_user(handle="lin")
    officials = make_category(may_see="official")
    make_post(thread=make_thread(category=officials), author=person)

    record = program(make_moderator(), "moderate").get("/users/lin/record").json

    assert record["recent_posts"] == []

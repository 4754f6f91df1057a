"""“Me too”, as programs say it."""

from forum.threads.actions.me_too import say_me_too
from tests.make import make_category, make_thread, make_user


def counted(answer):
    return answer.json["me_too_count"], answer.json["said_me_too"]


def test_it_is_said_and_taken_back(program):
    thread, guest = make_thread(), program()
    somebody = program(make_user(), "write")
    path = f"/threads/{thread.id}/me-too"

    said = [somebody.put(path) for _ in range(2)]
    seen = guest.get(f"/threads/{thread.id}")
    back = [somebody.delete(path) for _ in range(2)]

    assert [counted(answer) for answer in said] == [(2, True), (2, True)]
    assert counted(seen) == (2, False)
    assert [counted(answer) for answer in back] == [(1, False), (1, False)]


def test_who_has_said_it_reads_that(program):
    thread, by = make_thread(), make_user()
    say_me_too(thread, by=by)

    assert counted(program(by).get(f"/threads/{thread.id}")) == (2, True)
    assert counted(program(make_user()).get(f"/threads/{thread.id}")) == (2, False)


def test_of_a_discussion_nobody_is_counted(program):
    thread = make_thread(category=make_category(kind="discussions"))
    path = f"/threads/{thread.id}"

    refused = program(make_user(), "write").put(f"{path}/me-too")

    assert refused.status_code == 403
    assert refused.json["detail"] == "This is a discussion: write a reply instead."
    assert counted(program().get(path)) == (0, False)


def test_a_kept_thread_is_a_new_one_afterwards(program):
    thread, guest = make_thread(), program()
    name = guest.get(f"/threads/{thread.id}").headers["ETag"]

    say_me_too(thread, by=make_user())

    again = guest.get(f"/threads/{thread.id}", headers={"If-None-Match": name})
    assert again.status_code == 200
    assert again.headers["ETag"] != name

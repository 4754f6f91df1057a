from tests.make import make_post, make_thread, make_user


def test_a_guest_reads_a_thread(visit):
    thread = make_thread(title="转账没到账怎么办")
    make_post(thread=thread, body="Wait a little.")

    page = visit().get(thread.path)

    assert page.status_code == 200
    assert "Wait a little." in page.text
    assert "Set-Cookie" not in page.headers


def test_an_unchanged_page_is_304(visit):
    thread, guest = make_thread(), visit()
    name = guest.get(thread.path).headers["ETag"]

    again = guest.get(thread.path, headers={"If-None-Match": name})

    assert again.status_code == 304


def test_a_reply_makes_another_page(visit):
    thread, guest = make_thread(), visit()
    name = guest.get(thread.path).headers["ETag"]

    answer = visit(make_user()).post(f"/t/{thread.id}/reply", data={"body": "Try **again**."})

    assert answer.status_code == 303
    assert guest.get(thread.path, headers={"If-None-Match": name}).status_code == 200


def test_the_list_shows_the_thread(visit):
    thread = make_thread(title="Where are my coins?")

    page = visit().get("/")

    assert "Where are my coins?" in page.text
    assert thread.path in page.text


def test_the_asker_accepts_and_undoes_on_the_page(visit):
    post = make_post(thread=make_thread())
    asker = visit(post.thread.author)

    asker.post(f"/posts/{post.id}/acceptance")

    assert "accepted" in asker.get(post.thread.path).text
    assert asker.post(f"/t/{post.thread_id}/acceptance/undo").status_code == 303


def test_a_missing_thread_is_404(visit):
    assert visit().get("/t/999999/x").status_code == 404
    assert visit().get("/t/99999999999999999999/x").status_code == 404

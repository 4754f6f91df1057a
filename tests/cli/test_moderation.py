import json

from forum.moderation.actions.flagging import flag_post
from forum.moderation.actions.reviewing import decide_item
from tests.make import make_category, make_moderator, make_post, make_thread, make_user


def run(app, *words):
    return app.test_cli_runner().invoke(args=words)


def test_the_queue_and_the_log_are_read_at_a_terminal(app):
    post, moderator = make_post(thread=make_thread()), make_moderator()
    waiting = flag_post(make_post(thread=make_thread()), "spam", by=make_user()).item
    decide_item(flag_post(post, "scam", by=make_user()).item, "agree", "A scam.", by=moderator)

    queue = run(app, "moderation", "queue", "--json").output.splitlines()
    log = run(app, "moderation", "log", "--json", "--by", moderator.handle).output.splitlines()

    assert [json.loads(line)["id"] for line in queue] == [waiting.id]
    assert [json.loads(line)["verb"] for line in log] == ["decide_item", "hide_post"]
    assert "1 open" in run(app, "moderation", "queue").output
    assert "A scam." in run(app, "moderation", "log").output


def test_an_unknown_person_is_a_sentence(app):
    answer = run(app, "moderation", "log", "--by", "nobody")

    assert answer.exit_code == 1
    assert "does not exist" in answer.output


def test_categories_are_listed_in_their_order(app):
    second, first = make_category(position=2), make_category(position=1)

    listed = run(app, "categories", "list").output.splitlines()

    assert [line.split()[0] for line in listed] == [first.path, second.path]

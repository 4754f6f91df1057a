"""What programs send by mistake or by malice: a status, a code, a sentence, and nothing stored."""

import json

import pytest
from sqlalchemy import func, select

from forum.core.db import db
from forum.notifications.models import NotificationChoice, NotificationWishes, ThreadLevel
from forum.threads.models import Post, Revision, Tag, Thread, Vote
from tests.make import make_administrator, make_category, make_post, make_thread

JSON, WISHES = "application/json", "/me/notification-wishes"
GOOD = {"category": "here", "title": "How do I reset my code?", "body": "Please help."}


def thread(**given):
    return json.dumps(GOOD | given)


def reply(body):
    return json.dumps({"body": body})


# Method, path, body, content type → status, code, and the field that the sentence is about.
ROWS = [
    # Bodies that are no JSON, or that two programs would read differently.
    ("POST", "/threads", "", JSON, 422, "invalid", "title"),
    ("POST", "/threads", "{", JSON, 400, "bad_json", None),
    ("POST", "/threads", "null", JSON, 422, "invalid", "body"),
    ("POST", "/threads", "[]", JSON, 422, "invalid", "body"),
    ("POST", "/threads", '"text"', JSON, 422, "invalid", "body"),
    ("POST", "/threads", "17", JSON, 422, "invalid", "body"),
    ("POST", "/threads", '{"title": "a", "title": "b"}', JSON, 400, "bad_json", None),
    ("POST", "/threads", '{"title": NaN}', JSON, 400, "bad_json", None),
    ("POST", "/threads", '{"title": Infinity}', JSON, 400, "bad_json", None),
    ("POST", "/threads", '{"title": 1e999}', JSON, 400, "bad_json", None),
    ("POST", "/threads", '{"title": ' + "9" * 5000 + "}", JSON, 400, "bad_json", None),
    ("POST", "/threads", "[" * 100_000, JSON, 400, "bad_json", None),
    ("POST", "/threads", "[" * 900 + "]" * 900, JSON, 400, "bad_json", None),
    ("POST", "/threads", '{"a":' * 100_000 + "1" + "}" * 100_000, JSON, 413, None, None),
    ("POST", "/threads", '{"a":' * 50_000 + "1" + "}" * 50_000, JSON, 400, "bad_json", None),
    ("POST", "/threads", b'{"title": "\xff\xfe"}', JSON, 400, "bad_json", None),
    ("POST", "/threads", thread().encode("utf-16"), JSON, 400, "bad_json", None),
    ("POST", "/threads", b"\xef\xbb\xbf" + thread().encode(), JSON, 400, "bad_json", None),
    ("POST", "/threads", '{"\\ud800": 1}', JSON, 400, "bad_json", None),
    ("POST", "/threads", thread(body="x" * 600_000), JSON, 413, None, None),
    # Content types.
    ("POST", "/threads", thread(), "text/plain", 415, None, None),
    ("POST", "/threads", thread(), "", 415, None, None),
    ("POST", "/threads", "title=x", "application/x-www-form-urlencoded", 415, None, None),
    ("POST", "/threads", thread(), "application/xml", 415, None, None),
    # Fields.
    ("POST", "/threads", thread(tittle="x"), JSON, 422, "invalid", "tittle"),
    ("POST", "/threads", thread(title=5), JSON, 422, "invalid", "title"),
    ("POST", "/threads", thread(title=None), JSON, 422, "invalid", "title"),
    ("POST", "/threads", thread(title=""), JSON, 422, "invalid", "title"),
    ("POST", "/threads", thread(title="Help"), JSON, 422, "invalid", "title"),
    ("POST", "/threads", thread(title="x" * 151), JSON, 422, "invalid", "title"),
    ("POST", "/threads", thread(title="x" * 2000), JSON, 422, "invalid", "title"),
    ("POST", "/threads", thread(title="How do I\u0000 reset?"), JSON, 422, "invalid", "title"),
    ("POST", "/threads", thread(body=""), JSON, 422, "invalid", "body"),
    ("POST", "/threads", thread(body="\u200b\u200b"), JSON, 422, "invalid", "body"),
    ("POST", "/threads", thread(body="x" * 32_001), JSON, 422, "invalid", "body"),
    ("POST", "/threads", thread(body="a \ud800 b"), JSON, 422, "invalid", "body"),
    ("POST", "/threads", thread(body={"text": "x"}), JSON, 422, "invalid", "body"),
    ("POST", "/threads", thread(category="nowhere"), JSON, 422, "invalid", "category"),
    ("POST", "/threads", thread(category="\u0000"), JSON, 422, "invalid", "category"),
    ("POST", "/threads", thread(tags="usdt"), JSON, 422, "invalid", "tags"),
    ("POST", "/threads", thread(tags=[1]), JSON, 422, "invalid", "tags.0"),
    ("POST", "/threads", thread(tags=["a\u0000"]), JSON, 422, "invalid", "tags.0"),
    ("POST", "/threads", thread(tags=list("abcdef")), JSON, 422, "invalid", "tags"),
    ("POST", "/threads", thread(tags=["x" * 31]), JSON, 422, "invalid", "tags"),
    ("POST", "/threads", thread(tags=["<b>"]), JSON, 422, "invalid", "tags"),
    ("POST", "/threads/{thread}/posts", '{"body": "x", "reply_to": "2"}', JSON, 422, None, None),
    ("POST", "/threads/{thread}/posts", '{"body": "x", "reply_to": true}', JSON, 422, None, None),
    ("POST", "/threads/{thread}/posts", '{"body": "x", "reply_to": 1.5}', JSON, 422, None, None),
    ("POST", "/threads/{thread}/posts", '{"body": "x", "reply_to": 0}', JSON, 422, None, None),
    ("POST", "/threads/{thread}/posts", '{"body": "x", "reply_to": 999999}', JSON, 422, None, None),
    (
        "POST", "/threads/{thread}/posts", '{"body": "x", "reply_to": 99999999999999999999}',
        JSON, 422, "invalid", "reply_to",
    ),
    ("POST", "/threads/{thread}/posts", "{}", JSON, 422, "invalid", "body"),
    ("PATCH", "/posts/{post}", "{}", JSON, 422, "invalid", "body"),
    ("PATCH", "/posts/{post}", reply("\ud800"), JSON, 422, "invalid", "body"),
    ("PUT", "/threads/{thread}/lock", "{}", JSON, 422, "invalid", "reason"),
    ("PUT", "/threads/{thread}/duplicate", '{"original": {thread}}', JSON, 422, None, "original"),
    ("PUT", "/threads/{thread}/duplicate", '{"original": -1}', JSON, 422, None, "original"),
    ("PUT", "/threads/{thread}/reading-position", '{"number": -1}', JSON, 422, None, "number"),
    ("PUT", "/threads/{thread}/pin", '{"scope": "moon"}', JSON, 422, None, "scope"),
    ("PUT", "/threads/{thread}/pin", '{"until": "2026-12-01"}', JSON, 422, None, "until"),
    ("PUT", "/threads/{thread}/pin", '{"until": "2026-12-01T10:00:00"}', JSON, 422, None, "until"),
    (
        "PUT", "/threads/{thread}/pin", '{"from": "0001-01-01T00:00:00+14:00"}',
        JSON, 422, "invalid", "from",
    ),
    ("PUT", "/threads/{thread}/pin", '{"order": -1}', JSON, 422, None, "order"),
    ("PATCH", "/threads/{thread}/pin", "{}", JSON, 422, None, "order"),
    ("PATCH", "/threads/{thread}/pin", '{"order": 1001}', JSON, 422, None, "order"),
    ("PATCH", "/threads/{thread}/pin", '{"order": 0}', JSON, 409, "conflict", None),
    ("PUT", "/me/put-away/{thread}", '{"place": "pin", "phase": ""}', JSON, 422, None, "phase"),
    ("DELETE", "/posts/{post}/text", None, None, 422, "invalid", "reason"),
    ("DELETE", "/posts/{post}/revisions", '{"reason": " "}', JSON, 422, "invalid", "reason"),
    (
        "PUT", "/posts/{post}/redaction", '{"body": "…", "title": "Something else"}',
        JSON, 422, "invalid", "title",
    ),
    ("PATCH", "/site", '{"names": {"en": "\\u0000"}}', JSON, 422, None, "names.en.value"),
    ("PUT", "/texts/rules", "{}", JSON, 422, None, "texts"),
    ("PUT", "/texts/rules", '{"texts": ["Be kind."]}', JSON, 422, None, "texts"),
    ("PUT", "/texts/imprint", '{"texts": {}}', JSON, 404, "not_found", None),
    ("POST", "/admin/categories", '{"slug": "x"}', JSON, 422, None, "names"),
    ("POST", "/admin/categories/here/shift", '{"to": "top"}', JSON, 422, None, "to"),
    ("PUT", "/threads/{thread}/level", "{}", JSON, 422, "invalid", "level"),
    ("PUT", "/threads/{thread}/level", '{"level": "loud"}', JSON, 422, "invalid", "level"),
    ("PUT", "/threads/{thread}/level", '{"level": null}', JSON, 422, "invalid", "level"),
    ("PUT", "/categories/here/level", '{"level": "watch\\u0000"}', JSON, 422, "invalid", "level"),
    ("PUT", "/categories/nowhere/level", '{"level": "watch"}', JSON, 404, "not_found", None),
    ("PUT", "/tags/%00/level", '{"level": "watch"}', JSON, 404, "not_found", None),
    ("PUT", "/users/%00/mute", None, None, 404, "not_found", None),
    ("DELETE", "/users/nobody/mute", None, None, 404, "not_found", None),
    ("POST", "/notifications/read", '{"ids": 5}', JSON, 422, "invalid", "ids"),
    ("POST", "/notifications/read", '{"ids": ["5"]}', JSON, 422, "invalid", "ids.0"),
    ("POST", "/notifications/read", '{"ids": [0]}', JSON, 422, "invalid", "ids.0"),
    ("POST", "/notifications/read", '{"ids": [99999999999999999999]}', JSON, 422, None, "ids.0"),
    ("POST", "/notifications/read", f'{{"ids": {[1] * 101}}}', JSON, 422, "invalid", "ids"),
    ("POST", "/notifications/read", '{"all": true}', JSON, 422, "invalid", "all"),
    ("PATCH", WISHES, '{"choices": {"war": {}}}', JSON, 422, None, "choices.war"),
    (
        "PATCH", WISHES, '{"choices": {"replies": {"pigeon": true}}}', JSON, 422, "invalid",
        "choices.replies.pigeon",
    ),
    (
        "PATCH", WISHES, '{"choices": {"replies": {"mail": "yes"}}}', JSON, 422, "invalid",
        "choices.replies.mail",
    ),
    (
        "PATCH", WISHES, '{"choices": {"security": {"app": false}}}', JSON, 422, "invalid",
        "choices.security.app",
    ),
    ("PATCH", WISHES, '{"choices": null}', JSON, 422, "invalid", "choices"),
    ("PATCH", WISHES, '{"digest": "hourly"}', JSON, 422, "invalid", "digest"),
    ("PATCH", WISHES, '{"follows_along": "yes"}', JSON, 422, "invalid", "follows_along"),
    ("PATCH", WISHES, '{"quiet": "22:00"}', JSON, 422, "invalid", "quiet"),
    ("PATCH", WISHES, '{"quiet": {"from": "22:00"}}', JSON, 422, "invalid", "quiet.until"),
    (
        "PATCH", WISHES, '{"quiet": {"from": "24:00", "until": "08:00"}}', JSON, 422, "invalid",
        "quiet.from",
    ),
    (
        "PATCH", WISHES, '{"quiet": {"from": "22:00", "until": "8:00\\u0000"}}', JSON, 422,
        "invalid", "quiet.until",
    ),
    ("PATCH", "/me", '{"language": "tlh"}', JSON, 422, None, "language"),
    ("PATCH", "/me", '{"time_zone": "Mars/Olympus"}', JSON, 422, None, "time_zone"),
    ("PATCH", "/me", '{"display_name": ""}', JSON, 422, None, "display_name"),
    ("PATCH", "/me", '{"role": "administrator"}', JSON, 422, None, "role"),
    ("POST", "/me/tokens", '{"name": "x", "scopes": []}', JSON, 422, None, "scopes"),
    ("POST", "/me/tokens", '{"name": "x", "scopes": ["root"]}', JSON, 422, None, "scopes.0"),
    ("POST", "/me/tokens", '{"name": "x", "scopes": ["read"], "days": 0}', JSON, 422, None, "days"),
    ("POST", "/posts/{post}/flags", '{"reason": "boring"}', JSON, 422, None, "reason"),
    ("POST", "/posts/{post}/flags", '{"reason": "other"}', JSON, 422, None, "note"),
    ("PUT", "/users/nobody/role", '{"role": "system", "reason": "x"}', JSON, 422, None, "role"),
    ("PUT", "/users/nobody/role", '{"role": "member", "reason": "x"}', JSON, 404, None, None),
    # Queries.
    ("GET", "/threads?limit=0", None, None, 422, "invalid", "limit"),
    ("GET", "/threads?limit=101", None, None, 422, "invalid", "limit"),
    ("GET", "/threads?limit=ten", None, None, 422, "invalid", "limit"),
    ("GET", "/threads?limit=" + "9" * 5000, None, None, 422, "invalid", "limit"),
    ("GET", "/threads?list=newest", None, None, 422, "invalid", "list"),
    ("GET", "/threads?cursor=xyz", None, None, 422, "invalid", "cursor"),
    ("GET", "/threads?cursor=" + "A" * 300, None, None, 422, "invalid", "cursor"),
    ("GET", "/threads?category=nowhere", None, None, 404, "not_found", None),
    ("GET", "/threads?category=%00", None, None, 422, "invalid", "category"),
    ("GET", "/threads?tag=%00", None, None, 422, "invalid", "tag"),
    ("GET", "/threads?tag=%ff%fe", None, None, 404, "not_found", None),
    ("GET", "/threads/{thread}/posts?cursor=%F0%9F%92%A9", None, None, 422, None, "cursor"),
    ("GET", "/notifications?unread=maybe", None, None, 422, "invalid", "unread"),
    ("GET", "/notifications?unread=", None, None, 422, "invalid", "unread"),
    ("GET", "/notifications?cursor=xyz", None, None, 422, "invalid", "cursor"),
    ("GET", "/notifications?limit=0", None, None, 422, "invalid", "limit"),
    ("GET", "/moderation/log?subject=%00", None, None, 422, "invalid", "subject"),
    # Paths.
    ("GET", "/threads/0", None, None, 404, "not_found", None),
    ("GET", "/threads/-1", None, None, 404, "not_found", None),
    ("GET", "/threads/x", None, None, 404, "not_found", None),
    ("GET", "/threads/99999999999999999999", None, None, 404, "not_found", None),
    ("GET", "/threads/" + "9" * 5000, None, None, 404, "not_found", None),
    ("PUT", "/threads/99999999999999999999/level", "{}", JSON, 404, "not_found", None),
    ("DELETE", "/me/tokens/99999999999999999999", None, None, 404, "not_found", None),
    ("DELETE", "/sanctions/99999999999999999999", None, None, 404, "not_found", None),
    ("PUT", "/me/put-away/99999999999999999999", "{}", JSON, 404, "not_found", None),
    ("DELETE", "/posts/99999999999999999999/text?reason=x", None, None, 404, "not_found", None),
    ("GET", "/texts/%00", None, None, 404, "not_found", None),
    ("GET", "/admin/categories/%00", None, None, 404, "not_found", None),
    ("GET", "/admin/categories/" + "x" * 3000, None, None, 404, "not_found", None),
    ("GET", "/users/here/replies?cursor=xyz", None, None, 404, "not_found", None),
    ("GET", "/users/%00", None, None, 404, "not_found", None),
    ("GET", "/users/%ff", None, None, 404, "not_found", None),
    ("GET", "/users/" + "x" * 3000, None, None, 404, "not_found", None),
    ("GET", "/nothing-here", None, None, 404, "not_found", None),
    ("POST", "/nothing-here", "{}", JSON, 404, "not_found", None),
    ("DELETE", "/threads", None, None, 405, "method_not_allowed", None),
    ("PUT", "/posts/{post}", "{}", JSON, 405, "method_not_allowed", None),
    # What does not fit.
    ("PUT", "/posts/{opening}/acceptance", None, None, 403, "forbidden", None),
    ("DELETE", "/posts/{post}/acceptance", None, None, 409, "conflict", None),
    ("POST", "/announcements/{thread}/updates", reply("x"), JSON, 409, "conflict", None),
    (
        "PATCH", "/announcements/{thread}/maintenance", '{"state": "completed"}',
        JSON, 409, "conflict", None,
    ),
    ("GET", "/announcements/{thread}", None, None, 404, "not_found", None),
]


@pytest.fixture
def sent(app, program):
    """An administrator's program with every scope sends a row of the table."""

    def send(method, path, body, content_type):
        thread = make_thread(category=make_category(slug="here"))
        ids = {"thread": thread.id, "post": make_post(thread=thread).id}
        ids["opening"] = db.session.query(Post.id).filter_by(thread_id=thread.id, number=1).scalar()
        for name, number in ids.items():
            path = path.replace(f"{{{name}}}", str(number))
            if isinstance(body, str):
                body = body.replace(f"{{{name}}}", str(number))
        scopes = ("read", "write", "moderate", "announce", "admin")
        sender = program(make_administrator(), *scopes)
        before = _counts()
        headers = {} if content_type is None else {"Content-Type": content_type}
        answer = getattr(sender, method.lower())(path, data=body, headers=headers)
        assert _counts() == before
        return answer

    return send


def _counts():
    return [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (
            Thread, Post, Tag, Vote, Revision, ThreadLevel, NotificationChoice, NotificationWishes,
        )
    ]


NAMES = [f"{n} {row[0]} {row[1][:40]}" for n, row in enumerate(ROWS)]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_bad_input(sent, row):
    *request, status, code, field = row

    answer = sent(*request)

    problem = answer.json
    assert answer.status_code == status, problem
    assert answer.content_type == "application/problem+json"
    assert (problem["status"], problem["type"]) == (status, "about:blank")
    assert len(problem["detail"]) > 10
    if code:
        assert problem["code"] == code
    if field:
        assert all(len(sentence) > 10 for sentence in problem["errors"][field])
        assert problem["errors"][field]
    if status == 405:
        assert answer.headers["Allow"]

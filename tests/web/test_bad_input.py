"""What browsers send by mistake or by malice: a status, a sentence, and nothing stored (§12)."""

from datetime import timedelta
from urllib.parse import unquote_to_bytes, urlencode

import pytest
from sqlalchemy import select

from forum.core.clock import now
from forum.core.db import db
from forum.threads.actions.tagging import retag_thread
from forum.threads.models import Post
from forum.threads.queries.finding import get_opening
from tests.make import (
    make_administrator,
    make_category,
    make_maintenance,
    make_post,
    make_service,
    make_thread,
    make_user,
)

URLENCODED = "application/x-www-form-urlencoded"
JSON = "application/json"
BIG, HUGE = "9" * 20, "9" * 5000
ASK = {"category": "here", "title": "How do I reset my code?", "body": "Please help."}
NEWS = {"kind": "notice", "language": "en", "title": "Something is new", "body": "Read this."}
TIMES = {"starts_at": "2027-05-01T10:00", "ends_at": "2027-05-01T12:00"}
PLAN = NEWS | {"kind": "maintenance"} | TIMES
PLACE = {
    "slug": "fresh", "name-en": "Fresh", "kind": "questions", "may_see": "everyone",
    "may_start": "members", "may_reply": "members", "hue": "1",
}
SITE = {"name-en": "Site", "accent": "teal", "language": "en", "time_zone": "UTC"}
JOIN = {"handle": "newcomer", "email": "new@mail.example", "password": "correct horse battery"}
SANCTION = {"kind": "silence", "until": "7", "reason": "Rude."}

WISHES, QUIET = "/settings/notifications", ("quiet_from", "quiet_until")
WISH = {"digest": "none", "follows_along": "y"}

STORED, LONG, EMPTY = "cannot be stored", "too long", "Please write something"
NOTHING_HERE, NO_PAGE = "nothing at this address", "does not exist"
NO_THREAD, NO_POST = "This thread does not exist", "This post does not exist"
NOT_UNDERSTOOD, TOO_LARGE = "cannot be understood", "larger than what can be taken"


def parts(count):
    line = '--x\r\nContent-Disposition: form-data; name="tags"\r\n\r\na\r\n'
    return line * count + "--x--\r\n", "multipart/form-data; boundary=x"


# Who, method, path, what is sent → status, and a piece of the sentence.
# Sent: a form's fields, or a raw body (of a form, unless its content type stands beside it).
ROWS = [
    # Characters that cannot be.
    ("member", "POST", "/ask", ASK | {"title": "How do I\0 reset?"}, 422, STORED),
    ("member", "POST", "/ask", ASK | {"body": "a\0b"}, 422, STORED),
    ("member", "POST", "/ask", ASK | {"tags": "a\0b"}, 422, STORED),
    ("member", "POST", "/ask", ASK | {"category": "\0"}, 422, "Choose where"),
    ("member", "POST", "/t/{thread}/reply", "body=%ED%A0%80", 400, NOT_UNDERSTOOD),
    ("member", "POST", "/t/{thread}/reply", "body=%ff%fe", 400, NOT_UNDERSTOOD),
    ("member", "POST", "/t/{thread}/reply", b"body=\xff\xfe", 400, NOT_UNDERSTOOD),
    ("member", "POST", "/t/{thread}/reply", b"body=\xed\xa0\x80", 400, NOT_UNDERSTOOD),
    ("member", "POST", "/preview", {"body": "a\0b"}, 422, STORED),
    ("guest", "POST", "/sign-up", JOIN | {"handle": "new\0comer"}, 422, STORED),
    ("guest", "POST", "/sign-up", JOIN | {"email": "new\0@mail.example"}, 422, ""),
    ("guest", "POST", "/sign-in", {"name": "x\0", "password": "y\0"}, 422, "not right"),
    ("guest", "POST", "/forgot", {"email": "\0@mail.example"}, 422, ""),
    ("member", "POST", "/settings/profile", {"display_name": "\0", "about": ""}, 422, STORED),
    ("administrator", "POST", "/admin/site", SITE | {"name-en": "a\0b"}, 422, STORED),
    ("guest", "GET", "/c/%00", None, 404, NOTHING_HERE),
    ("guest", "GET", "/c/%ff", None, 404, NOTHING_HERE),
    ("guest", "GET", "/c/%ED%A0%80", None, 404, NOTHING_HERE),
    ("guest", "GET", "/tag/%00", None, 404, "no such tag"),
    ("guest", "GET", "/tag/%ED%A0%80", None, 404, "no such tag"),
    ("guest", "GET", "/u/%00", None, 404, "This person does not exist"),
    ("guest", "GET", "/u/%ff", None, 404, "This person does not exist"),
    ("guest", "GET", "/u/" + "x" * 5000, None, 404, "This person does not exist"),
    ("guest", "GET", "/static/%00", None, 404, NOTHING_HERE),
    ("guest", "GET", "/static/../../etc/passwd", None, 404, NOTHING_HERE),
    ("guest", "GET", "/static/%2e%2e/%2e%2e/etc/passwd", None, 404, NOTHING_HERE),
    ("administrator", "GET", "/moderation/people/%00", None, 404, "This person does not exist"),
    # Numbers that no row has.
    ("guest", "GET", "/t/0", None, 404, NO_THREAD),
    ("guest", "GET", "/t/-1", None, 404, NOTHING_HERE),
    ("guest", "GET", f"/t/{BIG}", None, 404, NO_THREAD),
    ("guest", "GET", f"/t/{HUGE}", None, 404, NOTHING_HERE),
    ("guest", "GET", "/t/1e3", None, 404, NOTHING_HERE),
    ("guest", "GET", f"/p/{BIG}", None, 404, NO_POST),
    ("guest", "GET", f"/q/{BIG}", None, 404, NO_POST),
    ("guest", "GET", f"/questions/1/x/{HUGE}", None, 404, NO_POST),
    ("guest", "GET", f"/posts/{BIG}/history", None, 404, NO_POST),
    ("member", "POST", f"/posts/{BIG}/vote", {}, 404, NO_POST),
    ("member", "POST", f"/t/{BIG}/reply", {"body": "x"}, 404, NO_THREAD),
    ("member", "POST", f"/settings/sessions/{BIG}/end", {}, 404, NOTHING_HERE),
    ("member", "POST", "/settings/tokens/0/revoke", {}, 404, "revoked already"),
    ("administrator", "POST", f"/moderation/queue/{BIG}", {}, 404, "no such item"),
    ("administrator", "POST", f"/moderation/sanctions/{BIG}/end", {}, 404, "no such sanction"),
    ("administrator", "GET", f"/admin/categories/{BIG}", None, 404, "does not exist"),
    ("administrator", "GET", f"/announcements/{BIG}/manage", None, 404, NO_THREAD),
    ("administrator", "GET", "/admin/texts/secrets", None, 404, NOTHING_HERE),
    ("member", "POST", "/t/{thread}/read", {"number": "-1"}, 422, "no number"),
    ("member", "POST", "/t/{thread}/read", {"number": HUGE}, 422, "no number"),
    # Pages and lists that there are not.
    ("guest", "GET", "/t/{thread}/{slug}?page=0", None, 404, NOTHING_HERE),
    ("guest", "GET", "/t/{thread}/{slug}?page=-1", None, 404, NOTHING_HERE),
    ("guest", "GET", "/t/{thread}/{slug}?page=2", None, 404, NOTHING_HERE),
    ("guest", "GET", f"/t/{{thread}}/{{slug}}?page={HUGE}", None, 404, NOTHING_HERE),
    ("guest", "GET", "/t/{thread}/{slug}?page=%D9%A3", None, 404, NOTHING_HERE),
    ("guest", "GET", "/t/{thread}/{slug}?page=%00", None, 404, NOTHING_HERE),
    ("guest", "GET", "/?after=xyz", None, 422, NO_PAGE),
    ("guest", "GET", "/?after=%00", None, 422, NO_PAGE),
    ("guest", "GET", "/?after=%ff", None, 422, NO_PAGE),
    ("guest", "GET", "/?after=" + "A" * 3000, None, 422, NO_PAGE),
    ("guest", "GET", "/?after=OTk5OTk5OTk5OTk5OTk5OTk5OTkuMQ", None, 422, NO_PAGE),
    ("guest", "GET", "/solved?after=MS4tMQ", None, 422, NO_PAGE),
    ("guest", "GET", "/u/{handle}/replies?after=MS4w", None, 422, NO_PAGE),
    ("guest", "GET", "/announcements?after=1.1", None, 422, NO_PAGE),
    ("guest", "GET", "/announcements?kind=war", None, 404, NOTHING_HERE),
    ("guest", "GET", "/c/here?list=newest", None, 404, NOTHING_HERE),
    ("guest", "GET", "/c/nowhere", None, 404, NOTHING_HERE),
    # Threads: fields missing, empty, twice, too long, too many.
    ("member", "POST", "/ask", {}, 422, "Choose where"),
    ("member", "POST", "/ask", ASK | {"category": "nowhere"}, 422, "Choose where"),
    ("member", "POST", "/ask", ASK | {"title": ""}, 422, EMPTY),
    ("member", "POST", "/ask", ASK | {"title": "Help"}, 422, "Say a little more"),
    ("member", "POST", "/ask", ASK | {"title": "\u200b\u2060\ufeff" * 9}, 422, EMPTY),
    ("member", "POST", "/ask", ASK | {"title": "x" * 151}, 422, LONG),
    ("member", "POST", "/ask", ASK | {"title": "x" * 100_000}, 422, LONG),
    ("member", "POST", "/ask", ASK | {"title": ["", ASK["title"]]}, 422, EMPTY),
    ("member", "POST", "/ask", ASK | {"body": " \n\t\u200b"}, 422, EMPTY),
    ("member", "POST", "/ask", ASK | {"body": "x" * 32_001}, 422, LONG),
    ("member", "POST", "/ask", ASK | {"tags": "a b c d e f"}, 422, "at most 5 tags"),
    ("member", "POST", "/ask", ASK | {"tags": "x" * 31}, 422, ""),
    ("member", "POST", "/ask", ASK | {"tags": "<b>"}, 422, ""),
    ("member", "POST", "/t/{thread}/reply", {}, 422, EMPTY),
    ("member", "POST", "/t/{thread}/reply", {"body": "x", "reply_to": "abc"}, 422, "not in this"),
    ("member", "POST", "/t/{thread}/reply", {"body": "x", "reply_to": HUGE}, 422, "not in this"),
    ("member", "POST", "/t/{thread}/reply", {"body": "x", "reply_to": BIG[2:]}, 404, "not in this"),
    (
        "member", "POST", "/t/{thread}/reply", {"body": "x", "reply_to": "{elsewhere}"},
        422, "not in this thread",
    ),
    ("member", "POST", "/posts/{opening}/edit", ASK | {"body": ""}, 422, EMPTY),
    ("member", "POST", "/posts/{opening}/edit", ASK | {"title": "x"}, 422, "Say a little more"),
    ("member", "POST", "/posts/{opening}/edit", ASK | {"reason": "x" * 501}, 422, LONG),
    ("member", "POST", "/posts/{opening}/redact", {"title": ASK["title"]}, 422, EMPTY),
    # What does not fit.
    ("member", "POST", "/posts/{opening}/acceptance", {}, 403, "its own answer"),
    ("member", "POST", "/posts/{hidden}/acceptance", {}, 404, NO_POST),
    ("administrator", "POST", "/posts/{hidden}/acceptance", {}, 403, "everybody sees"),
    ("member", "POST", "/t/{thread}/acceptance/undo", {}, 409, "No answer is accepted"),
    ("member", "POST", "/threads/{thread}/duplicate", {}, 422, "Paste the address"),
    ("member", "POST", "/threads/{thread}/duplicate", {"original": "x"}, 422, "Paste the address"),
    ("member", "POST", "/threads/{thread}/duplicate", {"original": HUGE}, 422, "Paste the address"),
    ("member", "POST", "/threads/{thread}/duplicate", {"original": BIG[2:]}, 422, NO_THREAD),
    (
        "member", "POST", "/threads/{thread}/duplicate", {"original": "/t/{thread}/x?page=1"},
        422, "no duplicate of itself",
    ),
    ("member", "POST", "/posts/{post}/flag", {}, 422, ""),
    ("member", "POST", "/posts/{post}/flag", {"reason": "boring"}, 422, ""),
    ("member", "POST", "/posts/{post}/flag", {"reason": "other"}, 422, ""),
    ("member", "POST", "/posts/{post}/flag", {"reason": "other", "note": "x" * 501}, 422, LONG),
    ("administrator", "POST", "/posts/{post}/hide", {}, 422, EMPTY),
    ("administrator", "POST", "/posts/{post}/purge", {"reason": " "}, 422, EMPTY),
    ("administrator", "POST", "/threads/{thread}/lock", {"reason": "x" * 501}, 422, LONG),
    ("administrator", "POST", "/threads/{thread}/move", {"category": "nowhere"}, 422, ""),
    ("administrator", "POST", "/threads/{thread}/rename", {"title": "\0"}, 422, STORED),
    ("administrator", "POST", "/threads/{thread}/retag", {"tags": "a b c d e f"}, 422, "at most 5"),
    # People.
    ("administrator", "POST", "/moderation/people/{handle}", {}, 422, "Choose silence"),
    ("administrator", "POST", "/moderation/people/{handle}", SANCTION | {"kind": "ban"}, 422, ""),
    ("administrator", "POST", "/moderation/people/{handle}", SANCTION | {"reason": ""}, 422, EMPTY),
    *(
        (
            "administrator", "POST", "/moderation/people/{handle}",
            SANCTION | {"until": "date", "date": date}, 422, "",
        )
        for date in ("", "soon", "2001-01-01", "0001-01-01", "9999-12-31", "2027-02-30", HUGE)
    ),
    ("administrator", "POST", "/u/{handle}/role", {"role": "king", "reason": "x"}, 422, ""),
    ("administrator", "POST", "/u/{handle}/role", {"role": "system", "reason": "x"}, 422, ""),
    ("guest", "POST", "/language", {"language": "tlh"}, 422, "not spoken"),
    ("guest", "POST", "/theme", {"theme": "neon"}, 422, "light, dark or system"),
    ("member", "POST", "/settings/preferences", {"language": "tlh"}, 422, "not spoken"),
    ("member", "POST", "/settings/preferences", {"time_zone": "Mars/Olympus"}, 422, "no such time"),
    ("member", "POST", "/settings/preferences", {"time_zone": "../../etc/passwd"}, 422, "no such"),
    ("member", "POST", "/settings/preferences", {"theme": "neon"}, 422, "light, dark or system"),
    ("member", "POST", "/settings/profile", {"display_name": "x" * 41}, 422, LONG),
    ("member", "POST", "/settings/profile", {"display_name": "x", "about": "x" * 501}, 422, LONG),
    ("member", "POST", "/settings/tokens", {"name": "x", "days": "30"}, 422, "may do"),
    (
        "member", "POST", "/settings/tokens", {"name": "x", "days": "30", "scopes": "root"},
        422, "may do",
    ),
    (
        "member", "POST", "/settings/tokens", {"name": "x", "days": HUGE, "scopes": "read"},
        422, "how long",
    ),
    ("guest", "POST", "/sign-up", {}, 422, ""),
    ("guest", "POST", "/sign-up", JOIN | {"handle": "x" * 31}, 422, LONG),
    ("guest", "POST", "/sign-up", JOIN | {"handle": "\u200b\u200b"}, 422, ""),
    ("guest", "POST", "/sign-up", JOIN | {"handle": "a/b"}, 422, ""),
    ("guest", "POST", "/sign-up", JOIN | {"email": "nobody"}, 422, ""),
    ("guest", "POST", "/sign-up", JOIN | {"email": "x" * 5000 + "@mail.example"}, 422, ""),
    ("guest", "POST", "/sign-up", JOIN | {"password": "short"}, 422, ""),
    ("guest", "POST", "/sign-in", {"name": "x", "password": "x" * 100_000}, 422, "not right"),
    ("guest", "POST", "/sign-up/code", {"code": HUGE}, 409, ""),
    ("guest", "POST", "/reset", {"code": "\0", "password": "x"}, 409, "begin again"),
    # Being told.
    *(
        ("member", "POST", path, sent, 422, "Choose watch, follow, normal or mute")
        for path in ("/t/{thread}/level", "/c/here/level", "/tag/codes/level")
        for sent in ({}, {"level": "loud"}, {"level": "watch\0"}, {"level": ["", "watch"]})
    ),
    ("member", "POST", f"/t/{BIG}/level", {"level": "watch"}, 404, NO_THREAD),
    ("member", "POST", f"/t/{HUGE}/level", {"level": "watch"}, 404, NOTHING_HERE),
    ("member", "POST", "/t/-1/level", {"level": "watch"}, 404, NOTHING_HERE),
    ("member", "POST", "/c/nowhere/level", {"level": "watch"}, 404, "does not exist"),
    ("member", "POST", "/c/%00/level", {"level": "watch"}, 404, ""),
    ("member", "POST", "/tag/nothing/level", {"level": "watch"}, 404, "no such tag"),
    ("member", "POST", "/tag/%00/level", {"level": "watch"}, 404, "no such tag"),
    ("member", "POST", "/tag/%ED%A0%80/level", {"level": "watch"}, 404, "no such tag"),
    ("member", "POST", "/u/nobody/mute", {}, 404, "This person does not exist"),
    ("member", "POST", "/u/%00/mute", {}, 404, "This person does not exist"),
    ("member", "POST", "/u/%ff/unmute", {}, 404, "This person does not exist"),
    ("member", "GET", "/notifications/0", None, 404, "This notice is gone"),
    ("member", "GET", f"/notifications/{BIG}", None, 404, NOTHING_HERE),
    ("member", "GET", f"/notifications/{HUGE}", None, 404, NOTHING_HERE),
    ("member", "GET", "/notifications/%00", None, 404, NOTHING_HERE),
    ("member", "POST", "/notifications/read", {}, 422, "This notice is gone"),
    ("member", "POST", "/notifications/read", {"id": "-1"}, 422, "This notice is gone"),
    ("member", "POST", "/notifications/read", {"id": "1\0"}, 422, "This notice is gone"),
    ("member", "POST", "/notifications/read", {"id": HUGE}, 422, "This notice is gone"),
    ("member", "POST", WISHES, {}, 422, "every day, every week or never"),
    ("member", "POST", WISHES, {"digest": "hourly"}, 422, "every day, every week or never"),
    ("member", "POST", WISHES, {"digest": "none\0"}, 422, "every day, every week or never"),
    *(
        ("member", "POST", WISHES, WISH | {"wants": box}, 422, "no such choice")
        for box in ("war.app", "replies.pigeon", "critical.mail", "replies.app\0", "", HUGE)
    ),
    ("member", "POST", WISHES, WISH | {"quiet_from": "22:00"}, 422, "until when"),
    ("member", "POST", WISHES, WISH | {"quiet_until": "08:00"}, 422, "from when"),
    *(
        ("member", "POST", WISHES, WISH | dict(zip(QUIET, hours, strict=True)), 422, "as 22:00")
        for hours in (
            ("24:00", "08:00"), ("22:60", "08:00"), ("9:00", "8:00"),
            ("22:00:00", "08:00:00"), ("22:00\0", "08:00"), ("٢٢:٠٠", "٠٨:٠٠"), ("soon", "later"),
            ("22:00\n", "08:00"), ("-1:00", "08:00"), (HUGE, HUGE),
        )
    ),
    ("guest", "GET", "/unsubscribe/x", None, 404, "This link is not whole"),
    ("guest", "POST", "/unsubscribe/x", {}, 404, "This link is not whole"),
    ("guest", "POST", "/unsubscribe/%00.%ff.%ED%A0%80", {}, 404, "This link is not whole"),
    ("guest", "GET", "/unsubscribe/WzFd.aaaa", None, 404, "This link is not whole"),
    ("guest", "GET", "/unsubscribe/" + "x" * 5000, None, 404, "This link is not whole"),
    # The official voice.
    ("administrator", "POST", "/announcements/new", NEWS | {"kind": "war"}, 422, ""),
    ("administrator", "POST", "/announcements/new", NEWS | {"language": "tlh"}, 422, ""),
    ("administrator", "POST", "/announcements/new", NEWS | {"category": "nowhere"}, 404, ""),
    ("administrator", "POST", "/announcements/new", NEWS | {"pin": "moon"}, 422, "Pin it"),
    (
        "administrator", "POST", "/announcements/new",
        NEWS | {"pin": "everywhere", "pin_until": "2001-01-01T00:00"}, 422, "in the future",
    ),
    (
        "administrator", "POST", "/announcements/new",
        PLAN | {"ends_at": "2027-05-01T09:00"}, 422, "",
    ),
    *(
        ("administrator", "POST", "/announcements/new", PLAN | {"starts_at": at}, 422, "")
        for at in ("", "soon", "0001-01-01T00:00", "9999-12-31T23:59", "2027-02-30T00:00", HUGE)
    ),
    (
        "administrator", "POST", "/announcements/new", PLAN | {"impact-withdrawals": "exploded"},
        422, "impacts",
    ),
    ("administrator", "POST", "/announcements/{news}/update", {"state": "exploded"}, 409, ""),
    ("administrator", "POST", "/announcements/{news}/update", {"state": "completed"}, 409, ""),
    (
        "administrator", "POST", "/announcements/{news}/window",
        {"starts_at": "2027-05-01T10:00", "ends_at": "2027-05-01T10:00"}, 422, "",
    ),
    ("administrator", "POST", "/announcements/{thread}/update", {"body": "x"}, 404, "not an ann"),
    ("administrator", "POST", "/t/{thread}/pin", {}, 422, "Pin it"),
    (
        "administrator", "POST", "/t/{thread}/pin",
        {"scope": "everywhere", "until": "2001-01-01T00:00"}, 422, "in the future",
    ),
    (
        "administrator", "POST", "/t/{thread}/pin",
        {"scope": "everywhere", "until": "9999-12-31T23:59"}, 422, "",
    ),
    ("administrator", "POST", "/t/{thread}/pin/move", {"order": "1"}, 409, "not pinned"),
    ("guest", "POST", "/announcements/{news}/put-away", {"place": "moon"}, 422, "out of date"),
    (
        "guest", "POST", "/announcements/{news}/put-away", {"place": "pin", "phase": "a\r\nb: c"},
        422, "out of date",
    ),
    # Administration.
    ("administrator", "POST", "/admin/site", {}, 422, ""),
    ("administrator", "POST", "/admin/site", SITE | {"name-en": ""}, 422, "needs a name"),
    ("administrator", "POST", "/admin/site", SITE | {"accent": "red;}"}, 422, "one of the colours"),
    ("administrator", "POST", "/admin/site", SITE | {"time_zone": "\0"}, 422, "no such time zone"),
    ("administrator", "POST", "/admin/texts/rules", {"text-en": "x" * 32_001}, 422, LONG),
    ("administrator", "POST", "/admin/texts/secrets", {"text-en": "x"}, 404, NOTHING_HERE),
    ("administrator", "POST", "/admin/categories/new", PLACE | {"slug": "../x"}, 422, ""),
    ("administrator", "POST", "/admin/categories/new", PLACE | {"slug": "here"}, 409, "already"),
    ("administrator", "POST", "/admin/categories/new", PLACE | {"may_see": "gods"}, 422, ""),
    ("administrator", "POST", "/admin/categories/new", PLACE | {"parent_id": HUGE}, 422, ""),
    ("administrator", "POST", "/admin/categories/new", PLACE | {"hue": "-1"}, 422, ""),
    ("administrator", "POST", "/admin/categories/new", PLACE | {"name-en": "\0"}, 422, STORED),
    # Content types, sizes, methods.
    ("member", "POST", "/ask", ('{"title": "x"}', JSON), 422, "Choose where"),
    ("member", "POST", "/ask", ("<xml/>", "text/xml"), 422, "Choose where"),
    ("member", "POST", "/ask", ("no part", "multipart/form-data; boundary=x"), 422, "Choose where"),
    ("member", "POST", "/ask", ("no boundary", "multipart/form-data"), 422, "Choose where"),
    ("member", "POST", "/ask", parts(300), 413, TOO_LARGE),
    ("member", "POST", "/ask", "body=" + "x" * 600_000, 413, TOO_LARGE),
    ("guest", "POST", "/sign-in", "name=" + "x" * 600_000, 413, TOO_LARGE),
    ("member", "POST", "/ask", "&" * 200_000, 422, "Choose where"),
    ("guest", "PUT", "/", {}, 405, "kind of request"),
    ("guest", "DELETE", "/t/{thread}/{slug}", {}, 405, "kind of request"),
    ("guest", "TRACE", "/", None, 405, "kind of request"),
    ("guest", "PROPFIND", "/c/here", {}, 405, "kind of request"),
    ("member", "POST", "/t/{thread}/{slug}", {"_method": "DELETE"}, 405, "kind of request"),
]


@pytest.fixture
def people(app):
    return {
        "member": make_user(),
        "administrator": make_administrator(time_zone="Asia/Shanghai"),
        "guest": None,
    }


@pytest.fixture
def names(people):
    """What stands between braces."""
    category = make_category(slug="here")
    thread = make_thread(author=people["member"], category=category)
    hidden = make_post(thread=thread, state="hidden", hidden_reason="No.", hidden_at=now())
    make_service("withdrawals")
    retag_thread(thread, get_opening(thread), ["codes"], "", by=people["member"])
    return {
        "thread": thread.id,
        "slug": thread.slug,
        "opening": db.session.scalar(select(Post.id).where(Post.thread_id == thread.id)),
        "post": make_post(thread=thread).id,
        "hidden": hidden.id,
        "elsewhere": make_post(thread=make_thread(category=category)).id,
        "handle": make_user().handle,
        "news": make_maintenance(timedelta(days=1)).thread_id,
    }


@pytest.fixture
def send(visit, people, names):
    def send(who, method, path, sent=None, **given):
        for name, value in names.items():
            path = path.replace(f"{{{name}}}", str(value))
        path, _mark, query = path.partition("?")
        if isinstance(sent, dict):
            sent = {key: names.get(str(value)[1:-1], value) for key, value in sent.items()}
            sent = {
                key: value.format_map(names) if "{" in str(value) else value
                for key, value in sent.items()
            }
        elif sent is not None:
            sent, given["content_type"] = sent if isinstance(sent, tuple) else (sent, URLENCODED)
        # The very bytes, which the client would mend.
        raw = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
        return visit(people[who]).open(
            "/", method=method, data=sent, environ_overrides=raw, **given
        )

    return send


def everything():
    """Every row of every table."""
    tables = db.metadata.sorted_tables
    return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}


@pytest.fixture
def unchanged(send):
    """Whatever the test sends, nothing is stored but sign-ins; and the site's own keys, made when a
    page first shows the public one."""
    before = everything()
    yield
    after = everything()
    for table in ("sign_ins", "push_keys"):
        del before[table], after[table]
    assert after == before


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{n} {row[1]} {row[2][:40]}" for n, row in enumerate(ROWS)]
)
@pytest.mark.usefixtures("unchanged")
def test_bad_input(send, row):
    *request, status, sentence = row

    answer = send(*request)

    assert answer.status_code == status, answer.text[-3000:]
    assert sentence in answer.text
    assert answer.mimetype == "text/html"
    if status == 405:
        assert "GET" in answer.headers["Allow"]


# What comes with a request: whatever it is, the page is as for anybody.
TAKEN = [
    {"Cookie": "waymark=garbage"},
    {"Cookie": "waymark=eyJ0b2tlbiI6MX0.aaaaaa.bbbb"},
    {"Cookie": "waymark=\xff\xfe; language=\xff; theme=\xff; put_away=\xff"},
    {"Cookie": "language=tlh; theme=neon; put_away=p1; scripts=%00"},
    {"Cookie": f"put_away=b{HUGE}.x-p{BIG[:18]}.scheduled-pp.."},
    {"Cookie": "; ".join(f"c{n}=x" for n in range(2000))},
    {"Accept-Language": "zh-Hant-TW;q=abc, *;q=-1, \xff, " + "a-" * 3000},
    {"If-None-Match": '"'},
    {"If-None-Match": 'W/"\xff", W/, ,"' + "x" * 5000},
    {"If-Modified-Since": "yesterday"},
    {"Range": "bytes=0-10"},
    {"Range": "bytes=-1-,x"},
    {"User-Agent": "\xff" * 5000},
    {"Authorization": "Bearer \xff"},
    {"Authorization": "Basic \xff"},
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"},
    {"X-Forwarded-For": "\xff, 1.2.3.4", "X-Forwarded-Prefix": "//evil.example"},
    {"Forwarded": "host=evil.example"},
    {"X-Fragment": "1"},
    {"Referer": "http://["},
]


@pytest.mark.parametrize("headers", TAKEN, ids=[str(headers)[:50] for headers in TAKEN])
@pytest.mark.usefixtures("unchanged")
def test_odd_headers_change_nothing(send, headers):
    for path in ("/", "/t/{thread}/{slug}", "/sign-in"):
        answer = send("guest", "GET", path, headers=headers)

        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "evil.example" not in f"{answer.text}{answer.headers}"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "127.0.0.1.evil.example", "evil.example:8000",
        "127.0.0.1:8000@evil.example", "evil.example#127.0.0.1", "[::1", "[", "", " ",
        "127.0.0.1:port", "a" * 5000, "\xff",
    ],
)
@pytest.mark.usefixtures("unchanged")
def test_only_the_name_of_the_site_is_answered(send, host):
    answer = send("guest", "GET", "/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert NOT_UNDERSTOOD in answer.text


ELSEWHERE = [
    "https://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example",
    "\t//evil.example", "/\n/evil.example", "/\r\nSet-Cookie: a=b", "\x00//evil.example",
    "http:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x",
    "evil.example", "@evil.example", "?//evil.example", "/\u2028/evil.example",
    "\u3000//evil.example", "/\x7f/evil.example", " //evil.example", "/\u200b/evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nothing_leads_elsewhere(send, target):
    answers = [
        send("member", "GET", "/sign-in?" + urlencode({"next": target})),
        send("guest", "POST", "/theme", {"theme": "dark", "next": target}),
        send("guest", "POST", "/language?" + urlencode({"next": target}), {"language": "en"}),
        send("guest", "POST", "/announcements/bring-back", {"next": target}),
    ]

    for answer in answers:
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/ask?x=%0d%0aSet-Cookie:a=b", "/settings?%0d%0aX-A:1"])
def test_no_header_is_made_of_what_was_asked(send, path):
    answer = send("guest", "GET", path)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=/")
    assert not {"Set-Cookie", "X-A"} & set(answer.headers.keys())


def test_a_wrong_slug_of_any_kind_leads_to_the_right_one(send, names):
    for slug in ("%ff", "%00", "%0d%0aX-A:1", "x" * 5000, "%2e%2e", "%E2%80%AE"):
        answer = send("guest", "GET", f"/t/{{thread}}/{slug}")

        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/t/{names['thread']}/{names['slug']}"


def test_a_query_without_end_is_no_harm(send):
    assert send("guest", "GET", "/?" + "a=b&" * 25_000).status_code == 200
    assert send("guest", "GET", "/t/{thread}/{slug}?quote=" + HUGE).status_code == 200
    assert send("member", "GET", "/t/{thread}/{slug}?reply_to=" + HUGE).status_code == 200
    assert send("member", "GET", "/t/{thread}/{slug}?quote=" + BIG[1:]).status_code == 200
    assert send("guest", "GET", "/posts/{post}/history?change=" + HUGE).status_code == 200
    for query in ("after=-1", "after=" + HUGE, "after=%00"):
        assert send("administrator", "GET", f"/moderation/queue?{query}").status_code == 200
    for query in ("by=%00", "verb=%00", "subject=%ff", "before=" + HUGE, "by=" + "x" * 5000):
        assert send("administrator", "GET", f"/moderation/log?{query}").status_code == 200
    for query in ("after=-1", "after=" + HUGE, "after=%00", "show=%ff"):
        assert send("member", "GET", f"/notifications?{query}").status_code == 200
    assert send("member", "GET", "/ask?title=%00&category=%00").status_code == 200
    assert send("administrator", "GET", "/announcements/new?kind=%00").status_code == 200


# Forms that are not from our own pages, with the check of tokens as it is in earnest.
FOREIGN = [
    ({}, {}, "out of date"),
    ({"csrf_token": ""}, {}, "out of date"),
    ({"csrf_token": "garbage"}, {}, "out of date"),
    ({"csrf_token": "\0"}, {}, "out of date"),
    ({"csrf_token": "Ijc4OGUyMWNm.awLfyw.r2uKaIe8qkzWOM0XJVBMc90mT3g"}, {}, "out of date"),
    ({}, {"Sec-Fetch-Site": "cross-site"}, "did not come from this site"),
    ({}, {"Sec-Fetch-Site": "same-site"}, "did not come from this site"),
    ({}, {"Sec-Fetch-Site": "same-origin, none"}, "did not come from this site"),
    ({}, {"Sec-Fetch-Site": "\xff"}, "did not come from this site"),
]
FOREIGN_ORIGINS = [
    {}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "http://["},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
    {"Origin": "http://127.0.0.1:8000@evil.example"}, {"Origin": "http://127.0.0.1:9000"},
    {"Referer": "https://evil.example/127.0.0.1:8000"},
    {"Referer": "\xff"},
]


@pytest.mark.parametrize(("form", "headers", "sentence"), FOREIGN)
@pytest.mark.usefixtures("unchanged")
def test_a_foreign_form_is_refused(app, send, monkeypatch, form, headers, sentence):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    answer = send("member", "POST", "/t/{thread}/reply", {"body": "x"} | form, headers=headers)

    assert answer.status_code == 400
    assert sentence in answer.text


@pytest.mark.parametrize("headers", FOREIGN_ORIGINS, ids=str)
@pytest.mark.parametrize(("who", "path"), [("member", "/t/{thread}/reply"), ("guest", "/theme")])
@pytest.mark.usefixtures("unchanged")
def test_an_older_browsers_foreign_form_is_refused(send, who, path, headers):
    # A list: the test's browser adds Sec-Fetch-Site to what is none.
    listed = [("Accept-Language", "en"), *headers.items()]

    answer = send(who, "POST", path, {"body": "x", "theme": "dark"}, headers=listed)

    assert answer.status_code == 400
    assert "did not come from this site" in answer.text
    assert "theme=" not in answer.headers.get("Set-Cookie", "")


PAGES = [
    "/", "/unanswered", "/c/here", "/tags", "/t/{thread}/{slug}", "/u/{handle}", "/announcements",
    "/posts/{post}/history", "/sign-in", "/sign-up", "/forgot", "/rules", "/healthz", "/readyz",
    "/static/css/site.css", "/api/v1/docs", "/api/v1/threads", "/nothing-here",
]


# Werkzeug leaves closing a file that nobody reads to the server, and a test has none.
@pytest.mark.parametrize("path", [path for path in PAGES if "static" not in path])
@pytest.mark.usefixtures("unchanged")
def test_head_is_get_without_a_body(send, path):
    got, head = send("guest", "GET", path), send("guest", "HEAD", path)

    assert head.status_code == got.status_code
    assert head.content_type == got.content_type
    assert head.get_data() == b""


@pytest.mark.parametrize("path", PAGES[:-1])
@pytest.mark.usefixtures("unchanged")
def test_options_are_told(send, path):
    answer = send("guest", "OPTIONS", path)

    assert answer.status_code == 200
    assert "GET" in answer.headers["Allow"]

"""The main job by API alone. Read it as you would a manual; docs/api.md tells it in curl."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum.accounts.queries import get_system
from forum.announcements.actions.services import create_service
from tests.make import make_category, make_moderator, make_official, make_user

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

REPLY = """> 转账 6 小时没到账

The network is busy, your coins are safe. Look the transaction up:

```sh
curl https://explorer.example/tx/0xabc
```
"""


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_the_whole_job(program, clock):
    make_category(slug="transfers")
    make_category(slug="official", is_official=True)
    create_service("wallet", {"en": "Wallet", "zh-Hans": "钱包"}, by=get_system())

    # Each program acts as a person, with a token that this person made for it.
    asker = program(make_user(handle="lin"), "write")
    helper = program(make_user(handle="old-hand"), "write")
    official = program(make_official(handle="star-team"), "write", "announce")
    moderator = program(make_moderator(handle="watch"), "moderate")
    guest = program()

    # Ask. The answer says where the question is, for programs (Location) and for people (url).
    asked = asker.post(
        "/threads",
        {
            "category": "transfers",
            "title": "转账 6 小时没到账",
            "body": "交易哈希在浏览器里能看到，余额没有变。",
            "tags": ["transfer", "usdt"],
        },
    )
    assert asked.status_code == 201
    question = asked.json
    assert asked.headers["Location"].endswith(f"/api/v1/threads/{question['id']}")
    assert question["state"] == "open"
    assert question["tags"] == ["transfer", "usdt"]

    # Everybody finds it among the questions that nobody has answered.
    clock.shift(timedelta(minutes=5))
    waiting = guest.get("/threads?list=unanswered&category=transfers").json
    assert [thread["id"] for thread in waiting["items"]] == [question["id"]]
    assert waiting["next"] is None

    # Reply, with a quote and code in Markdown. "html" is what people see, and safe to show.
    opening = guest.get(f"/threads/{question['id']}/posts").json["items"][0]
    first = helper.post(
        f"/threads/{question['id']}/posts", {"body": REPLY, "reply_to": opening["id"]}
    ).json
    assert first["number"] == 2
    assert "<blockquote>" in first["html"] and "<code" in first["html"]
    clock.shift(timedelta(minutes=1))
    second = helper.post(f"/threads/{question['id']}/posts", {"body": "Or restart the app."}).json

    # Accept an answer; change your mind; undo; accept again. At most one is accepted.
    solved = asker.put(f"/posts/{second['id']}/acceptance").json
    assert (solved["state"], solved["accepted_post_id"]) == ("solved", second["id"])
    changed = asker.put(f"/posts/{first['id']}/acceptance").json
    assert changed["accepted_post_id"] == first["id"]
    assert asker.delete(f"/posts/{first['id']}/acceptance").status_code == 204
    assert guest.get(f"/threads/{question['id']}").json["state"] == "open"
    assert asker.put(f"/posts/{first['id']}/acceptance").json["state"] == "solved"
    assert guest.get(f"/posts/{first['id']}").json["accepted"]

    # Nobody else decides that, and the refusal says so in a sentence.
    refused = helper.put(f"/posts/{second['id']}/acceptance")
    assert refused.status_code == 403
    assert refused.content_type == "application/problem+json"
    assert refused.json["code"] == "forbidden"

    # Announce maintenance that starts in half an hour, pinned everywhere.
    starts_at = datetime.now(UTC) + timedelta(minutes=30)
    announced = official.post(
        "/announcements",
        {
            "kind": "maintenance",
            "language": "zh-Hans",
            "title": "比特币节点升级，30 分钟后开始，资产安全",
            "body": "升级期间，转账会晚一点到账。",
            "pin": {"scope": "everywhere"},
            "maintenance": {
                "starts_at": starts_at.isoformat(),
                "ends_at": (starts_at + timedelta(hours=2)).isoformat(),
                "services": [{"service": "wallet", "impact": "degraded"}],
                "to_do": "Do not send twice.",
            },
        },
    )
    assert announced.status_code == 201
    announcement = announced.json
    assert announcement["maintenance"]["state"] == "scheduled"
    assert announcement["pin"]["scope"] == "everywhere"

    # Everybody reads it, and sees that it is pinned.
    (listed,) = guest.get("/announcements?kind=maintenance").json["items"]
    assert (listed["id"], listed["pinned"]) == (announcement["id"], True)
    assert listed["maintenance"]["services"] == [
        {"service": "wallet", "name": "Wallet", "impact": "degraded"}
    ]

    # It starts by itself when its time has come, or when staff say so; then staff end it.
    path = f"/announcements/{announcement['id']}"
    clock.shift(timedelta(minutes=10))
    begun = official.patch(f"{path}/maintenance", {"state": "in_progress", "note": "We begin."})
    assert begun.json["maintenance"]["state"] == "in_progress"
    assert begun.json["updates"][0]["state"] == "in_progress"
    assert official.patch(f"{path}/maintenance", {"state": "completed"}).status_code == 200
    over = guest.get(path).json
    assert (over["maintenance"]["state"], over["pinned"]) == ("completed", False)
    again = official.patch(f"{path}/maintenance", {"state": "in_progress"})
    assert (again.status_code, again.json["code"]) == (409, "conflict")

    # Somebody posts a scam; a member reports it, and a moderator decides.
    thief = program(make_user(handle="thief"), "write")
    scam = thief.post(f"/threads/{question['id']}/posts", {"body": "加我微信，帮你恢复"}).json
    flagged = asker.post(f"/posts/{scam['id']}/flags", {"reason": "scam", "note": "微信"})
    assert flagged.status_code == 201
    (item,) = moderator.get("/moderation/items").json["items"]
    assert (item["post_id"], item["flags"][0]["by"]) == (scam["id"], "lin")
    decided = moderator.post(
        f"/moderation/items/{item['id']}/decision", {"decision": "agree", "reason": "Scam."}
    )
    assert decided.json["decision"] == "agree"
    hidden = guest.get(f"/posts/{scam['id']}").json
    assert (hidden["state"], hidden["body"], hidden["hidden_reason"]) == ("hidden", None, "Scam.")

    # Every act of staff stands in the log, the newest first.
    log = moderator.get("/moderation/log").json["items"]
    assert {"decide_item", "hide_post", "step_maintenance", "publish_announcement"} <= {
        line["verb"] for line in log
    }
    assert {"watch", "star-team"} <= {line["by"] for line in log}

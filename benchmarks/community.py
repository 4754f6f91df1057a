"""A community of the size that speed.md measures: rows written straight into the database."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import Table, insert, text
from sqlalchemy.engine import Connection

from forum.accounts.models import User
from forum.categories.models import Category
from forum.core import markup
from forum.core.stamps import Stamp
from forum.threads.models import Post, Tag, Thread, ThreadTag
from forum.threads.states import Acceptance

PEOPLE, CATEGORIES, THREADS, POSTS, LONGEST = 200, 20, 5_000, 100_000, 2_000
# Bodies are rendered once each and used again: rendering is not what is measured here.
BODIES = 200
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)

_WORDS = """
    wallet transfer fee network confirm address backup phrase exchange node block pending
    balance token contract approve revoke device sync restore support 转账 手续费 未确认 助记词
    钱包 备份 地址 交易所 区块 授权 余额 提币 到账 客服 骗子 恢复 手机 验证
""".split()  # noqa: SIM905


def fill(connection: Connection, scale: int = 1) -> None:
    """``scale`` times the threads and posts; the longest thread stays as long as it is."""
    chance = random.Random(7)
    bodies = [_body(chance) for _ in range(BODIES)]
    rendered = [(body, markup.render(body).html) for body in bodies]
    _add(connection, User, (_person(n) for n in range(PEOPLE)))
    _add(connection, Category, (_category(n) for n in range(CATEGORIES)))
    _add(connection, Tag, (_tag(n) for n in range(50)))
    sizes = _sizes(chance, THREADS * scale, POSTS * scale)
    threads, posts, accepted, tags = [], [], [], []
    post_id = 0
    for number, size in enumerate(sizes):
        thread = _thread(chance, number + 1, size, rendered)
        threads.append(thread)
        for n in range(1, size + 1):
            post_id += 1
            posts.append(_post(chance, post_id, thread, n, rendered))
            if n == 2 and thread["resolution"] == "solved":
                accepted.append(_acceptance(thread["id"], post_id, posts[-1]["author_id"]))
        tags.append(_thread_tag(thread))
    _add(connection, Thread, threads)
    _add(connection, Post, posts)
    _add(connection, Acceptance, accepted)
    _add(connection, ThreadTag, tags)
    _add(connection, Stamp, [{"subject": "site", "version": 1}])
    _settle(connection)


def _add(connection: Connection, model, rows) -> None:
    table: Table = model.__table__
    batch = []
    for row in rows:
        batch.append(row)
        if len(batch) == 2_000:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def _settle(connection: Connection) -> None:
    """As after a while of running: statistics are there, and numbers go on after the last."""
    if connection.dialect.name == "postgresql":
        for table in ("users", "categories", "threads", "posts", "tags"):
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}','id'), max(id)) FROM {table}")
            )
    connection.execute(text("ANALYZE"))


def _body(chance: random.Random) -> str:
    """About 700 bytes of Markdown."""
    words = [chance.choice(_WORDS) for _ in range(95)]
    return (
        f"{' '.join(words[:30])}.\n\n**{words[31]}** `{words[32]}`\n\n- {' '.join(words[33:50])}\n"
        f"- {' '.join(words[50:70])}\n\n> {' '.join(words[70:80])}\n\n{' '.join(words[80:])}"
    )


def _sizes(chance: random.Random, threads: int, posts: int) -> list[int]:
    """Posts of each thread: a median of about 9, one of 2,000, ``posts`` in all."""
    sizes = [max(1, int(chance.lognormvariate(2.25, 0.9))) for _ in range(threads - 1)]
    share = (posts - LONGEST) / sum(sizes)
    return [LONGEST, *(max(1, round(size * share)) for size in sizes)]


def _person(n: int) -> dict:
    return {
        "id": n + 2, "handle": f"person{n}", "skeleton": f"person{n}", "display_name": f"用户{n}",
        "role": "member", "trust_level": 2, "joined_at": BEGIN, "about": "", "theme": "system",
    }


def _tag(n: int) -> dict:
    return {"id": n + 1, "name": f"tag{n}", "folded": f"tag{n}", "is_reserved": False}


def _category(n: int) -> dict:
    return {
        "id": n + 1, "slug": f"c{n}", "names": {"en": f"Category {n}", "zh-Hans": f"分类{n}"},
        "descriptions": {}, "hue": n % 8 + 1, "position": n, "kind": "questions",
        "is_official": False, "may_see": "everyone", "may_start": "members",
        "may_reply": "members", "hides_askers": False,
    }


def _thread(chance: random.Random, number: int, size: int, rendered: list) -> dict:
    created = BEGIN + timedelta(minutes=20 * number)
    solved = size > 1 and chance.random() < 0.5
    return {
        "id": number, "category_id": chance.randint(1, CATEGORIES), "audience": "category",
        "author_id": chance.randint(2, PEOPLE + 1), "title": f"转账 {number} 小时还没到账怎么办",
        "excerpt": markup.excerpt(rendered[number % BODIES][1]), "tags": [f"tag{number % 50}"],
        "state": "public", "staff_only": False, "is_anonymous": False,
        "resolution": "solved" if solved else "open", "created_at": created,
        "last_post_at": created + timedelta(minutes=size), "last_number": size,
        "reply_count": size - 1, "me_toos": 0,
    }


def _post(chance: random.Random, post_id: int, thread: dict, n: int, rendered: list) -> dict:
    body, html = rendered[post_id % BODIES]
    return {
        "id": post_id, "thread_id": thread["id"], "number": n, "body": body, "html": html,
        "author_id": thread["author_id"] if n == 1 else chance.randint(2, PEOPLE + 1),
        "renderer": markup.RENDERER, "state": "public", "staff_only": False, "is_official": False,
        "hidden_reason": "", "created_at": thread["created_at"] + timedelta(minutes=n),
        "votes": chance.randint(0, 9), "imported_score": 0,
    }


def _acceptance(thread_id: int, post_id: int, author_id: int) -> dict:
    return {
        "thread_id": thread_id, "post_id": post_id, "answerer_id": author_id,
        "accepted_at": BEGIN,
    }


def _thread_tag(thread: dict) -> dict:
    return {
        "thread_id": thread["id"], "tag_id": thread["id"] % 50 + 1,
        "last_post_at": thread["last_post_at"],
    }

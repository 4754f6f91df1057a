"""What followers cost: a reply in a thread with 5,000 of them and with none, and telling them.

    python -m benchmarks.telling [sqlite|postgresql]

A reply is measured as CPU time of this process (and of PostgreSQL's), through the action that the
web calls, in turns. Telling is a job: rows per second by the clock, of followers, who find it in
their list, and of watchers, who each get a mail, too: a mailing and a job more.
"""

import argparse
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import insert

from benchmarks.processes import cpu_seconds, postmaster
from benchmarks.speed import SECRET, fresh_postgresql
from forum.accounts.models import User
from forum.app import create_app
from forum.categories.models import Category
from forum.core.config import Config
from forum.core.db import db, transaction
from forum.notifications.jobs import tell_of_post
from forum.notifications.levels import ThreadLevel
from forum.threads.actions.posting import reply, start_thread
from forum.threads.models import Thread

FOLLOWERS, REPLIES, ROUNDS = 5_000, 40, 7


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", choices=["sqlite", "postgresql"])
    given = options.parse_args()
    for database in [given.database] if given.database else ["sqlite", "postgresql"]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = f"sqlite:///{folder}/forum.db"
            if database == "postgresql":
                url = stack.enter_context(fresh_postgresql())
            measure(database, Config(url, folder, SECRET, limit_factor=1_000_000))


def measure(database: str, config: Config) -> None:
    app = create_app(config)
    with app.app_context():
        upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
        author, threads = fill()
        print(f"\n## {database}: telling\n\n| | |\n|---|---|")
        none, many = replying(database, author, threads["none"], threads["follow"])
        print(f"| CPU of a reply with no follower | {none * 1000:.2f} ms |")
        print(f"| with {FOLLOWERS:,} followers | {many * 1000:.2f} ms: × {many / none:.2f} |")
        for level, words in (("follow", "in the list"), ("watch", "in the list and by mail")):
            speed = telling(author, threads[level])
            print(f"| telling {FOLLOWERS:,}, {words} | {speed:,.0f} rows/s |")
        db.session.remove()
        db.engine.dispose()


def fill() -> tuple[User, dict[str, Thread]]:
    with transaction() as session:
        category = Category(slug="here", names={"en": "Here"})
        author = User(handle="author", skeleton="author", display_name="Author", trust_level=1)
        session.add_all([category, author])
        session.flush()
        people = [
            {"handle": f"p{n}", "skeleton": f"p{n}", "display_name": f"P {n}",
             "email": f"p{n}@example.org", "trust_level": 1}
            for n in range(FOLLOWERS)
        ]  # fmt: skip
        ids = session.scalars(insert(User).returning(User.id), people).all()
    words = "What is measured here is not the words."
    threads = {
        level: start_thread(category, f"A thread: {level}", words, by=author)
        for level in ("none", "follow", "watch")
    }
    with transaction() as session:
        for level in ("follow", "watch"):
            rows = [
                {"user_id": one, "thread_id": threads[level].id, "level": level} for one in ids
            ]
            session.execute(insert(ThreadLevel), rows)
    return author, threads


def replying(database: str, author: User, *threads: Thread) -> list[float]:
    """The median CPU seconds of a reply in each of them."""
    roots = [postmaster()] if database == "postgresql" else []
    costs: list[list[float]] = [[] for _ in threads]
    for turn in range(ROUNDS):
        for cost, thread in zip(costs, threads, strict=True):
            before, inside = time.process_time(), cpu_seconds([r for r in roots if r])
            for n in range(REPLIES):
                reply(thread, f"Reply {turn}.{n} with a few words.", by=author)
            spent = time.process_time() - before + cpu_seconds([r for r in roots if r]) - inside
            cost.append(spent / REPLIES)
    return [statistics.median(cost) for cost in costs]


def telling(author: User, thread: Thread) -> float:
    speeds = []
    for n in range(3):
        post = reply(thread, f"News {n} for everybody who follows.", by=author)
        started = time.perf_counter()
        tell_of_post(post.id)
        speeds.append(FOLLOWERS / (time.perf_counter() - started))
    return statistics.median(speeds)


if __name__ == "__main__":
    main()

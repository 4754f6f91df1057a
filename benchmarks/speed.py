"""How dear each page is, in units of a bare Flask "hello" under the same server.

x is CPU time per request (web server, database) divided by that of "hello", measured in turns in
the same run. Usage: python -m benchmarks.speed [sqlite|postgresql] [--scale 10]
"""

import argparse
import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, urlencode

from flask_migrate import upgrade
from itsdangerous import URLSafeTimedSerializer

from benchmarks import community
from benchmarks.processes import cpu_seconds, memory_mb, postmaster, served
from forum.accounts.actions.signing import begin_sign_in
from forum.accounts.models import User
from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.http.cursors import encode
from forum.threads.models import Thread
from forum.threads.queries.lists import Key
from tests.databases import fresh_postgresql

HELLO, FORUM = 8141, 8142
SECRET = "only for measuring, and long enough"
ROUNDS = 5
REQUESTS = 100
# The system counts CPU time in hundredths of a second: of these it must see a good many.
HELLOS = 1_500

Request = Callable[[int], tuple[str, str, str | None, dict[str, str]]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("database", nargs="?", choices=["sqlite", "postgresql"])
    options.add_argument("--scale", type=int, default=1)
    given = options.parse_args()
    for database in [given.database] if given.database else ["sqlite", "postgresql"]:
        measure(database, given.scale)


def measure(database: str, scale: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/forum.db"
        if database == "postgresql":
            url = stack.enter_context(fresh_postgresql())
        rows = prepare(Config(url, folder, SECRET, limit_factor=1_000_000), scale)
        environment = {
            "DATABASE_URL": url, "DATA_DIR": str(folder), "SECRET_KEY": SECRET,
            "LIMIT_FACTOR": "1000000", "SITE_URL": f"http://127.0.0.1:{FORUM}",
        }
        hello = stack.enter_context(served("benchmarks.hello:app", HELLO, {}))
        forum = stack.enter_context(served("wsgi:app", FORUM, environment))
        server = [postmaster()] if database == "postgresql" else []
        report(database, scale, rows, hello, [forum, *filter(None, server)])
        print(f"memory, 2 workers: {memory_mb(forum):.0f} MB")


def prepare(config: Config, scale: int) -> dict[str, Request]:
    """Fill the database; the requests to measure, by name."""
    app = create_app(config)
    with app.app_context():
        upgrade(directory=str(Path(__file__).parent.parent / "migrations"))
        with db.engine.begin() as connection:
            community.fill(connection, scale)
        tokens = [begin_sign_in(db.session.get_one(User, n), "bench") for n in range(2, 102)]
        first = db.session.query(Thread).order_by(Thread.last_post_at, Thread.id).limit(21).all()
        usual = db.session.query(Thread).filter(Thread.last_number == 20).first()
        longest = db.session.get_one(Thread, 1)
        last_page = f"/?after={encode(Key(first[-1].last_post_at, first[-1].id))}"
        found = requests(app, tokens, quote(usual.path), quote(longest.path), last_page)
        db.session.remove()
        db.engine.dispose()
        return found


def requests(app, tokens, usual: str, longest: str, last_page: str) -> dict[str, Request]:
    signer = app.session_interface.get_signing_serializer(app)
    cookies = [f"waymark={signer.dumps({'token': token})}" for token in tokens]

    def get(path: str, **headers: str) -> Request:
        return lambda n: ("GET", path, None, headers)

    def signed_in(path: str) -> Request:
        return lambda n: ("GET", path, None, {"Cookie": cookies[n % len(cookies)]})

    late = f"{longest}?page=95"
    return {
        "list, first page": get("/"),
        "list, last page": get(last_page),
        "list, signed in": signed_in("/"),
        "thread, 20 posts": get(usual),
        "thread, signed in": signed_in(usual),
        "longest thread, first page": get(longest),
        "longest thread, late page": get(late),
        "guest page, 304": get(usual, **{"If-None-Match": "ASK"}),
        "reply": replies(tokens, signer, usual),
    }


def replies(tokens, signer, path: str) -> Request:
    """Different words each time: the same ones would be one post."""
    started = time.time_ns()
    thread_id = path.split("/")[2]

    def one(n: int) -> tuple[str, str, str | None, dict[str, str]]:
        token = tokens[n % len(tokens)]
        secret = "0" * 40
        cookie = signer.dumps({"token": token, "csrf_token": secret})
        words = f"Try this **{started + n}** times.\n\n- first `{n}`"
        body = f"{words}\n- second https://mempool.space/tx/{n}"
        form = urlencode({"body": body, "csrf_token": csrf(secret)})
        headers = {
            "Cookie": f"waymark={cookie}", "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return ("POST", f"/t/{thread_id}/reply", form, headers)

    return one


def csrf(secret: str) -> str:
    return URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(secret)


def unit(n: int) -> tuple[str, str, str | None, dict[str, str]]:
    return ("GET", "/", None, {})


def report(
    database: str, scale: int, rows: dict[str, Request], hello: int, forum: list[int]
) -> None:
    print(f"\n## {database}, {community.POSTS * scale:,} posts\n")
    print("| row | x | CPU-ms | requests/s | HTML, KB |\n|---|---|---|---|---|")
    for name, request in rows.items():
        request = with_etag(request)
        run(FORUM, request, 10)
        ratios, costs, speeds = [], [], []
        for turn in range(ROUNDS):
            base, _speed, _size = cost(HELLO, unit, [hello], HELLOS)
            own, speed, size = cost(FORUM, request, forum, REQUESTS, turn * REQUESTS)
            ratios.append(own / base)
            costs.append(own * 1000)
            speeds.append(speed)
        x, ms = statistics.median(ratios), statistics.median(costs)
        speed = statistics.median(speeds)
        print(f"| {name} | {x:.1f} | {ms:.2f} | {speed:.0f} | {size / 1024:.0f} |", flush=True)


def with_etag(request: Request) -> Request:
    method, path, body, headers = request(0)
    if headers.get("If-None-Match") != "ASK":
        return request
    name = ask(FORUM, (method, path, body, {})).headers["ETag"]
    return lambda n: (method, path, body, {"If-None-Match": name})


def cost(port: int, request: Request, roots: list[int], count: int, first: int = 0):
    """CPU seconds per request, requests per second and the size of an answer."""
    before, started = cpu_seconds(roots), time.perf_counter()
    size = run(port, request, count, first)
    elapsed = time.perf_counter() - started
    return (cpu_seconds(roots) - before) / count, count / elapsed, size


def run(port: int, request: Request, count: int, first: int = 0) -> int:
    """By two clients at once, as there are two workers."""
    sizes: list[int] = []

    def client(offset: int) -> None:
        for n in range(first + offset, first + count, 2):
            answer = ask(port, request(n))
            if answer.status not in (200, 303, 304):
                raise RuntimeError(f"{answer.status}: {request(n)[1]}")
            sizes.append(answer.length_read)

    threads = [threading.Thread(target=client, args=(offset,)) for offset in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(sizes) != count:
        raise RuntimeError("A request failed.")
    return sizes[0]


def ask(port: int, request: tuple[str, str, str | None, dict[str, str]]):
    method, path, body, headers = request
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.length_read = len(answer.read())
    connection.close()
    return answer


if __name__ == "__main__":
    main()

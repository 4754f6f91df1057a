"""Where one row of ``benchmarks.speed`` spends its time: a profile inside one process.

Usage: python -m benchmarks.profile [ROW] [sqlite|postgresql], for example
python -m benchmarks.profile "thread, signed in". A profile makes calls look dearer than they are:
read it for the order of things, not for their milliseconds.
"""

import argparse
import cProfile
import pstats
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.test import Client

from benchmarks.speed import FORUM, SECRET, Request, prepare
from forum.app import create_app
from forum.core.config import Config
from tests.databases import fresh_postgresql

WARM, MEASURED = 20, 200
# Ours, and what ours calls that has a name worth reading.
WORTH = r"forum/|_flush|commit|execute\)|refresh|markdown/core|template.*render|wsgi_app"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("row", nargs="?", default="reply")
    options.add_argument("database", nargs="?", default="sqlite")
    given = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder}/forum.db"
        if given.database == "postgresql":
            url = stack.enter_context(fresh_postgresql())
        site = f"http://127.0.0.1:{FORUM}"
        config = Config(url, folder, SECRET, site_url=site, limit_factor=1_000_000)
        request = prepare(config, 1)[given.row]
        client = Client(create_app(config), use_cookies=False)
        for n in range(WARM):
            send(client, request, n)
        profile = cProfile.Profile()
        for n in range(WARM, WARM + MEASURED):
            profile.runcall(send, client, request, n)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(WORTH, 40)


def send(client: Client, request: Request, n: int) -> None:
    method, path, body, headers = request(n)
    parts = urlsplit(path)
    answer = client.open(
        parts.path, method=method, query_string=parts.query, data=body, headers=headers,
        base_url=f"http://127.0.0.1:{FORUM}",
    )
    answer.get_data()
    answer.close()
    if answer.status_code not in (200, 303):
        raise RuntimeError(f"{answer.status_code}: {path}")


if __name__ == "__main__":
    main()

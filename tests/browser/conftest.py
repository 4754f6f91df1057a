"""A real forum in this process, and real browsers that visit it."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Browser, Error, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.http import official
from forum.http import site as kept_site
from forum.transfer.demo import loading
from forum.transfer.demo.loading import load_demo
from tests.browser.site import Site, sign_in
from tests.databases import ROOT, fresh_database, missing

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run", "--disable-quic"]


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        missing("Chromium", "no program of that name is on the path")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        except Error as error:
            missing("Chromium", str(error).splitlines()[0])
        yield browser
        browser.close()


@pytest.fixture
def forum(tmp_path) -> Iterator[Site]:
    """A forum with a database of its own, answering at an address of its own."""
    with running(tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Iterator[Site]:
    """A forum full of the demonstration, for tests that only look."""
    with running(tmp_path_factory.mktemp("demo")) as site:
        with site.app.app_context():
            load_demo()
        forget()
        yield site


@contextmanager
def running(folder, **given) -> Iterator[Site]:
    with fresh_database(folder) as url:
        server = make_server("127.0.0.1", 0, None, threaded=True, request_handler=Quiet)
        address = f"http://127.0.0.1:{server.server_port}"
        app = create_app(
            Config(
                database_url=url, data_dir=folder, secret_key="only for tests, and long enough",
                site_url=address, password_memory=8, password_rounds=1, limit_factor=1_000,
                **given,
            )
        )
        server.app = app
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
        forget()
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(app, address, folder)
        server.shutdown()
        thread.join()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        forget()


def forget() -> None:
    """What this process keeps in memory of another forum."""
    kept_site.forget()
    official.forget()


class Quiet(WSGIRequestHandler):
    """What was asked for is nobody's business but the test's."""

    def log(self, type, message, *args):
        pass


@pytest.fixture
def window(chromium, forum):
    """A new browser window of somebody: ``window()``; ``javascript=False`` for one without."""
    with windows(chromium, forum) as open_window:
        yield open_window
    assert forum.complaints == []


@pytest.fixture(scope="module")
def visitors(chromium, demo):
    """A window of each of them who is signed in to the demonstration: ``visitors("阿盾")``."""
    with windows(chromium, demo) as open_window:

        @cache
        def visitor(handle=None) -> Page:
            page = open_window(language="en")
            if handle:
                sign_in(page, handle, loading.PASSWORD)
            return page

        yield visitor


@contextmanager
def windows(chromium, site):
    contexts = []

    def open_window(
        *, javascript=True, width=1280, height=900, language="zh-CN", dark=False
    ) -> Page:
        context = chromium.new_context(
            base_url=site.address, java_script_enabled=javascript, locale=language,
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            timezone_id="Asia/Shanghai", reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        # A page that breaks its own content security policy, or throws, fails the test.
        page.on("pageerror", lambda error: site.complaints.append(str(error)))
        page.on("console", lambda message: site.note(message))
        return page

    yield open_window
    for context in contexts:
        context.close()

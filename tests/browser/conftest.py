"""A real forum in this process, and real browsers that visit it."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from flask_migrate import upgrade
from playwright.sync_api import Browser, Error, Page, sync_playwright
from werkzeug.serving import make_server

from forum.app import create_app
from forum.core.config import Config
from forum.core.db import db
from forum.http import site as kept_site
from tests.browser.site import Site
from tests.databases import ROOT, fresh_database, missing

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run", "--disable-quic"]


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # One worker runs them: each starts a browser, and two cores are few.
            item.add_marker(pytest.mark.xdist_group("browser"))


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
    with fresh_database(tmp_path) as url:
        server = make_server("127.0.0.1", 0, None, threaded=True)
        address = f"http://127.0.0.1:{server.server_port}"
        app = create_app(
            Config(
                database_url=url, data_dir=tmp_path, secret_key="only for tests, and long enough",
                site_url=address, password_memory=8, password_rounds=1, limit_factor=1_000,
            )
        )
        server.app = app
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
        kept_site.forget()
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(app, address, tmp_path)
        server.shutdown()
        thread.join()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        kept_site.forget()


@pytest.fixture
def window(chromium, forum):
    """A new browser window of somebody: ``window()``; ``javascript=False`` for one without."""
    contexts = []

    def open_window(*, javascript=True, width=1280, height=900, language="zh-CN", dark=False) -> Page:
        context = chromium.new_context(
            base_url=forum.address, java_script_enabled=javascript, locale=language,
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        # A page that breaks its own content security policy, or throws, fails the test.
        page.on("pageerror", lambda error: forum.complaints.append(str(error)))
        page.on("console", lambda message: forum.note(message))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert forum.complaints == []

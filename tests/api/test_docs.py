"""The page on which people read about the API."""

import json
import re
from pathlib import Path

from forum.api.document import document
from tests.test_house import verbs

MANUAL = Path("docs/api.md")


def test_the_page_shows_every_operation(visit):
    page = visit().get("/api/v1/docs")

    names = re.findall(r'<details class="more card" id="(\w+)">', page.text)
    assert page.status_code == 200
    assert {"start_thread", "accept_answer", "publish_announcement", "list_log"} <= set(names)
    assert {"purge_post", "move_pin", "list_replies_of_user", "edit_site"} <= set(names)
    assert len(names) == len(set(names)) > 65


def test_a_curl_line_can_be_copied(visit):
    page = visit().get("/api/v1/docs")

    assert "/api/v1/threads/12/posts" in page.text
    assert "Authorization: Bearer $TOKEN" in page.text


def test_the_page_needs_no_inline_script_or_style(visit):
    page = visit().get("/api/v1/docs")

    assert "style=" not in page.text
    assert "<script>" not in page.text


def test_the_document_is_served(visit):
    answer = visit().get("/api/v1/openapi.json")

    assert answer.json["openapi"] == "3.1.0"


def test_the_table_of_the_manual_has_every_operation_and_no_other(app):
    with app.test_request_context():
        paths = json.loads(document())["paths"]
    there = {
        (method.upper(), re.sub(r"{\w+}", "{}", path.removeprefix("/api/v1")))
        for path, operations in paths.items()
        for method in operations
    }

    table = MANUAL.read_text().partition("## What stands where")[2].partition("Not there")[0]
    named = {
        (method, re.sub(r"{\w+}", "{}", path))
        for methods, path in re.findall(r"`([A-Z, ]+) (/[^`]+)`", table)
        for method in methods.split(", ")
    }

    assert named == there


def test_what_people_do_on_the_web_programs_can_do():
    acts = {name for name, _verb in verbs()}

    def used_in(face):
        sources = "".join(path.read_text() for path in sorted(Path("forum", face).rglob("*.py")))
        return {name for name in acts if re.search(rf"\b{name}\(|\.{name}\b", sources)}

    assert "pin_thread" in used_in("web")
    # A password is changed by whoever knows it, in a browser.
    assert used_in("web") - used_in("api") == {"change_password"}

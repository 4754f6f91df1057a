"""The page on which people read about the API."""

import re


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

"""What search engines are told about a question (https://schema.org/QAPage)."""

import json
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from forum.core.markup import excerpt
from forum.threads.queries.rows import PersonRow, PostRow, ThreadHead

# Code points of a text. The whole text stands on the page already; twice would be too heavy.
LONGEST, LONGEST_ACCEPTED = 200, 500
# The best of the other answers, no more, for the same reason.
MOST_SUGGESTED = 5


def question_page(thread: ThreadHead, posts: list[PostRow]) -> Markup | None:
    """For the first page of a question as a guest sees it; None for what is no question."""
    if not thread.is_question or not posts or not posts[0].is_opening or not posts[0].html:
        return None
    page = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": _ask(thread, posts)}
    # Not Flask's tojson, which writes each Han character in six bytes.
    return htmlsafe_json_dumps(page, dumps=json.dumps, ensure_ascii=False, separators=(",", ":"))


def _ask(thread: ThreadHead, posts: list[PostRow]) -> dict[str, Any]:
    question = {
        "@type": "Question",
        "name": thread.title,
        "answerCount": thread.reply_count,
        **_written(posts[0], LONGEST),
    }
    if thread.accepted_html and thread.accepted_written_at:
        question["acceptedAnswer"] = {
            "@type": "Answer",
            "text": excerpt(thread.accepted_html, LONGEST_ACCEPTED),
            "url": f"{_site()}/p/{thread.accepted_post_id}",
            "upvoteCount": thread.accepted_votes,
            "dateCreated": _moment(thread.accepted_written_at),
            "author": _author(thread.accepted_author),
        }
    others = [post for post in posts[1:] if post.html and post.id != thread.accepted_post_id]
    others = sorted(others, key=lambda post: -post.votes)[:MOST_SUGGESTED]
    if others:
        question["suggestedAnswer"] = [
            {"@type": "Answer", "url": f"{_site()}{post.path}", **_written(post, LONGEST)}
            for post in others
        ]
    return question


def _written(post: PostRow, longest: int) -> dict[str, Any]:
    return {
        "text": excerpt(post.html, longest),
        "upvoteCount": post.votes,
        "dateCreated": _moment(post.created_at),
        "author": _author(post.author),
    }


def _author(person: PersonRow | None) -> dict[str, str]:
    if person is None or not person.id:
        return {"@type": "Person", "name": _("Somebody")}
    return {"@type": "Person", "name": person.display_name, "url": f"{_site()}{person.path}"}


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _site() -> str:
    return str(current_app.extensions["config"].site_url)

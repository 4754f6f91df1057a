"""What a person sees when something cannot be done: a sentence, and a way on."""

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from forum.core.errors import ForumError, SignInFirst, TooMany
from forum.http.problems import problem
from forum.http.responses import see_other, wants_fragment
from forum.http.visitor import is_program


def attach(app: Flask) -> None:
    app.register_error_handler(ForumError, show_forum_error)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(DBAPIError, show_database_error)


def for_programs() -> bool:
    return request.path.startswith("/api/") or request.path == "/live"


def show_forum_error(error: ForumError) -> ResponseReturnValue:
    if for_programs():
        return problem(error)
    if isinstance(error, SignInFirst) and request.method == "GET" and not is_program():
        return see_other("signing.sign_in", next=request.full_path.rstrip("?"))
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    return _page(error.status, error.message), error.status, headers


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    sentence = _sentence(status)
    if for_programs():
        failure = ForumError(sentence)
        failure.status, failure.code = status, error.name.lower().replace(" ", "_")
        response = problem(failure)
    else:
        response = Response(_page(status, sentence), status)
    if status == 405:
        response.headers["Allow"] = error.get_response().headers.get("Allow", "")
    return response


def _sentence(status: int) -> str:
    sentences = {
        404: _("There is nothing at this address. It may have been moved or removed."),
        405: _("This address does not take this kind of request."),
        413: _("This is larger than what can be taken."),
        415: _("This kind of content is not taken here."),
        429: _("That was too often. Please wait a little."),
        500: _("Something went wrong on our side, and nothing was saved. Go back and try again."),
    }
    return sentences.get(
        status, _("This request cannot be understood. Load the page again and retry.")
    )


def show_database_error(error: DBAPIError) -> ResponseReturnValue:
    """503 while the database is away; anything else of its complaints is our mistake."""
    if not error.connection_invalidated and "locked" not in str(error.orig):
        raise error
    sentence = _("The database is not answering. Please try again in a few seconds.")
    if for_programs():
        failure = ForumError(sentence)
        failure.status, failure.code = 503, "unavailable"
        response = problem(failure)
    else:
        response = Response(sentence, 503, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = "5"
    return response


def _page(status: int, sentence: str) -> str:
    if wants_fragment():
        return sentence
    return render_template("error.html", status=status, sentence=sentence)

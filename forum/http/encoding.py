"""Forms come in UTF-8. One that does not is refused, rather than stored with holes in it."""

from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request

FORM = "application/x-www-form-urlencoded"


def attach(app: Flask) -> None:
    app.before_request(check_encoding)


def check_encoding() -> None:
    if request.mimetype != FORM:
        return
    try:
        unquote_to_bytes(request.get_data()).decode()
    except UnicodeDecodeError:
        abort(400, "This form is not in UTF-8.")

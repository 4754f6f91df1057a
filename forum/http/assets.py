"""Static files under addresses that change with their content, so that they are kept for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request


def attach(app: Flask) -> None:
    app.after_request(_keep)


@cache
def asset(name: str) -> str:
    content = (Path(str(current_app.static_folder)) / name).read_bytes()
    version = hashlib.sha256(content).hexdigest()[:10]
    return f"{current_app.static_url_path}/{name}?v={version}"


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        # In one piece: Flask-Compress leaves the file of a stream open when a reader goes away.
        response.direct_passthrough = False
        response.make_sequence()
        days = 365 if "v" in request.args else 0
        response.headers["Cache-Control"] = f"public, max-age={days * 86400}" + (
            ", immutable" if days else ""
        )
        response.headers.pop("Vary", None)
    return response

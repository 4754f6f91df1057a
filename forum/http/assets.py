"""Static files under addresses that change with their content, so that they are kept for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for


def attach(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)


def asset(name: str) -> str:
    version = _version(Path(str(current_app.static_folder)) / name)
    return url_for("static", filename=name, v=version)


@cache
def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        days = 365 if "v" in request.args else 0
        response.headers["Cache-Control"] = f"public, max-age={days * 86400}" + (
            ", immutable" if days else ""
        )
        response.headers.pop("Vary", None)
    return response

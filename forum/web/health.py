"""Whether this process lives, and whether it can serve: for whoever watches over it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from forum.core.db import read
from forum.http.visitor import enter

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@enter("everyone")
def lives() -> ResponseReturnValue:
    return {"status": "ok"}


@bp.get("/readyz")
@enter("everyone")
def is_ready() -> ResponseReturnValue:
    """503 while the database is away, by the error page."""
    with read() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ready"}

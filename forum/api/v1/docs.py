"""The OpenAPI document, and a page to browse it: ours, since ready-made ones want inline styles."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from forum.api.document import ABOUT, document
from forum.api.reading import inline, rooms
from forum.http.names import name_page
from forum.http.visitor import enter

bp = Blueprint("api_docs", __name__, url_prefix="/api/v1")


@bp.get("/openapi.json")
@enter("everyone")
def openapi() -> ResponseReturnValue:
    return Response(document(), content_type="application/json")


@bp.get("/docs")
@enter("everyone")
def browse() -> ResponseReturnValue:
    name_page()
    about = [inline(part) for part in ABOUT.strip().split("\n\n")]
    return render_template("api/docs.html", rooms=rooms(), about=about)

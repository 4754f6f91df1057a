"""The OpenAPI document, and a page to browse it."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from forum.api.document import document
from forum.http.visitor import enter

bp = Blueprint("api_docs", __name__, url_prefix="/api/v1")


@bp.get("/openapi.json")
@enter("everyone")
def openapi() -> ResponseReturnValue:
    return Response(document(), content_type="application/json")

"""Pages for programs."""

from typing import cast

from apiflask import HTTPError
from apiflask.schema_adapters.marshmallow import parser
from flask import Flask
from flask.json.provider import DefaultJSONProvider

from forum.api import answering, bodies, document, errors, v1


def attach(app: Flask) -> None:
    parser.location_loader("json")(bodies.load_json)
    app.register_error_handler(HTTPError, errors.show_invalid)
    # Fields in the order of the document, and 中文 as itself.
    speech = cast(DefaultJSONProvider, app.json)
    speech.sort_keys, speech.ensure_ascii = False, False
    answering.attach(app)
    document.describe(app)
    for part in v1.PARTS:
        app.register_blueprint(part)

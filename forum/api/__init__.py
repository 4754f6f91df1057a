"""Pages for programs."""

from apiflask import HTTPError
from apiflask.schema_adapters.marshmallow import parser
from flask import Flask

from forum.api import answering, bodies, document, errors, v1


def attach(app: Flask) -> None:
    parser.location_loader("json")(bodies.load_json)
    app.register_error_handler(HTTPError, errors.show_invalid)
    answering.attach(app)
    document.describe(app)
    for part in v1.PARTS:
        app.register_blueprint(part)

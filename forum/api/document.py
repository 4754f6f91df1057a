"""The OpenAPI document: made from the views, with what all operations have in common."""

import json
import re
import warnings
from typing import Any, cast

from apiflask import APIFlask
from flask import Flask, current_app
from werkzeug.http import HTTP_STATUS_CODES

Spec = dict[str, Any]

PROBLEM: Spec = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence: what is wrong, what to do next."},
        "code": {"type": "string", "description": "The same in every language."},
        "errors": {
            "type": "object",
            "description": "Field → sentences.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
WHY = {
    "400": "The request cannot be understood: bad JSON, a foreign host, a foreign form.",
    "401": "There is no token, or it is unknown, has expired or was revoked.",
    "403": "The token lacks the scope (`missing_scope`), or its person may not do this.",
    "404": "There is no such thing, or you may not see it.",
    "409": "It does not fit what has happened meanwhile.",
    "410": "It was deleted for good.",
    "413": "The body is larger than 512 KiB.",
    "415": "The body is not `application/json`.",
    "422": "A field breaks a rule; `errors` says which one and why.",
    "429": "That was too often; `Retry-After` says for how many seconds to wait.",
    "503": "The database is not answering; try again in a few seconds.",
}
KEY: Spec = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Sent again within 24 hours with the same request, it does nothing twice; the "
    "answer then carries `Idempotent-Replayed: true`.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
KNOWN: Spec = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of what you have; 304 when it is still that.",
    "schema": {"type": "string"},
}
ABOUT = """Everything that the site can do, for programs.

Send a token as `Authorization: Bearer …`; you make one in your settings, or the operator makes
one with `flask --app wsgi accounts token`. Whoever sends none reads what everybody may read. Every
token reads; `write`, `moderate`, `announce` and `admin` are scopes of their own.

Lists answer `{items, next}`. Send `next` back as `cursor`, or follow the `Link` header, until it is
null. Times are RFC 3339 in UTC. Errors are `application/problem+json`: `code` is for the program,
`detail` for the person, in the language of `Accept-Language`.
"""


def describe(app: Flask) -> None:
    api = cast(APIFlask, app)
    api.title, api.version = "Waymark", "1"
    api.description = ABOUT
    api.servers = [{"url": app.extensions["config"].site_url}]
    api.config.update(
        OPENAPI_VERSION="3.1.0",
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        SECURITY_SCHEMES={"token": {"type": "http", "scheme": "bearer"}},
    )
    api.spec_processor(_complete)


def document() -> str:
    """As JSON; made once per process."""
    kept = current_app.extensions
    if "openapi" not in kept:
        with warnings.catch_warnings():
            # A schema that stands in another one and by itself is met twice; see _without_twins.
            warnings.filterwarnings("ignore", ".*has already been added", UserWarning)
            spec = cast(APIFlask, current_app).spec
        kept["openapi"] = _without_twins(json.dumps(spec, ensure_ascii=False))
    return str(kept["openapi"])


def _without_twins(text: str) -> str:
    """Sanction1 says what Sanction says."""
    spec = json.loads(text)
    schemas = spec["components"]["schemas"]
    for name in list(schemas):
        twin = name.rstrip("0123456789")
        if twin != name and schemas[twin] == schemas[name]:
            del schemas[name]
    text = json.dumps(spec, ensure_ascii=False)
    return re.sub(r'(#/components/schemas/[A-Za-z]+)\d+"', r'\1"', text)


def _complete(spec: Any) -> Any:
    spec["components"]["schemas"]["Problem"] = PROBLEM
    spec["components"]["responses"] = {
        status: {
            "description": why,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for status, why in WHY.items()
    }
    spec["components"]["parameters"] = {"Idempotency-Key": KEY, "If-None-Match": KNOWN}
    # Two parts of the code may be one room for the reader.
    spec["tags"] = [{"name": name} for name in dict.fromkeys(tag["name"] for tag in spec["tags"])]
    views = _views()
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            _complete_operation(operation, method, path, views[path, method])
    return spec


def _views() -> dict[tuple[str, str], tuple[str, Any]]:
    """(path, method) → the name of the view, and the view."""
    views = {}
    for rule in current_app.url_map.iter_rules():
        path = rule.rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
        for method in rule.methods or ():
            name = rule.endpoint.rpartition(".")[2]
            views[path, method.lower()] = name, current_app.view_functions[rule.endpoint]
    return views


def _complete_operation(operation: Spec, method: str, path: str, named: tuple[str, Any]) -> None:
    name, view = named
    operation["operationId"] = name
    operation.setdefault("description", operation["summary"])
    is_public = view.entrance == "everyone"
    token = {"token": list(view.scopes)}
    operation["security"] = [{}, token] if is_public else [token]
    parameters = operation.setdefault("parameters", [])
    if method == "get":
        parameters.append({"$ref": "#/components/parameters/If-None-Match"})
        operation["responses"]["304"] = {"description": "You have it already."}
    if method == "post" and not is_public:
        parameters.append({"$ref": "#/components/parameters/Idempotency-Key"})
    for status in _statuses(operation, method, path, is_public):
        operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
    for status, answer in operation["responses"].items():
        answer.setdefault(
            "description", HTTP_STATUS_CODES[int(status)]
        ) if "$ref" not in answer else 0
    operation["responses"].get("204", {}).pop("content", None)


def _statuses(operation: Spec, method: str, path: str, is_public: bool) -> list[str]:
    """Which of ``WHY`` an operation can answer."""
    statuses = {"400", "401", "429", "503"}
    if not (is_public and method == "get"):
        statuses.add("403")
    if "{" in path or "query" in {p.get("in") for p in operation["parameters"]}:
        statuses.add("404")
    if "thread_id}" in path or "post_id}" in path:
        statuses.add("410")
    if method != "get" and not is_public:
        statuses |= {"409", "422"}
    if len(operation["parameters"]) > 1 or "requestBody" in operation:
        statuses.add("422")
    if "requestBody" in operation:
        statuses |= {"413", "415"}
    return sorted(statuses)

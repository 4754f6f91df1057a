"""The OpenAPI document as people read it: operations by room, with what goes in and comes out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from forum.api.document import document

Spec = dict[str, Any]
# What a sample sends where the document says no more than the type.
SAMPLES: dict[str, Any] = {
    "category": "getting-started",
    "title": "How do I reset my code?",
    "body": "It says *wrong code*.",
    "language": "en",
    "starts_at": "2026-12-01T10:00:00Z",
    "ends_at": "2026-12-01T12:00:00Z",
    "until": "2026-12-01T10:00:00Z",
    "slug": "wallets",
    "names": {"en": "Wallets"},
    "texts": {"en": "Be kind."},
    "phase": "scheduled0",
    "url": "https://hooks.example/in",
    "events": ["thread.created"],
}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    required: bool
    about: Markup


@dataclass(frozen=True)
class Answer:
    status: str
    about: Markup
    fields: list[Field]


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    about: Markup
    scopes: list[str]
    public: bool
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]
    curl: str


def inline(text: str) -> Markup:
    """What stands between backticks is code; of Markdown the document uses no more."""
    parts = (
        Markup("<code>{}</code>").format(part) if odd % 2 else escape(part)
        for odd, part in enumerate(text.split("`"))
    )
    return Markup("").join(parts)


def rooms() -> dict[str, list[Operation]]:
    """Tag → operations, in the document's order."""
    spec: Spec = json.loads(document())
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            found[operation["tags"][0]].append(_operation(spec, method, path, operation))
    return {tag: operations for tag, operations in found.items() if operations}


def _operation(spec: Spec, method: str, path: str, given: Spec) -> Operation:
    wanted = _content(spec, given.get("requestBody", {}))
    return Operation(
        name=given["operationId"],
        method=method.upper(),
        path=path,
        summary=given["summary"],
        about=inline(given["description"] if given["description"] != given["summary"] else ""),
        scopes=given["security"][-1]["token"],
        public={} in given["security"],
        parameters=[_parameter(_resolved(spec, each)) for each in given["parameters"]],
        body=list(_fields(spec, wanted)),
        answers=[_answer(spec, *each) for each in sorted(given["responses"].items())],
        curl=_curl(spec, method, path, given, wanted),
    )


def _resolved(spec: Spec, part: Spec) -> Spec:
    """What a reference leads to."""
    while "$ref" in part:
        found: Any = spec
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def _content(spec: Spec, part: Spec) -> Spec:
    for media in part.get("content", {}).values():
        return _resolved(spec, media["schema"])
    return {}


def _parameter(given: Spec) -> Field:
    kind = _kind(given["schema"])
    where = f"{kind} ({given['in']})"
    return Field(
        given["name"], where, given.get("required", False), inline(given.get("description", ""))
    )


def _fields(spec: Spec, schema: Spec) -> Iterator[Field]:
    required = schema.get("required", [])
    for name, given in schema.get("properties", {}).items():
        yield Field(name, _kind(given), name in required, inline(given.get("description", "")))


def _kind(schema: Spec) -> str:
    """Like "Author or null", "list of string", "open | solved"."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(word) or '""' for word in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    kind = schema.get("type", "object")
    words = kind if isinstance(kind, list) else [kind]
    text = str(schema.get("format", "string"))
    return " or ".join(text if word == "string" else str(word) for word in words)


def _answer(spec: Spec, status: str, given: Spec) -> Answer:
    found = _resolved(spec, given)
    fields = list(_fields(spec, _content(spec, found))) if status < "300" else []
    return Answer(status, inline(found["description"]), fields)


def _curl(spec: Spec, method: str, path: str, given: Spec, wanted: Spec) -> str:
    address = f"{spec['servers'][0]['url']}{path}"
    for name, value in {"thread_id": "12", "post_id": "55", "handle": "lin"}.items():
        address = address.replace(f"{{{name}}}", value)
    words = ["curl", *(["-X", method.upper()] if method != "get" else [])]
    if {} not in given["security"]:
        words += ["-H", '"Authorization: Bearer $TOKEN"']
    if wanted:
        body = json.dumps(_sample(spec, wanted), ensure_ascii=False)
        words += ["-H", '"Content-Type: application/json"', "-d", f"'{body}'"]
    return " ".join([*words, address.replace("{", "").replace("}", "")])


def _sample(spec: Spec, schema: Spec) -> Spec:
    """Every field that is required, or the first one."""
    every = list(schema["properties"])
    names = [name for name in every if name in schema.get("required", [])] or every[:1]
    return {name: _value(spec, name, schema["properties"][name]) for name in names}


def _value(spec: Spec, name: str, given: Spec) -> Any:
    schema = _resolved(spec, given)
    if name in SAMPLES:
        return SAMPLES[name]
    if "enum" in schema:
        return next(word for word in schema["enum"] if word)
    if schema.get("type") == "array":
        return [_value(spec, "", schema["items"])]
    if "properties" in schema:
        return _sample(spec, schema)
    return 1 if "integer" in schema.get("type", "") else "text"

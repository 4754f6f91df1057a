"""The site itself: its settings, and the texts of its own pages."""

from typing import Any

from apiflask import APIBlueprint
from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.api.v1.asking import by_language
from forum.api.v1.schemas import site as schemas
from forum.api.v1.shapes import Json
from forum.core import markup
from forum.core.db import db, read, transaction
from forum.core.errors import NotFound
from forum.core.languages import pick
from forum.core.settings import all_settings
from forum.http.language import language
from forum.http.names import name_page
from forum.http.programs import scope
from forum.http.site import site
from forum.http.visitor import enter, member
from forum.moderation.actions.site import TEXTS, change_site, change_texts

bp = APIBlueprint("api_site", __name__, url_prefix="/api/v1", tag="The site")


@bp.get("/site")
@enter("everyone")
@scope("read")
@bp.output(schemas.Site)
def get_site() -> ResponseReturnValue:
    """Read the site's name, colour, language and zone, and whether people can sign up."""
    name_page()
    return _site(site().settings)


def _site(settings: dict[str, Any]) -> Json:
    names = ("accent", "language", "time_zone", "sign_ups")
    return {
        "name": pick(settings["name"], language()),
        "names": settings["name"],
        **{name: settings[name] for name in names},
    }


def _settings() -> dict[str, Any]:
    """As they are now; what this request has read of the site may be older."""
    with read() as connection:
        return all_settings(connection)


@bp.patch("/site")
@enter("administrators")
@scope("admin")
@bp.input(schemas.EditSite)
@bp.output(schemas.Site)
def edit_site(json_data: dict[str, Any]) -> ResponseReturnValue:
    """Change the site's settings. What is not sent stays; `names` are sent whole."""
    with transaction(), by_language(name="names"):
        before = all_settings(db.session.connection())
        names = json_data.pop("names", before["name"])
        wishes = {key: before[key] for key in ("accent", "language", "time_zone", "sign_ups")}
        change_site(names, **(wishes | json_data), by=member())
    return _site(_settings())


@bp.get("/texts/<key>")
@enter("everyone")
@scope("read")
@bp.output(schemas.Page)
def get_text(key: str) -> ResponseReturnValue:
    """Read the `rules`, what is said on `privacy`, or how to `report` to the operator.

    Where nobody has written one, `html` is the built-in text, and `body` is null.
    """
    name_page()
    return _text(_known(key), site().settings)


def _known(key: str) -> str:
    if key not in TEXTS:
        raise NotFound(_("There is no such text."))
    return key


def _text(key: str, settings: dict[str, Any]) -> Json:
    texts = settings[key]
    body = pick(texts, language())
    written_in = next((code for code, text in texts.items() if text == body), language())
    return {
        "key": key,
        "language": written_in,
        "body": body or None,
        "html": markup.render(body).html if body else _built_in(key),
        "texts": texts,
    }


def _built_in(key: str) -> str:
    """What the page of the web says, without what stands around it."""
    template = current_app.jinja_env.get_template(f"texts/{key}.html")
    return "".join(template.blocks["words"](template.new_context())).strip()


@bp.put("/texts/<key>")
@enter("administrators")
@scope("admin")
@bp.input(schemas.EditPage)
@bp.output(schemas.Page)
def edit_text(key: str, json_data: dict[str, Any]) -> ResponseReturnValue:
    """Write one of the texts, in Markdown, in one language or more.

    In place of what there was in all languages; without any, the built-in text stands there again.
    """
    with by_language(text="texts"):
        change_texts(_known(key), json_data["texts"], by=member())
    return _text(key, _settings())

"""Categories and tags."""

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1 import shapes
from forum.api.v1.asking import listing
from forum.api.v1.schemas import threads as schemas
from forum.core import stamps
from forum.http.names import name_page
from forum.http.programs import scope
from forum.http.site import site
from forum.http.visitor import enter, visitor
from forum.threads.queries import tags

bp = APIBlueprint("api_places", __name__, url_prefix="/api/v1", tag="Categories and tags")


@bp.get("/categories")
@enter("everyone")
@scope("read")
@bp.output(schemas.Categories)
def list_categories() -> ResponseReturnValue:
    """List the categories that you may see, in their order."""
    name_page()
    return listing([shapes.category(found) for found in site().visible_to(visitor())])


@bp.get("/tags")
@enter("everyone")
@scope("read")
@bp.output(schemas.Tags)
def list_tags() -> ResponseReturnValue:
    """List the tags in use, the most used first, 200 at most."""
    name_page(stamps.LISTS)
    found = tags.popular(site().visible_to(visitor()))
    return listing(
        [{"name": t.name, "threads": t.threads, "url": shapes.absolute(t.path)} for t in found]
    )

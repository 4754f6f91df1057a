"""Work that the program has given up, for administrators."""

from typing import Any

from apiflask import APIBlueprint
from flask.typing import ResponseReturnValue

from forum.api.v1.asking import listing
from forum.api.v1.schemas import jobs as schemas
from forum.api.v1.schemas.threads import Paging
from forum.core import dead_letters
from forum.http import cursors
from forum.http.idempotent import once_by_key
from forum.http.programs import scope
from forum.http.visitor import enter, member
from forum.moderation.actions.jobs import retry_job

bp = APIBlueprint(
    "api_admin_jobs", __name__, url_prefix="/api/v1/admin", tag="Administration of jobs"
)

_SHOWN = ("id", "name", "attempts", "failed_at", "error", "can_be_retried")


@bp.get("/jobs")
@enter("administrators")
@scope("admin")
@bp.input(Paging, location="query")
@bp.output(schemas.Jobs)
def list_failed_jobs(query_data: dict[str, Any]) -> ResponseReturnValue:
    """List the jobs that were given up, the newest first, and say how many wait."""
    page = dead_letters.list_failed(
        cursors.decode_number(query_data["cursor"]), query_data["limit"]
    )
    more = cursors.encode_number(page.next) if page.next else None
    rows = [{name: getattr(row, name) for name in _SHOWN} for row in page.rows]
    body, status, headers = listing(rows, more)
    count, oldest = dead_letters.waiting()
    return body | {"waiting": count, "oldest_due_at": oldest}, status, headers


@bp.post("/jobs/<int:job_id>/retry")
@enter("administrators")
@scope("admin")
@bp.output(schemas.Retried)
def retry_failed_job(job_id: int) -> ResponseReturnValue:
    """Try a job again that was given up in the last seven days."""
    return {"count": once_by_key(lambda: retry_job(job_id, by=member()))}


@bp.post("/jobs/retry")
@enter("administrators")
@scope("admin")
@bp.output(schemas.Retried)
def retry_failed_jobs() -> ResponseReturnValue:
    """Try everything again that was given up in the last seven days."""
    return {"count": once_by_key(lambda: retry_job(by=member()))}

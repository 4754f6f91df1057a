"""Administration: work that the program has given up, and what waits."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core import dead_letters
from forum.core.errors import NotFound
from forum.core.numbers import whole
from forum.http.responses import see_other
from forum.http.visitor import enter, member
from forum.moderation.actions.jobs import retry_job

bp = Blueprint("admin_jobs", __name__)


@bp.get("/admin/jobs")
@enter("administrators")
def jobs() -> ResponseReturnValue:
    page = dead_letters.list_failed(before=whole(request.args.get("before", "")))
    count, oldest = dead_letters.waiting()
    return render_template("admin/jobs.html", page=page, count=count, oldest=oldest)


@bp.post("/admin/jobs/<int:job_id>/retry")
@enter("administrators")
def retry(job_id: int) -> ResponseReturnValue:
    try:
        retry_job(job_id, by=member())
    except NotFound as error:
        # Somebody else was quicker: the list shows what there still is.
        flash(error.message, "warn")
    else:
        flash(_("It will be tried again in a moment."), "ok")
    return see_other("admin_jobs.jobs")


@bp.post("/admin/jobs/retry")
@enter("administrators")
def retry_all() -> ResponseReturnValue:
    count = retry_job(by=member())
    said = ngettext("%(num)s job will be tried again.", "%(num)s jobs will be tried again.", count)
    flash(said, "ok")
    return see_other("admin_jobs.jobs")

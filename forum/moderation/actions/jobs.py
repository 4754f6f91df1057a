"""What an administrator does about work that the program has given up."""

from flask_babel import gettext as _

from forum import policy
from forum.accounts.models import User
from forum.core import dead_letters
from forum.core.db import transaction
from forum.core.errors import NotFound
from forum.core.events import StaffAct, publish


@transaction()
def retry_job(job_id: int | None = None, *, by: User) -> int:
    """Try again what was given up, this job or all; answers how many.

    Raises ``NotFound`` where this job was not given up in the last seven days.
    """
    policy.require(policy.retry_job(by))
    count = dead_letters.retry(job_id)
    if job_id is not None and not count:
        raise NotFound(_("No such job was given up in the last seven days."))
    if count:
        subject = "jobs" if job_id is None else f"job/{job_id}"
        publish(StaffAct(by.id, "retry_job", subject, changes={"count": count}))
    return count

"""Who listens to which news, which jobs there are, who takes which mail, and what is done now and
then.

Read it to know what an action sets off.
"""

from collections.abc import Callable, Mapping, Sequence

from forum.accounts import jobs as accounts
from forum.accounts.actions import codes
from forum.core import idempotency, jobs
from forum.core.events import StaffAct
from forum.core.inbound import fetching, taking
from forum.moderation import listeners as moderation
from forum.moderation.events import PostFlagged

Listener = Callable[..., None]

LISTENERS: Mapping[type, Sequence[Listener]] = {
    StaffAct: (moderation.write_log_line,),
    PostFlagged: (moderation.log_flag,),
}

# The name that a job's row holds → the function that does it.
JOBS: Mapping[str, Callable[..., None]] = {
    "send_sign_up_code": accounts.send_sign_up_code,
    "send_reset_code": accounts.send_reset_code,
    "tell_of_password": accounts.tell_of_password,
    "tell_not_taken": taking.tell_not_taken,
}

# The purpose of an address (``core.mailbox``) → who takes mail that comes to it.
INCOMING: taking.Takers = {}

# Every so many seconds, and when a worker starts.
SCHEDULE: Sequence[tuple[int, Callable[[], object]]] = (
    (600, jobs.sweep),
    (600, idempotency.sweep),
    (600, codes.sweep),
    (60, fetching.fetch),
)

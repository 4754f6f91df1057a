"""Who listens to which news, which jobs there are, and what is done now and then.

Read it to know what an action sets off.
"""

from collections.abc import Callable, Mapping, Sequence

from forum.accounts import jobs as accounts
from forum.accounts.actions import codes
from forum.core import idempotency, jobs
from forum.core.events import StaffAct
from forum.moderation import listeners as moderation
from forum.moderation.events import PostFlagged
from forum.webhooks import jobs as webhooks
from forum.webhooks.actions import delivering
from forum.webhooks.listeners import TELLERS, tell_webhooks

Listener = Callable[..., None]

_FIRST: dict[type, Sequence[Listener]] = {
    StaffAct: (moderation.write_log_line,),
    PostFlagged: (moderation.log_flag,),
}
# Webhooks hear last: what others made of the news is there.
LISTENERS: Mapping[type, Sequence[Listener]] = _FIRST | {
    news: (*_FIRST.get(news, ()), tell_webhooks) for news in TELLERS
}

# The name that a job's row holds → the function that does it.
JOBS: Mapping[str, Callable[..., None]] = {
    "send_sign_up_code": accounts.send_sign_up_code,
    "send_reset_code": accounts.send_reset_code,
    "tell_of_password": accounts.tell_of_password,
    "deliver_webhook": webhooks.deliver_webhook,
}

# Every so many seconds, and when a worker starts.
SCHEDULE: Sequence[tuple[int, Callable[[], None]]] = (
    (600, jobs.sweep),
    (600, idempotency.sweep),
    (600, codes.sweep),
    (600, delivering.sweep),
)

"""Who listens to which news, and which jobs there are. Read it to know what an action sets off."""

from collections.abc import Callable, Mapping, Sequence

from forum.accounts import jobs as accounts
from forum.core.events import StaffAct
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
}
